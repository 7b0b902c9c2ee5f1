//! Areas on the ellipsoid under sides that are straight in longitude and latitude.
//!
//! The area between the equator and a latitude, per radian of longitude, has a closed form (Snyder,
//! "Map projections: a working manual", USGS 1395, 1987, equation 3-12); along a straight side it
//! is integrated by Gauss and Legendre's rule of three points, good to a part in 1e9 for sides of
//! ten degrees and to the last digits for those of cells and grids. Differences with geodesic sides
//! are those of the sides, not of the measure.

use crate::exact::Pt;

/// Semi-minor axis of WGS 84, in metres.
const SEMI_MINOR_M: f64 = 6_356_752.314_245_179;
/// First eccentricity of WGS 84.
const ECCENTRICITY: f64 = 0.081_819_190_842_621_49;

/// The signed area between a directed side and the equator, in square metres: rings running
/// counter-clockwise sum up to something positive.
pub(super) fn below(a: Pt, b: Pt) -> f64 {
    let east = f64::from(b.x) - f64::from(a.x);
    if a.x == b.x {
        return 0.0;
    }
    let part = 0.6_f64.sqrt() / 2.0;
    let lat = |t: f64| f64::from(a.y) + t * (f64::from(b.y) - f64::from(a.y));
    let mean =
        (5.0 * strip(lat(0.5 - part)) + 8.0 * strip(lat(0.5)) + 5.0 * strip(lat(0.5 + part)))
            / 18.0;
    -(east / model::E7_PER_DEGREE).to_radians() * mean
}

/// Square metres between the equator and a latitude in lattice steps, per radian of longitude.
fn strip(lat_e7: f64) -> f64 {
    let sin = (lat_e7 / model::E7_PER_DEGREE).to_radians().sin();
    let bent = ECCENTRICITY * sin;
    let half = SEMI_MINOR_M * SEMI_MINOR_M / 2.0;
    half * (sin / (1.0 - bent * bent) + bent.atanh() / ECCENTRICITY)
}
