//! The index, and asking it.

use crate::HITS_MAX;
use crate::entry::{Answer, Entry, Field, Hit};
use crate::fold::Folder;
use crate::grams::{self, Grams};
use crate::near::near;
use crate::plain::{Match, plain};
use crate::query::{Containers, Query, read};
use crate::together::{distance, joined, together, without_number};
use crate::words::{Part, Texts, Word};
use model::Position;
use std::cmp::Ordering;
use std::ops::Range;

/// The most characters of a name or address that are searched.
const TEXT_CHARS_MAX: usize = 120;
/// The most other names of one entry.
const OTHERS_MAX: usize = 16;
/// How far up containers are followed.
const DEPTH_MAX: usize = 8;

/// Named things, made ready to be found. Frozen: asking takes no lock.
#[derive(Clone, Debug)]
pub struct Finder {
    folder: Folder,
    containers: Containers,
    /// Heaviest first, then those with short names: the order of postings, so that what a bound cuts off
    /// is the least.
    pub(crate) entries: Vec<Stored>,
    parts: Vec<Part>,
    chars: Vec<char>,
    pub(crate) characters: Grams,
    pub(crate) letters: Grams,
    pub(crate) spellings: Grams,
    pub(crate) initials: Grams,
    pub(crate) codes: Grams,
}

#[derive(Clone, Debug)]
pub(crate) struct Stored {
    entry: Entry,
    /// Its place in the list given.
    given: usize,
    within: Option<u32>,
    parts: Range<usize>,
}

/// A plain match of this score leaves nothing to guess.
const GOOD: u16 = 600;

/// An entry found by one way of reading the query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub entry: u32,
    pub score: u16,
    /// Which query: 0 is the whole, others are without numbers at their end.
    query: usize,
    way: usize,
    near: bool,
}

/// What a word finds: entries in order, each with its best match.
type WordHits = Vec<(u32, Match)>;

impl Finder {
    /// Makes an index. An entry that says it lies in itself, or in nothing that is given, lies in nothing.
    pub fn build(entries: Vec<Entry>) -> Self {
        let folder = Folder::new();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_cached_key(|&place| {
            let entry = &entries[place];
            (u8::MAX - entry.weight, entry.name.chars().count(), place)
        });
        let mut now_at = vec![0_u32; entries.len()];
        for (now, place) in (0..).zip(&order) {
            now_at[*place] = now;
        }
        let mut slots: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
        let mut finder = Self {
            folder,
            containers: Containers::default(),
            entries: Vec::with_capacity(order.len()),
            parts: Vec::new(),
            chars: Vec::new(),
            characters: Grams::default(),
            letters: Grams::default(),
            spellings: Grams::default(),
            initials: Grams::default(),
            codes: Grams::default(),
        };
        for given in order {
            let Some(entry) = slots[given].take() else { continue };
            let within = entry.within.filter(|at| *at != given);
            let within = within.and_then(|at| now_at.get(at).copied());
            let parts = finder.fold_all(&entry);
            finder.entries.push(Stored { entry, given, within, parts });
        }
        finder.gather();
        finder
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn fold_all(&mut self, entry: &Entry) -> Range<usize> {
        let from = self.parts.len();
        let others = (0..).zip(entry.others.iter().take(OTHERS_MAX));
        let texts = [(Field::Name, &entry.name)]
            .into_iter()
            .chain(others.map(|(number, other)| (Field::Other(number), other)))
            .chain(entry.code.iter().map(|code| (Field::Code, code)))
            .chain(entry.address.iter().map(|address| (Field::Address, address)));
        for (field, text) in texts {
            let folded = self.fold(field, text);
            let start = place(self.chars.len());
            self.chars.extend(folded.chars);
            self.parts.push((field, start, place(self.chars.len())));
        }
        from..self.parts.len()
    }

    fn fold(&self, field: Field, text: &str) -> crate::fold::Folded {
        let folded = self.folder.fold(text, TEXT_CHARS_MAX);
        if field == Field::Code { folded.without_hyphens() } else { folded }
    }

    fn gather(&mut self) {
        let kind = |keys: fn(Texts<'_>, &mut dyn FnMut(u64))| {
            let mut pairs = Vec::new();
            for number in 0..place(self.entries.len()) {
                keys(self.texts(number), &mut |key| pairs.push((key, number)));
            }
            Grams::of(pairs)
        };
        let characters = kind(|texts, add| grams::characters(texts, add));
        let letters = kind(|texts, add| grams::letters(texts, add));
        let spellings = kind(|texts, add| grams::spellings(texts, add));
        let initials = kind(|texts, add| grams::initials(texts, add));
        let codes = kind(|texts, add| grams::codes(texts, add));
        (self.characters, self.letters, self.codes) = (characters, letters, codes);
        (self.spellings, self.initials) = (spellings, initials);
        for stored in &self.entries {
            let Some(above) = stored.within else { continue };
            if let Some(&(_, from, to)) = self.parts.get(self.entries[above as usize].parts.start) {
                self.containers.add(&self.chars[from as usize..to as usize]);
            }
        }
    }

    pub(crate) fn texts(&self, entry: u32) -> Texts<'_> {
        let parts = &self.parts[self.entries[entry as usize].parts.clone()];
        Texts { parts, chars: &self.chars }
    }

    /// What an entry lies in, nearest first.
    pub(crate) fn above(&self, entry: u32) -> impl Iterator<Item = u32> {
        let up = |at: &u32| self.entries[*at as usize].within;
        std::iter::successors(up(&entry), up).take(DEPTH_MAX)
    }

    /// What a query finds, best first, at most `limit` and [`HITS_MAX`]. `near` orders equal matches.
    pub fn find(&self, query: &str, near: Option<Position>, limit: usize) -> Answer {
        let limit = limit.clamp(1, HITS_MAX);
        let mut cut = false;
        let Some((whole, shorter)) = self.read(query) else { return Answer::default() };
        let mut queries = vec![whole];
        let mut found = self.all_ways(&queries[0], 0, false, &mut cut);
        if found.iter().all(|it| it.score < GOOD) {
            let mut stand_ins = Vec::new();
            for query in shorter {
                let number = queries.len();
                let roads = self.all_ways(&query, number, false, &mut cut);
                queries.push(query);
                stand_ins.extend(roads.into_iter().filter_map(|it| self.stands_for(&queries, it)));
            }
            if stand_ins.is_empty() {
                stand_ins = self.all_ways(&queries[0], 0, true, &mut cut);
            }
            found.extend(stand_ins);
            // The best of each entry; of equal ones that which was found first.
            found.sort_by(|a, b| a.entry.cmp(&b.entry).then(b.score.cmp(&a.score)));
            found.dedup_by_key(|it| it.entry);
        }
        found.sort_by(|a, b| self.order(a, b, near));
        found.truncate(limit);
        Answer { hits: found.iter().map(|it| self.hit(&queries, *it)).collect(), cut }
    }

    pub(crate) fn read(&self, query: &str) -> Option<(Query, Vec<Query>)> {
        read(query, &self.folder, &self.containers)
    }

    /// The order of answers: score, weight, distance, as given.
    pub(crate) fn order(&self, a: &Found, b: &Found, near: Option<Position>) -> Ordering {
        let (one, other) = (&self.entries[a.entry as usize], &self.entries[b.entry as usize]);
        let far = |stored: &Stored| near.zip(stored.entry.at).map_or(f64::INFINITY, distance);
        (b.score.cmp(&a.score))
            .then(other.entry.weight.cmp(&one.entry.weight))
            .then_with(|| far(one).total_cmp(&far(other)))
            .then(one.given.cmp(&other.given))
    }

    /// What was found without the number, where that makes sense: on a road, or at an address that does
    /// not go on with another number.
    fn stands_for(&self, queries: &[Query], found: Found) -> Option<Found> {
        let way = &queries[found.query].ways[found.way];
        let at_address = || {
            let [word] = way.as_slice() else { return false };
            let Some(found_at) = plain(word, self.texts(found.entry)) else { return false };
            let text = self.texts(found.entry).iter().find(|(field, _)| *field == Field::Address);
            let next = text.and_then(|(_, text)| text.get(found_at.end));
            found_at.field == Field::Address && !next.is_some_and(char::is_ascii_digit)
        };
        let stands = self.entries[found.entry as usize].entry.numbered || at_address();
        stands.then_some(Found { score: without_number(found.score), ..found })
    }

    /// The best of all ways of reading a query, for each entry.
    fn all_ways(&self, query: &Query, number: usize, near: bool, cut: &mut bool) -> Vec<Found> {
        let mut known: Vec<(&Word, WordHits)> = Vec::new();
        for word in query.ways.iter().flatten() {
            if !known.iter().any(|(one, _)| *one == word) {
                known.push((word, self.word_hits(word, near, cut)));
            }
        }
        let hits_of = |word: &Word| {
            let hits = known.iter().find(|(one, _)| *one == word);
            hits.map_or(&[][..], |(_, hits)| hits.as_slice())
        };
        let mut found = Vec::new();
        for (way, words) in query.ways.iter().enumerate() {
            let hits: Vec<&[(u32, Match)]> = words.iter().map(hits_of).collect();
            let mut entries: Vec<u32> =
                hits.iter().flat_map(|hits| hits.iter().map(|it| it.0)).collect();
            entries.sort_unstable();
            entries.dedup();
            let score = |entry: &u32| {
                let own = |at: usize, of: u32| {
                    let place = hits[at].binary_search_by_key(&of, |it| it.0);
                    place.ok().map(|place| hits[at][place].1.score)
                };
                let score = together(words, |at| {
                    let above = self.above(*entry).filter_map(|of| own(at, of)).max();
                    (own(at, *entry), above)
                })?;
                Some(Found { entry: *entry, score, query: number, way, near })
            };
            found.extend(entries.iter().filter_map(score));
        }
        found.sort_by(|a, b| a.entry.cmp(&b.entry).then(b.score.cmp(&a.score)));
        found.dedup_by_key(|it| it.entry);
        found
    }

    fn word_hits(&self, word: &Word, nearly: bool, cut: &mut bool) -> WordHits {
        let mut entries = self.candidates(word, cut);
        if nearly {
            entries.extend(self.near_candidates(word, cut));
            entries.sort_unstable();
            entries.dedup();
        }
        let hits = entries.into_iter().filter_map(|it| Some((it, self.best(word, it, nearly)?)));
        hits.collect()
    }

    /// The best match of a word with an entry.
    pub(crate) fn best(&self, word: &Word, entry: u32, nearly: bool) -> Option<Match> {
        let texts = self.texts(entry);
        plain(word, texts).or_else(|| near(word, texts).filter(|_| nearly))
    }

    fn hit(&self, queries: &[Query], found: Found) -> Hit {
        let stored = &self.entries[found.entry as usize];
        let query = &queries[found.query];
        let words = query.ways[found.way].iter();
        let matches: Vec<Match> =
            words.filter_map(|word| self.best(word, found.entry, found.near)).collect();
        let best = matches.iter().max_by_key(|it| it.score);
        let field = best.map_or(Field::Name, |it| it.field);
        let text = match field {
            Field::Name => Some(&stored.entry.name),
            Field::Other(number) => stored.entry.others.get(usize::from(number)),
            Field::Code => stored.entry.code.as_ref(),
            Field::Address => stored.entry.address.as_ref(),
        };
        let folded = self.fold(field, text.map_or("", String::as_str));
        let of_field = matches.iter().filter(|it| it.field == field);
        let ranges = of_field.clone().filter_map(|it| folded.original(it.start..it.end));
        Hit {
            id: stored.entry.id,
            score: found.score,
            field,
            how: of_field.map(|it| it.how).max().unwrap_or(crate::How::Infix),
            ranges: joined(ranges.collect()),
            left_out: query.left_out.clone(),
        }
    }
}

fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "finder_tests.rs"]
mod tests;
