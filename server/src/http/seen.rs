//! Who was seen lately: the sessions that the store confirmed a short while ago.
//!
//! Asked only while the store does not answer, so that dispatchers can go on taking calls. A session
//! that was ended is forgotten by the lookup that finds it ended; one that was ended through another
//! node in the very moment the store went away stays open for [`TRUST`] at most.

use super::session::Caller;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::TokenHash;

/// How long a confirmed session is believed without the store.
const TRUST: SignedDuration = SignedDuration::from_mins(30);
/// How many are remembered; beyond it, those that were not confirmed lately go.
const SEEN_MAX: usize = 10_000;

/// The sessions confirmed lately.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<TokenHash, (Caller, Timestamp)>>);

impl Seen {
    /// Takes down what the store said of a session; `ends` is when it expires.
    pub(crate) fn confirm(
        &self,
        token: TokenHash,
        caller: &Caller,
        ends: Timestamp,
        now: Timestamp,
    ) {
        let until = now.checked_add(TRUST).unwrap_or(ends).min(ends);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SEEN_MAX {
            seen.retain(|_, (_, until)| now < *until);
        }
        if seen.len() < SEEN_MAX {
            seen.insert(token, (caller.clone(), until));
        }
    }

    /// Forgets a session that is none any more.
    pub(crate) fn forget(&self, token: &TokenHash) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }

    /// Forgets every session of a user whose account was changed.
    pub(crate) fn forget_user(&self, user: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, (caller, _)| caller.name() != user);
    }

    /// Who this was a short while ago.
    pub(crate) fn who(&self, token: &TokenHash, now: Timestamp) -> Option<Caller> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(token).filter(|(_, until)| now < *until).map(|(caller, _)| caller.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Role;

    #[test]
    fn a_session_is_believed_for_a_while_and_never_beyond_its_end() {
        let seen = Seen::default();
        let caller = Caller::User { name: "d".to_owned(), role: Role::Dispatcher };
        let now: Timestamp = "2026-11-22T03:00:00Z".parse().unwrap();
        let later = |minutes| now + SignedDuration::from_mins(minutes);
        seen.confirm([1; 32], &caller, later(600), now);
        seen.confirm([2; 32], &caller, later(5), now);
        assert_eq!(seen.who(&[1; 32], later(29)), Some(caller.clone()));
        assert_eq!(seen.who(&[1; 32], later(30)), None);
        assert_eq!(seen.who(&[2; 32], later(6)), None);
        assert_eq!(seen.who(&[3; 32], now), None);
        seen.forget(&[1; 32]);
        assert_eq!(seen.who(&[1; 32], now), None);
        seen.forget_user("d");
        assert_eq!(seen.who(&[2; 32], now), None);
    }
}
