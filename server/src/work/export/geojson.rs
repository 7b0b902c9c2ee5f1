//! GeoJSON (RFC 7946), written feature by feature: WGS 84 with longitude first, at most seven
//! decimals, outer rings counter-clockwise, rings closed.

use crate::work::clock::rfc3339;
use exchange::write_geometry;
use model::{Area, Place, Shape, Unit, UnitTree};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::io::{self, Write};
use store::StoredIncident;

/// A feature, its geometry already in its written form.
#[derive(Serialize)]
pub(super) struct Feature {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    properties: Value,
    geometry: Box<RawValue>,
}

impl Feature {
    fn new(id: Option<u64>, properties: Value, shape: &Shape) -> io::Result<Self> {
        let mut text = String::new();
        write_geometry(shape, &mut text);
        Ok(Self { r#type: "Feature", id, properties, geometry: RawValue::from_string(text)? })
    }
}

/// The head of a collection.
pub(super) fn begin(out: &mut dyn Write, name: Option<&str>) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",")?;
    if let Some(name) = name {
        write!(out, "\"name\":{},", json!(name))?;
    }
    out.write_all(b"\"features\":[")
}

/// One feature, on a line of its own.
pub(super) fn feature(out: &mut dyn Write, first: bool, feature: &Feature) -> io::Result<()> {
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(&mut *out, feature)?;
    Ok(())
}

/// The end of a collection.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n]}\n")
}

/// A unit with what it takes to read it back: code, name, level, parent, kind, households.
pub(super) fn unit(tree: &UnitTree, unit: &Unit, area: &Area) -> io::Result<Feature> {
    let parent = unit.parent.map(|parent| tree.unit(parent).code.as_str());
    let properties = json!({
        "code": unit.code.as_str(), "name": unit.name, "level": unit.level.get(),
        "parent": parent, "kind": unit.kind, "households": unit.households,
    });
    Feature::new(None, properties, &Shape::Area(area.clone()))
}

/// A place with all that is known of it.
pub(super) fn place(place: &Place) -> io::Result<Feature> {
    let properties = json!({
        "code": place.code.as_str(), "name": place.name, "kind": place.kind.as_str(),
        "category": place.category, "public": place.public, "hours": place.hours,
        "phone": place.phone, "address": place.address,
        "serves": place.serves.as_ref().map(model::Code::as_str),
    });
    Feature::new(None, properties, &place.shape)
}

/// An incident with the grid it was given.
pub(super) fn incident(kept: &StoredIncident) -> io::Result<Feature> {
    let it = &kept.incident;
    let properties = json!({
        "source": it.source.as_str(), "external": it.external.as_str(),
        "kind": it.kind.as_str(), "class": it.class.as_str(), "state": it.state.as_str(),
        "occurred": rfc3339(it.occurred), "text": it.text,
        "grid": kept.grid.as_ref().map(model::Code::as_str),
    });
    Feature::new(Some(kept.id.0), properties, &Shape::Point(it.at))
}
