//! A cell as polygons on the lattice, straight in longitude and latitude, cut at the antimeridian.
//!
//! Neighbours have their corners in common and so their sides: the polygons of all cells of a
//! resolution tile the plane, save for a lattice step where h3o's corners differ in the last digit.

use super::Cell;
use h3o::LatLng;
use model::{Area, Polygon, Position, Ring};

/// A whole turn in lattice steps.
const TURN: i64 = 3_600_000_000;
const POLE: i64 = 900_000_000;

/// A corner whose longitude may lie beyond ±180°.
type Corner = [i64; 2];

/// The nearest lattice point.
pub(super) fn position(at: LatLng) -> Position {
    let (lon, lat) = (at.lng().clamp(-180.0, 180.0), at.lat().clamp(-90.0, 90.0));
    Position::from_degrees(lon, lat).unwrap_or_else(|_| origin())
}

fn origin() -> Position {
    crate::exact::Pt { x: 0, y: 0 }.position()
}

impl Cell {
    /// The cell as polygons with sides straight in longitude and latitude: one, or several where it
    /// lies across the antimeridian. A cell that holds a pole reaches up to it all around.
    ///
    /// A side straight on the ground bends away from this one by its length squared over 51,000 km
    /// times the tangent of the latitude at most: in middle latitudes a millimetre at resolution 9
    /// (200 m), ten metres at resolution 4 (26 km).
    pub fn area(self) -> Area {
        let ring = unrolled(&self.boundary());
        let strips = [-1, 0, 1].into_iter().filter_map(|turn| strip(&ring, turn));
        Area { polygons: strips.map(|outer| Polygon { outer, holes: Vec::new() }).collect() }
    }
}

/// The ring with longitudes that do not jump; around a pole, closed along it.
fn unrolled(ring: &[Position]) -> Vec<Corner> {
    let mut corners: Vec<Corner> = Vec::with_capacity(ring.len() + 3);
    for at in ring.iter().chain(ring.first()) {
        let mut lon = i64::from(at.lon_e7());
        if let Some(&[last, _]) = corners.last() {
            // The nearest of the longitudes that are the same on the ground.
            lon += TURN * (last - lon + TURN / 2).div_euclid(TURN);
        }
        corners.push([lon, i64::from(at.lat_e7())]);
    }
    let ends = corners.first().copied().zip(corners.last().copied());
    match ends {
        // Counter-clockwise seen from above is eastward around the north pole.
        Some((first, last)) if first[0] != last[0] => {
            let pole = if last[0] > first[0] { POLE } else { -POLE };
            corners.extend([[last[0], pole], [first[0], pole]]);
        }
        _ => {
            corners.pop();
        }
    }
    corners
}

/// What of a ring lies so many turns east of the plane, moved onto it; `None` when nothing does.
fn strip(ring: &[Corner], turn: i64) -> Option<Ring> {
    let (west, east) = (turn * TURN - TURN / 2, turn * TURN + TURN / 2);
    let within = ring.iter().all(|&[lon, _]| (west..=east).contains(&lon));
    let cut = if within {
        ring.to_vec()
    } else {
        let past_west = half(ring, west, |lon| lon - west);
        half(&past_west, east, |lon| east - lon)
    };
    let points = cut.into_iter().filter_map(|[lon, lat]| {
        let number = |value: i64| i32::try_from(value).ok();
        Position::from_e7(number(lon - turn * TURN)?, number(lat)?)
    });
    let points: Ring = points.collect();
    let wide = points.iter().any(|at| at.lon_e7() != points[0].lon_e7());
    wide.then_some(points)
}

/// What of a ring lies where `depth` of the longitude is not negative; it is 0 at `line`
/// (Sutherland and Hodgman, "Reentrant polygon clipping", Comm. ACM 17, 1974).
fn half(ring: &[Corner], line: i64, depth: impl Fn(i64) -> i64) -> Vec<Corner> {
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (k, &b) in ring.iter().enumerate() {
        let a = ring[(k + ring.len() - 1) % ring.len()];
        let (from, to) = (depth(a[0]), depth(b[0]));
        if (from < 0 && to > 0) || (from > 0 && to < 0) {
            kept.push([line, height(a.min(b), a.max(b), line)]);
        }
        if to >= 0 {
            kept.push(b);
        }
    }
    kept
}

/// The latitude nearest to where a side that runs east from `a` crosses a longitude.
fn height(a: Corner, b: Corner, lon: i64) -> i64 {
    let wide = |value: i64| i128::from(value);
    let (dx, dy) = (wide(b[0] - a[0]), wide(b[1] - a[1]));
    let up = (2 * dy * wide(lon - a[0]) + dx).div_euclid(2 * dx);
    a[1] + up as i64
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
