//! How far the borders of a partition are from a point.

use super::side::From;
use super::space::{self, Point};
use crate::Partition;
use crate::partition::{NOBODY, grid_id};
use model::{Bounds, GridId, Position};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// So many sides of an edge share one box.
const RUN_SIDES: usize = 8;

/// The borders of a partition in a tree. Built where it is asked for: O(n log n), some
/// twenty bytes a point.
#[derive(Clone, Debug)]
pub struct Borders {
    tree: RTree<Run>,
    /// The points of all edges, one edge after the other.
    points: Vec<Position>,
    /// The grids on both sides of each edge.
    sides: Vec<[u32; 2]>,
}

/// The nearest piece of border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearBorder {
    /// The shortest way to it, in metres.
    pub distance_m: f64,
    /// The edge, by its number in the partition.
    pub edge: usize,
    /// The grids on its left and right; `None` is outside the territory.
    pub grids: [Option<GridId>; 2],
}

/// Some sides of one edge that follow each other, and the box around them in space.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    edge: u32,
    /// Its points, first and last included.
    from: u32,
    to: u32,
    around: AABB<Point>,
}

impl RTreeObject for Run {
    type Envelope = AABB<Point>;

    fn envelope(&self) -> AABB<Point> {
        self.around
    }
}

impl PointDistance for Run {
    fn distance_2(&self, point: &Point) -> f64 {
        rstar::Envelope::distance_2(&self.around, point)
    }
}

impl Borders {
    /// The borders of all grids, the outer border included.
    pub fn new(partition: &Partition) -> Self {
        let mut runs = Vec::new();
        let mut points = Vec::new();
        let mut sides = Vec::new();
        for (number, edge) in (0_u32..).zip(partition.edges()) {
            let first = points.len();
            points.extend_from_slice(edge.points);
            sides.push([edge.left, edge.right].map(|grid| grid.map_or(NOBODY, |grid| grid.0)));
            let last = edge.points.len() - 1;
            for from in (0..last).step_by(RUN_SIDES) {
                let to = (from + RUN_SIDES).min(last);
                let around = Bounds::around(edge.points[from..=to].iter().copied());
                runs.extend(around.map(|around| Run {
                    edge: number,
                    from: (first + from) as u32,
                    to: (first + to) as u32,
                    around: space::around(&around),
                }));
            }
        }
        Self { tree: RTree::bulk_load(runs), points, sides }
    }

    /// The nearest border no further than `within_m` metres (infinity is no limit); of equally near
    /// ones the edge with the smallest number. Some microseconds.
    pub fn nearest(&self, at: Position, within_m: f64) -> Option<NearBorder> {
        let mut best: Option<NearBorder> = None;
        self.visit(at, within_m, &mut |distance_m, edge| {
            let found = self.near(distance_m, edge);
            let nearer = best.is_none_or(|best| {
                found
                    .distance_m
                    .total_cmp(&best.distance_m)
                    .then(found.edge.cmp(&best.edge))
                    .is_lt()
            });
            if nearer {
                best = Some(found);
            }
            best.map_or(within_m, |best| best.distance_m)
        });
        best
    }

    /// The grid nearest to a point, no further than `within_m` metres: meant for points outside, as
    /// only borders are looked at. Of equally near ones the smallest number.
    pub fn nearest_grid(&self, at: Position, within_m: f64) -> Option<(GridId, f64)> {
        self.grids_within_nearest(at, within_m, true).into_iter().next()
    }

    /// The grids whose border comes as near as `within_m` metres, nearest first, of equally near
    /// ones the smallest number first: where the point may belong if it was taken down no better
    /// than that.
    pub fn grids_within(&self, at: Position, within_m: f64) -> Vec<(GridId, f64)> {
        self.grids_within_nearest(at, within_m, false)
    }

    fn grids_within_nearest(&self, at: Position, within_m: f64, one: bool) -> Vec<(GridId, f64)> {
        let mut found: Vec<(GridId, f64)> = Vec::new();
        let mut limit = within_m;
        self.visit(at, within_m, &mut |distance, edge| {
            let grids = self.sides[edge as usize].into_iter().filter_map(grid_id);
            found.extend(grids.map(|grid| (grid, distance)));
            if one {
                limit = distance;
            }
            limit
        });
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup_by_key(|&mut (grid, _)| grid);
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found
    }

    /// Calls `found` with the distance and edge of every run that may be within a limit, which each
    /// call may lower.
    fn visit(&self, at: Position, within_m: f64, found: &mut impl FnMut(f64, u32) -> f64) {
        let from = From::new(at);
        let mut limit = within_m;
        for (run, bound) in self.tree.nearest_neighbor_iter_with_distance_2(from.space) {
            if bound.sqrt() > limit || limit.is_nan() {
                break;
            }
            let points = &self.points[run.from as usize..=run.to as usize];
            let distance = from.to_line(points.iter().copied());
            if distance <= limit {
                limit = found(distance, run.edge);
            }
        }
    }

    fn near(&self, distance_m: f64, edge: u32) -> NearBorder {
        let grids = self.sides[edge as usize].map(grid_id);
        NearBorder { distance_m, edge: edge as usize, grids }
    }
}
