//! One side of a ring, and what of it a walk within a cell crosses.
//!
//! Everything here works in half lattice steps: lattice points are even, corners of cells odd, so
//! that no side ends on the side of a cell.

use super::Pt;

/// A point in half lattice steps.
pub(super) type Half = [i64; 2];

/// A side from its southern to its northern end (a horizontal one from west to east).
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    low: Pt,
    high: Pt,
    pub(super) ring: u32,
}

/// A lattice point in half steps.
pub(super) fn half(at: Pt) -> Half {
    [2 * i64::from(at.x), 2 * i64::from(at.y)]
}

impl Line {
    /// The side between two different points.
    pub(super) fn new(a: Pt, b: Pt, ring: u32) -> Self {
        let (low, high) = if (a.y, a.x) < (b.y, b.x) { (a, b) } else { (b, a) };
        Self { low, high, ring }
    }

    /// Its southern and northern end.
    pub(super) fn ends(&self) -> [Half; 2] {
        [half(self.low), half(self.high)]
    }

    /// Positive where `at` is left (west) of the line, zero on it.
    fn turn(&self, at: Half) -> i128 {
        let [low, high] = self.ends();
        let (dx, dy) = (high[0] - low[0], high[1] - low[1]);
        i128::from(dx) * i128::from(at[1] - low[1]) - i128::from(dy) * i128::from(at[0] - low[0])
    }

    /// Whether a lattice point lies on the side.
    pub(super) fn holds(&self, at: Half) -> bool {
        let [low, high] = self.ends();
        let (west, east) = (low[0].min(high[0]), low[0].max(high[0]));
        (low[1]..=high[1]).contains(&at[1]) && (west..=east).contains(&at[0]) && self.turn(at) == 0
    }

    /// Whether the way west from `at` to the longitude `x` crosses the side, both ends moved by the
    /// symbolic shift.
    pub(super) fn crosses_west(&self, at: Half, x: i64) -> bool {
        let [low, high] = self.ends();
        low[1] <= at[1]
            && at[1] < high[1]
            // Not wholly beyond one end or the other.
            && low[0].min(high[0]) <= at[0]
            && low[0].max(high[0]) >= x
            && self.turn(at) <= 0
            && self.turn([x, at[1]]) > 0
    }

    /// Whether the way south from `at` to `corner`, on an odd longitude, crosses the side, both
    /// ends moved by the symbolic shift.
    pub(super) fn crosses_south(&self, at: Half, corner: Half) -> bool {
        let [low, high] = self.ends();
        (low[0] < at[0]) != (high[0] < at[0]) && self.above(corner) && !self.above(at)
    }

    /// Whether the line, which reaches across the longitude of `at`, passes above it. A point on a
    /// line that rises eastward is moved under it by the shift, on any other over it.
    fn above(&self, at: Half) -> bool {
        let [low, high] = self.ends();
        let turn = self.turn(at);
        if high[0] > low[0] { turn < 0 || (turn == 0 && high[1] > low[1]) } else { turn > 0 }
    }

    /// The longitudes between which the side lies where it has latitudes from `south` to `north`;
    /// it reaches some of them.
    pub(super) fn across(&self, south: i64, north: i64) -> [i64; 2] {
        let [low, high] = self.ends();
        let (dx, dy) = (high[0] - low[0], high[1] - low[1]);
        if dy == 0 {
            return [low[0], high[0]];
        }
        let at = |y: i64| {
            let step = i128::from(dx) * i128::from(y.clamp(low[1], high[1]) - low[1]);
            let whole = low[0] + step.div_euclid(i128::from(dy)) as i64;
            [whole, whole + i64::from(step.rem_euclid(i128::from(dy)) != 0)]
        };
        let (a, b) = (at(south), at(north));
        [a[0].min(b[0]), a[1].max(b[1])]
    }
}
