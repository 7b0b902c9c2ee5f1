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
    gridbeat(path, &["check", "grids.geojson"]).ends(0);
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
    ask(&["4", "--weight", "people"]).refuses("there are: code, households, community, present");
    ask(&["4", "--within", "people"]).refuses("no atom has a field \"people\"");
    ask(&["4", "--tolerance=-1"]).refuses("a tolerance is a share");
    ask(&["4", "--from", "present", "--stay=-1"]).refuses("a number from 0 up");
    ask(&["4", "--from", "present", "--stay=NaN"]).refuses("a number from 0 up");
    ask(&["4", "--candidates", "2"]).refuses("several drawings cannot go to standard output");
    ask(&["4", "-o", "out.csv", "--grids-output", "-", "--candidates", "2"]).refuses("several");
    ask(&["4", "--grids-output", "-"]).refuses("cannot both go to standard output");
    ask(&["4", "-o", "out.xyz"]).refuses(".csv, .json or .geojson");
    ask(&["8", "--from", "present", "--locked", "99"]).refuses("no present grid 99");
    // 97 grids: no two alike, so most are outside the window.
    let ran = ask(&["97", "--tolerance", "0.01"]).ends(1);
    assert!(ran.err.contains("cannot be inside: "), "{}", ran.err);
    assert!(ran.err.contains("more like these"), "{}", ran.err);
}

/// A dual graph of squares whose sides are as long as chance says.
fn uneven(folder: &Path, name: &str) {
    let wide = 30;
    let mut dice = 1_u64;
    let mut length = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(dice >> 40).unwrap()) / 1_000.0
    };
    let nodes: Vec<Value> =
        (0..wide * wide).map(|at| json!({ "id": at, "people": 1 + at * 7 % 13 })).collect();
    let mut links = Vec::new();
    for at in 0..wide * wide {
        let east = (at % wide + 1 < wide).then_some(at + 1);
        let north = Some(at + wide).filter(|it| *it < wide * wide);
        for to in [east, north].into_iter().flatten() {
            links.push(json!({ "source": at, "target": to, "shared_perim": length() }));
        }
    }
    let graph = json!({ "nodes": nodes, "links": links });
    std::fs::write(folder.join(name), graph.to_string()).unwrap();
}

#[test]
fn as_many_iterations_draw_the_same_whatever_the_time() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    uneven(path, "graph.json");
    let draw = |more: &[&str]| {
        let base = ["redraw", "graph.json", "--grids", "40", "--weight", "people"];
        let steps = ["--tolerance", "0.3", "--iterations", "500000"];
        gridbeat(path, &[&base[..], &steps, more].concat())
    };
    let alone = draw(&[]).ends(0);
    for time in ["1m", "10m"] {
        assert_eq!(draw(&["--time", time]).ends(0).out, alone.out, "within {time}");
    }
    assert_ne!(draw(&["--seed", "2"]).ends(0).out, alone.out);
    let cut = draw(&["--time", "0ms"]);
    assert!(cut.err.contains("--time was over before"), "{}", cut.err);
}

#[test]
fn features_of_one_code_are_one_atom_with_the_households_of_all() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let block = |code: &str, x: i32, households: i32| {
        feature(json!({ "code": code, "households": households }), square(x, 0, x + 1, 1))
    };
    let blocks = [block("A", 0, 5), block("B", 1, 7), block("C", 2, 6), block("B", 3, 4)];
    write(path, "atoms.geojson", &blocks);
    let args = ["redraw", "atoms.geojson", "--grids", "2", "--tolerance", "0.5", "--time", "50ms"];
    let ran = gridbeat(path, &args).ends(1);
    assert_eq!(grids(&ran.out).len(), 3);
    assert!(ran.err.contains("3 atoms, 22 households"), "{}", ran.err);
    assert!(ran.err.contains("the code and name of another one: 1, the first B"), "{}", ran.err);
    assert!(ran.err.contains("features of one code and name: joined"), "{}", ran.err);
}

#[test]
fn houses_that_touch_nothing_are_drawn_on_and_it_is_said() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let house = |at: i32| {
        let (x, y) = (at % 8 * 2, at / 8 * 2);
        feature(json!({ "code": format!("H{at}"), "households": 3 }), square(x, y, x + 1, y + 1))
    };
    write(path, "houses.geojson", &(0..64).map(house).collect::<Vec<_>>());
    let args = ["redraw", "houses.geojson", "--grids", "4", "--iterations", "200000"];
    let ran = gridbeat(path, &args).ends(1);
    assert!(ran.err.contains("64 of 64 atoms touch no other"), "{}", ran.err);
    assert!(ran.err.contains("and 43 more like these"), "{}", ran.err);
    assert!(ran.err.contains(" 0 torn; borders 0"), "{}", ran.err);
}

#[test]
fn a_locked_grid_in_two_communities_is_a_fault() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let block = |at: i32| {
        let community = if at < 4 { "east" } else { "west" };
        // The grid in the middle reaches into both.
        let present = if (3..5).contains(&at) { "middle" } else { community };
        let properties = json!({
            "code": format!("B{at}"), "households": 10, "community": community, "present": present,
        });
        feature(properties, square(at, 0, at + 1, 1))
    };
    write(path, "atoms.geojson", &(0..8).map(block).collect::<Vec<_>>());
    let base =
        ["redraw", "atoms.geojson", "--grids", "3", "--tolerance", "0.5", "--from", "present"];
    let more = ["--within", "community", "--locked", "middle", "--iterations", "1000"];
    let ran = gridbeat(path, &[&base[..], &more].concat()).ends(1);
    assert!(ran.err.contains("1 in more than one community"), "{}", ran.err);
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
    assert!(grids.contains_key("19127"), "{grids:?}");
    assert_eq!(grids.values().collect::<BTreeSet<_>>().len(), 4);
    let unknown = ["redraw", iowa.to_str().unwrap(), "--grids", "4", "--weight", "TOTPOP"];
    gridbeat(path, &[&unknown[..], &["--code-field", "FIPS"]].concat()).refuses("GEOID10");
    let again = [&unknown[..], &["--code-field", "STATEFP10", "--iterations", "1"]].concat();
    assert!(
        gridbeat(path, &again).ends(1).err.contains("98 nodes have a STATEFP10 of another one")
    );
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
