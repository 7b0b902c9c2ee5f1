//! Finding things by name, as people type them: in characters, in pinyin or its initials, by code or
//! address, with typos.
//!
//! A [`Finder`] is built once from named [`Entry`]s and never changes; any number of threads ask it
//! at once without a lock.
//!
//! # How a query is read
//!
//! 1. *Folding* (`fold`): full width to half width, upper to lower case, traditional to simplified
//!    characters, tone marks off, Chinese numerals that count something (第三网格, 十五号) to digits,
//!    punctuation away. Names are folded alike, so both meet in one form.
//! 2. *Words* (`query`): the whole query is one word; where it has spaces, or begins with the name of
//!    something that contains others (西园街道 in 西园街道便民服务中心), its parts are words, too. Each
//!    part must then match the entry itself or what it lies in, and one at least the entry itself.
//! 3. *Plain matches* (`plain`): code, name and other names in characters, pinyin and initials, address.
//! 4. Only when no plain match is good (600 or more), the road without its house number; and when there is
//!    none, *near* ones (`near`): the same sounds in other characters, one or two edits.
//!
//! # The score
//!
//! Of 1000. `c` is the share of the name that is matched, rounded down. Any plain match is above any
//! near one.
//!
//! | match | score | | match | score |
//! |---|---|---|---|---|
//! | whole code | 1000 | | part of a name, characters | 700 + 40 c |
//! | whole name | 990 | | part of a name, pinyin | 620 + 40 c |
//! | all but the kind (西园 of 西园街道) | 970 | | end of a code, three or more | 680 + 40 c |
//! | whole name, pinyin; but the kind | 960; 940 | | part of the initials | 560 + 30 c |
//! | whole name, initials; but the kind | 900; 800 | | several words, one near | below 330 |
//! | beginning of a name or code | 850 + 90 c | | road, house number unknown | 471 to 499 |
//! | beginning, pinyin | 750 + 90 c | | same sounds | 400 + 60 c |
//! | beginning, initials | 650 + 90 c | | one edit, two edits | 300, 200 + 60 c |
//!
//! Other names count 20 less, addresses 60 less; a match that cuts a number in two counts 40 less; a near
//! match at the beginning 10 more. A query of several words has nine tenths of their mean by length and 50
//! (six tenths when one is near), where a word that matches what the entry lies in counts 600 and a tenth
//! of its score (near: 200 and a tenth). Equal scores are ordered by weight, by distance when a position is
//! given, then as the entries were given.
//!
//! # Cost
//!
//! With `n` entries an index of about 350 bytes each, built in `O(n log n)`. A query reads the postings of
//! one gram of each word and verifies what is in them, [`CANDIDATES_MAX`] at most; near matches count the
//! postings of every character and of every pair of letters, `O(n)` bytes touched, and verify the
//! [`NEAR_MAX`] that share most. Entries in postings are ordered by weight, so what a bound cuts off is the least.
//! Measurements are in `benches/README.md`.
//!
//! # Sources
//!
//! Readings: the `pinyin` crate. Characters: the table `TSCharacters` of `OpenCC` (the first of several
//! choices), through `hanconv`. Edits: P. Sellers, *The theory and computation of evolutionary distances*,
//! J. Algorithms 1 (1980), with swaps of neighbours; the filter by common grams: E. Ukkonen, *Approximate
//! string-matching with q-grams and maximal matches*, Theoret. Comput. Sci. 92 (1992).
//!
//! # Not here
//!
//! No pinyin of addresses, no initials mixed with full pinyin (`xyuan`), no synonyms but those given, no learning from what people search: queries are
//! not kept.

mod candidates;
mod entry;
mod finder;
mod fold;
mod grams;
mod near;
mod plain;
mod query;
mod readings;
mod together;
mod words;

pub use entry::{Answer, Entry, Field, Hit, How};
pub use finder::Finder;

/// The most characters of a query that are read.
pub const QUERY_CHARS_MAX: usize = 64;
/// The most hits of one answer.
pub const HITS_MAX: usize = 50;
/// The most entries verified for one word, plain.
pub const CANDIDATES_MAX: usize = 5_000;
/// The most entries verified for one word, near.
pub const NEAR_MAX: usize = 500;
