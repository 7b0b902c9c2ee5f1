//! GeoJSON (RFC 7946), written feature by feature: WGS 84 with longitude first, at most seven
//! decimals, outer rings counter-clockwise, rings closed.

use crate::work::clock::rfc3339;
use model::{Area, Place, Polygon, Position, Shape, Unit, UnitTree};
use serde_json::{Value, json};
use std::io::{self, Write};
use store::StoredIncident;

/// The head of a collection.
pub(super) fn begin(out: &mut dyn Write, name: Option<&str>) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",")?;
    if let Some(name) = name {
        write!(out, "\"name\":{},", json!(name))?;
    }
    out.write_all(b"\"features\":[")
}

/// One feature, on a line of its own.
pub(super) fn feature(out: &mut dyn Write, first: bool, feature: &Value) -> io::Result<()> {
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(&mut *out, feature)?;
    Ok(())
}

/// The end of a collection.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n]}\n")
}

/// A unit with what it takes to read it back: code, name, level, parent, kind, households.
pub(super) fn unit(tree: &UnitTree, unit: &Unit, area: &Area) -> Value {
    let parent = unit.parent.map(|parent| tree.unit(parent).code.as_str());
    json!({
        "type": "Feature",
        "properties": {
            "code": unit.code.as_str(), "name": unit.name, "level": unit.level.get(),
            "parent": parent, "kind": unit.kind, "households": unit.households,
        },
        "geometry": area_geometry(area),
    })
}

/// A place with all that is known of it.
pub(super) fn place(place: &Place) -> Value {
    json!({
        "type": "Feature",
        "properties": {
            "code": place.code.as_str(), "name": place.name, "kind": place.kind.as_str(),
            "category": place.category, "public": place.public, "hours": place.hours,
            "phone": place.phone, "address": place.address,
            "serves": place.serves.as_ref().map(model::Code::as_str),
        },
        "geometry": match &place.shape {
            Shape::Point(at) => json!({ "type": "Point", "coordinates": point(*at) }),
            Shape::Line(line) => json!({ "type": "LineString", "coordinates": points(line) }),
            Shape::Area(area) => area_geometry(area),
        },
    })
}

/// An incident with the grid it was given.
pub(super) fn incident(kept: &StoredIncident) -> Value {
    let it = &kept.incident;
    json!({
        "type": "Feature",
        "id": kept.id.0,
        "properties": {
            "source": it.source.as_str(), "external": it.external.as_str(),
            "kind": it.kind.as_str(), "class": it.class.as_str(), "state": it.state.as_str(),
            "occurred": rfc3339(it.occurred), "text": it.text,
            "grid": kept.grid.as_ref().map(model::Code::as_str),
        },
        "geometry": { "type": "Point", "coordinates": point(it.at) },
    })
}

fn area_geometry(area: &Area) -> Value {
    let rings = |polygon: &Polygon| polygon.rings().map(|ring| closed(ring)).collect::<Vec<_>>();
    match area.polygons.as_slice() {
        [one] => json!({ "type": "Polygon", "coordinates": rings(one) }),
        all => {
            let all: Vec<_> = all.iter().map(rings).collect();
            json!({ "type": "MultiPolygon", "coordinates": all })
        }
    }
}

/// A lattice point in degrees: the nearest double prints as the seven decimals it stands for.
fn point(at: Position) -> [f64; 2] {
    [at.lon(), at.lat()]
}

fn points(line: &[Position]) -> Vec<[f64; 2]> {
    line.iter().map(|at| point(*at)).collect()
}

fn closed(ring: &[Position]) -> Vec<[f64; 2]> {
    ring.iter().chain(ring.first()).map(|at| point(*at)).collect()
}
