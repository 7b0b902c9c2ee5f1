//! A block of equal cells: which of them a piece enters, and what it does to their corners.

use super::piece::{Piece, plain};
use model::Position;

/// `columns` by `rows` cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The lattice point at the south-west of the first cell; its line runs half a step outside.
    pub(super) origin: [i64; 2],
    /// The width and the height of a cell are two to these powers, in lattice steps.
    pub(super) shift: [u32; 2],
    /// How many cells east.
    pub(super) columns: i64,
    /// How many cells north.
    pub(super) rows: i64,
}

impl Frame {
    /// The column that a lattice longitude is in; negative or too large outside.
    fn column(&self, x: i64) -> i64 {
        (x - self.origin[0]) >> self.shift[0]
    }

    fn row(&self, y: i64) -> i64 {
        (y - self.origin[1]) >> self.shift[1]
    }

    /// The lattice point at the south-west of a cell.
    pub(super) fn corner(&self, column: i64, row: i64) -> [i64; 2] {
        [self.origin[0] + (column << self.shift[0]), self.origin[1] + (row << self.shift[1])]
    }

    /// The cell that a point is in, or `None` outside.
    #[inline]
    pub(super) fn cell_of(&self, at: Position) -> Option<usize> {
        // West and south of the frame the differences wrap to something far too large.
        let [lon, lat] = plain(at);
        let (x, y) = ((lon - self.origin[0]) as u64, (lat - self.origin[1]) as u64);
        let (column, row) = (x >> (self.shift[0] & 31), y >> (self.shift[1] & 31));
        let inside = column < self.columns as u64 && row < self.rows as u64;
        inside.then(|| row as usize * self.columns as usize + column as usize)
    }

    /// The cell that a point is in, or `outside`; for a frame that is not wide.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "no branch, so that vectors can be used")]
    pub(super) fn narrow_cell_of(&self, at: Position, outside: usize) -> usize {
        let [x, y] = self.steps(at);
        let (column, row) = (x >> (self.shift[0] & 31), y >> (self.shift[1] & 31));
        let (columns, rows) = (self.columns as u32, self.rows as u32);
        let number = row.wrapping_mul(columns).wrapping_add(column);
        if (column < columns) & (row < rows) { number as usize } else { outside }
    }

    /// The steps from the corner of the frame, in 32 bits: right inside the frame, and outside
    /// beyond it unless the frame [is wide](Frame::is_wide).
    #[inline]
    pub(super) fn steps(&self, at: Position) -> [u32; 2] {
        let [x, y] = [at.lon_e7() as u32, at.lat_e7() as u32];
        [x.wrapping_sub(self.origin[0] as u32), y.wrapping_sub(self.origin[1] as u32)]
    }

    /// Whether the frame spans so much of the Earth that steps to a point outside could wrap into it.
    pub(super) fn is_wide(&self) -> bool {
        // From the east end of the Earth to its west end, wrapped.
        const WRAPPED: i64 = (1 << 32) - 3_600_000_000;
        (self.columns << self.shift[0]).max(self.rows << self.shift[1]) > WRAPPED
    }

    /// The steps from the corner of the cell of this size that a point is in.
    #[inline]
    pub(super) fn inner(&self, at: Position, shift: [u32; 2]) -> [u32; 2] {
        let [x, y] = self.steps(at);
        [x & !(u32::MAX << (shift[0] & 31)), y & !(u32::MAX << (shift[1] & 31))]
    }

    /// Calls `enter(column, row)` for every cell of the frame that the piece enters (now and then
    /// for one that it only touches), and `cross(column, row)` for every line south of a row that it
    /// crosses: all corners on that line from this column on lie east of the piece. The column may
    /// be beyond the frame, on either side.
    pub(super) fn walk(
        &self,
        piece: &Piece,
        enter: &mut impl FnMut(i64, i64),
        cross: &mut impl FnMut(i64, i64),
    ) {
        let (from, to) = (piece.south(), piece.north());
        let low = self.row(from[1]).max(-1);
        let high = self.row(to[1]);
        if high < 0 || low >= self.rows {
            return;
        }
        let rising = to[0] >= from[0];
        // The column where the piece comes into the row, and where it leaves it.
        let mut south = if low < 0 { 0 } else { self.column(from[0]) };
        for row in low..=high.min(self.rows - 1) {
            let north = if row == high {
                self.column(to[0])
            } else {
                let (twice, exact) = piece.across(self.corner(0, row + 1)[1]);
                let place = twice - 2 * self.origin[0];
                let column = place >> (self.shift[0] + 1);
                if row + 1 < self.rows {
                    let on_line = exact && place == column << (self.shift[0] + 1);
                    cross(if on_line { column } else { column + 1 }, row + 1);
                }
                column
            };
            if row >= 0 {
                let (west, east) = if rising { (south, north) } else { (north, south) };
                for column in west.max(0)..=east.min(self.columns - 1) {
                    enter(column, row);
                }
            }
            south = north;
        }
    }

    /// The first row whose south-west corner, in the first column, lies north of where the piece
    /// crosses the line west of the frame; `None` when it does not cross that line.
    pub(super) fn west_row(&self, piece: &Piece) -> Option<i64> {
        if !piece.straddles(self.origin[0]) {
            return None;
        }
        let (twice, exact) = piece.upward(self.origin[0]);
        let place = twice - 2 * self.origin[1];
        let row = place >> (self.shift[1] + 1);
        // A corner exactly on the piece is moved east, below one that rises eastward.
        let falls = piece.to[0] < piece.from[0];
        let on_corner = exact && place == row << (self.shift[1] + 1);
        Some(if on_corner && falls { row } else { row + 1 })
    }

    /// The marks of the south-west corners of all cells, given that of the first and all pieces that
    /// enter the frame, into `marks` row by row; calls `enter(piece, cell)` as [`Frame::walk`] does.
    pub(super) fn marks<'a>(
        &self,
        first: u32,
        pieces: impl Iterator<Item = &'a Piece>,
        marks: &mut [u32],
        enter: impl FnMut(usize, usize),
    ) {
        marks.fill(0);
        self.changes(pieces, marks, enter);
        self.sum_up(first, marks);
    }

    /// What changes on the way to each corner from the one west of it, in the first column from the
    /// one south of it: joins that of some pieces to `changes`.
    pub(super) fn changes<'a>(
        &self,
        pieces: impl Iterator<Item = &'a Piece>,
        changes: &mut [u32],
        mut enter: impl FnMut(usize, usize),
    ) {
        let place = |column: i64, row: i64| (row * self.columns + column) as usize;
        for (k, piece) in pieces.enumerate() {
            self.walk(
                piece,
                &mut |column, row| enter(k, place(column, row)),
                &mut |column, row| {
                    if (1..self.columns).contains(&column) {
                        changes[place(column, row)] ^= piece.code;
                    }
                },
            );
            if let Some(row) = self.west_row(piece)
                && (1..self.rows).contains(&row)
            {
                changes[place(0, row)] ^= piece.code;
            }
        }
    }

    /// Makes marks of the changes, given that of the first corner.
    pub(super) fn sum_up(&self, first: u32, changes: &mut [u32]) {
        let mut west = first;
        for row in changes.chunks_mut(self.columns as usize) {
            west ^= row[0];
            row[0] = west;
            for k in 1..row.len() {
                row[k] ^= row[k - 1];
            }
        }
    }
}
