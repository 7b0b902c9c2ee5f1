//! Building the whole index: the size of its cells, then blocks of cells side by side.

use super::Index;
use super::block::{self, Block};
use super::frame::Frame;
use super::piece::{Piece, plain};
use super::slab::Slab;
use super::strips::{STRIP, Strips};
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
/// Words of leaves and tables for each piece that room is made for; more are moved once.
const ROOM_PER_PIECE: usize = 32;
/// Edges whose pieces are listed by one thread, at least.
const EDGES_AT_ONCE: usize = 1 << 12;
/// Pieces that are put into blocks by one thread.
const PIECES_AT_ONCE: usize = 1 << 20;
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
        let (corners, from, own) = blocks_entered(&blocks, &pieces);
        let row_of_blocks = |row: i64, cells: &mut [u32]| -> Vec<Strips> {
            let of_column = |column: i64| {
                let k = (row * blocks.columns + column) as usize;
                let own = &own[from[k] as usize..from[k + 1] as usize];
                let origin = blocks.corner(column, row);
                let block = Frame { origin, columns: 1 << bits, rows: 1 << bits, ..frame };
                let block = Block::build(&block, corners[k], &pieces, own);
                put(cells, &frame, [column << bits, 0], &block.cells, 1 << bits);
                block.strips
            };
            (0..blocks.columns).map(of_column).collect()
        };
        let mut cells = Slab::zeros((frame.columns * frame.rows) as usize + 1);
        let mut strips = Slab::with_room(ROOM_PER_PIECE * pieces.len());
        // The rest of the world is nobody's.
        let (land, _) = cells.words_mut().split_at_mut((frame.columns * frame.rows) as usize);
        let row_cells = (frame.columns as usize) << bits;
        let rows = AT_ONCE.div_ceil(blocks.columns as usize);
        // Some rows at a time, so that not all need be held twice.
        for (some, cells) in land.chunks_mut(row_cells * rows).enumerate() {
            let first = (some * rows) as i64;
            let built: Vec<Vec<Strips>> = cells
                .par_chunks_mut(row_cells)
                .enumerate()
                .map(|(row, cells)| row_of_blocks(first + row as i64, cells))
                .collect();
            put_away(&mut strips, built, &frame, cells.par_chunks_mut(row_cells));
        }
        let strips = [strips, Slab::with_room(0)].map(Arc::new);
        Self { frame, wide: frame.is_wide(), cells: Arc::new(cells), strips }
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
        let frame = Frame { origin: [0, 0], shift: [SHIFT_MAX; 2], columns: 0, rows: 0 };
        let strips = [Slab::with_room(0), Slab::with_room(0)].map(Arc::new);
        Self { frame, wide: true, cells: Arc::new(Slab::zeros(1)), strips }
    }
}

/// Puts the words of a block, `columns` wide, where they belong among all cells.
pub(super) fn put(cells: &mut [u32], frame: &Frame, at: [i64; 2], block: &[u32], columns: usize) {
    for (row, words) in block.chunks(columns).enumerate() {
        let from = ((at[1] + row as i64) * frame.columns + at[0]) as usize;
        cells[from..from + columns].copy_from_slice(words);
    }
}

/// Puts the strips of rows of blocks behind the others, and tells their cells.
fn put_away<'a>(
    strips: &mut Slab,
    built: Vec<Vec<Strips>>,
    frame: &Frame,
    cells: impl IndexedParallelIterator<Item = &'a mut [u32]>,
) {
    let words = |row: &Vec<Strips>| row.iter().map(|block| STRIP * block.len()).sum::<usize>();
    let mut before = strips.words().len() / STRIP;
    let mut room = strips.grow(built.iter().map(words).sum());
    let mut rows = Vec::with_capacity(built.len());
    for row in built {
        let (own, rest) = std::mem::take(&mut room).split_at_mut(words(&row));
        let here = before;
        before += own.len() / STRIP;
        rows.push((row, own, here));
        room = rest;
    }
    let side = 1_usize << BLOCK_BITS;
    cells.zip(rows).for_each(|(cells, (row, mut room, mut before))| {
        for (column, block) in row.into_iter().enumerate() {
            for line in cells.chunks_mut(frame.columns as usize) {
                for word in &mut line[column * side..][..side] {
                    *word = block::behind(*word, before);
                }
            }
            let (own, rest) = room.split_at_mut(STRIP * block.len());
            block.put(own, before);
            before += own.len() / STRIP;
            room = rest;
        }
    });
}

/// The pieces of all edges.
fn pieces_of(partition: &Partition) -> Vec<Piece> {
    let edges = (0..partition.edge_count()).into_par_iter().with_min_len(EDGES_AT_ONCE);
    let of_edges = edges.fold(Vec::new, |mut pieces, index| {
        if let Some(edge) = partition.edge(index) {
            let marks = marks_of(&edge);
            pieces.extend(edge.points.windows(2).map(|p| Piece::new(p[0], p[1], marks)));
        }
        pieces
    });
    let parts: Vec<Vec<Piece>> = of_edges.collect();
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    all
}

/// What some pieces change on the way to the corner of each block, and the blocks that they enter.
type Entered = (Vec<u32>, Vec<(u32, u32)>);

/// The marks of the corners of all blocks; where the list of the pieces that enter each block
/// starts, and all those lists.
fn blocks_entered(blocks: &Frame, pieces: &[Piece]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let count = (blocks.columns * blocks.rows) as usize;
    let parts: Vec<Entered> = pieces
        .par_chunks(PIECES_AT_ONCE)
        .enumerate()
        .map(|(part, pieces)| {
            let before = part * PIECES_AT_ONCE;
            let mut changes = vec![0_u32; count];
            let mut entries = Vec::with_capacity(pieces.len() + pieces.len() / 8);
            blocks.changes(pieces.iter(), &mut changes, |k, block| {
                entries.push((block as u32, (before + k) as u32));
            });
            (changes, entries)
        })
        .collect();
    let mut corners = vec![0_u32; count];
    for (changes, _) in &parts {
        corners.iter_mut().zip(changes).for_each(|(corner, change)| *corner ^= change);
    }
    // All land lies inside the frame, so its own corner is nobody's.
    blocks.sum_up(0, &mut corners);
    let (from, own) = block::by_cell(parts.iter().map(|(_, entries)| entries.as_slice()), count);
    (corners, from, own)
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
    let extent =
        |axis: usize| pieces.iter().map(move |p| (p.north()[axis] - p.south()[axis]).abs());
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
