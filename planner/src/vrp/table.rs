//! Travel between places: a matrix where it fits, worked out anew where it does not.

use super::ground::{Point, time};
use model::Pace;
use model::routing::Rounding;

/// The most entries that one matrix holds (64 MB).
pub(crate) const MATRIX_MAX: usize = 16_000_000;

/// What it takes to get from any place to any other.
#[derive(Clone, Debug)]
pub(crate) enum Table {
    /// Row by row, and column by column where the way back differs.
    Full {
        /// How many places.
        places: usize,
        /// From each place to all others.
        from: Vec<i32>,
        /// To each place from all others; empty when that is the same.
        to: Vec<i32>,
    },
    /// Straight lines in the plane.
    Plane {
        /// The places.
        points: Vec<[f64; 2]>,
        /// Units per unit of the coordinates.
        scale: f64,
        /// What becomes of fractions.
        rounding: Rounding,
    },
    /// Straight lines over the ground at a pace.
    Ground {
        /// The places.
        points: Vec<Point>,
        /// How fast.
        pace: Pace,
    },
}

impl Table {
    /// The table of a matrix that stands row by row.
    pub(crate) fn full(places: usize, from: Vec<i32>) -> Self {
        let at = |row: usize, column: usize| from.get(row * places + column);
        let symmetric = (0..places).all(|row| (0..row).all(|col| at(row, col) == at(col, row)));
        let mut to = Vec::new();
        if !symmetric {
            to.reserve_exact(from.len());
            for column in 0..places {
                to.extend((0..places).map(|row| at(row, column).copied().unwrap_or_default()));
            }
        }
        Self::Full { places, from, to }
    }

    /// From one place to another.
    #[inline]
    pub(crate) fn between(&self, from: u32, to: u32) -> i32 {
        let (a, b) = (from as usize, to as usize);
        match self {
            Self::Full { places, from, .. } => from[a * places + b],
            Self::Plane { points, scale, rounding } => {
                let (x, y) = (points[a][0] - points[b][0], points[a][1] - points[b][1]);
                rounding.apply(scale * (x * x + y * y).sqrt())
            }
            Self::Ground { points, pace } => time(points[a].metres(points[b]), *pace),
        }
    }

    /// What leads to `place` and what leads from it, where there is a matrix.
    #[inline]
    pub(crate) fn rows(&self, place: u32) -> Option<(&[i32], &[i32])> {
        match (self.to(place), self.from(place)) {
            (Row::Known(to), Row::Known(from)) => Some((to, from)),
            _ => None,
        }
    }

    /// From `place` to all others.
    #[inline]
    pub(crate) fn from(&self, place: u32) -> Row<'_> {
        match self {
            Self::Full { places, from, .. } => {
                let start = place as usize * places;
                Row::Known(&from[start..start + places])
            }
            Self::Plane { .. } | Self::Ground { .. } => Row::Asked(self, place),
        }
    }

    /// To `place` from all others.
    #[inline]
    pub(crate) fn to(&self, place: u32) -> Row<'_> {
        match self {
            Self::Full { places, to, .. } if !to.is_empty() => {
                let start = place as usize * places;
                Row::Known(&to[start..start + places])
            }
            // Where no column is kept the way back is as long as the way there.
            Self::Full { .. } | Self::Plane { .. } | Self::Ground { .. } => self.from(place),
        }
    }
}

/// What it takes between one place and each other, in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row<'a> {
    /// A row of a matrix.
    Known(&'a [i32]),
    /// Symmetric, and worked out when asked.
    Asked(&'a Table, u32),
}

impl Row<'_> {
    /// Between the row's place and another.
    #[inline]
    pub(crate) fn at(&self, other: u32) -> i32 {
        match self {
            Self::Known(row) => row[other as usize],
            Self::Asked(table, place) => table.between(*place, other),
        }
    }
}
