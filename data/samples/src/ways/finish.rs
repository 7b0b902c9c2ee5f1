//! From what was woven to a network: who may pass, bridges, signals.

use super::weave::{Strand, Weave, count};
use model::patrol::Mode;
use model::{Lie, Passage, Position, RoadClass, RoadNetwork, RoadNode, RoadWay};
use std::collections::BTreeMap;

/// The network of what hangs together, and the river as a way for boats.
pub(super) fn finish(weave: &Weave, river: &[Position]) -> RoadNetwork {
    let kept = largest_part(weave);
    let signals = signals(weave);
    let mut network = RoadNetwork::default();
    let mut known: BTreeMap<u32, u32> = BTreeMap::new();
    for strand in &weave.strands {
        let mut pieces = weave.walk(strand).filter(|it| kept[it.ends[0] as usize]).peekable();
        while let Some(first) = pieces.next() {
            let bridge = first.raised && first.crossed;
            let mut nodes = first.ends.to_vec();
            while let Some(next) = pieces.next_if(|it| (it.raised && it.crossed) == bridge) {
                nodes.push(next.ends[1]);
            }
            let nodes = nodes
                .into_iter()
                .filter_map(|node| {
                    let next = count(network.nodes.len());
                    let place = *known.entry(node).or_insert(next);
                    if place == next {
                        let at = weave.nodes[node as usize].position()?;
                        let signals = signals[node as usize];
                        network.nodes.push(RoadNode { signals, ..RoadNode::plain(at) });
                    }
                    Some(place)
                })
                .collect();
            let lie = if bridge { Lie::Bridge } else { Lie::Ground };
            let id = i64::try_from(network.ways.len()).unwrap_or(i64::MAX - 1) + 1;
            network.ways.push(RoadWay { lie, nodes, ..way(id, strand) });
        }
    }
    if river.len() > 1 {
        let first = count(network.nodes.len());
        network.nodes.extend(river.iter().map(|&at| RoadNode::plain(at)));
        let nodes = (first..count(network.nodes.len())).collect();
        let id = i64::try_from(network.ways.len()).unwrap_or(i64::MAX - 1) + 1;
        let passage = Passage::both(&[Mode::Boat]);
        let class = RoadClass::Waterway;
        network.ways.push(RoadWay { nodes, passage, ..blank(id, class) });
    }
    network
}

fn way(id: i64, strand: &Strand) -> RoadWay {
    let walking =
        matches!(strand.class, RoadClass::Pedestrian | RoadClass::Footway | RoadClass::Steps);
    let passage = if walking {
        Passage::both(&[Mode::Foot])
    } else {
        let all = Passage::both(&[Mode::Foot, Mode::Bike, Mode::Car]);
        all.with(Mode::Car, false, !strand.one_way)
    };
    let limit_kmh = match strand.class {
        RoadClass::Primary => Some(60),
        RoadClass::Secondary => Some(50),
        RoadClass::Tertiary => Some(40),
        _ => None,
    };
    RoadWay { name: strand.name.clone(), passage, limit_kmh, ..blank(id, strand.class) }
}

fn blank(id: i64, class: RoadClass) -> RoadWay {
    RoadWay {
        id,
        class,
        passage: Passage::NONE,
        limit_kmh: None,
        lie: Lie::Ground,
        link: false,
        roundabout: false,
        name: String::new(),
        nodes: Vec::new(),
    }
}

/// Which nodes hang together with most others.
fn largest_part(weave: &Weave) -> Vec<bool> {
    let mut above: Vec<u32> = (0..count(weave.nodes.len())).collect();
    let top = |mut node: u32, above: &mut Vec<u32>| {
        while above[node as usize] != node {
            above[node as usize] = above[above[node as usize] as usize];
            node = above[node as usize];
        }
        node
    };
    for piece in &weave.pieces {
        let [a, b] = piece.ends.map(|end| top(end, &mut above));
        above[a.max(b) as usize] = a.min(b);
    }
    let tops: Vec<u32> = (0..count(above.len())).map(|node| top(node, &mut above)).collect();
    let mut sizes = vec![0_u32; tops.len()];
    for piece in &weave.pieces {
        sizes[tops[piece.ends[0] as usize] as usize] += 1;
    }
    let largest = (0..sizes.len()).max_by_key(|&at| (sizes[at], std::cmp::Reverse(at)));
    let largest = largest.map_or(0, count);
    tops.into_iter().map(|it| it == largest).collect()
}

/// The crossings of main roads with streets that carry much.
fn signals(weave: &Weave) -> Vec<bool> {
    let mut arms = vec![0_u8; weave.nodes.len()];
    let mut main = vec![false; weave.nodes.len()];
    let mut names: Vec<[&str; 2]> = vec![[""; 2]; weave.nodes.len()];
    for piece in &weave.pieces {
        let strand = &weave.strands[piece.strand as usize];
        if strand.class > RoadClass::Tertiary {
            continue;
        }
        for end in piece.ends.map(|end| end as usize) {
            arms[end] = arms[end].saturating_add(1);
            main[end] |= strand.class <= RoadClass::Secondary;
            let [first, second] = &mut names[end];
            if first.is_empty() {
                *first = &strand.name;
            } else if *first != strand.name {
                *second = &strand.name;
            }
        }
    }
    (0..arms.len()).map(|at| arms[at] > 2 && main[at] && !names[at][1].is_empty()).collect()
}
