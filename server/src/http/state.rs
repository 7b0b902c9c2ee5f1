//! What every handler has at hand: the store, the frozen atlas, the jobs and the events.

use super::past::Past;
use super::seen::Seen;
use super::throttle::Throttle;
use crate::http::problem::Problem;
use crate::work::atlas::{Atlas, Ground};
use crate::work::clock;
use crate::work::events::Events;
use crate::work::jobs::Jobs;
use jiff::Timestamp;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use store::{Entry, Intake, IntakeLimits, Store};

/// The state of the service, one for all workers.
#[derive(Debug)]
pub(crate) struct House {
    /// Where everything is kept.
    pub store: Store,
    /// The door through which incidents go into it.
    pub intake: Intake,
    /// Patrol plans in the making.
    pub jobs: Jobs,
    /// Who listens, and what they are told.
    pub events: Events,
    /// The brake on guessing passwords.
    pub sign_ins: Throttle,
    /// Who was seen lately, for when the store does not answer.
    pub seen: Seen,
    store_is_away: AtomicBool,
    atlas: RwLock<Arc<Atlas>>,
    past: Past,
}

impl House {
    /// Moves in: everything that requests need, around a store and what was read from it.
    pub(crate) fn new(store: Store, atlas: Atlas, limits: IntakeLimits) -> Self {
        let events = Events::default();
        Self {
            jobs: Jobs::new(store.clone(), events.clone()),
            intake: Intake::start(store.clone(), limits),
            store,
            events,
            sign_ins: Throttle::default(),
            seen: Seen::default(),
            store_is_away: AtomicBool::new(false),
            atlas: RwLock::new(Arc::new(atlas)),
            past: Past::default(),
        }
    }

    /// The present atlas. A reader keeps the one it took for as long as it likes.
    pub(crate) fn atlas(&self) -> Arc<Atlas> {
        Arc::clone(&self.atlas.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a new atlas in place of the present one.
    pub(crate) fn swap(&self, atlas: Atlas) {
        *self.atlas.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(atlas);
    }

    /// Whether the store did not answer when it was last looked at.
    pub(crate) fn store_is_away(&self) -> bool {
        self.store_is_away.load(Ordering::Relaxed)
    }

    /// Says whether the store answered just now; gives what was known before.
    pub(crate) fn store_was_asked(&self, answered: bool) -> bool {
        !self.store_is_away.swap(!answered, Ordering::Relaxed)
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

    /// The drawing in force just before `end`, when a local day ends.
    ///
    /// # Errors
    ///
    /// 404 when there was none yet, or the store's.
    pub(crate) async fn ground_before(&self, end: Timestamp) -> Result<Arc<Ground>, Problem> {
        let present = self.ground()?;
        let drawings = self.store.drawings().await?;
        let begun = drawings.iter().filter(|drawing| drawing.valid_from < end);
        let in_force = begun.max_by_key(|drawing| (drawing.valid_from, drawing.id));
        let first = drawings.first().map(|drawing| drawing.valid_from);
        let none = || no_drawing(end, first);
        let in_force = in_force.ok_or_else(none)?;
        if in_force.version == present.version {
            return Ok(present);
        }
        self.past.ground(&self.store, in_force).await?.ok_or_else(none)
    }

    /// The time, from the one clock of the house.
    #[expect(clippy::unused_self, reason = "the clock belongs to the house")]
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// The head of a change record: this caller, now.
    pub(crate) fn entry(&self, who: &str) -> Entry {
        Entry::new(who, self.now())
    }
}

/// That no drawing was in force on the day that ends then; and when the first one was.
fn no_drawing(end: Timestamp, first: Option<Timestamp>) -> Problem {
    let day = clock::local(end).date().yesterday().map(|day| format!(" on {day}"));
    let first = first.map(|from| format!("; the first is in force from {}", clock::rfc3339(from)));
    let (day, first) = (day.unwrap_or_default(), first.unwrap_or_default());
    Problem::not_found(format!("no drawing was in force{day}{first}"))
}
