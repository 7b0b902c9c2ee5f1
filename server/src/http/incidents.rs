//! Taking incidents in and looking them up. For dispatchers.

use super::grids::{UnitRef, position};
use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::clock;
use crate::work::events::Event;
use actix_web::web::{Data, Json, Path, Query, ReqData};
use actix_web::{HttpResponse, http::header};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Class, Code, Incident, Kind, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{IncidentId, IncidentQuery, StoredIncident};
use utoipa::{IntoParams, ToSchema};

/// The most incidents of one answer.
const LIMIT_MAX: u32 = 2_000;
/// The most bytes of what is said of an incident.
const TEXT_BYTES_MAX: usize = 4_000;

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
    id: u64,
    source: String,
    external: String,
    kind: String,
    class: &'static str,
    state: &'static str,
    lon: f64,
    lat: f64,
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
fn tell(ground: Option<&Ground>, stored: &StoredIncident) -> IncidentInfo {
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

/// What taking an incident in needs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// Which intake: 12345, patrol …
    source: String,
    /// The number the source gave it; the pair is taken in once only.
    external: String,
    /// What sort of thing it is.
    kind: String,
    /// general (default), difficult or major.
    class: Option<String>,
    lon: f64,
    lat: f64,
    /// When it happened (RFC 3339); now when left out.
    occurred: Option<String>,
    /// What is said of it, without personal data.
    text: Option<String>,
}

/// `POST /api/v1/incidents`: 201 with where it lies, or 200 when it was there already.
pub(crate) async fn add(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(report): Json<Report>,
) -> Result<HttpResponse, Problem> {
    let incident = read(&report, house.now())?;
    let ground = house.atlas().ground.clone();
    let grid = ground.as_deref().and_then(|ground| {
        let assigned = ground.map.assign(incident.at)?;
        let tree = ground.map.tree();
        Some(tree.unit(tree.unit_of_grid(assigned.grid)).code.clone())
    });
    let added = house.store.add_incidents(&[(incident, grid)], &house.entry(caller.name())).await?;
    let added = added.first().ok_or_else(|| Problem::internal("an incident got no number"))?;
    let kept = house.store.incident(added.id).await?;
    let kept = kept.ok_or_else(|| Problem::internal("an incident was kept and is not there"))?;
    let told = tell(ground.as_deref(), &kept);
    if added.new {
        let data = json!({ "id": told.id, "kind": told.kind, "lon": told.lon, "lat": told.lat });
        house.events.tell(Event { name: "incident", data, public: false });
        let address = format!("/api/v1/incidents/{}", added.id);
        return Ok(HttpResponse::Created().insert_header((header::LOCATION, address)).json(told));
    }
    Ok(HttpResponse::Ok().json(told))
}

fn read(report: &Report, now: Timestamp) -> Result<Incident, Problem> {
    let code = |text: &str, name: &str| {
        Code::try_from(text).map_err(|error| Problem::bad_request(format!("{name}: {error}")))
    };
    let class = match report.class.as_deref() {
        None => Class::default(),
        Some(name) => Class::from_name(name)
            .ok_or_else(|| Problem::bad_request("class takes general, difficult, major"))?,
    };
    let occurred = match report.occurred.as_deref() {
        None => now,
        Some(text) => text.parse().map_err(|_unread| {
            Problem::bad_request("occurred must be a time like 2026-11-22T08:00:00+08:00")
        })?,
    };
    let text = report.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.len() > TEXT_BYTES_MAX || text.contains('\0')) {
        return Err(Problem::bad_request(format!(
            "text has at most {TEXT_BYTES_MAX} bytes and no zero bytes"
        )));
    }
    Ok(Incident {
        source: code(&report.source, "source")?,
        external: code(&report.external, "external")?,
        kind: Kind::try_from(&*report.kind).map_err(|e| Problem::bad_request(e.to_string()))?,
        class,
        state: State::Open,
        at: position(report.lon, report.lat)?,
        occurred,
        text: text.map(str::to_owned),
    })
}
