//! What every handler has at hand: the store, the frozen atlas, the jobs and the events.

use super::throttle::Throttle;
use crate::work::atlas::{Atlas, Ground};
use crate::work::events::Events;
use crate::work::jobs::Jobs;
use crate::http::problem::Problem;
use jiff::Timestamp;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Entry, Store};

/// The state of the service, one for all workers.
#[derive(Debug)]
pub(crate) struct House {
    /// Where everything is kept.
    pub store: Store,
    /// Patrol plans in the making.
    pub jobs: Jobs,
    /// Who listens, and what they are told.
    pub events: Events,
    /// The brake on guessing passwords.
    pub sign_ins: Throttle,
    atlas: RwLock<Arc<Atlas>>,
}

impl House {
    /// Moves in: everything that requests need, around a store and what was read from it.
    pub(crate) fn new(store: Store, atlas: Atlas) -> Self {
        let events = Events::default();
        Self {
            jobs: Jobs::new(store.clone(), events.clone()),
            store,
            events,
            sign_ins: Throttle::default(),
            atlas: RwLock::new(Arc::new(atlas)),
        }
    }

    /// The present atlas. A reader keeps the one it took for as long as it likes.
    pub(crate) fn atlas(&self) -> Arc<Atlas> {
        Arc::clone(&self.atlas.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The present drawing, made ready for reading.
    ///
    /// # Errors
    ///
    /// 404 as long as nothing is published.
    pub(crate) fn ground(&self) -> Result<Arc<Ground>, Problem> {
        let ground = self.atlas().ground.clone();
        ground.ok_or_else(|| Problem::not_found("no drawing is published yet"))
    }

    /// The time, from the one clock of the house.
    #[expect(clippy::unused_self, reason = "the clock belongs to the house")]
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// The head of a change record: this caller, now.
    pub(crate) fn entry(&self, who: &str) -> Entry {
        Entry { who: who.to_owned(), why: None, at: self.now() }
    }
}
