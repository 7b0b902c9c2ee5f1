//! Importing grids: how files become one nested drawing, and what is said on the way.

use crate::tool::{Ran, feature, gridbeat, square, two_streets, with_input, write};
use serde_json::{Value, json};
use tempfile::tempdir;

/// The faults of a report, as kind and codes.
fn faults(ran: &Ran) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let codes = |fault: &Value| fault["grids"].as_array().unwrap().iter().map(text).collect();
    let faults = ran.json()["faults"].as_array().unwrap().clone();
    faults.iter().map(|fault| (text(&fault["kind"]), codes(fault))).collect()
}

#[test]
fn two_files_become_two_levels_by_a_field() {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), Some("所属街道"));
    let args = ["import", "grids", "grids.geojson", "streets.geojson", "--store", "s.gpkg"];
    let ran = gridbeat(folder.path(), &args).ends(0);
    assert!(ran.out.contains("streets: 2 units"), "{}", ran.out);
    assert!(ran.out.contains("parents by field 所属街道 (8 of 8)"), "{}", ran.out);
    assert!(ran.out.contains("households from 户数"), "{}", ran.out);
    let checked = gridbeat(folder.path(), &["check", "--store", "s.gpkg", "--format", "json"]);
    let checked = checked.ends(0).json();
    assert_eq!((&checked["units"], &checked["levels"]), (&json!(10), &json!(2)));
    assert_eq!(checked["faults"], json!([]));
}

#[test]
fn without_a_field_the_land_says_the_parent() {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), None);
    let args =
        ["import", "grids", "streets.geojson", "grids.geojson", "--dry-run", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(0).json();
    assert_eq!(ran["tree"][1]["parents"], "parents by containment");
    assert_eq!(ran["tree"][1]["with_parent"], 8);
    assert!(!folder.path().join("gridbeat.gpkg").exists(), "a dry run keeps nothing");
}

#[test]
fn codes_that_begin_with_the_parents_say_the_parent() {
    let folder = tempdir().unwrap();
    let unit = |code: &str, x: i32, width: i32| {
        feature(json!({ "code": code, "name": code }), square(x, 0, x + width, 10))
    };
    write(folder.path(), "a.geojson", &[unit("620103001000", 0, 20), unit("620103002000", 20, 20)]);
    let grids = [(1, 1, 0), (1, 2, 10), (2, 1, 20), (2, 2, 30)];
    let grids = grids.map(|(street, grid, x)| unit(&format!("62010300{street}00{grid}"), x, 10));
    write(folder.path(), "b.geojson", &grids);
    let args = ["import", "grids", "a.geojson", "b.geojson", "--dry-run", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(0).json();
    assert_eq!(ran["tree"][1]["parents"], "parents by the beginning of the code");
}

#[test]
fn who_lies_in_nobodys_land_goes_under_a_stated_unit() {
    let folder = tempdir().unwrap();
    let street = |code: &str, x: i32| feature(json!({ "code": code }), square(x, 0, x + 20, 20));
    // The second street has no grid, and the last grid no street.
    write(folder.path(), "streets.geojson", &[street("s1", 0), street("s2", 100)]);
    let grid = |code: &str, x: i32| feature(json!({ "gridcode": code }), square(x, 0, x + 10, 20));
    write(folder.path(), "grids.geojson", &[grid("g1", 0), grid("g2", 10), grid("g3", 20)]);
    let args = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    let json = [&args[..], &["--dry-run", "--format", "json"]].concat();
    let ran = gridbeat(folder.path(), &json).ends(1);
    let said = faults(&ran);
    assert!(said.contains(&("no-child".into(), vec!["s2".into()])), "{said:?}");
    assert!(said.contains(&("no-parent".into(), vec!["g3".into()])), "{said:?}");
    let ran = gridbeat(folder.path(), &args).ends(1);
    assert!(ran.out.contains("未归属"), "{}", ran.out);
    let checked = gridbeat(folder.path(), &["check", "--store", "s.gpkg", "--format", "json"]);
    assert_eq!(checked.ends(0).json()["units"], 5, "s1, the stand-in and three grids");
}

#[test]
fn a_grid_cut_by_a_street_line_goes_where_most_of_it_lies() {
    let folder = tempdir().unwrap();
    let street = |code: &str, x: i32| feature(json!({ "code": code }), square(x, 0, x + 20, 20));
    write(folder.path(), "streets.geojson", &[street("s1", 0), street("s2", 20)]);
    let grid = |code: &str, from: i32, to: i32| {
        feature(json!({ "gridcode": code }), square(from, 0, to, 20))
    };
    let grids = [grid("g1", 0, 10), grid("g2", 10, 24), grid("g3", 24, 40)];
    write(folder.path(), "grids.geojson", &grids);
    let args = ["check", "streets.geojson", "grids.geojson", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(1);
    let said = faults(&ran);
    let cut = ("cut-by-parent-line".to_owned(), vec!["g2".into(), "s1".into(), "s2".into()]);
    assert_eq!(said, [cut]);
    let land = ran.json()["faults"][0]["area_m2"].as_f64().unwrap();
    // 4/1000 of a degree of longitude by 20/1000 of latitude at 36 N.
    assert!((land / (360.5 * 2_219.0) - 1.0).abs() < 0.01, "{land}");
}

#[test]
fn levels_are_read_from_the_fields_of_one_layer() {
    let folder = tempdir().unwrap();
    let beat = |number: i32| {
        let (district, sector) = (number / 4, number % 4 / 2);
        let fields = json!({
            "DISTRICT": format!("{:02}", district + 1), "SECTOR": sector + 1,
            "BEAT_NUM": format!("{:02}{}{}", district + 1, sector + 1, number % 2),
        });
        feature(fields, square(number * 10, 0, number * 10 + 10, 10))
    };
    write(folder.path(), "beats.geojson", &(0..12).map(beat).collect::<Vec<_>>());
    let guessed = ["import", "grids", "beats.geojson", "--dry-run", "--format", "json"];
    let named = [&guessed[..], &["--levels", "district,sector,beat_num"]].concat();
    for args in [&guessed[..], &named] {
        let ran = gridbeat(folder.path(), args).ends(0).json();
        let counts: Vec<&Value> =
            ran["tree"].as_array().unwrap().iter().map(|level| &level["units"]).collect();
        assert_eq!(counts, [3, 6, 12]);
        assert_eq!(
            ran["tree"][1]["code_field"].as_str().unwrap().to_lowercase(),
            "district-sector"
        );
    }
    let one = [&guessed[..], &["--levels", "BEAT_NUM"]].concat();
    assert_eq!(gridbeat(folder.path(), &one).ends(0).json()["levels"], 1);
}

#[test]
fn parts_of_one_code_become_one_grid_and_a_repeated_code_is_said() {
    let folder = tempdir().unwrap();
    let grid = |code: &str, name: &str, x: i32| {
        feature(json!({ "code": code, "name": name }), square(x, 0, x + 10, 10))
    };
    let grids = [grid("g1", "a", 0), grid("g2", "b", 10), grid("g1", "a", 20), grid("g2", "c", 30)];
    write(folder.path(), "grids.geojson", &grids);
    let args = ["import", "grids", "grids.geojson", "--dry-run", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(1);
    assert_eq!(faults(&ran), [("code-repeated".to_owned(), vec!["g2".to_owned()])]);
    assert_eq!(ran.json()["grids"], 3);
    assert!(ran.out.contains("joined"), "{}", ran.out);
}

#[test]
fn gaps_and_overlaps_are_named_with_place_codes_and_size() {
    let folder = tempdir().unwrap();
    let grid =
        |code: &str, from: i32, to: i32| feature(json!({ "code": code }), square(from, 0, to, 20));
    let cap = feature(json!({ "code": "cap" }), square(0, 20, 40, 30));
    let foot = feature(json!({ "code": "foot" }), square(0, -10, 40, 0));
    let grids = [grid("g1", 0, 15), grid("g2", 13, 20), grid("g3", 21, 40), cap, foot];
    write(folder.path(), "grids.geojson", &grids);
    let ran = gridbeat(folder.path(), &["check", "grids.geojson", "--format", "json"]).ends(1);
    let said = faults(&ran);
    assert!(said.contains(&("overlap".into(), vec!["g1".into(), "g2".into()])), "{said:?}");
    let gap = said.iter().find(|(kind, _)| kind == "gap").unwrap();
    assert!(gap.1.contains(&"g2".to_owned()) && gap.1.contains(&"g3".to_owned()), "{gap:?}");
    for fault in ran.json()["faults"].as_array().unwrap() {
        assert_eq!(fault["mended"], false, "a check mends nothing");
        assert_eq!(fault["at"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_table_of_all_levels_nests_by_its_own_parents() {
    let folder = tempdir().unwrap();
    let unit = |code: &str, parent: Value, from: i32, to: i32| {
        feature(json!({ "编码": code, "上级编码": parent }), square(from, 0, to, 20))
    };
    let units = [
        unit("a", Value::Null, 0, 40),
        unit("a1", json!("a"), 0, 20),
        unit("a2", json!("a"), 20, 40),
        unit("g1", json!("a1"), 0, 10),
        unit("g2", json!("a1"), 10, 20),
        unit("g3", json!("a2"), 20, 40),
    ];
    write(folder.path(), "all.geojson", &units);
    let args = ["import", "grids", "all.geojson", "--dry-run", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(0).json();
    assert_eq!((&ran["levels"], &ran["grids"]), (&json!(3), &json!(3)));
}

#[test]
fn what_cannot_be_read_is_refused_in_one_line_and_leaves_no_store() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("folder")).unwrap();
    std::fs::write(path.join("empty.geojson"), "").unwrap();
    std::fs::write(path.join("noise.shp"), [7_u8, 200, 3, 0, 0, 0, 255, 17].repeat(99)).unwrap();
    std::fs::write(path.join("cut.zip"), b"PK\x03\x04\x14\x00\x00\x00\x08\x00abc").unwrap();
    std::fs::write(path.join("half.geojson"), r#"{"type":"FeatureCollection","features":[{"#)
        .unwrap();
    std::fs::write(path.join("none.geojson"), r#"{"type":"FeatureCollection","features":[]}"#)
        .unwrap();
    std::fs::write(path.join("fake.gpkg"), b"SQLite format 3\0and then nothing").unwrap();
    let points = json!({ "type": "Point", "coordinates": [103.8, 36.0] });
    write(path, "points.geojson", &[feature(json!({ "code": "p" }), points)]);
    two_streets(path, None);
    let cases = [
        ("absent.geojson", "absent.geojson"),
        ("folder", "is a folder"),
        ("empty.geojson", "empty"),
        ("noise.shp", "noise.shp"),
        ("cut.zip", "cut.zip"),
        ("half.geojson", "half.geojson"),
        ("none.geojson", "none.geojson"),
        ("fake.gpkg", "fake.gpkg"),
        ("points.geojson", "is an area"),
    ];
    for (file, why) in cases {
        gridbeat(path, &["import", "grids", file, "--store", "s.gpkg"]).refuses(why);
        gridbeat(path, &["check", file]).refuses(why);
    }
    let grids = ["import", "grids", "grids.geojson", "--store"];
    let with = |more: &[&str]| gridbeat(path, &[&grids[..], more].concat());
    with(&["s.gpkg", "--code-field", "nowhere"]).refuses("网格编码");
    with(&["s.gpkg", "--layer", "nowhere"]).refuses("grids");
    with(&["folder"]).refuses("folder");
    with(&["s.txt"]).refuses("s.txt");
    with(&["absent/s.gpkg"]).refuses("absent/s.gpkg");
    assert!(!path.join("s.gpkg").exists());
    std::fs::create_dir(path.join("folder.gpkg")).unwrap();
    with(&["folder.gpkg"]).refuses("folder.gpkg");
    gridbeat(path, &["check", "--store", "s.gpkg"]).refuses("s.gpkg");
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), None);
    let text = std::fs::read(folder.path().join("grids.geojson")).unwrap();
    let ran = with_input(folder.path(), &["check", "-", "--format", "json"], &text).ends(0);
    assert_eq!(ran.json()["grids"], 8);
}

#[test]
fn a_city_that_would_lie_on_the_ice_has_its_axes_swapped() {
    let folder = tempdir().unwrap();
    let ring = [[41.8, -87.7], [41.8, -87.6], [41.9, -87.6], [41.9, -87.7], [41.8, -87.7]];
    let swapped = json!({ "type": "Polygon", "coordinates": [ring] });
    write(folder.path(), "g.geojson", &[feature(json!({ "code": "g" }), swapped)]);
    let ran = gridbeat(folder.path(), &["check", "g.geojson", "--format", "json"]).ends(1);
    assert_eq!(faults(&ran)[0].0, "axes-swapped");
    assert_eq!(ran.json()["bounds"], json!([-87.7, 41.8, -87.6, 41.9]));
}
