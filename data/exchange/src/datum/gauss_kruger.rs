//! Gauss-Krüger zones of CGCS2000, both ways.
//!
//! A zone is a transverse Mercator of scale 1 on its central meridian, with 500 km added to the
//! eastings, in Chinese data often with the number of the zone in front: 35,412,345 m is 412,345 m
//! in zone 35. Formulas: Krüger's series in the third flattening with the exact conformal latitude,
//! as Karney gives them ("Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85,
//! 2011, equations 7 to 21 and 35 to 36, to the fourth order).
//!
//! # Error
//!
//! Against the exact projection less than a micrometre within 10° of the meridian; a round trip
//! ends within a micrometre too. Degrees of CGCS2000 are taken as degrees of WGS 84: see
//! [`super::Datum`]. Beijing 1954 and Xi'an 1980 have zones of the same shape on other datums, tens
//! to hundreds of metres away: those are not these.

/// Semi-major axis of CGCS2000, in metres.
const AXIS_M: f64 = 6_378_137.0;
/// Flattening of CGCS2000.
const FLATTENING: f64 = 1.0 / 298.257_222_101;
/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);
/// The radius of the circle as long as a meridian.
const RECTIFYING_M: f64 = AXIS_M / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0);

/// From the sphere to the ellipsoid.
const ALPHA: [f64; 4] = [
    N * (1.0 / 2.0 + N * (-2.0 / 3.0 + N * (5.0 / 16.0 + N * 41.0 / 180.0))),
    N * N * (13.0 / 48.0 + N * (-3.0 / 5.0 + N * 557.0 / 1440.0)),
    N * N * N * (61.0 / 240.0 - N * 103.0 / 140.0),
    N * N * N * N * 49_561.0 / 161_280.0,
];
/// And back.
const BETA: [f64; 4] = [
    N * (1.0 / 2.0 + N * (-2.0 / 3.0 + N * (37.0 / 96.0 - N / 360.0))),
    N * N * (1.0 / 48.0 + N * (1.0 / 15.0 - N * 437.0 / 1440.0)),
    N * N * N * (17.0 / 480.0 - N * 37.0 / 840.0),
    N * N * N * N * 4_397.0 / 161_280.0,
];

/// What is added to eastings.
const FALSE_EASTING_M: f64 = 500_000.0;
/// What the number of a zone counts in eastings.
const PREFIX_M: f64 = 1_000_000.0;
/// How far from its meridian a zone reaches at most, in degrees: it is meant for a few.
const REACH_DEGREES: f64 = 30.0;

/// How wide zones are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneWidth {
    /// Three degrees, zone `n` around `3n` °E: maps of 1:10,000 and larger.
    Three,
    /// Six degrees, zone `n` around `6n - 3` °E: maps of 1:25,000 to 1:500,000.
    Six,
}

/// One zone: easting and northing on one side, degrees on the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussKruger {
    /// The central meridian, in degrees.
    meridian: f64,
    false_easting_m: f64,
}

impl ZoneWidth {
    /// How many degrees.
    pub const fn degrees(self) -> u8 {
        match self {
            Self::Three => 3,
            Self::Six => 6,
        }
    }

    /// The zone that a longitude lies in, on the border of two the eastern one.
    pub fn zone_of(self, lon: f64) -> Option<u8> {
        let (width, shift) = match self {
            Self::Three => (3.0, 1.5),
            Self::Six => (6.0, 6.0),
        };
        let east = (lon + shift).rem_euclid(360.0);
        let number = (east / width).floor();
        let last = 360.0 / width;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 120")]
        lon.is_finite().then_some(if number < 1.0 { last as u8 } else { number as u8 })
    }
}

impl GaussKruger {
    /// The zone of a number, 1 to 60 for six degrees and 1 to 120 for three; `prefixed` says
    /// whether its eastings begin with that number.
    pub fn zone(width: ZoneWidth, number: u8, prefixed: bool) -> Option<Self> {
        let degrees = f64::from(width.degrees());
        let zone = f64::from(number);
        let east = match width {
            ZoneWidth::Three => degrees * zone,
            ZoneWidth::Six => degrees * zone - 3.0,
        };
        let meridian = if east > 180.0 { east - 360.0 } else { east };
        let prefix = if prefixed { zone * PREFIX_M } else { 0.0 };
        let known = number > 0 && degrees * zone <= 360.0;
        known.then_some(Self { meridian, false_easting_m: FALSE_EASTING_M + prefix })
    }

    /// A zone around any meridian, as cities have their own; no prefix. `None` for what is no
    /// longitude.
    pub fn around(meridian: f64) -> Option<Self> {
        (meridian.abs() <= 180.0).then_some(Self { meridian, false_easting_m: FALSE_EASTING_M })
    }

    /// The zone that an easting of China names by its first digits: 13 to 23 are six degrees wide,
    /// 24 to 45 three. `None` for an easting without prefix, or one too far from its meridian.
    pub fn of_easting(easting: f64) -> Option<(ZoneWidth, u8, Self)> {
        let number = (easting / PREFIX_M).floor();
        if !(100_000.0..900_000.0).contains(&(easting - number * PREFIX_M)) {
            return None;
        }
        let width = match number {
            13.0..=23.0 => ZoneWidth::Six,
            24.0..=45.0 => ZoneWidth::Three,
            _ => return None,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "13 to 45")]
        let number = number as u8;
        Some((width, number, Self::zone(width, number, true)?))
    }

    /// The central meridian, in degrees.
    pub fn meridian(&self) -> f64 {
        self.meridian
    }

    /// `[lon, lat]` in degrees as `[easting, northing]` in metres (surveyors call them y and x).
    /// `None` further than 30° from the meridian, or off the Earth.
    pub fn from_wgs84(&self, [lon, lat]: [f64; 2]) -> Option<[f64; 2]> {
        let east = (lon - self.meridian + 180.0).rem_euclid(360.0) - 180.0;
        if !(lon.abs() <= 180.0 && lat.abs() <= 90.0 && east.abs() <= REACH_DEGREES) {
            return None;
        }
        let (sin, cos) = east.to_radians().sin_cos();
        let conformal = conformal(lat.to_radians().tan());
        let (north, east) = (conformal.atan2(cos), (sin / conformal.hypot(cos)).asinh());
        let [north, east] = bent([north, east], ALPHA, 1.0);
        Some([self.false_easting_m + RECTIFYING_M * east, RECTIFYING_M * north])
    }

    /// `[easting, northing]` in metres as `[lon, lat]` in degrees. `None` for what is further than
    /// 30° from the meridian, or beyond a pole.
    pub fn to_wgs84(&self, [easting, northing]: [f64; 2]) -> Option<[f64; 2]> {
        let flat = [northing / RECTIFYING_M, (easting - self.false_easting_m) / RECTIFYING_M];
        if !(flat[0].abs() <= std::f64::consts::FRAC_PI_2 && flat[1].abs() <= 0.6) {
            return None;
        }
        let [north, east] = bent(flat, BETA, -1.0);
        let (sin, cos) = north.sin_cos();
        let lon = east.sinh().atan2(cos).to_degrees();
        let lat = unconformal(sin / east.sinh().hypot(cos)).atan().to_degrees();
        if lon.abs() > REACH_DEGREES {
            return None;
        }
        Some([(lon + self.meridian + 540.0).rem_euclid(360.0) - 180.0, lat])
    }
}

/// Adds a series of sines to a complex angle.
fn bent([north, east]: [f64; 2], series: [f64; 4], way: f64) -> [f64; 2] {
    let mut out = [north, east];
    for (turn, factor) in [2.0, 4.0, 6.0, 8.0].into_iter().zip(series) {
        let ((sin, cos), wide) = ((turn * north).sin_cos(), turn * east);
        out[0] += way * factor * sin * wide.cosh();
        out[1] += way * factor * cos * wide.sinh();
    }
    out
}

/// First eccentricity squared.
const SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);

/// The tangent of the conformal latitude for that of a latitude.
fn conformal(tan: f64) -> f64 {
    let (secant, eccentricity) = (tan.hypot(1.0), SQUARED.sqrt());
    let bend = (eccentricity * (eccentricity * tan / secant).atanh()).sinh();
    tan * bend.hypot(1.0) - bend * secant
}

/// And back, by Newton's method: two rounds reach the last digits, three are made.
fn unconformal(conformal_tan: f64) -> f64 {
    let mut tan = conformal_tan / (1.0 - SQUARED);
    for _ in 0..3 {
        let at = conformal(tan);
        let step = (conformal_tan - at) / at.hypot(1.0) * (1.0 + (1.0 - SQUARED) * tan * tan)
            / ((1.0 - SQUARED) * tan.hypot(1.0));
        tan += step;
    }
    tan
}

#[cfg(test)]
#[path = "gauss_kruger_tests.rs"]
mod tests;
