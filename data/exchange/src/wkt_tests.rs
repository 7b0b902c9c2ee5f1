//! What stands in the `.prj` files of others.

use super::*;

const HARN: &str = r#"PROJCS["NAD_1983_HARN_StatePlane_Florida_East_FIPS_0901_Feet",GEOGCS["GCS_North_American_1983_HARN",DATUM["D_North_American_1983_HARN",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",656166.6666666665],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-81.0],PARAMETER["Scale_Factor",0.9999411764705882],PARAMETER["Latitude_Of_Origin",24.33333333333333],UNIT["Foot_US",0.3048006096012192]]"#;

#[test]
fn the_code_of_the_whole_is_told_from_those_of_its_parts() {
    let text = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]"#;
    assert_eq!(read(text).unwrap().epsg, Some(4326));
    assert_eq!(read(HARN).unwrap().epsg, None);
}

#[test]
fn feet_and_false_eastings_are_in_metres() {
    let proj = read(HARN).unwrap().proj.unwrap();
    assert!(proj.contains("+proj=tmerc") && proj.contains("+x_0=199999.99999999"), "{proj}");
    assert!(proj.contains("+to_meter=0.3048006096012192"), "{proj}");
}

#[test]
fn a_datum_named_without_its_change_gets_it() {
    let text = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    assert!(
        read(text).unwrap().proj.unwrap().contains("+towgs84=15.8,-154.4,-82.3"),
        "{:?}",
        read(text)
    );
}

#[test]
fn other_prime_meridians_are_kept() {
    let text = r#"GEOGCS["NTF (Paris)",DATUM["NTF",SPHEROID["Clarke 1880 (IGN)",6378249.2,293.466021293627]],PRIMEM["Paris",2.33722917,AUTHORITY["EPSG","8903"]],UNIT["degree",0.0174532925199433]]"#;
    assert!(read(text).unwrap().proj.unwrap().contains("+pm=2.33722917"), "{:?}", read(text));
}

#[test]
fn the_second_edition_is_read() {
    let text = r#"PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 105E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4490]],CONVERSION["3-degree Gauss-Kruger CM 105E",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",105],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["northing (X)",north,ORDER[1],LENGTHUNIT["metre",1]],AXIS["easting (Y)",east,ORDER[2],LENGTHUNIT["metre",1]]]"#;
    let wkt = read(text).unwrap();
    assert_eq!(wkt.epsg, None);
    let proj = wkt.proj.unwrap();
    assert!(proj.starts_with("+proj=tmerc +lat_0=0 +lon_0=105 +k=1 +x_0=500000"), "{proj}");
}

#[test]
fn hostile_texts_are_refused() {
    for text in [
        "A[".repeat(100_000),
        "A[".repeat(1_000),
        "]".to_owned(),
        "A]]]]".to_owned(),
        "A[1]B[2]".to_owned(),
    ] {
        assert!(read(&text).is_err());
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(cut in 0..600_usize, with in ".{0,20}", skip in 0..10_usize) {
        let head: String = HARN.chars().take(cut).collect();
        let tail: String = HARN.chars().skip(cut + skip).collect();
        let _ = crate::crs::Crs::parse(&format!("{head}{with}{tail}"));
    }
}
