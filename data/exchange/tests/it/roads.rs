//! Roads: real extracts, networks written and read back, and damaged files.

use crate::shared::bytes;
use exchange::{Datum, GivenRoads, Part, ReadError, ReadSettings, read_roads, write_roads};
use model::patrol::Mode;
use model::{Lie, Passage, Position, RoadClass, RoadNetwork, RoadNode, RoadWay, TurnRule};
use proptest::prelude::*;

fn read(name: &str, bytes: &[u8]) -> Result<GivenRoads, ReadError> {
    read_roads(&[Part { name, bytes }], &ReadSettings::default())
}

fn real(path: &str) -> Option<GivenRoads> {
    let roads = read(path, &bytes(path)?).unwrap();
    assert!(roads.network.is_whole());
    Some(roads)
}

fn ways(roads: &GivenRoads, mode: Mode) -> usize {
    let passable =
        |way: &&RoadWay| way.passage.allows(mode, true) || way.passage.allows(mode, false);
    roads.network.ways.iter().filter(passable).count()
}

#[test]
fn the_real_extracts_are_read() {
    // The number of ways lies a little below that of ways with `highway` that each file's own
    // description gives, as areas and what is being built are left out, and rivers come in.
    let files = [
        ("roads-monaco-2021/monaco.osm.pbf", 2_200..2_379, true),
        ("roads-liechtenstein-2015/liechtenstein.osm.pbf", 4_400..4_800, true),
        ("roads-andorra-2013/andorra.osm.pbf", 1_500..1_700, false),
        ("roads-otaniemi/otaniemi.osm.pbf", 1_600..2_006, false),
    ];
    for (path, expected, has_rules) in files {
        let Some(roads) = real(path) else { continue };
        let (foot, car) = (ways(&roads, Mode::Foot), ways(&roads, Mode::Car));
        assert!(
            expected.contains(&roads.network.ways.len()),
            "{path}: {:?}",
            roads.network.ways.len()
        );
        assert!(foot > car && car > 400, "{path}: {foot} {car}");
        assert!(!(has_rules && roads.network.rules.is_empty()), "{path}: {:?}", roads.found);
        assert!(roads.found.is_clean(), "{path}: {:?}", roads.found);
        // What is written is read back as it was, but for nodes that no way uses: those next to the
        // edge of an extract.
        let again = read("again.osm.pbf", &write_roads(&roads.network)).unwrap().network;
        let lines = |network: &RoadNetwork| -> Vec<Vec<Position>> {
            network.ways.iter().map(|way| network.line(way)).collect()
        };
        assert!(lines(&again) == lines(&roads.network), "{path}");
        assert_eq!(again.rules.len(), roads.network.rules.len(), "{path}");
        let third = read("third.osm.pbf", &write_roads(&again)).unwrap();
        assert!(third.network == again, "{path}");
    }
}

#[test]
fn the_graph_of_jinan_is_read_with_its_directions() {
    let Some(roads) = real("roads-jinan/jinan-road-network-shp.zip") else { return };
    assert!(roads.found.directed, "{:?}", roads.found);
    // 28,597 directed edges, 10,479 pairs of them one street each.
    assert!((17_900..=18_118).contains(&roads.network.ways.len()), "{}", roads.network.ways.len());
    let one_way = |way: &&RoadWay| !way.passage.allows(Mode::Car, false);
    let one_way = roads.network.ways.iter().filter(one_way).count();
    assert!((7_000..8_000).contains(&one_way), "{one_way}");
    assert_eq!(
        ways(&roads, Mode::Foot),
        ways(&roads, Mode::Car) - count(&roads, RoadClass::Motorway)
            + count(&roads, RoadClass::Footway)
            + count(&roads, RoadClass::Pedestrian)
            + count(&roads, RoadClass::Path)
            + count(&roads, RoadClass::Steps)
            + count(&roads, RoadClass::Cycleway)
    );
}

fn count(roads: &GivenRoads, class: RoadClass) -> usize {
    roads.network.ways.iter().filter(|way| way.class == class).count()
}

#[test]
fn degrees_of_gcj_02_are_shifted() {
    let line = br#"{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[103.80,36.05],[103.81,36.06]]}}"#;
    let settings = ReadSettings { datum: Some(Datum::Gcj02), ..ReadSettings::default() };
    let plain = read("a.geojson", line).unwrap();
    let shifted = read_roads(&[Part { name: "a.geojson", bytes: line }], &settings).unwrap();
    let pbf = write_roads(&plain.network);
    let as_pbf = read_roads(&[Part { name: "a.osm.pbf", bytes: &pbf }], &settings).unwrap();
    assert!(shifted.found.shifted && as_pbf.found.shifted);
    let (a, b) = (shifted.network.nodes[0].at, as_pbf.network.nodes[0].at);
    assert_eq!(a, b);
    assert!((a.lon() - 103.80).abs() > 0.001, "{a:?}");
}

#[test]
fn a_line_without_a_kind_is_a_minor_road() {
    let line = br#"{"type":"LineString","coordinates":[[103.80,36.05],[103.81,36.06]]}"#;
    let roads = read("a.geojson", line).unwrap();
    assert_eq!(roads.found.class_unknown, 1);
    assert_eq!(roads.network.ways[0].class, RoadClass::Unclassified);
}

fn network() -> impl Strategy<Value = RoadNetwork> {
    let way = (
        any::<i64>(),
        0..RoadClass::ALL.len(),
        1..=255_u8,
        prop::option::of(1..=250_u8),
        (0..3_usize, any::<bool>(), any::<bool>()),
        prop_oneof![Just(String::new()), Just("西津路".to_owned()), Just("G30".to_owned())],
        prop::collection::vec(0..9_u32, 2..6),
    );
    let node =
        (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000, any::<bool>(), 0..16_u8);
    let rules = prop::collection::vec((any::<usize>(), any::<usize>(), any::<bool>()), 0..4);
    (prop::collection::vec(node, 9), prop::collection::vec(way, 1..9), rules).prop_map(
        |(nodes, ways, rules)| {
            let nodes = nodes.into_iter().map(|(lon, lat, signals, stops)| RoadNode {
                at: Position::from_e7(lon, lat).unwrap(),
                signals,
                stops,
            });
            let mut network = RoadNetwork { nodes: nodes.collect(), ..RoadNetwork::default() };
            for (id, class, passage, limit_kmh, (lie, link, roundabout), name, mut nodes) in ways {
                nodes.dedup();
                if nodes.len() < 2 {
                    nodes = vec![0, 1];
                }
                let class = RoadClass::ALL[class];
                let passage = Mode::ALL.into_iter().fold(Passage::NONE, |all, mode| {
                    let bit =
                        |forward: bool| passage >> (2 * mode as u8 + u8::from(forward)) & 1 == 1;
                    all.with(mode, true, bit(true)).with(mode, false, bit(false))
                });
                let link = link && class < RoadClass::Tertiary;
                let lie = [Lie::Ground, Lie::Bridge, Lie::Tunnel][lie];
                network.ways.push(RoadWay {
                    id,
                    class,
                    passage,
                    limit_kmh,
                    lie,
                    link,
                    roundabout,
                    name,
                    nodes,
                });
            }
            // Every node is used, so that none is dropped.
            let all = RoadWay { nodes: (0..9).collect(), ..network.ways[0].clone() };
            network.ways.push(all);
            for (from, to, only) in rules {
                let from = from % network.ways.len();
                let to = to % network.ways.len();
                let via = network.ways[from].nodes[0];
                let nodes = &network.ways[to].nodes;
                if nodes[0] == via || nodes.last() == Some(&via) {
                    let [from, to] = [from, to].map(|it| u32::try_from(it).unwrap());
                    network.rules.push(TurnRule { from, via, to, only });
                }
            }
            network
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(network in network()) {
        let again = read("a.osm.pbf", &write_roads(&network)).unwrap();
        prop_assert_eq!(again.network, network);
    }

    #[test]
    fn a_damaged_file_gives_what_is_left(network in network(), at in any::<usize>(), with in prop::collection::vec(any::<u8>(), 0..9), cut in any::<usize>()) {
        let mut bytes = write_roads(&network);
        let at = at % bytes.len();
        let end = (at + with.len()).min(bytes.len());
        bytes.splice(at..end, with);
        bytes.truncate(bytes.len() - cut % 9);
        if let Ok(roads) = read("a.osm.pbf", &bytes) {
            prop_assert!(roads.network.is_whole());
        }
    }
}
