//! Which entries are worth verifying for a word.

use crate::finder::Finder;
use crate::grams::{self, Grams};
use crate::words::Word;
use crate::{CANDIDATES_MAX, NEAR_MAX};

impl Finder {
    /// Every entry that may match plainly, in order; the first [`CANDIDATES_MAX`] of each kind of gram.
    pub(crate) fn candidates(&self, word: &Word, cut: &mut bool) -> Vec<u32> {
        let chars = &word.chars;
        let mut lists: Vec<&[u32]> = Vec::new();
        let shortest = |keys: &mut dyn Iterator<Item = u64>| {
            keys.map(|key| self.characters.get(key)).min_by_key(|list| list.len())
        };
        if word.latin && word.han {
            // Perhaps pinyin beside characters: only the characters are sure to be there.
            let sure = chars.iter().filter(|c| !c.is_ascii());
            lists.extend(shortest(&mut sure.map(|c| grams::unigram(*c))));
        } else if chars.len() == 1 && !word.latin {
            lists.push(self.characters.get(grams::unigram(chars[0])));
        } else if chars.len() > 1 {
            lists.extend(shortest(&mut chars.windows(2).map(|two| grams::bigram(two[0], two[1]))));
        }
        if !word.han {
            lists.extend(grams::spelling_of(chars).map(|key| self.spellings.get(key)));
            lists.extend(grams::initials_of(chars).map(|key| self.initials.get(key)));
            let codes = grams::codes_of(chars).into_iter().flatten();
            lists.extend(codes.map(|key| self.codes.get(key)));
        }
        *cut |= lists.iter().any(|list| list.len() > CANDIDATES_MAX);
        let first = lists.into_iter().flat_map(|list| list.iter().take(CANDIDATES_MAX).copied());
        let mut entries: Vec<u32> = first.collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// The entries that share enough characters or pairs of letters to match nearly; of too many those
    /// that share most.
    pub(crate) fn near_candidates(&self, word: &Word, cut: &mut bool) -> Vec<u32> {
        let mut entries = Vec::new();
        if word.han && word.edits() > 0 {
            let least = word.chars.len() - word.edits();
            let keys = word.chars.iter().map(|c| grams::unigram(*c)).collect();
            entries.extend(self.sharing(&self.characters, keys, least, cut));
        }
        // An edit of a letter breaks three pairs at most: a swap of two does.
        let pairs = word.letters.len().saturating_sub(1);
        if let Some(least @ 1..) = pairs.checked_sub(3 * word.letter_edits()) {
            let pair = |two: &[u8]| grams::bigram(two[0].into(), two[1].into());
            let keys = word.letters.windows(2).map(pair).collect();
            entries.extend(self.sharing(&self.letters, keys, least, cut));
        }
        entries
    }

    fn sharing(&self, grams: &Grams, mut keys: Vec<u64>, least: usize, cut: &mut bool) -> Vec<u32> {
        let mut shared = vec![0_u8; self.entries.len()];
        keys.sort_unstable();
        for same in keys.chunk_by(|a, b| a == b) {
            let times = u8::try_from(same.len()).unwrap_or(u8::MAX);
            for entry in grams.get(same[0]) {
                let count = &mut shared[*entry as usize];
                *count = count.saturating_add(times);
            }
        }
        let mut having = [0_usize; 256];
        for count in &shared {
            having[usize::from(*count)] += 1;
        }
        let mut least = least.min(255);
        let mut more: usize = having[least..].iter().sum();
        while more > NEAR_MAX && least < 255 && more > having[least] {
            more -= having[least];
            least += 1;
            *cut = true;
        }
        let enough = shared.iter().zip(0..).filter(|(count, _)| usize::from(**count) >= least);
        *cut |= more > NEAR_MAX;
        enough.map(|(_, entry)| entry).take(NEAR_MAX).collect()
    }
}
