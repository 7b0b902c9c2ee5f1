//! GeoJSON (RFC 7946, and the `crs` member of its elder): collections, single features, bare
//! geometries, and sequences of features one a line (RFC 8142).
//!
//! Each feature is read by itself, so that one that is wrong costs only itself.

use crate::json::{Fields, Nest, value};
use crate::read::{Limits, ReadError};
use crate::{Fault, Geometry, RawFeature, RawLayer, Reason};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The members of any GeoJSON object. Everything is kept as text until its type is known.
#[derive(Deserialize)]
struct Object<'a> {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(borrow, default)]
    name: Option<&'a RawValue>,
    #[serde(default)]
    crs: Option<serde_json::Value>,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// How deep geometry collections may nest.
const DEPTH_MAX: u8 = 16;

/// Reads one GeoJSON text.
pub(crate) fn read(name: &str, text: &str, limits: &Limits) -> Result<RawLayer, ReadError> {
    let mut layer =
        RawLayer { name: name.to_owned(), degrees_by_rule: true, ..RawLayer::default() };
    // A sequence of texts, each perhaps led by the record separator of RFC 8142.
    let separated;
    let text = if text.contains('\u{1e}') {
        separated = text.replace('\u{1e}', " ");
        &separated
    } else {
        text
    };
    let json_error = |source| ReadError::Json { name: name.to_owned(), source };
    let mut found = false;
    for object in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let raw = object.map_err(json_error)?;
        let object: Object<'_> = serde_json::from_str(raw.get()).map_err(json_error)?;
        found = true;
        layer.crs = layer.crs.take().or_else(|| crs_name(object.crs.as_ref()));
        if object.kind == "FeatureCollection" || object.features.is_some() {
            if let Some(name) = object.name.and_then(|raw| serde_json::from_str(raw.get()).ok()) {
                layer.name = name;
            }
            for feature in object.features.unwrap_or_default() {
                add(&mut layer, feature, limits)?;
            }
        } else if object.kind == "Feature" || is_geometry(&object.kind) {
            add(&mut layer, raw, limits)?;
        } else {
            return Err(ReadError::NotGeoJson { name: name.to_owned(), kind: object.kind });
        }
    }
    if found { Ok(layer) } else { Err(ReadError::Empty { name: name.to_owned() }) }
}

/// Whether the text is a topology rather than GeoJSON.
pub(crate) fn is_topology(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: String,
    }
    let first = serde_json::Deserializer::from_str(text).into_iter::<Kind>().next();
    matches!(first, Some(Ok(Kind { kind })) if kind == "Topology")
}

fn is_geometry(kind: &str) -> bool {
    matches!(
        kind,
        "Point"
            | "MultiPoint"
            | "LineString"
            | "MultiLineString"
            | "Polygon"
            | "MultiPolygon"
            | "GeometryCollection"
    )
}

/// The name in a `crs` member; what is no name at all is kept as JSON, to be said.
pub(crate) fn crs_name(crs: Option<&serde_json::Value>) -> Option<String> {
    let crs = crs.filter(|crs| !crs.is_null())?;
    let properties = &crs["properties"];
    let name = properties["name"].as_str().map(str::to_owned);
    let code = || match &properties["code"] {
        serde_json::Value::Number(number) => Some(format!("EPSG:{number}")),
        serde_json::Value::String(text) => Some(format!("EPSG:{text}")),
        _ => None,
    };
    let plain = || crs.as_str().map(str::to_owned);
    Some(name.or_else(code).or_else(plain).unwrap_or_else(|| crs.to_string()))
}

/// Reads one feature or geometry into the layer; what is wrong with it becomes a fault.
fn add(layer: &mut RawLayer, raw: &RawValue, limits: &Limits) -> Result<(), ReadError> {
    let place = layer.features.len();
    limits.check_features(place + 1)?;
    let mut feature = RawFeature { place, fields: Vec::new(), geometry: None };
    if let Err(reason) = fill(&mut feature, raw) {
        layer.faults.push(Fault::at(place, reason));
    } else if feature.geometry.is_none() {
        layer.faults.push(Fault::at(place, Reason::NoGeometry));
    }
    layer.features.push(feature);
    Ok(())
}

fn fill(feature: &mut RawFeature, raw: &RawValue) -> Result<(), Reason> {
    let object: Object<'_> = serde_json::from_str(raw.get()).map_err(unreadable)?;
    if is_geometry(&object.kind) {
        feature.geometry = Some(geometry(object, 0)?);
        return Ok(());
    }
    if object.kind != "Feature" {
        return Err(Reason::Unreadable(format!("its type is {:?}, not Feature", object.kind)));
    }
    if let Some(properties) = object.properties {
        let fields: Fields = serde_json::from_str(properties.get()).map_err(unreadable)?;
        feature.fields = fields.0;
    }
    if let Some(id) = object.id {
        let taken = feature.fields.iter().any(|(key, _)| key == "id");
        let key = if taken { "@id" } else { "id" };
        feature.fields.push((key.to_owned(), value(id)));
    }
    let Some(raw) = object.geometry.filter(|raw| raw.get() != "null") else { return Ok(()) };
    let object: Object<'_> = serde_json::from_str(raw.get()).map_err(unreadable)?;
    let found = geometry(object, 0)?;
    if !found.is_empty() {
        feature.geometry = Some(found);
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "made for map_err")]
fn unreadable(error: serde_json::Error) -> Reason {
    Reason::Unreadable(error.to_string())
}

fn geometry(object: Object<'_>, depth: u8) -> Result<Geometry, Reason> {
    let mut found = Geometry::default();
    if object.kind == "GeometryCollection" {
        if depth >= DEPTH_MAX {
            return Err(Reason::Unreadable("its collections nest too deep".to_owned()));
        }
        for raw in object.geometries.unwrap_or_default() {
            let member: Object<'_> = serde_json::from_str(raw.get()).map_err(unreadable)?;
            found.extend(geometry(member, depth + 1)?);
        }
        return Ok(found);
    }
    if !is_geometry(&object.kind) {
        return Err(Reason::Unreadable(format!("{:?} is no type of geometry", object.kind)));
    }
    let Some(raw) = object.coordinates else {
        return Err(Reason::Unreadable("its geometry has no coordinates".to_owned()));
    };
    let nest: Nest = serde_json::from_str(raw.get()).map_err(unreadable)?;
    let filled = match (object.kind.as_str(), nest) {
        ("Point", Nest::Point(point)) => {
            found.points.push(point);
            Some(())
        }
        ("Point", Nest::Lists(none)) if none.is_empty() => Some(()),
        ("MultiPoint", nest) => nest.points().map(|points| found.points = points),
        ("LineString", nest) => nest.points().map(|line| found.lines.push(line)),
        ("MultiLineString", nest) => nest.lines().map(|lines| found.lines = lines),
        ("Polygon", nest) => nest.lines().map(|polygon| found.polygons.push(polygon)),
        ("MultiPolygon", nest) => nest.polygons().map(|polygons| found.polygons = polygons),
        _ => None,
    };
    let kind = object.kind;
    filled
        .ok_or_else(|| Reason::Unreadable(format!("its coordinates are not those of a {kind}")))?;
    found.polygons.retain(|rings| !rings.is_empty());
    found.lines.retain(|line| !line.is_empty());
    Ok(found)
}
