//! Which grid is a point in, and who serves it.

use super::city::{self, Drawing};
use super::problem::Problem;
use super::service_points::{self, ServicePoint};
use super::state::{House, Places};
use crate::work::atlas::Ground;
use actix_web::web::{Data, Json, Query};
use model::{Level, Place, Position, UnitId};
use serde::{Deserialize, Serialize};
use spatial::Assigned;
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
    // One look at what is in force: the drawing and the places of an answer are of one piece.
    let (ground, places) = match &ask.on {
        None => {
            let atlas = house.atlas();
            (atlas.ground()?, Places::Present(atlas))
        }
        day => (house.ground_on(day.as_deref()).await?, house.places_on(day.as_deref()).await?),
    };
    let level = match ask.level {
        Some(number) => level(&ground, number)?,
        None => ground.map.tree().finest(),
    };
    let at = position(ask.lon, ask.lat)?;
    let outside = || Problem::not_found("no grid covers this point");
    let assigned = ground.map.assign(at).ok_or_else(outside)?;
    let asked = Asked { ground: &ground, places: places.all(), at, level };
    Ok(Json(found(&house, &asked, assigned)))
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

/// A level of a request.
///
/// # Errors
///
/// 400, saying which levels there are.
pub(crate) fn level(ground: &Ground, number: u8) -> Result<Level, Problem> {
    let finest = ground.map.tree().finest();
    let known = Level::new(number).filter(|level| *level <= finest);
    known.ok_or_else(|| Problem::bad_request(format!("level must be 1 to {finest}")))
}

/// What is asked, of which state.
struct Asked<'a> {
    ground: &'a Ground,
    places: &'a [Place],
    at: Position,
    level: Level,
}

/// The chain of units and the service points of an assigned point.
fn found(house: &House, asked: &Asked<'_>, assigned: Assigned) -> Found {
    let Asked { ground, places, at, level } = *asked;
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
        served_by: service_points::serving(house, places, at, &own, SERVED_BY_MAX),
        drawing: city::drawing(ground),
    }
}
