//! What is searched, and what is answered.

use model::Position;
use std::ops::Range;

/// A thing with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Chosen by the caller; comes back in hits.
    pub id: u32,
    /// The name shown.
    pub name: String,
    /// Other names: old ones, short ones, those in another language.
    pub others: Vec<String>,
    /// The code.
    pub code: Option<String>,
    /// The address, from general to specific.
    pub address: Option<String>,
    /// Of two equal matches the heavier comes first.
    pub weight: u8,
    /// Where it is.
    pub at: Option<Position>,
    /// What it lies in: the place of that entry in the list given to [`crate::Finder::build`].
    pub within: Option<usize>,
    /// Whether houses are numbered along it, as along a road: it then stands for numbers not known.
    pub numbered: bool,
}

/// Which text of an entry matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The other name of this number, from 0.
    Other(u8),
    /// The code.
    Code,
    /// The address.
    Address,
}

/// How a text matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// It is what was typed.
    Exact,
    /// It begins with what was typed.
    Prefix,
    /// What was typed is within it, or at the end of the code.
    Infix,
    /// In full or partial pinyin, perhaps mixed with characters.
    Pinyin,
    /// By the first letters of its syllables.
    Initials,
    /// Other characters of the same sound.
    SameSound,
    /// With a character or letter wrong, missing, too many, or two swapped.
    Typo,
}

impl How {
    /// The name used in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Infix => "infix",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
            Self::SameSound => "same-sound",
            Self::Typo => "typo",
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry's id.
    pub id: u32,
    /// How good the match is, of 1000; the crate's page has the table.
    pub score: u16,
    /// Which text matched (the best word's, when there are several).
    pub field: Field,
    /// How it matched (the worst word's, when there are several).
    pub how: How,
    /// What matched of that text: ranges of characters (not bytes), in order, none empty or overlapping.
    pub ranges: Vec<Range<usize>>,
    /// The end of the query that is not known here: a house number, a stair, a room.
    pub left_out: Option<String>,
}

/// What is found, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The hits.
    pub hits: Vec<Hit>,
    /// Whether a bound cut candidates off, so that something else might have matched as well.
    pub cut: bool,
}
