//! Points into the drawing of a day, with the units above, in other datums.

use crate::program::Service;
use crate::tool::{feature, gridbeat, square, two_streets, with_input, write};
use serde_json::json;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A folder with a store of two drawings: until June the west is A, then only a quarter of it.
pub(crate) fn redrawn() -> TempDir {
    let folder = tempdir().unwrap();
    for (name, from, border) in [
        ("old.geojson", "2026-01-01T00:00:00+08:00", 20),
        ("new.geojson", "2026-06-01T00:00:00+08:00", 10),
    ] {
        let grid = |code: &str, west, east| {
            feature(json!({ "code": code, "name": code }), square(west, 0, east, 20))
        };
        write(folder.path(), name, &[grid("A", 0, border), grid("B", border, 40)]);
        let args = ["import", "grids", name, "--store", "s.gpkg", "--valid-from", from];
        gridbeat(folder.path(), &args).ends(0);
    }
    folder
}

fn assign(folder: &Path, more: &[&str], rows: &str) -> String {
    let args = [&["assign", "--points", "-"], more].concat();
    with_input(folder, &args, rows.as_bytes()).ends(0).out
}

#[test]
fn the_drawing_of_a_day_decides() {
    let folder = redrawn();
    let rows = "lon,lat\n103.815,36.065\n103.82,36.065\n";
    let of = |more: &[&str]| assign(folder.path(), &[&["--store", "s.gpkg"], more].concat(), rows);
    let (old, new) = (
        "lon,lat,grid\n103.815,36.065,A\n103.82,36.065,B\n",
        "lon,lat,grid\n103.815,36.065,B\n103.82,36.065,B\n",
    );
    assert_eq!(of(&[]), new);
    assert_eq!(of(&["--on", "2026-05-31"]), old);
    assert_eq!(of(&["--on", "2026-06-01"]), new);
    assert_eq!(of(&["--on", "2026-01-01"]), old);
    let refused = |on| {
        let args = ["assign", "--store", "s.gpkg", "--points", "-", "--on", on];
        with_input(folder.path(), &args, rows.as_bytes())
    };
    refused("2025-12-31").refuses("no drawing of s.gpkg was in force on 2025-12-31");
    refused("yesterday").ends(2);
    let args = ["assign", "--grids", "old.geojson", "--points", "-", "--on", "2026-06-01"];
    gridbeat(folder.path(), &args).ends(2);
}

#[test]
fn the_service_answers_for_a_day() {
    let folder = redrawn();
    let service = Service::start(&folder.path().join("s.gpkg"), &[]);
    let at = |on: &str| service.get(&format!("/api/v1/grids/at?lon=103.815&lat=36.065{on}"));
    // More often than drawings are kept, and the present one in between.
    for _ in 0..3 {
        for (on, code) in [
            ("", "B"),
            ("&on=2026-05-31", "A"),
            ("&on=2026-01-01&level=1", "A"),
            ("&on=2026-06-01", "B"),
            ("&on=2999-01-01", "B"),
        ] {
            let answer = at(on);
            assert_eq!(
                (answer.status, &answer.json()["grid"]["code"]),
                (200, &json!(code)),
                "{on}"
            );
        }
    }
    let from = |on| at(on).json()["drawing"]["valid_from"].as_str().unwrap().to_owned();
    assert_eq!(from("&on=2026-03-01"), "2026-01-01T00:00:00+08:00");
    let none = at("&on=2025-12-31");
    assert_eq!((none.status, &*none.media), (404, "application/problem+json"));
    let said = "no drawing was in force on 2025-12-31; \
                the first is in force from 2026-01-01T00:00:00+08:00";
    assert_eq!(none.json()["detail"], said);
    assert_eq!(at("&on=2026-02-30").status, 400);
}

#[test]
fn the_units_above_come_with_the_grid() {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), Some("所属街道"));
    let args = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(folder.path(), &args).ends(0);
    let rows = "lon,lat\n103.805,36.065\n103.835,36.065\n99,36\n";
    let of = |more: &[&str]| assign(folder.path(), &[&["--store", "s.gpkg"], more].concat(), rows);
    let both = |header: &str, west: &str, east: &str| {
        format!("lon,lat,{header}\n103.805,36.065,{west}\n103.835,36.065,{east}\n99,36,,\n")
    };
    let streets = both("grid,level_1", "G0,02", "G3,01");
    assert_eq!(of(&["--all-levels"]), streets);
    assert_eq!(of(&["--level", "1"]), streets);
    assert_eq!(
        of(&["--level", "level 1", "--column", "网格"]),
        both("网格,level 1", "G0,02", "G3,01")
    );
    assert_eq!(of(&["--level", "2"]), both("grid,level_2", "G0,G0", "G3,G3"));
    let files = ["--grids", "streets.geojson", "--grids", "grids.geojson", "--level", "streets"];
    assert_eq!(assign(folder.path(), &files, rows), both("grid,streets", "G0,02", "G3,01"));
    for wrong in ["0", "3", "300", "borough"] {
        let args = ["assign", "--store", "s.gpkg", "--points", "-", "--level", wrong];
        with_input(folder.path(), &args, rows.as_bytes()).refuses(wrong);
    }
}

#[test]
fn a_datum_is_followed_and_a_wrong_one_is_said() {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), None);
    // The middle of G0 and of G7, where GCJ-02 has them.
    let rows = "lng,lat\n103.80663,36.06427\n103.83664,36.07426\n";
    let of = |more: &[&str]| {
        let args = ["assign", "--grids", "grids.geojson", "--points", "-"];
        with_input(folder.path(), &[&args, more].concat(), rows.as_bytes()).ends(0)
    };
    let told = of(&["--points-datum", "gcj02"]);
    let grids: Vec<&str> = told.out.lines().map(|row| row.rsplit(',').next().unwrap()).collect();
    assert_eq!(grids, ["grid", "G0", "G7"]);
    assert!(told.err.contains("read as gcj02"), "{}", told.err);
    let args = ["assign", "--grids", "grids.geojson", "--points", "-", "--lon", "lat"];
    let args = [&args[..], &["--lat", "lng"]].concat();
    let swapped = with_input(folder.path(), &args, rows.as_bytes()).ends(1);
    assert!(swapped.err.contains("2 invalid (the first on line 2)"), "{}", swapped.err);
    assert!(swapped.err.contains("with longitude and latitude swapped"), "{}", swapped.err);
}

#[test]
fn other_forms_are_told_by_their_bytes_and_kept() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    two_streets(path, None);
    std::fs::write(path.join("p.csv"), "lon,lat\n103.805,36.065\n").unwrap();
    std::fs::write(path.join("p.parquet"), b"PAR1 and nothing else PAR1").unwrap();
    std::fs::write(path.join("p.arrow"), b"ARROW1\0\0 and nothing else ARROW1").unwrap();
    std::fs::write(path.join("p.arrows"), [0xff; 40]).unwrap();
    let assign = |points: &str, out: &str| {
        gridbeat(path, &["assign", "--grids", "grids.geojson", "--points", points, "-o", out])
    };
    assign("p.csv", "o.parquet").refuses("p.csv is CSV and its copy will be, too");
    assign("p.parquet", "o.parquet").refuses("p.parquet: this is no whole Parquet file");
    assign("p.arrow", "o.arrow").refuses("p.arrow: this is no whole Arrow file");
    assign("p.arrows", "o.arrows").refuses("p.arrows: this is no whole Arrow file");
    let args = ["assign", "--grids", "grids.geojson", "--points", "-"];
    with_input(path, &args, b"PAR1").refuses("standard input");
    let args = ["assign", "--grids", "grids.geojson", "--points", "p.csv", "--geometry", "lon"];
    gridbeat(path, &args).refuses("--geometry");
    assert!(!path.join("o.parquet").exists());
}
