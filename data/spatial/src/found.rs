//! Naming what is wrong with areas as they were drawn, beside gaps and overlaps.

use crate::drawn::Drawn;
use crate::exact::{Pt, on_segment};
use crate::linework::Linework;
use crate::noding::{Meeting, Noded};
use crate::partition::Partition;
use crate::region::Scale;
use crate::shape::shape_faults;
use crate::{Fault, FaultKind};
use model::{Area, GridId, Position};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// The place of what has none.
pub(crate) const NOWHERE: Position = match Position::from_e7(0, 0) {
    Some(at) => at,
    None => unreachable!(),
};

/// Rings of one grid that cross or touch, and corners that a neighbour lacks.
pub(crate) fn meetings(noded: &Noded, drawn: &Drawn, faults: &mut Vec<Fault>) {
    let grids =
        |side: u32| noded.drawn.rings(side as usize).map(|ring| drawn.rings[ring as usize].grid);
    let mut places: Vec<(FaultKind, Pt, Vec<u32>)> = Vec::new();
    for &meeting in &noded.found {
        match meeting {
            Meeting::Cross { sides: [s, t], at } => {
                let both = grids(s).filter(|&grid| grids(t).any(|other| other == grid));
                places.extend(both.map(|grid| (FaultKind::SelfCrossing, at, vec![grid])));
            }
            Meeting::Touch { end_of, inside, at } => {
                let mut all: Vec<u32> = grids(end_of).chain(grids(inside)).collect();
                all.sort_unstable();
                all.dedup();
                if all.len() > 1 {
                    places.push((FaultKind::TJunction, at, all));
                } else if !on_spike(drawn, all[0], at) {
                    places.push((FaultKind::Pinch, at, all));
                }
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    // Several sides end at one corner: one junction with all their grids.
    for same in places.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let mut grids: Vec<u32> = same.iter().flat_map(|(.., grids)| grids).copied().collect();
        grids.sort_unstable();
        grids.dedup();
        let grids = grids.into_iter().map(GridId).collect();
        let mended = same[0].0 != FaultKind::Pinch;
        faults.push(Fault::point(same[0].0, same[0].1.position(), grids).mended(mended));
    }
}

/// Whether a point is on a line that a ring of this grid runs out and straight back.
fn on_spike(drawn: &Drawn, grid: u32, at: Pt) -> bool {
    let own = drawn.retraced.iter().filter(|it| drawn.rings[it.ring as usize].grid == grid);
    own.map(|it| it.line).any(|[a, b]| on_segment(a, b, at))
}

/// Sides that one grid draws more than once, spikes left out; those that follow each other are one.
pub(crate) fn doubled(drawn: &Drawn, lines: &Linework, faults: &mut Vec<Fault>) {
    let mut sides: Vec<(u32, [Pt; 2])> = lines
        .doubled
        .iter()
        .map(|&([a, b], ring)| (drawn.rings[ring as usize].grid, [a.min(b), a.max(b)]))
        .filter(|&(grid, [a, b])| !(on_spike(drawn, grid, a) && on_spike(drawn, grid, b)))
        .collect();
    sides.sort_unstable();
    sides.dedup();
    for of_grid in sides.chunk_by(|a, b| a.0 == b.0) {
        let ends: Vec<[Pt; 2]> = of_grid.iter().map(|&(_, ends)| ends).collect();
        for chain in chains(&ends) {
            let [a, b] = chain[chain.len() / 2];
            let middle = |a: i32, b: i32| i32::midpoint(a, b);
            let at = Pt { x: middle(a.x, b.x), y: middle(a.y, b.y) };
            let scale = Scale::at(f64::from(at.y));
            let length_m = chain.iter().map(|&[a, b]| scale.distance(a, b)).sum();
            let grids = vec![GridId(of_grid[0].0)];
            let fault = Fault::point(FaultKind::DuplicateEdge, at.position(), grids).mended(true);
            faults.push(Fault { length_m, ..fault });
        }
    }
}

/// Sides grouped by what they are connected to.
fn chains(sides: &[[Pt; 2]]) -> Vec<Vec<[Pt; 2]>> {
    let mut ends: Vec<(Pt, usize)> =
        (0..).zip(sides).flat_map(|(k, side)| side.map(|end| (end, k))).collect();
    ends.sort_unstable();
    let mut of: Vec<usize> = (0..sides.len()).collect();
    let find = |of: &mut Vec<usize>, mut at: usize| {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    };
    for pair in ends.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (a, b) = (find(&mut of, pair[0].1), find(&mut of, pair[1].1));
        of[a.max(b)] = a.min(b);
    }
    let mut keyed: Vec<(usize, [Pt; 2])> =
        (0..sides.len()).map(|k| (find(&mut of, k), sides[k])).collect();
    keyed.sort_unstable();
    let grouped = keyed.chunk_by(|a, b| a.0 == b.0);
    grouped.map(|same| same.iter().map(|&(_, side)| side).collect()).collect()
}

/// What is odd about the shapes of grids as drawn. Only those that may be are looked at closely.
pub(crate) fn shapes(drawn: &Drawn, areas: &[Area], narrow_m: f64, faults: &mut Vec<Fault>) {
    let is_suspect = |&ring: &usize| {
        let (points, of) = (drawn.ring_points(ring), drawn.rings[ring]);
        let more = of.hole || ring > 0 && drawn.rings[ring - 1].grid == of.grid;
        more || is_narrow(points, narrow_m) || {
            let mut sorted = points.to_vec();
            sorted.sort_unstable();
            sorted.windows(2).any(|pair| pair[0] == pair[1])
        }
    };
    let rings = (0..drawn.rings.len()).into_par_iter().filter(is_suspect);
    let mut suspects: Vec<u32> = rings.map(|ring| drawn.rings[ring].grid).collect();
    suspects.dedup();
    for grid in suspects {
        let own = shape_faults(GridId(grid), &areas[grid as usize], narrow_m);
        faults.extend(own.into_iter().map(|fault| {
            let mended = fault.kind == FaultKind::SelfCrossing;
            fault.mended(mended)
        }));
    }
}

/// Whether what a ring encloses is narrower than so many metres, give or take a hundredth.
fn is_narrow(points: &[Pt], narrow_m: f64) -> bool {
    let scale = Scale::at(points.first().map_or(0.0, |at| f64::from(at.y)));
    let sides = || points.iter().copied().zip(points.iter().copied().cycle().skip(1));
    let area = scale.area_within(sides()).abs();
    let border: f64 = sides().map(|(a, b)| scale.distance(a, b)).sum();
    2.0 * area < 1.01 * narrow_m * border
}

/// Grids that have no land in the partition.
pub(crate) fn without_land(partition: &Partition, areas: &[Area], faults: &mut Vec<Fault>) {
    for (grid, area) in partition.grids().zip(areas) {
        if partition.ring_range(grid).is_empty() {
            let at = area.positions().next().or(partition.points.first().copied());
            let at = at.unwrap_or(NOWHERE);
            faults.push(Fault::point(FaultKind::Vanished, at, vec![grid]));
        }
    }
}

/// Parts that grids have in the partition, in the place of those that were drawn.
pub(crate) fn torn(partition: &Partition, narrow_m: f64, faults: &mut Vec<Fault>) {
    faults.retain(|fault| fault.kind != FaultKind::MultiPart);
    for grid in partition.grids() {
        let rings = partition.ring_range(grid);
        if rings.len() > 1 && rings.filter(|&ring| partition.rings.outer[ring]).count() > 1 {
            let all = shape_faults(grid, &partition.area(grid), narrow_m);
            faults.extend(all.into_iter().filter(|fault| fault.kind == FaultKind::MultiPart));
        }
    }
}
