//! Questions about a draft: what is at a place, near a place, in a box.

use super::draft::Draft;
use super::tree::Span;
use crate::Assigned;
use crate::exact::{Pt, on_segment, side};
use crate::faces::further_east;
use crate::partition::{NOBODY, grid_id};
use crate::region::Scale;
use model::{Bounds, GridId, Position};
use std::cmp::Ordering;

/// A straight piece of border between two neighbouring vertices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The end that sorts first: west, then south.
    pub from: Position,
    /// The other end.
    pub to: Position,
    /// The grid on the left on the way from the one to the other; `None` is outside the territory.
    pub left: Option<GridId>,
    /// The grid on the right; never the same.
    pub right: Option<GridId>,
}

/// A line of border between two nodes, or a closed one, with the same grids all along it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// From node to node; first and last are equal in a closed line.
    pub points: Vec<Position>,
    /// The grid on the left; `None` is outside the territory.
    pub left: Option<GridId>,
    /// The grid on the right; never the same.
    pub right: Option<GridId>,
}

/// What is nearest to a place: what a pointer may snap to. Distances in metres, good to a
/// thousandth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Nearby {
    /// The nearest vertex where three or more borders meet.
    pub node: Option<(Position, f64)>,
    /// The nearest vertex, nodes included.
    pub vertex: Option<(Position, f64)>,
    /// The nearest place on a border.
    pub edge: Option<NearEdge>,
}

/// The nearest place on a border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearEdge {
    /// The straight piece of border.
    pub segment: Segment,
    /// The lattice point nearest to the place on it; exactly on the piece only by chance.
    pub at: Position,
    /// How far it is, in metres.
    pub distance_m: f64,
}

impl Draft {
    /// The one grid that a point belongs to, by the rule of [`crate::GridMap::assign`], or `None`
    /// outside the territory. Exact; costs what the pieces to the west as far as the first border
    /// do.
    pub fn owner_at(&self, at: Position) -> Option<Assigned> {
        let p = Pt::of(at);
        let touched = self
            .near_box(p, p, 0.0)
            .filter(|span| on_segment(span.low, span.high, p))
            .filter_map(|span| self.sides(span))
            .flatten()
            .filter(|&grid| grid != NOBODY)
            .min();
        let on_border = touched.is_some();
        match grid_id(self.land_at(p)) {
            Some(grid) => Some(Assigned { grid, on_border, outer: false }),
            None => touched.map(|grid| Assigned { grid: GridId(grid), on_border, outer: true }),
        }
    }

    /// Whose land holds the points a little east and by far less north of `at`.
    pub(super) fn land_at(&self, at: Pt) -> u32 {
        let mut reach = 1_000_i64;
        loop {
            let west = i64::from(at.x) - reach;
            let far = Pt { x: west.max(i64::from(i32::MIN)) as i32, y: at.y };
            let nearest = self
                .near_box(far, at, 0.0)
                .filter(|Span { low: a, high: b }| (a.y <= at.y) != (b.y <= at.y))
                .map(upward)
                .filter(|&[south, north]| side(south, north, at) != Ordering::Greater)
                .max_by(|&one, &other| further_east(one, other));
            match nearest {
                // What crosses beyond the reach may hide something nearer.
                Some([south, north]) if side(south, north, far) != Ordering::Less => {
                    return self.sides_from(south, north).map_or(NOBODY, |sides| sides[1]);
                }
                _ if west < self.west() => {
                    let sides = nearest.and_then(|[south, north]| self.sides_from(south, north));
                    return sides.map_or(NOBODY, |sides| sides[1]);
                }
                _ => reach *= 4,
            }
        }
    }

    /// Every straight piece of border that meets a box, in no fixed order. O(log n) and what lies
    /// there.
    pub fn segments_in(&self, within: Bounds) -> impl Iterator<Item = Segment> {
        let (low, high) = (Pt::of(within.min), Pt::of(within.max));
        self.near_box(low, high, 0.0)
            .filter(move |span| meets(*span, low, high))
            .filter_map(|span| self.segment(span))
    }

    /// The pieces that end at a vertex, in the order of their other ends; none where there is no
    /// vertex. Costs what finding the vertex does.
    pub fn segments_at(&self, at: Position) -> impl Iterator<Item = Segment> {
        let here = Pt::of(at);
        self.fan(here).map(move |(to, [left, right])| {
            let span = Span::new(here, to);
            let [left, right] = if span.low == here { [left, right] } else { [right, left] };
            Segment {
                from: span.low.position(),
                to: span.high.position(),
                left: grid_id(left),
                right: grid_id(right),
            }
        })
    }

    /// Every edge that meets a box, whole; each once, in the order of their first pieces there.
    pub fn edges_in(&self, within: Bounds) -> Vec<Course> {
        let (low, high) = (Pt::of(within.min), Pt::of(within.max));
        let mut spans: Vec<Span> =
            self.near_box(low, high, 0.0).filter(|span| meets(*span, low, high)).collect();
        spans.sort_unstable();
        let mut done = std::collections::BTreeSet::new();
        let mut edges = Vec::new();
        for span in spans {
            if done.contains(&span) {
                continue;
            }
            let way = self.edge_through(span.low, span.high);
            done.extend(way.windows(2).map(|pair| Span::new(pair[0], pair[1])));
            let [left, right] = self.sides_from(way[0], way[1]).unwrap_or([NOBODY; 2]);
            let points = way.into_iter().map(Pt::position).collect();
            edges.push(Course { points, left: grid_id(left), right: grid_id(right) });
        }
        edges
    }

    /// What lies within so many metres of a place, the nearest of each kind.
    pub fn nearest(&self, at: Position, within_m: f64) -> Nearby {
        let p = Pt::of(at);
        let scale = Scale::at(f64::from(p.y));
        // More than the Earth is wide is the Earth; at the poles a step east is nothing.
        let step = scale.metres_from(p, Pt { x: p.x.saturating_sub(1), y: p.y.saturating_sub(1) });
        let reach = |step: f64| (within_m / step.abs().max(1e-9)).clamp(0.0, 4e9) as i64 + 1;
        let corner = |sign: i64| {
            let move_by = |from: i32, by: i64| {
                let to = i64::from(from) + sign * by;
                to.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
            };
            Pt { x: move_by(p.x, reach(step[0])), y: move_by(p.y, reach(step[1])) }
        };
        let mut spans: Vec<Span> = self.near_box(corner(-1), corner(1), 0.0).collect();
        spans.sort_unstable();
        let mut near = Nearby::default();
        for span in spans {
            for end in [span.low, span.high] {
                let [east, north] = scale.metres_from(p, end);
                let found = (end.position(), east.hypot(north));
                if found.1 > within_m {
                    continue;
                }
                let closer = |old: Option<(Position, f64)>| old.is_none_or(|old| found.1 < old.1);
                if closer(near.vertex) {
                    near.vertex = Some(found);
                }
                if closer(near.node) && self.fan(end).count() > 2 {
                    near.node = Some(found);
                }
            }
            let (foot, distance_m) = foot(scale, p, span);
            let closer = near.edge.is_none_or(|old| distance_m < old.distance_m);
            if distance_m <= within_m && closer {
                near.edge = self.segment(span).map(|segment| NearEdge {
                    segment,
                    at: foot.position(),
                    distance_m,
                });
            }
        }
        near
    }

    fn segment(&self, span: Span) -> Option<Segment> {
        let [left, right] = self.sides(span)?.map(grid_id);
        Some(Segment { from: span.low.position(), to: span.high.position(), left, right })
    }

    /// The edge that a piece from `a` to `b` is part of, from node to node in that direction; an
    /// edge without nodes begins and ends at `a`.
    pub(super) fn edge_through(&self, a: Pt, b: Pt) -> Vec<Pt> {
        let onward = |from: Pt, at: Pt| {
            let mut fan = self.fan(at).map(|(to, _)| to);
            match (fan.next(), fan.next(), fan.next()) {
                (Some(p), Some(q), None) => Some(if p == from { q } else { p }),
                _ => None,
            }
        };
        let walk = |a: Pt, b: Pt| {
            let mut way = vec![a, b];
            let (mut from, mut at) = (a, b);
            while at != a {
                let Some(next) = onward(from, at) else { break };
                (from, at) = (at, next);
                way.push(at);
            }
            way
        };
        let ahead = walk(a, b);
        if ahead.last() == Some(&a) && self.fan(a).count() == 2 {
            return ahead;
        }
        let mut way = if self.fan(a).count() == 2 { walk(b, a) } else { vec![b, a] };
        way.reverse();
        way.extend(&ahead[2..]);
        way
    }
}

/// The lower end of a piece first.
fn upward(Span { low: a, high: b }: Span) -> [Pt; 2] {
    if a.y < b.y { [a, b] } else { [b, a] }
}

/// Whether a piece whose box meets another box does so itself.
fn meets(span: Span, low: Pt, high: Pt) -> bool {
    let corners = [low, Pt { x: high.x, y: low.y }, high, Pt { x: low.x, y: high.y }];
    let turns = corners.map(|corner| side(span.low, span.high, corner));
    let apart = |turn: Ordering| turns.iter().all(|&other| other == turn);
    !apart(Ordering::Less) && !apart(Ordering::Greater)
}

/// The lattice point nearest to the foot of `at` on a piece, and how many metres the foot is away.
fn foot(scale: Scale, at: Pt, span: Span) -> (Pt, f64) {
    let [dx, dy] = scale.metres_from(span.low, span.high);
    let [px, py] = scale.metres_from(span.low, at);
    let length = dx * dx + dy * dy;
    let part = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let between = |from: i32, to: i32| {
        (f64::from(from) + part * (f64::from(to) - f64::from(from))).round() as i32
    };
    let foot = Pt { x: between(span.low.x, span.high.x), y: between(span.low.y, span.high.y) };
    (foot, (px - part * dx).hypot(py - part * dy))
}
