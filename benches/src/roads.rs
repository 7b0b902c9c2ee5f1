//! An invented city of streets, as large as wanted: for travel times.

use model::patrol::Mode;
use model::{Lie, Passage, Position, RoadClass, RoadNetwork, RoadNode, RoadWay};

/// Numbers below a limit, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap_or(0)
    }
}

/// What the streets along one line are built for.
const fn class(line: u32) -> RoadClass {
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
    let mut dice = Dice(7);
    let mut network = RoadNetwork::default();
    for y in 0..side {
        for x in 0..side {
            let step = |origin: i32, place: u32, step: u32, off: u32| {
                origin.saturating_add(i32::try_from(place * step + off).unwrap_or(0))
            };
            let lon = step(1_037_000_000, x, 9_000, dice.below(3_000));
            let lat = step(360_000_000, y, 7_200, dice.below(2_400));
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
    let mut dice = Dice(3);
    let nodes = u32::try_from(network.nodes.len()).unwrap_or(u32::MAX).max(1);
    let place = |_| network.nodes.get(dice.below(nodes) as usize).map(|node| node.at);
    (0..count).filter_map(place).collect()
}
