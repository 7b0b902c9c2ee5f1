//! Plain matches of a word with a text: code, characters, pinyin, initials.

use crate::entry::{Field, How};
use crate::readings::readings;
use crate::words::{Texts, Word, stem};

/// A word found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Of 1000.
    pub score: u16,
    /// How it matched.
    pub how: How,
    /// Which text.
    pub field: Field,
    /// The first folded character that matched.
    pub start: usize,
    /// Past the last.
    pub end: usize,
}

impl Match {
    /// The better of two; of equal ones the first.
    pub(crate) fn better(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(a), Some(b)) if b.score > a.score => Some(b),
            (None, other) => other,
            (one, _) => one,
        }
    }
}

/// The best plain match of a word with an entry.
pub(crate) fn plain(word: &Word, texts: Texts<'_>) -> Option<Match> {
    let found = texts.iter().filter_map(|(field, text)| match field {
        Field::Code => code(word, text),
        Field::Name => name(word, text),
        Field::Other(number) => name(word, text).map(|found| Match {
            score: found.score - 20,
            field: Field::Other(number),
            ..found
        }),
        Field::Address => characters(word, text)
            .filter(|_| word.chars.len() > 1)
            .map(|found| Match { score: found.score - 60, field: Field::Address, ..found }),
    });
    found.fold(None, |best, found| Match::better(best, Some(found)))
}

/// `part` of `whole` times `of`, rounded down.
pub(crate) fn share(of: usize, part: usize, whole: usize) -> u16 {
    u16::try_from(of * part.min(whole) / whole.max(1)).unwrap_or(0)
}

fn code(word: &Word, text: &[char]) -> Option<Match> {
    let (typed, all) = (word.chars.len(), text.len());
    if typed < 3 || word.han || typed > all {
        return None;
    }
    let found =
        |score, how, start| Match { score, how, field: Field::Code, start, end: start + typed };
    if text == word.chars {
        Some(found(1000, How::Exact, 0))
    } else if text.starts_with(&word.chars) {
        Some(found(850 + share(90, typed, all), How::Prefix, 0))
    } else if text.ends_with(&word.chars) && word.chars.iter().any(char::is_ascii_digit) {
        Some(found(680 + share(40, typed, all), How::Infix, all - typed))
    } else {
        None
    }
}

fn name(word: &Word, text: &[char]) -> Option<Match> {
    let found = characters(word, text);
    if !word.latin {
        return found;
    }
    let found = Match::better(found, pinyin(word, text));
    Match::better(found, initials(word, text))
}

/// Whether a match from `start` to `end` cuts a number in two.
fn cuts_number(text: &[char], start: usize, end: usize) -> bool {
    let joint = |at: usize| {
        at > 0 && at < text.len() && text[at - 1].is_ascii_digit() && text[at].is_ascii_digit()
    };
    joint(start) || joint(end)
}

/// Whether the first `length` characters of a name are all but its kind.
fn is_stem(text: &[char], length: usize) -> bool {
    stem(text).is_some_and(|stem| stem.len() == length)
}

/// Where a word may begin; a single letter at the beginning only.
fn starts(word: &Word, text: &[char]) -> usize {
    if word.chars.len() == 1 && word.latin { text.len().min(1) } else { text.len() }
}

fn characters(word: &Word, text: &[char]) -> Option<Match> {
    let typed = word.chars.len();
    let mut best = None;
    for start in 0..starts(word, text) {
        if !text[start..].starts_with(&word.chars) {
            continue;
        }
        let (how, score) = match start {
            0 if typed == text.len() => (How::Exact, 990),
            0 if is_stem(text, typed) => (How::Prefix, 970),
            0 => (How::Prefix, 850 + share(90, typed, text.len())),
            _ => (How::Infix, 700 + share(40, typed, text.len())),
        };
        let end = start + typed;
        let cuts = cuts_number(text, start, end);
        if cuts && typed == 1 {
            continue;
        }
        let score = if cuts { score - 40 } else { score };
        let found = Match { score, how, field: Field::Name, start, end };
        best = Match::better(best, Some(found));
    }
    best
}

/// Every character stands for itself or is spelt in one of its readings, the last perhaps in part.
///
/// The set of places of the word that can be reached before each character is kept as bits, so several
/// readings cost no backtracking.
fn pinyin(word: &Word, text: &[char]) -> Option<Match> {
    let typed: &[char] = &word.chars;
    let mut best = None;
    for start in 0..starts(word, text) {
        let mut reached: u128 = 1;
        let mut end = None;
        let mut whole = false;
        for (place, &c) in text.iter().enumerate().skip(start) {
            let mut next: u128 = 0;
            let mut partly = false;
            let known = readings(c);
            for at in (0..typed.len()).filter(|at| reached >> at & 1 == 1) {
                if typed[at] == c {
                    next |= 1 << (at + 1);
                }
                for reading in known.as_slice() {
                    let rest = &typed[at..];
                    let same = reading.chars().zip(rest).take_while(|(a, b)| *a == **b).count();
                    if same == reading.len() {
                        next |= 1 << (at + same);
                    } else if same == rest.len() {
                        partly = true;
                    }
                }
            }
            let done = next >> typed.len() & 1 == 1;
            if done || partly {
                end = Some(place + 1);
                whole = done;
                break;
            }
            reached = next;
            if reached == 0 {
                break;
            }
        }
        let Some(end) = end else { continue };
        let score = match start {
            0 if whole && end == text.len() => 960,
            0 if whole && is_stem(text, end) => 940,
            0 => 750 + share(90, end, text.len()),
            _ => 620 + share(40, end - start, text.len()),
        };
        let score = if cuts_number(text, start, end) { score - 40 } else { score };
        best = Match::better(
            best,
            Some(Match { score, how: How::Pinyin, field: Field::Name, start, end }),
        );
    }
    best
}

/// Every character stands for itself or for the first letter of one of its readings.
fn initials(word: &Word, text: &[char]) -> Option<Match> {
    let typed = word.chars.len();
    let initial = |c: char, letter: char| {
        c == letter || readings(c).as_slice().iter().any(|reading| reading.starts_with(letter))
    };
    let mut best = None;
    for start in 0..starts(word, text) {
        let end = start + typed;
        let Some(part) = text.get(start..end) else { break };
        if !part.iter().zip(&word.chars).all(|(c, letter)| initial(*c, *letter)) {
            continue;
        }
        let score = match start {
            0 if end == text.len() => 900,
            0 if is_stem(text, end) => 800,
            0 => 650 + share(90, typed, text.len()),
            _ => 560 + share(30, typed, text.len()),
        };
        let score = if cuts_number(text, start, end) { score - 40 } else { score };
        best = Match::better(
            best,
            Some(Match { score, how: How::Initials, field: Field::Name, start, end }),
        );
    }
    best
}
