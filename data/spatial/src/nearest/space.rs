//! Points and boxes in space: metres from the centre of the Earth, towards 0° E, 90° E and the
//! north pole, on the ellipsoid of WGS 84.

use model::{Bounds, Position};
use rstar::AABB;

const SEMI_MAJOR_M: f64 = 6_378_137.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_141_317;

/// Added to boxes on every side, in metres: more than all rounding, less than a lattice step.
const SLACK_M: f64 = 0.001;

/// A point in space.
pub(super) type Point = [f64; 3];

/// Where degrees are in space.
pub(super) fn point(lon: f64, lat: f64) -> Point {
    let ((sin, cos), (from_axis, up)) = (lon.to_radians().sin_cos(), meridian(lat));
    [from_axis * cos, from_axis * sin, up]
}

/// How far a latitude is from the axis, and how far north of the equator's plane.
fn meridian(lat: f64) -> (f64, f64) {
    let (sin, cos) = lat.to_radians().sin_cos();
    let normal = SEMI_MAJOR_M / (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt();
    (normal * cos.max(0.0), normal * (1.0 - ECCENTRICITY_SQUARED) * sin)
}

/// A box around all that lies between these longitudes and latitudes.
pub(super) fn around(bounds: &Bounds) -> AABB<Point> {
    let (west, east) = (bounds.min.lon().to_radians(), bounds.max.lon().to_radians());
    let (south, north) = (bounds.min.lat(), bounds.max.lat());
    let (at_south, at_north) = (meridian(south), meridian(north));
    // Furthest from the axis at the equator, else at the end nearer to it.
    let wide = if south <= 0.0 && north >= 0.0 { SEMI_MAJOR_M } else { at_south.0.max(at_north.0) };
    let narrow = at_south.0.min(at_north.0);
    let quarter = std::f64::consts::FRAC_PI_2;
    let reached = |turn: f64| west <= turn && turn <= east;
    let span = |of: fn(f64) -> f64, tops: [f64; 1], bottoms: [f64; 2]| {
        let (a, b) = (of(west), of(east));
        let high = if tops.into_iter().any(reached) { 1.0 } else { a.max(b) };
        let low = if bottoms.into_iter().any(reached) { -1.0 } else { a.min(b) };
        // The product of two intervals, of which the first is not negative.
        let ends = [low * wide, low * narrow, high * wide, high * narrow];
        let smallest = ends.into_iter().fold(f64::INFINITY, f64::min);
        let largest = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
        (smallest - SLACK_M, largest + SLACK_M)
    };
    let x = span(f64::cos, [0.0], [2.0 * quarter, -2.0 * quarter]);
    let y = span(f64::sin, [quarter], [-quarter, -quarter]);
    let z = (at_south.1 - SLACK_M, at_north.1 + SLACK_M);
    AABB::from_corners([x.0, y.0, z.0], [x.1, y.1, z.1])
}

/// Where a lattice point is in space.
pub(super) fn of(at: Position) -> Point {
    point(at.lon(), at.lat())
}

/// Metres straight through the Earth.
pub(super) fn chord(a: Point, b: Point) -> f64 {
    (0..3).map(|axis| (a[axis] - b[axis]).powi(2)).sum::<f64>().sqrt()
}
