//! Taking incidents in, one by one and many at once. For dispatchers.
//!
//! An answer of 200 or 201 says that what it tells is on the disk. When the store does not answer,
//! what comes waits within the limits of [`store::IntakeLimits`]; beyond them the answer is 503 with
//! `Retry-After`, and sending the same again later is always right.

use super::grids::position;
use super::incidents::tell;
use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::events::{Event, TOLD_MAX};
use actix_web::web::{Data, Json, ReqData};
use actix_web::{HttpResponse, http::header};
use jiff::Timestamp;
use model::{Class, Code, Incident, Kind, State};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::{Added, StoredIncident};
use utoipa::ToSchema;

/// The most bytes of what is said of an incident.
const TEXT_BYTES_MAX: usize = 4_000;
/// The most incidents of one batch.
const BATCH_MAX: usize = 2_000;

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
    let now = house.now();
    let incident = read(&report, now)?;
    let ground = house.atlas().ground.clone();
    let grid = grid_of(ground.as_deref(), &incident);
    let given = vec![(incident.clone(), grid.clone())];
    let added = house.intake.add(given, caller.name(), now).await?;
    let added = added.first().ok_or_else(|| Problem::internal("an incident got no number"))?;
    if !added.new {
        let kept = house.store.incident(added.id).await?;
        let kept =
            kept.ok_or_else(|| Problem::internal("an incident was kept and is not there"))?;
        return Ok(HttpResponse::Ok().json(tell(ground.as_deref(), &kept)));
    }
    let stored = StoredIncident { id: added.id, incident, grid, recorded: now };
    let told = tell(ground.as_deref(), &stored);
    house.events.tell(Event::of_incident(&stored));
    let address = format!("/api/v1/incidents/{}", added.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, address)).json(told))
}

fn grid_of(ground: Option<&Ground>, incident: &Incident) -> Option<Code> {
    let ground = ground?;
    let assigned = ground.map.assign(incident.at)?;
    let tree = ground.map.tree();
    Some(tree.unit(tree.unit_of_grid(assigned.grid)).code.clone())
}

/// What taking many incidents in needs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    /// 1 to 2000 incidents. Each is read for itself: one that is wrong does not stop the others.
    #[schema(value_type = Vec<Report>)]
    incidents: Vec<Box<RawValue>>,
}

/// What became of a batch.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchAnswer {
    /// How many are new.
    new: usize,
    /// How many were there already.
    again: usize,
    /// How many are not kept.
    refused: usize,
    /// What became of each, in the order given.
    rows: Vec<RowAnswer>,
}

/// What became of one incident of a batch.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowAnswer {
    /// Its number; null when it is refused.
    id: Option<u64>,
    /// Whether it is new.
    new: bool,
    /// Why it is refused; null when it is kept.
    error: Option<String>,
}

/// `POST /api/v1/incidents/batch`: 200 with what became of each. What is right is kept in one
/// transaction before the answer; what is wrong is said row by row and not kept.
pub(crate) async fn add_many(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(batch): Json<Batch>,
) -> Result<Json<BatchAnswer>, Problem> {
    if !(1..=BATCH_MAX).contains(&batch.incidents.len()) {
        return Err(Problem::bad_request(format!("a batch has 1 to {BATCH_MAX} incidents")));
    }
    let now = house.now();
    let ground = house.atlas().ground.clone();
    let rows: Vec<Result<Incident, String>> =
        batch.incidents.iter().map(|row| read_row(row, now)).collect();
    let right = rows.iter().flatten();
    let given: Vec<(Incident, Option<Code>)> =
        right.map(|incident| (incident.clone(), grid_of(ground.as_deref(), incident))).collect();
    let added = house.intake.add(given.clone(), caller.name(), now).await?;
    announce_many(&house, given, &added, now);
    let mut added = added.into_iter();
    let rows: Vec<RowAnswer> = rows
        .into_iter()
        .map(|row| match row.map(|_kept| added.next()) {
            Ok(Some(Added { id, new })) => RowAnswer { id: Some(id.0), new, error: None },
            Ok(None) => RowAnswer { id: None, new: false, error: Some("got no number".into()) },
            Err(error) => RowAnswer { id: None, new: false, error: Some(error) },
        })
        .collect();
    let count = |is: fn(&RowAnswer) -> bool| rows.iter().filter(|row| is(row)).count();
    let (new, refused) = (count(|row| row.new), count(|row| row.error.is_some()));
    Ok(Json(BatchAnswer { new, again: rows.len() - new - refused, refused, rows }))
}

/// Few are told one by one; many make the listeners read anew.
fn announce_many(
    house: &House,
    given: Vec<(Incident, Option<Code>)>,
    added: &[Added],
    recorded: Timestamp,
) {
    let new: Vec<_> = given.into_iter().zip(added).filter(|(_, added)| added.new).collect();
    if new.len() > TOLD_MAX {
        house.events.tell(Event::of_many(new.len()));
        return;
    }
    for ((incident, grid), added) in new {
        let stored = StoredIncident { id: added.id, incident, grid, recorded };
        house.events.tell(Event::of_incident(&stored));
    }
}

fn read_row(row: &RawValue, now: Timestamp) -> Result<Incident, String> {
    let report: Report = serde_json::from_str(row.get()).map_err(|error| error.to_string())?;
    read(&report, now).map_err(|problem| problem.to_string())
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
