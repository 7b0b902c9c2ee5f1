//! Building a block of cells with all their leaves.

use super::frame::Frame;
use super::leaf::{self, Entry, LINE, Line, Width};
use super::piece::Piece;

/// What a cell's word says, in its two highest bits.
pub(super) const TAG: u32 = 3 << 30;
/// All of the cell has the mark in the lower bits.
pub(super) const WHOLE: u32 = 0;
/// From the line with this number on stands a leaf with near pieces.
pub(super) const NEAR: u32 = 1 << 30;
/// A leaf with far pieces.
pub(super) const FAR: u32 = 2 << 30;
/// From this line on stands a table of smaller cells, row by row. The two bits below the tag are one
/// less than the power of two of its side.
pub(super) const TABLE: u32 = 3 << 30;
/// Where those two bits are.
const SIDE_AT: u32 = 28;
/// The number of a line.
pub(super) const NUMBER: u32 = (1 << SIDE_AT) - 1;

/// More pieces than this, and a cell is cut into smaller ones.
const LEAF_MAX: usize = 12;
/// Cells are not smaller: the map of a leaf needs eight lattice points on a side.
pub(super) const SHIFT_MIN: u32 = leaf::MAP_BITS;
/// No cell is cut again once each piece of the block is listed so often on average: pieces side by
/// side over many cells, or thousands that meet in one point, would fill the memory.
const LISTED_PER_PIECE: usize = 16;
/// The largest side of a table, as a power of two.
const BITS_MAX: u32 = 4;

/// The power of two of the side of the table that a word names.
#[inline]
pub(super) fn side_of(table: u32) -> u32 {
    (table >> SIDE_AT & 3) + 1
}

/// The cells of a block and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The words of the cells, row by row from the south-west.
    pub(super) cells: Vec<u32>,
    /// Leaves and tables.
    pub(super) lines: Vec<Line>,
    /// The lines of tables.
    tables: Vec<u32>,
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
        let mut builder = Builder { pieces, block: Self::default(), listed: 0, room };
        let cells = builder.cells(frame, corner, own);
        Self { cells, ..builder.block }
    }

    /// The block when so many lines stand before its own.
    pub(super) fn behind(mut self, lines: usize) -> Self {
        let shift = |word: &mut u32| {
            if *word & TAG != WHOLE {
                *word += lines as u32;
            }
        };
        self.cells.iter_mut().for_each(shift);
        for &line in &self.tables {
            self.lines[line as usize].iter_mut().for_each(shift);
        }
        self
    }
}

struct Builder<'a> {
    pieces: &'a [Piece],
    block: Block,
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
        let (from, list) = by_cell(&entries, count);
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
        let number = self.block.lines.len() as u32;
        match leaf::write(&mut self.block.lines, self.pieces, kept, corner, shift, mark) {
            Width::Near => NEAR | number,
            Width::Far => FAR | number,
        }
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
        let number = self.block.lines.len();
        let lines = number..number + (1_usize << (2 * bits)).div_ceil(LINE);
        self.block.lines.resize(lines.end, [0; LINE]);
        self.block.tables.extend(lines.clone().map(|line| line as u32));
        let words = self.cells(&Frame { origin, shift, columns, rows }, corner, own);
        for (line, words) in self.block.lines[lines].iter_mut().zip(words.chunks(LINE)) {
            line[..words.len()].copy_from_slice(words);
        }
        TABLE | (bits - 1) << SIDE_AT | number as u32
    }
}

/// The power of two of cells on a side of a table: about as many cells as pieces, fewer where
/// pieces are so long that each would enter more than a few.
fn bits_for(pieces: &[Piece], own: &[u32], origin: [i64; 2], shift: [u32; 2]) -> u32 {
    let clipped = |axis: usize, piece: &Piece| {
        let (a, b) = (piece.from[axis].min(piece.to[axis]), piece.from[axis].max(piece.to[axis]));
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
pub(super) fn by_cell(entries: &[(u32, u32)], cells: usize) -> (Vec<u32>, Vec<u32>) {
    let mut from = vec![0_u32; cells + 1];
    for &(cell, _) in entries {
        from[cell as usize + 1] += 1;
    }
    for k in 0..cells {
        from[k + 1] += from[k];
    }
    let mut next = from.clone();
    let mut list = vec![0; entries.len()];
    for &(cell, piece) in entries {
        let place = &mut next[cell as usize];
        list[*place as usize] = piece;
        *place += 1;
    }
    (from, list)
}
