//! Tables by column, Parquet and Arrow: the same rows, and columns with the grid of each.

mod arrow;
mod arrow_cells;
mod cells;
mod geo;
mod numbers;
mod parquet;
mod parquet_file;
mod points;

pub use arrow::ArrowTable;
pub use parquet::ParquetTable;

use super::{AssignCounts, Assigner};
use crate::Datum;
use model::{GridId, Position};
use points::Given;
use std::error::Error;
use std::io;

/// Why a table by column cannot be read, or its copy not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnarError {
    /// A stream broke.
    #[error("the table cannot be read or written")]
    Io(#[from] io::Error),
    /// The bytes are not what the format asks for: cut off, damaged, another format.
    #[error("this is no whole {format} file")]
    Broken {
        /// Which format.
        format: &'static str,
        /// What is wrong.
        #[source]
        why: Box<dyn Error + Send + Sync>,
    },
    /// A column that must be there is not, or was named and is not.
    #[error("there is no column for {what}; the columns are: {headers}")]
    NoColumn {
        /// What is missing.
        what: String,
        /// The columns there are.
        headers: String,
    },
    /// A column is of a type that says no place.
    #[error("the column {header} holds no coordinates: it is {of}")]
    Type {
        /// The column.
        header: String,
        /// Its type.
        of: String,
    },
    /// The geometry is not in degrees of WGS 84.
    #[error("the geometry is in {crs}; write it in degrees of WGS 84")]
    Crs {
        /// Its coordinate system.
        crs: String,
    },
    /// There is a column of this name already.
    #[error("there is a column {header} already; name the new one otherwise")]
    Taken {
        /// The name.
        header: String,
    },
}

/// Which part of a row says where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// Longitude and latitude, by their places among the columns.
    Degrees([usize; 2]),
    /// A point as well-known binary.
    Geometry(usize),
    /// A text that the caller reads.
    Named(usize),
}

/// How many rows are assigned at once.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Assigns a batch of rows: adds a grid for each to `grids`, and counts.
fn assign(
    datum: Datum,
    given: &[Given],
    positions: &mut Vec<Position>,
    found: &mut Vec<Option<GridId>>,
    assigner: &mut Assigner<'_>,
    grids: &mut Vec<Option<GridId>>,
    counts: &mut AssignCounts,
) {
    positions.clear();
    found.clear();
    let from = grids.len();
    for (given, row) in given.iter().zip(counts.rows + 1..) {
        let position = given.position(datum);
        if position.is_none() {
            counts.first_invalid.get_or_insert(row);
        }
        positions.extend(position);
        // A mark that the row has a position, for now.
        grids.push(position.map(|_| GridId(u32::MAX)));
    }
    assigner(positions, found);
    let mut found = found.iter().copied();
    for grid in &mut grids[from..] {
        if grid.is_some() {
            *grid = found.next().flatten();
        }
    }
    let inside = grids[from..].iter().flatten().count() as u64;
    counts.rows += given.len() as u64;
    counts.inside += inside;
    counts.outside += positions.len() as u64 - inside;
    counts.invalid += given.len() as u64 - positions.len() as u64;
}
