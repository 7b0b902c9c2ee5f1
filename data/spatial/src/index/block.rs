//! Building a block of cells with all their leaves.

use super::frame::Frame;
use super::leaf::{self, Entry};
use super::piece::Piece;
use super::strips::Strips;

/// What a cell's word says, in its two highest bits.
pub(super) const TAG: u32 = 3 << 30;
/// All of the cell has the mark in the lower bits.
pub(super) const WHOLE: u32 = 0;
/// From the strip with this number on stands a leaf with near pieces; the kind says how many groups.
pub(super) const NEAR: u32 = 1 << 30;
/// A leaf with far pieces; the kind says how they are written.
pub(super) const FAR: u32 = 2 << 30;
/// From this strip on stands a table of smaller cells, row by row. The kind is one less than the
/// power of two of its side.
pub(super) const TABLE: u32 = 3 << 30;
/// Where the two bits of the kind are.
pub(super) const KIND_AT: u32 = 28;
/// The number of a strip.
pub(super) const NUMBER: u32 = (1 << KIND_AT) - 1;

/// More pieces than this, and a cell is cut into smaller ones.
const LEAF_MAX: usize = 6;
/// Cells are not smaller.
pub(super) const SHIFT_MIN: u32 = 3;
/// No cell is cut again once each piece of the block is listed so often on average: pieces side by
/// side over many cells, or thousands that meet in one point, would fill the memory.
const LISTED_PER_PIECE: usize = 16;
/// The largest side of a table, as a power of two.
const BITS_MAX: u32 = 4;

/// The power of two of the side of the table that a word names.
#[inline]
pub(super) fn side_of(table: u32) -> u32 {
    (table >> KIND_AT & 3) + 1
}

/// The word when so many strips stand before those that it was written for.
pub(super) fn behind(word: u32, strips: usize) -> u32 {
    if word & TAG == WHOLE { word } else { word + strips as u32 }
}

/// The cells of a block and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The words of the cells, row by row from the south-west.
    pub(super) cells: Vec<u32>,
    /// Leaves and tables.
    pub(super) strips: Strips,
}

impl Block {
    /// Builds the cells of a frame. `own` are the pieces that enter it, `corner` is the mark of its
    /// south-west corner.
    pub(super) fn build(frame: &Frame, corner: u32, pieces: &[Piece], own: &[u32]) -> Self {
        if own.is_empty() {
            let cells = vec![corner; (frame.columns * frame.rows) as usize];
            return Self { cells, ..Self::default() };
        }
        let room = LISTED_PER_PIECE * own.len();
        let mut builder = Builder { pieces, strips: Strips::default(), listed: 0, room };
        let cells = builder.cells(frame, corner, own);
        Self { cells, strips: builder.strips }
    }
}

struct Builder<'a> {
    pieces: &'a [Piece],
    strips: Strips,
    /// How many pieces all leaves list so far, and up to where cells are cut again.
    listed: usize,
    room: usize,
}

impl Builder<'_> {
    /// The words of the cells of a frame; writes what belongs to them.
    fn cells(&mut self, frame: &Frame, corner: u32, own: &[u32]) -> Vec<u32> {
        let count = (frame.columns * frame.rows) as usize;
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(3 * own.len());
        let mut words = vec![0_u32; count];
        let pieces = own.iter().map(|&k| &self.pieces[k as usize]);
        frame.marks(corner, pieces, &mut words, |k, cell| entries.push((cell as u32, own[k])));
        let (from, list) = by_cell(std::iter::once(entries.as_slice()), count);
        drop(entries);
        let mut kept: Vec<Entry> = Vec::new();
        for (cell, word) in words.iter_mut().enumerate() {
            let own = &list[from[cell] as usize..from[cell + 1] as usize];
            if !own.is_empty() {
                let (column, row) = (cell as i64 % frame.columns, cell as i64 / frame.columns);
                *word = self.cell(frame.corner(column, row), frame.shift, *word, own, &mut kept);
            }
        }
        words
    }

    fn cell(
        &mut self,
        corner: [i64; 2],
        shift: [u32; 2],
        mark: u32,
        own: &[u32],
        kept: &mut Vec<Entry>,
    ) -> u32 {
        kept.clear();
        kept.extend(own.iter().filter_map(|&k| {
            leaf::flags(&self.pieces[k as usize], corner).map(|flags| (k, flags))
        }));
        if kept.is_empty() {
            return WHOLE | mark;
        }
        if kept.len() > LEAF_MAX && self.listed < self.room {
            let own: Vec<u32> = kept.iter().map(|&(k, _)| k).collect();
            let bits = bits_for(self.pieces, &own, corner, shift);
            if bits > 0 {
                return self.table(corner, shift.map(|shift| shift - bits), bits, mark, &own);
            }
        }
        self.listed += kept.len();
        leaf::write(&mut self.strips, self.pieces, kept, corner, shift, mark)
    }

    fn table(
        &mut self,
        origin: [i64; 2],
        shift: [u32; 2],
        bits: u32,
        corner: u32,
        own: &[u32],
    ) -> u32 {
        let (columns, rows) = (1 << bits, 1 << bits);
        let first = self.strips.table(1 << (2 * bits));
        let words = self.cells(&Frame { origin, shift, columns, rows }, corner, own);
        self.strips.words(first)[..words.len()].copy_from_slice(&words);
        TABLE | (bits - 1) << KIND_AT | first
    }
}

/// The power of two of cells on a side of a table: about as many cells as pieces, fewer where
/// pieces are so long that each would enter more than a few.
fn bits_for(pieces: &[Piece], own: &[u32], origin: [i64; 2], shift: [u32; 2]) -> u32 {
    let clipped = |axis: usize, piece: &Piece| {
        let (from, to) = (piece.south()[axis], piece.north()[axis]);
        let (a, b) = (from.min(to), from.max(to));
        let length = b.min(origin[axis] + (1 << shift[axis])) - a.max(origin[axis]);
        length.max(0)
    };
    let entered = |bits: u32| -> i64 {
        let by_axis = |axis: usize| -> i64 {
            own.iter().map(|&k| clipped(axis, &pieces[k as usize]) >> (shift[axis] - bits)).sum()
        };
        by_axis(0) + by_axis(1)
    };
    let count = own.len() as i64;
    let most = (shift[0].min(shift[1]) - SHIFT_MIN).min(BITS_MAX);
    (1..=most)
        .take_while(|&bits| 1 << (2 * bits) <= count && 2 * entered(bits) <= 3 * count)
        .last()
        .unwrap_or(0)
}

/// The pieces listed for each cell, in the order given: where each cell's start, and the pieces.
pub(super) fn by_cell<'a>(
    entries: impl Iterator<Item = &'a [(u32, u32)]> + Clone,
    cells: usize,
) -> (Vec<u32>, Vec<u32>) {
    let mut from = vec![0_u32; cells + 1];
    for &(cell, _) in entries.clone().flatten() {
        from[cell as usize + 1] += 1;
    }
    for k in 0..cells {
        from[k + 1] += from[k];
    }
    let mut next = from.clone();
    let mut list = vec![0; from[cells] as usize];
    for &(cell, piece) in entries.flatten() {
        let place = &mut next[cell as usize];
        list[*place as usize] = piece;
        *place += 1;
    }
    (from, list)
}
