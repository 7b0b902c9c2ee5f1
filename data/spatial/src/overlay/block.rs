//! A block of equal cells, and which of them a side enters.

use super::line::{Half, Line};

/// What is known of a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    /// No side enters it: the same rings hold all of it.
    Whole {
        /// The list of those rings.
        set: u32,
    },
    /// These entries of the list of lines enter it.
    Lines {
        /// The first.
        from: u32,
        /// The one after the last.
        to: u32,
        /// The list of rings that hold its south-west corner.
        set: u32,
    },
    /// It is cut again.
    Cut {
        /// The block.
        block: u32,
    },
}

/// A block of equal cells.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The south-west corner: both odd.
    corner: Half,
    /// The size of a cell: even.
    pub(super) step: i64,
    /// How many cells east and north.
    pub(super) count: [i64; 2],
    /// Row by row from the south.
    pub(super) cells: Vec<Cell>,
}

impl Block {
    /// About one cell a line, fewer where lines are so long that each would enter more than a few;
    /// no cell is known yet.
    pub(super) fn over<'a>(low: Half, high: Half, lines: impl Iterator<Item = &'a Line>) -> Self {
        let size = [high[0] - low[0], high[1] - low[1]];
        let (mut count, mut length) = (1_i64, 0_i64);
        for line in lines {
            let [from, to] = line.ends();
            count += 1;
            length += (0..2).map(|axis| (to[axis] - from[axis]).abs().min(size[axis])).sum::<i64>();
        }
        #[expect(clippy::cast_precision_loss, reason = "a rough size of cells")]
        let [wide, tall, cells, length] =
            [size[0] as f64, size[1] as f64, count as f64, length as f64];
        let least = (wide * tall / cells).sqrt().max(wide.max(tall) / 4096.0);
        let step = 2 * ((least.max(length / (4.0 * cells)) / 2.0).ceil() as i64).max(1);
        Self {
            corner: low,
            step,
            count: size.map(|size| (size + step - 1) / step),
            cells: Vec::new(),
        }
    }

    /// The south-west corner of a cell.
    pub(super) fn corner_of(&self, column: i64, row: i64) -> Half {
        [self.corner[0] + column * self.step, self.corner[1] + row * self.step]
    }

    /// The cell that a lattice point lies in, and its corner; `None` outside the block.
    pub(super) fn cell_at(&self, at: Half) -> Option<(Cell, Half)> {
        let (x, y) = (at[0] - self.corner[0], at[1] - self.corner[1]);
        if x < 0 || y < 0 {
            return None;
        }
        let (column, row) = (x / self.step, y / self.step);
        if column >= self.count[0] || row >= self.count[1] {
            return None;
        }
        let cell = self.cells.get((row * self.count[0] + column) as usize)?;
        Some((*cell, self.corner_of(column, row)))
    }

    /// Calls `visit` for every cell that a side touches, its border included (and now and then one
    /// more).
    pub(super) fn entered(&self, line: &Line, visit: &mut impl FnMut(usize)) {
        let [from, to] = line.ends();
        let place = |value: i64, axis: usize| {
            (value - self.corner[axis]).div_euclid(self.step).clamp(-1, self.count[axis])
        };
        let rows = place(from[1], 1).max(0)..=place(to[1], 1).min(self.count[1] - 1);
        for row in rows {
            let south = self.corner[1] + row * self.step;
            let [west, east] = line.across(south, south + self.step);
            let columns = place(west - 1, 0).max(0)..=place(east, 0).min(self.count[0] - 1);
            for column in columns {
                visit((row * self.count[0] + column) as usize);
            }
        }
    }
}
