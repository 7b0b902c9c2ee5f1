//! The index after an edit: only the cells that the edit touches are built again.

use super::Index;
use super::block::Block;
use super::build::put;
use super::frame::Frame;
use super::leaf::{LINE, SPARE};
use super::piece::{Piece, plain};
use super::slab::Slab;
use model::{Bounds, Position};
use std::sync::Arc;

impl Index {
    /// The index of a changed partition. `changed` are boxes that hold all land that got another
    /// owner, and every piece that came or went; `pieces_in` gives all present pieces that meet a
    /// box (more do no harm). Costs what it takes to build the cells that the boxes meet, and a copy
    /// of the words of all cells (four bytes for each); leaves are shared. `None` when a box reaches
    /// out of the index, or when so much was edited that it is better built anew.
    pub(crate) fn updated(
        &self,
        changed: &[Bounds],
        mut pieces_in: impl FnMut(Bounds) -> Vec<Piece>,
    ) -> Option<Self> {
        let mut cells = self.cells.words().to_vec();
        let mut lines = self.lines[1].words().to_vec();
        let mut tails = self.tails[1].words().to_vec();
        let before = [self.lines[0].words().len() / LINE, self.tails[0].words().len()];
        for bounds in changed {
            let (frame, at) = self.cells_around(*bounds)?;
            let pieces = pieces_in(bounds_of(&frame)?);
            let all: Vec<u32> = (0..pieces.len() as u32).collect();
            let corner = self.corner(frame.origin)?;
            let block = Block::build(&frame, corner, &pieces, &all)
                .behind(before[0] + lines.len() / LINE, before[1] + tails.len());
            put(&mut cells, &self.frame, at, &block.cells, frame.columns as usize);
            lines.extend(block.lines.into_flattened());
            tails.extend(block.tails);
        }
        if lines.len() > self.lines[0].words().len() / 2 + (1 << 16) {
            return None;
        }
        tails.extend([0; SPARE]);
        let slab = |words: Vec<u32>| Arc::new(Slab::new(words));
        Some(Self {
            frame: self.frame,
            wide: self.wide,
            cells: slab(cells),
            lines: [Arc::clone(&self.lines[0]), slab(lines)],
            tails: [Arc::clone(&self.tails[0]), slab(tails)],
        })
    }

    /// The cells that a box meets, as a frame of their own, and the first of them. One more to the
    /// east and north, whose corners lie half a step off the box.
    fn cells_around(&self, bounds: Bounds) -> Option<(Frame, [i64; 2])> {
        let all = &self.frame;
        let place = |at: Position, beyond: i64| {
            let at = plain(at);
            [0, 1].map(|axis| (at[axis] + beyond - all.origin[axis]) >> all.shift[axis])
        };
        let (low, high) = (place(bounds.min, 0), place(bounds.max, 1));
        if low.iter().any(|&k| k < 1) || high[0] >= all.columns || high[1] >= all.rows {
            return None;
        }
        let origin = all.corner(low[0], low[1]);
        let [columns, rows] = [0, 1].map(|axis| high[axis] - low[axis] + 1);
        Some((Frame { origin, columns, rows, ..*all }, low))
    }

    /// The mark of the corner half a step south-west of a lattice point at the corner of a cell.
    fn corner(&self, at: [i64; 2]) -> Option<u32> {
        let view = self.view();
        let at = Position::from_e7(at[0] as i32, at[1] as i32)?;
        let (word, _) = view.descend(view.cells[self.frame.cell_of(at)?], at);
        let whole = word & super::block::TAG == super::block::WHOLE;
        Some(if whole { word } else { view.line(word)[1] })
    }
}

/// The box of some cells with the half step around it, cut to what a position can be.
fn bounds_of(frame: &Frame) -> Option<Bounds> {
    let at = |[x, y]: [i64; 2], beyond: i64| {
        let x = (x + beyond).clamp(-1_800_000_000, 1_800_000_000);
        let y = (y + beyond).clamp(-900_000_000, 900_000_000);
        Position::from_e7(x as i32, y as i32)
    };
    let high = frame.corner(frame.columns, frame.rows);
    Some(Bounds { min: at(frame.origin, -1)?, max: at(high, 1)? })
}
