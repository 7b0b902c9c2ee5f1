//! Hotspots. For dispatchers and designers: they are finer than what the public may see.

use super::city::{self, Drawing};
use super::incidents::period;
use super::problem::Problem;
use super::state::House;
use crate::work::hotspots::{self, By, Error, LEVEL, Period, RESOLUTION, Report, Spot};
use crate::work::roads::coordinates;
use actix_web::web::{Data, Json, Query};
use planner::hotspots::{Held, WeekPattern};
use serde::{Deserialize, Serialize};
use spatial::CellResolution;
use utoipa::{IntoParams, ToSchema};

/// The longest period counted over, in days.
const DAYS_MAX: i32 = 731;
/// What must be said wherever hotspots are shown.
const LIMITS: &str = "Getis-Ord Gi* with the false discovery rate of Benjamini and Hochberg. Counted \
    is what was reported; a hotspot says that there was more in the period, not that there will be.";

/// What `GET /api/v1/hotspots` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// The first local day counted, like 2026-11-01.
    from: String,
    /// The last local day counted.
    to: String,
    /// Judge what is found by the incidents after `to`, up to this local day.
    then: Option<String>,
    /// cells (of H3), grids, or households (grids, by households); cells when left out.
    by: Option<String>,
    /// The resolution of the cells, 6 to 11; 9 when left out.
    resolution: Option<u8>,
}

/// The answer of `GET /api/v1/hotspots`.
#[derive(Serialize, ToSchema)]
pub(crate) struct HotspotsInfo {
    drawing: Drawing,
    /// How they were found, and what they do not say.
    method: &'static str,
    /// The expected share of false ones among those told.
    level: f64,
    areas: usize,
    incidents: u64,
    outside: u64,
    /// Incidents by the hour of the week, Monday 0:00 first.
    week: Vec<u64>,
    hotspots: Vec<Hotspot>,
    /// How they did afterwards, when that was asked for.
    held: Option<HeldInfo>,
    /// How as much ground with the highest counts did.
    baseline: Option<HeldInfo>,
}

/// One hotspot.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hotspot {
    /// The cells, or the codes of the grids.
    areas: Vec<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    incidents: u64,
    /// The score of the surest of its areas, in standard deviations.
    gi: f64,
    /// How probable that is by chance.
    p: f64,
    /// How many times as many incidents as everywhere.
    times_the_mean: f64,
    week: Vec<u64>,
    /// Polygons of rings of longitude, latitude (a GeoJSON `MultiPolygon`).
    outline: Vec<Vec<Vec<[f64; 2]>>>,
}

/// How a choice of areas did.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldInfo {
    /// The share of the incidents that fell into them.
    hit_rate: f64,
    /// The share of the ground (or households) that they have.
    share: f64,
    /// The one over the other: 1 is chance.
    pai: f64,
}

/// `GET /api/v1/hotspots?from=2026-01-01&to=2026-06-30[&then=2026-07-31][&by=grids][&resolution=9]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<HotspotsInfo>, Problem> {
    let ground = house.ground()?;
    let by = by(ask.by.as_deref(), ask.resolution)?;
    let period = counted(&ask.from, &ask.to, ask.then.as_deref())?;
    let found = hotspots::report(&house.store, &ground, by, period).await;
    let Report { areas, incidents, outside, spots, week, held } = found.map_err(problem)?;
    Ok(Json(HotspotsInfo {
        drawing: city::drawing(&ground),
        method: LIMITS,
        level: LEVEL,
        areas,
        incidents,
        outside,
        week: hours(&week),
        hotspots: spots.iter().map(tell).collect(),
        held: held.map(|it| judged(it.0)),
        baseline: held.map(|it| judged(it.1)),
    }))
}

/// The period to count over, and to judge by.
pub(super) fn counted(from: &str, to: &str, then: Option<&str>) -> Result<Period, Problem> {
    let (first, last) = period(from, to, DAYS_MAX)?;
    let then = match then {
        Some(then) => Some(period(to, then, DAYS_MAX)?.1).filter(|then| *then > last),
        None => None,
    };
    Ok(Period { from: first, to: last, then })
}

/// What to count by.
pub(super) fn by(name: Option<&str>, resolution: Option<u8>) -> Result<By, Problem> {
    let resolution = resolution.unwrap_or(RESOLUTION);
    let resolution = Some(resolution).filter(|it| (6..=11).contains(it));
    let resolution = resolution.and_then(|it| CellResolution::try_from(it).ok());
    let resolution =
        resolution.ok_or_else(|| Problem::bad_request("resolution must be 6 to 11"))?;
    match name {
        None | Some("cells") => Ok(By::Cells(resolution)),
        Some("grids") => Ok(By::Grids),
        Some("households") => Ok(By::Households),
        Some(_) => Err(Problem::bad_request("by must be cells, grids or households")),
    }
}

pub(super) fn problem(error: Error) -> Problem {
    match error {
        Error::Store(error) => error.into(),
        Error::Cover(error) => {
            Problem::bad_request(format!("{error}; ask for a coarser resolution"))
        }
        Error::Hotspots(error) => Problem::internal(error),
    }
}

fn hours(week: &WeekPattern) -> Vec<u64> {
    week.counts().to_vec()
}

fn judged(held: Held) -> HeldInfo {
    HeldInfo { hit_rate: held.hit_rate, share: held.share, pai: held.pai }
}

fn tell(spot: &Spot) -> Hotspot {
    Hotspot {
        areas: spot.areas.clone(),
        lon: spot.at.map(model::Position::lon),
        lat: spot.at.map(model::Position::lat),
        incidents: spot.incidents,
        gi: spot.score.gi,
        p: spot.score.p,
        times_the_mean: spot.times_the_mean,
        week: hours(&spot.week),
        outline: coordinates(&spot.shape),
    }
}
