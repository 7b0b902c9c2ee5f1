//! Looking incidents up. For dispatchers.

use super::grids::UnitRef;
use super::problem::Problem;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::clock;
use actix_web::web::{Data, Json, Path, Query};
use jiff::Timestamp;
use jiff::civil::Date;
use model::Incident;
use serde::{Deserialize, Serialize};
use store::{IncidentId, IncidentQuery, StoredIncident};
use utoipa::{IntoParams, ToSchema};

/// The most incidents of one answer.
const LIMIT_MAX: u32 = 2_000;

/// What `GET /api/v1/incidents` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Those of one local day, like 2026-11-22.
    day: Option<String>,
    /// Those from this instant on (RFC 3339).
    from: Option<String>,
    /// Those before this instant (RFC 3339).
    to: Option<String>,
    /// Within this box: west,south,east,north in degrees.
    bbox: Option<String>,
    /// At most so many, 1 to 2000; 500 when left out.
    limit: Option<u32>,
    /// Go on after the incident of this number.
    after: Option<u64>,
}

/// The answer of `GET /api/v1/incidents`, in the order in which they were taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Incidents {
    incidents: Vec<IncidentInfo>,
    /// Where to go on, when there are more.
    next: Option<u64>,
}

/// One incident.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentInfo {
    pub(super) id: u64,
    source: String,
    external: String,
    pub(super) kind: String,
    class: &'static str,
    state: &'static str,
    pub(super) lon: f64,
    pub(super) lat: f64,
    occurred: String,
    text: Option<String>,
    /// The grid it lies in by the present drawing; null outside.
    grid: Option<UnitRef>,
    /// From the top level down to the grid.
    units: Vec<UnitRef>,
}

/// `GET /api/v1/incidents?day=2026-11-22`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<Incidents>, Problem> {
    let limit = ask.limit.unwrap_or(500);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::bad_request(format!("limit must be 1 to {LIMIT_MAX}")));
    }
    let (from, to) = span(&ask)?;
    let bounds = ask.bbox.as_deref().map(super::service_points::bounds).transpose()?;
    let query =
        IncidentQuery { from, to, bounds, after: ask.after.map(IncidentId), limit: limit + 1 };
    let mut found = house.store.incidents(&query).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if more { found.last().map(|last| last.id.0) } else { None };
    let ground = house.atlas().ground.clone();
    let told = found.iter().map(|incident| tell(ground.as_deref(), incident));
    Ok(Json(Incidents { incidents: told.collect(), next }))
}

fn span(ask: &Ask) -> Result<(Option<Timestamp>, Option<Timestamp>), Problem> {
    let instant = |text: &Option<String>, name: &str| {
        let read = text.as_deref().map(str::parse::<Timestamp>).transpose();
        read.map_err(|_unread| {
            Problem::bad_request(format!("{name} must be a time like 2026-11-22T08:00:00+08:00"))
        })
    };
    let Some(day) = &ask.day else {
        return Ok((instant(&ask.from, "from")?, instant(&ask.to, "to")?));
    };
    let bad = || Problem::bad_request("day must be a date like 2026-11-22");
    let day: Date = day.parse().map_err(|_unread| bad())?;
    let (from, to) = clock::day(day).ok_or_else(bad)?;
    Ok((Some(from), Some(to)))
}

/// The instants between which local days lie, `from` to `to` with both.
///
/// # Errors
///
/// 400 for what is no day, for days in the wrong order, and for more than `days_max` of them.
pub(crate) fn period(
    from: &str,
    to: &str,
    days_max: i32,
) -> Result<(Timestamp, Timestamp), Problem> {
    let bad = || Problem::bad_request("from and to must be dates like 2026-11-22");
    let date = |text: &str| text.parse::<Date>().map_err(|_unread| bad());
    let (first, last) = (date(from)?, date(to)?);
    if last < first {
        return Err(Problem::bad_request("to is before from"));
    }
    if (last - first).get_days() >= days_max {
        return Err(Problem::bad_request(format!("a period has at most {days_max} days")));
    }
    let (from, _) = clock::day(first).ok_or_else(bad)?;
    let (_, to) = clock::day(last).ok_or_else(bad)?;
    Ok((from, to))
}

/// Assigned anew by the present drawing, so that a redraw needs no rewriting of incidents.
pub(super) fn tell(ground: Option<&Ground>, stored: &StoredIncident) -> IncidentInfo {
    let incident = &stored.incident;
    let units = ground.map(|ground| chain(ground, incident)).unwrap_or_default();
    IncidentInfo {
        id: stored.id.0,
        source: incident.source.to_string(),
        external: incident.external.to_string(),
        kind: incident.kind.to_string(),
        class: incident.class.as_str(),
        state: incident.state.as_str(),
        lon: incident.at.lon(),
        lat: incident.at.lat(),
        occurred: clock::rfc3339(incident.occurred),
        text: incident.text.clone(),
        grid: units.last().cloned(),
        units,
    }
}

fn chain(ground: &Ground, incident: &Incident) -> Vec<UnitRef> {
    let Some(assigned) = ground.map.assign(incident.at) else { return Vec::new() };
    let tree = ground.map.tree();
    let chain = tree.chain(tree.unit_of_grid(assigned.grid));
    chain.into_iter().map(|id| UnitRef::of(ground, id)).collect()
}

/// `GET /api/v1/incidents/{id}`
pub(crate) async fn show(house: Data<House>, id: Path<u64>) -> Result<Json<IncidentInfo>, Problem> {
    let found = house.store.incident(IncidentId(*id)).await?;
    let found = found.ok_or_else(|| Problem::not_found("there is no incident of this number"))?;
    Ok(Json(tell(house.atlas().ground.as_deref(), &found)))
}

/// What `GET /api/v1/incidents/days` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskDays {
    /// At most so many days, 1 to 400; 60 when left out.
    limit: Option<u32>,
}

/// The answer of `GET /api/v1/incidents/days`, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Days {
    days: Vec<Day>,
}

/// How much happened on one local day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Day {
    day: String,
    count: u64,
}

/// `GET /api/v1/incidents/days[?limit=60]`
pub(crate) async fn days(
    house: Data<House>,
    Query(ask): Query<AskDays>,
) -> Result<Json<Days>, Problem> {
    let limit = ask.limit.unwrap_or(60);
    if !(1..=400).contains(&limit) {
        return Err(Problem::bad_request("limit must be 1 to 400"));
    }
    let found = house.store.incident_days(clock::OFFSET, limit).await?;
    let days = found.into_iter().map(|(day, count)| Day { day: day.to_string(), count });
    Ok(Json(Days { days: days.collect() }))
}
