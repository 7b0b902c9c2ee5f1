//! Looking at designs: the list, one with its grids, its history, what is wrong, what differs.

use super::super::problem::Problem;
use super::super::state::House;
use super::tell::{self, Designs, Differences, Findings, Steps, Whole};
use super::{base, known, open};
use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use planner::design::Target;
use serde::Deserialize;
use store::DesignId;
use utoipa::IntoParams;

/// How many steps a history names.
const STEPS_MAX: usize = 1_000;

/// `GET /api/v1/designs`: newest first.
pub(super) async fn list(house: Data<House>) -> Result<Json<Designs>, Problem> {
    let designs = house.store.designs().await?;
    Ok(Json(Designs { designs: designs.into_iter().map(tell::summary).collect() }))
}

/// How much of a design is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskWhole {
    /// Only the grids that changed after this step; every grid when left out.
    since: Option<u64>,
}

/// `GET /api/v1/designs/{id}`: everything that the page of a design shows, or what of it changed.
pub(super) async fn show(
    house: Data<House>,
    id: Path<u64>,
    Query(ask): Query<AskWhole>,
) -> Result<Json<Whole>, Problem> {
    let (summary, held) = open(&house, DesignId(*id)).await?;
    Ok(Json(tell::whole(summary, held.desk()?, ask.since)))
}

/// `GET /api/v1/designs/{id}/steps`: the last thousand, newest first.
pub(super) async fn steps(house: Data<House>, id: Path<u64>) -> Result<Json<Steps>, Problem> {
    let (_, held) = open(&house, DesignId(*id)).await?;
    let history = held.desk()?.history().iter().rev().take(STEPS_MAX);
    Ok(Json(Steps { steps: history.map(tell::deeds).collect() }))
}

/// What the grids are to have.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskFindings {
    /// Households of each; the mean when left out.
    households: Option<u64>,
    /// How far from it is good enough, as a share; 0.2 when left out.
    tolerance: Option<f64>,
}

/// `GET /api/v1/designs/{id}/findings`: what is wrong, the worst first.
pub(super) async fn findings(
    house: Data<House>,
    id: Path<u64>,
    Query(ask): Query<AskFindings>,
) -> Result<Json<Findings>, Problem> {
    let (_, held) = open(&house, DesignId(*id)).await?;
    let tolerance = ask.tolerance.unwrap_or(Target::default().tolerance);
    if !(0.0..=10.0).contains(&tolerance) {
        return Err(Problem::bad_request("tolerance must be 0 to 10"));
    }
    Ok(Json(tell::findings(held.desk()?, Target { households: ask.households, tolerance })))
}

/// `GET /api/v1/designs/{id}/differences`: every grid before and after.
pub(super) async fn differences(
    house: Data<House>,
    id: Path<u64>,
) -> Result<Json<Differences>, Problem> {
    let (_, held) = open(&house, DesignId(*id)).await?;
    Ok(Json(tell::differences(held.desk()?)))
}

/// `GET /api/v1/designs/{id}/grids.geojson`: the grids as they are now.
pub(super) async fn geojson(house: Data<House>, id: Path<u64>) -> Result<HttpResponse, Problem> {
    let (_, held) = open(&house, DesignId(*id)).await?;
    let body = tell::geojson(held.desk()?).to_string();
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(body))
}

/// `GET /api/v1/designs/{id}/before.geojson`: the grids of the drawing that it began with.
pub(super) async fn before(house: Data<House>, id: Path<u64>) -> Result<HttpResponse, Problem> {
    let ground = base(&house, &known(&house, DesignId(*id)).await?).await?;
    let body = tell::before(&ground.map).to_string();
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(body))
}
