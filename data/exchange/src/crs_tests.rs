//! Coordinate systems against points known from elsewhere.

use super::*;

#[test]
fn codes_are_read_in_every_spelling() {
    for text in [
        "EPSG:4490",
        "epsg:4490",
        "urn:ogc:def:crs:EPSG::4490",
        "urn:ogc:def:crs:EPSG:6.9:4490",
        "http://www.opengis.net/def/crs/EPSG/0/4490",
        "http://www.opengis.net/gml/srs/epsg.xml#4490",
        "4490",
    ] {
        assert_eq!(epsg_code(text), Some(4490), "{text}");
    }
    for text in ["urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", "WGS 84", "CGCS2000", "EPSG:4979"] {
        assert!(matches!(Crs::parse(text), Ok(Crs::Degrees)), "{text}");
    }
    for text in ["", "EPSG:", "EPSG:999999", "EPSG:1", "here", "+proj=nothing", "GEOGCS[", "[[[["] {
        assert!(Crs::parse(text).is_err(), "{text}");
    }
}

fn to_degrees(crs: &str, at: [f64; 2]) -> [f64; 2] {
    match Crs::parse(crs) {
        Ok(Crs::Projected(projection)) => projection.to_degrees(at).unwrap(),
        other => panic!("{crs}: {other:?}"),
    }
}

/// Metres between two points close to each other, on a sphere.
fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let east = (a[0] - b[0]).to_radians() * a[1].to_radians().cos();
    6_371_000.0 * east.hypot((a[1] - b[1]).to_radians())
}

#[test]
fn the_british_grid_is_right_within_some_metres() {
    // Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B and C: a point
    // worked out by hand with its formulas for the projection and the Helmert change of datum.
    let at = to_degrees("EPSG:27700", [530_600.0, 179_960.0]);
    assert!(metres(at, [-0.119_728_94, 51.503_493_16]) < 0.1, "{at:?}");
    let by_text = to_degrees(
        r#"PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]"#,
        [530_600.0, 179_960.0],
    );
    assert!(metres(at, by_text) < 0.01, "{by_text:?}");
}

#[test]
fn web_mercator_is_read() {
    let at = to_degrees("EPSG:3857", [11_554_000.0, 4_306_000.0]);
    assert!(metres(at, [103.7914, 36.0381]) < 500.0, "{at:?}");
}

#[test]
fn slips_are_told_by_where_they_are_used() {
    let chicago = [-87.9, 41.6, -87.5, 42.0];
    let taipei = [121.4, 24.9, 121.7, 25.2];
    assert!(is_slip(4236, chicago) && !is_slip(4236, taipei));
    assert!(is_slip(3426, chicago) && !is_slip(4326, chicago) && !is_slip(4277, chicago));
}

#[test]
fn eastings_tell_their_zone() {
    let around = [35_412_000.0, 3_980_000.0, 35_430_000.0, 3_999_000.0];
    assert_eq!(zone_of_eastings(around), Some(4523));
    assert_eq!(
        zone_of_eastings([18_412_000.0, 3_980_000.0, 18_430_000.0, 3_999_000.0]),
        Some(4496)
    );
    assert_eq!(zone_of_eastings([412_000.0, 3_980_000.0, 430_000.0, 3_999_000.0]), None);
    assert_eq!(zone_of_eastings([f64::NAN; 4]), None);
}

/// The forward direction of the same library, to go there and back.
fn from_degrees(code: u16, at: [f64; 2]) -> [f64; 2] {
    let to = Proj::from_proj_string(crs_definitions::from_code(code).unwrap().proj4).unwrap();
    let from = Proj::from_proj_string("+proj=longlat +datum=WGS84").unwrap();
    let mut at = (at[0].to_radians(), at[1].to_radians(), 0.0);
    transform(&from, &to, &mut at).unwrap();
    [at.0, at.1]
}

#[test]
fn every_zone_of_china_goes_there_and_back() {
    for code in 4491..=4554_u16 {
        let meridian = match code {
            4491..=4501 => 75 + 6 * (code - 4491),
            4502..=4512 => 75 + 6 * (code - 4502),
            4513..=4533 => 75 + 3 * (code - 4513),
            _ => 75 + 3 * (code - 4534),
        };
        for (east, lat) in [(-1.4, 20.0), (0.3, 36.0), (2.9, 52.0)] {
            let at = [f64::from(meridian) + east, lat];
            let there = from_degrees(code, at);
            let back = to_degrees(&format!("EPSG:{code}"), there);
            assert!(metres(back, at) < 1e-3, "{code} {at:?} {there:?} {back:?}");
        }
    }
}

#[test]
fn gauss_krueger_agrees_with_the_length_of_the_meridian() {
    // The length of the meridian from the equator to 36 N on GRS 80 is 3 985 542.67 m (integrated
    // numerically); on the central meridian that is the northing, and the easting is the false one.
    let at = to_degrees("EPSG:4523", [35_500_000.0, 3_985_542.67]);
    assert!(metres(at, [105.0, 36.0]) < 0.02, "{at:?}");
}
