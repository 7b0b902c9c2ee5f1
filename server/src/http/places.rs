//! Places that crews and designers work with: checkpoints, bases, stations, lines.

use super::problem::Problem;
use super::state::House;
use actix_web::web::{Data, Json, Query};
use model::{Place, PlaceKind, Position, Ring, Shape};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// What `GET /api/v1/places` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Only these kinds, with commas between: checkpoint, station, shopping-district,
    /// service-point, key-place, base, facility, patrol-line.
    kind: Option<String>,
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
    geometry: Value,
}

/// `GET /api/v1/places[?kind=checkpoint,base]`
pub(crate) async fn list(
    house: Data<House>,
    Query(ask): Query<Ask>,
) -> Result<Json<Places>, Problem> {
    let kinds = ask.kind.as_deref().map(kinds).transpose()?;
    let atlas = house.atlas();
    let wanted = |place: &&Place| kinds.as_ref().is_none_or(|kinds| kinds.contains(&place.kind));
    let tell = |place: &Place| PlaceInfo {
        code: place.code.to_string(),
        name: place.name.clone(),
        kind: place.kind.as_str(),
        category: place.category.clone(),
        geometry: geometry(&place.shape),
    };
    Ok(Json(Places { places: atlas.places.iter().filter(wanted).map(tell).collect() }))
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

/// The shape as `GeoJSON`, rings closed (RFC 7946, 3.1.6).
fn geometry(shape: &Shape) -> Value {
    let point = |at: &Position| json!([at.lon(), at.lat()]);
    let line = |line: &[Position]| line.iter().map(point).collect::<Vec<_>>();
    let ring = |ring: &Ring| ring.iter().chain(ring.first()).map(point).collect::<Vec<_>>();
    match shape {
        Shape::Point(at) => json!({ "type": "Point", "coordinates": point(at) }),
        Shape::Line(points) => json!({ "type": "LineString", "coordinates": line(points) }),
        Shape::Area(area) => {
            let polygons = area.polygons.iter().map(|it| it.rings().map(ring).collect::<Vec<_>>());
            json!({ "type": "MultiPolygon", "coordinates": polygons.collect::<Vec<_>>() })
        }
    }
}
