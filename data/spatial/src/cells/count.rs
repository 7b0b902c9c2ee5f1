//! Points counted by cell.

use super::{Cell, CellError, CellResolution};
use h3o::CellIndex;
use model::Position;

/// The most cells that are made out of coarser ones at once.
const MADE_MAX: u64 = 20_000_000;

/// How many points lie in each cell of one resolution; cells without points are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellCounts {
    resolution: CellResolution,
    /// By cell, in the order of ids.
    counts: Vec<(Cell, u64)>,
}

impl CellCounts {
    /// Counts points. Under a microsecond a point and eight bytes while it lasts; the order of the
    /// points does not matter.
    pub fn of(points: impl IntoIterator<Item = Position>, resolution: CellResolution) -> Self {
        let mut cells: Vec<Cell> = points.into_iter().map(|at| Cell::of(at, resolution)).collect();
        cells.sort_unstable();
        let counts =
            cells.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect();
        Self { resolution, counts }
    }

    /// Takes counts made elsewhere; several of one cell are added up.
    ///
    /// # Errors
    ///
    /// [`CellError::Mixed`] for a cell of another resolution.
    pub fn from_counts(
        counts: impl IntoIterator<Item = (Cell, u64)>,
        resolution: CellResolution,
    ) -> Result<Self, CellError> {
        let mut given: Vec<(Cell, u64)> = counts.into_iter().collect();
        if let Some((cell, _)) = given.iter().find(|(cell, _)| cell.resolution() != resolution) {
            let other = cell.resolution().get();
            return Err(CellError::Mixed { first: resolution.get(), other });
        }
        given.sort_unstable();
        Ok(Self { resolution, counts: summed(given.into_iter()) })
    }

    /// The resolution of the cells.
    pub fn resolution(&self) -> CellResolution {
        self.resolution
    }

    /// The cells with points, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Cell, u64)> {
        self.counts.iter().copied()
    }

    /// How many points lie in a cell.
    pub fn get(&self, cell: Cell) -> u64 {
        let place = self.counts.binary_search_by_key(&cell, |&(cell, _)| cell);
        place.map_or(0, |place| self.counts[place].1)
    }

    /// How many points there are.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|&(_, count)| count).sum()
    }

    /// The same points counted by coarser cells, each cell with its parent: exact by ids, and equal
    /// to counting the points at that resolution but for points in the rim where a cell sticks out
    /// of its parent. `None` for a finer resolution.
    #[must_use]
    pub fn rolled_up(&self, resolution: CellResolution) -> Option<Self> {
        let parents: Option<Vec<(Cell, u64)>> =
            self.iter().map(|(cell, count)| Some((cell.parent(resolution)?, count))).collect();
        // Cells sort by id, and so do their parents: those of one parent stand together.
        let rolled = summed(parents?.into_iter());
        (resolution <= self.resolution).then_some(Self { resolution, counts: rolled })
    }
}

/// Neighbouring counts of one cell added up.
fn summed(counts: impl Iterator<Item = (Cell, u64)>) -> Vec<(Cell, u64)> {
    let mut sums: Vec<(Cell, u64)> = Vec::new();
    for (cell, count) in counts {
        match sums.last_mut() {
            Some((last, sum)) if *last == cell => *sum = sum.saturating_add(count),
            _ => sums.push((cell, count)),
        }
    }
    sums
}

/// The fewest cells that stand for the same ones: wherever all children of a cell are there, that
/// cell instead. Cells given twice count once. In the order of ids.
///
/// # Errors
///
/// [`CellError::Mixed`] when the cells are not of one resolution.
pub fn compact(cells: &[Cell]) -> Result<Vec<Cell>, CellError> {
    let Some(&first) = cells.first() else { return Ok(Vec::new()) };
    if let Some(other) = cells.iter().find(|cell| cell.resolution() != first.resolution()) {
        let (first, other) = (first.resolution().get(), other.resolution().get());
        return Err(CellError::Mixed { first, other });
    }
    let mut inner: Vec<CellIndex> = cells.iter().map(|cell| cell.0).collect();
    inner.sort_unstable();
    inner.dedup();
    // It refuses mixed resolutions and duplicates only, and there are none.
    let _ = CellIndex::compact(&mut inner);
    let mut fewest: Vec<Cell> = inner.into_iter().map(Cell).collect();
    fewest.sort_unstable();
    Ok(fewest)
}

/// The cells of one resolution that some coarser ones stand for, in the order of ids, each once.
///
/// # Errors
///
/// [`CellError::Mixed`] for a cell finer than the resolution, [`CellError::TooMany`] beyond twenty
/// million.
pub fn uncompact(cells: &[Cell], resolution: CellResolution) -> Result<Vec<Cell>, CellError> {
    if let Some(finer) = cells.iter().find(|cell| cell.resolution() > resolution) {
        let (first, other) = (resolution.get(), finer.resolution().get());
        return Err(CellError::Mixed { first, other });
    }
    let size = |cell: &Cell| cell.0.children_count(resolution.0);
    let count = cells.iter().fold(0_u64, |sum, cell| sum.saturating_add(size(cell)));
    if count > MADE_MAX {
        return Err(CellError::TooMany { cells: count, limit: MADE_MAX });
    }
    let inner = cells.iter().map(|cell| cell.0);
    let mut made: Vec<Cell> = CellIndex::uncompact(inner, resolution.0).map(Cell).collect();
    made.sort_unstable();
    made.dedup();
    Ok(made)
}
