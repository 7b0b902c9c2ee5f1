//! OGC API – Tiles, part 1 (OGC 20-057): the published tiles as programs of the field look for them.
//!
//! The dataset is the drawing in force, all of whose layers are in one tile; each layer is a collection
//! with tiles of its own. All of it is of what is published.

use super::city::corners;
use super::problem::Problem;
use super::state::House;
use super::tile_cache::Format;
use super::tiles::{self, Keeping, base};
use crate::work::atlas::Ground;
use ::tiles::{Geometry, LayerInfo, SOURCE_MAX_ZOOM, SourceInfo, TileId};
use actix_web::web::{Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use model::{Bounds, Position};
use serde_json::{Value, json};

/// The one tile matrix set (OGC 17-083r4, annex D.1).
const SET: &str = "WebMercatorQuad";
const SET_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const CRS: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
/// The layer that is the dataset.
const DATASET: &str = "grids";
/// Half the side of the square, in metres.
const HALF_SIDE_M: f64 = 20_037_508.342_789_244;
/// The scale of zoom 0: 256 pixels of 0.28 mm around the equator.
const SCALE: f64 = 559_082_264.028_717_8;
const PIXELS: f64 = 256.0;

/// What is kept of the standards.
const CONFORMANCE: [&str; 7] = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
];

/// The routes of the standard.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(super::get("/ogc").to(landing));
    app.service(super::get("/ogc/conformance").to(conformance));
    app.service(super::get("/ogc/tileMatrixSets").to(matrix_sets));
    app.service(super::get("/ogc/tileMatrixSets/{set}").to(matrix_set));
    app.service(super::get("/ogc/tiles").to(dataset_tilesets));
    app.service(super::get("/ogc/tiles/{set}").to(dataset_tileset));
    app.service(super::get("/ogc/tiles/{set}/{z}/{y}/{x}").to(dataset_tile));
    app.service(super::get("/ogc/collections").to(collections));
    app.service(super::get("/ogc/collections/{layer}").to(collection));
    app.service(super::get("/ogc/collections/{layer}/tiles").to(tilesets));
    app.service(super::get("/ogc/collections/{layer}/tiles/{set}").to(tileset));
    app.service(super::get("/ogc/collections/{layer}/tiles/{set}/{z}/{y}/{x}").to(tile));
}

fn link(rel: &str, href: &str, media: &str, title: &str) -> Value {
    json!({ "rel": rel, "href": href, "type": media, "title": title })
}

/// `GET /ogc`
async fn landing(house: Data<House>, request: HttpRequest) -> Result<Json<Value>, Problem> {
    let (ground, base) = (house.ground()?, base(&request));
    let json = |rel: &str, path: &str, title: &str| {
        link(rel, &format!("{base}{path}"), "application/json", title)
    };
    let description = format!("{base}/api/v1/openapi.json");
    Ok(Json(json!({
        "title": ground.names.name,
        "description": ground.names.notice,
        "attribution": ground.names.notice,
        "links": [
            json("self", "/ogc", "this page"),
            link("service-desc", &description, "application/vnd.oai.openapi+json;version=3.1", "OpenAPI"),
            json("conformance", "/ogc/conformance", "conformance classes"),
            json("http://www.opengis.net/def/rel/ogc/1.0/conformance", "/ogc/conformance", "conformance classes"),
            json("data", "/ogc/collections", "layers"),
            json("http://www.opengis.net/def/rel/ogc/1.0/data", "/ogc/collections", "layers"),
            json("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", "/ogc/tiles", "tiles of all layers"),
            json("http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", "/ogc/tileMatrixSets", "tile matrix sets"),
        ],
    })))
}

/// `GET /ogc/conformance`
async fn conformance() -> Json<Value> {
    Json(json!({ "conformsTo": CONFORMANCE }))
}

/// `GET /ogc/tileMatrixSets`
async fn matrix_sets(request: HttpRequest) -> Json<Value> {
    let href = format!("{}/ogc/tileMatrixSets/{SET}", base(&request));
    Json(json!({ "tileMatrixSets": [{
        "id": SET, "uri": SET_URI, "crs": CRS, "title": "Google Maps compatible, square",
        "links": [link("self", &href, "application/json", SET)],
    }] }))
}

/// `GET /ogc/tileMatrixSets/WebMercatorQuad`
async fn matrix_set(set: Path<String>) -> Result<Json<Value>, Problem> {
    known(&set)?;
    let matrices = (0..=::tiles::MAX_ZOOM).map(|zoom| {
        let tiles = 1_u32 << zoom;
        json!({
            "id": zoom.to_string(),
            "scaleDenominator": SCALE / f64::from(tiles),
            "cellSize": 2.0 * HALF_SIDE_M / PIXELS / f64::from(tiles),
            "cornerOfOrigin": "topLeft",
            "pointOfOrigin": [-HALF_SIDE_M, HALF_SIDE_M],
            "matrixWidth": tiles, "matrixHeight": tiles, "tileWidth": 256, "tileHeight": 256,
        })
    });
    Ok(Json(json!({
        "id": SET, "title": "Google Maps compatible, square", "uri": SET_URI, "crs": CRS,
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices.collect::<Vec<_>>(),
    })))
}

/// `GET /ogc/tiles`
async fn dataset_tilesets(
    house: Data<House>,
    request: HttpRequest,
) -> Result<Json<Value>, Problem> {
    let info = info(&*house.ground()?, DATASET)?;
    Ok(Json(list(&format!("{}/ogc/tiles", base(&request)), &info)))
}

/// `GET /ogc/tiles/WebMercatorQuad`
async fn dataset_tileset(
    house: Data<House>,
    request: HttpRequest,
    set: Path<String>,
) -> Result<Json<Value>, Problem> {
    known(&set)?;
    let info = info(&*house.ground()?, DATASET)?;
    Ok(Json(describe(&format!("{}/ogc/tiles", base(&request)), &base(&request), &info)))
}

/// `GET /ogc/tiles/WebMercatorQuad/{z}/{row}/{column}`
async fn dataset_tile(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(String, String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (set, z, y, x) = path.into_inner();
    cut(&house, &request, DATASET, [&set, &z, &y, &x]).await
}

/// `GET /ogc/collections`
async fn collections(house: Data<House>, request: HttpRequest) -> Result<Json<Value>, Problem> {
    let (ground, base) = (house.ground()?, base(&request));
    let all = ground.tiles.layers().iter().map(|layer| about(&ground, &base, layer));
    let own = link("self", &format!("{base}/ogc/collections"), "application/json", "layers");
    Ok(Json(json!({ "collections": all.collect::<Vec<_>>(), "links": [own] })))
}

/// `GET /ogc/collections/{layer}`
async fn collection(
    house: Data<House>,
    request: HttpRequest,
    layer: Path<String>,
) -> Result<Json<Value>, Problem> {
    let ground = house.ground()?;
    let layer = ground.tiles.layers().iter().find(|known| known.name == *layer);
    let layer = layer.ok_or_else(|| tiles::no_layer(&ground))?;
    Ok(Json(about(&ground, &base(&request), layer)))
}

/// `GET /ogc/collections/{layer}/tiles`
async fn tilesets(
    house: Data<House>,
    request: HttpRequest,
    layer: Path<String>,
) -> Result<Json<Value>, Problem> {
    let info = info(&*house.ground()?, &layer)?;
    Ok(Json(list(&format!("{}/ogc/collections/{layer}/tiles", base(&request)), &info)))
}

/// `GET /ogc/collections/{layer}/tiles/WebMercatorQuad`
async fn tileset(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let (layer, set) = path.into_inner();
    known(&set)?;
    let (info, base) = (info(&*house.ground()?, &layer)?, base(&request));
    Ok(Json(describe(&format!("{base}/ogc/collections/{layer}/tiles"), &base, &info)))
}

/// `GET /ogc/collections/{layer}/tiles/WebMercatorQuad/{z}/{row}/{column}`
async fn tile(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(String, String, String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (layer, set, z, y, x) = path.into_inner();
    cut(&house, &request, &layer, [&set, &z, &y, &x]).await
}

fn known(set: &str) -> Result<(), Problem> {
    let unknown = || Problem::not_found(format!("there is one tile matrix set, {SET}"));
    (set == SET).then_some(()).ok_or_else(unknown)
}

fn info(ground: &Ground, layer: &str) -> Result<SourceInfo, Problem> {
    ground.tiles.info(layer).ok_or_else(|| tiles::no_layer(ground))
}

async fn cut(
    house: &House,
    request: &HttpRequest,
    layer: &str,
    [set, z, y, x]: [&str; 4],
) -> Result<HttpResponse, Problem> {
    known(set)?;
    let (at, ground) = (tiles::place(z, x, y)?, house.ground()?);
    let packed = tiles::published(house, &ground, layer, at, tiles::wanted(request)).await?;
    Ok(tiles::answer(request, &packed, Keeping::AskAgain))
}

/// What a collection says of itself.
fn about(ground: &Ground, base: &str, layer: &LayerInfo) -> Value {
    let path = format!("{base}/ogc/collections/{}", layer.name);
    let extent = ground
        .tiles
        .bounds()
        .map(|bounds| json!({ "spatial": { "bbox": [corners(bounds)], "crs": CRS84 } }));
    json!({
        "id": layer.name, "title": layer.name, "dataType": "vector", "extent": extent,
        "links": [
            link("self", &path, "application/json", "this layer"),
            link(
                "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
                &format!("{path}/tiles"), "application/json", "its tiles",
            ),
        ],
    })
}

/// The one tile set below `path`, in a list.
fn list(path: &str, info: &SourceInfo) -> Value {
    json!({
        "tilesets": [{
            "title": info.name, "dataType": "vector", "crs": CRS, "tileMatrixSetURI": SET_URI,
            "links": [link("self", &format!("{path}/{SET}"), "application/json", "tile set")],
        }],
        "links": [link("self", path, "application/json", "tile sets")],
    })
}

/// What a tile set says of itself (OGC 17-083r4, clause 7).
fn describe(path: &str, base: &str, info: &SourceInfo) -> Value {
    let layers = info.layers.iter().map(|layer| {
        let properties: serde_json::Map<String, Value> = layer
            .fields
            .iter()
            .map(|(name, kind)| (name.clone(), json!({ "type": kind.to_ascii_lowercase() })))
            .collect();
        json!({
            "id": layer.name, "dataType": "vector",
            "geometryDimension": dimension(layer.geometry),
            "minTileMatrix": layer.min_zoom.to_string(),
            "maxTileMatrix": layer.max_zoom.to_string(),
            "propertiesSchema": { "type": "object", "properties": properties },
        })
    });
    let template = format!("{path}/{SET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}");
    let mut item = link("item", &template, Format::Mvt.media_type(), "tiles");
    item["templated"] = json!(true);
    json!({
        "title": info.name, "dataType": "vector", "crs": CRS, "tileMatrixSetURI": SET_URI,
        "layers": layers.collect::<Vec<_>>(),
        "boundingBox": info.bounds.map(|it| json!({
            "lowerLeft": [it.min.lon(), it.min.lat()], "upperRight": [it.max.lon(), it.max.lat()],
            "crs": CRS84,
        })),
        "tileMatrixSetLimits": info.bounds.map(|bounds| limits(bounds, info.min_zoom)),
        "links": [
            link("self", &format!("{path}/{SET}"), "application/json", "this tile set"),
            link(
                "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
                &format!("{base}/ogc/tileMatrixSets/{SET}"), "application/json", SET,
            ),
            item,
        ],
    })
}

const fn dimension(geometry: Geometry) -> u8 {
    match geometry {
        Geometry::Point => 0,
        Geometry::Line => 1,
        Geometry::Polygon => 2,
    }
}

/// The rows and columns that have tiles, by zoom.
fn limits(bounds: Bounds, min_zoom: u8) -> Vec<Value> {
    let corner = |lon: Position, lat: Position| Position::from_e7(lon.lon_e7(), lat.lat_e7());
    let (Some(first), Some(last)) =
        (corner(bounds.min, bounds.max), corner(bounds.max, bounds.min))
    else {
        return Vec::new();
    };
    let limit = |zoom: u8| {
        let (first, last) = (TileId::holding(zoom, first), TileId::holding(zoom, last));
        json!({
            "tileMatrix": zoom.to_string(),
            "minTileRow": first.y(), "maxTileRow": last.y(),
            "minTileCol": first.x(), "maxTileCol": last.x(),
        })
    };
    (min_zoom..=SOURCE_MAX_ZOOM).map(limit).collect()
}
