//! How long callers waited.

use std::fmt;
use std::time::Duration;

/// The waits of many calls.
#[derive(Clone, Debug, Default)]
pub struct Latency(Vec<Duration>);

impl Latency {
    /// Adds one.
    pub fn add(&mut self, waited: Duration) {
        self.0.push(waited);
    }

    /// Adds all of another.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The wait that `per_mille` of a thousand do not exceed; zero when there is none.
    pub fn at(&self, per_mille: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * per_mille / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default()
    }
}

impl fmt::Display for Latency {
    /// Median, 99 and 99.9 per cent, longest, in milliseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |per_mille| self.at(per_mille).as_secs_f64() * 1e3;
        write!(f, "{:.1}\t{:.1}\t{:.1}\t{:.1}", ms(500), ms(990), ms(999), ms(1000))
    }
}
