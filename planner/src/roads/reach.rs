//! What is reached from some bases within some time, and what is not.

use super::digraph::{Basis, along};
use super::field::Field;
use super::graph::{ArcId, CLOSED};
use super::ground::cut;
use super::profile::PER_SECOND;
use super::snap::{SHARE_ONE, Snap};
use super::{Roads, UNREACHED, matrix};
use model::{Bounds, Position, Seconds};

/// The time from the nearest of some bases to every place.
#[derive(Debug)]
pub struct Reach<'r> {
    roads: &'r Roads,
    /// How many have a road near them.
    bases_found: usize,
    /// The bases on every road they lie on.
    bases: Vec<Snap>,
    /// By vertex of the graph, in hundredths of a second.
    times: Vec<u32>,
    limit: u32,
}

/// The roads that are reached in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReachedRoads {
    /// The stretches that are reached, each in its whole or in part.
    pub lines: Vec<Vec<Position>>,
    /// Metres of them.
    pub reached_m: f64,
    /// Metres of all roads of the mode.
    pub all_m: f64,
}

impl Roads {
    /// The reach of some bases within a time. One sweep over the roads, whatever the number of
    /// bases; those without a road near them are left out.
    pub fn reach(&self, bases: &[Position], limit: Seconds) -> Reach<'_> {
        let bases: Vec<Snap> = bases.iter().filter_map(|&at| self.snap(at)).collect();
        let leave = |base: &Snap| self.basis.leave(&self.graph, &self.metric, base);
        let seeds: Vec<_> = bases.iter().flat_map(leave).collect();
        let times = matrix::times_everywhere(&self.hierarchy, &seeds);
        let limit = limit.get().saturating_mul(PER_SECOND).min(UNREACHED - 1);
        let bases_found = bases.len();
        let bases = bases.iter().flat_map(|base| base.on_every_road(&self.graph)).collect();
        Reach { roads: self, bases_found, bases, times, limit }
    }
}

impl Reach<'_> {
    /// How many of the bases have a road near them.
    pub fn bases(&self) -> usize {
        self.bases_found
    }

    /// The time to a point, the walk from the nearest road included; `None` where there is no way or
    /// no road within [`super::SNAP_MAX_M`].
    pub fn time_to(&self, at: Position) -> Option<Seconds> {
        let time = self.hundredths_to(&self.roads.snap(at)?);
        (time < UNREACHED).then(|| Seconds::new(time.div_ceil(PER_SECOND)))
    }

    /// Whether a point is reached in time.
    pub fn reaches(&self, at: Position) -> bool {
        self.roads.snap(at).is_some_and(|at| self.hundredths_to(&at) <= self.limit)
    }

    /// The limit, in hundredths of a second.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// Hundredths of a second to a point, [`UNREACHED`] and more where there is no way.
    pub(super) fn hundredths_at(&self, at: Position) -> u32 {
        self.roads.snap(at).map_or(UNREACHED, |at| self.hundredths_to(&at))
    }

    fn hundredths_to(&self, to: &Snap) -> u32 {
        let Roads { graph, basis, metric, .. } = self.roads;
        let ends = basis.arrive(graph, metric, to);
        let over = ends.iter().map(|end| self.times[end.vertex as usize].saturating_add(end.time));
        let roads = to.on_every_road(graph);
        let pairs = self.bases.iter().flat_map(|base| roads.iter().map(move |to| (base, to)));
        let direct = pairs.filter_map(|(base, to)| Some(along(metric, base, to)?.1));
        over.chain(direct).min().unwrap_or(UNREACHED)
    }

    /// The time at the beginning of an arc.
    fn begin(&self, arc: ArcId) -> u32 {
        match &*self.roads.basis {
            Basis::Junctions => self.times[self.roads.graph.tail(arc) as usize],
            Basis::Arcs { vertex_of, .. } => self.times[vertex_of[arc as usize] as usize],
        }
    }

    /// The stretches of road that are reached.
    pub fn roads(&self) -> ReachedRoads {
        let graph = &self.roads.graph;
        let mut reached = ReachedRoads::default();
        for edge in 0..graph.edges.len() as u32 {
            let length = graph.edges[edge as usize].length_m;
            reached.all_m += length;
            for [from, to] in self.stretches(edge) {
                let share = |at: u32| f64::from(at) / f64::from(SHARE_ONE);
                reached.reached_m += length * (share(to) - share(from));
                let line = cut(graph.line(edge as usize), share(from), share(to));
                reached.lines.push(line);
            }
        }
        reached
    }

    /// The shares of an edge that are reached, apart from each other and in order.
    fn stretches(&self, edge: u32) -> Vec<[u32; 2]> {
        let metric = &self.roads.metric;
        let mut spans: Vec<[u32; 2]> = Vec::new();
        for arc in [2 * edge, 2 * edge + 1].into_iter().filter(|&arc| metric.time(arc) != CLOSED) {
            let mut go = |from: u32, left: u32| {
                let whole = u64::from(metric.time(arc));
                let share = (u64::from(left) * u64::from(SHARE_ONE) / whole) as u32;
                let to = from.saturating_add(share).min(SHARE_ONE);
                let turned = |at: u32| if arc & 1 == 0 { at } else { SHARE_ONE - at };
                spans.push([turned(from).min(turned(to)), turned(from).max(turned(to))]);
            };
            if let Some(left) = self.limit.checked_sub(self.begin(arc)) {
                go(0, left);
            }
            for base in self.bases.iter().filter(|base| base.edge == edge) {
                let from = if arc & 1 == 0 { base.share } else { SHARE_ONE - base.share };
                if let Some(left) = self.limit.checked_sub(base.walk) {
                    go(from, left);
                }
            }
        }
        spans.sort_unstable();
        let mut joined: Vec<[u32; 2]> = Vec::new();
        for span in spans.into_iter().filter(|span| span[0] < span[1]) {
            match joined.last_mut() {
                Some(last) if span[0] <= last[1] => last[1] = last[1].max(span[1]),
                _ => joined.push(span),
            }
        }
        joined
    }

    /// The time to the points of a raster over a box, for areas and counts.
    pub fn field(&self, bounds: Bounds, step_m: f64) -> Field {
        Field::sample(self, bounds, step_m)
    }
}
