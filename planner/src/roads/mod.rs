//! Roads: travel times, routes, and what is reached from where.
//!
//! [`Roads::build`] makes the roads of one mode ready; [`Roads::under`] makes them ready again for
//! other conditions, slower hours or closed roads, without finding an order anew. Everything is
//! exact: the fast ways give what a plain search gives, to the hundredth of a second.
//!
//! | file | holds |
//! |---|---|
//! | `ground` | metres between near points |
//! | `profile` | how fast a mode goes on what, what turns cost it |
//! | `graph`, `rules` | junctions, edges, what may not be done where they meet |
//! | `metric` | times under some conditions |
//! | `snap` | the road nearest to a point |
//! | `digraph` | the graph that is searched |
//! | `parts` | which parts hang together |
//! | `dijkstra` | the plain search, twin of the fast ones |
//! | `contract`, `witness`, `hierarchy` | the contraction hierarchy |
//! | `matrix`, `path`, `route` | times between many points, one way, and how to go it |
//! | `reach`, `field`, `sites` | what is reached in time, as roads and as area; one more base |
//! | `straight`, `surface` | where there are no roads |
//!
//! # Units
//!
//! Inside, times are hundredths of a second; what leaves is whole seconds, rounded up. Ways of 46 hours
//! (2^24 hundredths) and more are taken for none.

// Ids are counted in 32 bits all through: a network holds less than 2^31 points. Metres and degrees
// are far below what a float holds exactly.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "networks are checked against POINTS_MAX when they are built"
)]

mod contract;
mod digraph;
mod dijkstra;
mod field;
mod graph;
mod ground;
mod hierarchy;
mod matrix;
mod metric;
mod parts;
mod path;
mod profile;
mod reach;
mod route;
mod rules;
mod sites;
mod snap;
mod straight;
mod surface;
mod times;
mod witness;

pub use field::Field;
pub use metric::Conditions;
pub use profile::{Profile, TurnCosts};
pub use reach::{Reach, ReachedRoads};
pub use route::{Route, Step, Turn};
pub use sites::{Demand, Site};
pub use snap::Snap;
pub use straight::{DETOUR_PERCENT, straight_times};
pub use surface::{Surface, SurfaceError};
pub use times::Times;

use digraph::{Basis, Digraph, along};
use graph::RoadGraph;
use hierarchy::Hierarchy;
use metric::Metric;
use model::patrol::{Mode, Travel};
use model::{Position, RoadNetwork};
use parts::Parts;
use rayon::prelude::*;
use snap::Snapper;
use std::sync::Arc;

/// The time to where no way leads, in hundredths of a second: 46 hours. Nobody patrols further.
const UNREACHED: u32 = 1 << 24;
/// Points of a network at most.
pub const POINTS_MAX: usize = 200_000_000;
/// No road further away than this is taken for a point's own, in metres.
pub const SNAP_MAX_M: f64 = 2_000.0;

/// Why there are no roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoadsError {
    /// Nothing in the network is open to the mode.
    #[error("there is no road that can be travelled by {}", .0.as_str())]
    NoRoads(Mode),
    /// The network is larger than what can be counted.
    #[error("there are more than {POINTS_MAX} points")]
    TooLarge,
    /// The network names points or ways that it does not hold.
    #[error("the network names points or ways that it does not hold")]
    NotWhole,
}

/// What was found when roads were made ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoadsSummary {
    /// Places where roads meet or end.
    pub junctions: usize,
    /// Stretches between them.
    pub edges: usize,
    /// Kilometres of them.
    pub kilometres: u32,
    /// Parts from within which every place reaches every other.
    pub parts: usize,
    /// Edges outside the large parts: cut off, or entered and never left. Points near them are
    /// taken to the nearest road of a large part.
    pub edges_cut_off: usize,
    /// Barriers that stop the mode.
    pub barriers: usize,
    /// Arcs that are searched, shortcuts included.
    pub arcs: usize,
}

/// The roads of one mode, ready for questions.
#[derive(Clone, Debug)]
pub struct Roads {
    network: Arc<RoadNetwork>,
    graph: Arc<RoadGraph>,
    basis: Arc<Basis>,
    snapper: Arc<Snapper>,
    metric: Metric,
    digraph: Digraph,
    parts: Parts,
    hierarchy: Hierarchy,
}

impl Roads {
    /// Makes the roads of a mode ready under usual conditions. A city takes seconds.
    ///
    /// # Errors
    ///
    /// [`RoadsError`] when there are none, or the network is broken.
    pub fn build(network: Arc<RoadNetwork>, profile: &Profile) -> Result<Self, RoadsError> {
        let points: usize = network.ways.iter().map(|way| way.nodes.len()).sum();
        if points > POINTS_MAX || network.nodes.len() > POINTS_MAX {
            return Err(RoadsError::TooLarge);
        }
        if !network.is_whole() {
            return Err(RoadsError::NotWhole);
        }
        let graph = RoadGraph::build(&network, profile);
        let snapper = Snapper::build(&graph).ok_or(RoadsError::NoRoads(profile.mode))?;
        let basis = Basis::of(&graph);
        let metric = Metric::new(&network, &graph, &Conditions::default());
        let digraph = basis.digraph(&graph, &metric);
        let parts = Parts::find(&digraph);
        let hierarchy = Hierarchy::build(&digraph);
        Ok(Self {
            network,
            graph: Arc::new(graph),
            basis: Arc::new(basis),
            snapper: Arc::new(snapper),
            metric,
            digraph,
            parts,
            hierarchy,
        })
    }

    /// The same roads under other conditions. Takes a fraction of the time of building them.
    #[must_use]
    pub fn under(&self, conditions: &Conditions) -> Self {
        let metric = Metric::new(&self.network, &self.graph, conditions);
        let digraph = self.basis.digraph(&self.graph, &metric);
        let parts = Parts::find(&digraph);
        let hierarchy = self.hierarchy.reweighed(&digraph);
        Self { metric, digraph, parts, hierarchy, ..self.clone() }
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        self.graph.profile.mode
    }

    /// What there is.
    pub fn summary(&self) -> RoadsSummary {
        let edges = 0..self.graph.edges.len() as u32;
        let metres: f64 = self.graph.edges.iter().map(|edge| edge.length_m).sum();
        RoadsSummary {
            junctions: self.graph.junctions.len(),
            edges: self.graph.edges.len(),
            kilometres: (metres / 1_000.0).round() as u32,
            parts: self.parts.sizes.len(),
            edges_cut_off: edges.filter(|&edge| !self.is_connected(edge)).count(),
            barriers: self.graph.barriers,
            arcs: self.hierarchy.arcs(),
        }
    }

    /// Whether an edge is open and can be come to from, and left for, a large part.
    fn is_connected(&self, edge: u32) -> bool {
        let open = [2 * edge, 2 * edge + 1]
            .into_iter()
            .filter(|&arc| self.metric.time(arc) != graph::CLOSED);
        let large = |vertex: u32| self.parts.is_large(vertex);
        open.into_iter().any(|arc| match &*self.basis {
            Basis::Junctions => large(self.graph.tail(arc)) && large(self.graph.head(arc)),
            Basis::Arcs { vertex_of, .. } => large(vertex_of[arc as usize]),
        })
    }

    /// The road for a point: the nearest of a large part, else the nearest of all; `None` when there
    /// is none within [`SNAP_MAX_M`].
    pub fn snap(&self, at: Position) -> Option<Snap> {
        let find = |wanted: &dyn Fn(u32) -> bool| {
            self.snapper.nearest(&self.graph, at, SNAP_MAX_M, wanted)
        };
        let open = |edge: u32| {
            [2 * edge, 2 * edge + 1].iter().any(|&arc| self.metric.time(arc) != graph::CLOSED)
        };
        find(&|edge| self.is_connected(edge)).or_else(|| find(&open))
    }

    /// The edges within some metres of a point, to be closed.
    pub fn edges_near(&self, at: Position, within_m: f64) -> Vec<u32> {
        let mut found = Vec::new();
        while let Some(snap) =
            self.snapper.nearest(&self.graph, at, within_m, |edge| !found.contains(&edge))
        {
            found.push(snap.edge);
        }
        found
    }

    /// The same edges, found by looking at all: the slow twin, for checks.
    pub fn edges_near_by_scan(&self, at: Position, within_m: f64) -> Vec<u32> {
        snap::by_scan(&self.graph, at, within_m)
    }

    /// The times from every one of some points to every one of others. Cost: climbing from each
    /// batch of sixteen points, and one sweep of what leads to the others; milliseconds for 500 by
    /// 500.
    pub fn matrix(&self, from: &[Position], to: &[Position]) -> Times {
        let snap = |points: &[Position]| -> Vec<Option<Snap>> {
            points.par_iter().with_min_len(64).map(|&at| self.snap(at)).collect()
        };
        let starts = snap(from);
        if from == to {
            return self.matrix_of(&starts, &starts);
        }
        self.matrix_of(&starts, &snap(to))
    }

    /// The times between `places` as a problem of patrols takes them, in whole seconds, rounded up. Lengths
    /// are not known: routes are then measured straight. Cost: as [`Roads::matrix`].
    pub fn travel(&self, places: &[Position]) -> Travel {
        let times = self.matrix(places, places);
        Travel::of_times(self.mode(), places, |from, to| times.get(from, to))
    }

    /// The times between points already on the roads; `None` is a point without a road.
    pub fn matrix_of(&self, from: &[Option<Snap>], to: &[Option<Snap>]) -> Times {
        let Self { graph, basis, metric, .. } = self;
        let starts: Vec<_> = from
            .iter()
            .map(|at| at.as_ref().map(|at| basis.leave(graph, metric, at)).unwrap_or_default())
            .collect();
        let ends: Vec<_> = to
            .iter()
            .map(|at| at.as_ref().map(|at| basis.arrive(graph, metric, at)).unwrap_or_default())
            .collect();
        let mut times = matrix::times(&self.hierarchy, &starts, &ends);
        self.stay_on_edges(from, to, &mut times);
        Times::new(to.len(), times)
    }

    /// Lowers the times between points of one edge to those along it.
    fn stay_on_edges(&self, from: &[Option<Snap>], to: &[Option<Snap>], times: &mut [u32]) {
        let every = |at: &Option<Snap>| {
            at.as_ref().map(|at| at.on_every_road(&self.graph)).unwrap_or_default()
        };
        let mut by_edge: Vec<(usize, Snap)> = (0..)
            .zip(to)
            .flat_map(|(place, at)| every(at).into_iter().map(move |on| (place, on)))
            .collect();
        by_edge.sort_unstable_by_key(|(place, on)| (on.edge, *place));
        for (row, start) in from.iter().enumerate() {
            for on in every(start) {
                let first = by_edge.partition_point(|(_, end)| end.edge < on.edge);
                for (place, end) in by_edge[first..].iter().take_while(|it| it.1.edge == on.edge) {
                    let time = &mut times[row * to.len() + place];
                    if let Some((_, along)) = along(&self.metric, &on, end) {
                        // Nobody walks to the road and back to stay where they are.
                        *time = if on == *end { 0 } else { along.min(*time) };
                    }
                }
            }
        }
    }

    /// The way from one point to another, or `None` when there is none.
    pub fn route(&self, from: Position, to: Position) -> Option<Route> {
        let (from, to) = (self.snap(from)?, self.snap(to)?);
        let (time, arcs, [from, to]) = route::arcs_of(self, &from, &to)?;
        Some(route::route(&self.network, &self.graph, (time, &arcs), &from, &to))
    }

    /// The same times by a plain search from each point: the slow twin, for checks.
    pub fn matrix_by_search(&self, from: &[Option<Snap>], to: &[Option<Snap>]) -> Times {
        let Self { graph, basis, metric, .. } = self;
        let mut times = Vec::with_capacity(from.len() * to.len());
        for start in from {
            let seeds = start.as_ref().map(|at| basis.leave(graph, metric, at)).unwrap_or_default();
            let tree = dijkstra::search(&self.digraph, &seeds, UNREACHED - 1);
            times.extend(to.iter().map(|end| {
                let ends = end.as_ref().map(|at| basis.arrive(graph, metric, at));
                tree.to(&ends.unwrap_or_default())
            }));
        }
        self.stay_on_edges(from, to, &mut times);
        Times::new(to.len(), times)
    }
}
