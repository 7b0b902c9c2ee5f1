//! Time as the offices of the territory read it: one fixed offset, no daylight saving.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the service has its time from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// A clock that is set by hand, in milliseconds since 1970.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests set a clock"))]
    ByHand(Arc<AtomicI64>),
}

impl Clock {
    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::ByHand(at) => {
                Timestamp::from_millisecond(at.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }
}

/// China Standard Time, UTC+8 all year.
pub(crate) const OFFSET: Offset = Offset::constant(8);

/// The zone of the offices.
pub(crate) fn zone() -> TimeZone {
    TimeZone::fixed(OFFSET)
}

/// The local time of an instant.
pub(crate) fn local(at: Timestamp) -> Zoned {
    at.to_zoned(zone())
}

/// RFC 3339 in local time, whole seconds: `2026-11-22T08:30:00+08:00`.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let local = local(at);
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The instants at which a local day begins and ends (the end is the next day's beginning).
pub(crate) fn day(date: Date) -> Option<(Timestamp, Timestamp)> {
    let begin = |date: Date| OFFSET.to_timestamp(DateTime::from(date)).ok();
    Some((begin(date)?, begin(date.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_local_and_half_open() {
        let (from, to) = day(jiff::civil::date(2026, 11, 22)).unwrap();
        assert_eq!(from.to_string(), "2026-11-21T16:00:00Z");
        assert_eq!(to.to_string(), "2026-11-22T16:00:00Z");
        assert_eq!(rfc3339(from), "2026-11-22T00:00:00+08:00");
    }
}
