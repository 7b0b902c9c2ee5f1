//! Where a point is: whole multiples of 1e-7 degree, so that every geometric question about it has
//! an exact answer in integers.

use std::fmt;

/// Lattice steps in one degree. One step is at most 11.1 mm on the ground.
pub const E7_PER_DEGREE: f64 = 1e7;

const LON_MAX: i32 = 1_800_000_000;
const LAT_MAX: i32 = 900_000_000;

/// A point on the lattice of 1e-7 degree, WGS 84 longitude and latitude (EPSG:4326, longitude
/// first). CGCS2000 is treated as equal.
///
/// Lies within ±180° and ±90° by construction. Ordered west to east, then south to north.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    lon: i32,
    lat: i32,
}

/// Why two numbers are no position.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// A coordinate is NaN or infinite.
    #[error("longitude {lon}, latitude {lat} is not a pair of finite numbers")]
    NotFinite {
        /// The longitude as given, in degrees.
        lon: f64,
        /// The latitude as given, in degrees.
        lat: f64,
    },
    /// Outside ±180° or ±90°: often a swapped pair, or projected metres.
    #[error("longitude {lon}, latitude {lat} is not on the Earth (±180, ±90 degrees)")]
    OffTheEarth {
        /// The longitude as given, in degrees.
        lon: f64,
        /// The latitude as given, in degrees.
        lat: f64,
    },
}

impl Position {
    /// The lattice point nearest to `lon`, `lat` in degrees.
    ///
    /// # Errors
    ///
    /// [`PositionError`] when a number is not finite or outside ±180°, ±90°.
    pub fn from_degrees(lon: f64, lat: f64) -> Result<Self, PositionError> {
        if !(lon.is_finite() && lat.is_finite()) {
            return Err(PositionError::NotFinite { lon, lat });
        }
        if lon.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(PositionError::OffTheEarth { lon, lat });
        }
        #[expect(clippy::cast_possible_truncation, reason = "within ±1.8e9, checked above")]
        let step = |degrees: f64| (degrees * E7_PER_DEGREE).round() as i32;
        Ok(Self { lon: step(lon), lat: step(lat) })
    }

    /// The point at these lattice numbers (1e-7 degree), or `None` off the Earth.
    pub const fn from_e7(lon: i32, lat: i32) -> Option<Self> {
        if lon < -LON_MAX || lon > LON_MAX || lat < -LAT_MAX || lat > LAT_MAX {
            return None;
        }
        Some(Self { lon, lat })
    }

    /// Longitude in lattice steps of 1e-7 degree.
    pub const fn lon_e7(self) -> i32 {
        self.lon
    }

    /// Latitude in lattice steps of 1e-7 degree.
    pub const fn lat_e7(self) -> i32 {
        self.lat
    }

    /// Longitude in degrees. Rounding it to seven decimals gives the lattice point back.
    pub fn lon(self) -> f64 {
        f64::from(self.lon) / E7_PER_DEGREE
    }

    /// Latitude in degrees. Rounding it to seven decimals gives the lattice point back.
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / E7_PER_DEGREE
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:.7}, {:.7})", self.lon(), self.lat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_swapped_pair_in_china_is_refused() {
        let swapped = Position::from_degrees(36.05, 103.8);
        assert!(matches!(swapped, Err(PositionError::OffTheEarth { .. })));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(matches!(
                Position::from_degrees(bad, 0.0),
                Err(PositionError::NotFinite { .. })
            ));
        }
    }

    proptest! {
        #[test]
        fn degrees_and_steps_agree(lon in -LON_MAX..=LON_MAX, lat in -LAT_MAX..=LAT_MAX) {
            let at = Position::from_e7(lon, lat).unwrap();
            prop_assert_eq!(Position::from_degrees(at.lon(), at.lat()).unwrap(), at);
        }
    }
}
