//! Patrol plans: asked for, watched, taken away. For dispatchers.

use super::hotspots;
use super::plan_ask::{Ask, HotspotVisits, VaryAsk};
use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use super::{conditions, dispatch, get};
use crate::work::clock;
use crate::work::hot_targets;
use crate::work::hotspots as work_hotspots;
use crate::work::passwords::{random_number, random_token};
use crate::work::plans::{KeptPlan, PlanFigures, PlanRequest, STANDING_PROBLEM, Unusually};
use crate::work::roads::Unusual;
use actix_web::web::{self, Data, Json, Path, ReqData, ServiceConfig};
use actix_web::{HttpResponse, http::header};
use exchange::patrol::{Way, read_problem, write_plan_geojson, write_plan_gpx};
use jiff::Timestamp;
use jiff::civil::Date;
use model::patrol;
use serde::Serialize;
use serde_json::{Value, json};
use store::PlanId;
use utoipa::ToSchema;

/// The longest that may be asked for, in seconds.
const SECONDS_MAX: u32 = 60;
/// How many plans a list names.
const PLANS_MAX: u32 = 200;

/// The routes of plans and of the jobs that make them.
pub(super) fn routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/api/v1/plans").route(web::get().to(list)).route(web::post().to(ask)),
    );
    app.service(get("/api/v1/plans/{id}.gpx").to(gpx));
    app.service(get("/api/v1/plans/{id}.geojson").to(geojson));
    app.service(get("/api/v1/plans/{id}").to(show));
    app.service(
        web::resource("/api/v1/plans/{id}/responders").route(web::post().to(dispatch::responders)),
    );
    app.service(
        web::resource("/api/v1/plans/{id}/repairs").route(web::post().to(dispatch::repair)),
    );
    app.service(
        web::resource("/api/v1/plans/{id}/relaxations")
            .route(web::post().to(dispatch::relaxations)),
    );
    app.service(
        web::resource("/api/v1/jobs/{id}")
            .route(web::get().to(job))
            .route(web::delete().to(cancel)),
    );
}

/// `POST /api/v1/plans`: 202 with the job that makes it.
pub(crate) async fn ask(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(ask): Json<Ask>,
) -> Result<HttpResponse, Problem> {
    let seconds = ask.seconds.unwrap_or(3);
    if !(1..=SECONDS_MAX).contains(&seconds) {
        return Err(Problem::bad_request(format!("seconds must be 1 to {SECONDS_MAX}")));
    }
    let day: Option<Date> = match ask.day.as_deref() {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_unread| Problem::bad_request("day must be a date like 2026-11-22"))?,
        ),
    };
    let mut ask = ask;
    let mut problem = match (ask.problem.take(), ask.from) {
        (_, None) if ask.keep.is_some() => {
            return Err(Problem::bad_request("keep is about a plan: name it with from"));
        }
        (Some(problem), None) => problem,
        (None, None) => standing_problem(&house).await?,
        (None, Some(from)) if day.is_none() => anew(&house, from, &mut ask).await?,
        (_, Some(_)) => return Err(Problem::bad_request("from is without problem and day")),
    };
    let unusual = conditions::unusual(ask.closed.as_deref(), ask.slow.as_deref())?;
    let by_road = ask.roads.unwrap_or(true);
    if unusual != Unusual::default() && !by_road {
        return Err(Problem::bad_request("closed and slow are about roads"));
    }
    let modes = ask.slow_modes.iter().flatten();
    if modes.into_iter().any(|name| patrol::Mode::from_name(name).is_none()) {
        return Err(Problem::bad_request("slow_modes are foot, bike, car and boat"));
    }
    if let Some(locks) = ask.locks.take() {
        problem["locks"] = locks;
    }
    if let Some(without) = &ask.without {
        give_up(&mut problem, without)?;
    }
    if let (Some(day), Some(fields)) = (day, problem.as_object_mut()) {
        fields.insert("day".to_owned(), json!(day.to_string()));
    }
    if let Some(hot) = &ask.hotspots {
        add_hotspots(&house, hot, &mut problem).await?;
    }
    let read = read_problem(problem.to_string().as_bytes());
    let read = read.map_err(|error| Problem::bad_request(format!("problem: {error}")))?;
    let vary = ask.vary.as_ref().map(VaryAsk::vary).transpose()?;
    if vary.is_some() && ask.keep.is_some() {
        return Err(Problem::bad_request("a plan that varies keeps no routes"));
    }
    let request = PlanRequest {
        problem,
        seconds,
        seed: ask.seed.unwrap_or_else(|| if vary.is_some() { random_number() } else { 1 }),
        day: read.day,
        by: caller.name().to_owned(),
        by_road,
        unusually: Unusually { closed: ask.closed, slow: ask.slow, slow_modes: ask.slow_modes },
        before: ask.from,
        keep: ask.keep.unwrap_or_default(),
        vary,
    };
    let id: String = random_token().chars().take(16).collect();
    let job = house.jobs.ask(id.clone(), request, house.now()).await?;
    let mut answer = job.json();
    answer["job"] = json!(id);
    let address = format!("/api/v1/jobs/{id}");
    Ok(HttpResponse::Accepted().insert_header((header::LOCATION, address)).json(answer))
}

/// The problem of a kept plan, by the same roads unless others are asked for.
async fn anew(house: &House, from: u64, ask: &mut Ask) -> Result<Value, Problem> {
    let (_, plan) = kept(house, from).await?;
    let by_road = &plan.plan["by_road"];
    let other = ask.roads.is_some() || ask.closed.is_some() || ask.slow.is_some();
    if ask.keep.is_some() && other {
        return Err(Problem::bad_request("routes are kept on the roads that they were made for"));
    }
    if ask.roads.is_none() {
        ask.roads = Some(!by_road.is_null());
    }
    if ask.roads == Some(true) && ask.closed.is_none() && ask.slow.is_none() {
        let text = |name: &str| by_road[name].as_str().map(str::to_owned);
        (ask.closed, ask.slow) = (text("closed"), text("slow"));
        let modes = by_road["slow_modes"].clone();
        ask.slow_modes = serde_json::from_value(modes).map_err(Problem::internal)?;
    }
    Ok(plan.problem)
}

/// Takes targets out of a problem, and out of what is fixed by hand.
fn give_up(problem: &mut Value, without: &[String]) -> Result<(), Problem> {
    let gone = |value: &Value| value.as_str().is_some_and(|id| without.iter().any(|it| it == id));
    // Asking a value for a field by its index would put that field into it.
    let targets = problem.get_mut("targets").and_then(Value::as_array_mut);
    let targets = targets.ok_or_else(|| Problem::bad_request("problem: targets is missing"))?;
    for id in without {
        if !targets.iter().any(|target| target["id"].as_str() == Some(id)) {
            return Err(Problem::bad_request(format!("without: there is no target {id:?}")));
        }
    }
    targets.retain(|target| !gone(&target["id"]));
    if let Some(locks) = problem.get_mut("locks").and_then(Value::as_array_mut) {
        locks.retain(|lock| !gone(&lock["target"]));
        for lock in locks {
            if let Some(stops) = lock.get_mut("stops").and_then(Value::as_array_mut) {
                stops.retain(|stop| !gone(&stop["target"]));
            }
        }
    }
    Ok(())
}

/// Adds the hotspots of a period to the targets of a problem.
async fn add_hotspots(
    house: &House,
    asked: &HotspotVisits,
    problem: &mut Value,
) -> Result<(), Problem> {
    let visits = asked.visits()?;
    let by = hotspots::by(asked.by.as_deref(), asked.resolution)?;
    let period = hotspots::counted(&asked.from, &asked.to, None)?;
    let read = read_problem(problem.to_string().as_bytes());
    let read = read.map_err(|error| Problem::bad_request(format!("problem: {error}")))?;
    let taken = read.targets.iter().map(|target| target.id.clone()).collect();
    let ground = house.ground()?;
    let found = work_hotspots::report(&house.store, &ground, by, period).await;
    let found = found.map_err(hotspots::problem)?;
    if let Some(targets) = problem["targets"].as_array_mut() {
        targets.extend(hot_targets::targets(&found, read.day, visits, &taken));
    }
    Ok(())
}

/// The problem that stands for every day until another is given: today's date, the kept crews and
/// targets.
async fn standing_problem(house: &House) -> Result<Value, Problem> {
    let kept = house.store.setting(STANDING_PROBLEM).await?;
    let kept = kept.ok_or_else(|| {
        Problem::bad_request("there is no standing patrol problem; give one as problem")
    })?;
    let mut problem: Value = serde_json::from_str(&kept).map_err(Problem::internal)?;
    if let Some(fields) = problem.as_object_mut() {
        let today = clock::local(house.now()).date();
        fields.insert("day".to_owned(), json!(today.to_string()));
    }
    Ok(problem)
}

/// `GET /api/v1/jobs/{id}`
pub(crate) async fn job(house: Data<House>, id: Path<String>) -> Result<Json<Value>, Problem> {
    let job = house.jobs.find(&id).await?.ok_or_else(no_job)?;
    Ok(Json(job.json()))
}

/// `DELETE /api/v1/jobs/{id}`: stops a job that has not ended.
pub(crate) async fn cancel(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    if house.jobs.cancel(&id, &house.entry(caller.name())).await? {
        return Ok(HttpResponse::Accepted().finish());
    }
    match house.jobs.find(&id).await? {
        Some(_) => Err(Problem::conflict("the job has ended")),
        None => Err(no_job()),
    }
}

fn no_job() -> Problem {
    Problem::not_found("there is no such job")
}

/// The answer of `GET /api/v1/plans`, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Plans {
    plans: Vec<PlanInfo>,
}

/// One plan in the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanInfo {
    id: u64,
    day: String,
    created: String,
    /// Visits made.
    served: u64,
    /// Visits wanted.
    wanted: u64,
    /// How far all crews travel together.
    length_m: u64,
}

/// `GET /api/v1/plans`
pub(crate) async fn list(house: Data<House>) -> Result<Json<Plans>, Problem> {
    let kept = house.store.plans(PLANS_MAX).await?;
    let told = |plan: store::PlanSummary| {
        let figures: PlanFigures = serde_json::from_str(&plan.summary)?;
        Ok(PlanInfo {
            id: plan.id.0,
            day: plan.day.to_string(),
            created: clock::rfc3339(plan.created),
            served: figures.served,
            wanted: figures.wanted,
            length_m: figures.length_m,
        })
    };
    let plans: Result<Vec<PlanInfo>, serde_json::Error> = kept.into_iter().map(told).collect();
    Ok(Json(Plans { plans: plans.map_err(Problem::internal)? }))
}

/// `GET /api/v1/plans/{id}`
pub(crate) async fn show(house: Data<House>, id: Path<u64>) -> Result<Json<Value>, Problem> {
    let (created, kept) = kept(&house, *id).await?;
    let mut plan = kept.plan;
    plan["id"] = json!(*id);
    plan["created"] = json!(clock::rfc3339(created));
    Ok(Json(plan))
}

/// `GET /api/v1/plans/{id}.gpx`: one route a crew, for any handset.
pub(crate) async fn gpx(house: Data<House>, id: Path<u64>) -> Result<HttpResponse, Problem> {
    let (problem, plan, ways) = read_kept(&house, *id).await?;
    Ok(file("application/gpx+xml", "gpx", *id, write_plan_gpx(&plan, &problem, &ways)))
}

/// `GET /api/v1/plans/{id}.geojson`: routes as lines, stops as points.
pub(crate) async fn geojson(house: Data<House>, id: Path<u64>) -> Result<HttpResponse, Problem> {
    let (problem, plan, ways) = read_kept(&house, *id).await?;
    let text = write_plan_geojson(&plan, &problem, &ways);
    Ok(file("application/geo+json", "geojson", *id, text))
}

fn file(media: &'static str, ending: &str, id: u64, body: String) -> HttpResponse {
    let name = format!("attachment; filename=\"plan-{id}.{ending}\"");
    HttpResponse::Ok()
        .content_type(media)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

pub(super) async fn kept(house: &House, id: u64) -> Result<(Timestamp, KeptPlan), Problem> {
    let no_plan = || Problem::not_found("there is no plan of this number");
    let kept = house.store.plan(PlanId(id)).await?.ok_or_else(no_plan)?;
    let plan = KeptPlan::read(&kept.body).map_err(Problem::internal)?;
    Ok((kept.about.created, plan))
}

async fn read_kept(
    house: &House,
    id: u64,
) -> Result<(patrol::Problem, patrol::Plan, Vec<Way>), Problem> {
    let (_, kept) = kept(house, id).await?;
    let (problem, plan) = kept.parts().map_err(Problem::internal)?;
    Ok((problem, plan, kept.ways().map_err(Problem::internal)?))
}
