//! What is odd about the shape of one grid by itself: parts, holes, pinches, narrowness.
//!
//! None of it keeps areas from being a partition, but all of it is worth a look: a second part is
//! often a digitising slip, a hole an enclave that should be there on purpose, a narrow grid what a
//! wrong line cut off. Only the one area is looked at, so after an edit only the grids that it
//! touched need looking at again.

use crate::exact::{Pt, around};
use crate::region::{Scale, place_among};
use crate::{Fault, FaultKind};
use model::{Area, GridId, Ring};

/// The odd things about the shape of `area`, the area of `grid`, by kind and place:
///
/// - [`FaultKind::MultiPart`] for each part but the largest, with its size; parts that share a side
///   are one part;
/// - [`FaultKind::Hole`] for each hole, with its size;
/// - [`FaultKind::Pinch`] for each point that the rings go through more than once, or
///   [`FaultKind::SelfCrossing`] where they change sides there;
/// - [`FaultKind::Narrow`] for each part whose mean width is below `narrow_m` metres.
///
/// Takes rings as drawn, or as a partition gives them; rings without land are left out. Measures
/// are good to a thousandth. O(v log v) in the vertices of the area.
pub fn shape_faults(grid: GridId, area: &Area, narrow_m: f64) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut parts: Vec<Part> = area.polygons.iter().map(|it| Part::of(&it.outer)).collect();
    join_beside(&mut parts, area);
    let largest = parts.iter().map(|part| part.area_m2).fold(0.0, f64::max);
    let mut main_seen = false;
    for part in parts.iter().filter(|part| part.joined.is_none() && part.area_m2 > 0.0) {
        let land =
            |kind| Fault::land(kind, part.at.position(), vec![grid], (part.area_m2, part.border_m));
        if part.area_m2 < largest || std::mem::replace(&mut main_seen, true) {
            faults.push(land(FaultKind::MultiPart));
        }
        if 2.0 * part.area_m2 < narrow_m * part.border_m {
            faults.push(land(FaultKind::Narrow));
        }
    }
    for hole in area.polygons.iter().flat_map(|polygon| &polygon.holes).map(Part::of) {
        if hole.area_m2 > 0.0 {
            let size = (hole.area_m2, hole.border_m);
            faults.push(Fault::land(FaultKind::Hole, hole.at.position(), vec![grid], size));
        }
    }
    let at_point = |(kind, at): (FaultKind, Pt)| Fault::point(kind, at.position(), vec![grid]);
    faults.extend(pinches(area).into_iter().map(at_point));
    faults.sort_by(Fault::order);
    faults
}

/// One polygon without its holes.
struct Part {
    at: Pt,
    area_m2: f64,
    border_m: f64,
    /// The part that this one was joined with.
    joined: Option<usize>,
}

impl Part {
    fn of(ring: &Ring) -> Self {
        let sides: Vec<(Pt, Pt)> = sides(ring).collect();
        let scale = Scale::around(sides.iter().map(|(a, _)| a.y));
        Self {
            at: place_among(&sides),
            area_m2: scale.area_within(sides.iter().copied()).abs(),
            border_m: sides.iter().map(|&(a, b)| scale.distance(a, b)).sum(),
            joined: None,
        }
    }
}

/// The sides of a ring, closed, none of them without length.
fn sides(ring: &Ring) -> impl Iterator<Item = (Pt, Pt)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(&a, &b)| (Pt::of(a), Pt::of(b))).filter(|(a, b)| a != b)
}

/// Joins parts that draw the same side: their land is one.
fn join_beside(parts: &mut [Part], area: &Area) {
    if parts.len() < 2 {
        return;
    }
    let mut drawn: Vec<((Pt, Pt), usize)> = (0..)
        .zip(&area.polygons)
        .flat_map(|(part, it)| sides(&it.outer).map(move |(a, b)| ((a.min(b), a.max(b)), part)))
        .collect();
    drawn.sort_unstable();
    let root = |parts: &[Part], mut at: usize| {
        while let Some(next) = parts[at].joined {
            at = next;
        }
        at
    };
    for pair in drawn.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (a, b) = (root(parts, pair[0].1), root(parts, pair[1].1));
        if a != b {
            let (into, from) = (a.min(b), a.max(b));
            parts[into].area_m2 += parts[from].area_m2;
            parts[into].border_m += parts[from].border_m;
            parts[from].joined = Some(into);
        }
    }
}

/// The points that rings go through more than once, a point repeated in a row not counted: there
/// they touch, or cross.
fn pinches(area: &Area) -> Vec<(FaultKind, Pt)> {
    // Each point with the one before and the one after.
    let mut passes: Vec<[Pt; 3]> = Vec::new();
    for ring in area.rings() {
        let mut points: Vec<Pt> = ring.iter().copied().map(Pt::of).collect();
        points.dedup();
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let count = points.len();
        let pass = |k: usize| [points[k], points[(k + count - 1) % count], points[(k + 1) % count]];
        passes.extend((0..count).map(pass));
    }
    passes.sort_unstable();
    let twice = passes.chunk_by(|a, b| a[0] == b[0]).filter(|same| same.len() > 1);
    twice.filter_map(|same| Some((kind_of_pinch(same)?, same[0][0]))).collect()
}

/// What the ways through one point do there; nothing when they all share lines, as they do along
/// spikes and doubled sides.
fn kind_of_pinch(passes: &[[Pt; 3]]) -> Option<FaultKind> {
    let pairs = || (0..passes.len()).flat_map(|k| (0..k).map(move |j| (&passes[j], &passes[k])));
    if pairs().any(|(one, other)| interleave(one, other)) {
        return Some(FaultKind::SelfCrossing);
    }
    pairs().any(|(one, other)| !share_a_line(one, other)).then_some(FaultKind::Pinch)
}

fn share_a_line(&[at, a, b]: &[Pt; 3], &[_, c, d]: &[Pt; 3]) -> bool {
    [a, b].iter().any(|&end| around(at, end, c).is_eq() || around(at, end, d).is_eq())
}

/// Whether two ways through one point change sides there. Ways that share a line do not count.
fn interleave(one: &[Pt; 3], other: &[Pt; 3]) -> bool {
    if share_a_line(one, other) {
        return false;
    }
    let (&[at, before, after], &[_, from, to]) = (one, other);
    let order = |a: Pt, b: Pt| around(at, a, b);
    let (low, high) = if order(before, after).is_lt() { (before, after) } else { (after, before) };
    let between = |p: Pt| order(low, p).is_lt() && order(p, high).is_lt();
    between(from) != between(to)
}
