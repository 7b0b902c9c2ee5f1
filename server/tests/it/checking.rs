//! What `check` says of a file: every kind of fault, with its place, its size and its grids.

use crate::tool::{Ran, feature, gridbeat, square, write};
use serde_json::{Value, json};
use tempfile::tempdir;

/// A grid with this ring, in thousandths of a degree east of 103.8 and north of 36.06.
fn grid(code: &str, ring: &[[f64; 2]]) -> Value {
    let point = |[x, y]: [f64; 2]| [103.8 + x / 1000.0, 36.06 + y / 1000.0];
    let mut points: Vec<[f64; 2]> = ring.iter().copied().map(point).collect();
    points.push(points[0]);
    feature(json!({ "code": code }), json!({ "type": "Polygon", "coordinates": [points] }))
}

fn plain(code: &str, west: i32, south: i32, east: i32, north: i32) -> Value {
    feature(json!({ "code": code }), square(west, south, east, north))
}

/// Checks some grids.
fn check(grids: &[Value]) -> Ran {
    let folder = tempdir().unwrap();
    write(folder.path(), "grids.geojson", grids);
    gridbeat(folder.path(), &["check", "grids.geojson", "--format", "json"])
}

/// The only one of this kind among the faults or remarks.
fn only(ran: &Ran, list: &str, kind: &str) -> Value {
    let all = ran.json()[list].as_array().unwrap().clone();
    let same: Vec<&Value> = all.iter().filter(|it| it["kind"] == kind).collect();
    assert_eq!(same.len(), 1, "{kind} in {all:?}");
    same[0].clone()
}

/// Panics unless a fault lies within a box (in thousandths), and has these grids.
fn lies(fault: &Value, [west, south, east, north]: [f64; 4], grids: &[&str]) {
    let at: Vec<f64> =
        fault["at"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    let (x, y) = ((at[0] - 103.8) * 1000.0, (at[1] - 36.06) * 1000.0);
    let slack = 1e-3;
    let inside =
        (west - slack..=east + slack).contains(&x) && (south - slack..=north + slack).contains(&y);
    assert!(inside, "{fault} lies at {x}, {y}");
    assert_eq!(fault["grids"], json!(grids), "{fault}");
    assert_eq!(fault["mended"], false, "a check mends nothing: {fault}");
}

fn number(fault: &Value, member: &str) -> f64 {
    fault[member].as_f64().unwrap()
}

#[test]
fn grids_that_fit_are_clean() {
    let ran = check(&[plain("a", 0, 0, 10, 10), plain("b", 10, 0, 20, 10)]).ends(0);
    assert_eq!((&ran.json()["faults"], &ran.json()["remarks"]), (&json!([]), &json!([])));
    assert_eq!(ran.json()["snapped"]["vertices"], 0);
}

#[test]
fn a_gap_has_width_and_length() {
    let grids = [
        grid(
            "a",
            &[
                [0.0, 0.0],
                [10.0, 0.0],
                [10.0, 4.0],
                [9.0, 5.0],
                [10.0, 6.0],
                [10.0, 10.0],
                [0.0, 10.0],
            ],
        ),
        grid(
            "b",
            &[[10.0, 0.0], [20.0, 0.0], [20.0, 10.0], [10.0, 10.0], [10.0, 6.0], [10.0, 4.0]],
        ),
    ];
    let ran = check(&grids).ends(1);
    let gap = only(&ran, "faults", "gap");
    lies(&gap, [9.0, 4.0, 10.0, 6.0], &["a", "b"]);
    // A triangle of 221.9 m by 90.1 m.
    assert!((number(&gap, "area_m2") / 10_000.0 - 1.0).abs() < 0.01, "{gap}");
    assert!((number(&gap, "length_m") / 253.9 - 1.0).abs() < 0.01, "{gap}");
    assert!((number(&gap, "width_m") / 39.4 - 1.0).abs() < 0.01, "{gap}");
    assert_eq!(gap["mendable"], false, "{gap}");
}

#[test]
fn overlaps_and_missing_corners_are_told_apart() {
    let ran = check(&[plain("a", 0, 0, 10, 10), plain("b", 9, 0, 20, 10)]).ends(1);
    let over = only(&ran, "faults", "overlap");
    lies(&over, [9.0, 0.0, 10.0, 10.0], &["a", "b"]);
    let ran =
        check(&[plain("a", 0, 0, 10, 20), plain("b", 10, 0, 20, 10), plain("c", 10, 10, 20, 20)]);
    let corner = only(&ran.ends(1), "faults", "t-junction");
    lies(&corner, [10.0, 10.0, 10.0, 10.0], &["a", "b", "c"]);
    assert_eq!(corner["mendable"], true);
}

#[test]
fn noise_is_told_as_drawn_and_as_it_would_move() {
    // The corners that b shares with a are off by some centimetres.
    let grids = [
        plain("a", 0, 0, 10, 10),
        grid("b", &[[10.0003, 0.0], [20.0, 0.0], [20.0, 10.0], [9.9998, 10.0002]]),
    ];
    let ran = check(&grids).ends(1);
    let over = only(&ran, "faults", "overlap");
    assert!(number(&over, "width_m") < 0.1 && over["mendable"] == true, "{over}");
    let snapped = &ran.json()["snapped"];
    assert_eq!((&snapped["done"], &snapped["vertices"]), (&json!(false), &json!(2)));
    assert!(number(snapped, "furthest_m") <= 0.1 && number(snapped, "mean_m") > 0.01);
    let folder = tempdir().unwrap();
    write(folder.path(), "grids.geojson", &grids);
    let text = gridbeat(folder.path(), &["check", "grids.geojson"]).ends(1).out;
    assert!(text.contains("An import would snap 2 vertices"), "{text}");
    let kept = ["check", "grids.geojson", "--snap", "0", "--format", "json"];
    assert_eq!(gridbeat(folder.path(), &kept).ends(1).json()["snapped"]["vertices"], 0);
}

#[test]
fn what_one_ring_does_wrong_is_named() {
    let spike = [[0.0, 0.0], [10.0, 0.0], [15.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
    let tip = only(&check(&[grid("a", &spike)]).ends(1), "faults", "spike");
    lies(&tip, [15.0, 0.0, 15.0, 0.0], &["a"]);
    assert!((number(&tip, "length_m") / 450.7 - 1.0).abs() < 0.01, "{tip}");
    let bow = [[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]];
    let knot = only(&check(&[grid("a", &bow)]).ends(1), "faults", "self-crossing");
    lies(&knot, [5.0, 5.0, 5.0, 5.0], &["a"]);
    // Two parts of one code on both sides of a line.
    let others = (2..6).map(|k| plain(&format!("b{k}"), 10 * k, 0, 10 * k + 10, 10));
    let parts = [plain("a", 0, 0, 10, 10), plain("a", 10, 0, 20, 10)];
    let twice = check(&parts.into_iter().chain(others).collect::<Vec<_>>()).ends(1);
    let edge = only(&twice, "faults", "duplicate-edge");
    lies(&edge, [10.0, 0.0, 10.0, 10.0], &["a"]);
    assert!((number(&edge, "length_m") / 1_109.5 - 1.0).abs() < 0.01, "{edge}");
}

#[test]
fn odd_shapes_are_remarks() {
    let pinched = [[0.0, 0.0], [5.0, 5.0], [10.0, 0.0], [10.0, 10.0], [5.0, 5.0], [0.0, 10.0]];
    let ran = check(&[grid("a", &pinched)]).ends(0);
    lies(&only(&ran, "remarks", "pinch"), [5.0, 5.0, 5.0, 5.0], &["a"]);
    lies(&only(&ran, "remarks", "multi-part"), [0.0, 0.0, 10.0, 10.0], &["a"]);
    let ring = |from: f64, to: f64| {
        [[from, from], [to, from], [to, to], [from, to], [from, from]]
            .map(|[x, y]| [103.8 + x / 1000.0, 36.06 + y / 1000.0])
    };
    let around = json!({ "type": "Polygon", "coordinates": [ring(0.0, 30.0), ring(10.0, 20.0)] });
    let grids = [feature(json!({ "code": "a" }), around), plain("b", 10, 10, 20, 20)];
    let hole = only(&check(&grids).ends(0), "remarks", "hole");
    lies(&hole, [10.0, 10.0, 20.0, 20.0], &["a"]);
    assert!((number(&hole, "area_m2") / 1.0e6 - 1.0).abs() < 0.01, "{hole}");
    let strip = [[0.0, 0.0], [10.0, 0.0], [10.0, 0.01], [0.0, 0.01]];
    let narrow = only(&check(&[grid("a", &strip)]).ends(0), "remarks", "narrow");
    lies(&narrow, [0.0, 0.0, 10.0, 0.01], &["a"]);
    assert!((number(&narrow, "width_m") / 1.11 - 1.0).abs() < 0.02, "{narrow}");
}

#[test]
fn the_tree_is_checked_with_the_land() {
    let folder = tempdir().unwrap();
    let street = |code: &str, x: i32| plain(code, x, 0, x + 20, 20);
    write(
        folder.path(),
        "streets.geojson",
        &[street("s1", 0), street("s2", 20), street("s3", 100)],
    );
    let of = |code: &str, street: &str, x: i32, width: i32| {
        feature(json!({ "gridcode": code, "street": street }), square(x, 0, x + width, 20))
    };
    let grids = [
        of("g1", "s1", 0, 15),
        of("g2", "s1", 15, 10),
        of("g3", "s2", 25, 15),
        of("g4", "s9", 60, 10),
    ];
    write(folder.path(), "grids.geojson", &grids);
    let args = [
        "check",
        "streets.geojson",
        "grids.geojson",
        "--parent-field",
        "street",
        "--format",
        "json",
    ];
    let ran = gridbeat(folder.path(), &args).ends(1);
    let cut = only(&ran, "faults", "cut-by-parent-line");
    lies(&cut, [15.0, 0.0, 25.0, 20.0], &["g2", "s1", "s2"]);
    assert!((number(&cut, "share") - 0.5).abs() < 0.01, "{cut}");
    let childless = only(&ran, "faults", "no-child");
    lies(&childless, [100.0, 0.0, 120.0, 20.0], &["s3"]);
    assert!((number(&childless, "area_m2") / 4.0e6 - 1.0).abs() < 0.01, "{childless}");
    let orphan = only(&ran, "faults", "no-parent");
    lies(&orphan, [60.0, 0.0, 70.0, 20.0], &["g4"]);
    assert!((number(&orphan, "area_m2") / 2.0e6 - 1.0).abs() < 0.01, "{orphan}");
}
