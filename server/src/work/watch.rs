//! Keeps the atlas fresh: notices what others wrote to the store, and has ready what comes into force.
//!
//! Other processes (an import on the command line, another node) write to the same store. Each write
//! leaves a record in the change log, so reading the records after the last one seen is enough.
//!
//! A drawing that is in force from midnight on is read and made ready some minutes before. The house
//! serves it from that very instant by the clock ([`House::atlas`]), whether or not the watch has
//! ticked: assignment, tiles and pages turn over together.

use super::atlas::Atlas;
use super::events::{Audience, Event};
use super::reassign;
use super::retell::retell;
use crate::http::state::House;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use store::{Change, StoreError};
use tokio::time::{Instant, sleep_until, timeout};

/// How long a change of another process may stay unseen.
const EVERY: Duration = Duration::from_secs(1);
/// The shortest time between two looks, unless something comes into force.
const PAUSE: Duration = Duration::from_millis(100);
/// How long the store may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many change records are read at once.
const PAGE: u32 = 500;
/// So long before its time the next atlas is made ready. Until then both take memory.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// The most tiles named in one event.
const NAMED_MAX: usize = 1_000;

/// What the watch has seen.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// The last change record.
    seen: u64,
    /// The instant for which making ready failed; it is not tried every second.
    failed: Option<Timestamp>,
    /// The drawing that open incidents were last given grids of.
    assigned: Option<String>,
}

/// Looks every second, at every write that it hears of, and when something comes into force, for as long
/// as the service runs. A store that does not answer is asked again; the last state goes on being served.
pub(crate) async fn watch(house: Arc<House>) {
    let mut watch = Watch::default();
    let mut news = house.store.news();
    let mut trouble = None;
    loop {
        tell_trouble(&house, &mut trouble);
        if let Some(atlas) = house.turn() {
            tell(&house, &atlas);
        }
        let asked = timeout(PATIENCE, house.store.drawings()).await;
        let answers = asked.is_ok_and(|told| told.is_ok());
        // Said once when it begins and once when it ends, not every second in between.
        let silent = !house.store_was_asked(answers);
        if !answers && !silent {
            tracing::warn!("the store does not answer; the last state is served");
        }
        if answers {
            match watch.look(&house).await {
                Ok(()) if silent => tracing::info!("the store answers again"),
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "the store cannot be read"),
            }
        }
        let mut wait = EVERY;
        if let Some(from) = house.prepared() {
            // A millisecond over, so that the time has come when it wakes.
            let left = Duration::try_from(from.duration_since(house.now())).unwrap_or_default();
            wait = wait.min(left + Duration::from_millis(1));
        }
        let looked = Instant::now();
        news.wait(wait).await;
        // The first of many writes is seen at once, the others together.
        sleep_until(looked + PAUSE.min(wait)).await;
    }
}

/// Says once when incidents begin to wait for the store, and once when they no longer do.
fn tell_trouble(house: &House, known: &mut Option<String>) {
    let now = house.intake.trouble();
    match (&now, &*known) {
        (Some(why), None) => {
            tracing::warn!(why, waiting = house.intake.waiting(), "incidents wait to be written");
        }
        (None, Some(_)) => tracing::info!("incidents are written again"),
        _ => {}
    }
    *known = now;
}

impl Watch {
    /// One look: turns to what is due, reads what changed, makes ready what is to come.
    ///
    /// # Errors
    ///
    /// The store's. What was ready is turned to all the same.
    pub(crate) async fn look(&mut self, house: &House) -> Result<(), StoreError> {
        if let Some(atlas) = house.turn() {
            tell(house, &atlas);
        }
        let now = house.now();
        let mut stale = false;
        loop {
            let changes = house.store.changes(self.seen, PAGE).await?;
            let Some(last) = changes.last() else { break };
            // The first look takes the log as read: the atlas was loaded just now.
            let news = self.seen > 0;
            stale |= news && changes.iter().any(touches_the_atlas);
            for change in &changes {
                if !house.store.wrote(change.seq) && news {
                    retell(house, change).await?;
                }
            }
            self.seen = last.seq;
        }
        if stale || comes_into_force(house, now).await? {
            self.failed = None;
            renew(house, now).await;
        }
        house.jobs.look_elsewhere().await?;
        self.make_ready(house, now).await?;
        self.reassign(house, now).await;
        Ok(())
    }

    /// Gives open incidents the grids of the drawing in force, once for each drawing. When it cannot be
    /// written it is said and left: nothing that is told or counted leans on it.
    async fn reassign(&mut self, house: &House, now: Timestamp) {
        let Some(ground) = house.atlas().ground.clone() else { return };
        if self.assigned.as_ref() == Some(&ground.version) {
            return;
        }
        self.assigned = Some(ground.version.clone());
        match reassign::open_incidents(&house.store, &ground, now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "open incidents were given the grids in force"),
            Err(error) => tracing::warn!(%error, "open incidents keep the grids they had"),
        }
    }

    async fn make_ready(&mut self, house: &House, now: Timestamp) -> Result<(), StoreError> {
        let Some(next) = house.store.next_instant(now).await? else { return Ok(()) };
        let soon = next.duration_since(now) <= AHEAD;
        if !soon || house.prepared() == Some(next) || self.failed == Some(next) {
            return Ok(());
        }
        match Atlas::load(&house.store, next).await {
            Ok(mut atlas) => {
                tracing::info!(from = %next, "the next state is ready");
                atlas.follow(&house.atlas());
                house.prepare(next, atlas);
            }
            Err(error) => {
                tracing::error!(%error, from = %next, "the next state cannot be made ready");
                self.failed = Some(next);
            }
        }
        Ok(())
    }
}

fn touches_the_atlas(change: &Change) -> bool {
    matches!(&*change.kind, "drawing" | "places" | "setting")
}

/// Whether the drawing in force is not the one being served.
async fn comes_into_force(house: &House, now: Timestamp) -> Result<bool, StoreError> {
    let begun = house.store.drawings().await?.into_iter().filter(|it| it.valid_from <= now);
    let in_force = begun.max_by_key(|it| (it.valid_from, it.id)).map(|it| it.version);
    let served = house.atlas().ground.as_ref().map(|ground| ground.version.clone());
    Ok(in_force != served)
}

async fn renew(house: &House, now: Timestamp) {
    match Atlas::load(&house.store, now).await {
        Ok(mut atlas) => {
            atlas.follow(&house.atlas());
            house.swap(atlas);
            tell(house, &house.atlas());
        }
        Err(error) => tracing::error!(%error, "the new state cannot be served; the last one is"),
    }
}

/// Says what is served from now on.
fn tell(house: &House, atlas: &Atlas) {
    let version = atlas.ground.as_ref().map(|ground| ground.version.clone());
    tracing::info!(version, "a new state is served");
    // Many are not named: to draw everything anew costs less then.
    let dirty = atlas.ground.as_ref().and_then(|ground| ground.dirty());
    let named = dirty.filter(|dirty| dirty.len() <= NAMED_MAX);
    let tiles = named.map(|dirty| {
        dirty.iter().map(|tile| json!([tile.z(), tile.x(), tile.y()])).collect::<Vec<_>>()
    });
    let data = json!({ "version": version, "tiles": tiles });
    house.events.tell(Event { name: "tiles-changed", data, audience: Audience::Everybody });
}
