//! An invented city of streets, as large as wanted: for travel times.

use crate::Dice;
use model::patrol::Mode;
use model::{Lie, Passage, Position, RoadClass, RoadNetwork, RoadNode, RoadWay};

/// What the streets along one line are built for.
fn class(line: u32) -> RoadClass {
    match line {
        line if line.is_multiple_of(50) => RoadClass::Trunk,
        line if line.is_multiple_of(20) => RoadClass::Primary,
        line if line.is_multiple_of(8) => RoadClass::Secondary,
        _ => RoadClass::Residential,
    }
}

/// A city of `side` by `side` junctions about 80 m apart, none quite in line; a quarter of the small
/// streets have a gap, a tenth of all are one-way, main roads cross it every few hundred metres.
pub fn street_city(side: u32) -> RoadNetwork {
    let mut dice = Dice::new(7);
    let mut network = RoadNetwork::default();
    for y in 0..side {
        for x in 0..side {
            let step = |origin: i32, place: u32, step: u32, off: i32| {
                let steps = i32::try_from(place.saturating_mul(step)).unwrap_or(0);
                origin.saturating_add(steps).saturating_add(off)
            };
            let lon = step(1_037_000_000, x, 9_000, dice.whole(0, 3_000));
            let lat = step(360_000_000, y, 7_200, dice.whole(0, 2_400));
            network.nodes.extend(Position::from_e7(lon, lat).map(RoadNode::plain));
        }
    }
    for line in 0..side {
        for along_x in [true, false] {
            let mut run = Vec::new();
            for place in 0..side {
                run.push(if along_x { line * side + place } else { place * side + line });
                let gap = class(line) == RoadClass::Residential && dice.below(4) == 0;
                if !gap && place + 1 < side {
                    continue;
                }
                let nodes = std::mem::take(&mut run);
                if nodes.len() > 1 {
                    let two_way = dice.below(10) > 0;
                    network.ways.push(street(class(line), two_way, nodes));
                }
            }
        }
    }
    network
}

fn street(class: RoadClass, two_way: bool, nodes: Vec<u32>) -> RoadWay {
    let all = Passage::both(&[Mode::Foot, Mode::Bike, Mode::Car]);
    let one_way = all.with(Mode::Bike, false, false).with(Mode::Car, false, false);
    RoadWay {
        id: 0,
        class,
        passage: if two_way { all } else { one_way },
        limit_kmh: None,
        lie: Lie::Ground,
        link: false,
        roundabout: false,
        name: String::new(),
        nodes,
    }
}

/// So many points of a network, spread by chance.
pub fn places(network: &RoadNetwork, count: usize) -> Vec<Position> {
    let mut dice = Dice::new(3);
    let place = |_| network.nodes.get(dice.below(network.nodes.len())).map(|node| node.at);
    (0..count).filter_map(place).collect()
}
