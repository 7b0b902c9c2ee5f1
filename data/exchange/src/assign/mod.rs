//! Tables of points whose rows get the grid they lie in: the work of `gridbeat assign`.
//!
//! A table goes through in blocks, in one pass and in bounded memory: the positions of a block are
//! read, all of them are assigned at once by a function of the caller's, and the block is written
//! with what was found. Rows keep their order and every byte.

#[cfg(feature = "columnar")]
mod columnar;
mod csv;
mod degrees;
mod split;
mod suffix;

#[cfg(feature = "columnar")]
pub use columnar::{ArrowTable, ColumnarError, ParquetTable};
pub use csv::CsvTable;

use crate::Datum;
use model::{GridId, Position};

/// What finds the grids of positions: one for each, in the same order, `None` outside. The list is
/// empty when it is called.
pub type Assigner<'a> = dyn FnMut(&[Position], &mut Vec<Option<GridId>>) + 'a;

/// What makes a position of a text, or `None` when it is none.
pub type PositionReader = fn(&str) -> Option<Position>;

/// The columns that say where a row is, by header; guessed when `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PointColumns<'a> {
    /// The longitude.
    pub lon: Option<&'a str>,
    /// The latitude.
    pub lat: Option<&'a str>,
    /// One column that says it all: its header, and what its texts mean.
    pub named: Option<(&'a str, PositionReader)>,
    /// A column of points in well-known binary. In a CSV there is none.
    pub geometry: Option<&'a str>,
    /// What the degrees are degrees of.
    pub datum: Datum,
}

/// A column that is added: what it is called and what it says for each grid. Empty outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddedColumn {
    /// The header.
    pub header: String,
    /// The different texts.
    pub texts: Vec<String>,
    /// Which of them each grid has.
    pub of_grid: Vec<u32>,
}

impl AddedColumn {
    /// What it says for a grid; nothing for one that it does not know.
    pub(crate) fn text(&self, grid: GridId) -> &str {
        let text =
            self.of_grid.get(grid.0 as usize).and_then(|text| self.texts.get(*text as usize));
        text.map_or("", String::as_str)
    }
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignCounts {
    /// Rows below the header.
    pub rows: u64,
    /// Rows that lie in a grid.
    pub inside: u64,
    /// Rows with a position that lies in none.
    pub outside: u64,
    /// Rows without a position that can be read.
    pub invalid: u64,
    /// The line of the first of these, or its row where the format has no lines; from 1.
    pub first_invalid: Option<u64>,
    /// Rows with fewer or more cells than the header.
    pub ragged: u64,
}
