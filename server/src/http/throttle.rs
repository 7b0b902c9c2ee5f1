//! A brake on guessing passwords: after a few failures an address waits longer and longer.

use super::problem::Problem;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Failures that cost nothing: people mistype.
const FREE: u32 = 5;
/// The longest wait, in seconds.
const WAIT_S_MAX: i64 = 300;
/// How many addresses are remembered; the longest quiet is forgotten first.
const ADDRESSES_MAX: usize = 10_000;

#[derive(Debug)]
struct Failures {
    count: u32,
    until: Timestamp,
}

/// Who failed to sign in lately.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<BTreeMap<Option<IpAddr>, Failures>>);

impl Throttle {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Option<IpAddr>, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an address try, or tells it how long to wait.
    pub(crate) fn admit(&self, from: Option<IpAddr>, now: Timestamp) -> Result<(), Problem> {
        let known = self.lock();
        let Some(wait) = known.get(&from).map(|failures| failures.until.duration_since(now)) else {
            return Ok(());
        };
        match u32::try_from(wait.as_secs()) {
            Ok(seconds) if wait.is_positive() => Err(Problem::too_many(
                "too many wrong passwords from this address; wait a little",
                seconds + 1,
            )),
            _ => Ok(()),
        }
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, from: Option<IpAddr>, now: Timestamp) {
        let mut known = self.lock();
        if known.len() >= ADDRESSES_MAX
            && let Some(oldest) = known.iter().min_by_key(|(_, it)| it.until).map(|(at, _)| *at)
        {
            known.remove(&oldest);
        }
        let failures = known.entry(from).or_insert(Failures { count: 0, until: now });
        failures.count = failures.count.saturating_add(1);
        let beyond = failures.count.saturating_sub(FREE).min(16);
        let wait_s = if beyond == 0 { 0 } else { (1_i64 << beyond).min(WAIT_S_MAX) };
        failures.until = now + SignedDuration::from_secs(wait_s);
    }

    /// Forgets an address that signed in.
    pub(crate) fn forget(&self, from: Option<IpAddr>) {
        self.lock().remove(&from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_failure_waits_and_success_forgets() {
        let (throttle, now) = (Throttle::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..FREE {
            throttle.failed(None, now);
            assert!(throttle.admit(None, now).is_ok());
        }
        throttle.failed(None, now);
        assert!(throttle.admit(None, now).is_err());
        assert!(throttle.admit(None, now + SignedDuration::from_secs(3)).is_ok());
        throttle.failed(None, now);
        throttle.forget(None);
        assert!(throttle.admit(None, now).is_ok());
    }
}
