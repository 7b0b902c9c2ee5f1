//! What is written is what was there.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

fn written(shape: &Shape) -> Value {
    let mut text = String::new();
    write_geometry(shape, &mut text);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn rings_are_closed_and_parts_kept_together() {
    let outer = vec![at(103.0, 36.0), at(104.0, 36.0), at(104.0, 37.0)];
    let part = Polygon { outer, holes: vec![] };
    let one = written(&Shape::Area(Area { polygons: vec![part.clone()] }));
    assert_eq!(one["type"], "Polygon");
    assert_eq!(one["coordinates"][0][3], one["coordinates"][0][0]);
    let two = written(&Shape::Area(Area { polygons: vec![part.clone(), part] }));
    assert_eq!(two["type"], "MultiPolygon");
    assert_eq!(two["coordinates"].as_array().unwrap().len(), 2);
}

proptest! {
    #[test]
    fn degrees_are_exact(lon in -1_800_000_000..=1_800_000_000, lat in -900_000_000..=900_000_000) {
        let there = Position::from_e7(lon, lat).unwrap();
        let back = written(&Shape::Point(there));
        let [lon, lat] = [0, 1].map(|axis| back["coordinates"][axis].as_f64().unwrap());
        prop_assert_eq!(Position::from_degrees(lon, lat).unwrap(), there);
    }
}
