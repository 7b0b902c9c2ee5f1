//! A leaf: a cell that pieces enter, and how a point in it is decided.
//!
//! A leaf is one line of 16 words, as long as a line of the cache:
//!
//! | words | what |
//! |---|---|
//! | 0 | where its pieces start |
//! | 1 | the mark of its south-west corner |
//! | 2–7 | up to six marks of land inside the cell |
//! | 8–15 | 8 × 8 smaller cells, row by row, four bits each: which of the six, or [`ASK`] the pieces |
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
//! The pieces start with their number. When all of them are close to the corner, coordinates take
//! 16 bits and products 32 (see [`near`]); else coordinates are plain lattice steps, five words a
//! piece, and products take 128 bits.

use super::frame::Frame;
use super::piece::Piece;

pub(super) mod near;

/// Marks use the lower bits of a code.
pub(super) const MARK_BITS: u32 = (1 << 30) - 1;
const ABOVE: u32 = 1 << 30;
const TURNED: u32 = 1 << 31;

/// Words of a leaf.
pub(super) const LINE: usize = 16;
/// How many words of a slab there must be behind the last pieces.
pub(super) const SPARE: usize = 16;
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

/// The line of a leaf, all but its first word.
pub(super) fn line(
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
    mark: u32,
) -> [u32; LINE] {
    let side = 1_usize << MAP_BITS;
    let (columns, rows) = (side as i64, side as i64);
    let frame = Frame { origin: corner, shift: shift.map(|s| s - MAP_BITS), columns, rows };
    let mut marks = [0_u32; 64];
    let mut asked = 0_u64;
    frame.marks(mark, entries.iter().map(|&(k, _)| &pieces[k as usize]), &mut marks, |_, cell| {
        asked |= 1 << cell;
    });
    let mut line = [0; LINE];
    line[1] = mark;
    let mut named = 0;
    for (cell, mark) in marks.into_iter().enumerate() {
        let known = line[2..2 + named].iter().position(|&other| other == mark);
        let which = if asked >> cell & 1 == 1 {
            ASK
        } else if let Some(known) = known {
            known as u32
        } else if named < MARKS {
            line[2 + named] = mark;
            named += 1;
            named as u32 - 1
        } else {
            ASK
        };
        line[8 + cell / side] |= which << (4 * (cell % side));
    }
    line
}

/// The mark at a point when the map of the leaf knows it; `steps` are from the corner of the cell.
#[inline]
pub(super) fn mapped(line: &[u32; LINE], steps: [u32; 2], shift: [u32; 2]) -> Option<u32> {
    let [column, row] = [0, 1].map(|axis| steps[axis] >> (shift[axis].wrapping_sub(MAP_BITS) & 31));
    let which = line[8 + (row & 7) as usize] >> (4 * (column & 7)) & 15;
    (which != ASK).then(|| line[2 + (which & 7) as usize])
}

/// Writes the pieces of a leaf at the end of `words`.
pub(super) fn write(
    words: &mut Vec<u32>,
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
) -> Width {
    let all_near = near::fits(shift)
        && entries.iter().all(|&(piece, _)| near::reaches(&pieces[piece as usize], corner, shift));
    words.push(entries.len() as u32);
    if all_near {
        near::write(words, pieces, entries, corner, shift);
        return Width::Near;
    }
    for &(piece, flags) in entries {
        let Piece { from, to, code } = pieces[piece as usize];
        words.extend([from[0], from[1], to[0], to[1]].map(|n| n as i32 as u32));
        words.push(code | flags);
    }
    Width::Far
}

/// The mark at a point, from the far pieces of its leaf and the mark of the corner; `at` in lattice
/// steps.
#[inline]
pub(super) fn far_mark(pieces: &[u32], mark: u32, at: [i64; 2]) -> u32 {
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
pub(super) fn pieces(words: &[u32], width: Width, corner: [i64; 2], shift: [u32; 2]) -> Vec<Piece> {
    match width {
        Width::Far => far_pieces(words).collect(),
        Width::Near => near::each(words, corner, shift).collect(),
    }
}

/// Whether something is true of any piece of a leaf.
pub(super) fn any(
    words: &[u32],
    width: Width,
    corner: [i64; 2],
    shift: [u32; 2],
    mut is: impl FnMut(&Piece) -> bool,
) -> bool {
    match width {
        Width::Far => far_pieces(words).any(|piece| is(&piece)),
        Width::Near => near::each(words, corner, shift).any(|piece| is(&piece)),
    }
}

fn far_pieces(words: &[u32]) -> impl Iterator<Item = Piece> {
    let count = words.first().map_or(0, |&count| 5 * count as usize);
    let words = words.get(1..=count).unwrap_or_default();
    words.as_chunks::<5>().0.iter().map(|&[ax, ay, bx, by, code]| {
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(|n| i64::from(n as i32));
        Piece { from: [ax, ay], to: [bx, by], code }
    })
}
