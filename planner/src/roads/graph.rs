//! The roads of one mode: junctions, edges between them, and what turning from one to the next
//! costs.
//!
//! An *edge* is a stretch between two junctions; an *arc* is an edge in one direction: arc `2 e`
//! runs along the points of edge `e`, arc `2 e + 1` against them. A node where a barrier stops the
//! mode is a junction of its own for every way that ends at it: nobody gets through.

use super::ground::{bearing, metres};
use super::profile::{PER_SECOND, Profile, hundredths};
use super::rules::Rules;
use model::{Position, RoadNetwork, RoadWay};
use std::collections::HashMap;

/// The time of an arc that cannot be travelled.
pub(super) const CLOSED: u32 = super::UNREACHED;

/// A stretch of road between two junctions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edge {
    /// Its way in the network.
    pub(super) way: u32,
    /// The junctions it runs between.
    pub(super) ends: [u32; 2],
    /// Where its points begin and end.
    pub(super) points: [u32; 2],
    pub(super) length_m: f64,
    /// Hundredths of a second along and against the points, without waiting; [`CLOSED`] where the
    /// mode may not pass.
    pub(super) time: [u32; 2],
    /// Hundredths of a second of waiting at the end of each direction.
    pub(super) wait: [u32; 2],
}

/// The roads of one mode.
#[derive(Clone, Debug)]
pub(super) struct RoadGraph {
    pub(super) profile: Profile,
    pub(super) junctions: Vec<Position>,
    pub(super) edges: Vec<Edge>,
    points: Vec<Position>,
    /// Arcs that leave each junction, and where those of each begin.
    leaving: Vec<u32>,
    leaving_from: Vec<u32>,
    /// Open arcs that end at each junction, and where those of each begin.
    arriving: Vec<u32>,
    arriving_from: Vec<u32>,
    rules: Rules,
    /// Nodes where a barrier stops the mode.
    pub(super) barriers: usize,
}

/// An edge in one direction.
pub(super) type ArcId = u32;

/// The same edge in the other direction.
pub(super) const fn reverse(arc: ArcId) -> ArcId {
    arc ^ 1
}

impl RoadGraph {
    /// The graph of a network for a profile.
    pub(super) fn build(network: &RoadNetwork, profile: &Profile) -> Self {
        let mode = profile.mode;
        let open =
            |way: &RoadWay| way.passage.allows(mode, true) || way.passage.allows(mode, false);
        let mut uses = vec![0_u8; network.nodes.len()];
        for way in network.ways.iter().filter(|way| open(way)) {
            for (place, &node) in way.nodes.iter().enumerate() {
                let is_end = place == 0 || place + 1 == way.nodes.len();
                let count = &mut uses[node as usize];
                *count = count.saturating_add(1 + u8::from(is_end));
            }
        }
        let mut graph = Self {
            profile: profile.clone(),
            junctions: Vec::new(),
            edges: Vec::new(),
            points: Vec::new(),
            leaving: Vec::new(),
            leaving_from: Vec::new(),
            arriving: Vec::new(),
            arriving_from: Vec::new(),
            rules: Rules::default(),
            barriers: 0,
        };
        let mut known: HashMap<u32, u32> = HashMap::new();
        for (place, way) in (0_u32..).zip(&network.ways).filter(|(_, way)| open(way)) {
            graph.cut(network, place, way, &uses, &mut known);
        }
        let nodes = uses.iter().zip(&network.nodes);
        graph.barriers = nodes.filter(|(uses, node)| **uses > 0 && node.is_stopped(mode)).count();
        graph.link();
        if profile.turns.is_some() {
            graph.rules = Rules::build(network, &graph, &known);
        }
        graph
    }

    /// Cuts a way at its junctions.
    fn cut(
        &mut self,
        network: &RoadNetwork,
        place: u32,
        way: &RoadWay,
        uses: &[u8],
        known: &mut HashMap<u32, u32>,
    ) {
        let mode = self.profile.mode;
        let mut start = 0;
        let mut from = self.junction(network, way.nodes[0], known);
        for end in 1..way.nodes.len() {
            let node = way.nodes[end];
            let stopped = network.nodes[node as usize].is_stopped(mode);
            if uses[node as usize] < 2 && !stopped {
                continue;
            }
            let to = self.junction(network, node, known);
            self.edge(network, (place, way), &way.nodes[start..=end], [from, to]);
            start = end;
            from = if stopped { self.junction(network, node, known) } else { to };
        }
    }

    /// The junction of a node; a new one each time where a barrier stands.
    fn junction(&mut self, network: &RoadNetwork, node: u32, known: &mut HashMap<u32, u32>) -> u32 {
        let it = &network.nodes[node as usize];
        let next = self.junctions.len() as u32;
        let place = if it.is_stopped(self.profile.mode) {
            next
        } else {
            *known.entry(node).or_insert(next)
        };
        if place == next {
            self.junctions.push(it.at);
        }
        place
    }

    fn edge(
        &mut self,
        network: &RoadNetwork,
        (place, way): (u32, &RoadWay),
        nodes: &[u32],
        ends: [u32; 2],
    ) {
        let first = self.points.len() as u32;
        self.points.extend(nodes.iter().map(|&node| network.nodes[node as usize].at));
        let points = [first, self.points.len() as u32];
        let line = &self.points[first as usize..];
        let length_m: f64 = line.windows(2).map(|pair| metres(pair[0], pair[1])).sum();
        let time = hundredths(length_m, self.profile.kmh_on(way));
        let mode = self.profile.mode;
        let wait = |node: Option<&u32>| {
            let signals = node.is_some_and(|&node| network.nodes[node as usize].signals);
            if signals { self.profile.signals_s * PER_SECOND } else { 0 }
        };
        let wait = [wait(nodes.last()), wait(nodes.first())];
        let time = [true, false]
            .map(|forward| if way.passage.allows(mode, forward) { time } else { CLOSED });
        self.edges.push(Edge { way: place, ends, points, length_m, time, wait });
    }

    /// Lists the arcs that leave each junction, and those that end there.
    fn link(&mut self) {
        (self.leaving, self.leaving_from) = self.rows(Self::tail);
        (self.arriving, self.arriving_from) = self.rows(Self::head);
    }

    /// Open arcs by one of their junctions, and where the row of each junction begins.
    fn rows(&self, junction: fn(&Self, ArcId) -> u32) -> (Vec<ArcId>, Vec<u32>) {
        let mut from = vec![0_u32; self.junctions.len() + 1];
        let open: Vec<ArcId> = self.arcs().collect();
        for &arc in &open {
            from[junction(self, arc) as usize + 1] += 1;
        }
        for place in 1..from.len() {
            from[place] += from[place - 1];
        }
        let mut next = from.clone();
        let mut rows = vec![0; open.len()];
        for &arc in &open {
            let slot = &mut next[junction(self, arc) as usize];
            rows[*slot as usize] = arc;
            *slot += 1;
        }
        (rows, from)
    }

    /// Every arc that may be travelled.
    pub(super) fn arcs(&self) -> impl Iterator<Item = ArcId> + '_ {
        (0..2 * self.edges.len() as u32).filter(|&arc| self.time(arc) != CLOSED)
    }

    /// The edge of an arc.
    pub(super) fn edge_of(&self, arc: ArcId) -> &Edge {
        &self.edges[(arc >> 1) as usize]
    }

    /// Hundredths of a second along an arc, without waiting at its end.
    pub(super) fn time(&self, arc: ArcId) -> u32 {
        self.edge_of(arc).time[(arc & 1) as usize]
    }

    /// Hundredths of a second of waiting at its end.
    pub(super) fn wait(&self, arc: ArcId) -> u32 {
        self.edge_of(arc).wait[(arc & 1) as usize]
    }

    /// The junction an arc begins at.
    pub(super) fn tail(&self, arc: ArcId) -> u32 {
        self.edge_of(arc).ends[(arc & 1) as usize]
    }

    /// The junction an arc ends at.
    pub(super) fn head(&self, arc: ArcId) -> u32 {
        self.tail(reverse(arc))
    }

    /// The points of an edge.
    pub(super) fn line(&self, edge: usize) -> &[Position] {
        let [first, end] = self.edges[edge].points;
        &self.points[first as usize..end as usize]
    }

    /// The arcs that leave a junction.
    pub(super) fn leaving(&self, junction: u32) -> &[ArcId] {
        let at = junction as usize;
        &self.leaving[self.leaving_from[at] as usize..self.leaving_from[at + 1] as usize]
    }

    /// The open arcs that end at a junction.
    pub(super) fn arriving(&self, junction: u32) -> &[ArcId] {
        let at = junction as usize;
        &self.arriving[self.arriving_from[at] as usize..self.arriving_from[at + 1] as usize]
    }

    /// Hundredths of a second lost by going on from one arc to one that leaves where it ends, or
    /// `None` where that is not done.
    pub(super) fn turn(&self, from: ArcId, to: ArcId) -> Option<u32> {
        let Some(costs) = self.profile.turns else { return Some(0) };
        let junction = self.head(from);
        let exits = self.leaving(junction);
        if to == reverse(from) {
            let only = exits.iter().all(|&exit| exit == to);
            return only.then_some(costs.back_s * PER_SECOND);
        }
        if !self.rules.allow(from, to) {
            return None;
        }
        // Bends of one road are no turns.
        let arms = exits.iter().filter(|&&exit| exit != reverse(from)).count();
        if arms < 2 {
            return Some(0);
        }
        let angle = self.angle(from, to);
        Some(match angle {
            45.0.. => costs.right_s * PER_SECOND,
            ..=-45.0 => costs.left_s * PER_SECOND,
            _ => 0,
        })
    }

    /// Degrees turned to the right (negative: to the left) from one arc to the next.
    pub(super) fn angle(&self, from: ArcId, to: ArcId) -> f64 {
        let turned = self.bearing_out(to) - self.bearing_in(from);
        if turned > 180.0 {
            turned - 360.0
        } else if turned <= -180.0 {
            turned + 360.0
        } else {
            turned
        }
    }

    /// The direction an arc sets out in.
    pub(super) fn bearing_out(&self, arc: ArcId) -> f64 {
        let line = self.line((arc >> 1) as usize);
        match (arc & 1, line) {
            (0, [a, b, ..]) | (1, [.., b, a]) => bearing(*a, *b),
            _ => 0.0,
        }
    }

    /// The direction an arc arrives in.
    pub(super) fn bearing_in(&self, arc: ArcId) -> f64 {
        (self.bearing_out(reverse(arc)) + 180.0) % 360.0
    }
}
