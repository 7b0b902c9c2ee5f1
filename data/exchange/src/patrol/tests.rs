//! Patrol problems and plans there and back, what is refused, and what other programs read.

use super::{
    Reason, Way, course, course_by, read_plan, read_problem, read_ways, write_judged_plan,
    write_plan, write_plan_geojson, write_plan_gpx,
};
use jiff::civil::date;
use model::patrol::{Plan, Problem, Route, Stop, TargetShape, Unserved, UnservedReason, Window};
use model::{Metres, Pace, Position, Seconds};
use serde_json::{Value, json};

pub(super) fn small() -> Value {
    json!({
        "day": "2026-05-01",
        "crews": [{
            "id": "p1", "name": "巡防 <一> & \"组\"", "mode": "foot", "base": [103.7612, 36.0713],
            "shift": { "start": "08:00", "end": "16:30:00" },
            "pace_kmh": 4.5, "patrol_pace_kmh": 3
        }],
        "targets": [
            { "id": "a", "name": "西客站", "dwell": "00:15", "visits": 4, "gap": 7200,
              "geometry": { "type": "Point", "coordinates": [103.7497, 36.0664, 1520.5] },
              "windows": [{ "start": "07:30", "end": 43_200 }, { "start": "13:00", "end": "25:30" }] },
            { "id": "b", "required": false, "reward": 1800, "modes": ["foot", "bike"],
              "geometry": { "type": "LineString",
                            "coordinates": [[103.74, 36.077], [103.75, 36.078], [103.77, 36.08]] } },
            { "id": "c", "gate": [103.751, 36.069],
              "geometry": { "type": "Polygon", "coordinates":
                [[[103.75, 36.068], [103.753, 36.068], [103.753, 36.07], [103.75, 36.068]]] } }
        ]
    })
}

fn stop(target: usize, start: u32, reversed: bool) -> Stop {
    let [arrive, start, leave] = [start, start + 5, start + 905].map(Seconds::new);
    Stop { target, arrive, start, leave, reversed }
}

pub(super) fn small_plan() -> Plan {
    let stops = vec![stop(0, 30_000, false), stop(1, 32_000, true), stop(2, 90_000, false)];
    let (depart, back) = (Seconds::new(28_800), Seconds::new(91_000));
    let route = Route { crew: 0, depart, stops, pauses: vec![], back, length: Metres::new(8_765) };
    let left = Unserved { target: 0, visits: 3, reason: UnservedReason::NoTime };
    Plan { routes: vec![route], unserved: vec![left], overdue: vec![] }
}

pub(super) fn read(value: &Value) -> Result<Problem, super::PatrolError> {
    read_problem(value.to_string().as_bytes())
}

#[test]
fn what_is_left_out_has_its_documented_value() {
    let problem = read(&small()).unwrap();
    assert_eq!(problem.day, date(2026, 5, 1));
    assert_eq!(problem.crews[0].pace, Pace::from_metres_per_hour(4_500).unwrap());
    let windows = &problem.targets[0].windows;
    assert_eq!(windows[0].end(), Seconds::from_hm(12, 0));
    assert_eq!(windows[1].end(), Seconds::from_hm(25, 30));
    let line = &problem.targets[1];
    assert_eq!(line.name, "b");
    assert_eq!((line.visits, line.dwell, line.gap), (1, Seconds::new(0), Seconds::new(0)));
    let whole = Window::new(Seconds::new(0), Seconds::from_hm(48, 0)).unwrap();
    assert_eq!(line.windows, vec![whole]);
    assert!(problem.targets[2].required && !line.required);
    let TargetShape::Area { area, .. } = &problem.targets[2].shape else { panic!("an area") };
    assert_eq!(area.polygons[0].outer.len(), 3);
}

/// A list of one sound table of travel times with `change` in it.
fn table(change: &Value) -> Value {
    let mut table = json!({
        "mode": "foot", "places": [[103.7612, 36.0713], [103.7497, 36.0664]],
        "seconds": [[0, 190], [null, 0]]
    });
    for (name, value) in change.as_object().unwrap() {
        table[name] = value.clone();
    }
    json!([table])
}

/// A change to a sound problem, and how the refusal starts.
type Case<'a> = (&'a dyn Fn(&mut Value), &'a str);

fn all_refused(cases: &[Case<'_>]) {
    for (change, start) in cases {
        let mut value = small();
        change(&mut value);
        let said = read(&value).unwrap_err().to_string();
        assert!(said.starts_with(start), "{said:?} does not start with {start:?}");
    }
}

#[test]
fn what_is_wrong_with_the_rarer_fields_is_said_too() {
    let cases: [Case<'_>; 15] = [
        (
            &|v| v["crews"][0]["breaks"] = json!([{ "length": 60 }]),
            "crews[0].breaks[0]: missing field `window`",
        ),
        (
            &|v| {
                let window = json!({ "start": "13:00", "end": "12:00" });
                v["crews"][0]["breaks"] = json!([{ "window": window, "length": 60 }]);
            },
            "crews[0].breaks[0].window: ends before it starts",
        ),
        (&|v| v["targets"][0]["crews"] = json!(0), "targets[0].crews: must be at least 1"),
        (
            &|v| {
                v["locks"] =
                    json!([{ "kind": "whole", "crew": "p1", "stops": [{ "target": "z" }] }]);
            },
            "locks[0].stops[0].target: the problem has no target \"z\"",
        ),
        (
            &|v| v["locks"] = json!([{ "kind": "assigned", "crew": "p2", "target": "a" }]),
            "locks[0].crew: the problem has no crew \"p2\"",
        ),
        (&|v| v["locks"] = json!([{ "kind": "tied", "crew": "p1" }]), "locks[0]"),
        (&|v| v["crews"][0]["skills"] = json!([""]), "crews[0].skills[0]: \"\" is no id"),
        (&|v| v["targets"][0]["load"] = json!([1, -1]), "targets[0].load[1]: invalid value"),
        (&|v| v["travel"] = table(&json!({ "mode": "horse" })), "travel[0].mode: \"horse\" is no"),
        (&|v| v["travel"] = table(&json!({ "speed": 3 })), "travel[0].speed: unknown field"),
        (&|v| v["travel"] = table(&json!({ "seconds": [[0, 1]] })), "travel[0].seconds: has 1"),
        (
            &|v| v["travel"] = table(&json!({ "seconds": [[0, 1], [1]] })),
            "travel[0].seconds[1]: has 1 entries; at least 2",
        ),
        (
            &|v| v["travel"] = table(&json!({ "metres": [[1, 1], [1, 0]] })),
            "travel[0]: place 0 must take 0",
        ),
        (
            &|v| v["travel"] = table(&json!({ "places": [[1, 1], [1, 1]] })),
            "travel[0]: places 0 and 1 are the same",
        ),
        (
            &|v| v["travel"] = json!([table(&json!({}))[0], table(&json!({}))[0]]),
            "travel[1].mode: there is a table for \"foot\" already",
        ),
    ];
    all_refused(&cases);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases: [Case<'_>; 20] = [
        (&|v| v["crews"][0]["leader"] = json!("x"), "crews[0].leader: unknown field `leader`"),
        (&|v| v["extra"] = json!(1), "extra: unknown field `extra`"),
        (&|v| v["day"] = json!("2026-02-30"), "day: \"2026-02-30\" is no date"),
        (&|v| v["day"] = json!("2026-05-01T10:00:00"), "day: "),
        (&|v| v["crews"][0]["shift"]["end"] = json!("7:99"), "crews[0].shift.end: invalid value"),
        (&|v| v["crews"][0]["shift"]["end"] = json!("07:59"), "crews[0].shift: ends before"),
        (&|v| v["crews"][0]["shift"]["end"] = json!(-1), "crews[0].shift.end: invalid type"),
        (&|v| v["crews"][0]["base"] = json!([36.07, 103.76]), "crews[0].base: longitude 36.07"),
        (&|v| v["crews"][0]["base"] = json!([1]), "crews[0].base: invalid length 1"),
        (&|v| v["crews"][0]["mode"] = json!("horse"), "crews[0].mode: \"horse\" is no mode"),
        (&|v| v["crews"][0]["pace_kmh"] = json!(0), "crews[0].pace_kmh: 0 is no pace"),
        (&|v| v["targets"][1]["id"] = json!("a"), "targets[1].id: the id \"a\" is taken"),
        (&|v| v["targets"][1]["id"] = json!("a\nb"), "targets[1].id: "),
        (&|v| v["targets"][1]["gate"] = json!([1, 2]), "targets[1].gate: belongs to areas only"),
        (&|v| v["targets"][2]["gate"] = json!(null), "targets[2].gate: is missing"),
        (&|v| v["targets"][0]["visits"] = json!(0), "targets[0].visits: must be at least 1"),
        (&|v| v["targets"][0]["visits"] = json!(70_000), "targets[0].visits: invalid value"),
        (&|v| v["targets"][0]["windows"] = json!([]), "targets[0].windows: has 0 entries"),
        (
            &|v| v["targets"][0]["windows"][1]["start"] = json!("12:00"),
            "targets[0].windows[1]: does not begin after",
        ),
        (
            &|v| v["targets"][2]["geometry"]["coordinates"][0][3] = json!([0, 0]),
            "targets[2].geometry: is no closed ring",
        ),
    ];
    all_refused(&cases);
    let twice = br#"{"day":"2026-05-01","day":"2026-05-02","crews":[],"targets":[]}"#;
    assert!(read_problem(twice).unwrap_err().to_string().contains("duplicate field `day`"));
    assert!(read_problem(br#"{"day":"2026-05-01","crews":[],"targets":[]} x"#).is_err());
}

#[test]
fn the_limits_hold() {
    let mut value = small();
    value["crews"] = json!(vec![value["crews"][0].clone(); 501]);
    assert_eq!(read(&value).unwrap_err().reason, Reason::TooMany(501, 500));
    let mut value = small();
    value["targets"] = json!(vec![value["targets"][0].clone(); 20_001]);
    assert_eq!(read(&value).unwrap_err().reason, Reason::TooMany(20_001, 20_000));
}

#[test]
fn a_plan_is_written_in_the_shape_of_the_api() {
    let problem = read(&small()).unwrap();
    let text = write_judged_plan(&small_plan(), &problem, &[], &["crew p1: is late"]);
    let plan: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<&String> = plan.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["day", "crews", "targets", "routes", "unserved", "violations"]);
    assert_eq!(
        plan["crews"][0],
        json!({
            "id": "p1", "name": "巡防 <一> & \"组\"", "mode": "foot", "base": [103.7612, 36.0713],
            "shift": { "start": "08:00:00", "end": "16:30:00" }
        })
    );
    assert_eq!(
        plan["targets"][1],
        json!({
            "id": "b", "name": "b", "kind": "line", "required": false, "visits": 1,
            "windows": [{ "start": "00:00:00", "end": "48:00:00" }],
            "geometry": { "type": "LineString",
                          "coordinates": [[103.74, 36.077], [103.75, 36.078], [103.77, 36.08]] }
        })
    );
    let route = &plan["routes"][0];
    assert_eq!((&route["crew"], &route["depart"]), (&json!("p1"), &json!("08:00:00")));
    assert_eq!(route["length_m"], json!(8_765));
    assert_eq!(
        route["stops"][1],
        json!({
            "target": "b", "arrive": "08:53:20", "start": "08:53:25", "leave": "09:08:25",
            "reversed": true
        })
    );
    // The line is travelled backwards, along its course.
    assert_eq!(
        route["line"],
        json!({ "type": "LineString", "coordinates": [
        [103.7612, 36.0713], [103.7497, 36.0664], [103.77, 36.08], [103.75, 36.078],
        [103.74, 36.077], [103.751, 36.069], [103.7612, 36.0713]
    ] })
    );
    assert_eq!(plan["unserved"], json!([{ "target": "a", "visits": 3, "reason": "no-time" }]));
    assert_eq!(plan["violations"], json!(["crew p1: is late"]));
}

#[test]
fn a_kept_plan_reads_back_and_a_strange_one_is_refused() {
    let problem = read(&small()).unwrap();
    let mut plan: Value = serde_json::from_str(&write_plan(&small_plan(), &problem, &[])).unwrap();
    plan["id"] = json!(7);
    plan["created"] = json!("2026-05-01T08:00:00+08:00");
    let back = |plan: &Value| read_plan(plan.to_string().as_bytes(), &problem);
    assert_eq!(back(&plan).unwrap(), small_plan());
    let said = |change: &dyn Fn(&mut Value)| {
        let mut plan = plan.clone();
        change(&mut plan);
        back(&plan).unwrap_err().to_string()
    };
    assert_eq!(
        said(&|v| v["routes"][0]["crew"] = json!("p9")),
        "routes[0].crew: the problem has no crew \"p9\""
    );
    assert_eq!(
        said(&|v| v["routes"][0]["stops"][2]["target"] = json!("z")),
        "routes[0].stops[2].target: the problem has no target \"z\""
    );
    assert!(said(&|v| v["day"] = json!("2026-05-02")).starts_with("day: is 2026-05-02, but"));
    assert!(said(&|v| v["unserved"][0]["reason"] = json!("?")).starts_with("unserved[0].reason"));
    assert!(said(&|v| v["routes"][0]["speed"] = json!(1)).contains("unknown field `speed`"));
}

#[test]
fn a_plan_that_points_nowhere_is_written_all_the_same() {
    let problem = Problem::new(date(9999, 12, 31), vec![], vec![]);
    let plan = small_plan();
    assert!(write_plan(&plan, &problem, &[]).contains("\"crew\":\"#0\""));
    assert!(write_plan_geojson(&plan, &problem, &[]).contains("\"features\":[]"));
    assert!(write_plan_gpx(&plan, &problem, &[]).ends_with("</gpx>\n"));
}

#[test]
fn geojson_has_a_line_a_route_and_a_point_a_stop() {
    let problem = read(&small()).unwrap();
    let text = write_plan_geojson(&small_plan(), &problem, &[]);
    let collection: Value = serde_json::from_str(&text).unwrap();
    let features = collection["features"].as_array().unwrap();
    assert_eq!(features.len(), 4);
    assert_eq!(features[0]["geometry"]["type"], json!("LineString"));
    assert_eq!(features[2]["geometry"]["coordinates"], json!([103.77, 36.08]));
    assert_eq!(features[2]["properties"]["order"], json!(2));
    assert_eq!(features[3]["properties"]["start"], json!("25:00:05"));
}

#[test]
fn ways_by_road_go_into_every_form_and_come_back() {
    let problem = read(&small()).unwrap();
    let plan = small_plan();
    let route = &plan.routes[0];
    // Each leg bends once, half a second of arc north of its end.
    let bend = |to: Position| Position::from_e7(to.lon_e7(), to.lat_e7() + 1_400).unwrap();
    let line = course_by(&problem, route, &|_, _, to| Some(vec![bend(to)]));
    let straight = course(&problem, route);
    // Four legs; the patrolled line has none of its own.
    assert_eq!(line.len(), straight.len() + 4);
    assert!(straight.iter().all(|at| line.contains(at)));
    let ways = [Way { line: line.clone(), length: Some(Metres::new(9_999)) }];
    let text = write_plan(&plan, &problem, &ways);
    assert_eq!(read_ways(text.as_bytes()).unwrap(), ways);
    assert_eq!(read_plan(text.as_bytes(), &problem).unwrap(), plan);
    let shown: Value = serde_json::from_str(&text).unwrap();
    let route = &shown["routes"][0];
    assert_eq!((&route["length_m"], &route["way_m"]), (&json!(8_765), &json!(9_999)));
    let gpx = gpx::read(write_plan_gpx(&plan, &problem, &ways).as_bytes()).unwrap();
    assert_eq!(gpx.tracks[0].segments[0].points.len(), line.len());
    let drawn: Value = serde_json::from_str(&write_plan_geojson(&plan, &problem, &ways)).unwrap();
    let drawn = &drawn["features"][0];
    assert_eq!(drawn["geometry"]["coordinates"].as_array().unwrap().len(), line.len());
    assert_eq!(drawn["properties"]["length_m"], json!(9_999));
    // Without ways it is drawn straight, and told so by having no length of its own.
    let text = write_plan(&plan, &problem, &[]);
    assert_eq!(read_ways(text.as_bytes()).unwrap(), [Way { line: straight, length: None }]);
    assert!(!text.contains("way_m"));
    assert!(read_ways(b"{}").is_err());
}

#[test]
fn gpx_reads_back_through_another_reader() {
    let problem = read(&small()).unwrap();
    let gpx = gpx::read(write_plan_gpx(&small_plan(), &problem, &[]).as_bytes()).unwrap();
    assert_eq!(gpx.waypoints.len(), 3);
    let route = &gpx.routes[0];
    assert_eq!(route.name.as_deref(), Some("巡防 <一> & \"组\""));
    let points: Vec<_> =
        route.points.iter().map(|point| (point.point().x(), point.point().y())).collect();
    assert_eq!(points, [(103.7497, 36.0664), (103.77, 36.08), (103.751, 36.069)]);
    assert_eq!(route.points[0].name.as_deref(), Some("西客站"));
    // 08:20:05 in Lanzhou, and 01:00:05 on the day after.
    let times: Vec<String> =
        route.points.iter().map(|point| point.time.unwrap().format().unwrap()).collect();
    assert_eq!(times[0], "2026-05-01T00:20:05.000000000Z");
    assert_eq!(times[2], "2026-05-01T17:00:05.000000000Z");
    assert_eq!(gpx.tracks[0].segments[0].points.len(), 7);
}

#[test]
#[expect(clippy::print_stderr, reason = "says that it was skipped")]
fn gdal_reads_the_gpx() {
    let problem = read(&small()).unwrap();
    let name = format!("patrol-plan-{}.gpx", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, write_plan_gpx(&small_plan(), &problem, &[])).unwrap();
    let run = std::process::Command::new("ogrinfo").arg("-al").arg("-ro").arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let Ok(run) = run else {
        eprintln!("skipped: ogrinfo (gdal-bin) is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("Layer name: route_points") && said.contains("西客站"), "{said}");
    assert!(said.contains("POINT (103.77 36.08)"), "{said}");
    assert!(said.contains("2026/05/01 00:20:05+00"), "{said}");
}
