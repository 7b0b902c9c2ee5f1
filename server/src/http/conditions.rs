//! Roads that are not as usual, as a question says it.

use super::problem::Problem;
use crate::work::roads::{RoadBook, Unusual};
use model::patrol::Mode;
use planner::roads::{Roads, RoadsError};
use std::sync::Arc;

/// From `closed=lon,lat;lon,lat` and `slow=150` or `slow=primary:180,secondary:150`.
pub(super) fn unusual(closed: Option<&str>, slow: Option<&str>) -> Result<Unusual, Problem> {
    Unusual::read(closed, slow).map_err(Problem::bad_request)
}

/// Roads of a mode as they are now, made ready off the threads that answer requests: the first time
/// for a mode in seconds for a city, under other conditions in a part of that.
pub(super) async fn ready(
    book: Arc<RoadBook>,
    mode: Mode,
    unusual: Unusual,
) -> Result<Arc<Roads>, Problem> {
    let make = move || {
        let roads = book.of(mode).map_err(|error| match error {
            RoadsError::NoRoads(_) => Problem::not_found(error.to_string()),
            RoadsError::TooLarge | RoadsError::NotWhole => Problem::internal(error),
        })?;
        if unusual == Unusual::default() {
            return Ok(roads);
        }
        let conditions = unusual.on(&roads);
        let conditions = conditions.map_err(|error| Problem::bad_request(error.to_string()))?;
        Ok(book.under(&roads, conditions))
    };
    tokio::task::spawn_blocking(make).await.map_err(Problem::internal)?
}
