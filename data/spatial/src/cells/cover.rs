//! How cells lie over grids: every piece with its share of the cell and of the grid.

use super::candidates::Candidates;
use super::laid::Laid;
use super::{Cell, CellResolution};
use crate::{BuildError, GridMap};
use model::GridId;

/// One cell's land in one grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellPiece {
    /// The cell.
    pub cell: Cell,
    /// The grid.
    pub grid: GridId,
    /// The share of the cell's area that lies in the grid, above 0 and at most 1.
    pub of_cell: f64,
    /// The share of the grid's area that lies in the cell, above 0 and at most 1.
    pub of_grid: f64,
}

/// Why cells could not be laid over grids.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoverError {
    /// The cells are too small for the territory.
    #[error("more than {limit} cells of that resolution meet the territory")]
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// The sides of cells and grids could not be noded.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// The cells that meet some grids, with shares by area on the ellipsoid.
///
/// Cells and grids have sides straight in longitude and latitude ([`Cell::area`]); corners of cells
/// and crossings are lattice points, at most 0.8 cm from where they should be. A share of a cell is
/// therefore right to a few centimetres over the length of its sides: 0.0001 at resolution 9, 0.002
/// at resolution 12, several hundredths at resolution 15.
///
/// For one cell, its shares over all grids and outside add up to 1 within 1e-9.
#[derive(Clone, Debug, PartialEq)]
pub struct CellCover {
    /// By cell, then grid.
    pieces: Vec<CellPiece>,
    /// Places in `pieces` by grid, then cell.
    by_grid: Vec<u32>,
    /// The cells, those that meet no grid left out, with their shares outside.
    cells: Vec<(Cell, f64)>,
}

impl CellCover {
    /// The cells of a resolution that meet any grid. For one grid, the shares of its cells add up
    /// to 1 within 1e-9. O(n log n) in points of borders and cells on them; a few microseconds for
    /// each other cell.
    ///
    /// # Errors
    ///
    /// [`CoverError::TooManyCells`] beyond two million cells.
    pub fn new(map: &GridMap, resolution: CellResolution) -> Result<Self, CoverError> {
        let candidates = Candidates::find(map, resolution, None)?;
        let mut laid = Laid::lay(map, &candidates.near_border, None)?;
        laid.add_inside(&candidates.inside);
        let mut totals = vec![0.0; map.partition().grid_count()];
        for &(_, grid, area) in &laid.pieces {
            if let Some(total) = grid.and_then(|grid: GridId| totals.get_mut(grid.0 as usize)) {
                *total += area;
            }
        }
        Ok(Self::of(laid, &totals))
    }

    /// The cells of a resolution that meet one grid, with that grid alone: everything else counts
    /// as outside. The shares of the grid add up to 1 within the error of a piece.
    ///
    /// # Errors
    ///
    /// [`CoverError::TooManyCells`] beyond two million cells.
    pub fn of_grid(
        map: &GridMap,
        grid: GridId,
        resolution: CellResolution,
    ) -> Result<Self, CoverError> {
        let candidates = Candidates::find(map, resolution, Some(grid))?;
        let mut laid = Laid::lay(map, &candidates.near_border, Some(grid))?;
        laid.add_inside(&candidates.inside);
        let areas = laid.grid_areas(map);
        Ok(Self::of(laid, &areas))
    }

    /// The grids that meet the given cells, of whatever resolutions; cells should not lie over each
    /// other. O(n log n) in points of borders.
    ///
    /// # Errors
    ///
    /// [`CoverError::TooManyCells`] beyond two million cells.
    pub fn of_cells(map: &GridMap, cells: &[Cell]) -> Result<Self, CoverError> {
        let limit = super::candidates::CELLS_MAX;
        if cells.len() > limit {
            return Err(CoverError::TooManyCells { limit });
        }
        let mut cells = cells.to_vec();
        cells.sort_unstable();
        cells.dedup();
        let laid = Laid::lay(map, &cells, None)?;
        let areas = laid.grid_areas(map);
        Ok(Self::of(laid, &areas))
    }

    /// Every piece, by cell, then grid.
    pub fn pieces(&self) -> &[CellPiece] {
        &self.pieces
    }

    /// The cells that meet a grid, in the order of ids, each with the share of its area that lies
    /// in no grid.
    pub fn cells(&self) -> &[(Cell, f64)] {
        &self.cells
    }

    /// The pieces of one cell, by grid; none for a cell that meets no grid.
    pub fn of_cell(&self, cell: Cell) -> &[CellPiece] {
        let from = self.pieces.partition_point(|piece| piece.cell < cell);
        let to = self.pieces.partition_point(|piece| piece.cell <= cell);
        &self.pieces[from..to]
    }

    /// The pieces of one grid, by cell.
    pub fn pieces_of_grid(&self, grid: GridId) -> impl ExactSizeIterator<Item = &CellPiece> {
        let grid_of = |place: &u32| self.pieces[*place as usize].grid;
        let from = self.by_grid.partition_point(|place| grid_of(place) < grid);
        let to = self.by_grid.partition_point(|place| grid_of(place) <= grid);
        self.by_grid[from..to].iter().map(|&place| &self.pieces[place as usize])
    }

    /// The cover, given the areas of all grids.
    fn of(mut laid: Laid, grid_areas: &[f64]) -> Self {
        laid.pieces.sort_by_key(|&(cell, grid, _)| (cell, grid));
        let mut cover = Self { pieces: Vec::new(), by_grid: Vec::new(), cells: Vec::new() };
        for of_cell in laid.pieces.chunk_by(|a, b| a.0 == b.0) {
            let all: f64 = of_cell.iter().map(|&(.., area)| area).sum();
            if all <= 0.0 {
                continue;
            }
            let mut outside = 0.0;
            let before = cover.pieces.len();
            for &(cell, grid, area) in of_cell {
                let of_cell = area / all;
                match grid {
                    Some(grid) if area > 0.0 => {
                        let total = grid_areas.get(grid.0 as usize).copied().unwrap_or(area);
                        let of_grid = (area / total).min(1.0);
                        cover.pieces.push(CellPiece { cell, grid, of_cell, of_grid });
                    }
                    _ => outside += of_cell,
                }
            }
            if cover.pieces.len() > before {
                cover.cells.push((of_cell[0].0, outside));
            }
        }
        cover.by_grid = (0..cover.pieces.len() as u32).collect();
        let pieces = &cover.pieces;
        cover.by_grid.sort_by_key(|&place| (pieces[place as usize].grid, place));
        cover
    }
}
