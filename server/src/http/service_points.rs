//! Where the public is served: service points with their hours.

use super::grids::position;
use super::problem::Problem;
use super::state::House;
use crate::work::{clock, hours};
use actix_web::web::{Data, Json, Query};
use jiff::Zoned;
use model::{Bounds, Place, PlaceKind, Position, Shape};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The most service points of one answer.
const LIMIT_MAX: usize = 1_000;

/// What `GET /api/v1/service-points` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Within this box: west,south,east,north in degrees.
    bbox: Option<String>,
    /// `now`: only those that are open.
    open: Option<String>,
    /// Nearest to this point first: lon,lat in degrees.
    near: Option<String>,
    /// At most so many, 1 to 1000.
    limit: Option<usize>,
    /// As of the end of this day; the present ones when left out.
    on: Option<String>,
}

/// The answer of `GET /api/v1/service-points`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServicePoints {
    service_points: Vec<ServicePoint>,
}

/// One service point.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ServicePoint {
    code: String,
    name: String,
    category: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    /// In the syntax of OpenStreetMap's `opening_hours`.
    hours: Option<String>,
    /// This week's hours in words.
    hours_text: Option<Words>,
    /// Open at the time of the answer; null when the hours do not tell.
    open: Option<bool>,
    lon: f64,
    lat: f64,
    /// From the point asked for, in a straight line.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_m: Option<u32>,
}

/// A text in both languages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Words {
    zh: String,
    en: String,
}

/// `GET /api/v1/service-points[?bbox=w,s,e,n][&open=now][&near=lon,lat][&limit=20][&on=2026-11-22]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<ServicePoints>, Problem> {
    let within = ask.bbox.as_deref().map(bounds).transpose()?;
    let near = ask.near.as_deref().map(point).transpose()?;
    let open_only = match ask.open.as_deref() {
        None => false,
        Some("now") => true,
        Some(_) => return Err(Problem::bad_request("open takes the value now")),
    };
    if open_only && ask.on.is_some() {
        return Err(Problem::bad_request("open=now asks for now and on for another day"));
    }
    let limit = ask.limit.unwrap_or(LIMIT_MAX);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::bad_request(format!("limit must be 1 to {LIMIT_MAX}")));
    }
    let now = clock::local(house.now());
    let places = house.places_on(ask.on.as_deref()).await?;
    let inside = |at| within.as_ref().is_none_or(|bounds| bounds.contains(at));
    let mut found: Vec<(Position, &Place)> =
        public_points(places.all()).filter(|(at, _)| inside(*at)).collect();
    if let Some(near) = near {
        found.sort_by(|a, b| spatial::distance(near, a.0).total_cmp(&spatial::distance(near, b.0)));
    }
    let told = found.into_iter().map(|(at, place)| tell(place, at, near, &now));
    let wanted = told.filter(|point| !open_only || point.open == Some(true));
    Ok(Json(ServicePoints { service_points: wanted.take(limit).collect() }))
}

/// Those of `places` who serve a point: first those of its own units (`own`, codes from the top down), finest
/// first, then the nearest others.
pub(crate) fn serving(
    house: &House,
    places: &[Place],
    at: Position,
    own: &[&str],
    most: usize,
) -> Vec<ServicePoint> {
    let now = clock::local(house.now());
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
        .map(|(_, _, there, place)| tell(place, there, Some(at), &now))
        .collect()
}

fn public_points(places: &[Place]) -> impl Iterator<Item = (Position, &Place)> {
    let public = places.iter().filter(|it| it.public && it.kind == PlaceKind::ServicePoint);
    public.filter_map(|place| match place.shape {
        Shape::Point(at) => Some((at, place)),
        _ => None,
    })
}

fn tell(place: &Place, at: Position, from: Option<Position>, now: &Zoned) -> ServicePoint {
    let hours = place.hours.as_deref();
    ServicePoint {
        code: place.code.to_string(),
        name: place.name.clone(),
        category: place.category.clone(),
        address: place.address.clone(),
        phone: place.phone.clone(),
        hours: place.hours.clone(),
        hours_text: hours
            .and_then(|hours| hours::in_words(hours, now))
            .map(|(zh, en)| Words { zh, en }),
        open: hours.and_then(|hours| hours::is_open(hours, now)),
        lon: at.lon(),
        lat: at.lat(),
        distance_m: from.map(|from| whole_metres(spatial::distance(from, at))),
    }
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
