//! Random bytes, and valid files with bytes changed, cut out and repeated: an error or a result,
//! never a panic, never memory without bound.

use crate::shapefile::{shp, square};
use exchange::{
    GridFields, Limits, Part, PlaceSettings, ReadSettings, grids_of, places_of, read_layers,
};
use proptest::prelude::*;

const GEOJSON: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4549"}},"features":[{"type":"Feature","id":1,"properties":{"网格编码":"620103001001001","level":3,"户数":400},"geometry":{"type":"MultiPolygon","coordinates":[[[[1e5,36],[103.1,36],[103.1,36.1],[103,36]]]]}},{"type":"Feature","properties":null,"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}]}}]}"#;
const TOPOJSON: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[0,0]},"objects":{"b":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"W","properties":{"name":"west"},"arcs":[[0,-2]]},{"type":"MultiPolygon","arcs":[[[0]]]}]}},"arcs":[[[2,0],[0,4]],[[2,4],[-2,0],[0,-4],[2,0]]]}"#;
const PRJ: &str = r#"PROJCS["a",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",35500000.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],UNIT["Meter",1.0]]"#;

fn settings() -> ReadSettings {
    let limits = Limits {
        unpacked_bytes_max: 1 << 20,
        features_max: 1_000,
        points_max: 10_000,
        ratio_max: 100,
    };
    ReadSettings { limits, ..ReadSettings::default() }
}

fn read(parts: &[Part<'_>]) {
    if let Ok(layers) = read_layers(parts, &settings()) {
        for layer in &layers {
            let _ = grids_of(layer, &GridFields::default());
            let _ = places_of(layer, &PlaceSettings::default());
            for said in layer.notes.iter().map(ToString::to_string) {
                assert!(said.len() < 10_000);
            }
        }
    }
}

/// Copies `bytes` with a stretch overwritten, another repeated, and the end cut.
fn mutated(bytes: &[u8], at: usize, with: &[u8], cut: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = at % bytes.len();
    let end = (at + with.len()).min(bytes.len());
    bytes.splice(at..end, with.iter().copied());
    let stretch: Vec<u8> = bytes[at / 2..at].to_vec();
    if cut.is_multiple_of(3) {
        bytes.splice(at..at, stretch);
    }
    if cut.is_multiple_of(5) {
        bytes.truncate(bytes.len() - cut % bytes.len());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..5_usize) {
        let starts: [&[u8]; 5] = [b"", b"{", b"\x1f\x8b\x08", b"PK\x03\x04", &[0, 0, 0x27, 0x0a]];
        let bytes = [starts[kind], &bytes].concat();
        read(&[Part { name: "a.bin", bytes: &bytes }]);
    }

    #[test]
    fn changed_texts(at in any::<usize>(), with in r#"[\[\]{},:"0-9eE.+-]{0,6}"#, cut in any::<usize>(), topology in any::<bool>()) {
        let text = if topology { TOPOJSON } else { GEOJSON };
        let bytes = mutated(text.as_bytes(), at, with.as_bytes(), cut);
        read(&[Part { name: "a.json", bytes: &bytes }]);
    }

    #[test]
    fn changed_shapefiles(at in any::<usize>(), with in prop::collection::vec(any::<u8>(), 0..9), cut in any::<usize>(), text in any::<bool>()) {
        let mut hole = square(35_412_010.0, 3_990_010.0, 10.0);
        hole.reverse();
        let whole = shp(&[vec![square(35_412_000.0, 3_990_000.0, 500.0), hole]]);
        let bytes = if text { whole.clone() } else { mutated(&whole, at, &with, cut) };
        let prj = if text { mutated(PRJ.as_bytes(), at, &with, cut) } else { PRJ.as_bytes().to_vec() };
        read(&[Part { name: "a.shp", bytes: &bytes }, Part { name: "a.prj", bytes: &prj }, Part { name: "a.dbf", bytes: &with }]);
    }
}
