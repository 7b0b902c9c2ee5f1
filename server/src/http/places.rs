//! Places that crews and designers work with: checkpoints, bases, stations, lines.

use super::problem::Problem;
use super::state::House;
use actix_web::web::{Data, Json, Query};
use exchange::write_geometry;
use model::{Place, PlaceKind, Shape};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

/// What `GET /api/v1/places` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Only these kinds, with commas between: checkpoint, station, shopping-district,
    /// service-point, key-place, base, facility, patrol-line.
    kind: Option<String>,
    /// As of the end of this day; the present ones when left out.
    on: Option<String>,
}

/// The answer of `GET /api/v1/places`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Places {
    places: Vec<PlaceInfo>,
}

/// One place.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceInfo {
    code: String,
    name: String,
    kind: &'static str,
    category: Option<String>,
    /// `GeoJSON`.
    #[schema(value_type = Object)]
    geometry: Box<RawValue>,
}

/// `GET /api/v1/places[?kind=checkpoint,base][&on=2026-11-22]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<Places>, Problem> {
    let kinds = ask.kind.as_deref().map(kinds).transpose()?;
    let known = house.places_on(ask.on.as_deref()).await?;
    let wanted = |place: &&Place| kinds.as_ref().is_none_or(|kinds| kinds.contains(&place.kind));
    let tell = |place: &Place| {
        Ok(PlaceInfo {
            code: place.code.to_string(),
            name: place.name.clone(),
            kind: place.kind.as_str(),
            category: place.category.clone(),
            geometry: geometry(&place.shape)?,
        })
    };
    let places: Result<Vec<PlaceInfo>, Problem> =
        known.all().iter().filter(wanted).map(tell).collect();
    Ok(Json(Places { places: places? }))
}

fn kinds(text: &str) -> Result<Vec<PlaceKind>, Problem> {
    let kind = |name: &str| {
        PlaceKind::from_name(name).ok_or_else(|| {
            let known: Vec<_> = PlaceKind::ALL.iter().map(|kind| kind.as_str()).collect();
            Problem::bad_request(format!("kind takes {}", known.join(", ")))
        })
    };
    text.split(',').map(|name| kind(name.trim())).collect()
}

fn geometry(shape: &Shape) -> Result<Box<RawValue>, Problem> {
    let mut text = String::new();
    write_geometry(shape, &mut text);
    RawValue::from_string(text).map_err(Problem::internal)
}
