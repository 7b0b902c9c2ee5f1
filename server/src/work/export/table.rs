//! Tables (RFC 4180): UTF-8, a header, commas, quotes where they are needed.

use crate::work::clock::rfc3339;
use model::{Code, Place, Position, Shape};
use std::io::{self, Write};
use store::StoredIncident;

/// The columns of places.
pub(super) const PLACE: [&str; 11] = [
    "code", "name", "kind", "category", "public", "hours", "phone", "address", "serves", "lon",
    "lat",
];

/// The columns of incidents.
pub(super) const INCIDENT: [&str; 10] =
    ["source", "external", "kind", "class", "state", "occurred", "text", "grid", "lon", "lat"];

/// Writes one row.
pub(super) fn row(out: &mut dyn Write, fields: &[String]) -> io::Result<()> {
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        if field.contains(['"', ',', '\n', '\r']) {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

/// A place; `None` when it is no point.
pub(super) fn place(place: &Place) -> Option<[String; 11]> {
    let Shape::Point(at) = place.shape else { return None };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let [lon, lat] = degrees(at);
    Some([
        place.code.to_string(),
        place.name.clone(),
        place.kind.as_str().to_owned(),
        text(&place.category),
        place.public.to_string(),
        text(&place.hours),
        text(&place.phone),
        text(&place.address),
        place.serves.as_ref().map(Code::to_string).unwrap_or_default(),
        lon,
        lat,
    ])
}

/// An incident.
pub(super) fn incident(kept: &StoredIncident) -> [String; 10] {
    let it = &kept.incident;
    let [lon, lat] = degrees(it.at);
    [
        it.source.to_string(),
        it.external.to_string(),
        it.kind.to_string(),
        it.class.as_str().to_owned(),
        it.state.as_str().to_owned(),
        rfc3339(it.occurred),
        it.text.clone().unwrap_or_default(),
        kept.grid.as_ref().map(Code::to_string).unwrap_or_default(),
        lon,
        lat,
    ]
}

fn degrees(at: Position) -> [String; 2] {
    [at.lon().to_string(), at.lat().to_string()]
}
