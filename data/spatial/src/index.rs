//! Which grid a point is in: a cell index over the edges of a partition, exact to the lattice step.
//!
//! The box of the territory is cut into cells. A cell that no edge enters says whose it is; another
//! is a *leaf* that knows the few pieces of edges that enter it ([`leaf`] says how a point is
//! decided there), or is cut again where there are many. Sizes are powers of two of lattice steps,
//! so finding a cell takes shifts only, and every step is a comparison of integers: nothing is
//! rounded, there is no epsilon.
//!
//! Points on an edge or a vertex are decided by the symbolic shift (+ε, +ε²): east of the edge, and
//! north of a horizontal one (Edelsbrunner and Mücke, "Simulation of Simplicity", ACM Trans. Graph.
//! 9, 1990). Cells that either lie in one area or name candidates are the idea of Kipf et al.,
//! "Adaptive Main-Memory Indexing for High-Performance Point-Polygon Joins" (EDBT 2020); here the
//! candidates are pieces of edges, and no polygon is walked.
//!
//! Grids are known here by their *mark*: one more than their number, and zero for nobody.

use crate::partition::NOBODY;
use model::Position;
use std::sync::Arc;

mod around;
mod block;
mod build;
mod bulk;
mod frame;
mod leaf;
mod piece;
mod slab;
mod strips;
mod update;

use frame::Frame;
use piece::plain;
use slab::Slab;
use strips::{STRIP, Strip};

pub(crate) use piece::Piece;

/// Where a point was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The grid that the shift decides for, or [`NOBODY`].
    pub(crate) grid: u32,
    /// The smallest grid that the point touches when it lies on an edge.
    pub(crate) touched: Option<u32>,
}

/// The index. A copy shares its memory with the original.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    frame: Frame,
    /// [`Frame::is_wide`].
    wide: bool,
    /// The words of the cells, row by row from the south-west; at the end that of the rest of the
    /// world.
    cells: Arc<Slab>,
    /// Leaves and tables as built, and those of later edits, which are numbered on.
    strips: [Arc<Slab>; 2],
}

/// The index with its memory at hand.
#[derive(Clone, Copy)]
struct View<'a> {
    frame: &'a Frame,
    cells: &'a [u32],
    strips: [&'a [Strip]; 2],
}

impl Index {
    #[inline]
    fn view(&self) -> View<'_> {
        let strips = self.strips.each_ref().map(|slab| slab.words().as_chunks().0);
        View { frame: &self.frame, cells: self.cells.words(), strips }
    }

    /// The mark of the grid that the shift decides for.
    #[inline]
    pub(crate) fn mark(&self, at: Position) -> u32 {
        let cells = self.cells.words();
        let cell = if self.wide {
            self.frame.cell_of(at).unwrap_or(cells.len() - 1)
        } else {
            self.frame.narrow_cell_of(at, cells.len() - 1)
        };
        let word = cells[cell];
        if word & block::TAG == block::WHOLE { word } else { self.view().decide(word, at) }
    }

    /// The grid at a point, and what it touches.
    pub(crate) fn find(&self, at: Position) -> Found {
        let view = self.view();
        let whole = |mark: u32| Found { grid: grid(mark), touched: None };
        let Some(cell) = self.frame.cell_of(at) else { return whole(0) };
        let (word, shift) = view.descend(view.cells[cell], at);
        if word & block::TAG == block::WHOLE {
            return whole(word);
        }
        let (strips, inner) = (view.strips_from(word), view.frame.inner(at, shift));
        let [lon, lat] = plain(at);
        let asked = leaf::ask(word, strips, inner, shift, [lon, lat]);
        if !asked.lined {
            return whole(asked.mark);
        }
        let corner = [lon - i64::from(inner[0]), lat - i64::from(inner[1])];
        let pieces: Vec<Piece> = leaf::each(word, strips, corner, shift).collect();
        let touched = around::touched(&pieces, [lon, lat], asked.mark);
        Found { grid: grid(asked.mark), touched }
    }

    /// How many bytes the index takes.
    pub(crate) fn bytes(&self) -> usize {
        let slabs = [&self.cells].into_iter().chain(&self.strips);
        size_of::<u32>() * slabs.map(|slab| slab.words().len()).sum::<usize>()
    }
}

impl<'a> View<'a> {
    /// The strips from the one with the number in a word on.
    #[inline]
    fn strips_from(&self, word: u32) -> &'a [Strip] {
        let number = (word & block::NUMBER) as usize;
        let [built, edited] = self.strips;
        if number < built.len() {
            &built[number..]
        } else {
            edited.get(number - built.len()..).unwrap_or_default()
        }
    }

    /// The word of the cell that a point is in, in the table that a word names, and its size.
    #[inline]
    fn in_table(&self, table: u32, shift: [u32; 2], at: Position) -> (u32, [u32; 2]) {
        let bits = block::side_of(table);
        let shift = shift.map(|shift| shift.saturating_sub(bits));
        let [x, y] = self.frame.steps(at);
        let mask = !(u32::MAX << bits);
        let [column, row] = [x >> (shift[0] & 31) & mask, y >> (shift[1] & 31) & mask];
        let place = row << bits | column;
        let word = self.strips_from(table).get(place as usize / STRIP);
        (word.map_or(block::WHOLE, |strip| strip[place as usize % STRIP]), shift)
    }

    /// Goes down through tables to the word of a whole cell or a leaf, and the size of its cell.
    #[inline]
    fn descend(&self, mut word: u32, at: Position) -> (u32, [u32; 2]) {
        let mut shift = self.frame.shift;
        while word & block::TAG == block::TABLE {
            (word, shift) = self.in_table(word, shift, at);
        }
        (word, shift)
    }

    /// The mark at a point in the cell of a word.
    #[inline]
    fn decide(&self, word: u32, at: Position) -> u32 {
        let (word, shift) = self.descend(word, at);
        if word & block::TAG == block::WHOLE {
            return word;
        }
        leaf::ask(word, self.strips_from(word), self.frame.inner(at, shift), shift, plain(at)).mark
    }
}

fn grid(mark: u32) -> u32 {
    mark.checked_sub(1).unwrap_or(NOBODY)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
