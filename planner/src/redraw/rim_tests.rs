//! The rim is in order, whatever comes and goes.

use super::*;
use crate::random::Random;
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #[test]
    fn the_first_are_those_that_may_cost_less(seed: u64, count in 1_usize..40) {
        let mut random = Random::new(seed);
        let mut rim = Rim::of(count);
        let mut prices: BTreeMap<u32, i64> = BTreeMap::new();
        for _ in 0..200 {
            let atom = random.below(count) as u32;
            let price = random.below(3_000) as i64 - 500;
            if random.once_in(3) {
                rim.set(atom, None);
                prices.remove(&atom);
            } else {
                rim.set(atom, Some(price));
                prices.insert(atom, price);
            }
            let mut all = rim.atoms().to_vec();
            all.sort_unstable();
            prop_assert_eq!(all, prices.keys().copied().collect::<Vec<u32>>());
            prop_assert!((0..count as u32).all(|it| rim.holds(it) == prices.contains_key(&it)));
            for limit in [0.0, 1.0, 63.9, 64.0, 700.0, 1_500.0, 9_999.0] {
                let (first, rest) = rim.atoms().split_at(rim.below(limit));
                // Not one that could be had for less is left out; none is far too dear.
                prop_assert!(rest.iter().all(|it| prices[it] as f64 >= limit));
                let top = LEVELS as i64 * WIDTH;
                prop_assert!(first.iter().all(|it| (prices[it].min(top - WIDTH) as f64) < limit + WIDTH as f64));
            }
        }
    }
}
