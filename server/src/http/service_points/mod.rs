//! Where the public is served: service points with their hours, what is done there, and the way to them.

mod tell;

pub(crate) use tell::ServicePoint;

use super::conditions::ready;
use super::grids::position;
use super::problem::Problem;
use super::state::House;
use super::{calendar, coverage, get};
use crate::work::atlas::Atlas;
use crate::work::clock;
use crate::work::coverage::public_points;
use crate::work::hours::Teller;
use crate::work::import::inside::holds;
use crate::work::roads::Unusual;
use crate::work::walks::{ESTIMATE, Walks, flat_squared};
use actix_web::ResponseError as _;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Query, ServiceConfig};
use jiff::Timestamp;
use jiff::civil::DateTime;
use model::patrol::Mode;
use model::{Bounds, Place, Position, Seconds, ServiceItem, Shape};
use planner::roads::Roads;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tell::tell;
use utoipa::{IntoParams, ToSchema};

/// The most service points of one answer.
const LIMIT_MAX: usize = 1_000;
/// The most days whose hours are told.
const DAYS_MAX: u8 = 31;
/// Walking times are reckoned to so many points, the nearest in a straight line; others come after them.
const WALKED_MAX: usize = 300;

/// What `GET /api/v1/service-points` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Within this box: west,south,east,north in degrees.
    bbox: Option<String>,
    /// `now`: only those that are open; `at:2026-10-10T09:30`: only those open then, local time or
    /// RFC 3339, and everything told as of then.
    open: Option<String>,
    /// Only those where this is done: a code of `GET /api/v1/service-items`.
    item: Option<String>,
    /// Nearest to this point first, by walking time: lon,lat in degrees.
    near: Option<String>,
    /// At most so many, 1 to 1000.
    limit: Option<usize>,
    /// Tell the hours of so many days, 1 to 31, from the day of the answer on.
    days: Option<u8>,
    /// As of the end of this day; the present ones when left out.
    on: Option<String>,
}

/// The answer of `GET /api/v1/service-points`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServicePoints {
    /// As of when open and closed are told.
    at: String,
    /// Why walking times are estimates; null when they go by roads, or none are asked for.
    estimate: Option<&'static str>,
    #[serde(rename = "service_points")]
    points: Vec<ServicePoint>,
}

/// The answer of `GET /api/v1/service-items`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServiceItems {
    service_items: Vec<ServiceItemInfo>,
}

/// What people come to a service point for.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServiceItemInfo {
    code: String,
    name: String,
    name_en: String,
    /// The categories of service points where it is done.
    categories: Vec<String>,
}

/// The routes of service points.
pub(super) fn routes(app: &mut ServiceConfig) {
    app.service(get("/api/v1/service-points").to(list));
    app.service(get("/api/v1/service-items").to(items));
    app.service(get("/calendar/{code}.ics").to(calendar::show));
    app.service(get("/api/v1/admin/coverage").to(coverage::show));
}

/// `GET /api/v1/service-items`
pub(crate) async fn items(house: Data<House>) -> Json<ServiceItems> {
    let info = |item: &ServiceItem| ServiceItemInfo {
        code: item.code.to_string(),
        name: item.name.clone(),
        name_en: item.name_en.clone(),
        categories: item.categories.clone(),
    };
    Json(ServiceItems { service_items: house.atlas().items.iter().map(info).collect() })
}

/// `GET /api/v1/service-points[?bbox=w,s,e,n][&item=…][&open=now][&near=lon,lat][&limit=20][&on=2026-11-22]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<ServicePoints>, Problem> {
    let within = ask.bbox.as_deref().map(bounds).transpose()?;
    let near = ask.near.as_deref().map(point).transpose()?;
    let open_at = ask.open.as_deref().map(|open| instant(open, house.now())).transpose()?;
    if open_at.is_some() && ask.on.is_some() {
        return Err(Problem::bad_request("open asks for one time and on for another"));
    }
    let limit = ask.limit.unwrap_or(LIMIT_MAX);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::bad_request(format!("limit must be 1 to {LIMIT_MAX}")));
    }
    let days = ask.days.unwrap_or_default();
    if ask.days.is_some() && !(1..=DAYS_MAX).contains(&days) {
        return Err(Problem::bad_request(format!("days must be 1 to {DAYS_MAX}")));
    }
    let atlas = house.atlas();
    let item = ask.item.as_deref().map(|code| item_of(&atlas, code)).transpose()?;
    let places = house.places_on(ask.on.as_deref()).await?;
    let inside = |at| within.as_ref().is_none_or(|bounds| bounds.contains(at));
    let done = |place: &Place| item.is_none_or(|item| item.is_done_at(place.category.as_deref()));
    let at = open_at.unwrap_or_else(|| house.now());
    let mut teller = Teller::new(&atlas.almanac, at, days);
    let mut found: Vec<(Position, &Place)> =
        public_points(places.all()).filter(|(at, place)| inside(*at) && done(place)).collect();
    if open_at.is_some() {
        found.retain(|(_, place)| {
            let told = place.hours.as_deref().and_then(|hours| teller.tell(hours));
            told.is_some_and(|told| told.open == Some(true))
        });
    }
    let roads = if near.is_some() { walkable(&house).await? } else { None };
    let ordered = match near {
        Some(from) => by_walk(from, found, roads.as_deref()),
        None => found.into_iter().map(|(at, place)| (at, place, None)).collect(),
    };
    let told = ordered.into_iter().take(limit).map(|(at, place, walk)| {
        let mut point = tell(place, at, near, &mut teller);
        point.walk_s = walk.map(Seconds::get);
        point
    });
    Ok(Json(ServicePoints {
        at: clock::rfc3339(at),
        estimate: (near.is_some() && roads.is_none()).then_some(ESTIMATE),
        points: told.collect(),
    }))
}

/// The time that `open` asks for.
fn instant(open: &str, now: Timestamp) -> Result<Timestamp, Problem> {
    if open == "now" {
        return Ok(now);
    }
    let bad = || {
        Problem::bad_request("open takes now or a time like at:2026-10-10T09:30, local or RFC 3339")
    };
    let text = open.strip_prefix("at:").ok_or_else(bad)?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    // In a query a plus sign that nobody escaped has become a space.
    if let Ok(at) = text.replace(' ', "+").parse::<Timestamp>() {
        return Ok(at);
    }
    let local: DateTime = text.parse().map_err(|_unread| bad())?;
    clock::OFFSET.to_timestamp(local).map_err(|_beyond| bad())
}

fn item_of<'a>(atlas: &'a Atlas, code: &str) -> Result<&'a ServiceItem, Problem> {
    let found = atlas.items.iter().find(|item| item.code.as_str() == code);
    found.ok_or_else(|| Problem::bad_request("no such item; GET /api/v1/service-items names them"))
}

/// The roads on foot, where any are kept.
pub(super) async fn walkable(house: &House) -> Result<Option<Arc<Roads>>, Problem> {
    let Some(book) = house.roads().await? else { return Ok(None) };
    match ready(book, Mode::Foot, Unusual::default()).await {
        Ok(roads) => Ok(Some(roads)),
        // Roads of which none is open to walkers help nobody: as if there were none.
        Err(problem) if problem.status_code() == StatusCode::NOT_FOUND => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Points in the order of their walking times, those without a way last. A mobile service is where one is
/// when one is in its area.
fn by_walk<'a>(
    from: Position,
    mut found: Vec<(Position, &'a Place)>,
    roads: Option<&Roads>,
) -> Vec<(Position, &'a Place, Option<Seconds>)> {
    found.sort_by(|a, b| flat_squared(from, a.0).total_cmp(&flat_squared(from, b.0)));
    let walked = found.len().min(WALKED_MAX);
    let to: Vec<Position> = found[..walked].iter().map(|(at, _)| *at).collect();
    let walks = Walks::new(from, &to, roads);
    let comes = |place: &Place| matches!(&place.shape, Shape::Area(area) if holds(area, from));
    let walk = |number: usize, place: &Place| {
        let here = comes(place).then(|| Seconds::new(0));
        here.or_else(|| (number < walked).then(|| walks.get(number)).flatten())
    };
    let mut told: Vec<(Position, &Place, Option<Seconds>)> = found
        .into_iter()
        .enumerate()
        .map(|(number, (at, place))| (at, place, walk(number, place)))
        .collect();
    // Stable: what is as far stays in the order of straight lines.
    told.sort_by_key(|(_, _, walk)| walk.map_or(u32::MAX, Seconds::get));
    told
}

/// Those of `places` who serve a point: first those of its own units (`own`, codes from the top down), finest
/// first, then the nearest others in a straight line.
pub(crate) fn serving(
    house: &House,
    places: &[Place],
    at: Position,
    own: &[&str],
    most: usize,
) -> Vec<ServicePoint> {
    let atlas = house.atlas();
    let mut teller = Teller::new(&atlas.almanac, house.now(), 0);
    let rank = |place: &Place| {
        let serves = place.serves.as_ref().map(model::Code::as_str);
        own.iter()
            .rposition(|code| Some(*code) == serves)
            .map_or(usize::MAX, |depth| own.len() - depth)
    };
    let mut found: Vec<(usize, f64, Position, &Place)> = public_points(places)
        .map(|(there, place)| (rank(place), spatial::distance(at, there), there, place))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found
        .into_iter()
        .take(most)
        .map(|(_, _, there, place)| tell(place, there, Some(at), &mut teller))
        .collect()
}

/// A distance on Earth, rounded: at most 20,004 km, so it fits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2.1e7")]
pub(crate) fn whole_metres(distance: f64) -> u32 {
    distance.round() as u32
}

pub(crate) fn numbers<const N: usize>(text: &str, name: &str) -> Result<[f64; N], Problem> {
    let read: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    read.ok()
        .and_then(|read| <[f64; N]>::try_from(read).ok())
        .ok_or_else(|| Problem::bad_request(format!("{name} takes {N} numbers with commas")))
}

/// A position from a request: `lon,lat`.
///
/// # Errors
///
/// 400 when it is none.
pub(crate) fn point(text: &str) -> Result<Position, Problem> {
    let [lon, lat] = numbers(text, "near")?;
    position(lon, lat)
}

/// A box from a request: west, south, east, north.
pub(crate) fn bounds(text: &str) -> Result<Bounds, Problem> {
    let [west, south, east, north] = numbers(text, "bbox")?;
    if west > east || south > north {
        return Err(Problem::bad_request("bbox is west,south,east,north"));
    }
    Ok(Bounds { min: position(west, south)?, max: position(east, north)? })
}

#[cfg(test)]
mod tests;
