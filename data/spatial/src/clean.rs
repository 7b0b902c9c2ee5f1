//! Areas that fit together as they are drawn: seen without cutting anything, in linear time.
//!
//! Areas are an exact partition when
//!
//! 1. each side is drawn by one grid, or by two with their land on different sides of it;
//! 2. each grid by itself is sound: its rings share nothing but vertices, and no point is inside
//!    twice, counting holes off;
//! 3. so are the sides that one grid alone draws, all together: the *rim*.
//!
//! For the number of grids over a point is the sum of their winding numbers, where sides drawn from
//! both sides cancel, so it is the winding number of the rim: none or one. Then no two grids have
//! land in common, and no two sides can cross, or touch but at vertices: beside a side there is land
//! of its grid, so the land of two grids would meet there, or that of one with itself, which (2)
//! forbids, or nobody's, which makes both sides part of the rim, where (3) forbids it.
//!
//! What the rim encloses without land in it is a gap.

use crate::drawn::{Drawn, DrawnRing};
use crate::exact::{Pt, meet_inside, turns_back};
use crate::faces::{Faces, OUTSIDE, shoelace};
use crate::linework::Linework;
use crate::near::{Frame, pairs};
use crate::noding::meetings;
use crate::partition::NOBODY;
use crate::region::{Scale, place};
use crate::{Fault, FaultKind, RepairSettings};
use model::GridId;
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use std::ops::Range;

/// Up to so many vertices every pair of sides of a ring is looked at.
const FEW: usize = 48;

/// The grid on the left of each half, when the areas fit together and nothing in them is to be
/// mended; wide gaps are added to `faults`. Else `None`. Near-linear.
pub(crate) fn left_of_halves(
    drawn: &Drawn,
    lines: &Linework,
    settings: RepairSettings,
    faults: &mut Vec<Fault>,
) -> Option<Vec<u32>> {
    if !lines.doubled.is_empty() || !drawn.retraced.is_empty() {
        return None;
    }
    let left = owners(drawn, lines)?;
    if !grids_are_sound(drawn) {
        return None;
    }
    faults.extend(gaps_in_rim(lines, &left, settings)?);
    Some(left)
}

/// Whose land is on the left of each half; `None` when somebody's is on both sides, or two grids'
/// on one.
fn owners(drawn: &Drawn, lines: &Linework) -> Option<Vec<u32>> {
    // By ring: whether its land is on its right.
    let on_right = |(ring, of): (usize, &DrawnRing)| match turn(drawn.ring_points(ring)) {
        0 => None,
        turn => Some(u32::from((turn < 0) != of.hole)),
    };
    let on_right: Vec<u32> =
        drawn.rings.par_iter().enumerate().map(on_right).collect::<Option<_>>()?;
    let mut left = vec![NOBODY; 2 * lines.len()];
    for side in 0..lines.len() {
        for &way in lines.ways(side) {
            let ring = way as usize / 2;
            let half = 2 * side + ((way ^ on_right[ring]) & 1) as usize;
            if std::mem::replace(&mut left[half], drawn.rings[ring].grid) != NOBODY {
                return None;
            }
        }
        // A grid on both sides of one of its sides would have drawn it twice.
    }
    Some(left)
}

/// Twice the area of a ring, positive when it runs counter-clockwise.
fn turn(points: &[Pt]) -> i128 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(&a, &b)| shoelace(a, b)).sum()
}

/// Whether each grid by itself is sound.
fn grids_are_sound(drawn: &Drawn) -> bool {
    let mut grids: Vec<Range<usize>> = Vec::new();
    for own in drawn.rings.chunk_by(|a, b| a.grid == b.grid) {
        let from = grids.last().map_or(0, |last| last.end);
        grids.push(from..from + own.len());
    }
    grids.into_par_iter().all(|own| is_sound(drawn, own))
}

/// Whether the grid of these rings is sound, and so is each of its polygons.
fn is_sound(drawn: &Drawn, own: Range<usize>) -> bool {
    // A hole in nothing is no land, however simple.
    if own.len() == 1 && !drawn.rings[own.start].hole && is_simple(drawn.ring_points(own.start)) {
        return true;
    }
    let mut from = own.start;
    for polygon in drawn.rings[own.clone()].chunk_by(|a, b| a.polygon == b.polygon) {
        let to = from + polygon.len();
        if !inside_once(drawn, from..to) {
            return false;
        }
        from = to;
    }
    inside_once(drawn, own)
}

/// Whether a ring goes through no point twice.
fn is_simple(points: &[Pt]) -> bool {
    let count = points.len();
    let side = |k: usize| [points[k], points[if k + 1 == count { 0 } else { k + 1 }]];
    let frame = |k: usize| -> Frame {
        let [a, b] = side(k);
        [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)]
    };
    let frames: Vec<Frame> = (0..count).map(frame).collect();
    let mut simple = true;
    let mut visit = |one: usize, other: usize| {
        let (low, high) = (one.min(other), one.max(other));
        let follow = high - low == 1 || high - low == count - 1;
        let ([a, b], [c, d]) = (side(low), side(high));
        simple &= if follow {
            let [a, b, d] = if high - low == 1 { [a, b, d] } else { [c, d, b] };
            !turns_back(a, b, d)
        } else {
            a != c && a != d && b != c && b != d && !meet_inside([a, b], [c, d])
        };
        simple
    };
    if count > FEW {
        let complete = pairs(&frames, &mut visit);
        return complete && simple;
    }
    for one in 0..count {
        let [west, south, east, north] = frames[one];
        for (other, frame) in frames.iter().enumerate().skip(one + 1) {
            let apart = frame[0] > east || frame[2] < west || frame[1] > north || frame[3] < south;
            if !apart && !visit(one, other) {
                return false;
            }
        }
    }
    simple
}

/// Whether some rings of a grid share nothing but vertices and no point is inside twice.
fn inside_once(drawn: &Drawn, rings: Range<usize>) -> bool {
    let mut sides: Vec<[Pt; 2]> = Vec::new();
    for ring in rings {
        let points = drawn.ring_points(ring);
        let on_left = (turn(points) > 0) != drawn.rings[ring].hole;
        let next = points.iter().cycle().skip(1);
        let side = |(&a, &b): (&Pt, &Pt)| if on_left { [a, b] } else { [b, a] };
        sides.extend(points.iter().zip(next).map(side));
    }
    Wound::of(&sides).is_some()
}

/// Sides that share nothing but ends, with land on the left of each, and nowhere twice.
struct Wound {
    lines: Linework,
    faces: Faces,
    /// By face: whether there is land.
    land: Vec<bool>,
}

impl Wound {
    /// Takes different sides in the direction that has the land on the left; `None` when they are
    /// not like that.
    fn of(sides: &[[Pt; 2]]) -> Option<Self> {
        let numbered: Vec<([Pt; 2], u32)> = sides.iter().copied().zip(0..).collect();
        let lines = Linework::new(&numbered).ok()?;
        if lines.len() < sides.len() || !meetings(&lines).ok()?.is_empty() {
            return None;
        }
        let faces = Faces::trace(&lines);
        let mut winding: Vec<Option<i32>> = vec![None; faces.len()];
        winding[OUTSIDE as usize] = Some(0);
        let mut todo = vec![OUTSIDE];
        while let Some(face) = todo.pop() {
            let here = winding[face as usize].unwrap_or(0);
            for &half in faces.halves(face) {
                let other = faces.of_half[half as usize ^ 1];
                // Land is on the left of the half that runs as the side was given.
                let with_land = half & 1 == lines.ways(half as usize / 2)[0] & 1;
                if winding[other as usize].is_none() {
                    winding[other as usize] = Some(if with_land { here - 1 } else { here + 1 });
                    todo.push(other);
                }
            }
        }
        let sound = winding.iter().all(|winding| matches!(winding, Some(0 | 1)));
        let land = winding.iter().map(|winding| *winding == Some(1)).collect();
        sound.then_some(Self { lines, faces, land })
    }
}

/// The gaps that the rim encloses; `None` when the rim is not sound or a gap is to be mended.
fn gaps_in_rim(lines: &Linework, left: &[u32], settings: RepairSettings) -> Option<Vec<Fault>> {
    let mut sides: Vec<[Pt; 2]> = Vec::new();
    let mut grids: Vec<u32> = Vec::new();
    for side in 0..lines.len() {
        let [a, b] = lines.side(side);
        match [left[2 * side], left[2 * side + 1]] {
            [grid, NOBODY] => {
                sides.push([a, b]);
                grids.push(grid);
            }
            [NOBODY, grid] => {
                sides.push([b, a]);
                grids.push(grid);
            }
            _ => {}
        }
    }
    let rim = Wound::of(&sides)?;
    let mut gaps = Vec::new();
    for face in (OUTSIDE + 1..rim.faces.len() as u32).filter(|&face| !rim.land[face as usize]) {
        let border = rim.faces.halves(face);
        let scale = Scale::of(&rim.lines, border);
        let area_m2 = scale.area(&rim.lines, border);
        let border_m: f64 = border.iter().map(|&half| scale.length(&rim.lines, half)).sum();
        if 2.0 * area_m2 < settings.width_max_m * border_m {
            return None;
        }
        let way = |half: &u32| rim.lines.ways(*half as usize / 2)[0];
        let mut beside: Vec<u32> =
            border.iter().map(|half| grids[way(half) as usize / 2]).collect();
        beside.sort_unstable();
        beside.dedup();
        let at = place(&rim.lines, border).position();
        let beside = beside.into_iter().map(GridId).collect();
        gaps.push(Fault::land(FaultKind::Gap, at, beside, (area_m2, border_m)));
    }
    Some(gaps)
}
