//! H3 cells: hexagons on sixteen resolutions, the common currency of counted data.
//!
//! A [`Cell`] has an id, a centre and a border; points are counted by cell ([`CellCounts`]), and a
//! [`CellCover`] says how the cells of one resolution lie over the grids, so that what was counted
//! by cell can be counted again by grid. H3 decides which cell a point is in, `h3o` does so here;
//! grids are never assigned through cells.
//!
//! The same point is in the same cell on every machine unless it lies within a millionth of a
//! millimetre of a cell's border, where the machine's sine may decide.

use h3o::{CellIndex, LatLng, Resolution};
use model::{Position, Ring};
use std::fmt;
use std::str::FromStr;

mod candidates;
mod count;
mod cover;
mod ground;
mod laid;
mod outline;
mod overlay;
mod recount;

pub use count::{CellCounts, compact, uncompact};
pub use cover::{CellCover, CellPiece, CoverError};
pub use recount::Recount;

/// How fine cells are: 0 (continents) to 15 (half a metre).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellResolution(Resolution);

/// One cell of H3: a hexagon, or one of the twelve pentagons of its resolution.
///
/// Ordered by id, so that cells close to each other mostly sort close to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(CellIndex);

/// Why something is no cell, or no resolution of cells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// A text is neither hexadecimal nor decimal digits of a 64-bit number.
    #[error("{text:?} is no number of a cell")]
    NotANumber {
        /// The text, its first characters when it is long.
        text: String,
    },
    /// A number is not the id of a cell: another mode of H3, a reserved bit, no such base cell, a
    /// direction that a pentagon lacks.
    #[error("{id:#x} is not the id of a cell")]
    NotACell {
        /// The number.
        id: u64,
    },
    /// A resolution beyond 15.
    #[error("resolution {resolution} is not one of 0 to 15")]
    NoResolution {
        /// The number given.
        resolution: u8,
    },
    /// Cells of several resolutions where one was asked for.
    #[error("cells of resolution {first} and {other} are mixed")]
    Mixed {
        /// The resolution of the first cell.
        first: u8,
        /// Another one.
        other: u8,
    },
    /// More cells than are made at once.
    #[error("{cells} cells are more than {limit}")]
    TooMany {
        /// How many there would be.
        cells: u64,
        /// The limit.
        limit: u64,
    },
}

impl CellResolution {
    /// Every resolution, coarsest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=15).filter_map(|resolution| Self::try_from(resolution).ok())
    }

    /// The number, 0 to 15.
    pub fn get(self) -> u8 {
        self.0.into()
    }

    /// The mean length of a cell's side, in metres; real ones are 0.6 to 1.3 times as long.
    pub fn side_m(self) -> f64 {
        self.0.edge_length_m()
    }
}

impl TryFrom<u8> for CellResolution {
    type Error = CellError;

    fn try_from(resolution: u8) -> Result<Self, CellError> {
        // What h3o has to say is that the number is not one of 0 to 15.
        let known = Resolution::try_from(resolution).ok();
        known.map(Self).ok_or(CellError::NoResolution { resolution })
    }
}

impl Cell {
    /// The cell that holds a point. Under a microsecond.
    pub fn of(at: Position, resolution: CellResolution) -> Self {
        // A position is finite, which is all that h3o asks for.
        let point = LatLng::new(at.lat(), at.lon()).unwrap_or_default();
        Self(point.to_cell(resolution.0))
    }

    /// The id.
    pub fn id(self) -> u64 {
        self.0.into()
    }

    /// The resolution.
    pub fn resolution(self) -> CellResolution {
        CellResolution(self.0.resolution())
    }

    /// The lattice point nearest to the centre.
    pub fn centre(self) -> Position {
        outline::position(LatLng::from(self.0))
    }

    /// The corners, counter-clockwise, each the nearest lattice point: six, five for a pentagon,
    /// some more where a side crosses an edge of H3's icosahedron. Across the antimeridian
    /// longitudes jump.
    pub fn boundary(self) -> Ring {
        self.0.boundary().iter().map(|&at| outline::position(at)).collect()
    }

    /// The cells that share a side with this one, in the order of ids: six, five for a pentagon.
    pub fn neighbours(self) -> Vec<Self> {
        let mut near: Vec<Self> =
            self.0.grid_disk::<Vec<CellIndex>>(1).into_iter().map(Self).collect();
        near.retain(|cell| *cell != self);
        near.sort_unstable();
        near
    }

    /// Whether the cell is a pentagon.
    pub fn is_pentagon(self) -> bool {
        self.0.is_pentagon()
    }

    /// The cell of a coarser resolution, or of the same, that this one is counted with; `None` for
    /// a finer one. By ids: a cell may stick out of its parent.
    pub fn parent(self, resolution: CellResolution) -> Option<Self> {
        self.0.parent(resolution.0).map(Self)
    }
}

impl TryFrom<u64> for Cell {
    type Error = CellError;

    fn try_from(id: u64) -> Result<Self, CellError> {
        // The only other thing that h3o says is which part of the number is wrong.
        CellIndex::try_from(id).ok().map(Self).ok_or(CellError::NotACell { id })
    }
}

impl FromStr for Cell {
    type Err = CellError;

    /// Reads an id in hexadecimal digits, with or without `0x`, or in decimal ones. They cannot be
    /// confused: every id of a cell has a letter among its hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, CellError> {
        let plain = text.trim();
        let hexadecimal = plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X"));
        // `from_str_radix` would take a sign.
        let digits = |digits: &str, radix: u32| {
            let clean = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            clean.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
        };
        let id = match hexadecimal {
            Some(rest) => digits(rest, 16),
            None => digits(plain, 10).or_else(|| digits(plain, 16)),
        };
        let id =
            id.ok_or_else(|| CellError::NotANumber { text: text.chars().take(40).collect() })?;
        Self::try_from(id)
    }
}

impl fmt::Display for Cell {
    /// The id in lower-case hexadecimal digits, as H3 data has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.id())
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell({:x})", self.id())
    }
}
