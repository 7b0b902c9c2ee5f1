//! What every handler has at hand: the store, the frozen atlas, the jobs and the events.

use super::layers::Layers;
use super::maps::Pictures;
use super::past::Past;
use super::search::Index;
use super::seen::Seen;
use super::throttle::Throttle;
use super::tile_cache::TileCache;
use crate::http::problem::Problem;
use crate::work::atlas::{Atlas, Ground};
use crate::work::clock::{self, Clock};
use crate::work::designs::Studio;
use crate::work::events::Events;
use crate::work::jobs::Jobs;
use crate::work::roads::{RoadBook, Shelf};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::Place;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use store::{DrawingId, Entry, Intake, IntakeLimits, PlaceFilter, Store};

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
    /// Designs at hand.
    pub studio: Studio,
    /// Tiles as they go out.
    pub tiles: TileCache,
    /// Who was seen lately, for when the store does not answer.
    pub seen: Seen,
    store_is_away: AtomicBool,
    clock: Clock,
    atlases: RwLock<Atlases>,
    past: Past,
    roads: Arc<Shelf>,
    /// What can be searched.
    pub(super) index: Index,
    /// Layers of tiles beside the drawing, made ready.
    pub layers: Layers,
    /// Pictures of the map.
    pub pictures: Pictures,
}

/// What is served, and what will be from an instant on.
#[derive(Debug)]
struct Atlases {
    present: Arc<Atlas>,
    next: Option<(Timestamp, Arc<Atlas>)>,
}

impl House {
    /// Moves in: everything that requests need, around a store and what was read from it.
    pub(crate) fn new(store: Store, atlas: Atlas, limits: IntakeLimits) -> Self {
        Self::by(Clock::System, store, atlas, limits)
    }

    /// The same, by another clock.
    pub(crate) fn by(clock: Clock, store: Store, atlas: Atlas, limits: IntakeLimits) -> Self {
        let events = Events::default();
        let roads: Arc<Shelf> = Arc::default();
        Self {
            jobs: Jobs::new(store.clone(), events.clone(), Arc::clone(&roads)),
            intake: Intake::start(store.clone(), limits),
            store,
            events,
            sign_ins: Throttle::default(),
            studio: Studio::default(),
            tiles: TileCache::default(),
            seen: Seen::default(),
            store_is_away: AtomicBool::new(false),
            clock,
            atlases: RwLock::new(Atlases { present: Arc::new(atlas), next: None }),
            past: Past::default(),
            roads,
            index: Index::default(),
            layers: Layers::default(),
            pictures: Pictures::default(),
        }
    }

    /// The atlas of this instant. A reader keeps the one it took for as long as it likes: a request
    /// takes it once, so that its answer is of one piece.
    ///
    /// From the instant on at which the next one begins to be so, every call gives the next one:
    /// nobody needs to have noticed that the time has come.
    pub(crate) fn atlas(&self) -> Arc<Atlas> {
        let atlases = self.atlases.read().unwrap_or_else(PoisonError::into_inner);
        match &atlases.next {
            Some((from, next)) if *from <= self.now() => Arc::clone(next),
            _ => Arc::clone(&atlases.present),
        }
    }

    /// Puts a new atlas in place of the present one. What was ready to come is forgotten.
    pub(crate) fn swap(&self, atlas: Atlas) {
        *self.atlases.write().unwrap_or_else(PoisonError::into_inner) =
            Atlases { present: Arc::new(atlas), next: None };
    }

    /// Has an atlas ready that is served from an instant on.
    pub(crate) fn prepare(&self, from: Timestamp, atlas: Atlas) {
        let mut atlases = self.atlases.write().unwrap_or_else(PoisonError::into_inner);
        atlases.next = Some((from, Arc::new(atlas)));
    }

    /// The instant from which on an atlas is ready to be served.
    pub(crate) fn prepared(&self) -> Option<Timestamp> {
        let atlases = self.atlases.read().unwrap_or_else(PoisonError::into_inner);
        atlases.next.as_ref().map(|(from, _)| *from)
    }

    /// Makes the next atlas the present one when its time has come, and gives it then.
    pub(crate) fn turn(&self) -> Option<Arc<Atlas>> {
        let now = self.now();
        let mut atlases = self.atlases.write().unwrap_or_else(PoisonError::into_inner);
        let (_, next) = atlases.next.take_if(|(from, _)| *from <= now)?;
        atlases.present = Arc::clone(&next);
        Some(next)
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
        self.atlas().ground()
    }

    /// The drawing in force when a day of the request ends, the present one when none is named.
    ///
    /// # Errors
    ///
    /// 400 for what is no date, 404 when there was no drawing yet, or the store's.
    pub(crate) async fn ground_on(&self, day: Option<&str>) -> Result<Arc<Ground>, Problem> {
        match day {
            None => self.ground(),
            Some(day) => self.ground_before(day_end(day)?).await,
        }
    }

    /// The drawing of a number, made ready for reading; `None` when there is none.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn ground_of(&self, id: DrawingId) -> Result<Option<Arc<Ground>>, Problem> {
        let drawings = self.store.drawings().await?;
        let Some(drawing) = drawings.iter().find(|drawing| drawing.id == id) else {
            return Ok(None);
        };
        match &self.atlas().ground {
            Some(present) if present.version == drawing.version => Ok(Some(Arc::clone(present))),
            _ => self.past.ground(&self.store, drawing).await,
        }
    }

    /// The drawing of a version, made ready for reading; `None` when no drawing has it.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn ground_at_version(
        &self,
        version: &str,
    ) -> Result<Option<Arc<Ground>>, Problem> {
        if let Some(present) = &self.atlas().ground
            && present.version == version
        {
            return Ok(Some(Arc::clone(present)));
        }
        if let Some(known) = self.past.known(version) {
            return Ok(Some(known));
        }
        let drawings = self.store.drawings().await?;
        match drawings.iter().find(|drawing| drawing.version == version) {
            Some(drawing) => self.past.ground(&self.store, drawing).await,
            None => Ok(None),
        }
    }

    /// The places known of the end of a day of the request, or of now: public ones and others.
    ///
    /// # Errors
    ///
    /// 400 for what is no date, or the store's.
    pub(crate) async fn places_on(&self, day: Option<&str>) -> Result<Places, Problem> {
        let Some(day) = day else { return Ok(Places::Present(self.atlas())) };
        // Instants are kept to the millisecond: this is the last one of the day.
        let at = day_end(day)? - SignedDuration::from_millis(1);
        let filter = PlaceFilter { at: Some(at), ..PlaceFilter::default() };
        Ok(Places::Past(self.store.places(&filter).await?))
    }

    /// The drawing in force just before `end`, when a local day ends.
    async fn ground_before(&self, end: Timestamp) -> Result<Arc<Ground>, Problem> {
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

    /// The roads that are kept; `None` without any.
    ///
    /// # Errors
    ///
    /// The store's, or 500 when what it keeps is broken.
    pub(crate) async fn roads(&self) -> Result<Option<Arc<RoadBook>>, Problem> {
        match &self.atlas().roads {
            Some(about) => {
                let book = self.roads.book(&self.store, &about.version).await;
                book.map_err(Problem::internal)
            }
            None => Ok(None),
        }
    }

    /// The time, from the one clock of the house.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The head of a change record: this caller, now.
    pub(crate) fn entry(&self, who: &str) -> Entry {
        Entry::new(who, self.now())
    }
}

impl Atlas {
    /// The drawing of this atlas.
    ///
    /// # Errors
    ///
    /// 404 as long as nothing is published.
    pub(crate) fn ground(&self) -> Result<Arc<Ground>, Problem> {
        let ground = self.ground.clone();
        ground.ok_or_else(|| Problem::not_found("no drawing is published yet"))
    }
}

/// Places as of some time.
#[derive(Debug)]
pub(crate) enum Places {
    /// Those of the atlas that is served.
    Present(Arc<Atlas>),
    /// Those of another day.
    Past(Vec<Place>),
}

impl Places {
    /// The places, by code.
    pub(crate) fn all(&self) -> &[Place] {
        match self {
            Self::Present(atlas) => &atlas.places,
            Self::Past(places) => places,
        }
    }
}

/// When a local day of a request ends.
fn day_end(day: &str) -> Result<Timestamp, Problem> {
    let bad = || Problem::bad_request("on must be a date like 2026-11-22");
    let day: Date = day.parse().map_err(|_unread| bad())?;
    clock::day(day).map(|(_, end)| end).ok_or_else(bad)
}

/// That no drawing was in force on the day that ends then; and when the first one was.
fn no_drawing(end: Timestamp, first: Option<Timestamp>) -> Problem {
    let day = clock::local(end).date().yesterday().map(|day| format!(" on {day}"));
    let first = first.map(|from| format!("; the first is in force from {}", clock::rfc3339(from)));
    let (day, first) = (day.unwrap_or_default(), first.unwrap_or_default());
    Problem::not_found(format!("no drawing was in force{day}{first}"))
}
