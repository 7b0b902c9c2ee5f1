//! A near leaf: every piece within 16 bits of the cell, four pieces decided at a time.
//!
//! Coordinates count from the middle of the cell, so that pieces may reach out of it on all sides.
//! Pieces stand in groups of four; of a group first all southern ends, then all northern ends, then
//! all codes, so that each is one load. An end is two numbers of 16 bits, the longitude in the lower.
//! What a short last group reads behind its end is masked.

use super::{Entry, MARK_BITS, Piece, Written};
use wide::{i16x8, i32x4, u32x4};

/// How far from the middle of a cell the ends of a near piece may be: differences fit 16 bits.
const REACH: i64 = 1 << 14;
/// The largest cell all whose points are near its middle, as a power of two.
const SHIFT_MAX: u32 = 15;
/// Words of a full group.
const GROUP: usize = 12;

/// Whether the points of a cell of this size are near its middle.
pub(super) fn fits(shift: [u32; 2]) -> bool {
    shift.iter().all(|&shift| shift <= SHIFT_MAX)
}

/// The middle of a cell.
fn middle(corner: [i64; 2], shift: [u32; 2]) -> [i64; 2] {
    [corner[0] + (1 << shift[0] >> 1), corner[1] + (1 << shift[1] >> 1)]
}

/// Whether a piece is near the middle of a cell.
pub(super) fn reaches(piece: &Piece, corner: [i64; 2], shift: [u32; 2]) -> bool {
    let middle = middle(corner, shift);
    let near = |at: [i64; 2]| (0..2).all(|k| (-REACH..REACH).contains(&(at[k] - middle[k])));
    near(piece.from) && near(piece.to)
}

/// An end of a piece, from the middle of its cell.
fn pack(at: [i64; 2], middle: [i64; 2]) -> u32 {
    let [x, y] = [at[0] - middle[0], at[1] - middle[1]];
    u32::from(x as u16) | u32::from(y as u16) << 16
}

/// The words of pieces.
pub(super) fn words(
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
) -> Vec<u32> {
    let middle = middle(corner, shift);
    let mut words = Vec::with_capacity(3 * entries.len());
    for group in entries.chunks(4) {
        words.extend(group.iter().map(|&(piece, _)| pack(pieces[piece as usize].from, middle)));
        words.extend(group.iter().map(|&(piece, _)| pack(pieces[piece as usize].to, middle)));
        words.extend(group.iter().map(|&(piece, flags)| pieces[piece as usize].code | flags));
    }
    words
}

/// A group of two pieces; what is not given has code 0 and changes nothing.
pub(super) fn two(
    pieces: &[Piece],
    entries: &[Entry],
    corner: [i64; 2],
    shift: [u32; 2],
) -> [u32; 6] {
    let middle = middle(corner, shift);
    let mut group = [0; 6];
    for (k, &(piece, flags)) in entries.iter().take(2).enumerate() {
        let Piece { from, to, code } = pieces[piece as usize];
        (group[k], group[2 + k], group[4 + k]) =
            (pack(from, middle), pack(to, middle), code | flags);
    }
    group
}

/// The mark at a point, from the pieces of its leaf and the mark of the corner; `steps` are from the
/// corner of the cell. Behind the pieces there are three words of whatever.
#[inline]
pub(in super::super) fn mark(
    pieces: Written<'_>,
    mut mark: u32,
    steps: [u32; 2],
    shift: [u32; 2],
) -> u32 {
    let [x, y] = [0, 1].map(|axis| steps[axis].wrapping_sub(1 << (shift[axis] & 31) >> 1));
    let point = x & 0xffff | y << 16;
    let mut left = pieces.count;
    for group in pieces.words.chunks(GROUP) {
        let size = left.min(4);
        let ends = group.get(..4).zip(group.get(size..size + 4));
        let Some(((from, to), codes)) = ends.zip(group.get(2 * size..2 * size + 4)) else { break };
        mark ^= four(point, four_of(from), four_of(to), four_of(codes), size as u32);
        left -= size;
        if left == 0 {
            break;
        }
    }
    mark & MARK_BITS
}

#[inline]
fn four_of(words: &[u32]) -> [u32; 4] {
    words.first_chunk().copied().unwrap_or_default()
}

/// The exclusive or of the codes of the pieces crossed, flags in the upper bits to be ignored; of
/// the four only the first `size` count.
#[inline]
fn four(point: u32, from: [u32; 4], to: [u32; 4], codes: [u32; 4], size: u32) -> u32 {
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
    let [a, b, c, d] = (codes & crossed & LANES[size as usize & 7]).to_array();
    a ^ b ^ c ^ d
}

/// All ones in so many lanes.
const LANES: [u32x4; 8] = {
    let all = u32::MAX;
    let lanes = [[0; 4], [all, 0, 0, 0], [all, all, 0, 0], [all, all, all, 0]];
    let full = u32x4::new([all; 4]);
    let [none, one, two, three] = lanes;
    [u32x4::new(none), u32x4::new(one), u32x4::new(two), u32x4::new(three), full, full, full, full]
};

/// The same without vectors.
#[cfg(test)]
fn four_plain(point: u32, from: [u32; 4], to: [u32; 4], codes: [u32; 4], size: u32) -> u32 {
    let (x, y) = (low(point), high(point));
    (0..size as usize).fold(0, |mark, k| {
        let (ax, ay, bx, by) = (low(from[k]), high(from[k]), low(to[k]), high(to[k]));
        let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        mark ^ super::crossed(y >= ay, y >= by, turn > 0, codes[k])
    })
}

fn low(word: u32) -> i32 {
    i32::from(word as u16 as i16)
}

fn high(word: u32) -> i32 {
    (word as i32) >> 16
}

/// The pieces of a leaf, in lattice steps, their codes with flags.
pub(super) fn each(
    pieces: Written<'_>,
    corner: [i64; 2],
    shift: [u32; 2],
) -> impl Iterator<Item = Piece> {
    let middle = middle(corner, shift);
    let unpack =
        move |word: u32| [middle[0] + i64::from(low(word)), middle[1] + i64::from(high(word))];
    let groups = pieces.words.chunks(GROUP).zip((0..pieces.count).step_by(4));
    let each = groups.flat_map(move |(group, before)| {
        let size = (pieces.count - before).min(4);
        let ends =
            group.get(..size).into_iter().flatten().zip(group.get(size..).into_iter().flatten());
        let codes = group.get(2 * size..).into_iter().flatten();
        ends.zip(codes).map(move |((&from, &to), &code)| Piece {
            from: unpack(from),
            to: unpack(to),
            code,
        })
    });
    // The second of a small leaf with one piece is none.
    each.filter(|piece| piece.code & MARK_BITS != 0)
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
            size in 1_u32..5,
        ) {
            let codes = [0, 1, 2, 3].map(|k| codes[k] | flags[k]);
            let bits = super::MARK_BITS;
            prop_assert_eq!(
                four(point, from, to, codes, size) & bits,
                four_plain(point, from, to, codes, size) & bits
            );
        }
    }
}
