//! An incident while a plan is under way: who can go, and the plan repaired; what would have to give way
//! for visits that are left out. For dispatchers.

use super::grids::position;
use super::plans::kept;
use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use crate::work::clock;
use crate::work::events::{Audience, Event};
use crate::work::plans::{Call, CallError, KeptPlan, Relaxed, kind_of, relax};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path, ReqData};
use jiff::civil::Date;
use model::Seconds;
use model::patrol::{Mode, Target, TargetShape};
use planner::{Relaxation, Relief, Responder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{IncidentId, NewPlan};
use utoipa::ToSchema;

/// The longest stay at an incident, in minutes.
const DWELL_MAX: u32 = 480;
/// The most characters of a name.
const NAME_MAX: usize = 200;
/// The most skills asked for.
const NEEDS_MAX: usize = 20;

/// What asking who can go takes: an incident that is kept, or a place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallAsk {
    /// The number of a kept incident.
    incident: Option<u64>,
    /// Where it is, WGS 84 degrees; with `lat`, and without `incident`.
    lon: Option<f64>,
    lat: Option<f64>,
    /// What it is called in the plan; the incident's kind when left out.
    name: Option<String>,
    /// How long a crew stays, in minutes, 0 to 480; 20 when left out.
    dwell_min: Option<u32>,
    /// The modes that can go: foot, bike, car, boat; any when left out.
    modes: Option<Vec<String>>,
    /// The skills that a crew needs; none when left out.
    needs: Option<Vec<String>>,
    /// When it is known, HH:MM or HH:MM:SS from the start of the plan's day; now when left out.
    now: Option<String>,
    /// For repairs: the crew that goes.
    crew: Option<String>,
}

/// The answer of `POST /api/v1/plans/{id}/responders`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Responders {
    /// The time for which this holds.
    now: String,
    /// Soonest first; who is not among them cannot go.
    responders: Vec<ResponderInfo>,
}

/// A crew that can go.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResponderInfo {
    crew: String,
    name: String,
    mode: &'static str,
    /// When it is there.
    arrive: String,
    /// In how many seconds from now.
    wait_s: u32,
    /// The visits that it would have to leave out with its stops in their order.
    lost: Vec<LostVisit>,
    lost_required: u32,
    /// What the others are worth, in seconds of travel.
    lost_reward_s: u64,
}

/// A visit left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct LostVisit {
    target: String,
    name: String,
    required: bool,
}

/// `POST /api/v1/plans/{id}/responders`
pub(crate) async fn responders(
    house: Data<House>,
    id: Path<u64>,
    Json(ask): Json<CallAsk>,
) -> Result<Json<Responders>, Problem> {
    if ask.crew.is_some() {
        return Err(Problem::bad_request("crew belongs to repairs"));
    }
    let (call, now, _) = call(&house, *id, &ask).await?;
    let told = tokio::task::spawn_blocking(move || {
        let info = |one: &Responder| tell(&call, one, now);
        call.responders().iter().filter_map(info).collect()
    });
    let responders = told.await.map_err(Problem::internal)?;
    Ok(Json(Responders { now: now.to_string(), responders }))
}

fn tell(call: &Call, one: &Responder, now: Seconds) -> Option<ResponderInfo> {
    let crew = call.problem().crews.get(one.crew)?;
    let lost = one.lost.iter().filter_map(|target| call.problem().targets.get(*target));
    let lost = lost.map(|target| LostVisit {
        target: target.id.clone(),
        name: target.name.clone(),
        required: target.required,
    });
    Some(ResponderInfo {
        crew: crew.id.clone(),
        name: crew.name.clone(),
        mode: crew.mode.as_str(),
        arrive: one.arrive.to_string(),
        wait_s: one.arrive.get().saturating_sub(now.get()),
        lost: lost.collect(),
        lost_required: one.lost_required,
        lost_reward_s: one.lost_reward,
    })
}

/// `POST /api/v1/plans/{id}/repairs`: 201 with the repaired plan, which is kept beside the one before.
pub(crate) async fn repair(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
    Json(ask): Json<CallAsk>,
) -> Result<HttpResponse, Problem> {
    let Some(crew) = ask.crew.clone() else {
        return Err(Problem::bad_request("crew is missing: who is to go"));
    };
    let (call, _, kept) = call(&house, *id, &ask).await?;
    let number = *id;
    let made = tokio::task::spawn_blocking(move || call.repair(&crew, (number, &kept)));
    let made = made.await.map_err(Problem::internal)?.map_err(problem)?;
    let plan = KeptPlan::read(&made.body).map_err(Problem::internal)?;
    let created = house.now();
    let kept = NewPlan {
        day: made.day,
        created,
        summary: made.summary,
        body: made.body,
        routes: made.routes,
    };
    let id = house.store.add_plan(&kept, &house.entry(caller.name())).await?.0;
    let event = Event { name: "plan", data: json!({ "id": id }), audience: Audience::Dispatch };
    house.events.tell(event);
    let mut shown = plan.plan;
    shown["id"] = json!(id);
    shown["created"] = json!(clock::rfc3339(created));
    let address = format!("/api/v1/plans/{id}");
    Ok(HttpResponse::Created().insert_header((header::LOCATION, address)).json(shown))
}

fn problem(error: CallError) -> Problem {
    match error {
        CallError::Broken(_) => Problem::internal(error),
        CallError::Roads(_) | CallError::Dispatch(_) | CallError::Refused(_) => {
            Problem::conflict(error.to_string())
        }
        CallError::NoCrew(_) => Problem::bad_request(error.to_string()),
    }
}

/// The answer of `POST /api/v1/plans/{id}/relaxations`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Relaxations {
    /// For each target with required visits left out the single changes that let more of them in, the
    /// least first. That there is none does not prove that none helps.
    relaxations: Vec<RelaxationInfo>,
    /// Whether there was time to try all.
    complete: bool,
}

/// A change that would help.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelaxationInfo {
    /// The target that it is for.
    target: String,
    /// shift-ends or shift-begins (of `crew`, by `minutes` later or earlier), window-ends or
    /// window-begins (of the target), mode, skills or capacity (of `crew`), locks, crew (one more like
    /// `crew`).
    kind: &'static str,
    crew: Option<String>,
    minutes: Option<u32>,
    mode: Option<&'static str>,
    /// Required visits still left out then, of all targets.
    unserved_required: u32,
}

/// `POST /api/v1/plans/{id}/relaxations`: what would have to give way; takes up to ten seconds.
pub(crate) async fn relaxations(
    house: Data<House>,
    id: Path<u64>,
) -> Result<Json<Relaxations>, Problem> {
    let (_, plan) = kept(&house, *id).await?;
    let book = if plan.plan["by_road"].is_null() { None } else { house.roads().await? };
    let found = tokio::task::spawn_blocking(move || relax(&plan, book.as_deref()));
    let Relaxed { problem: day, answers, complete } =
        found.await.map_err(Problem::internal)?.map_err(problem)?;
    let crew_of = |crew: usize| day.crews.get(crew).map(|crew| crew.id.clone());
    let info = |answer: &Relaxation| {
        let minutes = |by: Seconds| Some(by.get() / 60);
        let (crew, minutes, mode) = match answer.relief {
            Relief::ShiftEnds { crew, by } | Relief::ShiftBegins { crew, by } => {
                (crew_of(crew), minutes(by), None)
            }
            Relief::WindowEnds { by, .. } | Relief::WindowBegins { by, .. } => {
                (None, minutes(by), None)
            }
            Relief::Mode { mode, .. } => (None, None, Some(mode.as_str())),
            Relief::Skills { crew, .. } | Relief::Capacity { crew } => (crew_of(crew), None, None),
            Relief::Crew { like } => (crew_of(like), None, None),
            _ => (None, None, None),
        };
        let target = day.targets.get(answer.target)?.id.clone();
        let (kind, unserved_required) = (kind_of(&answer.relief), answer.unserved_required);
        Some(RelaxationInfo { target, kind, crew, minutes, mode, unserved_required })
    };
    Ok(Json(Relaxations { relaxations: answers.iter().filter_map(info).collect(), complete }))
}

/// The day under way, when it is, and the plan as it is kept.
async fn call(
    house: &Data<House>,
    id: u64,
    ask: &CallAsk,
) -> Result<(Call, Seconds, KeptPlan), Problem> {
    let (_, plan) = kept(house, id).await?;
    let day: Option<Date> = plan.plan["day"].as_str().and_then(|day| day.parse().ok());
    let now = now(house, day, ask.now.as_deref())?;
    let target = target(house, ask).await?;
    let book = if plan.plan["by_road"].is_null() { None } else { house.roads().await? };
    let made = tokio::task::spawn_blocking(move || {
        Call::new(&plan, book.as_deref(), target, now).map(|call| (call, now, plan))
    });
    made.await.map_err(Problem::internal)?.map_err(problem)
}

/// The time of the plan's day, as asked or by the clock.
fn now(house: &House, day: Option<Date>, asked: Option<&str>) -> Result<Seconds, Problem> {
    if let Some(text) = asked {
        let bad = || Problem::bad_request("now is HH:MM or HH:MM:SS, at most 48:00");
        let parts: Vec<u32> =
            text.split(':').map(str::parse).collect::<Result<_, _>>().map_err(|_no| bad())?;
        let seconds = match parts[..] {
            [h, m] if h <= 48 && m < 60 => h * 3_600 + m * 60,
            [h, m, s] if h <= 48 && m < 60 && s < 60 => h * 3_600 + m * 60 + s,
            _ => return Err(bad()),
        };
        return Some(seconds).filter(|it| *it <= 48 * 3_600).map(Seconds::new).ok_or_else(bad);
    }
    let local = clock::local(house.now());
    let days = day.and_then(|day| local.date().since(day).ok()).map(|span| span.get_days());
    // A plan runs on into the night after its day.
    let Some(days @ 0..=1) = days else {
        return Err(Problem::bad_request("the plan is not of today: say now as HH:MM of its day"));
    };
    let time = local.time();
    let part = |number: i8| u32::try_from(number).unwrap_or(0);
    let of_day = part(time.hour()) * 3_600 + part(time.minute()) * 60 + part(time.second());
    Ok(Seconds::new(if days == 1 { 24 * 3_600 } else { 0 } + of_day))
}

/// What came up, as a target.
async fn target(house: &House, ask: &CallAsk) -> Result<Target, Problem> {
    let (id, at, kind) = match (ask.incident, ask.lon, ask.lat) {
        (Some(id), None, None) => {
            let found = house.store.incident(IncidentId(id)).await?;
            let found = found.ok_or_else(|| Problem::not_found("there is no such incident"))?;
            let incident = found.incident;
            (format!("incident-{id}"), incident.at, incident.kind.to_string())
        }
        (None, Some(lon), Some(lat)) => ("call".to_owned(), position(lon, lat)?, "call".to_owned()),
        _ => return Err(Problem::bad_request("name an incident, or lon and lat")),
    };
    let name = ask.name.clone().unwrap_or(kind);
    if name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Problem::bad_request(format!("name has up to {NAME_MAX} characters")));
    }
    let dwell = ask.dwell_min.unwrap_or(20);
    if dwell > DWELL_MAX {
        return Err(Problem::bad_request(format!("dwell_min is 0 to {DWELL_MAX}")));
    }
    let modes = ask.modes.iter().flatten().map(|name| Mode::from_name(name));
    let modes: Option<Vec<Mode>> = modes.collect();
    let modes = modes.ok_or_else(|| Problem::bad_request("modes are foot, bike, car and boat"))?;
    let needs = ask.needs.clone().unwrap_or_default();
    if needs.len() > NEEDS_MAX || needs.iter().any(|skill| skill.len() > 100) {
        return Err(Problem::bad_request(format!("at most {NEEDS_MAX} needs of 100 bytes")));
    }
    let dwell = Seconds::new(60 * dwell);
    Ok(Target { name, dwell, modes, needs, ..Target::new(id, TargetShape::Point(at), Vec::new()) })
}
