//! A near leaf: at most twelve pieces, all within 16 bits of every point of the cell, four of them
//! decided at a time.
//!
//! First the mark of the corner, then the pieces: up to two in one strip, else in groups of four. Of a
//! group first all southern ends, then all northern ends, then all codes, so that each is one load.
//! Coordinates count from the middle of the cell, so that pieces may reach out of it on all sides; an
//! end is two numbers of 16 bits, the longitude in the lower. Where there is no piece the code is 0.

use super::Asked;
use crate::index::block::KIND_AT;
use crate::index::piece::Piece;
use crate::index::strips::{STRIP, Strip, Strips};
use wide::{i16x8, i32x4, u32x4};

/// The most pieces of a near leaf.
pub(super) const MOST: usize = 3 * 4;
/// The largest difference of two coordinates.
const SPAN_MAX: i64 = (1 << 15) - 1;
/// The largest cell all whose points are near its middle, as a power of two.
const SHIFT_MAX: u32 = 15;
/// Words of a group of four.
const GROUP: usize = 12;

/// The middle of a cell, and how far away from it the ends of a near piece may be, on each axis.
pub(super) struct Middle {
    at: [i64; 2],
    reach: [i64; 2],
}

impl Middle {
    pub(super) fn of(corner: [i64; 2], shift: [u32; 2]) -> Self {
        let half = shift.map(|shift| 1_i64 << shift >> 1);
        let at = [corner[0] + half[0], corner[1] + half[1]];
        let near = shift.iter().all(|&shift| shift <= SHIFT_MAX);
        // From the far side of the cell.
        let reach = half.map(|half| if near { SPAN_MAX - half } else { -1 });
        Self { at, reach }
    }

    /// Whether a piece is near all points of the cell, and not too long.
    pub(super) fn reaches(&self, piece: &Piece) -> bool {
        let (a, b) = (piece.south(), piece.north());
        (0..2).all(|k| {
            let (low, high) = (self.at[k] - self.reach[k], self.at[k] + self.reach[k]);
            (low..=high).contains(&a[k])
                && (low..=high).contains(&b[k])
                && (b[k] - a[k]).abs() <= SPAN_MAX
        })
    }

    /// An end of a piece.
    fn pack(&self, at: [i64; 2]) -> u32 {
        let [x, y] = [at[0] - self.at[0], at[1] - self.at[1]];
        u32::from(x as u16) | u32::from(y as u16) << 16
    }

    fn unpack(&self, word: u32) -> [i32; 2] {
        [self.at[0] + i64::from(low(word)), self.at[1] + i64::from(high(word))].map(|n| n as i32)
    }
}

/// Writes the pieces, their codes with flags; the lower bits of the cell's word.
pub(super) fn write(
    strips: &mut Strips,
    pieces: impl ExactSizeIterator<Item = Piece>,
    middle: &Middle,
    mark: u32,
) -> u32 {
    // Up to two pieces: no group, but what fits in one strip.
    let (groups, lanes) = if pieces.len() <= 2 { (0, 2) } else { (pieces.len().div_ceil(4), 4) };
    let first = strips.room(1 + (GROUP * groups).max(6));
    let to = strips.words(first);
    to[0] = mark;
    for (k, piece) in pieces.enumerate() {
        let place = 1 + k / lanes * GROUP + k % lanes;
        to[place] = middle.pack(piece.south());
        to[place + lanes] = middle.pack(piece.north());
        to[place + 2 * lanes] = piece.code;
    }
    (groups as u32) << KIND_AT | first
}

/// Asks the leaf that a word names at a point; `steps` are from the corner of the cell.
#[inline]
pub(in super::super) fn ask(
    word: u32,
    strips: &[Strip],
    steps: [u32; 2],
    shift: [u32; 2],
) -> Asked {
    match word >> KIND_AT & 3 {
        0 => strips.first().map_or(Asked::NOBODY, |strip| of_two(strip, steps, shift)),
        1 => strips.first_chunk().map_or(Asked::NOBODY, |strips| of_four(strips, steps, shift)),
        groups => of_more(groups, strips, steps, shift),
    }
}

/// [`ask`] for a leaf of up to two pieces.
#[inline]
pub(in super::super) fn of_two(strip: &Strip, steps: [u32; 2], shift: [u32; 2]) -> Asked {
    let of = |k: usize| [strip[k], strip[k + 1], strip[k + 2], strip[k + 3]];
    // What stands in the last two lanes has no code.
    let codes = [strip[5], strip[6], 0, 0];
    four(packed(steps, shift), of(1), of(3), codes).from(strip[0])
}

/// [`ask`] for a leaf of three or four pieces.
#[inline]
pub(in super::super) fn of_four(strips: &[Strip; 2], steps: [u32; 2], shift: [u32; 2]) -> Asked {
    let words = strips.as_flattened();
    let group = words[1..].first_chunk();
    group.map_or(Asked::NOBODY, |group| of_group(packed(steps, shift), group).from(words[0]))
}

/// [`ask`] for a leaf of more groups.
#[inline]
fn of_more(groups: u32, strips: &[Strip], steps: [u32; 2], shift: [u32; 2]) -> Asked {
    let point = packed(steps, shift);
    let Some((&mark, words)) = strips.as_flattened().split_first() else { return Asked::NOBODY };
    let groups = words.as_chunks::<GROUP>().0.iter().take(groups as usize);
    groups.fold(Asked::NOBODY, |asked, group| asked.and(of_group(point, group))).from(mark)
}

/// [`four`] for a group as written.
#[inline]
fn of_group(point: u32, group: &[u32; GROUP]) -> Asked {
    let of = |k: usize| [group[k], group[k + 1], group[k + 2], group[k + 3]];
    four(point, of(0), of(4), of(8))
}

/// A point of the cell from its middle.
#[inline]
fn packed(steps: [u32; 2], shift: [u32; 2]) -> u32 {
    let [x, y] = [0, 1].map(|axis| steps[axis].wrapping_sub(1 << (shift[axis] & 31) >> 1));
    x & 0xffff | y << 16
}

/// What four pieces say; a piece without a code says nothing.
#[inline]
fn four(point: u32, from: [u32; 4], to: [u32; 4], codes: [u32; 4]) -> Asked {
    let halves = |words: u32x4| -> i16x8 { bytemuck::cast(words) };
    let signs = |words: u32x4| -> u32x4 { bytemuck::cast(bytemuck::cast::<_, i32x4>(words) >> 31) };
    let codes = u32x4::new(codes);
    let point = halves(u32x4::splat(point));
    // In each lane the longitude is the lower half, the latitude the upper.
    let (from, to) = (halves(u32x4::new(from)), halves(u32x4::new(to)));
    let off: u32x4 = bytemuck::cast(point - from);
    let beyond: u32x4 = bytemuck::cast(point - to);
    let upper = u32x4::splat(0xffff_0000);
    let normal = halves(((off << 16) | (off >> 16)) ^ upper) - halves(upper);
    let turn = (to - from).dot(normal);
    let left: u32x4 = bytemuck::cast(turn.simd_gt(i32x4::ZERO));
    let (below, not_past) = (signs(off), signs(beyond));
    let (above, turned) = (signs(codes << 1), signs(codes));
    let crossed = (!not_past & above) | (!(left ^ turned) & !below & not_past);
    let [a, b, c, d] = (codes & crossed).to_array();
    let signed: i32x4 = bytemuck::cast(codes);
    let lined = turn.simd_eq(i32x4::ZERO) & !signed.simd_eq(i32x4::ZERO);
    Asked { mark: a ^ b ^ c ^ d, lined: lined.any() }
}

/// The same without vectors.
#[cfg(test)]
fn four_plain(point: u32, from: [u32; 4], to: [u32; 4], codes: [u32; 4]) -> Asked {
    let (x, y) = (low(point), high(point));
    (0..4).fold(Asked::NOBODY, |asked, k| {
        let (ax, ay, bx, by) = (low(from[k]), high(from[k]), low(to[k]), high(to[k]));
        let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        let mark = super::crossed(y >= ay, y >= by, turn > 0, codes[k]);
        asked.and(Asked { mark, lined: turn == 0 && codes[k] != 0 })
    })
}

fn low(word: u32) -> i32 {
    i32::from(word as u16 as i16)
}

fn high(word: u32) -> i32 {
    (word as i32) >> 16
}

/// The pieces of the leaf that a word names, their codes with flags.
pub(super) fn each(
    word: u32,
    strips: &[Strip],
    corner: [i64; 2],
    shift: [u32; 2],
) -> impl Iterator<Item = Piece> {
    let middle = Middle::of(corner, shift);
    let words = strips.as_flattened();
    let (groups, lanes) = match word >> KIND_AT & 3 {
        0 => (words.get(1..STRIP), 2),
        groups => (words.get(1..=GROUP * groups as usize), 4),
    };
    let groups = groups.unwrap_or_default().chunks(GROUP);
    let each = groups.flat_map(move |group| {
        (0..lanes).map(move |k| [group[k], group[lanes + k], group[2 * lanes + k]])
    });
    each.filter(|&[.., code]| code & super::MARK_BITS != 0).map(move |[from, to, code]| Piece {
        from: middle.unpack(from),
        to: middle.unpack(to),
        code,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{ABOVE, TURNED};
    use super::{four, four_plain};
    use proptest::prelude::*;

    fn end() -> impl Strategy<Value = u32> {
        let near = || prop_oneof![-16_384_i32..16_384, -3_i32..4, Just(-16_384), Just(16_383)];
        (near(), near()).prop_map(|(x, y)| u32::from(x as u16) | u32::from(y as u16) << 16)
    }

    proptest! {
        #[test]
        fn vectors_agree_with_plain_numbers(
            point in end(),
            from in [end(), end(), end(), end()], to in [end(), end(), end(), end()],
            codes in proptest::array::uniform4(0_u32..1 << 30),
            flags in proptest::array::uniform4(prop_oneof![Just(0), Just(ABOVE), Just(ABOVE | TURNED)]),
        ) {
            let codes = [0, 1, 2, 3].map(|k| codes[k] | flags[k]);
            let (asked, plain) = (four(point, from, to, codes), four_plain(point, from, to, codes));
            prop_assert_eq!(asked.from(0), plain.from(0));
        }
    }
}
