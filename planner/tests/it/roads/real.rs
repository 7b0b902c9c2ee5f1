//! Real extracts: fast and plain answers agree, and the figures are those of the place.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#![expect(clippy::disallowed_methods, reason = "real files are read from the disk")]

use exchange::{Part, ReadSettings, read_roads};
use model::patrol::Mode;
use model::{Position, RoadNetwork};
use planner::roads::{Conditions, Profile, Roads};
use std::path::PathBuf;
use std::sync::Arc;

fn network(path: &str) -> Option<Arc<RoadNetwork>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = here.join("../../shared/data").join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        eprintln!("skipped: {path} is not here");
        return None;
    };
    let part = Part { name: path, bytes: &bytes };
    Some(Arc::new(read_roads(&[part], &ReadSettings::default()).unwrap().network))
}

/// Every so many nodes of the network, moved a little.
fn points(network: &RoadNetwork, count: usize) -> Vec<Position> {
    let step = network.nodes.len() / count;
    let moved = |at: Position| Position::from_e7(at.lon_e7() + 1_500, at.lat_e7() - 900).unwrap();
    network.nodes.iter().step_by(step.max(1)).map(|node| moved(node.at)).take(count).collect()
}

const FILES: [&str; 5] = [
    "roads-monaco-2021/monaco.osm.pbf",
    "roads-otaniemi/otaniemi.osm.pbf",
    "roads-liechtenstein-2015/liechtenstein.osm.pbf",
    "roads-andorra-2013/andorra.osm.pbf",
    "roads-jinan/jinan-road-network-shp.zip",
];

#[test]
fn real_roads_give_the_times_of_the_plain_search() {
    for path in FILES {
        let Some(network) = network(path) else { continue };
        for mode in [Mode::Foot, Mode::Car] {
            let roads = Roads::build(Arc::clone(&network), &Profile::of(mode)).unwrap();
            let points = points(&network, 24);
            let on_road: Vec<_> = points.iter().map(|&at| roads.snap(at)).collect();
            let fast = roads.matrix(&points, &points);
            assert!(fast == roads.matrix_by_search(&on_road, &on_road), "{path} {mode:?}");
            let reached = fast.hundredths().iter().filter(|&&time| time < 1 << 24).count();
            let snapped = on_road.iter().flatten().count();
            assert!(
                reached * 10 > snapped * snapped * 7,
                "{path} {mode:?}: {reached} of {snapped}"
            );
            for (from, to) in points.iter().zip(points.iter().rev()) {
                let place = |at| points.iter().position(|it| it == at).unwrap();
                let route = roads.route(*from, *to);
                assert_eq!(route.map(|it| it.time), fast.get(place(from), place(to)), "{path}");
            }
        }
    }
}

#[test]
fn a_closure_in_a_real_city_is_gone_round_exactly() {
    let Some(network) = network(FILES[0]) else { return };
    let roads = Roads::build(Arc::clone(&network), &Profile::of(Mode::Car)).unwrap();
    let points = points(&network, 25);
    let closed: Vec<u32> = points.iter().flat_map(|&at| roads.edges_near(at, 40.0)).collect();
    assert!(!closed.is_empty());
    let under = roads.under(&Conditions { closed, ..Conditions::default() });
    let on_road: Vec<_> = points.iter().map(|&at| under.snap(at)).collect();
    assert!(under.matrix(&points, &points) == under.matrix_by_search(&on_road, &on_road));
}

#[test]
fn monaco_is_crossed_in_minutes() {
    let Some(network) = network(FILES[0]) else { return };
    // From the Larvotto beach to Fontvieille: 3 to 4 km of streets.
    let [from, to] = [(7.4345, 43.7452), (7.4170, 43.7290)]
        .map(|(lon, lat)| Position::from_degrees(lon, lat).unwrap());
    let walk = Roads::build(Arc::clone(&network), &Profile::of(Mode::Foot)).unwrap();
    let route = walk.route(from, to).unwrap();
    assert!((2_300..4_500).contains(&route.length.get()), "{}", route.length.get());
    let drive = Roads::build(network, &Profile::of(Mode::Car)).unwrap();
    let route = drive.route(from, to).unwrap();
    assert!((2_300..7_000).contains(&route.length.get()), "{}", route.length.get());
    assert!((240..1_200).contains(&route.time.get()), "{}", route.time);
    assert!(route.steps.len() > 3 && route.steps.iter().any(|step| step.name.contains("Prin")));
}
