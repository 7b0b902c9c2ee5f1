//! A redraw as designers make it over HTTP: two at once, taken back, submitted by one and published by
//! the other, and in force from its day on.

use crate::program::Service;
use crate::tile_storms::tile_at;
use crate::tool::with_input;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PASSWORD: &str = "designer-of-test-1";

/// The service over the demo city, signed in as `anna`; the cookie of `bo`; the folder of the file.
pub(crate) fn start() -> (Service, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    for name in ["anna", "bo"] {
        let args = ["user", "add", name, "--role", "designer", "--store", "city.gpkg"];
        with_input(folder.path(), &args, format!("{PASSWORD}\n{PASSWORD}\n").as_bytes()).ends(0);
    }
    let bo = service.cookie_of("bo", PASSWORD);
    service.sign_in("anna", PASSWORD);
    (service, bo, folder)
}

#[expect(clippy::needless_pass_by_value, reason = "callers say it on the spot")]
pub(crate) fn step(seen: u64, make: Value) -> Value {
    json!({ "seen": seen, "make": make })
}

/// A line through the middle of a grid, from far west to far east of it.
fn line_through(grid: &Value) -> Value {
    let [lon, lat] = [&grid["label"][0], &grid["label"][1]].map(|it| it.as_f64().unwrap());
    json!([[lon - 0.5, lat], [lon + 0.5, lat + 0.0001]])
}

#[test]
fn two_designers_redraw_and_a_second_person_publishes() {
    let (mut one, bo, _folder) = start();
    let begun = one.post("/api/v1/designs", &json!({ "name": "试 6 → 7" }));
    assert_eq!(begun.status, 201, "{}", begun.text());
    assert_eq!(begun.json()["state"], "open");
    let whole = one.get("/api/v1/designs/1").json();
    let grids = whole["grids"].as_array().unwrap();
    assert_eq!(grids.len(), 325);
    let households = |whole: &Value| -> u64 {
        whole["grids"].as_array().unwrap().iter().map(|it| it["households"].as_u64().unwrap()).sum()
    };
    let all = households(&whole);
    assert!(all > 50_000, "{all}");

    // One divides a grid; the other, who has not seen it, may work elsewhere but not there.
    let (a, b) = (&grids[0], &grids[200]);
    let split =
        |grid: &Value| json!({ "step": "split", "grid": grid["grid"], "line": line_through(grid) });
    let made = one.post("/api/v1/designs/1/steps", &step(0, split(a)));
    assert_eq!(made.status, 200, "{}", made.text());
    let made = made.json();
    assert_eq!((made["seq"].as_u64(), made["made"][0].as_u64()), (Some(1), Some(325)));
    let new = made["grids"].as_array().unwrap().iter().find(|it| it["grid"] == 325).unwrap();
    assert!(new["code"].as_str().unwrap().starts_with("620103"), "{new}");
    let elsewhere = one.post_as(&bo, "/api/v1/designs/1/steps", &step(0, split(b)));
    assert_eq!(elsewhere.status, 200, "{}", elsewhere.text());
    let same = json!({ "step": "name", "grid": a["grid"], "code": a["code"], "name": "我的" });
    let met = one.post_as(&bo, "/api/v1/designs/1/steps", &step(0, same.clone()));
    assert_eq!(met.status, 409, "{}", met.text());
    assert_eq!(met.json()["others"][0]["who"], "anna");
    assert_eq!(one.post_as(&bo, "/api/v1/designs/1/steps", &step(2, same)).status, 200);

    // What breaks a rule is refused with the rule and the place.
    let merge = json!({ "step": "merge", "from": 0, "into": 324 });
    let refused = one.post("/api/v1/designs/1/steps", &step(3, merge));
    assert_eq!((refused.status, &refused.json()["refusal"]), (422, &json!("not-adjacent")));
    for bad in [json!({ "step": "dance" }), json!({ "step": "merge", "from": 0 }), json!(7)] {
        assert_eq!(one.post("/api/v1/designs/1/steps", &step(3, bad)).status, 400);
    }

    only_asked(&one, a);

    // Taken back and made again.
    assert_eq!(
        one.post("/api/v1/designs/1/steps", &step(3, json!({ "step": "undo" }))).status,
        200
    );
    assert_eq!(
        one.post("/api/v1/designs/1/steps", &step(4, json!({ "step": "redo" }))).status,
        200
    );
    let whole = one.get("/api/v1/designs/1").json();
    assert_eq!((whole["seq"].as_u64(), whole["grids"].as_array().unwrap().len()), (Some(5), 327));
    assert_eq!(households(&whole), all);
    let differences = one.get("/api/v1/designs/1/differences").json();
    assert_eq!(differences["count"], json!([325, 327]));
    assert!(differences["households_moved"].as_u64().unwrap() > 0);
    let findings = one.get("/api/v1/designs/1/findings?tolerance=0.5").json();
    assert!(findings["found"].as_array().unwrap().iter().any(|it| it["kind"] == "unnamed"));
    publish(&mut one, &bo, a);
}

/// A step that is tried changes nothing; what changed since a step is all that is told.
fn only_asked(one: &Service, a: &Value) {
    let seq = |path: &str| one.get(path).json()["seq"].clone();
    let line = json!({ "step": "split", "grid": 40, "line": line_through(&one.get("/api/v1/designs/1").json()["grids"][40]) });
    let tried = one.post("/api/v1/designs/1/trial", &json!({ "make": line }));
    assert_eq!(tried.status, 200, "{}", tried.text());
    assert_eq!(tried.json()["made"], json!([327]));
    assert_eq!(seq("/api/v1/designs/1"), 3);
    let merge = json!({ "make": { "step": "merge", "from": 0, "into": 324 } });
    let refused = one.post("/api/v1/designs/1/trial", &merge);
    assert_eq!((refused.status, &refused.json()["refusal"]), (422, &json!("not-adjacent")));
    let undo = json!({ "make": { "step": "undo" } });
    assert_eq!(one.post("/api/v1/designs/1/trial", &undo).status, 400);

    let since = one.get("/api/v1/designs/1?since=2").json();
    let [grids, gone] = [&since["grids"], &since["gone"]].map(|it| it.as_array().unwrap().len());
    assert_eq!((grids, gone), (1, 0));
    assert_eq!(since["grids"][0]["grid"], a["grid"]);
    let none = one.get("/api/v1/designs/1?since=3").json();
    assert_eq!(none["grids"], json!([]));
    let before = one.get("/api/v1/designs/1/before.geojson").json();
    assert_eq!(before["features"].as_array().unwrap().len(), 325);
    assert_eq!(before["features"][0]["properties"]["code"], a["code"]);
    let drawn = &before["features"][0]["geometry"]["coordinates"];
    assert_eq!(corners(drawn), corners(&a["coordinates"]));
    // The units above come with the whole only: they stay.
    assert_eq!(since["units"], json!([]));
    let whole = one.get("/api/v1/designs/1").json();
    let levels: BTreeSet<_> = list(&whole["units"]).map(|unit| unit["level"].as_u64()).collect();
    assert_eq!(levels, BTreeSet::from([Some(1), Some(2)]));
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The vertices of an area, wherever its rings begin.
fn corners(area: &Value) -> BTreeSet<String> {
    let rings = list(area).flat_map(list);
    rings.flat_map(list).map(Value::to_string).collect()
}

/// Submitted as seen; published by the other person only, and only what was seen.
fn publish(one: &mut Service, bo: &str, a: &Value) {
    let ask = |seen: u64| json!({ "seen": seen, "valid_from": "2099-01-01T00:00:00+08:00" });
    assert_eq!(one.post("/api/v1/designs/1/submission", &ask(4)).status, 409);
    let submitted = one.post("/api/v1/designs/1/submission", &ask(5));
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let hash = submitted.json()["hash"].clone();
    let frozen = one.post("/api/v1/designs/1/steps", &step(5, json!({ "step": "undo" })));
    assert_eq!(frozen.status, 409);
    let approve = json!({ "hash": hash });
    let alone = one.post("/api/v1/designs/1/publication", &approve);
    assert_eq!(alone.status, 409, "{}", alone.text());
    assert!(alone.text().contains("two people"), "{}", alone.text());
    let wrong = json!({ "hash": "0".repeat(64) });
    assert_eq!(one.post_as(bo, "/api/v1/designs/1/publication", &wrong).status, 409);
    let published = one.post_as(bo, "/api/v1/designs/1/publication", &approve);
    assert_eq!(published.status, 201, "{}", published.text());
    assert_eq!(published.json()["drawing"], 2);
    assert_eq!(one.post_as(bo, "/api/v1/designs/1/publication", &approve).status, 409);
    let lineage = one.get("/api/v1/drawings/2/lineage").json();
    let parts = lineage["pairs"].as_array().unwrap().iter().filter(|it| it["before"] == a["code"]);
    let shares: f64 = parts.map(|it| it["of_before"]["area"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-6, "{shares}");
}

#[test]
fn a_design_is_the_same_after_the_service_was_killed() {
    let (one, _, folder) = start();
    one.post("/api/v1/designs", &json!({ "name": "a" }));
    let whole = one.get("/api/v1/designs/1").json();
    let grid = &whole["grids"][3];
    let split = json!({ "step": "split", "grid": 3, "line": line_through(grid) });
    assert_eq!(one.post("/api/v1/designs/1/steps", &step(0, split)).status, 200);
    assert_eq!(
        one.post("/api/v1/designs/1/steps", &step(1, json!({ "step": "undo" }))).status,
        200
    );
    let before = one.get("/api/v1/designs/1").text();
    one.kill();
    let mut again = Service::start(&folder.path().join("city.gpkg"), &[]);
    again.sign_in("anna", PASSWORD);
    assert_eq!(again.get("/api/v1/designs/1").text(), before);
    // What was taken back can be made again.
    let redone = again.post("/api/v1/designs/1/steps", &step(2, json!({ "step": "redo" })));
    assert_eq!(redone.status, 200, "{}", redone.text());
}

#[test]
fn the_tiles_of_a_design_follow_its_steps() {
    let (one, _bo, _folder) = start();
    assert_eq!(one.post("/api/v1/designs", &json!({ "name": "tiles" })).status, 201);
    let whole = one.get("/api/v1/designs/1").json();
    let grid = &whole["grids"][0];
    let told = one.get("/api/v1/designs/1/tiles.json").json();
    let template = told["tiles"][0].as_str().unwrap().strip_prefix(one.url()).unwrap().to_owned();
    let layers: Vec<&str> = told["vector_layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(layers, ["grids-1", "grids-2", "grids-3", "borders", "labels"]);
    // The tiles around the grid at some zooms.
    let [lon, lat] = [&grid["label"][0], &grid["label"][1]].map(|it| it.as_f64().unwrap());
    let mut near: Vec<[u64; 3]> = Vec::new();
    for z in [11, 13, 14, 16] {
        let [_, x, y] = tile_at(z, [lon, lat]);
        near.extend((0..9).map(|k| [z, x + k % 3 - 1, y + k / 3 - 1]));
    }
    let look = || -> Vec<Vec<u8>> {
        let at = |[z, x, y]: &[u64; 3]| {
            let path = template.replace("{z}", &z.to_string()).replace("{x}", &x.to_string());
            one.get(&path.replace("{y}", &y.to_string())).body
        };
        near.iter().map(at).collect()
    };
    let before = look();
    // Of nine tiles the middle one has the grid; some of the others are beyond the city.
    assert!(before.chunks(9).all(|nine| !nine[4].is_empty()));
    let mut lines = one.listen("/api/v1/events");
    let mut named = || -> Value {
        let mut ours = lines.by_ref().skip_while(|line| line != "event: design-tiles-changed");
        assert!(ours.next().is_some());
        let data = ours.next().unwrap();
        serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap()
    };
    let split = json!({ "step": "split", "grid": grid["grid"], "line": line_through(grid) });
    let steps = "/api/v1/designs/1/steps";
    assert_eq!(one.post(steps, &step(0, split)).status, 200);
    let news = named();
    assert_eq!((&news["design"], &news["seq"]), (&json!(1), &json!(1)));
    let dirty: BTreeSet<[u64; 3]> = serde_json::from_value(news["tiles"].clone()).unwrap();
    let after = look();
    for ((at, before), after) in near.iter().zip(&before).zip(&after) {
        assert!(before == after || dirty.contains(at), "{at:?} was not named");
    }
    assert_ne!(before, after);
    // A name is told everywhere, and taken back with the step.
    let name =
        json!({ "step": "name", "grid": grid["grid"], "code": grid["code"], "name": "又名" });
    assert_eq!(one.post(steps, &step(1, name)).status, 200);
    assert_eq!(named()["tiles"], Value::Null);
    let holds = |tiles: &[Vec<u8>]| {
        tiles.iter().any(|bytes| bytes.windows(6).any(|it| it == "又名".as_bytes()))
    };
    assert!(holds(&look()) && !holds(&after));
    for seen in [2, 3] {
        assert_eq!(one.post(steps, &step(seen, json!({ "step": "undo" }))).status, 200);
    }
    assert!(look() == before);
    // What is not published is for those who make it.
    let tile = template.replace("{z}/{x}/{y}", "11/0/0");
    assert_eq!(one.get(&tile).status, 204);
    assert_eq!(one.get(&tile.replace("designs/1/", "designs/9/")).status, 404);
    assert_eq!(one.get(&tile.replace("11/0/0", "2/9/9")).status, 400);
}
