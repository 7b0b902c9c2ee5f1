//! Putting together: words to one score, ranges to few, and how far two positions are.

use crate::words::Word;
use model::Position;
use std::ops::Range;

/// The score of several words of one way, all of which must match: the entry itself (first of each pair) or
/// something that it lies in (second), and the entry itself once at least.
pub(crate) fn together(
    words: &[Word],
    of: impl Fn(usize) -> (Option<u16>, Option<u16>),
) -> Option<u16> {
    if let [_] = words {
        return of(0).0;
    }
    let (mut sum, mut length, mut owned, mut near) = (0_u32, 0_u32, false, false);
    for (at, word) in words.iter().enumerate() {
        let (own, above) = of(at);
        let above = above.map(|score| if score >= PLAIN { 600 } else { 200 } + score / 10);
        let score = own.max(above)?;
        owned |= own.is_some();
        near |= score < PLAIN;
        let letters = u32::try_from(word.chars.len()).unwrap_or(u32::MAX);
        sum += u32::from(score) * letters;
        length += letters;
    }
    let mean = u16::try_from(sum / length.max(1)).unwrap_or(0);
    let score = if near { (mean / 10 * 6).min(330) } else { (mean / 10 * 9 + 50).max(PLAIN) };
    owned.then_some(score)
}

/// Plain matches score this much or more.
const PLAIN: u16 = 500;

/// The score of a match without the number at the end of the query: 471 to 499.
pub(crate) fn without_number(score: u16) -> u16 {
    471 + score.min(1000) / 36
}

/// Metres, as the crow flies over a plane: for comparing only.
pub(crate) fn distance((a, b): (Position, Position)) -> f64 {
    let east = (a.lon() - b.lon()) * a.lat().to_radians().cos();
    east.hypot(a.lat() - b.lat()) * 111_195.0
}

/// Ranges in order, those that meet or overlap made one.
pub(crate) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}
