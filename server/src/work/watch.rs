//! Keeps the atlas fresh: notices what others wrote to the store, and drawings whose time has come.
//!
//! Other processes (an import on the command line, another node) write to the same store. Each write
//! leaves a record in the change log, so reading the records after the last one seen is enough.

use super::atlas::Atlas;
use super::events::Event;
use crate::http::state::House;
use jiff::Timestamp;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use store::{Change, StoreError};
use tokio::time::{MissedTickBehavior, interval};

/// How long a change of another process may stay unseen.
const EVERY: Duration = Duration::from_secs(1);
/// How long the store may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many change records are read at once.
const PAGE: u32 = 500;

/// Looks every second, for as long as the service runs. A store that does not answer is asked again;
/// the last state goes on being served.
pub(crate) async fn watch(house: Arc<House>) {
    let mut seen = 0;
    let mut trouble = None;
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        tell_trouble(&house, &mut trouble);
        let asked = tokio::time::timeout(PATIENCE, house.store.drawings()).await;
        let answers = asked.is_ok_and(|told| told.is_ok());
        let silent = !house.store_was_asked(answers);
        if !answers && !silent {
            tracing::warn!("the store does not answer; the last state is served");
        }
        if !answers {
            continue;
        }
        let looked = look(&house, &mut seen).await;
        match looked {
            Ok(()) if silent => tracing::info!("the store answers again"),
            Ok(()) => {}
            Err(error) => tracing::warn!(%error, "the store cannot be read"),
        }
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

async fn look(house: &House, seen: &mut u64) -> Result<(), StoreError> {
    let now = house.now();
    let mut stale = comes_into_force(house, now).await?;
    loop {
        let changes = house.store.changes(*seen, PAGE).await?;
        // The first look takes the log as read: the atlas was loaded just now.
        stale |= *seen > 0 && changes.iter().any(touches_the_atlas);
        let Some(last) = changes.last() else { break };
        *seen = last.seq;
    }
    if stale {
        renew(house, now).await;
    }
    Ok(())
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
        Ok(atlas) => {
            let version = atlas.ground.as_ref().map(|ground| ground.version.clone());
            house.swap(atlas);
            tracing::info!(version, "a new state is served");
            let data = json!({ "version": version });
            house.events.tell(Event { name: "tiles-changed", data, public: true });
        }
        Err(error) => tracing::error!(%error, "the new state cannot be served; the last one is"),
    }
}
