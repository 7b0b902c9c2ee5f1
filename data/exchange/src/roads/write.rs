//! A network as PBF: what the store keeps, and what other programs read.
//!
//! Nodes and ways are numbered by their places, from 1. Who may pass is written out for every mode,
//! so that nothing depends on the reader's defaults; [`super::read_roads`] gives the same network
//! back, but for nodes that no way uses.

use super::access::own_key;
use super::osm::ID_KEY;
use super::wire::{folded, put_bytes, put_field, put_number};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use model::patrol::Mode;
use model::{Lie, RoadClass, RoadNetwork, RoadNode, RoadWay, TurnRule};
use std::collections::BTreeMap;
use std::io::Write;

/// Elements of one block; other programs read blocks of this size.
const ELEMENTS: usize = 8_000;

/// Writes a network.
pub fn write_roads(network: &RoadNetwork) -> Vec<u8> {
    let mut out = Vec::new();
    let mut header = Vec::new();
    for feature in ["OsmSchema-V0.6", "DenseNodes"] {
        put_bytes(&mut header, 4, feature.as_bytes());
    }
    put_bytes(&mut header, 16, b"gridbeat");
    put_blob(&mut out, b"OSMHeader", &header);
    let mut place = 0;
    for nodes in network.nodes.chunks(ELEMENTS) {
        let mut block = Block::default();
        let dense = block.dense(nodes, place);
        block.finish(&mut out, 2, &[dense]);
        place += nodes.len();
    }
    let mut place = 0;
    for ways in network.ways.chunks(ELEMENTS) {
        let mut block = Block::default();
        let written: Vec<Vec<u8>> =
            ways.iter().enumerate().map(|(i, way)| block.way(way, place + i)).collect();
        block.finish(&mut out, 3, &written);
        place += ways.len();
    }
    let mut place = 0;
    for rules in network.rules.chunks(ELEMENTS) {
        let mut block = Block::default();
        let written: Vec<Vec<u8>> =
            rules.iter().enumerate().map(|(i, rule)| block.rule(*rule, place + i)).collect();
        block.finish(&mut out, 4, &written);
        place += rules.len();
    }
    out
}

fn put_blob(out: &mut Vec<u8>, kind: &[u8], content: &[u8]) {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory cannot fail.
    let packed = zlib.write_all(content).and_then(|()| zlib.finish()).unwrap_or_default();
    let mut blob = Vec::new();
    put_field(&mut blob, 2, content.len() as u64);
    put_bytes(&mut blob, 3, &packed);
    let mut header = Vec::new();
    put_bytes(&mut header, 1, kind);
    put_field(&mut header, 3, blob.len() as u64);
    out.extend(u32::try_from(header.len()).unwrap_or(0).to_be_bytes());
    out.extend(header);
    out.extend(blob);
}

/// The texts of one block, each once; the first is the empty one that ends tags.
#[derive(Default)]
struct Block {
    texts: BTreeMap<String, u64>,
    order: Vec<String>,
}

impl Block {
    fn text(&mut self, text: &str) -> u64 {
        if let Some(&place) = self.texts.get(text) {
            return place;
        }
        self.order.push(text.to_owned());
        let place = self.order.len() as u64;
        self.texts.insert(text.to_owned(), place);
        place
    }

    fn finish(self, out: &mut Vec<u8>, field: u32, elements: &[Vec<u8>]) {
        let mut table = Vec::new();
        put_bytes(&mut table, 1, b"");
        for text in &self.order {
            put_bytes(&mut table, 1, text.as_bytes());
        }
        let mut group = Vec::new();
        for element in elements {
            put_bytes(&mut group, field, element);
        }
        let mut content = Vec::new();
        put_bytes(&mut content, 1, &table);
        put_bytes(&mut content, 2, &group);
        put_blob(out, b"OSMData", &content);
    }

    fn dense(&mut self, nodes: &[RoadNode], first: usize) -> Vec<u8> {
        let (mut ids, mut lats, mut lons) = (Vec::new(), Vec::new(), Vec::new());
        let mut tags = Vec::new();
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        for (place, node) in (first..).zip(nodes) {
            for (out, last, now) in [
                (&mut ids, &mut id, id_of(place)),
                (&mut lats, &mut lat, i64::from(node.at.lat_e7())),
                (&mut lons, &mut lon, i64::from(node.at.lon_e7())),
            ] {
                put_number(out, folded(now - *last));
                *last = now;
            }
            for (key, value) in node_tags(node) {
                put_number(&mut tags, self.text(key));
                put_number(&mut tags, self.text(value));
            }
            put_number(&mut tags, 0);
        }
        let mut dense = Vec::new();
        for (field, packed) in [(1, ids), (8, lats), (9, lons), (10, tags)] {
            put_bytes(&mut dense, field, &packed);
        }
        dense
    }

    fn way(&mut self, way: &RoadWay, place: usize) -> Vec<u8> {
        let (mut keys, mut values, mut refs) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in way_tags(way, place) {
            put_number(&mut keys, self.text(&key));
            put_number(&mut values, self.text(&value));
        }
        let mut last = 0;
        for &node in &way.nodes {
            let id = i64::from(node) + 1;
            put_number(&mut refs, folded(id - last));
            last = id;
        }
        let mut out = Vec::new();
        put_field(&mut out, 1, id_of(place).cast_unsigned());
        for (field, packed) in [(2, keys), (3, values), (8, refs)] {
            put_bytes(&mut out, field, &packed);
        }
        out
    }

    fn rule(&mut self, rule: TurnRule, place: usize) -> Vec<u8> {
        let kind = if rule.only { "only_straight_on" } else { "no_straight_on" };
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for (key, value) in [("type", "restriction"), ("restriction", kind)] {
            put_number(&mut keys, self.text(key));
            put_number(&mut values, self.text(value));
        }
        let (mut roles, mut ids, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
        let mut last = 0;
        for (role, id, kind) in [("from", rule.from, 1), ("via", rule.via, 0), ("to", rule.to, 1)] {
            put_number(&mut roles, self.text(role));
            let id = i64::from(id) + 1;
            put_number(&mut ids, folded(id - last));
            last = id;
            put_number(&mut kinds, kind);
        }
        let mut out = Vec::new();
        put_field(&mut out, 1, id_of(place).cast_unsigned());
        for (field, packed) in [(2, keys), (3, values), (8, roles), (9, ids), (10, kinds)] {
            put_bytes(&mut out, field, &packed);
        }
        out
    }
}

fn id_of(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX - 1) + 1
}

const fn yes(open: bool) -> &'static str {
    if open { "yes" } else { "no" }
}

fn node_tags(node: &RoadNode) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    if node.signals {
        tags.push(("highway", "traffic_signals"));
    }
    if node.stops != 0 {
        tags.push(("barrier", "yes"));
        let modes = Mode::ALL.into_iter();
        tags.extend(modes.map(|mode| (own_key(mode), yes(!node.is_stopped(mode)))));
    }
    tags
}

fn way_tags(way: &RoadWay, place: usize) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::new();
    let mut put = |key: &str, value: &str| tags.push((key.to_owned(), value.to_owned()));
    match way.class {
        RoadClass::Ferry => put("route", "ferry"),
        RoadClass::Waterway => put("waterway", "river"),
        class if way.link => put("highway", &format!("{}_link", class.as_str())),
        class => put("highway", class.as_str()),
    }
    if way.id != id_of(place) {
        put(ID_KEY, &way.id.to_string());
    }
    if way.roundabout {
        put("junction", "roundabout");
    }
    let cars = [true, false].map(|forward| way.passage.allows(Mode::Car, forward));
    put(
        "oneway",
        match cars {
            [true, false] => "yes",
            [false, true] => "-1",
            _ => "no",
        },
    );
    for mode in Mode::ALL {
        let [on, back] = [true, false].map(|forward| way.passage.allows(mode, forward));
        let key = own_key(mode);
        put(key, yes(on || back));
        if (on || back) && (on != back || cars[0] != cars[1]) {
            put(&format!("{key}:forward"), yes(on));
            put(&format!("{key}:backward"), yes(back));
        }
    }
    if let Some(limit) = way.limit_kmh {
        put("maxspeed", &limit.to_string());
    }
    match way.lie {
        Lie::Ground => {}
        Lie::Bridge => put("bridge", "yes"),
        Lie::Tunnel => put("tunnel", "yes"),
    }
    if !way.name.is_empty() {
        put("name", &way.name);
    }
    tags
}
