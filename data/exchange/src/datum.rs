//! The datums of Chinese maps: WGS 84, CGCS2000, GCJ-02, BD-09; and Gauss-Krüger zones.
//!
//! GCJ-02 moves every point of mainland China by 100 to 700 m with a formula that was never
//! published; the one here is the reconstruction that everybody uses (first published by
//! emq in 2010 as `EvilTransform`; constants of the Krassowsky 1940 ellipsoid). BD-09 turns and
//! shifts GCJ-02 once more by up to 1 km. Both have no closed inverse: it is found by iterating
//! the forward formula, whose slope differs from 1 by less than 1 %, so that every round gains two
//! digits.
//!
//! # Error
//!
//! | step | error |
//! |---|---|
//! | these formulas there and back | below 1e-6 m anywhere in China |
//! | the reconstruction against the real GCJ-02 | not published; users of it report a metre or two |
//! | BD-09 against the real one | the same, and its own formula's below a metre |
//! | CGCS2000 taken as WGS 84 | centimetres at its epoch, 2000.0; China moves some 3 cm a year against today's WGS 84, so 0.8 m by 2026 |
//! | [`GaussKruger`] against the exact projection | below 1e-6 m |
//!
//! # Where GCJ-02 applies
//!
//! Here, as in `EvilTransform`: in the whole rectangle 72.004 to 137.8347 E, 0.8293 to 55.8271 N,
//! which takes in Taiwan, Hong Kong, Macao, Korea and more; on its border the formula stops, and
//! points within a kilometre of it have no exact inverse. Real map services follow the border of
//! the mainland, and some implementations leave Taiwan out: data from there is best read as WGS 84
//! unless [`crate::guess_datum`] says otherwise by where the points come to lie.

mod gauss_kruger;

pub use gauss_kruger::{GaussKruger, ZoneWidth};

use std::f64::consts::PI;

/// What the degrees of a file are degrees of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// WGS 84, and CGCS2000, which is treated as equal.
    #[default]
    Wgs84,
    /// GCJ-02: the maps of `AMap`, Tencent, and Google's of China.
    Gcj02,
    /// BD-09: Baidu's maps.
    Bd09,
}

/// Rounds of the inverse; each gains two digits and ten reach the last of `f64`.
const ROUNDS: usize = 12;

/// Semi-major axis of Krassowsky 1940, in metres.
const AXIS_M: f64 = 6_378_245.0;
/// First eccentricity squared, as the formula has it.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

impl Datum {
    /// Every datum.
    pub const ALL: [Self; 3] = [Self::Wgs84, Self::Gcj02, Self::Bd09];

    /// The name used in settings and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }

    /// The datum of this name, however it is cased and joined: `GCJ-02`, `gcj02`, `cgcs2000`.
    pub fn from_name(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.to_ascii_lowercase().as_str() {
            "wgs84" | "cgcs2000" | "epsg4326" | "epsg4490" => Some(Self::Wgs84),
            "gcj02" | "gcj" => Some(Self::Gcj02),
            "bd09" | "bd09ll" | "baidu" => Some(Self::Bd09),
            _ => None,
        }
    }

    /// Degrees of this datum as degrees of WGS 84, `[lon, lat]`.
    ///
    /// A round trip with [`Datum::from_wgs84`] ends within 1e-6 m. Outside the rectangle around
    /// China (72.004 to 137.8347 E, 0.8293 to 55.8271 N) GCJ-02 is WGS 84.
    pub fn to_wgs84(self, at: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => inverse(at, wgs84_to_gcj02),
            Self::Bd09 => inverse(inverse(at, gcj02_to_bd09), wgs84_to_gcj02),
        }
    }

    /// Degrees of WGS 84 as degrees of this datum, `[lon, lat]`.
    pub fn from_wgs84(self, at: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => wgs84_to_gcj02(at),
            Self::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(at)),
        }
    }
}

/// The point that `forward` takes to `target`.
fn inverse(target: [f64; 2], forward: fn([f64; 2]) -> [f64; 2]) -> [f64; 2] {
    let mut at = target;
    for _ in 0..ROUNDS {
        let there = forward(at);
        let step = [target[0] - there[0], target[1] - there[1]];
        at = [at[0] + step[0], at[1] + step[1]];
        if step[0].abs() + step[1].abs() < 1e-14 {
            break;
        }
    }
    at
}

fn in_china(lon: f64, lat: f64) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn wgs84_to_gcj02([lon, lat]: [f64; 2]) -> [f64; 2] {
    if !in_china(lon, lat) {
        return [lon, lat];
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let wave = |length: f64, of: f64| (of * PI * length).sin();
    let common = (20.0 * wave(6.0, x) + 20.0 * wave(2.0, x)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * wave(1.0, y) + 40.0 * wave(1.0 / 3.0, y)) * 2.0 / 3.0
        + (160.0 * wave(1.0 / 12.0, y) + 320.0 * wave(1.0 / 30.0, y)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * wave(1.0, x) + 40.0 * wave(1.0 / 3.0, x)) * 2.0 / 3.0
        + (150.0 * wave(1.0 / 12.0, x) + 300.0 * wave(1.0 / 30.0, x)) * 2.0 / 3.0;
    let (sin, cos) = lat.to_radians().sin_cos();
    let magic = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let meridian = AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * magic.sqrt());
    let parallel = AXIS_M / magic.sqrt() * cos;
    [lon + (east / parallel).to_degrees(), lat + (north / meridian).to_degrees()]
}

fn gcj02_to_bd09([lon, lat]: [f64; 2]) -> [f64; 2] {
    const TURN: f64 = PI * 3000.0 / 180.0;
    if !in_china(lon, lat) {
        return [lon, lat];
    }
    let radius = lon.hypot(lat) + 0.000_02 * (lat * TURN).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * TURN).cos();
    [radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006]
}

#[cfg(test)]
#[path = "datum_tests.rs"]
mod tests;
