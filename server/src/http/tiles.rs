//! Vector tiles of what is published and of what is worked with, and the `TileJSON` that describes them.

use super::city::corners;
use super::doors::{LAYERS, admit_to_layer};
use super::layers::Ask;
use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use super::tile_cache::{Encoding, Form, Format, Packed};
use crate::work::atlas::Ground;
use crate::work::layers::Layer;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path, Query, ReqData};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use std::sync::Arc;
use tiles::{SourceInfo, TileId, TileSet};

/// `GET /tiles/{layer}.json[?on=2026-11-22]`: `TileJSON` 3.0; of layers beside the drawing with the
/// period or plan asked for.
pub(crate) async fn json(
    house: Data<House>,
    caller: ReqData<Caller>,
    request: HttpRequest,
    layer: Path<String>,
    Query(ask): Query<Ask>,
) -> Result<Json<Value>, Problem> {
    admit_to_layer(&layer, caller.role())?;
    let ground = house.ground_on(ask.on.as_deref()).await?;
    let base = base(&request);
    let (info, address) = match Layer::from_name(&layer) {
        None => {
            let info = ground.tiles.info(&layer).ok_or_else(|| no_layer(&ground))?;
            // Places change while the drawing stays.
            let version = TileSet::is_of_grids(&layer).then(|| format!("@{}", ground.version));
            let version = version.unwrap_or_default();
            (info, format!("{base}/tiles/{layer}{version}/{{z}}/{{x}}/{{y}}"))
        }
        Some(beside) => {
            let ready = house.layers.layer(&house, beside, &ask).await?;
            let info = ready.set.info().unwrap_or_else(|| nothing(&layer));
            let query = ask.query(beside);
            (info, format!("{base}/tiles/{layer}/{{z}}/{{x}}/{{y}}{query}"))
        }
    };
    // Roads may be from elsewhere, under a licence of their own.
    let atlas = house.atlas();
    let roads = atlas.roads.as_ref().filter(|_| *layer == Layer::Roads.name());
    let notice = roads.map_or(&ground.names.notice, |roads| &roads.notice);
    Ok(Json(describe(&ground, (&layer, notice), &info, &address)))
}

/// The `TileJSON` of a source of this name, with what must be said of it, whose tiles are at this address.
pub(super) fn describe(
    ground: &Ground,
    (name, notice): (&str, &str),
    info: &SourceInfo,
    address: &str,
) -> Value {
    let vector_layers = info.layers.iter().map(|layer| {
        let fields: serde_json::Map<String, Value> =
            layer.fields.iter().map(|(name, kind)| (name.clone(), json!(kind))).collect();
        json!({
            "id": layer.name, "fields": fields,
            "minzoom": layer.min_zoom, "maxzoom": layer.max_zoom,
        })
    });
    json!({
        "tilejson": "3.0.0",
        "name": format!("{} – {name}", ground.names.name),
        "version": "1.0.0",
        "attribution": notice,
        "scheme": "xyz",
        "tiles": [address],
        "minzoom": info.min_zoom,
        "maxzoom": info.max_zoom,
        "bounds": info.bounds.map(corners),
        "center": info.center.map(|(at, zoom)| [at.lon(), at.lat(), f64::from(zoom)]),
        "vector_layers": vector_layers.collect::<Vec<_>>(),
    })
}

/// Where this service is, as whoever asks sees it.
pub(super) fn base(request: &HttpRequest) -> String {
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

/// What is said of a layer that shows nothing now.
fn nothing(layer: &str) -> SourceInfo {
    SourceInfo {
        name: layer.to_owned(),
        bounds: None,
        center: None,
        min_zoom: 0,
        max_zoom: tiles::SOURCE_MAX_ZOOM,
        layers: Vec::new(),
    }
}

/// That there is no such layer, with those that there are.
pub(super) fn no_layer(ground: &Ground) -> Problem {
    let known = ground.tiles.layers().iter().map(|layer| &*layer.name);
    let beside = LAYERS.iter().map(|(name, _)| *name);
    let known: Vec<&str> = known.chain(beside).collect();
    Problem::not_found(format!("there is no such layer; there are grids, {}", known.join(", ")))
}

/// `GET /tiles/{layer}/{z}/{x}/{y}` and `GET /tiles/{layer}@{version}/{z}/{x}/{y}`: a Mapbox Vector
/// Tile, or a `MapLibre` Tile when it is asked for by name; 204 where there is nothing.
pub(crate) async fn tile(
    house: Data<House>,
    caller: ReqData<Caller>,
    request: HttpRequest,
    path: Path<(String, String, String, String)>,
    Query(ask): Query<Ask>,
) -> Result<HttpResponse, Problem> {
    let (layer, z, x, y) = path.into_inner();
    let y = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).unwrap_or(&y);
    let at = place(&z, &x, y)?;
    let (layer, version) = match layer.split_once('@') {
        None => (&*layer, None),
        Some((layer, version)) => (layer, Some(version)),
    };
    admit_to_layer(layer, caller.role())?;
    let form = wanted(&request);
    if let Some(beside) = Layer::from_name(layer).filter(|_| version.is_none()) {
        let ready = house.layers.layer(&house, beside, &ask).await?;
        let cut = house.tiles.tile_beside(&ready.set, (ready.stamp, layer), at, form).await;
        let packed = cut.map_err(Problem::internal)?;
        let packed = packed.ok_or_else(|| Problem::internal("a layer without tiles"))?;
        return Ok(answer(&request, &packed, Keeping::Private));
    }
    let (ground, keeping) = match version {
        None => (house.ground()?, Keeping::AskAgain),
        Some(version) => {
            let ground = house.ground_at_version(version).await?;
            let ground = ground.ok_or_else(|| Problem::not_found("no drawing has this version"))?;
            let lasts = TileSet::is_of_grids(layer);
            (ground, if lasts { Keeping::Forever } else { Keeping::AskAgain })
        }
    };
    let packed = published(&house, &ground, layer, at, form).await?;
    Ok(answer(&request, &packed, keeping))
}

/// The place of a tile in an address.
pub(super) fn place(z: &str, x: &str, y: &str) -> Result<TileId, Problem> {
    let number = |text: &str| text.parse::<u32>().ok();
    number(z)
        .and_then(|z| TileId::new(u8::try_from(z).ok()?, number(x)?, number(y)?))
        .ok_or_else(|| Problem::bad_request("a tile is z/x/y with z up to 22 and x, y below 2^z"))
}

/// How a request wants its tile.
pub(super) fn wanted(request: &HttpRequest) -> Form {
    let said = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
    Form {
        format: Format::wanted(said(header::ACCEPT)),
        encoding: Encoding::wanted(said(header::ACCEPT_ENCODING)),
    }
}

/// A tile of a drawing.
pub(super) async fn published(
    house: &House,
    ground: &Arc<Ground>,
    layer: &str,
    at: TileId,
    form: Form,
) -> Result<Arc<Packed>, Problem> {
    let cut = house.tiles.tile(ground, layer, at, form).await;
    cut.map_err(Problem::internal)?.ok_or_else(|| no_layer(ground))
}

/// Who may keep a tile, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeping {
    /// It never becomes another one.
    Forever,
    /// It may have become another one.
    AskAgain,
    /// And it is for this caller alone.
    Private,
}

impl Keeping {
    const fn headers(self) -> (&'static str, &'static str) {
        match self {
            Self::Forever => ("public, max-age=31536000, immutable", "Accept, Accept-Encoding"),
            Self::AskAgain => ("no-cache", "Accept, Accept-Encoding"),
            Self::Private => ("private, no-cache", "Accept, Accept-Encoding, Cookie"),
        }
    }
}

/// The answer with its entity tag: each encoding is a representation of its own and has its own strong
/// one (RFC 9110, section 8.8.3).
pub(super) fn answer(request: &HttpRequest, packed: &Packed, keeping: Keeping) -> HttpResponse {
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
    let (cache, vary) = keeping.headers();
    response.insert_header((header::ETAG, packed.tag.clone()));
    response.insert_header((header::CACHE_CONTROL, cache));
    response.insert_header((header::VARY, vary));
    if fresh || packed.bytes.is_empty() {
        return response.finish();
    }
    response.content_type(packed.format.media_type());
    // Said of every body, so that the middleware does not compress under a tag that says otherwise.
    response.insert_header((header::CONTENT_ENCODING, packed.encoding.header()));
    response.body(packed.bytes.clone())
}
