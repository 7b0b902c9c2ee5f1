//! Times roads on an extract or an invented city.
//!
//! ```text
//! roads ask FILE.osm.pbf|SIDE MODE RUNS [ANSWERS.json]   builds, then times 500 by 500, routes and reach
//! roads write SIDE OUT.osm.pbf                           writes the invented city, for other programs
//! ```
//!
//! Prints lines of `what`, tab, CPU seconds, tab, wall seconds. The answers are the points asked for,
//! hundredths of a second between all of them, and time and metres of the routes from each to the next.

use benches::Failure;
use benches::clock::{Took, median};
use benches::roads::{places, street_city};
use exchange::{Part, ReadSettings, read_roads, write_roads};
use model::patrol::Mode;
use model::{Bounds, Position, RoadClass, RoadNetwork, Seconds};
use planner::roads::{Conditions, Profile, Roads, Times, TurnCosts};
use serde_json::json;
use std::io::Write as _;
use std::sync::Arc;

/// Points on each side of a table of times.
const POINTS: usize = 500;
/// Bases of a reach.
const BASES: usize = 20;
/// Metres between the samples of an area.
const SAMPLES_M: f64 = 100.0;
/// Metres from a point to the road it is taken to, at most.
const NEAR_M: f64 = 1.0;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["ask", from, mode, runs] => ask(network(from)?, mode, runs.parse()?, None),
        ["ask", from, mode, runs, to] => ask(network(from)?, mode, runs.parse()?, Some(to)),
        ["write", side, to] => Ok(std::fs::write(to, write_roads(&street_city(side.parse()?)))?),
        _ => Err("usage: roads ask FILE.osm.pbf|SIDE MODE RUNS [ANSWERS.json] \
                  | write SIDE OUT.osm.pbf"
            .into()),
    }
}

fn network(from: &str) -> Result<RoadNetwork, Failure> {
    if let Ok(side) = from.parse() {
        return Ok(street_city(side));
    }
    let bytes = std::fs::read(from)?;
    let part = Part { name: from, bytes: &bytes };
    let (took, given) = median(1, || read_roads(&[part], &ReadSettings::default()));
    say("read", took)?;
    Ok(given?.network)
}

fn say(what: &str, took: Took) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{what}\t{}\t{}", took.cpu_s, took.wall_s)?)
}

/// The profile of a mode as it is named here. `car-free-turns` is the car without its turn costs and
/// rules; `-shortest` takes every road at 10 m/s and keeps the rules, so that a time is a distance.
fn profile(name: &str, network: &mut RoadNetwork) -> Result<Profile, Failure> {
    let shortest = name.strip_suffix("-shortest");
    let free = name.strip_suffix("-free-turns");
    let mode = Mode::from_name(shortest.or(free).unwrap_or(name));
    let mode = mode.ok_or("there are foot, bike, car, with -shortest, and car-free-turns")?;
    let mut profile = Profile::of(mode);
    if free.is_some() {
        profile.turns = None;
    }
    if shortest.is_some() {
        let costs = TurnCosts { right_s: 0, left_s: 0, back_s: 0 };
        let turns = profile.turns.map(|_| costs);
        profile = Profile { kmh: [36.0; 17], signals_s: 0, turns, ..profile };
        for way in &mut network.ways {
            (way.limit_kmh, way.link) = (None, false);
        }
    }
    Ok(profile)
}

fn ask(mut network: RoadNetwork, mode: &str, runs: usize, to: Option<&str>) -> Result<(), Failure> {
    let profile = profile(mode, &mut network)?;
    let network = Arc::new(network);
    let (took, roads) = median(1, || Roads::build(Arc::clone(&network), &profile));
    let roads = roads?;
    say("build", took)?;
    writeln!(std::io::stdout(), "{:?}", roads.summary())?;
    // Points that lie on a road of the mode, so that every program takes them to the same one.
    let is_near = |at: &Position| roads.snap(*at).is_some_and(|it| it.distance_m < NEAR_M);
    let mut points = places(&network, 20 * POINTS);
    points.retain(is_near);
    points.truncate(POINTS);
    let on_road: Vec<_> = points.iter().map(|&at| roads.snap(at)).collect();
    let few = on_road.get(..10).unwrap_or_default();
    let plain = roads.matrix_by_search(few, &on_road);
    if roads.matrix_of(few, &on_road) != plain {
        return Err("the plain search gives other times".into());
    }
    let (took, times) = median(runs, || roads.matrix(&points, &points));
    say("500 by 500 with snapping", took)?;
    let (took, _) = median(runs, || roads.matrix_of(&on_road, &on_road));
    say("500 by 500 from roads", took)?;
    let routes = || points.windows(2).filter_map(|it| roads.route(it[0], it[1])).count();
    let (took, _) = median(runs, routes);
    say("499 routes with steps", took)?;
    reach(&roads, &points, runs)?;
    if let Some(to) = to {
        std::fs::write(to, answers(&roads, &points, &times))?;
    }
    let slow = Conditions::default().with_class(RoadClass::Primary, 150);
    let (took, _) = median(1, || roads.under(&slow));
    say("other conditions", took)
}

fn reach(roads: &Roads, points: &[Position], runs: usize) -> Result<(), Failure> {
    let bases = points.get(..BASES).unwrap_or(points);
    let limit = Seconds::new(30 * 60);
    let (took, _) = median(runs, || roads.reach(bases, limit).roads());
    say("reach of 20 bases in 30 minutes, as roads", took)?;
    let around = Bounds::around(points.iter().copied()).ok_or("there are no points")?;
    let area = || roads.reach(bases, limit).field(around, SAMPLES_M).area();
    let (took, _) = median(runs, area);
    say("reach of 20 bases in 30 minutes, as area", took)
}

fn answers(roads: &Roads, points: &[Position], times: &Times) -> String {
    let degrees = |at: &Position| [at.lon_e7(), at.lat_e7()].map(|it| f64::from(it) / 1e7);
    let route = |pair: &[Position]| {
        let route = roads.route(pair[0], pair[1])?;
        Some([route.time.get(), route.length.get()])
    };
    json!({
        "points": points.iter().map(degrees).collect::<Vec<_>>(),
        "hundredths": times.hundredths(),
        "routes": points.windows(2).map(route).collect::<Vec<_>>(),
    })
    .to_string()
}
