//! Small networks for tests.

use model::patrol::Mode;
use model::{Lie, Passage, Position, RoadClass, RoadNetwork, RoadNode, RoadWay, TurnRule};
use proptest::prelude::*;

/// A point some metres east and north of a corner of Lanzhou; good to a decimetre.
pub(super) fn at(east_m: i32, north_m: i32) -> Position {
    Position::from_e7(1_037_500_000 + east_m * 111, 360_600_000 + north_m * 90).unwrap()
}

/// A street over nodes, for everybody in both directions.
pub(super) fn street(name: &str, nodes: &[u32]) -> RoadWay {
    RoadWay {
        id: 0,
        class: RoadClass::Residential,
        passage: Passage::both(&[Mode::Foot, Mode::Bike, Mode::Car]),
        limit_kmh: None,
        lie: Lie::Ground,
        link: false,
        roundabout: false,
        name: name.to_owned(),
        nodes: nodes.to_vec(),
    }
}

/// A network of plain nodes.
pub(super) fn network(nodes: &[Position], ways: Vec<RoadWay>) -> RoadNetwork {
    let nodes = nodes.iter().map(|&at| RoadNode::plain(at)).collect();
    RoadNetwork { nodes, ways, rules: Vec::new() }
}

/// Any network: ways over few nodes, so that they meet often, with one-way streets, barriers,
/// signals and rules.
pub(super) fn any_network() -> impl Strategy<Value = RoadNetwork> {
    let node =
        (0..40_i32, 0..40_i32, prop::bool::weighted(0.1), prop::option::weighted(0.05, 0..16_u8));
    let way = (
        prop::collection::vec(0..24_u32, 2..7),
        0..RoadClass::ALL.len(),
        prop_oneof![3 => Just(0xff_u8), 1 => any::<u8>()],
        prop::option::of(5..=120_u8),
    );
    let rule = (any::<usize>(), any::<usize>(), any::<bool>());
    (
        prop::collection::vec(node, 24),
        prop::collection::vec(way, 1..24),
        prop::collection::vec(rule, 0..8),
    )
        .prop_map(|(nodes, ways, rules)| {
            let nodes = nodes.into_iter().map(|(x, y, signals, stops)| RoadNode {
                at: at(x * 50, y * 50),
                signals,
                stops: stops.unwrap_or(0),
            });
            let mut network = RoadNetwork { nodes: nodes.collect(), ..RoadNetwork::default() };
            for (mut nodes, class, open, limit_kmh) in ways {
                nodes.dedup();
                if nodes.len() < 2 {
                    nodes = vec![0, 1];
                }
                let passage = Mode::ALL.into_iter().fold(Passage::NONE, |all, mode| {
                    let bit = |forward: bool| open >> (2 * mode as u8 + u8::from(forward)) & 1 == 1;
                    all.with(mode, true, bit(true)).with(mode, false, bit(false))
                });
                let class = RoadClass::ALL[class];
                network.ways.push(RoadWay { class, passage, limit_kmh, ..street("", &nodes) });
            }
            for (from, to, only) in rules {
                let [from, to] = [from % network.ways.len(), to % network.ways.len()];
                let via = *network.ways[from].nodes.last().unwrap();
                if network.ways[to].nodes.contains(&via) {
                    let [from, to] = [from, to].map(|it| u32::try_from(it).unwrap());
                    network.rules.push(TurnRule { from, via, to, only });
                }
            }
            network
        })
}

/// Any points around the networks.
pub(super) fn any_points() -> impl Strategy<Value = Vec<Position>> {
    prop::collection::vec((-100..2_200_i32, -100..2_200_i32), 1..20)
        .prop_map(|points| points.into_iter().map(|(x, y)| at(x, y)).collect())
}
