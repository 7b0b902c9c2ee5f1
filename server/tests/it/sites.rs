//! Where service points go, on the command line.

use crate::tool::{gridbeat, two_streets};
use serde_json::Value;
use std::path::Path;
use tempfile::tempdir;

/// The town of [`two_streets`]: 8 grids of a kilometre, 300 to 307 households each, and no roads.
fn town(folder: &Path) {
    two_streets(folder, Some("所属街道"));
    let import = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(folder, &import).ends(0);
}

fn of<'a>(map: &'a Value, kind: &str) -> Vec<&'a Value> {
    let features = map["features"].as_array().unwrap().iter();
    features.map(|it| &it["properties"]).filter(|it| it["is"] == kind).collect()
}

#[test]
fn as_few_sites_as_cover_everybody() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town(path);
    let ask = ["site", "--store", "s.gpkg", "--mode", "foot"];
    // Straight ways of at most 0.9 km, lengthened by 30 percent, to the middle of the next grid.
    let told = gridbeat(path, &[&ask[..], &["--minutes", "20"]].concat()).ends(0);
    let map = told.json();
    let new = of(&map, "new");
    assert!((2..=3).contains(&new.len()), "{}", told.err);
    let served: u64 = new.iter().map(|it| it["serves"].as_u64().unwrap()).sum();
    assert_eq!(served, (300..308).sum::<u64>());
    assert!(told.err.contains("cover everybody"), "{}", told.err);
    assert!(told.err.contains("which are estimates"), "{}", told.err);
    // One that is there stays, and counts.
    let bases = "编号,名称,经度,纬度\nP1,派出所,103.805,36.065\n";
    std::fs::write(path.join("bases.csv"), bases).unwrap();
    let import = ["import", "places", "bases.csv", "--store", "s.gpkg", "--kind", "base"];
    gridbeat(path, &import).ends(0);
    let map = gridbeat(path, &[&ask[..], &["--minutes", "20"]].concat()).ends(0).json();
    assert_eq!(of(&map, "present").len(), 1);
    let without = [&ask[..], &["--minutes", "20", "--present", "none"]].concat();
    assert_eq!(of(&gridbeat(path, &without).ends(0).json(), "present").len(), 0);
}

#[test]
fn with_few_sites_most_are_near_or_the_way_is_short() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town(path);
    let ask = ["site", "--store", "s.gpkg", "--mode", "foot", "--sites", "1"];
    let told = gridbeat(path, &[&ask[..], &["--minutes", "20"]].concat()).ends(1);
    let map = told.json();
    let covered = of(&map, "new")[0]["serves"].as_u64().unwrap();
    let far: u64 = of(&map, "too-far").iter().map(|it| it["count"].as_u64().unwrap()).sum();
    assert_eq!(covered + far, (300..308).sum::<u64>());
    assert!(told.err.contains(&format!("cover {covered} in 20 minutes")), "{}", told.err);
    let told = gridbeat(path, &ask).ends(0);
    assert!(told.err.contains("s on average"), "{}", told.err);
    assert_eq!(of(&told.json(), "new").len(), 1);
    gridbeat(path, &["site", "--store", "s.gpkg"]).ends(2);
    let many = gridbeat(path, &["site", "--store", "s.gpkg", "--sites", "99"]).ends(2);
    assert!(many.err.contains("99"), "{}", many.err);
    gridbeat(path, &["site", "--store", "none.gpkg", "--minutes", "5"]).refuses("none.gpkg");
}
