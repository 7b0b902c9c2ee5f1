//! Times roads on an extract or an invented city.
//!
//! ```text
//! roads ask FILE.osm.pbf|SIDE MODE RUNS   builds, then times 500 by 500, routes and reach
//! roads write SIDE OUT.osm.pbf            writes the invented city, for other programs
//! ```
//!
//! Prints lines of `what`, tab, CPU seconds, tab, wall seconds.

use benches::Failure;
use benches::clock::{Took, median};
use benches::roads::{places, street_city};
use exchange::{Part, ReadSettings, read_roads, write_roads};
use model::patrol::Mode;
use model::{RoadClass, RoadNetwork, Seconds};
use planner::roads::{Conditions, Profile, Roads};
use std::io::Write as _;
use std::sync::Arc;

/// Points on each side of a table of times.
const POINTS: usize = 500;
/// Bases of a reach.
const BASES: usize = 20;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["ask", from, mode, runs] => ask(&network(from)?, mode, runs.parse()?),
        ["write", side, to] => Ok(std::fs::write(to, write_roads(&street_city(side.parse()?)))?),
        _ => Err("usage: roads ask FILE.osm.pbf|SIDE MODE RUNS | write SIDE OUT.osm.pbf".into()),
    }
}

fn network(from: &str) -> Result<Arc<RoadNetwork>, Failure> {
    if let Ok(side) = from.parse() {
        return Ok(Arc::new(street_city(side)));
    }
    let bytes = std::fs::read(from)?;
    let part = Part { name: from, bytes: &bytes };
    let (took, given) = median(3, || read_roads(&[part], &ReadSettings::default()));
    say("read", took)?;
    Ok(Arc::new(given?.network))
}

fn say(what: &str, took: Took) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{what}\t{}\t{}", took.cpu_s, took.wall_s)?)
}

fn ask(network: &Arc<RoadNetwork>, mode: &str, runs: usize) -> Result<(), Failure> {
    // `car-free-turns` is the car without its turn costs and rules.
    let name = mode.strip_suffix("-free-turns").unwrap_or(mode);
    let mode_of = Mode::from_name(name).ok_or("there are foot, bike, car and car-free-turns")?;
    let mut profile = Profile::of(mode_of);
    if name != mode {
        profile.turns = None;
    }
    let (took, roads) = median(1, || Roads::build(Arc::clone(network), &profile));
    let roads = roads?;
    say("build", took)?;
    writeln!(std::io::stdout(), "{:?}", roads.summary())?;
    let points = places(network, POINTS);
    let on_road: Vec<_> = points.iter().map(|&at| roads.snap(at)).collect();
    let few = on_road.get(..10).unwrap_or_default();
    let plain = roads.matrix_by_search(few, &on_road);
    if roads.matrix_of(few, &on_road) != plain {
        return Err("the plain search gives other times".into());
    }
    let (took, _) = median(runs, || roads.matrix(&points, &points));
    say("500 by 500 with snapping", took)?;
    let (took, _) = median(runs, || roads.matrix_of(&on_road, &on_road));
    say("500 by 500 from roads", took)?;
    let routes = || points.windows(2).filter_map(|it| roads.route(it[0], it[1])).count();
    let (took, _) = median(runs, routes);
    say("499 routes with steps", took)?;
    let bases = points.get(..BASES).unwrap_or(&points);
    let limit = Seconds::new(30 * 60);
    let (took, _) = median(runs, || roads.reach(bases, limit).roads());
    say("reach of 20 bases in 30 minutes, as roads", took)?;
    let slow = Conditions::default().with_class(RoadClass::Primary, 150);
    let (took, _) = median(1, || roads.under(&slow));
    say("other conditions", took)
}
