//! A small hash table from numbers to numbers that is emptied for free.

/// A map from `u64` to `u32`, made to be filled and emptied thousands of times in one tile: emptying
/// it costs nothing, and it never shrinks.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    /// Key, value, and the round it was written in. The length is zero or a power of two.
    held: Vec<(u64, u32, u32)>,
    round: u32,
    used: usize,
}

impl Slots {
    /// Forgets every key.
    pub(crate) fn clear(&mut self) {
        self.used = 0;
        if let Some(next) = self.round.checked_add(1) {
            self.round = next;
        } else {
            self.held.fill((0, 0, 0));
            self.round = 1;
        }
    }

    /// The value of `key`, which is set to `fresh` where it had none. The flag says whether it had.
    pub(crate) fn get_or_set(&mut self, key: u64, fresh: u32) -> (&mut u32, bool) {
        if (self.used + 1) * 2 > self.held.len() {
            self.grow();
        }
        let (at, had) = self.find(key);
        if !had {
            self.held[at] = (key, fresh, self.round);
            self.used += 1;
        }
        (&mut self.held[at].1, had)
    }

    /// Where `key` is or would be. There is always a free slot, so this ends.
    fn find(&self, key: u64) -> (usize, bool) {
        let mask = self.held.len() - 1;
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        loop {
            let (known, _, round) = self.held[at];
            if round != self.round {
                return (at, false);
            }
            if known == key {
                return (at, true);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        // Round 0 marks a slot that was never written.
        self.round = self.round.max(1);
        let wider = vec![(0, 0, 0); (self.held.len() * 2).max(512)];
        for slot in std::mem::replace(&mut self.held, wider) {
            if slot.2 == self.round {
                let (at, _) = self.find(slot.0);
                self.held[at] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn agrees_with_the_map_of_the_library(rounds in prop::collection::vec(
            prop::collection::vec((0..40_u64, 0..9_u32), 0..200), 0..5)) {
            let mut slots = Slots::default();
            for round in rounds {
                slots.clear();
                let mut plain: HashMap<u64, u32> = HashMap::new();
                for (key, value) in round {
                    let had = plain.contains_key(&key);
                    let (held, found) = slots.get_or_set(key, value);
                    prop_assert_eq!((*held, found), (*plain.entry(key).or_insert(value), had));
                }
            }
        }
    }
}
