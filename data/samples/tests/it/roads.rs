//! The road network of a town: it hangs together, and everything a planner must mind is in it.

use crate::checker::turn;
use crate::partition::town;
use model::patrol::Mode;
use model::{Lie, Position, RoadClass, RoadNetwork, RoadWay};
use samples::Like;
use std::collections::{BTreeMap, BTreeSet};

/// Where a mode can go from each node.
fn arcs(network: &RoadNetwork, mode: Mode, backward: bool) -> BTreeMap<u32, Vec<u32>> {
    let mut arcs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for way in &network.ways {
        for pair in way.nodes.windows(2) {
            for (forward, from, to) in [(true, pair[0], pair[1]), (false, pair[1], pair[0])] {
                if way.passage.allows(mode, forward) {
                    let (from, to) = if backward { (to, from) } else { (from, to) };
                    arcs.entry(from).or_default().push(to);
                    arcs.entry(to).or_default();
                }
            }
        }
    }
    arcs
}

fn reached(arcs: &BTreeMap<u32, Vec<u32>>) -> usize {
    let mut open: Vec<u32> = arcs.keys().copied().take(1).collect();
    let mut seen: BTreeSet<u32> = open.iter().copied().collect();
    while let Some(node) = open.pop() {
        open.extend(arcs[&node].iter().filter(|&&to| seen.insert(to)));
    }
    seen.len()
}

#[test]
fn every_street_leads_to_every_other_and_back_by_each_mode() {
    for like in [Like::Qilihe, Like::Nanhu] {
        let network = &town(like, 1).network;
        assert!(network.is_whole());
        for mode in [Mode::Foot, Mode::Bike, Mode::Car] {
            for backward in [false, true] {
                let arcs = arcs(network, mode, backward);
                assert!(arcs.len() > 8_000, "{} {}", like.as_str(), arcs.len());
                assert_eq!(reached(&arcs), arcs.len(), "{} {}", like.as_str(), mode.as_str());
            }
        }
    }
}

#[test]
fn there_is_everything_that_a_planner_must_mind() {
    let network = &town(Like::Qilihe, 1).network;
    let of = |class| network.ways.iter().filter(move |way| way.class == class);
    for class in [
        RoadClass::Primary,
        RoadClass::Secondary,
        RoadClass::Tertiary,
        RoadClass::Residential,
        RoadClass::LivingStreet,
        RoadClass::Unclassified,
        RoadClass::Track,
        RoadClass::Waterway,
    ] {
        assert!(of(class).next().is_some(), "{}", class.as_str());
    }
    let one_way = |way: &&RoadWay| {
        way.passage.allows(Mode::Car, true) && !way.passage.allows(Mode::Car, false)
    };
    assert!(network.ways.iter().filter(one_way).count() > 100);
    assert!(of(RoadClass::Steps).count() > 50);
    // The quarter around the market.
    assert!(of(RoadClass::Pedestrian).count() > 4 && of(RoadClass::Footway).count() > 4);
    for class in [RoadClass::Steps, RoadClass::Pedestrian, RoadClass::Footway] {
        for way in of(class) {
            assert!(way.passage.allows(Mode::Foot, true) && way.passage.allows(Mode::Foot, false));
            assert!(!way.passage.allows(Mode::Car, true) && !way.passage.allows(Mode::Bike, true));
        }
    }
    let signals = network.nodes.iter().filter(|node| node.signals).count();
    assert!((50..500).contains(&signals), "{signals} signals");
    let used: BTreeSet<u32> = network.ways.iter().flat_map(|way| &way.nodes).copied().collect();
    assert_eq!(used.len(), network.nodes.len(), "every node is one of a way");
}

/// Whether two segments cross inside both.
fn cross(a: [Position; 2], b: [Position; 2]) -> bool {
    let side = |line: [Position; 2], p| turn(line[0], line[1], p).signum();
    side(a, b[0]) * side(a, b[1]) < 0 && side(b, a[0]) * side(b, a[1]) < 0
}

#[test]
fn streets_meet_where_they_cross_but_for_bridges() {
    let network = &town(Like::Qilihe, 1).network;
    let at = |node: u32| network.nodes[node as usize].at;
    let mut pieces: Vec<(&RoadWay, [Position; 2])> = Vec::new();
    for way in network.ways.iter().filter(|way| way.class != RoadClass::Waterway) {
        pieces.extend(way.nodes.windows(2).map(|pair| (way, [at(pair[0]), at(pair[1])])));
    }
    pieces.sort_by_key(|(_, ends)| ends[0].lon_e7().min(ends[1].lon_e7()));
    let (mut bridges, mut faults) = (0, 0);
    for (i, (one, a)) in pieces.iter().enumerate() {
        let east = a[0].lon_e7().max(a[1].lon_e7());
        let near =
            pieces[i + 1..].iter().take_while(|(_, b)| b[0].lon_e7().min(b[1].lon_e7()) <= east);
        for (other, _) in near.filter(|(_, b)| cross(*a, *b)) {
            let bridge = one.lie == Lie::Bridge || other.lie == Lie::Bridge;
            bridges += usize::from(bridge);
            faults += usize::from(!bridge);
        }
    }
    assert!(bridges > 10, "{bridges} streets pass below bridges");
    // A lane that is drawn to the end of a piece instead of beside it may cut a corner.
    assert!(faults * 500 < pieces.len(), "{faults} of {} cross and do not meet", pieces.len());
}
