//! Near matches: the same sounds, and one or two edits, over characters and over letters.

use crate::entry::{Field, How};
use crate::plain::{Match, share};
use crate::readings::spell;
use crate::words::{Texts, Word};

/// The best near match of a word with an entry: over the characters of names and addresses, and over the
/// letters of names.
pub(crate) fn near(word: &Word, texts: Texts<'_>) -> Option<Match> {
    let mut best = None;
    for (field, text) in texts.iter() {
        if field == Field::Code {
            continue;
        }
        let mut found = characters(word, text);
        if field != Field::Address {
            found = Match::better(letters(word, text), found);
        }
        let less = match field {
            Field::Name | Field::Code => 0,
            Field::Other(_) => 20,
            Field::Address => 60,
        };
        let found = found.map(|found| Match { score: found.score - less, field, ..found });
        best = Match::better(best, found);
    }
    best
}

fn characters(word: &Word, text: &[char]) -> Option<Match> {
    let edits = word.edits();
    if edits == 0 || !word.han {
        return None;
    }
    let found = approximate(&word.chars, text, edits, char::is_ascii_digit)?;
    Some(scored(found.edits, found.start, found.end, text.len()))
}

fn letters(word: &Word, text: &[char]) -> Option<Match> {
    if word.letters.len() < 2 {
        return None;
    }
    let mut spelt = Vec::with_capacity(text.len() * 4);
    let mut of = Vec::with_capacity(text.len() * 4);
    for (place, &c) in text.iter().enumerate() {
        // What has no sound parts the letters before it from those after.
        if !spell(c, &mut spelt) {
            spelt.push(b' ');
        }
        of.resize(spelt.len(), place);
    }
    let found = approximate(&word.letters, &spelt, word.letter_edits(), u8::is_ascii_digit)?;
    let (start, end) = (of[found.start], of[found.end - 1] + 1);
    Some(scored(found.edits, start, end, text.len()))
}

fn scored(edits: usize, start: usize, end: usize, all: usize) -> Match {
    let (base, how) = match edits {
        0 => (400, How::SameSound),
        1 => (300, How::Typo),
        _ => (200, How::Typo),
    };
    let beginning = if start == 0 { 10 } else { 0 };
    let score = base + share(60, end - start, all) + beginning;
    Match { score, how, field: Field::Name, start, end }
}

/// The part of a text that is nearest to a pattern.
struct Approximate {
    edits: usize,
    start: usize,
    /// Never `start`.
    end: usize,
}

/// The longest of the parts of `text` with the fewest edits, `max` at most; of equal ones the first. An
/// edit takes, adds or changes one item, or swaps two neighbours; one with a digit counts twice, as
/// another number is another thing.
///
/// A column for each item of the text holds, for each length of the pattern, the fewest edits of a part
/// that ends here, and where that part begins.
fn approximate<T: PartialEq>(
    pattern: &[T],
    text: &[T],
    max: usize,
    digit: impl Fn(&T) -> bool,
) -> Option<Approximate> {
    let cost = |item: &T| if digit(item) { 2 } else { 1 };
    let change = |a: &T, b: &T| if a == b { 0 } else { cost(a).max(cost(b)) };
    let mut first = vec![(0_usize, 0_usize)];
    for item in pattern {
        let (edits, _) = first[first.len() - 1];
        first.push((edits + cost(item), 0));
    }
    let (mut before, mut last) = (first.clone(), first.clone());
    let mut best: Option<Approximate> = None;
    let mut column = first;
    for (place, item) in text.iter().enumerate() {
        column[0] = (0, place + 1);
        for row in 1..=pattern.len() {
            let wanted = &pattern[row - 1];
            let mut fewest = plus(last[row - 1], change(wanted, item));
            fewest = fewer(fewest, plus(column[row - 1], cost(wanted)));
            fewest = fewer(fewest, plus(last[row], cost(item)));
            if row > 1
                && place > 0
                && pattern[row - 2] == *item
                && *wanted == text[place - 1]
                && wanted != item
            {
                fewest = fewer(fewest, plus(before[row - 2], change(wanted, item)));
            }
            column[row] = fewest;
        }
        let (edits, start) = column[pattern.len()];
        let length = (place + 1).saturating_sub(start);
        let better = best.as_ref().is_none_or(|best| {
            edits < best.edits || (edits == best.edits && length > best.end - best.start)
        });
        if edits <= max && length > 0 && better {
            best = Some(Approximate { edits, start, end: place + 1 });
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut column);
    }
    best
}

fn plus((edits, start): (usize, usize), more: usize) -> (usize, usize) {
    (edits + more, start)
}

/// The one with fewer edits; of equal ones that which begins first.
fn fewer(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    a.min(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(pattern: &str, text: &str) -> Option<(usize, usize, usize)> {
        let found = approximate(pattern.as_bytes(), text.as_bytes(), 9, u8::is_ascii_digit)?;
        Some((found.edits, found.start, found.end))
    }

    #[test]
    fn an_edit_takes_adds_changes_or_swaps() {
        assert_eq!(edits("xiyuan", "xiyuan"), Some((0, 0, 6)));
        assert_eq!(edits("xiyuan", "anxiyuanan"), Some((0, 2, 8)));
        assert_eq!(edits("xiyaun", "xiyuan"), Some((1, 0, 6)));
        assert_eq!(edits("xiyan", "xiyuan"), Some((1, 0, 6)));
        assert_eq!(edits("xixyuan", "xiyuan"), Some((1, 0, 6)));
        assert_eq!(edits("xizuan", "xiyuan"), Some((1, 0, 6)));
        assert_eq!(edits("di3wang", "di4wang"), Some((2, 0, 7)));
        assert_eq!(edits("x", ""), None);
    }
}
