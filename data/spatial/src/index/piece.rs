//! One straight piece of an edge, and exactly where it crosses the lines between cells.
//!
//! Cells have sides of a power of two lattice steps; the lines between them run half a step west and
//! south of lattice points, so that no vertex ever lies on one. A corner of a cell is moved by the
//! same symbolic shift (+ε, +ε²) as the points that are looked up: a piece that runs exactly through
//! a corner lies west of it.

use model::Position;

/// A piece from its southern to its northern end; a horizontal one from west to east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The southern end, in lattice steps.
    pub(super) from: [i32; 2],
    /// The northern end.
    pub(super) to: [i32; 2],
    /// What crossing the piece does: the exclusive or of the marks of the grids on both sides.
    pub(super) code: u32,
}

impl Piece {
    /// The piece between two points with these marks on its sides, whichever is left.
    pub(crate) fn new(a: Position, b: Position, marks: [u32; 2]) -> Self {
        let [a, b] = [a, b].map(|at| [at.lon_e7(), at.lat_e7()]);
        let (from, to) = if (a[1], a[0]) <= (b[1], b[0]) { (a, b) } else { (b, a) };
        Self { from, to, code: marks[0] ^ marks[1] }
    }

    /// The southern end, with room to reckon.
    #[inline]
    pub(super) fn south(&self) -> [i64; 2] {
        self.from.map(i64::from)
    }

    /// The northern end.
    #[inline]
    pub(super) fn north(&self) -> [i64; 2] {
        self.to.map(i64::from)
    }

    /// Positive where `at` is left of the piece, zero on its line.
    #[inline]
    pub(super) fn turn(&self, at: [i64; 2]) -> i128 {
        let (from, to) = (self.south(), self.north());
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        i128::from(dx) * i128::from(at[1] - from[1]) - i128::from(dy) * i128::from(at[0] - from[0])
    }

    /// Whether a lattice point lies on the piece, ends included.
    pub(super) fn holds(&self, at: [i64; 2]) -> bool {
        let (a, b) = (self.south(), self.north());
        let (west, east) = (a[0].min(b[0]), a[0].max(b[0]));
        let within = (west..=east).contains(&at[0]) && (a[1]..=b[1]).contains(&at[1]);
        within && self.turn(at) == 0
    }

    /// For the height half a step south of `y`, which the piece crosses: twice its longitude plus
    /// one, rounded down, and whether that is exact.
    pub(super) fn across(&self, y: i64) -> (i64, bool) {
        let (from, to) = (self.south(), self.north());
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let (whole, exact) = scaled(dx, 2 * (y - from[1]) - 1, dy);
        (2 * from[0] + 1 + whole, exact)
    }

    /// For the longitude half a step west of `x`, which the piece crosses: twice its height plus
    /// one, rounded down, and whether that is exact.
    pub(super) fn upward(&self, x: i64) -> (i64, bool) {
        let (from, to) = (self.south(), self.north());
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let (whole, exact) = scaled(dy * dx.signum(), 2 * (x - from[0]) - 1, dx.abs());
        (2 * from[1] + 1 + whole, exact)
    }

    /// Whether the piece crosses the longitude half a step west of `x`.
    pub(super) fn straddles(&self, x: i64) -> bool {
        (self.south()[0] < x) != (self.north()[0] < x)
    }
}

/// A position as plain numbers.
pub(super) fn plain(at: Position) -> [i64; 2] {
    [i64::from(at.lon_e7()), i64::from(at.lat_e7())]
}

/// `a * b / c` rounded down, for a positive `c`, and whether it is exact.
fn scaled(a: i64, b: i64, c: i64) -> (i64, bool) {
    const SMALL: i64 = 1 << 31;
    if a.abs() < SMALL && b.abs() < SMALL {
        let product = a * b;
        let whole = product.div_euclid(c);
        return (whole, whole * c == product);
    }
    let product = i128::from(a) * i128::from(b);
    let whole = product.div_euclid(i128::from(c));
    (whole as i64, whole * i128::from(c) == product)
}
