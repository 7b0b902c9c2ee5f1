//! What became of what: the land that each grid of one partition shares with each grid of another.
//!
//! The borders of both partitions are laid over each other and cut where they meet, by the same exact
//! rounding that builds a partition (see `noding`): crossings come to lie on the lattice, and no border
//! moves by more than a step (about a centimetre). The faces between them lie in one grid, or none, of
//! each. Which pairs share land is thus decided in integers; only the areas are measured in floating
//! point, on the ellipsoid, as sums over directed sides, so that the parts of a grid add up to it.

use crate::BuildError;
use crate::exact::Pt;
use crate::faces::{Faces, OUTSIDE};
use crate::linework::Linework;
use crate::noding::{Noded, node};
use crate::partition::{NOBODY, Partition, grid_id};
use crate::region::find;
use model::{GridId, SquareMetres};

/// The land that a grid of one partition shares with a grid of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedLand {
    /// The grid of the one; `None` is land outside it.
    pub before: Option<GridId>,
    /// The grid of the other; `None` is land outside it. Never both.
    pub after: Option<GridId>,
    /// How much they share, on the ellipsoid.
    pub area: SquareMetres,
}

/// Not known yet.
const UNKNOWN: u32 = NOBODY - 1;

/// Every pair of grids that share land, by the grid before and the grid after; land outside comes
/// last. O(n log n) in the points of both, and a microsecond or two for each piece of a border.
///
/// The parts of a grid add up to what the grid has, but for a strip of a step along borders that
/// the other partition crosses. Slivers narrower than a step may be missing.
///
/// # Errors
///
/// [`BuildError`] when both together are beyond the limits on memory.
pub fn shared_land(before: &Partition, after: &Partition) -> Result<Vec<SharedLand>, BuildError> {
    let both = [before, after];
    let mut sides: Vec<([Pt; 2], u32)> = Vec::new();
    let edges = before.edges().chain(after.edges());
    for (number, edge) in (0..).zip(edges) {
        sides.extend(edge.points.windows(2).map(|p| ([Pt::of(p[0]), Pt::of(p[1])], number)));
    }
    let Noded { lines, .. } = node(Linework::new(&sides)?)?;
    drop(sides);
    let faces = Faces::trace(&lines);
    let of_face = [0, 1].map(|which| grids_of_faces(&lines, &faces, both, which));
    let pair_of = |half: usize| {
        let face = faces.of_half[half] as usize;
        [of_face[0][face], of_face[1][face]]
    };
    let mut parts: Vec<([u32; 2], f64)> = Vec::with_capacity(2 * lines.len());
    for side in 0..lines.len() {
        let (left, right) = (pair_of(2 * side), pair_of(2 * side + 1));
        let [a, b] = lines.side(side).map(Pt::position);
        let under = if left == right { 0.0 } else { crate::measure::below(a, b) };
        parts.push((left, under));
        parts.push((right, -under));
    }
    // A stable sort: the terms of a sum stay in the order of the sides.
    parts.sort_by_key(|&(pair, _)| pair);
    let shared = parts.chunk_by(|a, b| a.0 == b.0).filter(|same| same[0].0 != [NOBODY; 2]);
    let told = |same: &[([u32; 2], f64)]| {
        let [before, after] = same[0].0.map(grid_id);
        let area: f64 = same.iter().map(|(_, under)| under).sum();
        SharedLand { before, after, area: SquareMetres::new(area.max(0.0)) }
    };
    Ok(shared.map(told).collect())
}

/// By face: the grid of one of the two partitions that it lies in, or nobody.
fn grids_of_faces(
    lines: &Linework,
    faces: &Faces,
    both: [&Partition; 2],
    which: usize,
) -> Vec<u32> {
    let first = if which == 0 { 0 } else { both[0].edge_count() };
    let edges = first..first + both[which].edge_count();
    let mut root: Vec<u32> = (0..faces.len() as u32).collect();
    let mut known: Vec<[(u32, u32); 2]> = Vec::new();
    let mut grids: [Vec<u32>; 2] = Default::default();
    for side in 0..lines.len() {
        grids.iter_mut().for_each(Vec::clear);
        for &way in lines.ways(side) {
            let edge = way as usize / 2;
            if edges.contains(&edge) {
                let [left, right] = both[which].sides[edge - first];
                let turned = way % 2 == 1;
                grids[0].push(if turned { right } else { left });
                grids[1].push(if turned { left } else { right });
            }
        }
        let of_sides = [faces.of_half[2 * side], faces.of_half[2 * side + 1]];
        // Edges that fell on one line have the land between them on both lists.
        let [left, right] = &mut grids;
        left.retain(|grid| match right.iter().position(|other| other == grid) {
            None => true,
            Some(place) => {
                right.swap_remove(place);
                false
            }
        });
        if let ([left], [right]) = (&left[..], &right[..]) {
            known.push([(of_sides[0], *left), (of_sides[1], *right)]);
        } else {
            let [a, b] = of_sides.map(|face| find(&mut root, face));
            root[a.max(b) as usize] = a.min(b);
        }
    }
    let mut of_root = vec![UNKNOWN; faces.len()];
    for (face, grid) in known.into_iter().flatten() {
        of_root[find(&mut root, face) as usize] = grid;
    }
    of_root[find(&mut root, OUTSIDE) as usize] = NOBODY;
    (0..faces.len() as u32)
        .map(|face| of_root[find(&mut root, face) as usize])
        .map(|grid| if grid == UNKNOWN { NOBODY } else { grid })
        .collect()
}
