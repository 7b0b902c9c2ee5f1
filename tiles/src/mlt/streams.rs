//! Streams: runs of numbers or bits, each with a head that says what they are and how they are
//! written (`MapLibre` Tile specification, "Encodings").

use crate::mvt::{varint, zigzag};

/// What a stream is for: its physical kind in the upper half, what it tells in the lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head(u8);

impl Head {
    pub(super) const PRESENT: Self = Self(0x00);
    pub(super) const DATA: Self = Self(0x10);
    /// Texts that are pointed at.
    pub(super) const DICTIONARY: Self = Self(0x11);
    pub(super) const VERTICES: Self = Self(0x13);
    pub(super) const VERTEX_PLACES: Self = Self(0x20);
    pub(super) const TEXT_PLACES: Self = Self(0x22);
    pub(super) const LENGTHS: Self = Self(0x30);
    pub(super) const GEOMETRIES: Self = Self(0x31);
    pub(super) const PARTS: Self = Self(0x32);
    pub(super) const RINGS: Self = Self(0x33);
    pub(super) const DICTIONARY_LENGTHS: Self = Self(0x36);
}

// How numbers are written: two logical techniques of three bits each, a physical one of two.
const PLAIN: u8 = 0;
const DELTA: u8 = 1 << 5;
const DELTA_BY_COMPONENT: u8 = 2 << 5;
const RUNS: u8 = 3 << 5;
const RUNS_OF_DELTAS: u8 = 1 << 5 | 3 << 2;
const VARINT: u8 = 2;

fn head(out: &mut Vec<u8>, head: Head, technique: u8, count: usize, bytes: usize) {
    out.extend([head.0, technique]);
    varint(out, count as u64);
    varint(out, bytes as u64);
}

/// Numbers in the shortest of four ways: as they are, their differences, or runs of either.
pub(super) fn numbers(out: &mut Vec<u8>, what: Head, numbers: &[u32]) {
    let mut before = 0;
    let deltas: Vec<u64> = numbers
        .iter()
        .map(|&number| {
            let delta = i64::from(number) - before;
            before = number.into();
            zigzag(delta)
        })
        .collect();
    let plain: Vec<u64> = numbers.iter().map(|&number| number.into()).collect();
    let mut best: Option<(u8, Vec<u8>, usize, usize)> = None;
    // Of equally short ones the simplest to read.
    for (technique, numbers, in_runs) in [
        (PLAIN, &plain, false),
        (RUNS, &plain, true),
        (DELTA, &deltas, false),
        (RUNS_OF_DELTAS, &deltas, true),
    ] {
        let mut bytes = Vec::new();
        let mut count = numbers.len();
        if in_runs {
            count = numbers.chunk_by(PartialEq::eq).count();
            for run in numbers.chunk_by(PartialEq::eq) {
                varint(&mut bytes, run.len() as u64);
            }
            for run in numbers.chunk_by(PartialEq::eq) {
                varint(&mut bytes, run[0]);
            }
        } else {
            for &number in numbers {
                varint(&mut bytes, number);
            }
        }
        let runs = if in_runs { count } else { 0 };
        let size = bytes.len() + if in_runs { 4 } else { 0 };
        if best.as_ref().is_none_or(|(_, _, _, known)| size < *known) {
            best = Some((technique, bytes, runs, size));
        }
    }
    let Some((technique, bytes, runs, _)) = best else { return };
    let count = if runs > 0 { 2 * runs } else { numbers.len() };
    head(out, what, technique | VARINT, count, bytes.len());
    if runs > 0 {
        varint(out, runs as u64);
        varint(out, numbers.len() as u64);
    }
    out.extend_from_slice(&bytes);
}

/// Wide numbers, each by itself: differences of two 53-bit numbers are no number to JavaScript.
pub(super) fn long(out: &mut Vec<u8>, what: Head, numbers: &[u64]) {
    let mut bytes = Vec::with_capacity(numbers.len() * 8);
    for &number in numbers {
        varint(&mut bytes, number);
    }
    head(out, what, PLAIN | VARINT, numbers.len(), bytes.len());
    out.extend_from_slice(&bytes);
}

/// Numbers of either sign.
pub(super) fn signed(out: &mut Vec<u8>, what: Head, numbers: &[i32]) {
    let zigzags: Vec<u64> = numbers.iter().map(|&number| zigzag(number.into())).collect();
    long(out, what, &zigzags);
}

/// Vertices, x and y in turn, each as the way from the one before.
pub(super) fn vertices(out: &mut Vec<u8>, vertices: &[[i32; 2]]) {
    let mut bytes = Vec::with_capacity(vertices.len() * 2);
    let mut before = [0, 0];
    for &at in vertices {
        for axis in [0, 1] {
            varint(&mut bytes, zigzag(i64::from(at[axis]) - i64::from(before[axis])));
        }
        before = at;
    }
    head(out, Head::VERTICES, DELTA_BY_COMPONENT | VARINT, vertices.len() * 2, bytes.len());
    out.extend_from_slice(&bytes);
}

/// Floating point numbers of 64 bits.
pub(super) fn floats(out: &mut Vec<u8>, what: Head, numbers: &[f64]) {
    head(out, what, PLAIN, numbers.len(), numbers.len() * 8);
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
}

/// The bytes of some texts, one after the other.
pub(super) fn texts(out: &mut Vec<u8>, what: Head, texts: &[&str]) {
    head(out, what, PLAIN, texts.len(), texts.iter().map(|text| text.len()).sum());
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Bits, the lowest of each byte first; bytes in runs of 3 to 130, or up to 128 as they are (the byte
/// runs of ORC).
pub(super) fn bits(out: &mut Vec<u8>, what: Head, bits: impl Iterator<Item = bool>) {
    let mut bytes: Vec<u8> = Vec::new();
    let mut count = 0;
    for bit in bits {
        if count % 8 == 0 {
            bytes.push(0);
        }
        if let Some(last) = bytes.last_mut() {
            *last |= u8::from(bit) << (count % 8);
        }
        count += 1;
    }
    let mut packed = Vec::new();
    let mut odd: Vec<u8> = Vec::new();
    let flush = |odd: &mut Vec<u8>, packed: &mut Vec<u8>| {
        for some in odd.chunks(128) {
            packed.push(u8::try_from(256 - some.len()).unwrap_or(u8::MAX));
            packed.extend_from_slice(some);
        }
        odd.clear();
    };
    for run in bytes.chunk_by(PartialEq::eq) {
        for some in run.chunks(130) {
            if let Some(more) = some.len().checked_sub(3) {
                flush(&mut odd, &mut packed);
                packed.extend([u8::try_from(more).unwrap_or(u8::MAX), some[0]]);
            } else {
                odd.extend_from_slice(some);
            }
        }
    }
    flush(&mut odd, &mut packed);
    head(out, what, RUNS, count, packed.len());
    out.extend_from_slice(&packed);
}
