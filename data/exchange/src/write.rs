//! Geometry for others: GeoJSON (RFC 7946), seven decimals, which is the lattice exactly, rings
//! closed.

use model::{Area, Polygon, Position, Ring, Shape};
use std::fmt::Write as _;

/// Writes a shape as a GeoJSON geometry: an area of one part as a polygon, else as a multi-polygon.
pub fn write_geometry(shape: &Shape, line: &mut String) {
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
