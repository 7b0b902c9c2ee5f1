//! Ways and reach. For dispatchers; designers see the reach, too.

use super::conditions::{ready, unusual};
use super::grids::position;
use super::problem::Problem;
use super::service_points::numbers;
use super::state::House;
use crate::work::atlas::{Atlas, Ground};
use crate::work::roads::{self, ReachFigures};
use crate::work::walks::ESTIMATE;
use actix_web::web::{Data, Json, Query};
use model::patrol::Mode;
use model::{Pace, PlaceKind, Position, Seconds, Shape};
use planner::roads::{DETOUR_PERCENT, Roads, straight_times};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The longest time that reach is asked for.
const MINUTES_MAX: u32 = 24 * 60;
/// The most bases of one question.
const BASES_MAX: usize = 1_000;
/// The most grids named as not reached.
const GRIDS_MAX: usize = 1_000;

/// What `GET /api/v1/routes` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskRoute {
    /// From here: lon,lat in degrees.
    from: String,
    /// To there: lon,lat in degrees.
    to: String,
    /// foot, bike, car or boat; car when left out.
    mode: Option<String>,
    /// Roads that are closed: those at lon,lat;lon,lat … in degrees.
    closed: Option<String>,
    /// Percent of the usual time: 150, or by class primary:180,secondary:150.
    slow: Option<String>,
}

/// The answer of `GET /api/v1/routes`.
#[derive(Serialize, ToSchema)]
pub(crate) struct RouteInfo {
    mode: &'static str,
    time_s: u32,
    length_m: u32,
    /// From the points asked for to the roads, in a straight line, walked.
    off_road_m: u32,
    /// Why this is an estimate; null when it goes by roads.
    estimate: Option<&'static str>,
    /// The points of the way: longitude, latitude.
    line: Vec<[f64; 2]>,
    steps: Vec<StepInfo>,
}

/// Something to do, and what follows.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepInfo {
    turn: &'static str,
    text: String,
    text_en: String,
    name: String,
    lon: f64,
    lat: f64,
    length_m: u32,
}

/// What `GET /api/v1/reach` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskReach {
    /// Within so many minutes, 1 to 1440; 30 when left out.
    minutes: Option<u32>,
    /// foot, bike, car or boat; car when left out.
    mode: Option<String>,
    /// From here: lon,lat;lon,lat … in degrees; from all bases when left out.
    from: Option<String>,
    /// Roads that are closed: those at lon,lat;lon,lat … in degrees.
    closed: Option<String>,
    /// Percent of the usual time: 150, or by class primary:180,secondary:150.
    slow: Option<String>,
}

/// The answer of `GET /api/v1/reach`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReachInfo {
    mode: &'static str,
    minutes: u32,
    /// How many bases there are, and how many of them have a road near them.
    bases: usize,
    bases_on_roads: usize,
    area_km2: f64,
    reached_km2: f64,
    households: u64,
    reached_households: u64,
    roads_km: f64,
    reached_roads_km: f64,
    /// What is reached: polygons of rings of longitude, latitude (a GeoJSON `MultiPolygon`).
    reached: Vec<Vec<Vec<[f64; 2]>>>,
    /// The grids that are not reached, or not wholly; at most 1000, the least reached first.
    not_reached: Vec<GridReach>,
    /// How many there are, among them those of which nothing is reached, of how many in all.
    not_reached_grids: usize,
    missed_grids: usize,
    grids: usize,
    /// Where one more base would help most, each given those before it.
    sites: Vec<SiteInfo>,
}

/// How much of a grid is reached.
#[derive(Serialize, ToSchema)]
pub(crate) struct GridReach {
    code: String,
    name: String,
    /// Of its area, 0 to 1.
    share: f64,
    /// To its middle; null where no way leads.
    time_s: Option<u32>,
    households: Option<u32>,
}

/// A place for one more base.
#[derive(Serialize, ToSchema)]
pub(crate) struct SiteInfo {
    lon: f64,
    lat: f64,
    /// How many households it would reach that are not reached yet.
    households: u64,
}

fn mode(name: Option<&str>) -> Result<Mode, Problem> {
    let Some(name) = name else { return Ok(Mode::Car) };
    let bad = || Problem::bad_request("mode must be foot, bike, car or boat");
    Mode::from_name(name).ok_or_else(bad)
}

pub(super) fn point(text: &str, what: &str) -> Result<Position, Problem> {
    let [lon, lat] = numbers(text, what)?;
    position(lon, lat)
}

/// `GET /api/v1/routes?from=103.75,36.06&to=103.80,36.05[&mode=car][&closed=…][&slow=…]`
pub(crate) async fn route(
    house: Data<House>,
    Query(ask): Query<AskRoute>,
) -> Result<Json<RouteInfo>, Problem> {
    let mode = mode(ask.mode.as_deref())?;
    let (from, to) = (point(&ask.from, "from")?, point(&ask.to, "to")?);
    let unusual = unusual(ask.closed.as_deref(), ask.slow.as_deref())?;
    let Some(book) = house.roads().await? else {
        return Ok(Json(straight(mode, from, to)));
    };
    let roads = ready(book, mode, unusual).await?;
    let route = roads.route(from, to);
    let route = route.ok_or_else(|| Problem::not_found("no way leads from here to there"))?;
    let step = |step: &planner::roads::Step| {
        let (text, text_en) = roads::words(step);
        StepInfo {
            turn: step.turn.as_str(),
            text,
            text_en,
            name: step.name.clone(),
            lon: step.at.lon(),
            lat: step.at.lat(),
            length_m: step.length.get(),
        }
    };
    Ok(Json(RouteInfo {
        mode: mode.as_str(),
        time_s: route.time.get(),
        length_m: route.length.get(),
        off_road_m: route.off_road.get(),
        estimate: None,
        line: route.line.iter().map(|at| [at.lon(), at.lat()]).collect(),
        steps: route.steps.iter().map(step).collect(),
    }))
}

/// Metres an hour of each mode over straight lines.
const fn pace(mode: Mode) -> u32 {
    match mode {
        Mode::Foot => 5_000,
        Mode::Bike => 15_000,
        Mode::Car => 30_000,
        Mode::Boat => 18_000,
    }
}

fn straight(mode: Mode, from: Position, to: Position) -> RouteInfo {
    let pace = Pace::from_metres_per_hour(pace(mode));
    let times = pace.map(|pace| straight_times(&[from], &[to], pace, DETOUR_PERCENT));
    let time = times.and_then(|times| times.get(0, 0)).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "on the Earth")]
    let length_m = (spatial::distance(from, to) * f64::from(DETOUR_PERCENT) / 100.0) as u32;
    RouteInfo {
        mode: mode.as_str(),
        time_s: time.get(),
        length_m,
        off_road_m: 0,
        estimate: Some(ESTIMATE),
        line: [from, to].iter().map(|at| [at.lon(), at.lat()]).collect(),
        steps: Vec::new(),
    }
}

/// `GET /api/v1/reach?minutes=30[&mode=car][&from=103.75,36.06;103.80,36.05][&closed=…][&slow=…]`
pub(crate) async fn reach(
    house: Data<House>,
    Query(ask): Query<AskReach>,
) -> Result<Json<ReachInfo>, Problem> {
    let mode = mode(ask.mode.as_deref())?;
    let minutes = ask.minutes.unwrap_or(30);
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(Problem::bad_request(format!("minutes must be 1 to {MINUTES_MAX}")));
    }
    let unusual = unusual(ask.closed.as_deref(), ask.slow.as_deref())?;
    let atlas = house.atlas();
    let ground = atlas.ground()?;
    let bases = bases(&atlas, ask.from.as_deref())?;
    let book = house.roads().await?;
    let book = book.ok_or_else(|| Problem::not_found("no roads are kept; import some"))?;
    let roads = ready(book, mode, unusual).await?;
    let told = tokio::task::spawn_blocking(move || tell(&roads, &ground, &bases, minutes)).await;
    told.map(Json).map_err(Problem::internal)
}

/// The points asked for, or all bases.
fn bases(atlas: &Atlas, from: Option<&str>) -> Result<Vec<Position>, Problem> {
    let bases: Vec<Position> = match from {
        Some(text) => text.split(';').map(|text| point(text, "from")).collect::<Result<_, _>>()?,
        None => atlas
            .places
            .iter()
            .filter(|place| place.kind == PlaceKind::Base)
            .filter_map(|place| match place.shape {
                Shape::Point(at) => Some(at),
                Shape::Line(_) | Shape::Area(_) => None,
            })
            .collect(),
    };
    match bases.len() {
        0 => Err(Problem::not_found("there are no bases; name points with from")),
        1..=BASES_MAX => Ok(bases),
        _ => Err(Problem::bad_request(format!("at most {BASES_MAX} bases at once"))),
    }
}

fn tell(roads: &Roads, ground: &Ground, bases: &[Position], minutes: u32) -> ReachInfo {
    let limit = Seconds::new(60 * minutes);
    let reach = roads.reach(bases, limit);
    let lines = reach.roads();
    let ReachFigures { area, area_m2, reached_m2, households, reached_households, grids, sites } =
        roads::figures(roads, &reach, ground, limit);
    let tree = ground.map.tree();
    let all = grids.len();
    let mut short: Vec<_> = grids.into_iter().filter(|it| it.share < 1.0).collect();
    short.sort_by(|a, b| a.share.total_cmp(&b.share).then(b.time.cmp(&a.time)));
    let grid = |it: &roads::Covered| {
        let unit = tree.unit(tree.unit_of_grid(it.grid));
        GridReach {
            code: unit.code.to_string(),
            name: unit.name.clone(),
            share: it.share,
            time_s: it.time.map(Seconds::get),
            households: unit.households,
        }
    };
    ReachInfo {
        mode: roads.mode().as_str(),
        minutes,
        bases: bases.len(),
        bases_on_roads: reach.bases(),
        area_km2: area_m2 / 1e6,
        reached_km2: reached_m2 / 1e6,
        households,
        reached_households,
        roads_km: lines.all_m / 1e3,
        reached_roads_km: lines.reached_m / 1e3,
        reached: roads::coordinates(&area),
        not_reached_grids: short.len(),
        missed_grids: short.iter().filter(|it| it.share <= 0.0).count(),
        grids: all,
        not_reached: short.iter().take(GRIDS_MAX).map(grid).collect(),
        sites: sites
            .iter()
            .map(|&(at, households)| SiteInfo { lon: at.lon(), lat: at.lat(), households })
            .collect(),
    }
}
