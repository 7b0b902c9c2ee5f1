//! What was counted by cell, counted again by grid.

use super::{CellCounts, CellCover};
use model::GridId;

/// A count of points in one grid that were only counted by cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recount {
    /// The count if points are spread evenly over each cell.
    pub expected: f64,
    /// The points of cells that lie wholly in the grid: there are no fewer.
    pub at_least: u64,
    /// The points of all cells that meet the grid: there are no more.
    pub at_most: u64,
}

/// A cell whose share in a grid is less than this much below 1 lies wholly in it.
const WHOLE: f64 = 1.0 - 1e-9;

impl CellCover {
    /// Counts by grid: by number, for `grids` grids. Cells finer than the cover's are counted with
    /// their parents by [`CellCounts::rolled_up`] first; the counts of cells that the cover does
    /// not have are nobody's.
    ///
    /// The bounds hold for the cells as the cover has them: see [`CellCover`] for its error.
    pub fn recount(&self, counts: &CellCounts, grids: usize) -> Vec<Recount> {
        let mut recounts = vec![Recount::default(); grids];
        for (cell, count) in counts.iter() {
            for piece in self.of_cell(cell) {
                let GridId(grid) = piece.grid;
                let Some(recount) = recounts.get_mut(grid as usize) else { continue };
                #[expect(clippy::cast_precision_loss, reason = "an expectation")]
                let points = count as f64;
                recount.expected += points * piece.of_cell;
                recount.at_most = recount.at_most.saturating_add(count);
                if piece.of_cell >= WHOLE {
                    recount.at_least = recount.at_least.saturating_add(count);
                }
            }
        }
        recounts
    }
}
