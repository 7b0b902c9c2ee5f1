//! A far leaf: any number of pieces, wherever they end.
//!
//! The mark of the corner, how many pieces, then the pieces: four words each when all are short (the
//! southern end, from there to the northern one in two numbers of 16 bits, the code), else five (both
//! ends, the code). Coordinates are lattice steps; products take 64 bits, and 128 only in a leaf with
//! a piece that spans an eighth of the Earth.

use super::Asked;
use crate::index::block::KIND_AT;
use crate::index::piece::Piece;
use crate::index::strips::{Strip, Strips};
use std::cmp::Ordering;

/// How the pieces are written.
const SHORT: u32 = 0;
const LONG: u32 = 1;
/// As long ones, but products need 128 bits.
const HUGE: u32 = 2;

/// From one end of a short piece to the other, at most.
const SHORT_MAX: i64 = (1 << 15) - 1;
/// The same for a long one: times the distance of any two points on Earth it is half a number of 64
/// bits.
const LONG_MAX: i64 = 1 << 29;

/// Writes the pieces, their codes with flags; the lower bits of the cell's word.
pub(super) fn write(
    strips: &mut Strips,
    pieces: impl ExactSizeIterator<Item = Piece> + Clone,
    mark: u32,
) -> u32 {
    let longest = pieces.clone().flat_map(|piece| spans(&piece).map(i64::abs)).max().unwrap_or(0);
    let kind = if longest <= SHORT_MAX {
        SHORT
    } else if longest <= LONG_MAX {
        LONG
    } else {
        HUGE
    };
    let words = if kind == SHORT { 4 } else { 5 };
    let first = strips.room(2 + words * pieces.len());
    let to = strips.words(first);
    (to[0], to[1]) = (mark, pieces.len() as u32);
    for (piece, to) in pieces.zip(to[2..].chunks_mut(words)) {
        let Piece { from: [ax, ay], to: [bx, by], code } = piece;
        if kind == SHORT {
            let [dx, dy] = spans(&piece);
            let span = u32::from(dx as u16) | u32::from(dy as u16) << 16;
            to.copy_from_slice(&[ax as u32, ay as u32, span, code]);
        } else {
            to.copy_from_slice(&[ax as u32, ay as u32, bx as u32, by as u32, code]);
        }
    }
    kind << KIND_AT | first
}

/// From the southern end to the northern one.
fn spans(piece: &Piece) -> [i64; 2] {
    let (a, b) = (piece.south(), piece.north());
    [b[0] - a[0], b[1] - a[1]]
}

/// Asks the leaf that a word names at a point; `at` in lattice steps.
#[inline]
pub(in super::super) fn ask(word: u32, strips: &[Strip], at: [i64; 2]) -> Asked {
    let words = strips.as_flattened();
    let (mark, pieces) = words.split_first_chunk::<2>().map_or((0, words), |(head, pieces)| {
        (head[0], pieces.get(..piece_words(word) * head[1] as usize).unwrap_or_default())
    });
    let turn = |d: [i64; 2], off: [i64; 2]| (d[0] * off[1]).cmp(&(d[1] * off[0]));
    let asked = match word >> KIND_AT & 3 {
        SHORT => fold(short(pieces), at, turn),
        LONG => fold(long(pieces), at, turn),
        _ => fold(long(pieces), at, |d, off| {
            let wide = |a: i64, b: i64| i128::from(a) * i128::from(b);
            wide(d[0], off[1]).cmp(&wide(d[1], off[0]))
        }),
    };
    asked.from(mark)
}

fn piece_words(word: u32) -> usize {
    if word >> KIND_AT & 3 == SHORT { 4 } else { 5 }
}

/// What the pieces say, each given by its southern end, the way from there to the northern one, and
/// its code.
#[inline]
fn fold(
    pieces: impl Iterator<Item = ([i64; 2], [i64; 2], u32)>,
    at: [i64; 2],
    turn: impl Fn([i64; 2], [i64; 2]) -> Ordering,
) -> Asked {
    pieces.fold(Asked::NOBODY, |asked, (from, span, code)| {
        let off = [at[0] - from[0], at[1] - from[1]];
        let turn = turn(span, off);
        let mark = super::crossed(off[1] >= 0, off[1] >= span[1], turn.is_gt(), code);
        asked.and(Asked { mark, lined: turn.is_eq() })
    })
}

#[inline]
fn short(words: &[u32]) -> impl Iterator<Item = ([i64; 2], [i64; 2], u32)> {
    words.as_chunks::<4>().0.iter().map(|&[x, y, span, code]| {
        let span = [i64::from(span as i16), i64::from((span >> 16) as i16)];
        ([x, y].map(|n| i64::from(n as i32)), span, code)
    })
}

#[inline]
fn long(words: &[u32]) -> impl Iterator<Item = ([i64; 2], [i64; 2], u32)> {
    words.as_chunks::<5>().0.iter().map(|&[ax, ay, bx, by, code]| {
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(|n| i64::from(n as i32));
        ([ax, ay], [bx - ax, by - ay], code)
    })
}

/// The pieces of a leaf, their codes with flags.
pub(super) fn each(word: u32, strips: &[Strip]) -> impl Iterator<Item = Piece> {
    let words = strips.as_flattened();
    let count = words.get(1).map_or(0, |&count| count as usize);
    let pieces = words.get(2..2 + piece_words(word) * count).unwrap_or_default();
    let is_short = word >> KIND_AT & 3 == SHORT;
    let short = short(if is_short { pieces } else { &[] });
    let long = long(if is_short { &[] } else { pieces });
    short.chain(long).map(|(from, span, code)| {
        let to = [0, 1].map(|axis| (from[axis] + span[axis]) as i32);
        Piece { from: from.map(|n| n as i32), to, code }
    })
}
