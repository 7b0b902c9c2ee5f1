//! Vector tiles of what is published, and the `TileJSON` that describes them.

use super::city::corners;
use super::problem::Problem;
use super::state::House;
use crate::work::atlas::Ground;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::sync::Arc;
use tiles::TileId;

/// Smaller bodies do not gain from compression.
const COMPRESS_FROM_BYTES: usize = 256;

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
    let (tiles, name) = (Arc::clone(&ground), layer.to_owned());
    let cut = actix_web::web::block(move || tiles.tiles.tile(&name, at));
    let bytes = cut.await.map_err(Problem::internal)?.ok_or_else(|| no_layer(&ground))?;
    Ok(answer(&request, &bytes, version.is_some()))
}

/// The answer with its entity tag, compressed when the client takes gzip.
fn answer(request: &HttpRequest, bytes: &[u8], immutable: bool) -> HttpResponse {
    let gzip = bytes.len() >= COMPRESS_FROM_BYTES && takes_gzip(request);
    let hash = super::session::hex(&Sha256::digest(bytes)[..12]);
    // Each encoding is a representation of its own and has its own strong tag (RFC 9110, 8.8.3).
    let tag = format!("\"{hash}{}\"", if gzip { "-gzip" } else { "" });
    let cache = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let fresh = known.is_some_and(|known| {
        known.split(',').any(|it| it.trim().trim_start_matches("W/") == tag || it.trim() == "*")
    });
    let mut response = match (fresh, bytes.is_empty()) {
        (true, _) => HttpResponse::NotModified(),
        (false, true) => HttpResponse::NoContent(),
        (false, false) => HttpResponse::Ok(),
    };
    response.insert_header((header::ETAG, tag));
    response.insert_header((header::CACHE_CONTROL, cache));
    response.insert_header((header::VARY, "Accept-Encoding"));
    if fresh || bytes.is_empty() {
        return response.finish();
    }
    response.content_type("application/vnd.mapbox-vector-tile");
    if !gzip {
        // Keeps the middleware from compressing under a tag that says otherwise.
        response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("identity")));
        return response.body(bytes.to_vec());
    }
    response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("gzip")));
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    // Writing into memory cannot fail.
    let _written = encoder.write_all(bytes);
    response.body(encoder.finish().unwrap_or_default())
}

fn takes_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted.split(',').any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
            matches!(name.trim(), "gzip" | "*") && !refused
        })
    })
}
