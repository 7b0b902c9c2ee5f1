//! Times and durations in JSON: `"HH:MM"`, `"HH:MM:SS"` or whole seconds.

use model::Seconds;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The longest time of a plan's horizon, in seconds.
const HORIZON: u32 = 48 * 3_600;

/// Seconds as files have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Time(pub(super) Seconds);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimeVisitor)
    }
}

struct TimeVisitor;

impl Visitor<'_> for TimeVisitor {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time as \"HH:MM\", \"HH:MM:SS\" or whole seconds, at most 48 hours")
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Time, E> {
        let known = u32::try_from(seconds).ok().filter(|seconds| *seconds <= HORIZON);
        let known = known.map(|seconds| Time(Seconds::new(seconds)));
        known.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(seconds), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Time, E> {
        parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

fn parse(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(two_digits);
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    let total = hours * 3_600 + minutes * 60 + seconds;
    (total <= HORIZON).then(|| Time(Seconds::new(total)))
}

fn two_digits(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
