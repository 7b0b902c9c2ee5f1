//! Designs over HTTP: begun, redrawn step by step, submitted by one person and published by another.

mod look;
mod sheets;
mod tell;

pub(crate) use look::{AskFindings, AskWhole};
pub(crate) use tell::{
    DesignInfo, Designs, Differences, Findings, StepInfo, Stepped, Steps, Whole,
};

use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::designs::{self, DesignError, Held, Record};
use crate::work::events::{Audience, Event};
use actix_web::HttpResponse;
use actix_web::web::{self, Data, Json, Path, ReqData, ServiceConfig};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use store::{DesignId, DesignState, DesignSummary, DrawingId, Submission};
use utoipa::ToSchema;

/// The routes of designs.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/api/v1/designs")
            .route(web::get().to(look::list))
            .route(web::head().to(look::list))
            .route(web::post().to(begin)),
    );
    app.service(super::get("/api/v1/designs/{id}/findings").to(look::findings));
    app.service(super::get("/api/v1/designs/{id}/differences").to(look::differences));
    app.service(super::get("/api/v1/designs/{id}/grids.geojson").to(look::geojson));
    app.service(super::get("/api/v1/designs/{id}/before.geojson").to(look::before));
    app.service(super::get("/api/v1/designs/{id}/tiles.json").to(sheets::json));
    app.service(super::get("/api/v1/designs/{id}/tiles/{z}/{x}/{y}").to(sheets::tile));
    app.service(web::resource("/api/v1/designs/{id}/trial").route(web::post().to(try_out)));
    app.service(
        web::resource("/api/v1/designs/{id}/steps")
            .route(web::get().to(look::steps))
            .route(web::head().to(look::steps))
            .route(web::post().to(step)),
    );
    app.service(
        web::resource("/api/v1/designs/{id}/submission")
            .route(web::post().to(submit))
            .route(web::delete().to(give_back)),
    );
    app.service(web::resource("/api/v1/designs/{id}/publication").route(web::post().to(publish)));
    app.service(
        web::resource("/api/v1/designs/{id}")
            .route(web::get().to(look::show))
            .route(web::head().to(look::show))
            .route(web::delete().to(give_up)),
    );
}

/// What beginning a design takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDesign {
    /// What its makers call it.
    name: String,
    /// The drawing to begin with; the one in force when left out.
    base: Option<u64>,
}

/// `POST /api/v1/designs`: 201 with the design.
async fn begin(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(new): Json<NewDesign>,
) -> Result<HttpResponse, Problem> {
    let base = if let Some(base) = new.base {
        DrawingId(base)
    } else {
        let version = house.ground()?.version.clone();
        let drawings = house.store.drawings().await?;
        let present = drawings.iter().rev().find(|drawing| drawing.version == version);
        present.ok_or_else(|| Problem::not_found("no drawing is published yet"))?.id
    };
    if house.ground_of(base).await?.is_none() {
        return Err(Problem::not_found("there is no such drawing"));
    }
    let entry = house.entry(caller.name());
    let id = house.store.add_design(&new.name, base, &entry).await.map_err(refused)?;
    told(&house, id, 0, caller.name(), "open");
    Ok(HttpResponse::Created().json(tell::summary(known(&house, id).await?)))
}

/// A step, and the last one that its maker had seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStep {
    /// The number of the last step that the maker had seen.
    seen: u64,
    /// What to do.
    #[schema(value_type = Object)]
    make: Record,
}

/// `POST /api/v1/designs/{id}/steps`: makes a step. 409 with what others did to the same grids since,
/// 422 with the rule that it breaks, where and for which grids.
async fn step(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
    Json(new): Json<NewStep>,
) -> Result<Json<Stepped>, Problem> {
    let id = DesignId(*id);
    let (summary, mut held) = open(&house, id).await?;
    if summary.state != DesignState::Open {
        return Err(Problem::conflict("the design is not open"));
    }
    let ground = base(&house, &summary).await?;
    let entry = house.entry(caller.name());
    let again = async || designs::read(&house.store, id, &ground, summary.created).await;
    let change = held.add(&house.store, new.seen, &new.make, &entry, again).await?;
    let desk = held.desk()?;
    let (seq, answer) = (desk.seq, tell::stepped(desk.seq, &desk.design, &change));
    told(&house, id, seq, caller.name(), "open");
    // The step is written, whatever becomes of its tiles.
    if let Err(problem) = sheets::tell(&house, id, seq, held, &ground).await {
        tracing::warn!(%problem, design = id.0, "the tiles of a design cannot be drawn");
    }
    Ok(Json(answer))
}

/// A step that is only asked about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriedStep {
    /// What would be done.
    #[schema(value_type = Object)]
    make: Record,
}

/// `POST /api/v1/designs/{id}/trial`: what a step would change, for a line that is still being drawn.
/// Nothing is kept. 422 with the rule that it breaks, where and for which grids.
async fn try_out(
    house: Data<House>,
    id: Path<u64>,
    Json(tried): Json<TriedStep>,
) -> Result<Json<Stepped>, Problem> {
    let (_, mut held) = open(&house, DesignId(*id)).await?;
    let seq = held.desk()?.seq;
    let told = held.weigh(&tried.make, |design, change| tell::stepped(seq, design, change))?;
    Ok(Json(told))
}

/// What a second person is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSubmission {
    /// The last step that whoever submits has seen.
    seen: u64,
    /// From when on it is to be in force, RFC 3339.
    valid_from: String,
}

/// `POST /api/v1/designs/{id}/submission`: asks a second person to publish it as it is.
async fn submit(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
    Json(new): Json<NewSubmission>,
) -> Result<Json<DesignInfo>, Problem> {
    let id = DesignId(*id);
    let (summary, held) = open(&house, id).await?;
    let valid_from: Timestamp = new.valid_from.parse().map_err(|_unread| {
        Problem::bad_request("valid_from must be like 2027-01-01T00:00:00+08:00")
    })?;
    if valid_from <= house.now() {
        return Err(Problem::bad_request("valid_from must be to come"));
    }
    let desk = held.desk()?;
    if let Err(error) = desk.design.drawing() {
        return Err(Problem::unprocessable(error.to_string()));
    }
    let submission =
        Submission { by: caller.name().to_owned(), steps: new.seen, valid_from, hash: desk.hash() };
    let entry = house.entry(caller.name());
    let seen = desk.seq == new.seen;
    if !seen || !house.store.submit_design(id, &submission, &entry).await.map_err(refused)? {
        return Err(Problem::conflict("somebody changed the design meanwhile; look at it again"));
    }
    told(&house, summary.id, desk.seq, caller.name(), "submitted");
    Ok(Json(tell::summary(known(&house, id).await?)))
}

/// `DELETE /api/v1/designs/{id}/submission`: opens it again.
async fn give_back(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
) -> Result<Json<DesignInfo>, Problem> {
    returned(&house, &caller, DesignId(*id), false).await
}

/// `DELETE /api/v1/designs/{id}`: gives it up; its steps stay on record.
async fn give_up(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
) -> Result<Json<DesignInfo>, Problem> {
    returned(&house, &caller, DesignId(*id), true).await
}

async fn returned(
    house: &House,
    caller: &Caller,
    id: DesignId,
    give_up: bool,
) -> Result<Json<DesignInfo>, Problem> {
    let summary = known(house, id).await?;
    if !house.store.return_design(id, give_up, &house.entry(caller.name())).await? {
        return Err(Problem::conflict("the design is not in a state that this can be done in"));
    }
    told(house, id, summary.steps, caller.name(), if give_up { "dropped" } else { "open" });
    Ok(Json(tell::summary(known(house, id).await?)))
}

/// What the second person has seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    /// The hash of what was submitted, as the second person saw it.
    hash: String,
}

/// `POST /api/v1/designs/{id}/publication`: publishes what another person submitted. 201 with the
/// design, which names its drawing.
async fn publish(
    house: Data<House>,
    caller: ReqData<Caller>,
    id: Path<u64>,
    Json(approval): Json<Approval>,
) -> Result<HttpResponse, Problem> {
    let id = DesignId(*id);
    let (summary, held) = open(&house, id).await?;
    let submitted = summary.submission.as_ref().filter(|_| summary.state == DesignState::Submitted);
    let submitted = submitted.ok_or_else(|| Problem::conflict("the design is not submitted"))?;
    if submitted.by == caller.name() {
        return Err(Problem::conflict("publication takes two people: another one must do this"));
    }
    let desk = held.desk()?;
    if approval.hash != submitted.hash || desk.hash() != submitted.hash {
        return Err(Problem::conflict("this is not what was submitted; look at it again"));
    }
    if submitted.valid_from <= house.now() {
        return Err(Problem::conflict("the day it was to come into force is past; submit it anew"));
    }
    let replaced = house.store.drawing_at(submitted.valid_from).await?;
    if replaced.is_some_and(|drawing| drawing.about.id != summary.base) {
        return Err(Problem::conflict(
            "another drawing was published since the design was begun; begin from that one",
        ));
    }
    let ground = base(&house, &summary).await?;
    let entry = house.entry(caller.name()).because(format!("design {id}: {}", summary.name));
    let made =
        designs::publish(&house.store, id, desk, &ground, submitted.valid_from, &entry).await?;
    if made.is_none() {
        return Err(Problem::conflict("somebody was first"));
    }
    told(&house, id, desk.seq, caller.name(), "published");
    Ok(HttpResponse::Created().json(tell::summary(known(&house, id).await?)))
}

/// The design and its desk, kept up with what others wrote.
async fn open(house: &House, id: DesignId) -> Result<(DesignSummary, Held), Problem> {
    let summary = known(house, id).await?;
    let ground = base(house, &summary).await?;
    let held = house.studio.desk(&house.store, id, &ground, summary.created).await?;
    // Who had the desk before may have submitted it.
    Ok((known(house, id).await?, held))
}

async fn known(house: &House, id: DesignId) -> Result<DesignSummary, Problem> {
    let found = house.store.design(id).await?;
    found.ok_or_else(|| Problem::not_found("there is no such design"))
}

async fn base(house: &House, summary: &DesignSummary) -> Result<Arc<Ground>, Problem> {
    let ground = house.ground_of(summary.base).await?;
    ground.ok_or_else(|| Problem::internal(format!("design {} has lost its drawing", summary.id)))
}

/// Tells those who listen that a design changed.
fn told(house: &House, id: DesignId, seq: u64, who: &str, state: &str) {
    let data = json!({ "design": id.0, "seq": seq, "who": who, "state": state });
    house.events.tell(Event { name: "design", data, audience: Audience::Studio });
}

/// What the store says of a request is the caller's business when it is about the request.
fn refused(error: store::StoreError) -> Problem {
    match error {
        store::StoreError::Invalid { .. } => Problem::bad_request(error.to_string()),
        error => error.into(),
    }
}

impl From<DesignError> for Problem {
    fn from(error: DesignError) -> Self {
        match error {
            DesignError::Store(error) => error.into(),
            DesignError::Unreadable(what) => Self::bad_request(what),
            DesignError::Closed => Self::conflict("the design is not open any more"),
            error @ DesignError::Broken { .. } => Self::internal(error),
            DesignError::Refused(refusal) => Self::unprocessable(refusal.to_string()).with(json!({
                "refusal": refusal.kind(),
                "at": refusal.place().map(|at| [at.lon(), at.lat()]),
                "grids": refusal.grids().iter().map(|grid| grid.0).collect::<Vec<_>>(),
            })),
            DesignError::Conflict(others) => {
                let steps: Vec<StepInfo> = others.0.iter().map(tell::deeds).collect();
                Self::conflict("others changed the same grids meanwhile").with(json!({
                    "others": steps,
                }))
            }
        }
    }
}
