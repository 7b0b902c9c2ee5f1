//! One word of a query, with what matching asks of it, and the texts it is matched with.

use crate::entry::Field;
use crate::readings::spell;

/// A folded text among others: what it is, and from where to where it is in the store of characters.
pub(crate) type Part = (Field, u32, u32);

/// The texts of an entry, folded, each with what it is. Codes come without hyphens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    /// Which texts.
    pub parts: &'a [Part],
    /// The characters of these and others.
    pub chars: &'a [char],
}

impl<'a> Texts<'a> {
    /// Each text with what it is.
    pub(crate) fn iter(self) -> impl Iterator<Item = (Field, &'a [char])> {
        let text = |&(field, from, to): &Part| (field, &self.chars[from as usize..to as usize]);
        self.parts.iter().map(text)
    }
}

/// A folded word, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its characters.
    pub chars: Vec<char>,
    /// Its usual spelling in letters and digits; empty when a character has none.
    pub letters: Vec<u8>,
    /// Whether it has a letter of the Latin alphabet: it may be pinyin.
    pub latin: bool,
    /// Whether it has a character that is no letter or digit of ASCII.
    pub han: bool,
}

impl Word {
    /// The word of these characters; `None` of none.
    pub(crate) fn new(chars: &[char]) -> Option<Self> {
        if chars.is_empty() {
            return None;
        }
        let mut letters = Vec::new();
        if !chars.iter().all(|c| spell(*c, &mut letters)) {
            letters.clear();
        }
        Some(Self {
            chars: chars.to_vec(),
            letters,
            latin: chars.iter().any(char::is_ascii_alphabetic),
            han: chars.iter().any(|c| !c.is_ascii()),
        })
    }

    /// How many edits its characters may differ by: none below 3, one below 6, two from there on.
    pub(crate) fn edits(&self) -> usize {
        match self.chars.len() {
            0..=2 => 0,
            3..=5 => 1,
            _ => 2,
        }
    }

    /// How many edits its letters may differ by: none below 5, one below 12, two from there on.
    pub(crate) fn letter_edits(&self) -> usize {
        match self.letters.len() {
            0..=4 => 0,
            5..=11 => 1,
            _ => 2,
        }
    }
}

/// The kinds that a name of a unit ends with.
const KINDS: [&[char]; 13] = [
    &['街', '道'],
    &['社', '区'],
    &['办', '事', '处'],
    &['地', '区'],
    &['城', '区'],
    &['省'],
    &['市'],
    &['区'],
    &['县'],
    &['镇'],
    &['乡'],
    &['村'],
    &['州'],
];

/// A name without the kind at its end (西园 of 西园街道), two characters or more; `None` without a kind.
pub(crate) fn stem(name: &[char]) -> Option<&[char]> {
    let stems = KINDS.iter().filter_map(|kind| name.strip_suffix(*kind));
    stems.into_iter().next().filter(|stem| stem.len() >= 2)
}
