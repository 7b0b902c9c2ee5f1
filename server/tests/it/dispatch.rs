//! Plans by road, plans changed by hand, and incidents while they are under way.

use crate::program::Service;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

fn city() -> (TempDir, Service) {
    let folder = tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    (folder, service)
}

fn routes(plan: &Value) -> &Vec<Value> {
    plan["routes"].as_array().unwrap()
}

fn stops_of<'p>(plan: &'p Value, crew: &Value) -> Vec<&'p Value> {
    let routes = routes(plan).iter().filter(|route| &route["crew"] == crew);
    routes.flat_map(|route| route["stops"].as_array().unwrap()).collect()
}

/// Who visits a target.
fn visitors<'p>(plan: &'p Value, target: &str) -> Vec<&'p Value> {
    let visits = |route: &&Value| {
        route["stops"].as_array().unwrap().iter().any(|stop| stop["target"] == target)
    };
    routes(plan).iter().filter(visits).map(|route| &route["crew"]).collect()
}

#[test]
fn crews_go_by_road_where_there_are_roads() {
    let (_folder, service) = city();
    let (number, by_road) = service.plan(&json!({ "seconds": 1 }));
    assert!(by_road["by_road"]["modes"].as_array().unwrap().contains(&json!("car")), "{by_road}");
    let (_, straight) = service.plan(&json!({ "seconds": 1, "roads": false }));
    assert_eq!(straight["by_road"], Value::Null);
    assert!(routes(&straight).iter().all(|route| route["way_m"] == Value::Null));
    for route in routes(&by_road) {
        let corners = route["line"]["coordinates"].as_array().unwrap().len();
        let stops = route["stops"].as_array().unwrap().len();
        assert!(corners > 2 * stops, "{route}");
        let (way, length) = (route["way_m"].as_u64().unwrap(), route["length_m"].as_u64().unwrap());
        assert!(way >= length, "{way} m by road, {length} m straight");
    }
    // The list, the map and the files tell the length by road.
    let ways: u64 = routes(&by_road).iter().map(|route| route["way_m"].as_u64().unwrap()).sum();
    let listed = service.get("/api/v1/plans").json();
    let listed = listed["plans"].as_array().unwrap().iter().find(|it| it["id"] == number).unwrap();
    assert_eq!(listed["length_m"], ways);
    let file = service.get(&format!("/api/v1/plans/{number}.geojson")).json();
    let first = &file["features"][0];
    assert_eq!(first["geometry"], routes(&by_road)[0]["line"]);
    assert_eq!(first["properties"]["length_m"], routes(&by_road)[0]["way_m"]);
    // Slower roads: nobody is anywhere sooner, and what is asked stands in the plan.
    let (_, slow) = service.plan(&json!({ "seconds": 1, "slow": "300" }));
    assert_eq!(slow["by_road"]["slow"], "300");
    assert_eq!(slow["violations"], json!([]));
    for bad in [
        json!({ "slow": "often" }),
        json!({ "closed": "here" }),
        json!({ "slow": "150", "roads": false }),
        json!({ "slow": "150", "slow_modes": ["horse"] }),
        json!({ "from": 999_999 }),
        json!({ "from": 1, "day": "2026-11-22" }),
    ] {
        let status = service.post("/api/v1/plans", &bad).status;
        assert!(status == 400 || status == 404, "{bad}: {status}");
    }
}

#[test]
fn a_plan_is_changed_by_hand_and_the_rest_planned_anew() {
    let (_folder, service) = city();
    let (number, plan) = service.plan(&json!({ "seconds": 1 }));
    // A target of a crew, and another crew of the same mode that takes it over.
    let mode = |crew: &Value| {
        let crews = plan["crews"].as_array().unwrap().iter();
        crews.clone().find(|it| &it["id"] == crew).unwrap()["mode"].clone()
    };
    let targets = plan["targets"].as_array().unwrap().iter();
    let (target, from, to) = targets
        .filter(|target| target["visits"] == 1 && target["required"] == true)
        .find_map(|target| {
            let id = target["id"].as_str().unwrap();
            let from = *visitors(&plan, id).first()?;
            let crews = plan["crews"].as_array().unwrap().iter().map(|crew| &crew["id"]);
            let to = crews.clone().find(|crew| *crew != from && mode(crew) == mode(from))?;
            Some((id, from, to))
        })
        .unwrap();
    let lock = json!({ "kind": "assigned", "crew": to, "target": target });
    let (_, moved) = service.plan(&json!({ "from": number, "seconds": 1, "locks": [lock] }));
    assert_eq!(moved["before"], number);
    let visited = visitors(&moved, target);
    let given_up = moved["unserved"].as_array().unwrap();
    assert!(visited == [to] || given_up.iter().any(|it| it["target"] == target), "{moved}");
    assert!(!visited.contains(&from));
    let changes = moved["difference"]["changes"].as_array().unwrap();
    assert!(changes.iter().any(|it| it["target"] == target && &it["from"] == from), "{changes:?}");
    assert_eq!(moved["by_road"], plan["by_road"], "the same roads as before");
    // Whole routes are fixed: only what is free changes.
    let whole = |route: &Value| {
        let stops = route["stops"].as_array().unwrap().iter();
        let stops = stops.map(|it| json!({ "target": it["target"], "reversed": it["reversed"] }));
        json!({ "kind": "whole", "crew": route["crew"], "stops": stops.collect::<Vec<_>>() })
    };
    let locks: Vec<Value> = routes(&plan).iter().skip(2).map(whole).collect();
    let (_, kept) = service.plan(&json!({ "from": number, "seconds": 1, "locks": locks }));
    for route in routes(&plan).iter().skip(2) {
        let order = |plan: &Value| {
            let stops = stops_of(plan, &route["crew"]);
            stops.iter().map(|stop| stop["target"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(order(&kept), order(&plan), "{}", route["crew"]);
    }
    // The crews that a change is not about stay as they are, and are not fixed for ever.
    let others: Vec<&Value> = routes(&plan).iter().map(|route| &route["crew"]).collect();
    let keep: Vec<&Value> =
        others.into_iter().filter(|crew| *crew != from && *crew != to).collect();
    let lock = json!({ "kind": "assigned", "crew": to, "target": target });
    let ask = json!({ "from": number, "seconds": 1, "locks": [lock], "keep": keep });
    let (_, beside) = service.plan(&ask);
    assert_eq!(beside["locks"], json!([lock]));
    for route in routes(&plan).iter().filter(|route| keep.contains(&&route["crew"])) {
        assert!(routes(&beside).contains(route), "{route} is not to the second what it was");
    }
    for change in beside["difference"]["changes"].as_array().unwrap() {
        assert!(!keep.contains(&&change["from"]) && !keep.contains(&&change["to"]), "{change}");
    }
    for bad in [
        json!({ "keep": keep }),
        json!({ "from": number, "keep": keep, "roads": false }),
        json!({ "from": number, "keep": keep, "slow": "150" }),
    ] {
        assert_eq!(service.post("/api/v1/plans", &bad).status, 400, "{bad}");
    }
}

#[test]
fn a_target_is_given_up_by_hand() {
    let (_folder, service) = city();
    let (number, plan) = service.plan(&json!({ "seconds": 1 }));
    let target = stops_of(&plan, &routes(&plan)[0]["crew"])[0]["target"].as_str().unwrap();
    let to = &routes(&plan)[1]["crew"];
    // A target that is given up is gone, also from what is fixed.
    let fixed = json!([{ "kind": "assigned", "crew": to, "target": target }]);
    let ask = json!({ "from": number, "seconds": 1, "locks": fixed, "without": [target] });
    let (_, without) = service.plan(&ask);
    assert!(visitors(&without, target).is_empty());
    assert!(without["targets"].as_array().unwrap().iter().all(|it| it["id"] != target));
    // Other targets keep what is fixed of them; nothing need be fixed at all.
    let other = stops_of(&plan, to)[0]["target"].as_str().unwrap();
    if other != target {
        let fixed =
            json!([{ "kind": "forbidden", "crew": routes(&plan)[0]["crew"], "target": other }]);
        let ask = json!({ "from": number, "seconds": 1, "locks": fixed, "without": [target] });
        assert_eq!(service.plan(&ask).1["locks"], fixed);
    }
    let ask = json!({ "from": number, "seconds": 1, "without": [target] });
    assert!(visitors(&service.plan(&ask).1, target).is_empty());
    let ask = json!({ "from": number, "seconds": 1, "without": [] });
    assert_eq!(service.plan(&ask).1["locks"], Value::Null);
    let no_target = json!({ "from": number, "without": ["nothing of the kind"] });
    assert_eq!(service.post("/api/v1/plans", &no_target).status, 400);
    let no_crew = json!({ "kind": "assigned", "crew": "nobody", "target": target });
    let no_crew = json!({ "from": number, "locks": [no_crew] });
    assert_eq!(service.post("/api/v1/plans", &no_crew).status, 400);
}

#[test]
fn an_incident_is_answered_and_the_plan_repaired_by_road() {
    let (_folder, service) = city();
    for ask in [json!({ "seconds": 1 }), json!({ "seconds": 1, "roads": false })] {
        let (number, plan) = service.plan(&ask);
        let call = |more: Value| {
            let mut call = json!({ "lon": 103.757, "lat": 36.06, "now": "10:30", "name": "求助" });
            for (name, value) in more.as_object().unwrap() {
                call[name] = value.clone();
            }
            call
        };
        let (able, repairs) = (
            format!("/api/v1/plans/{number}/responders"),
            format!("/api/v1/plans/{number}/repairs"),
        );
        let told = service.post(&able, &call(json!({}))).json();
        let list = told["responders"].as_array().unwrap();
        assert!(list.len() > 1, "{told}");
        assert!(
            list.windows(2).all(|pair| pair[0]["wait_s"].as_u64() <= pair[1]["wait_s"].as_u64())
        );
        let first = &list[0];
        let answer = service.post(&repairs, &call(json!({ "crew": first["crew"] })));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let repaired = answer.json();
        assert_eq!((&repaired["before"], &repaired["violations"]), (&number, &json!([])));
        assert_eq!(repaired["by_road"], plan["by_road"]);
        let stop = stops_of(&repaired, &first["crew"]);
        let stop = stop.iter().find(|stop| stop["target"] == "call").unwrap();
        assert_eq!(stop["arrive"], first["arrive"]);
        let touched = repaired["difference"]["touched"].as_array().unwrap();
        assert!(touched.contains(&first["crew"]) && touched.len() <= 3, "{touched:?}");
        for route in routes(&plan).iter().filter(|route| !touched.contains(&route["crew"])) {
            let after = routes(&repaired).iter().find(|it| it["crew"] == route["crew"]);
            assert_eq!(after, Some(route));
        }
        // What was begun before stays.
        for route in routes(&plan) {
            let after = stops_of(&repaired, &route["crew"]);
            let begun = route["stops"].as_array().unwrap().iter();
            let begun = begun.filter(|it| it["leave"].as_str().unwrap() <= "10:30:00");
            assert!(begun.into_iter().all(|stop| after.contains(&stop)));
        }
        // The repaired plan is a plan like any other: another call, another repair.
        let again = format!("/api/v1/plans/{}/repairs", repaired["id"]);
        let second = service.post(&again, &call(json!({ "crew": first["crew"], "now": "10:31" })));
        assert_eq!(second.status, 201, "{}", second.text());
        assert_eq!(second.json()["before"], repaired["id"]);
        assert!(visitors(&second.json(), "call+").contains(&&first["crew"]));
        let kept = service.get(&format!("/api/v1/plans/{}", repaired["id"])).json();
        assert_eq!(kept, repaired);
        // What cannot be asked.
        let bad = [
            (&repairs, call(json!({})), 400),
            (&repairs, call(json!({ "crew": "nobody" })), 400),
            (&repairs, call(json!({ "crew": first["crew"], "modes": ["boat"] })), 409),
            (&able, call(json!({ "crew": first["crew"] })), 400),
            (&able, call(json!({ "now": "noon" })), 400),
            (&able, call(json!({ "now": "48:01" })), 400),
            (&able, call(json!({ "dwell_min": 481 })), 400),
            (&able, call(json!({ "modes": ["horse"] })), 400),
            (&able, call(json!({ "incident": 1 })), 400),
            (&able, json!({ "incident": 999_999_999, "now": "10:30" }), 404),
            (&able, json!({ "now": "10:30" }), 400),
        ];
        for (path, body, status) in bad {
            assert_eq!(service.post(path, &body).status, status, "{body}");
        }
    }
    let nothing = json!({ "lon": 103.757, "lat": 36.06, "now": "10:30" });
    assert_eq!(service.post("/api/v1/plans/9999/responders", &nothing).status, 404);
}

#[test]
fn what_would_have_to_give_way_is_said() {
    let (_folder, service) = city();
    let at = |lon: f64| json!({ "type": "Point", "coordinates": [lon, 36.06] });
    let problem = json!({
        "day": "2026-11-23",
        "crews": [{
            "id": "p1", "mode": "car", "base": [103.757, 36.06], "pace_kmh": 30,
            "patrol_pace_kmh": 10, "shift": { "start": "08:00", "end": "09:00" },
        }],
        "targets": [
            { "id": "soon", "geometry": at(103.76), "dwell": "00:10" },
            { "id": "late", "geometry": at(103.765), "dwell": "00:10",
              "windows": [{ "start": "09:05", "end": "09:20" }] },
            { "id": "foot", "geometry": at(103.765), "dwell": "00:10", "modes": ["foot"] },
        ],
    });
    for roads in [true, false] {
        let ask = json!({ "problem": problem, "seconds": 1, "roads": roads });
        let (number, plan) = service.plan(&ask);
        assert_eq!(plan["unserved"].as_array().unwrap().len(), 2, "{plan}");
        let told = service.post(&format!("/api/v1/plans/{number}/relaxations"), &json!({})).json();
        assert_eq!(told["complete"], true, "{told}");
        let found = told["relaxations"].as_array().unwrap();
        let later = found.iter().find(|it| it["target"] == "late" && it["kind"] == "shift-ends");
        let later = later.unwrap_or_else(|| panic!("{told}"));
        assert_eq!((&later["crew"], &later["unserved_required"]), (&json!("p1"), &json!(1)));
        // Ten minutes there from 09:05 on, and home again: half an hour, not a quarter.
        assert_eq!(later["minutes"], 30);
        let mode = found.iter().find(|it| it["target"] == "foot" && it["kind"] == "mode");
        assert_eq!(mode.unwrap_or_else(|| panic!("{told}"))["mode"], "car");
    }
    let nothing = service.post("/api/v1/plans/999999/relaxations", &json!({}));
    assert_eq!(nothing.status, 404);
}

#[test]
fn a_plan_that_varies_is_drawn_among_many_and_says_how_well_it_is_guessed() {
    let (_folder, service) = city();
    let vary = json!({ "plans": 8, "dearer_percent": 10 });
    let (_, plan) = service.plan(&json!({ "seconds": 4, "vary": vary }));
    assert_eq!(plan["violations"], json!([]));
    let told = &plan["variety"];
    assert!(told["plans"].as_u64().unwrap() > 1, "{told}");
    let number = |name: &str| told[name].as_f64().unwrap();
    assert!((0.0..=10.0).contains(&number("dearer_percent")), "{told}");
    assert!(
        number("mean_chance") < 1.0 && number("mean_chance") <= number("worst_chance"),
        "{told}"
    );
    assert!(number("mean_entropy_bits") > 0.0, "{told}");
    let guesses = told["guesses"].as_array().unwrap();
    assert_eq!(guesses[0]["chance"], told["worst_chance"]);
    // Two days are two plans, with nobody choosing a seed.
    let starts =
        |plan: &Value| routes(plan).iter().map(|it| it["stops"].clone()).collect::<Vec<_>>();
    let (_, other) = service.plan(&json!({ "seconds": 4, "vary": vary }));
    assert_ne!(starts(&plan), starts(&other));
    for bad in [
        json!({ "vary": { "plans": 1 } }),
        json!({ "vary": { "plans": 65 } }),
        json!({ "vary": { "dearer_percent": 101 } }),
        json!({ "vary": {}, "from": 1, "keep": [] }),
    ] {
        assert_eq!(service.post("/api/v1/plans", &bad).status, 400, "{bad}");
    }
}
