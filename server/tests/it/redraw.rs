//! Grids drawn from atoms, and improved, through the command line.

use crate::tool::{feature, gridbeat, shared, square, write};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::tempdir;

/// A town of 12 by 8 blocks with 10 to 19 households each, in two communities of 6 by 8, with present
/// grids of 3 by 4; one block off the town is an island.
fn town(folder: &Path) {
    let block = |number: i32| {
        let (x, y) = (number % 12, number / 12);
        let community = if x < 6 { "east" } else { "west" };
        let properties = json!({
            "code": format!("B{number:03}"), "households": 10 + number * 7 % 10,
            "community": community, "present": format!("{}{}", x / 3, y / 4),
        });
        feature(properties, square(x, y, x + 1, y + 1))
    };
    let mut blocks: Vec<Value> = (0..96).map(block).collect();
    let properties =
        json!({ "code": "ISLE", "households": 3, "community": "west", "present": "30" });
    blocks.push(feature(properties, square(14, 0, 15, 1)));
    write(folder, "atoms.geojson", &blocks);
}

/// Atom to grid, of a table.
fn grids(table: &str) -> BTreeMap<String, String> {
    let row = |line: &str| line.split_once(',').map(|(a, b)| (a.to_owned(), b.to_owned()));
    table.lines().skip(1).filter_map(row).collect()
}

#[test]
fn atoms_become_grids_inside_their_communities() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town(path);
    let args = [
        "redraw",
        "atoms.geojson",
        "--grids",
        "10",
        "--tolerance",
        "0.3",
        "--within",
        "community",
        "--iterations",
        "300000",
        "--time",
        "1m",
        "--grids-output",
        "grids.geojson",
    ];
    let ran = gridbeat(path, &args).ends(0);
    let drawn = grids(&ran.out);
    assert_eq!(drawn.len(), 97);
    assert_eq!(drawn.values().collect::<BTreeSet<_>>().len(), 10);
    assert!(drawn.iter().all(|(atom, grid)| {
        let number = atom.strip_prefix('B').and_then(|it| it.parse::<u32>().ok());
        let east = number.is_some_and(|it| it % 12 < 6);
        grid.starts_with(if east { "east-" } else { "west-" })
    }));
    assert!(ran.err.contains("ISLE borders on nothing near it: linked to B011"), "{}", ran.err);
    assert!(ran.err.contains("0 outside, 0 torn"), "{}", ran.err);
    // What was written is a partition that the program itself takes in.
    gridbeat(path, &["check", "grids.geojson"]);
    let text = std::fs::read_to_string(path.join("grids.geojson")).unwrap();
    let collection: Value = serde_json::from_str(&text).unwrap();
    let features = collection["features"].as_array().unwrap();
    let sum: i64 = features.iter().filter_map(|it| it["properties"]["households"].as_i64()).sum();
    assert_eq!((features.len(), sum), (10, (0..96).map(|it| 10 + it * 7 % 10).sum::<i64>() + 3));
    // The same again is the same.
    assert_eq!(gridbeat(path, &args).ends(0).out, ran.out);
}

#[test]
fn present_grids_are_improved_and_locked_ones_left() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town(path);
    let args = [
        "redraw",
        "atoms.geojson",
        "--grids",
        "9",
        "--tolerance",
        "0.35",
        "--from",
        "present",
        "--locked",
        "00",
        "--iterations",
        "300000",
        "--time",
        "1m",
        "--candidates",
        "3",
        "-o",
        "out.geojson",
    ];
    let ran = gridbeat(path, &args);
    assert!(ran.err.contains("drawing 1, stay"), "{}", ran.err);
    assert!(ran.err.contains("households moved ("), "{}", ran.err);
    let text = std::fs::read_to_string(path.join("out.geojson")).unwrap();
    let collection: Value = serde_json::from_str(&text).unwrap();
    let all = collection["features"].as_array().unwrap();
    assert_eq!(all.len(), 97);
    let kept = |it: &Value| it["properties"]["grid"] == it["properties"]["present"];
    assert!(all.iter().filter(|it| it["properties"]["present"] == "00").all(kept));
    assert!(all.iter().filter(|it| it["properties"]["grid"] == "00").all(kept));
    let names: BTreeSet<_> = all.iter().map(|it| it["properties"]["grid"].to_string()).collect();
    assert_eq!(names.len(), 9);
    assert!(path.join("out.2.geojson").exists() || !ran.err.contains("drawing 2"));
}

#[test]
fn what_cannot_be_is_said() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town(path);
    let ask = |more: &[&str]| {
        let base = ["redraw", "atoms.geojson", "--time", "200ms", "--grids"];
        gridbeat(path, &[&base[..], more].concat())
    };
    ask(&["0"]).refuses("0 grids cannot be made");
    ask(&["98"]).refuses("97 atoms");
    ask(&["1", "--within", "community"]).refuses("2 grids at least");
    ask(&["4", "--weight", "people"]).refuses("people");
    ask(&["4", "--tolerance", "-1"]).ends(2);
    ask(&["4", "-o", "out.xyz"]).refuses(".csv, .json or .geojson");
    ask(&["8", "--from", "present", "--locked", "99"]).refuses("no present grid 99");
    // 97 grids: no two alike, so most are outside the window.
    let ran = ask(&["97", "--tolerance", "0.01"]).ends(1);
    assert!(ran.err.contains("cannot be inside: "), "{}", ran.err);
    assert!(ran.err.contains("more like these"), "{}", ran.err);
}

#[test]
fn dual_graphs_of_others_are_drawn_on() {
    let Some(folder) = shared("dual-graphs") else { return };
    let here = tempdir().unwrap();
    let path = here.path();
    let iowa = folder.join("iowa-counties-2010.json");
    let args = [
        "redraw",
        iowa.to_str().unwrap(),
        "--grids",
        "4",
        "--weight",
        "TOTPOP",
        "--tolerance",
        "0.05",
        "--code-field",
        "GEOID10",
        "--iterations",
        "400000",
        "--time",
        "1m",
        "-o",
        "iowa.json",
    ];
    let ran = gridbeat(path, &args).ends(0);
    assert!(ran.err.contains("99 atoms, 3046355 TOTPOP"), "{}", ran.err);
    let text = std::fs::read_to_string(path.join("iowa.json")).unwrap();
    let grids: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    assert_eq!(grids.len(), 99);
    assert_eq!(grids.values().collect::<BTreeSet<_>>().len(), 4);
    let improve = [
        "redraw",
        iowa.to_str().unwrap(),
        "--grids",
        "5",
        "--weight",
        "TOTPOP",
        "--from",
        "CD",
        "--tolerance",
        "0.2",
        "--iterations",
        "400000",
        "--time",
        "1m",
    ];
    assert!(gridbeat(path, &improve).ends(0).err.contains("TOTPOP moved"));
}
