//! Building the whole index: the size of its cells, then blocks of cells side by side.

use super::Index;
use super::block::{self, Block};
use super::frame::Frame;
use super::leaf::LINE;
use super::piece::{Piece, plain};
use super::slab::Slab;
use crate::partition::{Edge, Partition};
use model::{Bounds, Position};
use rayon::prelude::*;
use std::sync::Arc;

/// The most cells for each piece.
const CELLS_PER_PIECE: i64 = 4;
/// The most cells that a piece enters, on average.
const ENTERED_PER_PIECE: i64 = 4;
/// Cells on a side of a block, as a power of two.
const BLOCK_BITS: u32 = 6;
/// Blocks built side by side before they are put away.
const AT_ONCE: usize = 512;
/// The largest cells, as a power of two of lattice steps.
const SHIFT_MAX: u32 = 31;

impl Index {
    /// Builds the index. O(n) for pieces of like length, in parallel; the same on any number of
    /// threads.
    pub(crate) fn new(partition: &Partition) -> Self {
        let Some(bounds) = partition.bounds() else { return Self::empty() };
        let pieces = pieces_of(partition);
        let frame = cells_over(bounds, cell_size(bounds, &pieces));
        let bits = BLOCK_BITS;
        let blocks = Frame {
            shift: frame.shift.map(|shift| shift + bits),
            columns: frame.columns >> bits,
            rows: frame.rows >> bits,
            ..frame
        };
        let count = (blocks.columns * blocks.rows) as usize;
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(pieces.len() + pieces.len() / 4);
        let mut corners = vec![0_u32; count];
        // All land lies inside the frame, so its own corner is nobody's.
        blocks.marks(0, pieces.iter(), &mut corners, |k, block| {
            entries.push((block as u32, k as u32));
        });
        let (from, own) = block::by_cell(&entries, count);
        drop(entries);
        let mut cells = vec![0; (frame.columns * frame.rows) as usize + 1];
        let mut lines = Vec::new();
        let numbers: Vec<usize> = (0..count).collect();
        // Some at a time, so that not all need be held twice.
        for some in numbers.chunks(AT_ONCE) {
            let built: Vec<Block> = some
                .par_iter()
                .map(|&k| {
                    let own = &own[from[k] as usize..from[k + 1] as usize];
                    let (column, row) = (k as i64 % blocks.columns, k as i64 / blocks.columns);
                    let origin = blocks.corner(column, row);
                    let frame = Frame { origin, columns: 1 << bits, rows: 1 << bits, ..frame };
                    Block::build(&frame, corners[k], &pieces, own)
                })
                .collect();
            for (&k, block) in some.iter().zip(built) {
                let block = block.behind(lines.len());
                let (column, row) = (k as i64 % blocks.columns, k as i64 / blocks.columns);
                put(&mut cells, &frame, [column << bits, row << bits], &block.cells, 1 << bits);
                lines.extend_from_slice(&block.lines);
            }
        }
        lines.push([0; LINE]);
        let slab = |words: Vec<u32>| Arc::new(Slab::new(words));
        let lines = [slab(lines.into_flattened()), slab(Vec::new())];
        Self { frame, wide: frame.is_wide(), cells: slab(cells), lines }
    }

    /// The pieces of a partition whose boxes meet a box, by a look at every one.
    pub(crate) fn pieces_in(partition: &Partition, bounds: Bounds) -> Vec<Piece> {
        let (low, high) = (bounds.min, bounds.max);
        let meets = |a: Position, b: Position| {
            a.lon_e7().min(b.lon_e7()) <= high.lon_e7()
                && a.lon_e7().max(b.lon_e7()) >= low.lon_e7()
                && a.lat_e7().min(b.lat_e7()) <= high.lat_e7()
                && a.lat_e7().max(b.lat_e7()) >= low.lat_e7()
        };
        let mut pieces = Vec::new();
        for edge in partition.edges() {
            let pairs = edge.points.windows(2).filter(|pair| meets(pair[0], pair[1]));
            pieces.extend(pairs.map(|pair| Piece::new(pair[0], pair[1], marks_of(&edge))));
        }
        pieces
    }

    /// The index of no land.
    fn empty() -> Self {
        let slab = |words: Vec<u32>| Arc::new(Slab::new(words));
        let lines = [slab(Vec::new()), slab(Vec::new())];
        let frame = Frame { origin: [0, 0], shift: [SHIFT_MAX; 2], columns: 0, rows: 0 };
        Self { frame, wide: true, cells: slab(vec![0]), lines }
    }
}

/// Puts the words of a block, `columns` wide, where they belong among all cells.
pub(super) fn put(cells: &mut [u32], frame: &Frame, at: [i64; 2], block: &[u32], columns: usize) {
    for (row, words) in block.chunks(columns).enumerate() {
        let from = ((at[1] + row as i64) * frame.columns + at[0]) as usize;
        cells[from..from + columns].copy_from_slice(words);
    }
}

/// The pieces of all edges.
fn pieces_of(partition: &Partition) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(partition.points.len());
    for edge in partition.edges() {
        let marks = marks_of(&edge);
        pieces.extend(edge.points.windows(2).map(|p| Piece::new(p[0], p[1], marks)));
    }
    pieces
}

/// The marks on both sides of an edge.
fn marks_of(edge: &Edge<'_>) -> [u32; 2] {
    [edge.left, edge.right].map(|grid| grid.map_or(0, |grid| grid.0 + 1))
}

/// Cells over a box with some around it so that an edit may reach out a little; whole blocks.
fn cells_over(bounds: Bounds, shift: [u32; 2]) -> Frame {
    let (low, high) = (plain(bounds.min), plain(bounds.max));
    let origin = [0, 1].map(|axis| low[axis] - (8 << shift[axis]));
    let [columns, rows] = [0, 1].map(|axis| {
        let cells = ((high[axis] - origin[axis]) >> shift[axis]) + 9;
        (cells + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS << BLOCK_BITS
    });
    Frame { origin, shift, columns, rows }
}

/// The size of cells: as small as memory allows, so that most points need no look at an edge.
fn cell_size(bounds: Bounds, pieces: &[Piece]) -> [u32; 2] {
    let extent = |axis: usize| pieces.iter().map(move |p| (p.to[axis] - p.from[axis]).abs());
    let length = [extent(0).sum::<i64>(), extent(1).sum::<i64>()];
    let count = pieces.len() as i64;
    let mut shift = [SHIFT_MAX; 2];
    loop {
        // Halve the side that pieces cross less often.
        let axis = usize::from(length[1] >> shift[1] < length[0] >> shift[0]);
        let mut next = shift;
        next[axis] -= 1;
        let frame = cells_over(bounds, next);
        let entered = (length[0] >> next[0]) + (length[1] >> next[1]);
        let fits = next[axis] >= block::SHIFT_MIN
            && entered <= ENTERED_PER_PIECE * count
            && frame.columns * frame.rows <= (CELLS_PER_PIECE * count).max(1 << 14);
        if !fits {
            return shift;
        }
        shift = next;
    }
}
