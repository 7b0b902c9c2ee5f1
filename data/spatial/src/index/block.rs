//! A block of equal cells, and which of them a line enters.

use super::line::Line;
use super::{Cell, Half};

/// A block of equal cells.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The south-west corner: both odd, so that no lattice point lies on a side of a cell.
    corner: Half,
    /// The size of a cell: both even.
    pub(super) step: Half,
    /// How many cells east and north.
    pub(super) count: [i64; 2],
    /// Row by row from the south.
    pub(super) cells: Vec<Cell>,
}

impl Block {
    /// About one cell a line, or fewer where lines are so long that each would enter more than a
    /// few; no cell is known yet.
    pub(super) fn over<'a>(low: Half, high: Half, lines: impl Iterator<Item = &'a Line>) -> Self {
        let size = [high[0] - low[0], high[1] - low[1]];
        let (mut count, mut length) = (1_i64, 0_i64);
        for line in lines {
            count += 1;
            for (axis, size) in size.into_iter().enumerate() {
                length += (line.to[axis] - line.from[axis]).abs().min(size);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a rough size of cells")]
        let [wide, tall, cells, length] =
            [size[0] as f64, size[1] as f64, count as f64, length as f64];
        let least = (wide * tall / cells).sqrt().max(wide.max(tall) / 8192.0);
        // Even, and at least one lattice step.
        let step = 2 * ((least.max(length / (4.0 * cells)) / 2.0).ceil() as i64).max(1);
        let count = size.map(|size| (size + step - 1) / step);
        Self { corner: low, step: [step; 2], count, cells: Vec::new() }
    }

    /// The south-west corner of a cell.
    pub(super) fn corner_of(&self, column: i64, row: i64) -> Half {
        [self.corner[0] + column * self.step[0], self.corner[1] + row * self.step[1]]
    }

    /// The cell that a lattice point lies in, and its corner; `None` outside the block.
    #[inline]
    pub(super) fn cell_at(&self, at: Half) -> Option<(&Cell, Half)> {
        let (x, y) = (at[0] - self.corner[0], at[1] - self.corner[1]);
        if x < 0 || y < 0 {
            return None;
        }
        let (column, row) = (x / self.step[0], y / self.step[1]);
        if column >= self.count[0] || row >= self.count[1] {
            return None;
        }
        let cell = self.cells.get((row * self.count[0] + column) as usize)?;
        Some((cell, self.corner_of(column, row)))
    }

    /// Calls `visit` for every cell that a line touches, its border included (and now and then one
    /// more).
    pub(super) fn entered(&self, line: &Line, visit: &mut impl FnMut(usize)) {
        let place = |value: i64, axis: usize| {
            let k = (value - self.corner[axis]).div_euclid(self.step[axis]);
            k.clamp(-1, self.count[axis])
        };
        let rows = place(line.from[1], 1).max(0)..=place(line.to[1], 1).min(self.count[1] - 1);
        for row in rows {
            let south = self.corner[1] + row * self.step[1];
            let low = line.from[1].max(south);
            let high = line.to[1].min(south + self.step[1]);
            let (south_end, north_end) = (line.across(low), line.across(high));
            let (west, east) = if line.from[1] == line.to[1] {
                (line.from[0], line.to[0])
            } else {
                (south_end[0].min(north_end[0]), south_end[1].max(north_end[1]))
            };
            let columns = place(west - 1, 0).max(0)..=place(east, 0).min(self.count[0] - 1);
            for column in columns {
                visit((row * self.count[0] + column) as usize);
            }
        }
    }
}

impl Line {
    /// The whole numbers on both sides of where the line has this height; its western end for a
    /// horizontal one.
    fn across(&self, y: i64) -> [i64; 2] {
        let (dx, dy) = (self.to[0] - self.from[0], self.to[1] - self.from[1]);
        if dy == 0 {
            return [self.from[0]; 2];
        }
        let step = i128::from(dx) * i128::from(y - self.from[1]);
        let whole = self.from[0] + step.div_euclid(i128::from(dy)) as i64;
        [whole, whole + i64::from(step.rem_euclid(i128::from(dy)) != 0)]
    }
}
