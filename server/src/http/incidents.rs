//! Looking incidents up. For dispatchers.

use super::grids::UnitRef;
use super::problem::Problem;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::clock;
use actix_web::web::{Data, Json, Path, Query};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Code, Incident, Position, UnitId};
use serde::{Deserialize, Serialize};
use store::{IncidentId, IncidentQuery, StoredIncident};
use utoipa::{IntoParams, ToSchema};

/// The most incidents of one answer.
const LIMIT_MAX: u32 = 2_000;
/// So many times `LIMIT_MAX` are looked at for one answer about a unit.
const PAGES_MAX: usize = 10;

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
    /// In the unit of this code, by the drawing in force.
    unit: Option<String>,
    /// The level of that unit, 1 at the top; that of the grids when left out.
    level: Option<u8>,
    /// Whose kind or text holds these characters, 1 to 64 of them; letters of ASCII in either case.
    text: Option<String>,
    /// At most so many, 1 to 2000; 500 when left out.
    limit: Option<u32>,
    /// Go on after the incident of this number.
    after: Option<u64>,
}

/// The answer of `GET /api/v1/incidents`, oldest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Incidents {
    incidents: Vec<IncidentInfo>,
    /// Where to go on, when there are more or there may be: then there can be fewer than `limit`.
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
    if ask.text.as_ref().is_some_and(|text| !(1..=64).contains(&text.chars().count())) {
        return Err(Problem::bad_request("text must be 1 to 64 characters"));
    }
    let (from, to) = span(&ask)?;
    let bounds = ask.bbox.as_deref().map(super::service_points::bounds).transpose()?;
    let ground = house.atlas().ground.clone();
    let unit = asked_unit(&ask, ground.as_deref())?;
    let around = match (&unit, &ground) {
        (Some(unit), Some(ground)) => match ground.map.bounds_of(*unit) {
            Some(around) => Some(around),
            // A unit without land.
            None => return Ok(Json(Incidents { incidents: Vec::new(), next: None })),
        },
        _ => None,
    };
    let mut query = IncidentQuery {
        from,
        to,
        // What lies around the unit is found by the store, what lies in it by the map.
        bounds: around.or(bounds),
        text: ask.text,
        after: ask.after.map(IncidentId),
        limit: if unit.is_some() { LIMIT_MAX } else { limit } + 1,
    };
    let mut told: Vec<IncidentInfo> = Vec::new();
    for _ in 0..PAGES_MAX {
        let found = house.store.incidents(&query).await?;
        let more = found.len() == query.limit as usize;
        let looked_at = found.len() - usize::from(more);
        for one in &found[..looked_at] {
            if told.len() == limit as usize {
                return Ok(Json(Incidents {
                    next: told.last().map(|last| last.id),
                    incidents: told,
                }));
            }
            query.after = Some(one.id);
            let at = one.incident.at;
            let inside = match (&unit, &ground) {
                (Some(unit), Some(ground)) => is_in(ground, at, *unit),
                _ => true,
            };
            if inside && bounds.is_none_or(|bounds| bounds.contains(at)) {
                told.push(tell(ground.as_deref(), one));
            }
        }
        if !more {
            return Ok(Json(Incidents { incidents: told, next: None }));
        }
        if unit.is_none() {
            break;
        }
    }
    Ok(Json(Incidents { incidents: told, next: query.after.map(|after| after.0) }))
}

/// The unit that is asked for.
fn asked_unit(ask: &Ask, ground: Option<&Ground>) -> Result<Option<UnitId>, Problem> {
    let Some(code) = &ask.unit else {
        let alone = ask.level.map(|_| Problem::bad_request("level needs a unit"));
        return alone.map_or(Ok(None), Err);
    };
    let unknown = || Problem::not_found("no unit of this level has this code");
    let ground = ground.ok_or_else(unknown)?;
    let level = match ask.level {
        Some(number) => super::grids::level(ground, number)?,
        None => ground.map.tree().finest(),
    };
    let code = Code::try_from(&**code).map_err(|error| Problem::bad_request(error.to_string()))?;
    ground.unit(level, &code).ok_or_else(unknown).map(Some)
}

/// Whether a point lies in a unit.
fn is_in(ground: &Ground, at: Position, unit: UnitId) -> bool {
    let tree = ground.map.tree();
    let assigned = ground.map.assign(at);
    assigned.is_some_and(|it| tree.chain(tree.unit_of_grid(it.grid)).contains(&unit))
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
