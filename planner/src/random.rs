//! Chance that is the same on every machine and in every version.
//!
//! `SplitMix64` (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"): one add
//! and a mix a draw. It is kept here, and not taken from a crate, because a plan must be repeatable
//! from its seed for as long as plans are kept.

/// A stream of draws from a seed.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of `seed`.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`; 0 when `count` is 0. The bias is below 2⁻³² for any count used here.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the high half of the product is below count"
    )]
    pub(crate) const fn below(&mut self, count: usize) -> usize {
        ((self.bits() as u128 * count as u128) >> 64) as usize
    }

    /// A number in (0, 1].
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    pub(crate) const fn share(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// True once in `times` draws on average.
    pub(crate) const fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// The greatest loss that simulated annealing at `temperature` takes this time (Metropolis, with
    /// the draw made first).
    #[expect(clippy::cast_possible_truncation, reason = "a float cast holds at the ends")]
    pub(crate) fn loss_at(&mut self, temperature: f64) -> i64 {
        (-temperature * libm::log(self.share())) as i64
    }

    /// Puts `items` into a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // First outputs of SplitMix64 from seed 1234567 (the author's reference implementation).
        let mut random = Random::new(1_234_567);
        let drawn = [random.bits(), random.bits(), random.bits()];
        assert_eq!(
            drawn,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn draws_stay_below_their_bound() {
        let mut random = Random::new(7);
        assert!((0..10_000).all(|_| random.below(3) < 3 && random.share() > 0.0));
        assert_eq!(random.below(0), 0);
    }
}
