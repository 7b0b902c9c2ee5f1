//! Roads that are not as usual, as a question says it.

use super::problem::Problem;
use super::roads::point;
use crate::work::roads::{RoadBook, Unusual};
use model::RoadClass;
use model::patrol::Mode;
use planner::roads::{Roads, RoadsError};
use std::sync::Arc;

/// The most closed places of one question.
const CLOSED_MAX: usize = 200;

/// From `closed=lon,lat;lon,lat` and `slow=150` or `slow=primary:180,secondary:150`.
pub(super) fn unusual(closed: Option<&str>, slow: Option<&str>) -> Result<Unusual, Problem> {
    let mut unusual = Unusual::default();
    if let Some(closed) = closed {
        let places = closed.split(';').map(|text| point(text, "closed"));
        unusual.closed = places.collect::<Result<_, _>>()?;
        if unusual.closed.len() > CLOSED_MAX {
            return Err(Problem::bad_request(format!("at most {CLOSED_MAX} closed places")));
        }
    }
    for part in slow.into_iter().flat_map(|slow| slow.split(',')) {
        let (class, percent) = part.split_once(':').map_or((None, part), |it| (Some(it.0), it.1));
        let percent = percent.parse().ok().filter(|percent| (1..=10_000).contains(percent));
        let percent = percent.ok_or_else(|| {
            Problem::bad_request("slow is a percentage of the usual time, 1 to 10000")
        })?;
        match class {
            None => unusual.slow.extend(RoadClass::ALL.map(|class| (class, percent))),
            Some(name) => {
                let class = RoadClass::from_name(name).ok_or_else(|| {
                    Problem::bad_request(format!("slow: {name} is no class of roads"))
                })?;
                unusual.slow.push((class, percent));
            }
        }
    }
    Ok(unusual)
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
