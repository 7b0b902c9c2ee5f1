//! The road nearest to a point: a packed grid over the straight pieces of all edges.

use super::graph::RoadGraph;
use super::ground::{Scale, between, pieces};
use super::profile::{WALK_KMH, hundredths};
use model::{Bounds, Position};

/// The whole of an edge, in the unit of shares.
pub(super) const SHARE_ONE: u32 = 1 << 20;
/// Pieces of an average cell.
const PIECES: f64 = 1.5;
/// Cells along one side at most.
const SIDE_MAX: usize = 4_096;

/// A point on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The edge.
    pub(super) edge: u32,
    /// How far along it, in shares of its length.
    pub(super) share: u32,
    /// Hundredths of a second to walk there.
    pub(super) walk: u32,
    /// Where on the road.
    pub at: Position,
    /// How far from the point asked for, in metres.
    pub distance_m: f64,
}

impl Snap {
    /// The same point on every road it lies on: a point at a junction is on all that meet there, and
    /// may be left and come to by any of them, whichever it was taken to. Its own road comes first; of
    /// a road that begins and ends there, one end is given.
    pub(super) fn on_every_road(&self, graph: &RoadGraph) -> Vec<Self> {
        let mut all = vec![*self];
        let [begin, end] = graph.edges[self.edge as usize].ends;
        let junction = match self.share {
            0 => begin,
            SHARE_ONE => end,
            _ => return all,
        };
        for &arc in graph.leaving(junction).iter().chain(graph.arriving(junction)) {
            let edge = arc >> 1;
            if all.iter().all(|known| known.edge != edge) {
                let begins = graph.edges[edge as usize].ends[0] == junction;
                all.push(Self { edge, share: if begins { 0 } else { SHARE_ONE }, ..*self });
            }
        }
        all
    }
}

/// A straight piece of an edge.
#[derive(Clone, Copy, Debug)]
struct Piece {
    ends: [Position; 2],
    edge: u32,
    place: u32,
}

/// The index.
#[derive(Clone, Debug)]
pub(super) struct Snapper {
    origin: Position,
    /// Lattice steps of a cell, east and north.
    step: [i64; 2],
    cells: [usize; 2],
    first: Vec<u32>,
    pieces: Vec<Piece>,
}

impl Snapper {
    /// The index of every edge of a graph, or `None` without any.
    pub(super) fn build(graph: &RoadGraph) -> Option<Self> {
        let lines = || (0..graph.edges.len()).map(|edge| graph.line(edge));
        let bounds = Bounds::around(lines().flatten().copied());
        let pieces: usize = lines().map(|line| line.len() - 1).sum();
        let bounds = bounds?;
        let scale = Scale::at(i32::midpoint(bounds.min.lat_e7(), bounds.max.lat_e7()));
        let [width, height] = scale.between(bounds.min, bounds.max);
        let side = libm::sqrt((width * height / (pieces as f64) * PIECES).max(1.0)).max(10.0);
        let steps = |side: f64, scale: f64| ((side / scale) as i64).max(1);
        let span = |min: i32, max: i32| i64::from(max) - i64::from(min) + 1;
        let spans = [
            span(bounds.min.lon_e7(), bounds.max.lon_e7()),
            span(bounds.min.lat_e7(), bounds.max.lat_e7()),
        ];
        let mut step = [steps(side, scale.east), steps(side, scale.north)];
        for (step, span) in step.iter_mut().zip(spans) {
            *step = (*step).max(span / SIDE_MAX as i64 + 1);
        }
        let cells = [0, 1].map(|axis| (spans[axis] / step[axis]) as usize + 1);
        let mut index = Self { origin: bounds.min, step, cells, first: vec![], pieces: Vec::new() };
        index.fill(graph);
        Some(index)
    }

    fn fill(&mut self, graph: &RoadGraph) {
        let mut entries: Vec<(u32, u32, u32)> = Vec::new();
        for edge in 0..graph.edges.len() {
            for (place, pair) in (0_u32..).zip(graph.line(edge).windows(2)) {
                let ([ax, ay], [bx, by]) = (self.cell(pair[0]), self.cell(pair[1]));
                for y in ay.min(by)..=ay.max(by) {
                    for x in ax.min(bx)..=ax.max(bx) {
                        entries.push(((y * self.cells[0] + x) as u32, edge as u32, place));
                    }
                }
            }
        }
        entries.sort_unstable();
        self.first = vec![0; self.cells[0] * self.cells[1] + 1];
        for &(cell, _, _) in &entries {
            self.first[cell as usize + 1] += 1;
        }
        for cell in 1..self.first.len() {
            self.first[cell] += self.first[cell - 1];
        }
        let piece = |(_, edge, place): (u32, u32, u32)| Piece::of(graph, edge, place);
        self.pieces = entries.into_iter().map(piece).collect();
    }

    /// The cell of a point, held to the border cells outside.
    fn cell(&self, at: Position) -> [usize; 2] {
        let off = [
            i64::from(at.lon_e7()) - i64::from(self.origin.lon_e7()),
            i64::from(at.lat_e7()) - i64::from(self.origin.lat_e7()),
        ];
        [0, 1].map(|axis| {
            let cell = (off[axis].max(0) / self.step[axis]) as usize;
            cell.min(self.cells[axis] - 1)
        })
    }

    /// The nearest point of an edge that `wanted` accepts, no further than `within_m` metres; of
    /// equally near ones that of the edge that comes first.
    pub(super) fn nearest(
        &self,
        graph: &RoadGraph,
        at: Position,
        within_m: f64,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<Snap> {
        let scale = Scale::at(at.lat_e7());
        let side =
            (self.step[0] as f64 * scale.east).min(self.step[1] as f64 * scale.north) * 0.999;
        let [x, y] = self.cell(at).map(|it| it as i64);
        let rings = self.cells[0].max(self.cells[1]) as i64;
        let mut best: Option<Near> = None;
        for ring in 0..=rings {
            let reached = (ring - 1).max(0) as f64 * side;
            if reached > within_m || best.is_some_and(|best| best.metres < reached) {
                break;
            }
            self.ring([x, y], ring, |piece| {
                let near = Near::of(piece, scale, at);
                let nearer = best.is_none_or(|best| near.before(&best));
                if nearer && near.metres <= within_m && wanted(piece.edge) {
                    best = Some(near);
                }
            });
        }
        best.map(|best| best.snap(graph))
    }

    /// Every piece in the cells at this distance from one.
    fn ring(&self, [x, y]: [i64; 2], ring: i64, mut each: impl FnMut(&Piece)) {
        let mut visit = |x: i64, y: i64| {
            let [wide, high] = self.cells.map(|it| it as i64);
            if (0..wide).contains(&x) && (0..high).contains(&y) {
                let cell = (y * wide + x) as usize;
                let [from, to] = [self.first[cell], self.first[cell + 1]];
                self.pieces[from as usize..to as usize].iter().for_each(&mut each);
            }
        };
        if ring == 0 {
            return visit(x, y);
        }
        for along in -ring..=ring {
            visit(x + along, y - ring);
            visit(x + along, y + ring);
        }
        for along in 1 - ring..ring {
            visit(x - ring, y + along);
            visit(x + ring, y + along);
        }
    }
}

/// A point on one piece of an edge.
#[derive(Clone, Copy, Debug)]
struct Near {
    metres: f64,
    edge: u32,
    place: u32,
    share: f64,
}

impl Piece {
    fn of(graph: &RoadGraph, edge: u32, place: u32) -> Self {
        let line = graph.line(edge as usize);
        let at = place as usize;
        Self { ends: [line[at], line[at + 1]], edge, place }
    }
}

impl Near {
    fn of(piece: &Piece, scale: Scale, at: Position) -> Self {
        let Piece { ends: [a, b], edge, place } = *piece;
        let [ax, ay] = scale.between(at, a);
        let [dx, dy] = scale.between(a, b);
        let long = dx * dx + dy * dy;
        let share = if long > 0.0 { (-(ax * dx + ay * dy) / long).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (ax + share * dx, ay + share * dy);
        let metres = (x * x + y * y).sqrt();
        Self { metres, edge, place, share }
    }

    fn before(&self, other: &Self) -> bool {
        let key = |it: &Self| (it.edge, it.place);
        self.metres.total_cmp(&other.metres).then(key(self).cmp(&key(other))).is_lt()
    }

    fn snap(&self, graph: &RoadGraph) -> Snap {
        let line = graph.line(self.edge as usize);
        let place = self.place as usize;
        let whole: f64 = pieces(line).sum();
        let before: f64 = pieces(line).take(place).sum();
        let here = pieces(line).nth(place).unwrap_or(0.0) * self.share;
        let share = if whole > 0.0 { (before + here) / whole } else { 0.0 };
        let share = (share * f64::from(SHARE_ONE)).round().clamp(0.0, f64::from(SHARE_ONE));
        let walk = if self.metres < 1.0 { 0 } else { hundredths(self.metres, WALK_KMH) };
        Snap {
            edge: self.edge,
            share: share as u32,
            walk,
            at: between(line[place], line[place + 1], self.share),
            distance_m: self.metres,
        }
    }
}

/// The edges within some metres, nearest first, by looking at every one.
pub(super) fn by_scan(graph: &RoadGraph, at: Position, within_m: f64) -> Vec<u32> {
    let scale = Scale::at(at.lat_e7());
    let nearest = |edge: u32| {
        let pieces = 0..graph.line(edge as usize).len() as u32 - 1;
        let near = pieces.map(|place| Near::of(&Piece::of(graph, edge, place), scale, at).metres);
        near.min_by(f64::total_cmp).map(|metres| (metres, edge))
    };
    let mut found: Vec<(f64, u32)> = (0..graph.edges.len() as u32).filter_map(nearest).collect();
    found.retain(|&(metres, _)| metres <= within_m);
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found.into_iter().map(|(_, edge)| edge).collect()
}
