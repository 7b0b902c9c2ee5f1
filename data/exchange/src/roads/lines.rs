//! Layers of lines as roads: lines meet where they share a point at any of their vertices.

use super::elements::Tag;
use super::tags::{class, of_class};
use super::{GivenRoads, RoadsFound};
use crate::{Feature, Note, Part, ReadError, ReadSettings, Reason, read_layers};
use model::patrol::Mode;
use model::{Position, RoadClass, RoadNetwork, RoadNode, RoadWay, Shape};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fields that name the class, the surest first.
const CLASS_FIELDS: [&str; 5] = ["highway", "fclass", "class", "type", "kind"];
/// Fields that hold the source's own number.
const ID_FIELDS: [&str; 5] = ["osm_id", "raw_eid", "way_id", "id", "eid"];
/// When so many of a hundred lines run there and back again, each direction is a line of its own.
const REVERSED_PERCENT: usize = 10;

/// Reads every line of every layer.
pub(super) fn read(parts: &[Part<'_>], settings: &ReadSettings) -> Result<GivenRoads, ReadError> {
    let layers = read_layers(parts, settings)?;
    let mut found = RoadsFound::default();
    let mut ways: Vec<(RoadWay, Vec<Position>)> = Vec::new();
    let mut tells_one_way = false;
    for layer in &layers {
        for fault in &layer.faults {
            match &fault.reason {
                Reason::TooFewPoints { .. } => found.too_short += 1,
                Reason::OffTheEarth { .. } => found.off_the_earth += 1,
                reason => found.damage(reason),
            }
        }
        found.shifted |= layer.notes.iter().any(|note| matches!(note, Note::Shifted { .. }));
        // Points beside lines are the nodes of a graph; its lines hold them, too.
        let has_lines = layer.features.iter().any(|it| matches!(it.shape, Some(Shape::Line(_))));
        for feature in &layer.features {
            match &feature.shape {
                Some(Shape::Line(line)) => {
                    tells_one_way |= field(feature, "oneway").is_some();
                    ways.push((way(feature, &mut found), line.clone()));
                }
                Some(_) if has_lines => found.no_line += 1,
                _ => {}
            }
        }
    }
    if !tells_one_way {
        found.directed = follow_directions(&mut ways);
    }
    ways.retain(|(way, _)| !way.passage.is_closed());
    Ok(GivenRoads { network: network(ways), found })
}

/// The text of a field, whatever the case of its name.
fn field(feature: &Feature, name: &str) -> Option<String> {
    let (_, value) = feature.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    value.text()
}

fn way(feature: &Feature, found: &mut RoadsFound) -> RoadWay {
    let tags: Vec<Tag<'_>> = feature
        .fields
        .iter()
        .filter_map(|(key, value)| {
            Some((Cow::Owned(key.to_ascii_lowercase()), Cow::Owned(value.text()?)))
        })
        // Where a field of limits is filled with zeros, there is none.
        .filter(|(key, value): &Tag<'_>| !(key == "maxspeed" && value == "0"))
        .collect();
    let named = CLASS_FIELDS.iter().find_map(|name| class(&field(feature, name)?));
    found.class_unknown += usize::from(named.is_none());
    let (class, link) = named.unwrap_or((RoadClass::Unclassified, false));
    let id = ID_FIELDS.iter().find_map(|name| field(feature, name)?.parse().ok());
    let it = of_class(class, link, &tags);
    RoadWay {
        id: id.unwrap_or(i64::try_from(feature.place).unwrap_or(0)),
        class,
        passage: it.passage,
        limit_kmh: it.limit_kmh,
        lie: it.lie,
        link,
        roundabout: it.roundabout,
        name: it.name,
        nodes: Vec::new(),
    }
}

/// Joins lines that run there and back to one, and makes the others one-way, when so many are such
/// pairs that each direction must be a line of its own. Walkers go both ways everywhere.
fn follow_directions(ways: &mut Vec<(RoadWay, Vec<Position>)>) -> bool {
    let mut known: HashMap<Vec<Position>, usize> = HashMap::new();
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, (_, line)) in ways.iter().enumerate() {
        let mut back = line.clone();
        back.reverse();
        if let Some(first) = known.remove(&back) {
            pairs.insert(place, first);
        } else {
            known.insert(line.clone(), place);
        }
    }
    if pairs.len() * 200 < ways.len() * REVERSED_PERCENT || pairs.is_empty() {
        return false;
    }
    let paired: BTreeSet<usize> = pairs.values().copied().collect();
    for (place, (way, _)) in ways.iter_mut().enumerate() {
        if !pairs.contains_key(&place) && !paired.contains(&place) {
            way.passage = way.passage.with(Mode::Car, false, false).with(Mode::Bike, false, false);
        }
    }
    let mut place = 0;
    ways.retain(|_| {
        place += 1;
        !pairs.contains_key(&(place - 1))
    });
    true
}

/// The network of lines that meet at equal points.
fn network(ways: Vec<(RoadWay, Vec<Position>)>) -> RoadNetwork {
    let mut network = RoadNetwork::default();
    let mut places: HashMap<Position, u32> = HashMap::new();
    for (way, line) in ways {
        let mut nodes = Vec::with_capacity(line.len());
        for at in line {
            let next = u32::try_from(network.nodes.len()).unwrap_or(u32::MAX);
            let place = *places.entry(at).or_insert(next);
            if place == next {
                network.nodes.push(RoadNode::plain(at));
            }
            nodes.push(place);
        }
        nodes.dedup();
        if nodes.len() > 1 {
            network.ways.push(RoadWay { nodes, ..way });
        }
    }
    network
}
