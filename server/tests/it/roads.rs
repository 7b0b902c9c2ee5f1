//! Roads: taken in, gone by, and what is reached over them.

use crate::program::Service;
use crate::tool::{gridbeat, shared, two_streets};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::tempdir;

/// A road along the middle of the town of [`two_streets`] from its west end to three quarters, and a
/// one-way street off it to the north.
fn roads(folder: &Path) {
    let line = |properties: Value, points: &[[f64; 2]]| {
        json!({ "type": "Feature", "properties": properties,
                "geometry": { "type": "LineString", "coordinates": points } })
    };
    let all = json!({ "type": "FeatureCollection", "features": [
        line(
            json!({ "highway": "primary", "name": "西津路", "oneway": "no" }),
            &[[103.80, 36.07], [103.81, 36.07], [103.83, 36.07]],
        ),
        line(
            json!({ "highway": "residential", "name": "小街", "oneway": "yes" }),
            &[[103.81, 36.07], [103.81, 36.08]],
        ),
        line(
            json!({ "highway": "residential", "name": "回街", "oneway": "yes" }),
            &[[103.81, 36.08], [103.80, 36.07]],
        ),
    ] });
    std::fs::write(folder.join("roads.geojson"), all.to_string()).unwrap();
}

/// A store of the town of [`two_streets`] with those roads.
fn town_with_roads(folder: &Path) {
    roads(folder);
    two_streets(folder, Some("所属街道"));
    let import = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(folder, &import).ends(0);
    gridbeat(folder, &["import", "roads", "roads.geojson", "--store", "s.gpkg"]).ends(0);
}

fn points(folder: &Path) {
    let table = "编号,名称,经度,纬度\nA,a,103.80,36.07\nB,b,103.83,36.07\nC,c,103.81,36.08\n";
    std::fs::write(folder.join("points.csv"), table).unwrap();
}

fn seconds(table: &str) -> Vec<Vec<Option<u32>>> {
    let row = |line: &str| line.split(',').skip(1).map(|it| it.parse().ok()).collect();
    table.lines().skip(1).map(row).collect()
}

#[test]
fn times_are_told_by_road_and_without_roads_as_estimates() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    roads(path);
    points(path);
    let matrix = ["matrix", "--points", "points.csv", "--mode", "foot"];
    let by_file = gridbeat(path, &[&matrix[..], &["--roads", "roads.geojson"]].concat()).ends(0);
    let times = seconds(&by_file.out);
    // 2.7 km at 5 km/h.
    assert!(times[0][1].unwrap().abs_diff(1_945) < 20, "{times:?}");
    assert_eq!(times[0][0], Some(0));
    assert_eq!(times[0][1], times[1][0]);
    let drive = ["matrix", "--points", "points.csv", "--roads", "roads.geojson"];
    let car = seconds(&gridbeat(path, &drive).ends(0).out);
    assert!(car[2][1] > car[1][2], "the one-way street is gone round: {car:?}");
    // A closure, and a slow hour.
    let closed = gridbeat(path, &[&drive[..], &["--closed", "103.82,36.07"]].concat()).ends(0);
    assert_eq!(seconds(&closed.out)[0][2], car[0][2]);
    assert!(seconds(&closed.out)[0][1] != car[0][1]);
    let slow = gridbeat(path, &[&drive[..], &["--slow", "primary=200"]].concat()).ends(0);
    assert!(seconds(&slow.out)[0][1].unwrap().abs_diff(2 * car[0][1].unwrap()) <= 1);
    gridbeat(path, &[&drive[..], &["--closed", "104.5,36.07"]].concat()).refuses("no road within");
    gridbeat(path, &[&drive[..], &["--slow", "alley=200"]].concat()).ends(2);
    // A store without roads, then with.
    two_streets(path, Some("所属街道"));
    let import = ["import", "grids", "streets.geojson", "grids.geojson", "--store", "s.gpkg"];
    gridbeat(path, &import).ends(0);
    let kept = [&matrix[..], &["--store", "s.gpkg"]].concat();
    let estimate = gridbeat(path, &kept).ends(0);
    assert!(estimate.err.contains("estimates"), "{}", estimate.err);
    let import = ["import", "roads", "roads.geojson", "--store", "s.gpkg", "--format", "json"];
    let report = gridbeat(path, &import).ends(0).json();
    assert_eq!(report["ways"], 3);
    assert_eq!(report["modes"]["foot"]["cut_off"], 0);
    assert_eq!(report["modes"]["boat"], Value::Null);
    assert_eq!(gridbeat(path, &kept).ends(0).out, by_file.out);
    // The same again is the same.
    let again = gridbeat(path, &import).ends(0).json();
    assert_eq!(again["roads"], report["roads"]);
    gridbeat(path, &["verify", "--store", "s.gpkg"]).ends(0);
}

#[test]
fn what_is_no_road_file_is_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("a.osm.pbf"), b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x03").unwrap();
    std::fs::write(path.join("b.osm.pbf"), b"not at all").unwrap();
    for file in ["a.osm.pbf", "b.osm.pbf", "nothing.pbf"] {
        gridbeat(path, &["import", "roads", file, "--store", "s.gpkg"]).refuses(file);
    }
    assert!(!path.join("s.gpkg").exists());
}

#[test]
fn the_demo_city_has_roads_from_its_first_minute() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    gridbeat(path, &["demo", "--output", "s.gpkg"]).ends(0);
    let mut service = Service::start(&path.join("s.gpkg"), &[]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let told = service.ask("GET", "/api/v1/reach?minutes=10&mode=car", None).json();
    assert_eq!((&told["bases"], &told["bases_on_roads"]), (&19.into(), &19.into()), "{told}");
    let reached = told["reached_households"].as_u64().unwrap();
    assert!(reached > 0 && reached < told["households"].as_u64().unwrap(), "{reached}");
    let foot = service.ask("GET", "/api/v1/reach?minutes=10&mode=foot", None).json();
    assert!(foot["reached_households"].as_u64().unwrap() < reached);
    // From the shopping quarter, which is for walking, to a checkpoint.
    for mode in ["car", "bike", "foot"] {
        let route = format!("/api/v1/routes?from=103.7755,36.0740&to=103.788,36.042&mode={mode}");
        let told = service.ask("GET", &route, None).json();
        assert_eq!(told["estimate"], Value::Null, "{mode}");
        assert!(told["steps"].as_array().unwrap().len() > 3, "{mode}: {told}");
    }
    let tile = service.ask("GET", "/tiles/roads/12/3228/1609", None);
    assert_eq!(tile.status, 200);
}

#[test]
fn what_is_reached_is_told_on_the_map_and_to_dispatchers() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town_with_roads(path);
    let reach = ["reach", "--store", "s.gpkg", "--mode", "foot"];
    gridbeat(path, &reach).refuses("no bases");
    std::fs::write(path.join("bases.csv"), "编号,名称,经度,纬度\nP1,派出所,103.80,36.07\n")
        .unwrap();
    let bases = ["import", "places", "bases.csv", "--store", "s.gpkg", "--kind", "base"];
    gridbeat(path, &bases).ends(0);
    let near = gridbeat(path, &[&reach[..], &["--minutes", "10"]].concat()).ends(1);
    let map = near.json();
    let of = |map: &Value, kind: &str| {
        let features = map["features"].as_array().unwrap().iter();
        features.filter(|it| it["properties"]["is"] == kind).cloned().collect::<Vec<_>>()
    };
    assert_eq!((of(&map, "reached").len(), of(&map, "base").len()), (1, 1));
    assert!(of(&map, "not-reached").len() >= 4, "{map}");
    assert!(!of(&map, "site").is_empty());
    assert!(near.err.contains("one more base"), "{}", near.err);
    let far = gridbeat(path, &[&reach[..], &["--minutes", "300"]].concat()).ends(0).json();
    assert!(of(&far, "not-reached").is_empty());

    let mut service = Service::start(&path.join("s.gpkg"), &[]);
    let route = "/api/v1/routes?from=103.80,36.07&to=103.83,36.07&mode=foot";
    assert_eq!(service.ask("GET", route, None).status, 401);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let told = service.ask("GET", route, None).json();
    assert!(told["length_m"].as_u64().unwrap().abs_diff(2_705) < 20, "{told}");
    assert_eq!(told["estimate"], Value::Null);
    assert_eq!(told["steps"][0]["name"], "西津路");
    assert_eq!(told["steps"][0]["text"].as_str().unwrap().find("向东出发"), Some(0));
    let told = service.ask("GET", "/api/v1/reach?minutes=10&mode=foot", None).json();
    assert_eq!(told["bases"], 1);
    assert_eq!(told["not_reached_grids"], of(&map, "not-reached").len());
    assert_eq!(told["grids"], 8);
    let missed = told["not_reached"].as_array().unwrap().iter();
    let missed = missed.filter(|it| it["share"].as_f64() == Some(0.0)).count();
    assert_eq!(told["missed_grids"], missed);
    let layer = service.ask("GET", "/tiles/roads.json", None).json();
    assert_eq!(layer["vector_layers"][0]["fields"]["class"], "String", "{layer}");
    assert!(layer["attribution"].as_str().unwrap().contains("OpenStreetMap"), "{layer}");
    assert!(told["reached_km2"].as_f64().unwrap() < told["area_km2"].as_f64().unwrap());
    for bad in [
        "/api/v1/routes?from=103.80,36.07&to=36.07,103.83",
        "/api/v1/routes?from=103.80&to=103.81,36.07",
        "/api/v1/reach?minutes=0",
        "/api/v1/reach?mode=horse",
    ] {
        assert_eq!(service.ask("GET", bad, None).status, 400, "{bad}");
    }
    assert_eq!(service.ask("GET", "/api/v1/reach?mode=boat", None).status, 404);
}

#[test]
fn closed_and_slow_roads_count_at_once() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town_with_roads(path);
    let mut service = Service::start(&path.join("s.gpkg"), &[]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let ask = |query: &str| service.ask("GET", &format!("/api/v1/{query}"), None);
    let way = "routes?from=103.80,36.07&to=103.81,36.08&mode=car";
    let usual = ask(way).json()["time_s"].as_u64().unwrap();
    // Twice as slow everywhere, and where it is said by class the later word counts.
    let slow = ask(&format!("{way}&slow=200")).json()["time_s"].as_u64().unwrap();
    assert!(slow.abs_diff(2 * usual) <= 1 + usual / 10, "{slow} for {usual}");
    let other = ask(&format!("{way}&slow=200,primary:100,residential:100")).json();
    assert_eq!(other["time_s"].as_u64().unwrap(), usual);
    // The only way into the street is closed: one goes as far as a road leads, and walks.
    let open = ask(way).json()["off_road_m"].as_u64().unwrap();
    let closed = ask(&format!("{way}&closed=103.81,36.075")).json();
    assert!(open < 5 && closed["off_road_m"].as_u64().unwrap() > 500, "{closed}");
    assert_eq!(ask(way).json()["time_s"].as_u64().unwrap(), usual);
    let reach = "reach?minutes=20&mode=car&from=103.80,36.07";
    let km = |query: &str| ask(query).json()["reached_roads_km"].as_f64().unwrap();
    let (open, closed) = (km(reach), km(&format!("{reach}&closed=103.82,36.07;103.81,36.075")));
    assert!(closed < 0.7 * open, "{closed} of {open}");
    for (bad, status) in [
        ("closed=104.5,36.07", 400),
        ("closed=here", 400),
        ("slow=fast", 400),
        ("slow=alley:200", 400),
        ("slow=primary:0", 400),
        ("shut=103.81,36.07", 400),
    ] {
        assert_eq!(ask(&format!("{way}&{bad}")).status, status, "{bad}");
    }
}

#[test]
fn a_real_extract_is_taken_in() {
    let Some(data) = shared("roads-monaco-2021") else { return };
    let folder = tempdir().unwrap();
    let file = data.join("monaco.osm.pbf");
    let import = ["import", "roads", file.to_str().unwrap(), "--store", "s.gpkg"];
    let ran = gridbeat(folder.path(), &import).ends(0);
    assert!(ran.out.contains("cut off"), "{}", ran.out);
    let points = "id,lon,lat\na,7.4345,43.7452\nb,7.4170,43.7290\n";
    std::fs::write(folder.path().join("p.csv"), points).unwrap();
    let matrix = ["matrix", "--points", "p.csv", "--store", "s.gpkg"];
    let times = seconds(&gridbeat(folder.path(), &matrix).ends(0).out);
    assert!((240..1_200).contains(&times[0][1].unwrap()), "{times:?}");
}

#[test]
fn a_plan_by_road_is_made_and_judged_on_the_command_line() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    town_with_roads(path);
    let at = |lon: f64, lat: f64| json!({ "type": "Point", "coordinates": [lon, lat] });
    // So slow off the roads that a plan by road is no plan for straight lines.
    let problem = json!({
        "day": "2026-11-23",
        "crews": [{
            "id": "p1", "mode": "car", "base": [103.80, 36.07], "pace_kmh": 3,
            "patrol_pace_kmh": 3, "shift": { "start": "08:00", "end": "09:00" },
        }],
        "targets": [
            { "id": "east", "geometry": at(103.83, 36.07), "dwell": "00:05" },
            { "id": "north", "geometry": at(103.81, 36.08), "dwell": "00:05" },
        ],
    });
    std::fs::write(path.join("day.json"), problem.to_string()).unwrap();
    let plan = ["plan", "day.json", "--iterations", "500", "-o", "p.json"];
    gridbeat(path, &plan).ends(1);
    let check = ["check-plan", "day.json", "p.json"];
    for roads in [["--roads", "roads.geojson"], ["--store", "s.gpkg"]] {
        gridbeat(path, &[&plan[..], &roads].concat()).ends(0);
        let made = std::fs::read_to_string(path.join("p.json")).unwrap();
        let made: Value = serde_json::from_str(&made).unwrap();
        let route = &made["routes"][0];
        assert_eq!(route["stops"].as_array().unwrap().len(), 2);
        // 2.7 km east, 1.8 km back, 1.1 km north, 1.4 km home by the other one-way street.
        assert!(route["way_m"].as_u64().unwrap().abs_diff(7_040) < 50, "{route}");
        gridbeat(path, &[&check[..], &roads].concat()).ends(0);
    }
    let straight = gridbeat(path, &check).ends(1);
    assert!(straight.out.contains("broken"), "{}", straight.out);
    gridbeat(path, &[&plan[..], &["--store", "none.gpkg"]].concat()).refuses("none.gpkg");
    let both = ["--store", "s.gpkg", "--roads", "roads.geojson"];
    gridbeat(path, &[&plan[..], &both].concat()).ends(2);
}
