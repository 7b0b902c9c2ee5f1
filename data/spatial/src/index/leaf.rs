//! A leaf: a cell that pieces enter, and how a point in it is decided.
//!
//! A leaf holds the mark of its south-west corner and the pieces that matter in it. To decide a
//! point, walk from it west to the side of the cell, then south to its corner. Each piece crossed on
//! the way changes the mark by an exclusive or with its code, so the order does not matter and no
//! polygon is ever walked. For one piece the two parts of the way come down to a comparison of
//! heights and one orientation (both flags are facts of the piece and the corner):
//!
//! * point at or above its northern end: crossed if the piece passes above the corner (`ABOVE`);
//! * point below its southern end: not crossed;
//! * between: crossed if the point is not left of it, turned round for a piece that passes above
//!   the corner and rises eastward (`TURNED`).
//!
//! Leaves are written in [strips](super::strips) of eight words, and the word of the cell says how,
//! so that what to do is known before the leaf is read. Most leaves have one to four pieces, all
//! close to the corner: those are [near] ones, and one read of half a line of the cache or of a whole
//! one decides the point. The others are [far] ones.

use super::block::{FAR, NEAR, TAG};
use super::piece::Piece;
use super::strips::{Strip, Strips};

pub(super) mod far;
pub(super) mod near;

/// Marks use the lower bits of a code.
pub(super) const MARK_BITS: u32 = (1 << 30) - 1;
const ABOVE: u32 = 1 << 30;
const TURNED: u32 = 1 << 31;

/// A piece that matters in a cell: its number and its flags.
pub(super) type Entry = (u32, u32);

/// The flags of a piece for a cell with this corner (the lattice point at its south-west), or
/// `None` when no way inside the cell can cross it.
pub(super) fn flags(piece: &Piece, corner: [i64; 2]) -> Option<u32> {
    let (a, b) = (piece.south(), piece.north());
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

/// Writes a leaf; the word of its cell.
pub(super) fn write(
    strips: &mut Strips,
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
    mark: u32,
) -> u32 {
    let middle = near::Middle::of(corner, shift);
    let mut own = entries.iter().map(|&(k, _)| &pieces[k as usize]);
    let near = entries.len() <= near::MOST && own.all(|piece| middle.reaches(piece));
    let flagged = entries.iter().map(|&(k, flags)| {
        let piece = pieces[k as usize];
        Piece { code: piece.code | flags, ..piece }
    });
    if near {
        NEAR | near::write(strips, flagged, &middle, mark)
    } else {
        FAR | far::write(strips, flagged, mark)
    }
}

/// What a leaf says of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The mark that the shift decides for.
    pub(super) mark: u32,
    /// Whether the point is in line with a piece: on it, or on its way further on.
    pub(super) lined: bool,
}

impl Asked {
    pub(super) const NOBODY: Self = Self { mark: 0, lined: false };

    /// This, with what more pieces say.
    #[inline]
    fn and(self, more: Self) -> Self {
        Self { mark: self.mark ^ more.mark, lined: self.lined | more.lined }
    }

    /// The mark, from that of the corner and the codes of the pieces crossed.
    #[inline]
    fn from(self, corner: u32) -> Self {
        Self { mark: (self.mark ^ corner) & MARK_BITS, ..self }
    }
}

/// Asks the leaf that a word names at a point; `steps` are from the corner of the cell, `at` is in
/// lattice steps.
#[inline]
pub(super) fn ask(
    word: u32,
    strips: &[Strip],
    steps: [u32; 2],
    shift: [u32; 2],
    at: [i64; 2],
) -> Asked {
    if word & TAG == NEAR {
        near::ask(word, strips, steps, shift)
    } else {
        far::ask(word, strips, at)
    }
}

/// The pieces of the leaf that a word names, their codes with flags.
pub(super) fn each(
    word: u32,
    strips: &[Strip],
    corner: [i64; 2],
    shift: [u32; 2],
) -> impl Iterator<Item = Piece> {
    let near = word & TAG == NEAR;
    let far = (!near).then(|| far::each(word, strips));
    let near = near.then(|| near::each(word, strips, corner, shift));
    far.into_iter().flatten().chain(near.into_iter().flatten())
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
