//! Coordinate systems: from what a file says to a function that gives degrees of WGS 84.

use crate::wkt;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// How to get from a file's numbers to degrees of WGS 84.
#[derive(Debug)]
pub(crate) enum Crs {
    /// They are degrees of WGS 84, or of something that is within millimetres.
    Degrees,
    /// They must be converted.
    Projected(Box<Projection>),
}

/// A coordinate system that is not WGS 84 degrees.
#[derive(Debug)]
pub(crate) struct Projection {
    from: Proj,
    wgs84: Proj,
    /// Whether its numbers are degrees too, of another datum.
    pub(crate) geographic: bool,
    /// The central meridian of a transverse Mercator in degrees: its points lie close to it.
    pub(crate) meridian: Option<f64>,
}

/// Geographic systems whose number is a slip of 4326, with the box where they are really used
/// (west, south, east, north).
const SLIPS: [(u32, [f64; 4]); 4] = [
    (4236, [119.2, 21.8, 122.1, 25.4]),
    (4263, [2.6, 1.9, 14.7, 13.9]),
    (4623, [-54.7, 2.1, -51.6, 5.9]),
    (4632, [44.9, -13.1, 45.4, -12.5]),
];

/// Why what a file says cannot be followed.
pub(crate) type Refused = String;

impl Crs {
    /// Reads an EPSG code in any of its spellings, CRS84, WKT, or a proj string.
    pub(crate) fn parse(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        if let Some(code) = epsg_code(text) {
            return Self::from_epsg(code);
        }
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_uppercase();
        if plain.ends_with("CRS84") || ["WGS84", "CGCS2000"].contains(&plain.as_str()) {
            return Ok(Self::Degrees);
        }
        if text.contains("+proj") {
            return Self::from_proj(text);
        }
        if text.contains('[') || text.contains('(') {
            let wkt = wkt::read(text)?;
            // A code of the database beats the file's own numbers: it knows the change of datum.
            if let Some(known) = wkt.epsg.and_then(|code| Self::from_epsg(code).ok()) {
                return Ok(known);
            }
            return Self::from_proj(&wkt.proj?);
        }
        Err("only EPSG codes, CRS84, WKT and proj strings are known".to_owned())
    }

    /// The system of an EPSG code.
    pub(crate) fn from_epsg(code: u32) -> Result<Self, Refused> {
        // CGCS2000 and WGS 84, two- and three-dimensional.
        if [4326, 4979, 4490, 4480].contains(&code) {
            return Ok(Self::Degrees);
        }
        let known = u16::try_from(code).ok().and_then(crs_definitions::from_code);
        let known = known.ok_or_else(|| format!("EPSG:{code} is not known here"))?;
        Self::from_proj(known.proj4)
    }

    fn from_proj(text: &str) -> Result<Self, Refused> {
        let say = |error: proj4rs::errors::Error| error.to_string();
        let from = Proj::from_proj_string(text).map_err(say)?;
        let wgs84 = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(say)?;
        let geographic = from.is_latlong();
        let number = |key: &str| {
            let value = text.split_whitespace().find_map(|word| word.strip_prefix(key))?;
            value.parse::<f64>().ok()
        };
        let transverse = text.contains("+proj=tmerc") || text.contains("+proj=etmerc");
        let utm = text.contains("+proj=utm").then(|| number("+zone=")).flatten();
        let meridian = utm
            .map(|zone| zone * 6.0 - 183.0)
            .or_else(|| transverse.then(|| number("+lon_0=").unwrap_or(0.0)));
        let projection = Projection { from, wgs84, geographic, meridian };
        // Degrees that stay where they are need no arithmetic.
        let stays = |at: [f64; 2]| {
            let there = projection.to_degrees(at);
            there.is_some_and(|[x, y]| (x - at[0]).abs() + (y - at[1]).abs() < 1e-8)
        };
        if geographic && [[100.0, 40.0], [-100.0, 40.0], [10.0, -40.0]].into_iter().all(stays) {
            return Ok(Self::Degrees);
        }
        Ok(Self::Projected(Box::new(projection)))
    }
}

impl Projection {
    /// One point as degrees of WGS 84, `[lon, lat]`; `None` where the system does not reach.
    pub(crate) fn to_degrees(&self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        let mut at =
            if self.geographic { (x.to_radians(), y.to_radians(), 0.0) } else { (x, y, 0.0) };
        transform(&self.from, &self.wgs84, &mut at).ok()?;
        let (lon, lat) = (at.0.to_degrees(), at.1.to_degrees());
        let on_earth = lon.abs() <= 180.0 + 1e-9 && lat.abs() <= 90.0 + 1e-9;
        on_earth.then(|| [lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0)])
    }
}

/// The number in `EPSG:4326`, `urn:ogc:def:crs:EPSG::4326`,
/// `http://www.opengis.net/def/crs/EPSG/0/4326` or plain `4326`.
pub(crate) fn epsg_code(text: &str) -> Option<u32> {
    if text.len() > 200 || text.contains('[') || text.contains("+proj") {
        return None;
    }
    let upper = text.trim().to_ascii_uppercase();
    let after = if let Some((_, after)) = upper.rsplit_once("EPSG") { after } else { &upper };
    let digits = after.rsplit([':', '/', '#']).next()?.trim();
    (!digits.is_empty()).then(|| digits.parse().ok()).flatten()
}

/// Whether a code is a slip of 4326, seen from where the points lie.
pub(crate) fn is_slip(code: u32, around: [f64; 4]) -> bool {
    let mut digits: Vec<u8> = code.to_string().into_bytes();
    digits.sort_unstable();
    if digits != *b"2346" || code == 4326 {
        return false;
    }
    let used = SLIPS.iter().find(|(slip, _)| *slip == code).map(|(_, used)| used);
    !used.is_some_and(|used| {
        around[0] >= used[0] && around[1] >= used[1] && around[2] <= used[2] && around[3] <= used[3]
    })
}

/// The EPSG code of the CGCS2000 Gauss-Krüger zone whose number leads the eastings, if these are
/// such: `west` and `east` are the least and greatest x, `south` and `north` of y.
///
/// Zones 25 to 45 are 3 degrees wide (EPSG:4513 to 4533), zones 13 to 23 are 6 (EPSG:4491 to 4501).
pub(crate) fn zone_of_eastings([west, south, east, north]: [f64; 4]) -> Option<u32> {
    if !(1_500_000.0..6_500_000.0).contains(&south) || north > 6_500_000.0 {
        return None;
    }
    let zone = (west / 1e6).floor();
    let within = |x: f64| (100_000.0..900_000.0).contains(&(x - zone * 1e6));
    if !(within(west) && within(east)) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "13 to 45")]
    match zone {
        25.0..=45.0 => Some(4513 + (zone as u32 - 25)),
        13.0..=23.0 => Some(4491 + (zone as u32 - 13)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "crs_tests.rs"]
mod tests;
