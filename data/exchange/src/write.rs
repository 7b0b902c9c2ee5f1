//! Files for others: GeoJSON (RFC 7946) and CSV.
//!
//! GeoJSON has seven decimals, which is the lattice exactly, a `bbox`, outer rings
//! counter-clockwise, and one feature a line, so that it can be compared line by line.

use crate::Value;
use crate::assign::quoted;
use jiff::Timestamp;
use model::{Area, Bounds, Incident, Place, Polygon, Position, Ring, Shape};
use std::fmt::Write as _;
use std::io::{self, Write};

/// A feature to be written.
#[derive(Clone, Debug)]
pub struct OutFeature<'a> {
    /// Its `id`; left out when empty.
    pub id: &'a str,
    /// Its properties, in this order.
    pub fields: Vec<(&'a str, Value)>,
    /// Its shape.
    pub shape: &'a Shape,
}

/// Writes a feature collection; `name` is its title, `around` the box of everything, where known.
///
/// # Errors
///
/// When `out` does not take the bytes.
pub fn write_geojson<'a>(
    out: &mut impl Write,
    name: &str,
    around: Option<Bounds>,
    features: impl IntoIterator<Item = OutFeature<'a>>,
) -> io::Result<()> {
    let name = serde_json::Value::from(name);
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":{name}")?;
    if let Some(around) = around {
        let mut text = String::new();
        bbox(around, &mut text);
        write!(out, ",{text}")?;
    }
    write!(out, ",\"features\":[")?;
    let mut line = String::new();
    for (number, feature) in features.into_iter().enumerate() {
        line.clear();
        line.push_str(if number == 0 { "\n" } else { ",\n" });
        self::feature(&feature, &mut line);
        out.write_all(line.as_bytes())?;
    }
    writeln!(out, "\n]}}")
}

/// Writes places as a feature collection.
///
/// # Errors
///
/// When `out` does not take the bytes.
pub fn write_geojson_places(out: &mut impl Write, places: &[Place]) -> io::Result<()> {
    let around = places.iter().filter_map(|place| place.shape.bounds()).reduce(Bounds::union);
    let features = places.iter().map(|place| OutFeature {
        id: place.code.as_str(),
        fields: place_cells(place).into_iter().collect(),
        shape: &place.shape,
    });
    write_geojson(out, "places", around, features)
}

/// Writes incidents as a feature collection; times at `offset` from UTC.
///
/// # Errors
///
/// When `out` does not take the bytes.
pub fn write_geojson_incidents<'a>(
    out: &mut impl Write,
    incidents: impl IntoIterator<Item = &'a Incident>,
    offset: jiff::tz::Offset,
) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":\"incidents\",\"features\":[")?;
    for (number, incident) in incidents.into_iter().enumerate() {
        let mut line = String::from(if number == 0 { "\n" } else { ",\n" });
        let shape = Shape::Point(incident.at);
        let fields = incident_cells(incident, offset).into_iter().collect();
        feature(&OutFeature { id: "", fields, shape: &shape }, &mut line);
        out.write_all(line.as_bytes())?;
    }
    writeln!(out, "\n]}}")
}

/// Writes places as CSV with a header; lines and areas with the middle of their box.
///
/// # Errors
///
/// When `out` does not take the bytes.
pub fn write_csv_places(out: &mut impl Write, places: &[Place]) -> io::Result<()> {
    let mut header = true;
    for place in places {
        let Some(around) = place.shape.bounds() else { continue };
        let middle = |low: i32, high: i32| low.midpoint(high);
        let at = Position::from_e7(
            middle(around.min.lon_e7(), around.max.lon_e7()),
            middle(around.min.lat_e7(), around.max.lat_e7()),
        );
        row(out, &mut header, at.unwrap_or(around.min), &place_cells(place))?;
    }
    Ok(())
}

/// Writes incidents as CSV with a header; times at `offset` from UTC.
///
/// # Errors
///
/// When `out` does not take the bytes.
pub fn write_csv_incidents<'a>(
    out: &mut impl Write,
    incidents: impl IntoIterator<Item = &'a Incident>,
    offset: jiff::tz::Offset,
) -> io::Result<()> {
    let mut header = true;
    for incident in incidents {
        row(out, &mut header, incident.at, &incident_cells(incident, offset))?;
    }
    Ok(())
}

fn row(
    out: &mut impl Write,
    header: &mut bool,
    at: Position,
    cells: &[(&str, Value)],
) -> io::Result<()> {
    if std::mem::take(header) {
        let names: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
        write!(out, "{},lon,lat\r\n", names.join(","))?;
    }
    for (_, value) in cells {
        out.write_all(&quoted(&value.text().unwrap_or_default(), b','))?;
        out.write_all(b",")?;
    }
    write!(out, "{},{}\r\n", degrees(at.lon_e7()), degrees(at.lat_e7()))
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

fn place_cells(place: &Place) -> [(&'static str, Value); 8] {
    [
        ("code", text(Some(place.code.as_str()))),
        ("name", text(Some(&place.name))),
        ("kind", text(Some(place.kind.as_str()))),
        ("category", text(place.category.as_deref())),
        ("address", text(place.address.as_deref())),
        ("phone", text(place.phone.as_deref())),
        ("opening_hours", text(place.hours.as_deref())),
        ("serves", text(place.serves.as_ref().map(model::Code::as_str))),
    ]
}

fn incident_cells(incident: &Incident, offset: jiff::tz::Offset) -> [(&'static str, Value); 7] {
    [
        ("source", text(Some(incident.source.as_str()))),
        ("number", text(Some(incident.external.as_str()))),
        ("kind", text(Some(incident.kind.as_str()))),
        ("class", text(Some(incident.class.as_str()))),
        ("state", text(Some(incident.state.as_str()))),
        ("occurred", Value::Text(local(incident.occurred, offset))),
        ("text", text(incident.text.as_deref())),
    ]
}

/// RFC 3339 with the offset.
fn local(at: Timestamp, offset: jiff::tz::Offset) -> String {
    at.display_with_offset(offset).to_string()
}

fn feature(feature: &OutFeature<'_>, line: &mut String) {
    line.push_str("{\"type\":\"Feature\"");
    if !feature.id.is_empty() {
        let _ = write!(line, ",\"id\":{}", serde_json::Value::from(feature.id));
    }
    if let (Some(around), false) =
        (feature.shape.bounds(), matches!(feature.shape, Shape::Point(_)))
    {
        line.push(',');
        bbox(around, line);
    }
    line.push_str(",\"properties\":{");
    for (number, (name, value)) in feature.fields.iter().enumerate() {
        if number > 0 {
            line.push(',');
        }
        let value = match value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(yes) => (*yes).into(),
            Value::Int(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Text(text) => text.as_str().into(),
        };
        let _ = write!(line, "{}:{value}", serde_json::Value::from(*name));
    }
    line.push_str("},\"geometry\":");
    geometry(feature.shape, line);
    line.push('}');
}

/// Writes a shape as a GeoJSON geometry: an area of one part as a polygon, else as a multi-polygon.
pub fn geometry(shape: &Shape, line: &mut String) {
    match shape {
        Shape::Point(at) => {
            line.push_str("{\"type\":\"Point\",\"coordinates\":");
            position(*at, line);
        }
        Shape::Line(points) => {
            line.push_str("{\"type\":\"LineString\",\"coordinates\":");
            list(points, |at, line| position(*at, line), line);
        }
        Shape::Area(Area { polygons }) => match &**polygons {
            [polygon] => {
                line.push_str("{\"type\":\"Polygon\",\"coordinates\":");
                rings(polygon, line);
            }
            polygons => {
                line.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":");
                list(polygons, rings, line);
            }
        },
    }
    line.push('}');
}

fn list<T>(items: &[T], write: fn(&T, &mut String), line: &mut String) {
    line.push('[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            line.push(',');
        }
        write(item, line);
    }
    line.push(']');
}

fn rings(polygon: &Polygon, line: &mut String) {
    line.push('[');
    for (number, points) in polygon.rings().enumerate() {
        if number > 0 {
            line.push(',');
        }
        ring(points, line);
    }
    line.push(']');
}

/// A ring with its first point again at its end.
fn ring(points: &Ring, line: &mut String) {
    line.push('[');
    for (number, at) in points.iter().chain(points.first()).enumerate() {
        if number > 0 {
            line.push(',');
        }
        position(*at, line);
    }
    line.push(']');
}

fn position(at: Position, line: &mut String) {
    let _ = write!(line, "[{},{}]", degrees(at.lon_e7()), degrees(at.lat_e7()));
}

fn bbox(around: Bounds, line: &mut String) {
    let (low, high) = (around.min, around.max);
    let numbers = [low.lon_e7(), low.lat_e7(), high.lon_e7(), high.lat_e7()].map(degrees);
    let _ = write!(line, "\"bbox\":[{}]", numbers.join(","));
}

/// Steps of 1e-7 degree as degrees, exact, without noughts at the end.
fn degrees(steps: i32) -> String {
    let sign = if steps < 0 { "-" } else { "" };
    let (whole, part) = (steps.unsigned_abs() / 10_000_000, steps.unsigned_abs() % 10_000_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:07}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
