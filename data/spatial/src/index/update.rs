//! The index after an edit: only the cells that the edit touches are built again.

use super::Index;
use super::block::{self, Block};
use super::build::put;
use super::frame::Frame;
use super::piece::{Piece, plain};
use super::slab::Slab;
use super::strips::STRIP;
use model::{Bounds, Position};
use std::sync::Arc;

impl Index {
    /// Follows a change of the partition. `changed` are boxes that hold all land that got another
    /// owner, and every piece that came or went; `pieces_in` gives all present pieces that meet a
    /// box (more do no harm). Costs what it takes to build the cells that the boxes meet; when a copy
    /// of the index is still about, also a copy of the words of all cells (four bytes for each).
    ///
    /// `false`, with nothing changed, when a box reaches out of the index, or when so much was edited
    /// that it is better built anew.
    pub(crate) fn follow(
        &mut self,
        changed: &[Bounds],
        mut pieces_in: impl FnMut(Bounds) -> Vec<Piece>,
    ) -> bool {
        if self.strips[1].words().len() > self.strips[0].words().len() / 2 + (1 << 16) {
            return false;
        }
        let Some(found) = self.blocks_around(changed) else { return false };
        // First everything is read, then everything is written.
        let mut blocks = Vec::with_capacity(found.len());
        for (low, high) in found {
            let [columns, rows] = [0, 1].map(|axis| high[axis] - low[axis] + 1);
            let origin = self.frame.corner(low[0], low[1]);
            let frame = Frame { origin, columns, rows, ..self.frame };
            let known = bounds_of(&frame).zip(self.corner(origin));
            let Some((bounds, corner)) = known else { return false };
            let pieces = pieces_in(bounds);
            let all: Vec<u32> = (0..pieces.len() as u32).collect();
            blocks.push((low, columns as usize, Block::build(&frame, corner, &pieces, &all)));
        }
        let words = |slab: &Arc<Slab>| slab.words().len();
        let after = self.strips.iter().map(words).sum::<usize>() / STRIP
            + blocks.iter().map(|(_, _, block)| block.strips.len()).sum::<usize>();
        if after > block::NUMBER as usize {
            return false;
        }
        for (low, columns, block) in blocks {
            let before: usize = self.strips.iter().map(|slab| slab.words().len() / STRIP).sum();
            let cells: Vec<u32> =
                block.cells.iter().map(|&word| block::behind(word, before)).collect();
            put(Slab::changed(&mut self.cells), &self.frame, low, &cells, columns);
            let words = STRIP * block.strips.len();
            block.strips.put(Slab::grown(&mut self.strips[1], words), before);
        }
        true
    }

    /// The blocks of cells that boxes meet, from the first column and row to the last. Blocks that
    /// share a cell are joined; so the corner of each, which lies half a step outside, keeps its
    /// mark.
    fn blocks_around(&self, boxes: &[Bounds]) -> Option<Vec<([i64; 2], [i64; 2])>> {
        let all = &self.frame;
        let mut blocks: Vec<([i64; 2], [i64; 2])> = Vec::new();
        for bounds in boxes {
            let place = |at: Position, beyond: i64| {
                let at = plain(at);
                [0, 1].map(|axis| (at[axis] + beyond - all.origin[axis]) >> all.shift[axis])
            };
            // One more to the east and north: its corner may lie half a step inside the box.
            let (mut low, mut high) = (place(bounds.min, 0), place(bounds.max, 1));
            if low.iter().any(|&k| k < 1) || high[0] >= all.columns || high[1] >= all.rows {
                return None;
            }
            let meets = |&(from, to): &([i64; 2], [i64; 2]), low: [i64; 2], high: [i64; 2]| {
                (0..2).all(|axis| from[axis] <= high[axis] && low[axis] <= to[axis])
            };
            while let Some(k) = blocks.iter().position(|other| meets(other, low, high)) {
                let (from, to) = blocks.swap_remove(k);
                low = [0, 1].map(|axis| low[axis].min(from[axis]));
                high = [0, 1].map(|axis| high[axis].max(to[axis]));
            }
            blocks.push((low, high));
        }
        Some(blocks)
    }

    /// The mark of the corner half a step south-west of a lattice point at the corner of a cell.
    fn corner(&self, at: [i64; 2]) -> Option<u32> {
        let view = self.view();
        let at = Position::from_e7(at[0] as i32, at[1] as i32)?;
        let (word, _) = view.descend(view.cells[self.frame.cell_of(at)?], at);
        let whole = word & block::TAG == block::WHOLE;
        // The first word of a leaf is the mark of its corner.
        if whole { Some(word) } else { view.strips_from(word).first().map(|strip| strip[0]) }
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
