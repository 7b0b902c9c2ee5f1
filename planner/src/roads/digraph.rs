//! The graph that is searched: vertices, arcs with weights, and how points on roads enter it.
//!
//! Where turns are free a vertex is a junction. Where they cost, a vertex is an arc of the roads
//! and stands for *being about to travel it*; going on from one to the next weighs the travel, the
//! wait at its end and the turn. One search serves both.

use super::graph::{ArcId, CLOSED, RoadGraph};
use super::metric::Metric;
use super::snap::Snap;

/// No vertex.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A graph with weights in hundredths of a second, as packed rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Digraph {
    pub(super) first: Vec<u32>,
    /// Head and weight, sorted by head within a row; one arc to each head.
    pub(super) arcs: Vec<(u32, u32)>,
}

/// Where a search begins or ends: a vertex, the time to or from it, and the road arc used for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seed {
    pub(super) vertex: u32,
    pub(super) time: u32,
    pub(super) arc: ArcId,
}

/// What the vertices of a [`Digraph`] are.
#[derive(Clone, Debug)]
pub(super) enum Basis {
    /// Junctions.
    Junctions,
    /// Open arcs: the arc of each vertex, and the vertex of each arc.
    Arcs { arc_of: Vec<ArcId>, vertex_of: Vec<u32> },
}

impl Digraph {
    /// A graph of so many vertices; of several arcs between two the lightest stays.
    pub(super) fn new(vertices: usize, mut list: Vec<(u32, u32, u32)>) -> Self {
        list.sort_unstable();
        list.dedup_by_key(|&mut (tail, head, _)| (tail, head));
        let mut first = vec![0_u32; vertices + 1];
        for &(tail, _, _) in &list {
            first[tail as usize + 1] += 1;
        }
        for vertex in 0..vertices {
            first[vertex + 1] += first[vertex];
        }
        Self { first, arcs: list.into_iter().map(|(_, head, weight)| (head, weight)).collect() }
    }

    /// How many vertices there are.
    pub(super) fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Heads and weights of the arcs of a vertex.
    pub(super) fn row(&self, vertex: u32) -> &[(u32, u32)] {
        let at = vertex as usize;
        &self.arcs[self.first[at] as usize..self.first[at + 1] as usize]
    }
}

impl Basis {
    /// The vertices of a graph.
    pub(super) fn of(graph: &RoadGraph) -> Self {
        if graph.profile.turns.is_none() {
            return Self::Junctions;
        }
        let arc_of: Vec<ArcId> = graph.arcs().collect();
        let mut vertex_of = vec![NOWHERE; 2 * graph.edges.len()];
        for (vertex, &arc) in (0_u32..).zip(&arc_of) {
            vertex_of[arc as usize] = vertex;
        }
        Self::Arcs { arc_of, vertex_of }
    }

    /// The graph under a metric. Closed arcs are left out.
    pub(super) fn digraph(&self, graph: &RoadGraph, metric: &Metric) -> Digraph {
        let mut list = Vec::new();
        match self {
            Self::Junctions => {
                for arc in graph.arcs().filter(|&arc| metric.time(arc) != CLOSED) {
                    let (tail, head) = (graph.tail(arc), graph.head(arc));
                    if tail != head {
                        list.push((tail, head, metric.time(arc) + graph.wait(arc)));
                    }
                }
                Digraph::new(graph.junctions.len(), list)
            }
            Self::Arcs { arc_of, .. } => {
                for (vertex, &arc) in (0_u32..).zip(arc_of) {
                    if metric.time(arc) == CLOSED {
                        continue;
                    }
                    let steps = self.onward(graph, metric, arc);
                    // Round a loop and onto it again leads nowhere.
                    let steps = steps.filter(|&(next, _)| next != vertex);
                    list.extend(steps.map(|(next, weight)| (vertex, next, weight)));
                }
                Digraph::new(arc_of.len(), list)
            }
        }
    }

    /// The vertices that follow on an arc, and the time from its beginning to theirs.
    fn onward<'g>(
        &'g self,
        graph: &'g RoadGraph,
        metric: &'g Metric,
        arc: ArcId,
    ) -> impl Iterator<Item = (u32, u32)> + 'g {
        let Self::Arcs { vertex_of, .. } = self else { unreachable_arcs() };
        let exits = graph.leaving(graph.head(arc)).iter();
        exits.filter(|&&exit| metric.time(exit) != CLOSED).filter_map(move |&exit| {
            let turn = graph.turn(arc, exit)?;
            Some((vertex_of[exit as usize], metric.time(arc) + graph.wait(arc) + turn))
        })
    }

    /// Where searches from a point begin; one seed for each vertex.
    pub(super) fn leave(&self, graph: &RoadGraph, metric: &Metric, from: &Snap) -> Vec<Seed> {
        let mut seeds = Vec::new();
        for on in from.on_every_road(graph) {
            self.leave_by(graph, metric, &on, &mut seeds);
        }
        lightest(seeds)
    }

    fn leave_by(&self, graph: &RoadGraph, metric: &Metric, from: &Snap, seeds: &mut Vec<Seed>) {
        for arc in arcs_at(metric, from) {
            let rest = metric.time(arc) - metric.part(arc, from) + from.walk;
            if let Self::Junctions = self {
                let time = rest + graph.wait(arc);
                seeds.push(Seed { vertex: graph.head(arc), time, arc });
                continue;
            }
            for (vertex, weight) in self.onward(graph, metric, arc) {
                seeds.push(Seed { vertex, time: weight - metric.time(arc) + rest, arc });
            }
        }
    }

    /// Where searches to a point end; one seed for each vertex.
    pub(super) fn arrive(&self, graph: &RoadGraph, metric: &Metric, to: &Snap) -> Vec<Seed> {
        let seed = |to: &Snap, arc: ArcId| {
            let vertex = match self {
                Self::Junctions => graph.tail(arc),
                Self::Arcs { vertex_of, .. } => vertex_of[arc as usize],
            };
            Seed { vertex, time: metric.part(arc, to) + to.walk, arc }
        };
        let roads = to.on_every_road(graph);
        let arcs = roads.iter().flat_map(|on| arcs_at(metric, on).map(move |arc| (on, arc)));
        lightest(arcs.map(|(on, arc)| seed(on, arc)).collect())
    }
}

/// Of the seeds of each vertex the one with the least time.
fn lightest(mut seeds: Vec<Seed>) -> Vec<Seed> {
    seeds.sort_unstable_by_key(|seed| (seed.vertex, seed.time, seed.arc));
    seeds.dedup_by_key(|seed| seed.vertex);
    seeds
}

#[expect(clippy::unreachable, reason = "called where the basis is known to be arcs")]
fn unreachable_arcs() -> ! {
    unreachable!("vertices are arcs here")
}

/// The open arcs of the edge a point lies on.
fn arcs_at<'m>(metric: &'m Metric, at: &Snap) -> impl Iterator<Item = ArcId> + use<'m> {
    let first = 2 * at.edge;
    [first, first + 1].into_iter().filter(|&arc| metric.time(arc) != CLOSED)
}

/// The arc and time from one point to another along one edge, without leaving it.
pub(super) fn along(metric: &Metric, from: &Snap, to: &Snap) -> Option<(ArcId, u32)> {
    if from.edge != to.edge {
        return None;
    }
    let arcs = arcs_at(metric, from).filter_map(|arc| {
        let time = metric.part(arc, to).checked_sub(metric.part(arc, from))?;
        let onward = if arc & 1 == 0 { from.share <= to.share } else { from.share >= to.share };
        onward.then_some((arc, time + from.walk + to.walk))
    });
    arcs.min_by_key(|&(_, time)| time)
}
