//! Which entries have a gram: short runs of characters or letters, each with the entries it is in.

use crate::entry::Field;
use crate::readings::{readings, spell};
use crate::words::Texts;

/// The grams of one kind, with their postings in the order of the entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grams {
    keys: Vec<u64>,
    /// Where the postings of each key begin, and the end of the last.
    from: Vec<u32>,
    postings: Vec<u32>,
}

impl Grams {
    /// Gathers pairs of a key and an entry; repeats do not matter.
    pub(crate) fn of(mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut grams = Self::default();
        for (key, _) in &pairs {
            if grams.keys.last() != Some(key) {
                grams.keys.push(*key);
            }
        }
        let mut place = 0;
        for key in &grams.keys {
            grams.from.push(u32::try_from(place).unwrap_or(u32::MAX));
            place += pairs[place..].partition_point(|(at, _)| at == key);
        }
        grams.from.push(u32::try_from(place).unwrap_or(u32::MAX));
        grams.postings = pairs.into_iter().map(|(_, entry)| entry).collect();
        grams
    }

    /// The entries with a gram, in order.
    pub(crate) fn get(&self, key: u64) -> &[u32] {
        match self.keys.binary_search(&key) {
            Ok(place) => &self.postings[self.from[place] as usize..self.from[place + 1] as usize],
            Err(_) => &[],
        }
    }
}

/// The grams of a character, and of two.
pub(crate) fn unigram(c: char) -> u64 {
    u64::from(u32::from(c))
}

/// The gram of two characters or letters side by side.
pub(crate) fn bigram(a: char, b: char) -> u64 {
    (u64::from(u32::from(a)) + 1) << 32 | u64::from(u32::from(b))
}

/// The gram of up to six letters or digits.
fn run(letters: &[u8]) -> u64 {
    letters.iter().fold(1, |key, letter| key << 8 | u64::from(*letter))
}

/// How many letters of a spelling are a gram, longest last: a word takes the longest not longer than it.
const SPELT: [usize; 4] = [1, 2, 4, 6];
/// The same for initials.
const INITIALS: [usize; 2] = [2, 4];
/// The same for codes, from the front and from the back.
const CODES: [usize; 5] = [3, 6, 9, 12, 15];
const TAILS: [usize; 3] = [3, 5, 8];

/// The characters of a text: each, and each two.
pub(crate) fn characters(texts: Texts<'_>, mut add: impl FnMut(u64)) {
    for (field, text) in texts.iter() {
        if field == Field::Code {
            continue;
        }
        for c in text {
            add(unigram(*c));
        }
        for two in text.windows(2) {
            add(bigram(two[0], two[1]));
        }
    }
}

/// The letters of names in their usual reading: each two.
pub(crate) fn letters(texts: Texts<'_>, mut add: impl FnMut(u64)) {
    let mut spelt = Vec::new();
    for text in names(texts) {
        spelt.clear();
        for &c in text {
            if !spell(c, &mut spelt) {
                spelt.push(b' ');
            }
        }
        spelt.windows(2).for_each(|two| add(bigram(two[0].into(), two[1].into())));
    }
}

/// How a name is spelt from each of its characters on, in every reading; a single letter at its
/// beginning only.
pub(crate) fn spellings(texts: Texts<'_>, mut add: impl FnMut(u64)) {
    for text in names(texts) {
        for start in 0..text.len() {
            spell_on(&text[start..], &mut Vec::new(), start == 0, &mut add);
        }
    }
}

fn spell_on(text: &[char], spelt: &mut Vec<u8>, single: bool, add: &mut impl FnMut(u64)) {
    let Some((&c, rest)) = text.split_first() else { return };
    let mut one = |reading: &[u8]| {
        let before = spelt.len();
        spelt.extend(reading);
        for length in SPELT {
            if length > before && length <= spelt.len() && (length > 1 || single) {
                add(run(&spelt[..length]));
            }
        }
        if spelt.len() < SPELT[SPELT.len() - 1] {
            spell_on(rest, spelt, single, add);
        }
        spelt.truncate(before);
    };
    if let Some(letter) = ascii(c) {
        one(&[letter]);
    }
    for reading in readings(c).as_slice() {
        one(reading.as_bytes());
    }
}

/// The initials of a name from each of its characters on, in every reading.
pub(crate) fn initials(texts: Texts<'_>, mut add: impl FnMut(u64)) {
    for text in names(texts) {
        for length in INITIALS {
            text.windows(length).for_each(|part| initial_on(part, 1, &mut add));
        }
    }
}

fn initial_on(text: &[char], key: u64, add: &mut impl FnMut(u64)) {
    let Some((&c, rest)) = text.split_first() else { return add(key) };
    let mut firsts: Vec<u8> = ascii(c).into_iter().collect();
    firsts.extend(readings(c).as_slice().iter().filter_map(|reading| reading.bytes().next()));
    firsts.sort_unstable();
    firsts.dedup();
    for first in firsts {
        initial_on(rest, key << 8 | u64::from(first), add);
    }
}

/// The beginnings and ends of a code.
pub(crate) fn codes(texts: Texts<'_>, mut add: impl FnMut(u64)) {
    for (_, text) in texts.iter().filter(|(field, _)| *field == Field::Code) {
        for length in CODES.into_iter().filter(|length| *length <= text.len()) {
            add(hash(&text[..length]) << 1);
        }
        for length in TAILS.into_iter().filter(|length| *length <= text.len()) {
            add(hash(&text[text.len() - length..]) << 1 | 1);
        }
    }
}

/// FNV-1a over the characters. Two that fall together cost a look, not a wrong answer.
fn hash(text: &[char]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3)
    })
}

fn ascii(c: char) -> Option<u8> {
    u8::try_from(c).ok().filter(|c| c.is_ascii_alphanumeric() || *c == b'-')
}

fn names(texts: Texts<'_>) -> impl Iterator<Item = &[char]> {
    let named = texts.iter().filter(|(field, _)| matches!(field, Field::Name | Field::Other(_)));
    named.map(|(_, text)| text)
}

fn longest(lengths: &[usize], word: usize) -> Option<usize> {
    lengths.iter().copied().rfind(|length| *length <= word)
}

/// The gram of a word's spelling; `None` unless it is of letters and digits.
pub(crate) fn spelling_of(word: &[char]) -> Option<u64> {
    let letters = word.iter().map(|c| ascii(*c)).collect::<Option<Vec<u8>>>()?;
    Some(run(&letters[..longest(&SPELT, letters.len())?]))
}

/// The gram of a word as initials; `None` unless it is two or more letters and digits.
pub(crate) fn initials_of(word: &[char]) -> Option<u64> {
    let letters = word.iter().map(|c| ascii(*c)).collect::<Option<Vec<u8>>>()?;
    Some(run(&letters[..longest(&INITIALS, letters.len())?]))
}

/// The grams of a word as the beginning and as the end of a code.
pub(crate) fn codes_of(word: &[char]) -> Option<[u64; 2]> {
    let front = &word[..longest(&CODES, word.len())?];
    let back = &word[word.len() - longest(&TAILS, word.len())?..];
    Some([hash(front) << 1, hash(back) << 1 | 1])
}
