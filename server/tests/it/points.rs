//! Incidents, places and assignment from outside: rows in, each in its grid, each once.

use crate::tool::{feature, gridbeat, square, two_streets, with_input, write};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A folder with a store that holds two streets of four grids.
fn town() -> TempDir {
    let folder = tempdir().unwrap();
    two_streets(folder.path(), Some("所属街道"));
    let args = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(folder.path(), &args).ends(0);
    folder
}

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn rows_keep_their_order_and_bytes_and_gain_a_grid() {
    let folder = town();
    let rows = "id,经度,纬度,说明\r\n\
        1,103.805,36.065,\"a,b\"\r\n2,103.815,36.065,\r\n3,99.0,36.0,外\r\n4,none,,坏\r\n";
    let args = ["assign", "--grids", "grids.geojson", "--points", "-"];
    let ran = with_input(folder.path(), &args, rows.as_bytes()).ends(1);
    assert_eq!(
        ran.out,
        "id,经度,纬度,说明,grid\r\n\
        1,103.805,36.065,\"a,b\",G0\r\n2,103.815,36.065,,G1\r\n3,99.0,36.0,外,\r\n4,none,,坏,\r\n"
    );
    assert!(ran.err.contains("4 rows: 2 in a grid (0 of them on a border), 1 outside, 1 invalid"));
    assert!(ran.err.contains("the first on line 5"), "{}", ran.err);
}

#[test]
fn a_point_on_a_border_goes_east_and_north_and_is_counted() {
    let folder = town();
    // Between G0 and G1; between G0 and G4 above it; the corner of G0, G1, G4 and G5; the outer
    // corner in the north-east, which the rule gives to nobody.
    let rows = "lon,lat\n103.81,36.065\n103.805,36.07\n103.81,36.07\n103.84,36.08\n";
    let args = ["assign", "--store", "s.gpkg", "--points", "-", "-o", "out.csv"];
    let ran = with_input(folder.path(), &args, rows.as_bytes()).ends(0);
    let grids: Vec<String> = text(folder.path(), "out.csv")
        .lines()
        .skip(1)
        .map(|row| row.rsplit(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(grids, ["G1", "G4", "G5", "G7"]);
    assert!(ran.err.contains("4 in a grid (4 of them on a border)"), "{}", ran.err);
}

#[test]
fn assign_refuses_what_it_cannot_do_and_leaves_no_file() {
    let folder = town();
    let path = folder.path();
    std::fs::write(path.join("none.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(path.join("empty.csv"), "").unwrap();
    let assign = |points: &str, out: &str| {
        gridbeat(path, &["assign", "--grids", "grids.geojson", "--points", points, "-o", out])
    };
    assign("absent.csv", "out.csv").refuses("absent.csv");
    assign("none.csv", "out.csv").refuses("longitude");
    assign("empty.csv", "out.csv").refuses("empty");
    std::fs::create_dir(path.join("folder")).unwrap();
    std::fs::write(path.join("ok.csv"), "lon,lat\n103.805,36.065\n").unwrap();
    assign("folder", "out.csv").refuses("folder");
    assign("ok.csv", "folder").refuses("folder");
    assign("ok.csv", "absent/out.csv").refuses("absent");
    let left: Vec<_> = std::fs::read_dir(path).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|it| !it.to_string_lossy().starts_with("out.csv")), "{left:?}");
    let named = ["assign", "--grids", "grids.geojson", "--points", "ok.csv", "--lon", "nowhere"];
    gridbeat(path, &named).refuses("nowhere");
}

#[test]
fn incidents_come_in_once_with_faults_named_by_line() {
    let folder = town();
    let rows = "编号,类型,发生时间,经度,纬度,描述\n\
        A1,噪音,2026-01-05 08:03,103.805,36.065,施工\n\
        A2,噪音,2026年1月5日 8时3分,103.815,36.065,\n\
        A3,占道,not a day,103.825,36.065,\n\
        A4,占道,2026-01-06,,,\n\
        A5,占道,2026-01-06,103.99,36.065,\n";
    std::fs::write(folder.path().join("i.csv"), rows).unwrap();
    let args = ["import", "incidents", "i.csv", "--store", "s.gpkg", "--source", "12345"];
    let json = [&args[..], &["--format", "json"]].concat();
    let first = gridbeat(folder.path(), &json).ends(1).json();
    let counts = |it: &serde_json::Value| {
        ["read", "added", "faults", "inside", "outside"].map(|name| it[name].as_u64().unwrap())
    };
    assert_eq!(counts(&first), [3, 3, 2, 2, 1]);
    let faults = first["first_faults"].to_string();
    assert!(faults.contains("line 4") && faults.contains("line 5"), "{faults}");
    let again = gridbeat(folder.path(), &json).ends(1).json();
    assert_eq!(counts(&again), [3, 0, 2, 2, 1]);
    let out = ["export", "incidents", "--store", "s.gpkg", "-o", "i.out.csv"];
    gridbeat(folder.path(), &out).ends(0);
    let table = text(folder.path(), "i.out.csv");
    assert!(
        table.contains("12345,A1,噪音,general,open,2026-01-05T08:03:00+08:00,施工,G0"),
        "{table}"
    );
    gridbeat(folder.path(), &["import", "incidents", "grids.geojson", "--store", "s.gpkg"]).ends(2);
    gridbeat(folder.path(), &["import", "incidents", "i.csv", "--store", "n.gpkg"])
        .refuses("n.gpkg");
    assert!(!folder.path().join("n.gpkg").exists());
}

#[test]
fn the_datum_is_found_by_the_drawing_and_said_with_counts() {
    let folder = town();
    // Points of the town's whole area, moved to where BD-09 has them: about a kilometre off.
    let mut rows = String::from("id,name,lng,lat\n");
    for number in 0..100 {
        let (x, y) = (f64::from(number % 10), f64::from(number / 10));
        let [lon, lat] = bd09(103.8 + 0.04 * (x + 0.5) / 10.0, 36.06 + 0.02 * (y + 0.5) / 10.0);
        writeln!(rows, "p{number},点{number},{lon:.9},{lat:.9}").unwrap();
    }
    std::fs::write(folder.path().join("p.csv"), rows).unwrap();
    let args = ["import", "places", "p.csv", "--store", "s.gpkg", "--public", "--format", "json"];
    let ran = gridbeat(folder.path(), &args).ends(0).json();
    assert_eq!((&ran["inside"], &ran["added"]), (&json!(100), &json!(100)));
    let said = ran["datum"].as_str().unwrap();
    assert!(said.starts_with("read as bd09: "), "{said}");
    assert!(said.contains(" inside") && said.contains("if wgs84"), "{said}");
    let again = gridbeat(folder.path(), &args).ends(0).json();
    assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)));
    let out = ["export", "places", "--store", "s.gpkg", "-o", "p.geojson"];
    gridbeat(folder.path(), &out).ends(0);
    let back =
        ["import", "places", "p.geojson", "--store", "s.gpkg", "--public", "--format", "json"];
    let back = gridbeat(folder.path(), &back).ends(0).json();
    assert_eq!((&back["added"], &back["changed"]), (&json!(0), &json!(0)), "{back}");
}

/// WGS 84 to BD-09, roughly: the offset that holds at 103.82 E, 36.07 N within a metre or two.
fn bd09(lon: f64, lat: f64) -> [f64; 2] {
    let gcj = [lon + 0.001_63, lat - 0.000_73];
    let turn = std::f64::consts::PI * 3000.0 / 180.0;
    let radius = gcj[0].hypot(gcj[1]) + 0.000_02 * (gcj[1] * turn).sin();
    let angle = gcj[1].atan2(gcj[0]) + 0.000_003 * (gcj[0] * turn).cos();
    [radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006]
}

#[test]
fn what_is_exported_comes_back_the_same() {
    let folder = town();
    let path = folder.path();
    let export = |store: &str, out: &str| {
        gridbeat(path, &["export", "grids", "--store", store, "-o", out]).ends(0);
        text(path, out)
    };
    let first = export("s.gpkg", "first.geojson");
    let back = ["import", "grids", "first.geojson", "--store", "t.gpkg", "--name", "streets"];
    gridbeat(path, &back).ends(0);
    let second = export("t.gpkg", "second.geojson");
    let features = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(features(&first), features(&second));
    assert_eq!(features(&first).len(), 11, "ten units and the end");
    gridbeat(path, &["check", "first.geojson"]).ends(0);
    gridbeat(path, &["export", "grids", "--store", "s.gpkg", "-o", "a.csv"]).refuses(".geojson");
    gridbeat(path, &["export", "plan", "7", "--store", "s.gpkg", "-o", "p.gpx"]).refuses("plan 7");
    gridbeat(path, &["export", "grids", "--store", "n.gpkg", "-o", "a.geojson"]).refuses("n.gpkg");
    assert!(!path.join("a.geojson").exists());
}

#[test]
fn what_the_house_itself_writes_opens_as_grids_again() {
    let folder = town();
    // A store is a GeoPackage: its layer of units reads back as the same two levels.
    let ran = gridbeat(folder.path(), &["check", "s.gpkg", "--format", "json"]).ends(0).json();
    assert_eq!((&ran["levels"], &ran["grids"]), (&json!(2), &json!(8)));
    let lone = feature(json!({ "code": "x" }), square(0, 0, 5, 5));
    write(folder.path(), "x.geojson", &[lone]);
    gridbeat(folder.path(), &["check", "x.geojson"]).ends(0);
}
