//! Which grid is a point in, and who serves it.

use super::city::{self, Drawing};
use super::problem::Problem;
use super::service_points::{self, ServicePoint};
use super::state::House;
use crate::work::atlas::Ground;
use crate::work::clock;
use actix_web::web::{Data, Json, Query};
use jiff::civil::Date;
use model::{Level, Position, UnitId};
use serde::{Deserialize, Serialize};
use spatial::Assigned;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// How many service points an answer names.
const SERVED_BY_MAX: usize = 3;

/// What `GET /api/v1/grids/at` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct At {
    /// Longitude, WGS 84 degrees.
    lon: f64,
    /// Latitude, WGS 84 degrees.
    lat: f64,
    /// Go no deeper than this level.
    level: Option<u8>,
    /// As of the end of this day; the present drawing when left out.
    on: Option<String>,
}

/// Where a point is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found {
    /// The unit asked for: the grid, or the unit of the level asked for.
    grid: UnitRef,
    /// From the top level down to `grid`.
    units: Vec<UnitRef>,
    /// The point lies exactly on a border.
    on_border: bool,
    /// The point lies on the outer border of the territory, on the side that belongs to nobody.
    outer: bool,
    served_by: Vec<ServicePoint>,
    drawing: Drawing,
}

/// A unit, as answers name it.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct UnitRef {
    level: u8,
    code: String,
    name: String,
    kind: Option<String>,
    households: Option<u32>,
}

impl UnitRef {
    /// The unit at a place in the tree.
    pub(crate) fn of(ground: &Ground, id: UnitId) -> Self {
        let unit = ground.map.tree().unit(id);
        Self {
            level: unit.level.get(),
            code: unit.code.to_string(),
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            households: unit.households,
        }
    }
}

/// `GET /api/v1/grids/at?lon=103.75&lat=36.06[&level=2][&on=2026-11-22]`
pub(crate) async fn at(house: Data<House>, Query(ask): Query<At>) -> Result<Json<Found>, Problem> {
    let ground = match &ask.on {
        Some(day) => as_of(&house, day).await?,
        None => house.ground()?,
    };
    let level = match ask.level {
        Some(number) => level(&ground, number)?,
        None => ground.map.tree().finest(),
    };
    let at = position(ask.lon, ask.lat)?;
    let outside = || Problem::not_found("no grid covers this point");
    let assigned = ground.map.assign(at).ok_or_else(outside)?;
    Ok(Json(found(&house, &ground, at, assigned, level)))
}

/// A position from two numbers of a request.
///
/// # Errors
///
/// 400, saying so when the two look swapped.
pub(crate) fn position(lon: f64, lat: f64) -> Result<Position, Problem> {
    Position::from_degrees(lon, lat).map_err(|error| {
        let swapped = Position::from_degrees(lat, lon).is_ok();
        let hint = if swapped { "; longitude comes first, are the two swapped?" } else { "" };
        Problem::bad_request(format!("{error}{hint}"))
    })
}

fn level(ground: &Ground, number: u8) -> Result<Level, Problem> {
    let finest = ground.map.tree().finest();
    let known = Level::new(number).filter(|level| *level <= finest);
    known.ok_or_else(|| Problem::bad_request(format!("level must be 1 to {finest}")))
}

/// The drawing in force when a local day ends.
async fn as_of(house: &House, day: &str) -> Result<Arc<Ground>, Problem> {
    let bad = || Problem::bad_request("on must be a date like 2026-11-22");
    let day: Date = day.parse().map_err(|_unread| bad())?;
    let (_, end) = clock::day(day).ok_or_else(bad)?;
    house.ground_before(end).await
}

/// The chain of units and the service points of an assigned point.
fn found(house: &House, ground: &Ground, at: Position, assigned: Assigned, level: Level) -> Found {
    let tree = ground.map.tree();
    let chain = tree.chain(tree.unit_of_grid(assigned.grid));
    let units: Vec<UnitRef> =
        chain.iter().take(usize::from(level.get())).map(|id| UnitRef::of(ground, *id)).collect();
    let own: Vec<&str> = chain.iter().map(|id| tree.unit(*id).code.as_str()).collect();
    let grid = units.last().cloned().unwrap_or_else(|| UnitRef::of(ground, chain[0]));
    Found {
        grid,
        units,
        on_border: assigned.on_border,
        outer: assigned.outer,
        served_by: service_points::serving(house, at, &own, SERVED_BY_MAX),
        drawing: city::drawing(ground),
    }
}
