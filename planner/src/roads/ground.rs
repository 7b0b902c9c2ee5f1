//! Metres on the ground between near points, from the radii of the ellipsoid at their latitude.
//!
//! Good to a hundred-thousandth over a few kilometres away from the poles, which is far less than
//! what drawn roads are off by.

use model::Position;

/// Semi-major axis of WGS 84, in metres.
const AXIS_M: f64 = 6_378_137.0;
/// First eccentricity squared of WGS 84.
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316;

/// Metres of one lattice step (1e-7 degree) to the east and to the north, at one latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) east: f64,
    pub(super) north: f64,
}

impl Scale {
    /// The scale at a latitude in lattice steps.
    pub(super) fn at(lat_e7: i32) -> Self {
        let lat = (f64::from(lat_e7) / model::E7_PER_DEGREE).to_radians();
        let (sin, cos) = (libm::sin(lat), libm::cos(lat));
        let under = 1.0 - ECCENTRICITY_2 * sin * sin;
        let prime_vertical = AXIS_M / libm::sqrt(under);
        let meridian = prime_vertical * (1.0 - ECCENTRICITY_2) / under;
        let step = (1.0 / model::E7_PER_DEGREE).to_radians();
        Self { east: prime_vertical * cos.max(1e-6) * step, north: meridian * step }
    }

    /// From one point to another, in metres east and north.
    pub(super) fn between(self, from: Position, to: Position) -> [f64; 2] {
        let east = i64::from(to.lon_e7()) - i64::from(from.lon_e7());
        let north = i64::from(to.lat_e7()) - i64::from(from.lat_e7());
        [east as f64 * self.east, north as f64 * self.north]
    }
}

/// The length of each piece of a line of a few kilometres, in metres, by the scale at its beginning:
/// for shares of a whole.
pub(super) fn pieces(line: &[Position]) -> impl Iterator<Item = f64> + Clone + '_ {
    let scale = Scale::at(line.first().map_or(0, |at| at.lat_e7()));
    line.windows(2).map(move |pair| {
        let [x, y] = scale.between(pair[0], pair[1]);
        (x * x + y * y).sqrt()
    })
}

/// The length of the straight way between near points, in metres.
pub(super) fn metres(from: Position, to: Position) -> f64 {
    let middle = i32::midpoint(from.lat_e7(), to.lat_e7());
    let [x, y] = Scale::at(middle).between(from, to);
    libm::hypot(x, y)
}

/// The direction of travel from one point to another: degrees clockwise from north, 0 to 360.
pub(super) fn bearing(from: Position, to: Position) -> f64 {
    let [x, y] = Scale::at(i32::midpoint(from.lat_e7(), to.lat_e7())).between(from, to);
    let degrees = libm::atan2(x, y).to_degrees();
    if degrees < 0.0 { degrees + 360.0 } else { degrees }
}

/// The point at a share (0 to 1) of the way between two.
pub(super) fn between(from: Position, to: Position, share: f64) -> Position {
    let part = |from: i32, to: i32| {
        let apart = i64::from(to) - i64::from(from);
        (f64::from(from) + apart as f64 * share.clamp(0.0, 1.0)).round() as i32
    };
    let at = Position::from_e7(part(from.lon_e7(), to.lon_e7()), part(from.lat_e7(), to.lat_e7()));
    at.unwrap_or(from)
}

/// The part of a line between two shares of its length.
pub(super) fn cut(line: &[Position], from: f64, to: f64) -> Vec<Position> {
    if from <= 0.0 && to >= 1.0 {
        return line.to_vec();
    }
    let whole: f64 = pieces(line).sum();
    let (from, to) = (from * whole, to * whole);
    let mut kept = Vec::new();
    let mut done = 0.0;
    for (pair, length) in line.windows(2).zip(pieces(line)) {
        let share = |at: f64| if length > 0.0 { (at - done) / length } else { 0.0 };
        if done + length >= from && done <= to {
            kept.push(between(pair[0], pair[1], share(from)));
            kept.push(between(pair[0], pair[1], share(to)));
        }
        done += length;
    }
    kept.dedup();
    kept
}

/// The great-circle distance of any two points on a sphere, in metres: good to half a percent.
pub(super) fn far_metres(from: Position, to: Position) -> f64 {
    let rad = |degrees: f64| degrees.to_radians();
    let (p, q) = (rad(from.lat()), rad(to.lat()));
    let half = |a: f64| libm::pow(libm::sin(a / 2.0), 2.0);
    let h = half(q - p) + libm::cos(p) * libm::cos(q) * half(rad(to.lon() - from.lon()));
    2.0 * 6_371_008.8 * libm::asin(libm::sqrt(h.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::from_degrees(lon, lat).unwrap()
    }

    #[test]
    fn known_lengths_and_directions_are_met() {
        // 0.01 degree of the meridian and of the parallel at 36 N on WGS 84 (Karney's geodesics).
        let origin = at(103.8, 36.0);
        let (north, east) = (at(103.8, 36.01), at(103.81, 36.0));
        assert!((metres(origin, north) - 1_109.59).abs() < 0.1, "{}", metres(origin, north));
        assert!((metres(origin, east) - 901.65).abs() < 0.2, "{}", metres(origin, east));
        assert!((far_metres(origin, north) / metres(origin, north) - 1.0).abs() < 0.005);
        assert!(bearing(origin, north).abs() < 1e-9);
        assert!((bearing(origin, east) - 90.0).abs() < 1e-9);
        assert!((bearing(east, origin) - 270.0).abs() < 1e-9);
        assert_eq!(between(origin, east, 0.5), at(103.805, 36.0));
    }
}
