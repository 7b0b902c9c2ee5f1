//! Real files of cities, as their offices published them.

use crate::tool::{gridbeat, shared};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::tempdir;

/// Imports without keeping, and gives the report.
fn report(folder: &Path, files: &[&Path], more: &[&str]) -> Value {
    let mut args = vec!["import", "grids", "--dry-run", "--format", "json"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    args.extend(more);
    gridbeat(folder, &args).json()
}

fn units(report: &Value) -> Vec<u64> {
    let tree = report["tree"].as_array().unwrap();
    tree.iter().map(|level| level["units"].as_u64().unwrap()).collect()
}

#[test]
fn police_districts_and_beats_nest_and_hold_the_incidents() {
    let Some(police) = shared("admin-chicago-police") else { return };
    let Some(incidents) = shared("incidents-chicago-2018") else { return };
    let folder = tempdir().unwrap();
    let path = folder.path();
    let (beats, districts) =
        (police.join("police_beats.geojson.gz"), police.join("police_districts.geojson.gz"));
    let two = report(path, &[&beats, &districts], &[]);
    assert_eq!(units(&two), [23, 275]);
    assert_eq!(two["tree"][1]["parents"], "parents by field DISTRICT");
    assert_eq!(two["faults"], json!([]));
    let three = report(path, &[&beats], &["--levels", "DISTRICT,SECTOR,BEAT_NUM"]);
    assert_eq!(units(&three), [23, 68, 275]);
    assert_eq!(units(&report(path, &[&beats], &[])), [23, 68, 275], "guessed");
    let beats = beats.to_str().unwrap();
    gridbeat(path, &["import", "grids", beats, "--store", "s.gpkg"]).ends(0);
    let table = incidents.join("incidents.csv.gz");
    let table = table.to_str().unwrap();
    let args = ["import", "incidents", table, "--store", "s.gpkg", "--dry-run", "--format", "json"];
    let ran = gridbeat(path, &args).ends(0).json();
    assert_eq!((&ran["inside"], &ran["outside"]), (&json!(155_969), &json!(416)));
    let args = ["assign", "--grids", beats, "--points", table, "-o", "out.csv"];
    let ran = gridbeat(path, &args).ends(0);
    assert!(ran.err.contains("155969 in a grid"), "{}", ran.err);
}

#[test]
fn a_mistyped_coordinate_system_is_said() {
    let Some(police) = shared("admin-chicago-police") else { return };
    let folder = tempdir().unwrap();
    let areas = report(folder.path(), &[&police.join("community_areas.geojson.gz")], &[]);
    assert_eq!(units(&areas), [77]);
    assert!(areas["faults"].to_string().contains("4236"), "{}", areas["faults"]);
}

#[test]
fn four_levels_of_an_island_come_out_of_one_file() {
    let Some(island) = shared("admin-taiwan") else { return };
    let folder = tempdir().unwrap();
    let all = report(folder.path(), &[&island.join("villages-10t.topojson.gz")], &[]);
    assert_eq!(units(&all), [1, 22, 368, 7701]);
    assert_eq!(all["tree"][3]["name_field"], "VILLNAME");
}

#[test]
fn blocks_in_feet_nest_by_their_fields() {
    let Some(denver) = shared("admin-denver-2018") else { return };
    let folder = tempdir().unwrap();
    let precincts = denver.join("denver_precincts_2018_repaired-shp.zip");
    let read = report(folder.path(), &[&precincts], &[]);
    assert_eq!(units(&read), [356]);
    let area_km2 = read["area_m2"].as_f64().unwrap() / 1e6;
    assert!((area_km2 - 401.0).abs() < 5.0, "Denver has some 401 km², not {area_km2}");
}

#[test]
fn boroughs_in_many_files_are_one_level_each() {
    let Some(england) = shared("admin-england-output-areas") else { return };
    let folder = tempdir().unwrap();
    let path = folder.path();
    let pack = england.join("london_exact.geojson.tar.zst");
    let wanted = ["oa", "lsoa", "msoa"]
        .map(|level| [1, 19, 20].map(|borough| format!("{level}_by_lad/E090000{borough:02}.json")));
    let unpacked = std::process::Command::new("tar")
        .args(["--use-compress-program", "zstd -d --long=27", "-xf"])
        .arg(&pack)
        .args(wanted.as_flattened())
        .current_dir(path)
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        eprintln!("left out: tar and zstd cannot unpack {}", pack.display());
        return;
    }
    let files: Vec<_> = wanted.as_flattened().iter().map(|file| path.join(file)).collect();
    let files: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
    let read = report(path, &files, &[]);
    let counts = units(&read);
    assert_eq!(counts.len(), 3, "{}", read["tree"]);
    assert!(counts[0] < counts[1] && counts[1] < counts[2], "{counts:?}");
    let orphans = read["faults"].as_array().unwrap().iter();
    assert_eq!(orphans.filter(|fault| fault["kind"] == "no-parent").count(), 0);
}
