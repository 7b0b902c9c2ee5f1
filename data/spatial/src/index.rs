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
mod update;

use frame::Frame;
use leaf::{LINE, Width, Written};
use piece::plain;
use slab::Slab;

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
    lines: [Arc<Slab>; 2],
    /// The pieces of the leaves, likewise.
    tails: [Arc<Slab>; 2],
}

/// The index with its memory at hand.
#[derive(Clone, Copy)]
struct View<'a> {
    frame: &'a Frame,
    cells: &'a [u32],
    lines: [&'a [[u32; LINE]]; 2],
    tails: [&'a [u32]; 2],
}

impl Index {
    #[inline]
    fn view(&self) -> View<'_> {
        let [lines, more_lines] = &self.lines;
        let [tails, more_tails] = &self.tails;
        View {
            frame: &self.frame,
            cells: self.cells.words(),
            lines: [lines.words().as_chunks().0, more_lines.words().as_chunks().0],
            tails: [tails.words(), more_tails.words()],
        }
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
        let width = match word & block::TAG {
            block::NEAR => Width::Near,
            block::FAR => Width::Far,
            _ => return whole(word),
        };
        let line = view.line(word);
        let inner = view.frame.inner(at, shift);
        if let Some(mark) = leaf::mapped(line, inner, shift) {
            return whole(mark);
        }
        let mark = view.ask(word, line, inner, shift, at);
        let [lon, lat] = plain(at);
        let corner = [lon - i64::from(inner[0]), lat - i64::from(inner[1])];
        let mut pieces = leaf::each(view.pieces(line), width, corner, shift);
        // Hardly any point lies on a piece; only then is what it touches worth finding out.
        let touched = pieces
            .any(|piece| piece.holds([lon, lat]))
            .then(|| leaf::each(view.pieces(line), width, corner, shift).collect::<Vec<_>>())
            .and_then(|pieces| around::touched(&pieces, [lon, lat], mark));
        Found { grid: grid(mark), touched }
    }

    /// How many bytes the index takes.
    pub(crate) fn bytes(&self) -> usize {
        let slabs = [&self.cells].into_iter().chain(&self.lines).chain(&self.tails);
        size_of::<u32>() * slabs.map(|slab| slab.words().len()).sum::<usize>()
    }
}

impl<'a> View<'a> {
    /// The line with the number in a word.
    #[inline]
    fn line(&self, word: u32) -> &'a [u32; LINE] {
        const NONE: [u32; LINE] = [0; LINE];
        let number = (word & !block::TAG) as usize;
        let [built, edited] = self.lines;
        built.get(number).or_else(|| edited.get(number - built.len())).unwrap_or(&NONE)
    }

    /// The pieces of a leaf, and words of whatever behind them.
    #[inline]
    fn pieces(&self, line: &'a [u32; LINE]) -> Written<'a> {
        let tail = if leaf::is_small(line) { &[] } else { self.tail(line) };
        Written::of(line, tail)
    }

    /// The words that stand where the line of a leaf that is not small says, to the end.
    #[inline]
    fn tail(&self, line: &[u32; LINE]) -> &'a [u32] {
        let from = line[0] as usize;
        let [built, edited] = self.tails;
        built
            .get(from..)
            .filter(|tail| !tail.is_empty())
            .unwrap_or_else(|| edited.get(from - built.len()..).unwrap_or_default())
    }

    /// Goes down through tables to the word of a whole cell or a leaf, and the size of its cell.
    #[inline]
    fn descend(&self, mut word: u32, at: Position) -> (u32, [u32; 2]) {
        let mut shift = self.frame.shift;
        while word & block::TAG == block::TABLE {
            let bits = self.line(word)[0] & 15;
            shift = shift.map(|shift| shift.saturating_sub(bits));
            let [x, y] = self.frame.steps(at);
            let mask = !(u32::MAX << bits);
            let [column, row] = [x >> (shift[0] & 31) & mask, y >> (shift[1] & 31) & mask];
            let place = 1 + (row << bits | column);
            word = self.line(word + place / LINE as u32)[place as usize % LINE];
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
        let line = self.line(word);
        let inner = self.frame.inner(at, shift);
        leaf::mapped(line, inner, shift).unwrap_or_else(|| self.ask(word, line, inner, shift, at))
    }

    /// The mark at a point from the pieces of its leaf; `inner` are the steps from the leaf's corner.
    #[inline]
    fn ask(
        &self,
        word: u32,
        line: &'a [u32; LINE],
        inner: [u32; 2],
        shift: [u32; 2],
        at: Position,
    ) -> u32 {
        if word & block::TAG == block::NEAR {
            leaf::near::mark(self.pieces(line), line[1], inner, shift)
        } else {
            leaf::far_mark(self.pieces(line), line[1], plain(at))
        }
    }
}

fn grid(mark: u32) -> u32 {
    mark.checked_sub(1).unwrap_or(NOBODY)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
