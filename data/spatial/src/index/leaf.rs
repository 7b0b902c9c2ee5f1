//! A leaf: a cell that pieces enter, and how a point in it is decided.
//!
//! A leaf begins with a line of 16 words, as long as a line of the cache; the lines behind it hold its
//! pieces. One or two near pieces stand in the line itself (a *small* leaf), so that most points cost
//! one line less:
//!
//! | words | a leaf | a small leaf |
//! |---|---|---|
//! | 0 | how many pieces it has | [`SMALL`] |
//! | 1 | the mark of its south-west corner | the same |
//! | 2–7 | up to six marks of land inside the cell | two pieces; of one piece, and one with code 0 |
//! | 8–15 | 8 × 8 smaller cells, row by row, four bits each: which of the six, or [`ASK`] the pieces | which of the two codes change the mark of the corner, or [`ASK`] |
//!
//! To ask the pieces, walk from the point west to the side of the cell, then south to its corner,
//! whose mark is known. Each piece crossed on the way changes the mark by an exclusive or with its
//! code, so the order does not matter and no polygon is ever walked. For one piece the two parts of
//! the way come down to a comparison of heights and one orientation (both flags are facts of the
//! piece and the corner):
//!
//! * point at or above its northern end: crossed if the piece passes above the corner (`ABOVE`);
//! * point below its southern end: not crossed;
//! * between: crossed if the point is not left of it, turned round for a piece that passes above
//!   the corner and rises eastward (`TURNED`).
//!
//! When all pieces are close to the corner, coordinates take 16 bits and products 32 (see [`near`]);
//! else coordinates are plain lattice steps, five words a piece, and products take 128 bits.

use super::frame::Frame;
use super::piece::Piece;

pub(super) mod near;

/// Marks use the lower bits of a code.
pub(super) const MARK_BITS: u32 = (1 << 30) - 1;
const ABOVE: u32 = 1 << 30;
const TURNED: u32 = 1 << 31;

/// The first word of a small leaf.
const SMALL: u32 = 1 << 31;

/// Words of a leaf.
pub(super) const LINE: usize = 16;
/// A line of words. One must stand behind the last leaf: reading pieces may go beyond it.
pub(super) type Line = [u32; LINE];
/// A leaf has eight times eight smaller cells.
pub(super) const MAP_BITS: u32 = 3;
/// The smaller cell is not of one mark.
const ASK: u32 = 15;
/// How many marks a leaf names.
const MARKS: usize = 6;

/// Which way of writing the pieces of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Near,
    Far,
}

/// A piece that matters in a cell: its number and its flags.
pub(super) type Entry = (u32, u32);

/// The flags of a piece for a cell with this corner (the lattice point at its south-west), or
/// `None` when no way inside the cell can cross it.
pub(super) fn flags(piece: &Piece, corner: [i64; 2]) -> Option<u32> {
    let (a, b) = (piece.from, piece.to);
    if a[0] < corner[0] && b[0] < corner[0] {
        return None;
    }
    if !piece.straddles(corner[0]) {
        return Some(0);
    }
    if a[1] == b[1] {
        return (a[1] >= corner[1]).then_some(ABOVE);
    }
    // The corner itself is half a step off its lattice point: all twice as large.
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let turn = i128::from(dx) * i128::from(2 * (corner[1] - a[1]) - 1)
        - i128::from(dy) * i128::from(2 * (corner[0] - a[0]) - 1);
    let below = turn <= 0;
    if dx > 0 { Some(if below { ABOVE | TURNED } else { 0 }) } else { (!below).then_some(ABOVE) }
}

/// Writes a leaf at the end of `lines`.
pub(super) fn write(
    lines: &mut Vec<Line>,
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
    mark: u32,
) -> Width {
    let near = near::fits(shift)
        && entries.iter().all(|&(piece, _)| near::reaches(&pieces[piece as usize], corner, shift));
    let map = Map::of(pieces, entries, corner, shift, mark);
    let mut line = [0; LINE];
    line[1] = mark;
    if near && entries.len() <= 2 {
        line[0] = SMALL;
        let two = near::two(pieces, entries, corner, shift);
        line[2..8].copy_from_slice(&two);
        let subsets = [0, two[4], two[5], two[4] ^ two[5]];
        map.put(&mut line, |_, wanted| {
            subsets.iter().position(|codes| (mark ^ codes) & MARK_BITS == wanted)
        });
        lines.push(line);
        return Width::Near;
    }
    line[0] = entries.len() as u32;
    let mut named = 0;
    map.put(&mut line, |line, wanted| {
        if let Some(known) = line[2..2 + named].iter().position(|&other| other == wanted) {
            return Some(known);
        }
        let place = (named < MARKS).then_some(named)?;
        line[2 + place] = wanted;
        named += 1;
        Some(place)
    });
    lines.push(line);
    let words: Vec<u32> = if near {
        near::words(pieces, entries, corner, shift)
    } else {
        let each = entries.iter().flat_map(|&(piece, flags)| {
            let Piece { from, to, code } = pieces[piece as usize];
            let [ax, ay, bx, by] = [from[0], from[1], to[0], to[1]].map(|n| n as i32 as u32);
            [ax, ay, bx, by, code | flags]
        });
        each.collect()
    };
    for words in words.chunks(LINE) {
        let mut line = [0; LINE];
        line[..words.len()].copy_from_slice(words);
        lines.push(line);
    }
    if near { Width::Near } else { Width::Far }
}

/// The smaller cells of a leaf: their marks, and which of them a piece enters.
struct Map {
    marks: [u32; 64],
    entered: u64,
}

impl Map {
    fn of(
        pieces: &[Piece],
        entries: &[Entry],
        corner: [i64; 2],
        shift: [u32; 2],
        mark: u32,
    ) -> Self {
        let (columns, rows) = (1 << MAP_BITS, 1 << MAP_BITS);
        let frame = Frame { origin: corner, shift: shift.map(|s| s - MAP_BITS), columns, rows };
        let mut map = Self { marks: [0; 64], entered: 0 };
        let pieces = entries.iter().map(|&(k, _)| &pieces[k as usize]);
        frame.marks(mark, pieces, &mut map.marks, |_, cell| map.entered |= 1 << cell);
        map
    }

    /// Writes into the line what `which` says of the mark of each cell that no piece enters.
    fn put(&self, line: &mut Line, mut which: impl FnMut(&mut Line, u32) -> Option<usize>) {
        let side = 1_usize << MAP_BITS;
        for (cell, &mark) in self.marks.iter().enumerate() {
            let entered = self.entered >> cell & 1 == 1;
            let which = if entered { None } else { which(line, mark) };
            let bits = which.map_or(ASK, |which| which as u32);
            line[8 + cell / side] |= bits << (4 * (cell % side));
        }
    }
}

/// The mark at a point when the map of the leaf knows it; `steps` are from the corner of the cell.
#[inline]
pub(super) fn mapped(line: &Line, steps: [u32; 2], shift: [u32; 2]) -> Option<u32> {
    let [column, row] = [0, 1].map(|axis| steps[axis] >> (shift[axis].wrapping_sub(MAP_BITS) & 31));
    let which = line[8 + (row & 7) as usize] >> (4 * (column & 7)) & 15;
    // Both ways are worked out: which kind of leaf it is cannot be foreseen.
    let named = line[2 + (which & 7) as usize];
    let taken = |bit: u32| (which >> bit & 1).wrapping_neg();
    let turned = (line[1] ^ line[6] & taken(0) ^ line[7] & taken(1)) & MARK_BITS;
    let mark = if is_small(line) { turned } else { named };
    (which != ASK).then_some(mark)
}

/// Whether the pieces of a leaf stand in its line.
#[inline]
pub(super) fn is_small(line: &Line) -> bool {
    line[0] & SMALL != 0
}

/// The pieces of a leaf as written.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    /// How many.
    pub(super) count: usize,
    /// Their words, and more behind them.
    pub(super) words: &'a [u32],
}

impl<'a> Written<'a> {
    /// The pieces of the leaf that these lines begin with.
    #[inline]
    pub(super) fn of(lines: &'a [Line]) -> Self {
        match lines {
            [line, ..] if is_small(line) => Self { count: 2, words: &line[2..] },
            [line, behind @ ..] => Self { count: line[0] as usize, words: behind.as_flattened() },
            [] => Self { count: 0, words: &[] },
        }
    }
}

/// The mark at a point, from the pieces of its small leaf; `steps` are from the corner of the cell.
#[inline]
pub(super) fn small_mark(line: &Line, steps: [u32; 2], shift: [u32; 2]) -> u32 {
    near::mark(Written { count: 2, words: &line[2..] }, line[1], steps, shift)
}

/// The mark at a point, from the far pieces of its leaf and the mark of the corner; `at` in lattice
/// steps.
#[inline]
pub(super) fn far_mark(pieces: Written<'_>, mark: u32, at: [i64; 2]) -> u32 {
    far_pieces(pieces).fold(mark, |mark, piece| {
        let left = piece.turn(at) > 0;
        mark ^ crossed(at[1] >= piece.from[1], at[1] >= piece.to[1], left, piece.code)
    }) & MARK_BITS
}

/// The code when the way from a point crosses the piece, else nothing (in the lower bits).
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "no branch: where a point lies is no habit")]
fn crossed(reaches: bool, passes: bool, left: bool, code: u32) -> u32 {
    let above = code & ABOVE != 0;
    let turned = code & TURNED != 0;
    let crossed = (passes & above) | (reaches & !passes & !(left ^ turned));
    code & u32::from(crossed).wrapping_neg()
}

/// The pieces of a leaf, in lattice steps, their codes with flags.
pub(super) fn each(
    pieces: Written<'_>,
    width: Width,
    corner: [i64; 2],
    shift: [u32; 2],
) -> impl Iterator<Item = Piece> {
    let far = (width == Width::Far).then(|| far_pieces(pieces));
    let near = (width == Width::Near).then(|| near::each(pieces, corner, shift));
    far.into_iter().flatten().chain(near.into_iter().flatten())
}

fn far_pieces(pieces: Written<'_>) -> impl Iterator<Item = Piece> {
    let words = pieces.words.get(..5 * pieces.count).unwrap_or_default();
    words.as_chunks::<5>().0.iter().map(|&[ax, ay, bx, by, code]| {
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(|n| i64::from(n as i32));
        Piece { from: [ax, ay], to: [bx, by], code }
    })
}
