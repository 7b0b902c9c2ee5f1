//! Hotspots on the command line: none in noise, the planted one in its place, and how it did.

use crate::program::Service;
use crate::tool::{Ran, gridbeat, two_streets};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use tempfile::tempdir;

/// Where incidents are planted.
const PLANTED: [f64; 2] = [103.8225, 36.0675];

/// Incidents all over the town of [`two_streets`] for sixty days, one in each of 1,600 places; with
/// `planted`, two more a day at one place.
fn store(folder: &Path, planted: bool) {
    two_streets(folder, Some("所属街道"));
    let import = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(folder, &import).ends(0);
    let mut table = "编号,发生时间,经度,纬度,类型\n".to_owned();
    let mut add = |number: usize, day: usize, [lon, lat]: [f64; 2]| {
        let (month, day) = (3 + day / 30, 1 + day % 30);
        let row = format!("N{number},2026-{month:02}-{day:02} 21:30,{lon:.6},{lat:.6},噪音扰民");
        writeln!(table, "{row}").unwrap();
    };
    for number in 0..1_600_u32 {
        let (column, row) = (f64::from(number % 40), f64::from(number / 40));
        let at = [103.80 + 0.001 * (column + 0.5), 36.06 + 0.0005 * (row + 0.5)];
        add(number as usize, (number * 7 % 60) as usize, at);
    }
    for number in 0..if planted { 120 } else { 0 } {
        add(10_000 + number, number / 2, PLANTED);
    }
    std::fs::write(folder.join("i.csv"), table).unwrap();
    let import = ["import", "incidents", "i.csv", "--store", "s.gpkg", "--source", "test"];
    gridbeat(folder, &import).ends(0);
}

fn found(folder: &Path, more: &[&str]) -> Ran {
    let ask = ["hotspots", "--store", "s.gpkg", "--from", "2026-03-01", "--to", "2026-03-30"];
    gridbeat(folder, &[&ask[..], more].concat())
}

#[test]
fn noise_has_no_hotspots() {
    let folder = tempdir().unwrap();
    store(folder.path(), false);
    for by in ["cells", "grids", "households"] {
        let told = found(folder.path(), &["--by", by]).ends(0);
        assert_eq!(told.json()["features"].as_array().unwrap().len(), 0, "{by}");
        assert!(told.err.contains("0 hotspots"), "{}", told.err);
    }
}

#[test]
fn a_planted_hotspot_is_found_and_judged_by_what_came_after() {
    let folder = tempdir().unwrap();
    store(folder.path(), true);
    let told = found(folder.path(), &["--then", "2026-04-30"]).ends(0);
    let map = told.json();
    let spots = map["features"].as_array().unwrap();
    assert_eq!(spots.len(), 1, "{}", told.err);
    let polygons = spots[0]["geometry"]["coordinates"].as_array().unwrap();
    let outers = || polygons.iter().flat_map(|rings| rings[0].as_array().unwrap());
    let [west, east] = [f64::min, f64::max]
        .map(|of| outers().map(|at| at[0].as_f64().unwrap()).reduce(of).unwrap());
    assert!(west < PLANTED[0] && PLANTED[0] < east && east - west < 0.03, "{west} to {east}");
    // The place goes on as it was, and holds a few hundredths of the ground.
    assert!(told.err.contains("times what chance gives"), "{}", told.err);
    let words = told.err.split("of the ground: ").nth(1).unwrap();
    let times: f64 = words.split(' ').next().unwrap().parse().unwrap();
    assert!(times > 1.5, "{}", told.err);
    assert!(told.err.contains("busiest hours"), "{}", told.err);
}

#[test]
fn hotspots_are_visited_where_a_plan_has_time() {
    let folder = tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("s.gpkg"), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let days = service.get("/api/v1/incidents/days?limit=400").json();
    let days = days["days"].as_array().unwrap().iter().map(|it| it["day"].as_str().unwrap());
    let (from, to) = (days.clone().min().unwrap(), days.clone().max().unwrap());
    let ask = |more: Value| {
        let mut hotspots = json!({ "from": from, "to": to, "by": "households" });
        hotspots.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "seconds": 1, "hotspots": hotspots })
    };
    let (_, plan) = service.plan(&ask(json!({ "most": 5, "dwell_min": 10, "reward_min": 60 })));
    assert_eq!(plan["violations"], json!([]));
    let is_hot = |id: &Value| id.as_str().unwrap().starts_with("hotspot-");
    let targets = plan["targets"].as_array().unwrap();
    let hot: Vec<&Value> = targets.iter().filter(|target| is_hot(&target["id"])).collect();
    assert!((1..=5).contains(&hot.len()), "{hot:?}");
    assert!(hot.iter().all(|it| it["required"] == false && it["kind"] == "point"), "{hot:?}");
    let routes = plan["routes"].as_array().unwrap().iter();
    let stops = routes.flat_map(|route| route["stops"].as_array().unwrap());
    assert!(stops.filter(|stop| is_hot(&stop["target"])).count() > 0);
    for bad in [json!({ "most": 0 }), json!({ "dwell_min": 500 }), json!({ "by": "people" })] {
        assert_eq!(service.post("/api/v1/plans", &ask(bad)).status, 400);
    }
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let folder = tempdir().unwrap();
    store(folder.path(), false);
    found(folder.path(), &["--then", "2026-03-15"]).refuses("must follow each other");
    found(folder.path(), &["--resolution", "3"]).ends(2);
    found(folder.path(), &["--by", "people"]).ends(2);
    let ask = ["hotspots", "--store", "none.gpkg", "--from", "2026-03-01", "--to", "2026-03-30"];
    gridbeat(folder.path(), &ask).refuses("none.gpkg");
}
