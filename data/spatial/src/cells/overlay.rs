//! Cells laid over grids: sides noded exactly on the lattice, every piece measured.

use super::ground;
use crate::BuildError;
use crate::cover::Covers;
use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::faces::{Faces, OUTSIDE, start};
use crate::linework::Linework;
use crate::noding::node;
use model::Area;

/// A piece of a cell: the cell, the grid it lies in, its area in square metres.
pub(super) type Piece = (u32, Option<u32>, f64);

/// The pieces of cells, by the places of cell and grid in their lists, sorted. Where rounded sides
/// overlap by a lattice step, land counts for the first.
pub(super) fn pieces(grids: &[Area], cells: &[Area]) -> Result<Vec<Piece>, BuildError> {
    let drawn = Drawn::of(grids.iter().chain(cells), &mut Vec::new());
    let first_cell = grids.len() as u32;
    let lines = node(Linework::of(&drawn)?)?.lines;
    let faces = Faces::trace(&lines);
    let covers = Covers::find(&lines, &faces, &drawn, first_cell + cells.len() as u32);
    let mut pieces: Vec<Piece> = Vec::new();
    for (face, area) in areas(&lines, &faces).into_iter().enumerate() {
        let mut over = covers.grids(covers.of_face[face]).peekable();
        let grid = over.peek().copied().filter(|&first| first < first_cell);
        let cell = over.find(|&one| one >= first_cell).filter(|_| face as u32 != OUTSIDE);
        pieces.extend(cell.map(|cell| (cell - first_cell, grid, area)));
    }
    pieces.sort_by_key(|&(cell, grid, _)| (cell, grid));
    pieces.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    Ok(pieces)
}

/// The area of every face, in square metres.
fn areas(lines: &Linework, faces: &Faces) -> Vec<f64> {
    let mut areas = vec![0.0; faces.len()];
    for side in 0..lines.len() {
        let half = 2 * side as u32;
        let end = |half: u32| -> Pt { lines.at[start(lines, half) as usize] };
        let under = ground::below(end(half), end(half + 1));
        areas[faces.of_half[half as usize] as usize] += under;
        areas[faces.of_half[half as usize + 1] as usize] -= under;
    }
    // Slivers with long sides are smaller than what rounding leaves of them.
    areas.into_iter().map(|area| area.max(0.0)).collect()
}

/// The area of polygons, in square metres: outer rings less holes.
pub(super) fn ground_area(area: &Area) -> f64 {
    let ring = |ring: &model::Ring| {
        let points = || ring.iter().copied().map(Pt::of);
        let next = points().skip(1).chain(points().take(1));
        points().zip(next).map(|(a, b)| ground::below(a, b)).sum::<f64>().abs()
    };
    let polygon = |polygon: &model::Polygon| {
        ring(&polygon.outer) - polygon.holes.iter().map(ring).sum::<f64>()
    };
    area.polygons.iter().map(polygon).sum()
}
