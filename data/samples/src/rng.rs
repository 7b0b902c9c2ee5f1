//! Dice that fall the same way on every machine.
//!
//! Every part of a town draws from a stream of its own, named by the seed and a key, so that a
//! change in one part leaves the others as they were. Numbers are made from the raw 64 bits here and
//! not by a distribution library, whose values may change between its versions.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// One stream of dice.
#[derive(Debug)]
pub(crate) struct Dice(Pcg64Mcg);

impl Dice {
    /// The stream of `seed` for the part called `key`.
    pub(crate) fn new(seed: u64, key: &str) -> Self {
        let named = key.bytes().fold(mix(seed), |state, byte| mix(state ^ u64::from(byte)));
        Self(Pcg64Mcg::seed_from_u64(named))
    }

    /// A number in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        unit(self.0.next_u64())
    }

    /// A number in `-1.0..1.0`.
    pub(crate) fn swing(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }

    /// A number in `low..high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * (end as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// True once in `1.0 / share` throws.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of `items`, or `None` when there is none.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// The place of one of `weights`, each as likely as its weight; 0 when all are nothing.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }
}

/// A fixed number in `0.0..1.0` for a pair and a salt, the same whichever way round the pair is.
pub(crate) fn pair_noise(a: u32, b: u32, salt: u64) -> f64 {
    let pair = (u64::from(a.min(b)) << 32) | u64::from(a.max(b));
    unit(mix(pair ^ mix(salt)))
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
/// generators", section 4).
fn mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
