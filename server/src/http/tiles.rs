//! Vector tiles of what is published, and the `TileJSON` that describes them.

use super::city::corners;
use super::problem::Problem;
use super::state::House;
use super::tile_cache::{Encoding, Packed};
use crate::work::atlas::Ground;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use tiles::TileId;

/// `GET /tiles/{layer}.json`: `TileJSON` 3.0.
pub(crate) async fn json(
    house: Data<House>,
    request: HttpRequest,
    layer: Path<String>,
) -> Result<Json<Value>, Problem> {
    let ground = house.ground()?;
    let info = ground.tiles.info(&layer).ok_or_else(|| no_layer(&ground))?;
    let vector_layers = info.layers.iter().map(|layer| {
        let fields: serde_json::Map<String, Value> =
            layer.fields.iter().map(|(name, kind)| (name.clone(), json!(kind))).collect();
        json!({
            "id": layer.name, "fields": fields,
            "minzoom": layer.min_zoom, "maxzoom": layer.max_zoom,
        })
    });
    let connection = request.connection_info();
    let base = format!("{}://{}", connection.scheme(), connection.host());
    Ok(Json(json!({
        "tilejson": "3.0.0",
        "name": format!("{} – {layer}", ground.names.name),
        "version": "1.0.0",
        "attribution": ground.names.notice,
        "scheme": "xyz",
        "tiles": [format!("{base}/tiles/{layer}@{}/{{z}}/{{x}}/{{y}}", ground.version)],
        "minzoom": info.min_zoom,
        "maxzoom": info.max_zoom,
        "bounds": info.bounds.map(corners),
        "center": info.center.map(|(at, zoom)| [at.lon(), at.lat(), f64::from(zoom)]),
        "vector_layers": vector_layers.collect::<Vec<_>>(),
    })))
}

fn no_layer(ground: &Ground) -> Problem {
    let known: Vec<&str> = ground.tiles.layers().iter().map(|layer| &*layer.name).collect();
    Problem::not_found(format!("there is no such layer; there are grids, {}", known.join(", ")))
}

/// `GET /tiles/{layer}/{z}/{x}/{y}` and `GET /tiles/{layer}@{version}/{z}/{x}/{y}`: a Mapbox Vector
/// Tile, 204 where there is nothing.
pub(crate) async fn tile(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(String, String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (layer, z, x, y) = path.into_inner();
    let ground = house.ground()?;
    let (layer, version) = match layer.split_once('@') {
        None => (&*layer, None),
        Some((layer, version)) => (layer, Some(version)),
    };
    if version.is_some_and(|version| version != ground.version) {
        return Err(Problem::not_found("this version of the drawing is not in force"));
    }
    let y = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).unwrap_or(&y);
    let number = |text: &str| text.parse::<u32>().ok();
    let at = number(&z)
        .and_then(|z| TileId::new(u8::try_from(z).ok()?, number(&x)?, number(y)?))
        .ok_or_else(|| {
        Problem::bad_request("a tile is z/x/y with z up to 22 and x, y below 2^z")
    })?;
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let cut = house.tiles.tile(&ground, layer, at, Encoding::wanted(accepted)).await;
    let packed = cut.map_err(Problem::internal)?.ok_or_else(|| no_layer(&ground))?;
    Ok(answer(&request, &packed, version.is_some()))
}

/// The answer with its entity tag: each encoding is a representation of its own and has its own strong
/// one (RFC 9110, section 8.8.3).
fn answer(request: &HttpRequest, packed: &Packed, immutable: bool) -> HttpResponse {
    let cache = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let fresh = known.is_some_and(|known| {
        let mut tags = known.split(',').map(|it| it.trim().trim_start_matches("W/"));
        tags.any(|tag| tag == packed.tag || tag == "*")
    });
    let mut response = match (fresh, packed.bytes.is_empty()) {
        (true, _) => HttpResponse::NotModified(),
        (false, true) => HttpResponse::NoContent(),
        (false, false) => HttpResponse::Ok(),
    };
    response.insert_header((header::ETAG, packed.tag.clone()));
    response.insert_header((header::CACHE_CONTROL, cache));
    response.insert_header((header::VARY, "Accept-Encoding"));
    if fresh || packed.bytes.is_empty() {
        return response.finish();
    }
    response.content_type("application/vnd.mapbox-vector-tile");
    // Said of every body, so that the middleware does not compress under a tag that says otherwise.
    response.insert_header((header::CONTENT_ENCODING, packed.encoding.header()));
    response.body(packed.bytes.clone())
}
