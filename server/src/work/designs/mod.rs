//! Designs: drawings that are being redrawn, by several people and on several machines at once.
//!
//! A design is kept as its steps ([`store::DesignStep`]). A process that is asked for one makes the
//! steps again from the drawing it began with, keeps the result at hand, and before every answer makes
//! those that others wrote since. A step is written under the next number or not at all, so all
//! processes have the same steps in the same order, and nothing is overwritten in silence: a step that
//! touches grids which others changed since its maker looked is refused with what they did.

mod desk;
mod publish;
mod record;
mod sheet;

pub(crate) use desk::{Deeds, Desk};
pub(crate) use publish::publish;
pub(crate) use record::Record;
pub(crate) use sheet::DraftTiles;

use crate::work::atlas::Ground;
use jiff::{SignedDuration, Timestamp};
use model::Position;
use planner::design::{Change, Design, Load, Refusal};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use store::{DesignId, Entry, Store, StoreError};
use tiles::DirtyTiles;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// How many designs a process holds at hand. One of 10,000 grids takes some hundred megabytes.
const OPEN_MAX: usize = 8;
/// Incidents of so long before the design was begun are shown with it.
const INCIDENTS_OVER: SignedDuration = SignedDuration::from_hours(365 * 24);
/// How often a step is tried again when another process wrote one first.
const TRIES: usize = 5;

/// Why something cannot be done with a design.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DesignError {
    /// The store does not answer.
    #[error("the store does not answer")]
    Store(#[from] StoreError),
    /// The step cannot be made.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Others changed the same grids meanwhile.
    #[error("others changed the same grids meanwhile")]
    Conflict(Others),
    /// The step says nothing that can be done.
    #[error("{0}")]
    Unreadable(String),
    /// It is not open any more, or others write without a pause.
    #[error("the design is not open any more")]
    Closed,
    /// What is kept cannot be made again.
    #[error("step {step} of the design cannot be made again: {what}")]
    Broken {
        /// Which step.
        step: u64,
        /// What is wrong.
        what: String,
    },
}

/// What others did meanwhile.
#[derive(Clone, Debug)]
pub(crate) struct Others(pub Vec<Deeds>);

/// The designs at hand.
#[derive(Debug, Default)]
pub(crate) struct Studio {
    /// The one asked for last stands first. Held for a look only.
    open: Mutex<Vec<(DesignId, Place)>>,
}

/// Where a desk stands, once it was read; whoever holds it has it alone.
type Place = Arc<Turn<Option<Desk>>>;

impl Studio {
    /// The desk of a design, kept up with the store; nobody else has it meanwhile. `ground` is the
    /// drawing that it began with, `since` when.
    ///
    /// # Errors
    ///
    /// [`DesignError::Store`] and [`DesignError::Broken`].
    pub(crate) async fn desk(
        &self,
        store: &Store,
        id: DesignId,
        ground: &Arc<Ground>,
        since: Timestamp,
    ) -> Result<Held, DesignError> {
        let mut desk = self.place(id).lock_owned().await;
        let kept = match desk.take() {
            Some(kept) => kept,
            None => Desk::new(id, begin(store, ground, since).await?),
        };
        let kept = desk.insert(kept);
        if let Err(error) = kept.catch_up(store).await {
            *desk = None;
            return Err(error);
        }
        Ok(Held(desk))
    }

    fn place(&self, id: DesignId) -> Place {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let known = open.iter().position(|(other, _)| *other == id);
        let place = known.map_or_else(|| (id, Arc::default()), |place| open.remove(place));
        let turn = Arc::clone(&place.1);
        open.insert(0, place);
        open.truncate(OPEN_MAX);
        turn
    }
}

/// A desk that nobody else has meanwhile.
#[derive(Debug)]
pub(crate) struct Held(OwnedMutexGuard<Option<Desk>>);

impl Held {
    /// The desk.
    ///
    /// # Errors
    ///
    /// [`DesignError::Closed`] after a step that failed in the middle.
    pub(crate) fn desk(&self) -> Result<&Desk, DesignError> {
        self.0.as_ref().ok_or(DesignError::Closed)
    }

    /// Asks about the design as it would be after a step; nothing is written, and nothing stays.
    ///
    /// # Errors
    ///
    /// [`DesignError`] as of a step that is made.
    pub(crate) fn weigh<T>(
        &mut self,
        record: &Record,
        ask: impl FnOnce(&Design, &Change) -> T,
    ) -> Result<T, DesignError> {
        self.0.as_mut().ok_or(DesignError::Closed)?.weigh(record, ask)
    }

    /// The tiles of the design as it is now, drawn off the threads that answer requests, and which are
    /// others since the last look (`None`: all may be). Nothing when nobody has asked for tiles yet and
    /// nobody does (`ask`).
    ///
    /// # Errors
    ///
    /// [`DesignError::Closed`] after a step that failed in the middle.
    pub(crate) async fn tiles(
        self,
        ground: &Arc<Ground>,
        ask: bool,
    ) -> Result<Option<(DraftTiles, Option<DirtyTiles>)>, DesignError> {
        let (ground, mut desk) = (Arc::clone(ground), self.0);
        let drawn =
            tokio::task::spawn_blocking(move || desk.as_mut().map(|desk| desk.tiles(&ground, ask)));
        let drawn = drawn
            .await
            .map_err(|error| DesignError::Broken { step: 0, what: error.to_string() })?;
        drawn.ok_or(DesignError::Closed)
    }

    /// Makes a step and writes it; `seen` is the last one that its maker had seen.
    ///
    /// # Errors
    ///
    /// [`DesignError`]; then the design is as it was.
    pub(crate) async fn add(
        &mut self,
        store: &Store,
        seen: u64,
        record: &Record,
        entry: &Entry,
        again: impl AsyncFn() -> Result<Desk, DesignError>,
    ) -> Result<Change, DesignError> {
        for _ in 0..TRIES {
            let mut desk = match self.0.take() {
                Some(desk) => desk,
                None => again().await?,
            };
            match desk.add(store, seen, record, entry).await {
                Ok(Some(change)) => {
                    *self.0 = Some(desk);
                    return Ok(change);
                }
                // What was made here was not written: the desk holds what nobody else does.
                Ok(None) => {}
                Err(error @ DesignError::Store(_)) => return Err(error),
                Err(error) => {
                    *self.0 = Some(desk);
                    return Err(error);
                }
            }
        }
        Err(DesignError::Closed)
    }
}

/// A design as it is begun, with all steps that were written.
pub(crate) async fn read(
    store: &Store,
    id: DesignId,
    ground: &Arc<Ground>,
    since: Timestamp,
) -> Result<Desk, DesignError> {
    let mut desk = Desk::new(id, begin(store, ground, since).await?);
    desk.catch_up(store).await?;
    Ok(desk)
}

async fn begin(
    store: &Store,
    ground: &Arc<Ground>,
    since: Timestamp,
) -> Result<Design, DesignError> {
    let mut incidents: Vec<Position> = Vec::new();
    let from = since.checked_sub(INCIDENTS_OVER).unwrap_or(since);
    let mut note = |positions: &[Position]| incidents.extend(positions);
    store.incident_positions(Some(from), Some(since), &mut note).await?;
    let past: BTreeSet<_> = store.grid_codes().await?.into_iter().collect();
    let ground = Arc::clone(ground);
    let begun = tokio::task::spawn_blocking(move || {
        Design::new(&ground.map, Load::new(&ground.map, &incidents), past)
    });
    begun.await.map_err(|error| DesignError::Broken { step: 0, what: error.to_string() })
}
