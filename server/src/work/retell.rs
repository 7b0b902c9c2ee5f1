//! What other processes wrote, told to those who listen here.
//!
//! A handler tells of its own writes itself; of those of other nodes and of the command line the
//! change log tells.

use super::events::{Event, TOLD_MAX};
use crate::http::state::House;
use serde_json::Value;
use store::{Change, IncidentId, StoreError};

/// Tells of a change that another process wrote.
///
/// # Errors
///
/// The store's.
pub(crate) async fn retell(house: &House, change: &Change) -> Result<(), StoreError> {
    let what: Value = serde_json::from_str(&change.what).unwrap_or_default();
    match &*change.kind {
        "incidents" => incidents(house, &what).await,
        "job" => match what["job"].as_str() {
            Some(id) => house.jobs.tell_of(id).await,
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

async fn incidents(house: &House, what: &Value) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (what["first"].as_u64(), what["last"].as_u64()) else {
        return Ok(());
    };
    let count = usize::try_from((last + 1).saturating_sub(first)).unwrap_or(usize::MAX);
    if count > TOLD_MAX {
        house.events.tell(Event::of_many(count));
        return Ok(());
    }
    for id in first..=last {
        if let Some(stored) = house.store.incident(IncidentId(id)).await? {
            house.events.tell(Event::of_incident(&stored));
        }
    }
    Ok(())
}
