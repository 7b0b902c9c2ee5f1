//! Both passes over a PBF file: ways and relations first, then the nodes that they need.

use super::access::{stops, value};
use super::blocks::{Blobs, unpacked};
use super::elements::{Block, Element};
use super::tags::meaning;
use super::turns::{Given, rule_of};
use super::{GivenRoads, RoadsFound};
use crate::{Datum, Limits, Part, ReadError, ReadSettings};
use model::{Position, RoadNetwork, RoadNode, RoadWay};
use std::borrow::Cow;
use std::collections::HashMap;

/// What stands for a node that the file lacks.
const ABSENT: u32 = u32::MAX;
/// The key under which the writer keeps the id of a way, where it is not its place.
pub(super) const ID_KEY: &str = "gridbeat:id";

/// Reads a PBF file.
pub(super) fn read(part: &Part<'_>, settings: &ReadSettings) -> Result<GivenRoads, ReadError> {
    let mut pass = First { limits: &settings.limits, ..First::new(part.name) };
    pass.run(part.bytes)?;
    let First { ways, refs, rules, mut found, .. } = pass;
    if ways.is_empty() && found.damaged > 0 {
        let why = found.first_damage.unwrap_or_default();
        return Err(ReadError::Damaged { name: part.name.to_owned(), why });
    }
    let mut wanted: Vec<i64> = refs.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let nodes = second(part, &wanted, settings, &mut found);
    let mut roads = assemble(ways, &refs, &wanted, &nodes, &mut found);
    let places: HashMap<i64, u32> = wanted
        .iter()
        .zip(&roads.1)
        .filter(|(_, place)| **place != ABSENT)
        .map(|(&id, &place)| (id, place))
        .collect();
    for given in &rules {
        match given.placed(&roads.2, &places, &roads.0) {
            Some(rule) => roads.0.rules.push(rule),
            None => found.rules_broken += 1,
        }
    }
    Ok(GivenRoads { network: roads.0, found })
}

/// What the first pass gathers.
struct First<'l> {
    name: &'l str,
    limits: &'l Limits,
    unpacked: usize,
    points: usize,
    /// Ways without nodes, with the id that relations know them by.
    ways: Vec<(i64, RoadWay)>,
    /// The nodes of each way.
    refs: Vec<Vec<i64>>,
    rules: Vec<Given>,
    found: RoadsFound,
}

impl<'l> First<'l> {
    fn new(name: &'l str) -> Self {
        const NONE: Limits =
            Limits { unpacked_bytes_max: 0, ratio_max: 0, features_max: 0, points_max: 0 };
        Self {
            name,
            limits: &NONE,
            unpacked: 0,
            points: 0,
            ways: Vec::new(),
            refs: Vec::new(),
            rules: Vec::new(),
            found: RoadsFound::default(),
        }
    }

    fn run(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        for blob in Blobs(bytes) {
            let Ok(content) = blob
                .map_err(|damaged| self.found.damage(damaged))
                .and_then(|blob| unpacked(blob).map_err(|error| self.found.damage(error)))
            else {
                continue;
            };
            self.unpacked += content.len();
            if self.unpacked > self.limits.unpacked_bytes_max {
                let (max, ratio) = (self.limits.unpacked_bytes_max, self.limits.ratio_max);
                return Err(ReadError::Bomb { name: self.name.to_owned(), max, ratio });
            }
            let mut over = Ok(());
            let read = Block::read(&content).and_then(|block| {
                block.others(|element| {
                    if over.is_ok() {
                        over = self.take(element);
                    }
                })
            });
            over?;
            if let Err(damaged) = read {
                self.found.damage(damaged);
            }
        }
        Ok(())
    }

    fn take(&mut self, element: Element<'_>) -> Result<(), ReadError> {
        match element {
            Element::Way(way) => {
                let Some(it) = meaning(&way.tags) else { return Ok(()) };
                self.points += way.nodes.len();
                self.limits.check_points(self.points)?;
                self.limits.check_features(self.ways.len() + 1)?;
                let kept = value(&way.tags, ID_KEY).and_then(|id| id.parse().ok());
                let told = RoadWay {
                    id: kept.unwrap_or(way.id),
                    class: it.class,
                    passage: it.passage,
                    limit_kmh: it.limit_kmh,
                    lie: it.lie,
                    link: it.link,
                    roundabout: it.roundabout,
                    name: it.name,
                    nodes: Vec::new(),
                };
                self.ways.push((way.id, told));
                self.refs.push(way.nodes);
            }
            Element::Relation(relation) => {
                self.limits.check_features(self.rules.len() + 1)?;
                self.rules.extend(rule_of(&relation, &mut self.found));
            }
        }
        Ok(())
    }
}

/// The second pass: the wanted nodes, in the order of `wanted`.
fn second(
    part: &Part<'_>,
    wanted: &[i64],
    settings: &ReadSettings,
    found: &mut RoadsFound,
) -> Vec<Option<RoadNode>> {
    let mut nodes = vec![None; wanted.len()];
    let datum = settings.datum.unwrap_or_default();
    found.shifted = datum != Datum::Wgs84 && !wanted.is_empty();
    // What is damaged was counted in the first pass.
    for content in Blobs(part.bytes).filter_map(|blob| unpacked(blob.ok()?).ok()) {
        let Ok(block) = Block::read(&content) else { continue };
        let _counted = block.nodes(|node| {
            let Ok(place) = wanted.binary_search(&node.id) else { return };
            let at = node.at.and_then(|at| on_wgs84(at, datum));
            let Some(at) = at else {
                found.off_the_earth += 1;
                return;
            };
            let signals = value(&node.tags, "highway") == Some("traffic_signals");
            nodes[place] = Some(RoadNode { at, signals, stops: stops(&node.tags) });
        });
    }
    nodes
}

/// A point of another datum.
pub(super) fn on_wgs84(at: Position, datum: Datum) -> Option<Position> {
    if datum == Datum::Wgs84 {
        return Some(at);
    }
    let [lon, lat] = datum.to_wgs84([at.lon(), at.lat()]);
    Position::from_degrees(lon, lat).ok()
}

/// The network, the place of each wanted node, and the places of each way by its id.
type Assembled = (RoadNetwork, Vec<u32>, HashMap<i64, Vec<u32>>);

/// Puts ways and nodes together; a way is cut where a node is missing.
fn assemble(
    ways: Vec<(i64, RoadWay)>,
    refs: &[Vec<i64>],
    wanted: &[i64],
    nodes: &[Option<RoadNode>],
    found: &mut RoadsFound,
) -> Assembled {
    let mut network = RoadNetwork::default();
    let mut places = vec![ABSENT; wanted.len()];
    for (place, node) in places.iter_mut().zip(nodes) {
        if let Some(node) = node {
            *place = u32::try_from(network.nodes.len()).unwrap_or(ABSENT);
            network.nodes.push(*node);
        }
    }
    let mut by_id: HashMap<i64, Vec<u32>> = HashMap::new();
    for ((id, way), refs) in ways.into_iter().zip(refs) {
        let there: Vec<u32> = refs
            .iter()
            .map(|node| wanted.binary_search(node).map_or(ABSENT, |place| places[place]))
            .collect();
        found.cut += usize::from(there.contains(&ABSENT));
        let pieces = there.split(|&node| node == ABSENT).map(|piece| {
            let mut piece = piece.to_vec();
            piece.dedup();
            Cow::<[u32]>::Owned(piece)
        });
        let mut any = false;
        for piece in pieces.filter(|piece| piece.len() > 1) {
            any = true;
            by_id.entry(id).or_default().push(u32::try_from(network.ways.len()).unwrap_or(ABSENT));
            network.ways.push(RoadWay { nodes: piece.into_owned(), ..way.clone() });
        }
        found.too_short += usize::from(!any);
    }
    (network, places, by_id)
}
