//! Well-known text of coordinate systems (OGC 01-009, its Esri dialect in `.prj` files, and the
//! projected and geographic systems of WKT 2) as a proj string.

use crate::wkt_tree::{Node, parse};
use std::fmt::Write;

/// What a text says.
#[derive(Debug, PartialEq)]
pub(crate) struct Wkt {
    /// The EPSG code of the whole, where it is given.
    pub(crate) epsg: Option<u32>,
    /// The same as a proj string, or why that cannot be.
    pub(crate) proj: Result<String, String>,
}

/// Datums that are often named without their change to WGS 84, in the names of OGC and of Esri
/// without `D_`, in letters and digits only. Parameters as in EPSG (metres, arc seconds, parts per
/// million).
const SHIFTS: [(&str, &str); 8] = [
    ("osgb1936", "446.448,-125.157,542.06,0.15,0.247,0.842,-20.489"),
    ("beijing1954", "15.8,-154.4,-82.3,0,0,0,0"),
    ("tokyo", "-146.414,507.337,680.507,0,0,0,0"),
    ("european1950", "-87,-98,-121,0,0,0,0"),
    ("pulkovo1942", "23.92,-141.27,-80.9,0,0.35,0.82,-0.12"),
    ("hutzushan", "-637,-549,-203,0,0,0,0"),
    ("hongkong1980", "-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246"),
    ("ch1903", "674.374,15.056,405.346,0,0,0,0"),
];

/// Names of methods in letters and digits only, and what proj calls them.
const METHODS: [(&str, &str); 24] = [
    ("transversemercator", "tmerc"),
    ("gausskruger", "tmerc"),
    ("gausskrger", "tmerc"),
    ("lambertconformalconic", "lcc"),
    ("lambertconformalconic1sp", "lcc"),
    ("lambertconformalconic2sp", "lcc"),
    ("lambertconicconformal1sp", "lcc"),
    ("lambertconicconformal2sp", "lcc"),
    ("albers", "aea"),
    ("albersconicequalarea", "aea"),
    ("albersequalarea", "aea"),
    ("mercator", "merc"),
    ("mercator1sp", "merc"),
    ("mercator2sp", "merc"),
    ("mercatorvarianta", "merc"),
    ("mercatorvariantb", "merc"),
    ("mercatorauxiliarysphere", "webmerc"),
    ("popularvisualisationpseudomercator", "webmerc"),
    ("obliquestereographic", "sterea"),
    ("doublestereographic", "sterea"),
    ("lambertazimuthalequalarea", "laea"),
    ("equidistantcylindrical", "eqc"),
    ("platecarree", "eqc"),
    ("swissobliquecylindrical", "somerc"),
];

/// Names of parameters in letters and digits only, what proj calls them, and what unit they are in.
const PARAMETERS: [(&str, &str, Unit); 23] = [
    ("falseeasting", "x_0", Unit::Length),
    ("falsenorthing", "y_0", Unit::Length),
    ("eastingatfalseorigin", "x_0", Unit::Length),
    ("northingatfalseorigin", "y_0", Unit::Length),
    ("centralmeridian", "lon_0", Unit::Angle),
    ("longitudeoforigin", "lon_0", Unit::Angle),
    ("longitudeofcenter", "lon_0", Unit::Angle),
    ("longitudeofcentre", "lon_0", Unit::Angle),
    ("longitudeofnaturalorigin", "lon_0", Unit::Angle),
    ("longitudeoffalseorigin", "lon_0", Unit::Angle),
    ("latitudeoforigin", "lat_0", Unit::Angle),
    ("latitudeofcenter", "lat_0", Unit::Angle),
    ("latitudeofcentre", "lat_0", Unit::Angle),
    ("latitudeofnaturalorigin", "lat_0", Unit::Angle),
    ("latitudeoffalseorigin", "lat_0", Unit::Angle),
    ("centralparallel", "lat_0", Unit::Angle),
    ("standardparallel1", "lat_1", Unit::Angle),
    ("latitudeof1ststandardparallel", "lat_1", Unit::Angle),
    ("standardparallel2", "lat_2", Unit::Angle),
    ("latitudeof2ndstandardparallel", "lat_2", Unit::Angle),
    ("scalefactor", "k", Unit::One),
    ("scalefactoratnaturalorigin", "k", Unit::One),
    ("auxiliaryspheretype", "", Unit::One),
];

#[derive(Clone, Copy)]
enum Unit {
    Length,
    Angle,
    One,
}

/// Reads a text.
pub(crate) fn read(text: &str) -> Result<Wkt, String> {
    let root = parse(text)?;
    let code =
        root.child(&["AUTHORITY", "ID"]).filter(|id| id.text(0).eq_ignore_ascii_case("EPSG"));
    let epsg = code.and_then(|id| id.texts.get(1)?.parse().ok());
    Ok(Wkt { epsg, proj: proj(&root) })
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn proj(root: &Node) -> Result<String, String> {
    let geographic = ["GEOGCS", "GEOGCRS", "GEODCRS", "BASEGEOGCRS", "BASEGEODCRS"];
    let base = root.find(&geographic).ok_or("there is no geographic system in it")?;
    let mut out = String::new();
    if let Some(projected) = root.find(&["PROJCS", "PROJCRS", "PROJECTEDCRS"]) {
        project(projected, base, &mut out)?;
    } else {
        out.push_str("+proj=longlat");
    }
    if !out.contains("+proj=webmerc") {
        datum(base, &mut out)?;
    }
    Ok(out.replace("+proj=webmerc", "+proj=merc +a=6378137 +b=6378137 +towgs84=0,0,0,0,0,0,0"))
}

fn project(projected: &Node, base: &Node, out: &mut String) -> Result<(), String> {
    let method = projected.find(&["PROJECTION", "METHOD"]).ok_or("it names no projection")?;
    let known = METHODS.iter().find(|(name, _)| *name == letters(method.text(0)));
    let (_, name) = known.ok_or_else(|| format!("projection {} is not known", method.text(0)))?;
    let _ = write!(out, "+proj={name}");
    let units = ["UNIT", "LENGTHUNIT"];
    let unit = projected.child(&units).or_else(|| projected.find(&["AXIS"])?.child(&units));
    let metres = unit.map_or(Ok(1.0), |unit| unit.number(1))?;
    let angle =
        base.child(&["UNIT", "ANGLEUNIT"]).map_or(Ok(1_f64.to_radians()), |unit| unit.number(1))?;
    // Written as 0.0174532925199433, a degree is a degree.
    let degrees = if (angle.to_degrees() - 1.0).abs() < 1e-9 { 1.0 } else { angle.to_degrees() };
    let mut one_parallel = letters(method.text(0)).ends_with("1sp") && *name == "lcc";
    let mut origin = 0.0;
    for parameter in projected.find_all("PARAMETER") {
        let given = letters(parameter.text(0));
        let known = PARAMETERS.iter().find(|(name, ..)| *name == given);
        let (_, key, unit) =
            known.ok_or_else(|| format!("parameter {} is not known", parameter.text(0)))?;
        let value = parameter.number(1)?
            * match unit {
                Unit::Length => metres,
                Unit::Angle => degrees,
                Unit::One => 1.0,
            };
        if *key == "lat_0" {
            origin = value;
        }
        one_parallel &= *key != "lat_1";
        // The only parallel of a Mercator is the one of true scale.
        let key = if *key == "lat_1" && ["merc", "eqc"].contains(name) { "lat_ts" } else { *key };
        if !key.is_empty() {
            let _ = write!(out, " +{key}={value}");
        }
    }
    if one_parallel {
        let _ = write!(out, " +lat_1={origin}");
    }
    let _ = write!(out, " +to_meter={metres}");
    Ok(())
}

fn datum(base: &Node, out: &mut String) -> Result<(), String> {
    let ellipsoid = base.find(&["SPHEROID", "ELLIPSOID"]).ok_or("it names no ellipsoid")?;
    let (axis, flattening) = (ellipsoid.number(1)?, ellipsoid.number(2)?);
    let _ = if flattening == 0.0 {
        write!(out, " +a={axis} +b={axis}")
    } else {
        write!(out, " +a={axis} +rf={flattening}")
    };
    let name = base.find(&["DATUM", "GEODETICDATUM"]).map(|datum| letters(datum.text(0)));
    let name = name.unwrap_or_default();
    let name = name
        .strip_prefix('d')
        .filter(|rest| SHIFTS.iter().any(|(datum, _)| rest.starts_with(datum)))
        .unwrap_or(&name);
    let shift = match base.find(&["TOWGS84"]) {
        Some(given) if matches!(given.texts.len(), 3 | 7) => given.texts.join(","),
        _ => {
            let known = SHIFTS.iter().find(|(datum, _)| name.starts_with(datum));
            known.map_or("0,0,0,0,0,0,0", |(_, shift)| shift).to_owned()
        }
    };
    let _ = write!(out, " +towgs84={shift}");
    if let Some(meridian) = base.find(&["PRIMEM", "PRIMEMERIDIAN"]) {
        let degrees = meridian.number(1)?;
        if degrees != 0.0 {
            let _ = write!(out, " +pm={degrees}");
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "wkt_tests.rs"]
mod tests;
