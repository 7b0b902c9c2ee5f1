//! The planar partition: edges shared by two faces, and the rings that run along them.

use crate::exact::Pt;
use model::{Area, Bounds, GridId, Metres, Position};

/// Stands for "no grid" in the compact arrays: the land outside the territory.
pub(crate) const NOBODY: u32 = u32::MAX;

/// One edge: a line between two nodes, or a closed line, with the same grid all along its left and
/// the same all along its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge<'a> {
    /// From end to end, at least two points; first and last are equal in a closed line.
    pub points: &'a [Position],
    /// The grid on the left; `None` is outside the territory.
    pub left: Option<GridId>,
    /// The grid on the right; never the same as on the left.
    pub right: Option<GridId>,
}

/// A territory cut into grids without gap or overlap.
///
/// Nodes are points where three or more edges end (and one point of each closed edge); edges meet
/// at nodes only. Polygons are derived: two neighbours cannot disagree about their border.
///
/// Made by [`Partition::build`]; frozen. Eight bytes a point, some forty an edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// The points of all edges, one edge after the other.
    pub(crate) points: Vec<Position>,
    /// Where the points of each edge start, and the end of the last.
    pub(crate) edge_from: Vec<u32>,
    /// The grids on the left and right of each edge.
    pub(crate) sides: Vec<[u32; 2]>,
    /// The nodes at which each edge starts and ends.
    pub(crate) ends: Vec<[u32; 2]>,
    /// Where the halves leaving each node start in `fans`, and the end of the last.
    pub(crate) fan_from: Vec<u32>,
    /// The halves leaving each node, counter-clockwise. Half `2e` is edge `e` from its start, half
    /// `2e + 1` from its end.
    pub(crate) fans: Vec<u32>,
    /// The rings of each grid, polygon by polygon, each outer ring followed by its holes.
    pub(crate) rings: Rings,
}

/// Rings as walks over halves, grid by grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rings {
    /// Where the rings of each grid start in `starts`, and the end of the last.
    pub(crate) grid_from: Vec<u32>,
    /// Where the halves of each ring start in `halves`, and the end of the last.
    pub(crate) starts: Vec<u32>,
    /// Whether a ring is an outer one.
    pub(crate) outer: Vec<bool>,
    /// The halves, each with the grid on its left.
    pub(crate) halves: Vec<u32>,
}

impl Partition {
    /// How many grids the partition was built from; grids are numbered from 0.
    pub fn grid_count(&self) -> usize {
        self.rings.grid_from.len().saturating_sub(1)
    }

    /// Every grid, by number.
    pub fn grids(&self) -> impl ExactSizeIterator<Item = GridId> {
        (0..self.grid_count() as u32).map(GridId)
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.sides.len()
    }

    /// How many different points the edges have.
    pub fn vertex_count(&self) -> usize {
        // Each edge has all its inner points for itself; its two ends are nodes.
        let nodes = self.fan_from.len().saturating_sub(1);
        self.points.len() + nodes - 2 * self.edge_count()
    }

    /// One edge, or `None` when there are not so many.
    pub fn edge(&self, index: usize) -> Option<Edge<'_>> {
        let [left, right] = self.sides.get(index)?.map(grid_id);
        Some(Edge { points: self.edge_points(index), left, right })
    }

    /// Every edge, in the order of their numbers.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Edge<'_>> {
        self.sides.iter().enumerate().map(|(index, sides)| {
            let [left, right] = sides.map(grid_id);
            Edge { points: self.edge_points(index), left, right }
        })
    }

    /// The box around the territory, or `None` when there is no land.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.points.iter().copied())
    }

    /// The box around a grid, or `None` when it has no land.
    pub fn bounds_of(&self, grid: GridId) -> Option<Bounds> {
        let halves = self.ring_range(grid).flat_map(|ring| self.ring_halves(ring));
        let points = halves.flat_map(|&half| self.edge_points(half as usize / 2));
        Bounds::around(points.copied())
    }

    /// The area of every grid on the ellipsoid, in square metres.
    pub(crate) fn ground_areas(&self) -> Vec<f64> {
        let mut areas = vec![0.0; self.grid_count()];
        for (index, sides) in self.sides.iter().enumerate() {
            let points = self.edge_points(index);
            let under: f64 = points.windows(2).map(|p| crate::measure::below(p[0], p[1])).sum();
            for (grid, under) in sides.iter().zip([under, -under]) {
                if let Some(area) = areas.get_mut(*grid as usize) {
                    *area += under;
                }
            }
        }
        areas
    }

    /// The rings of a grid: polygon by polygon, each outer ring (counter-clockwise) followed by its
    /// holes (clockwise). A ring is a list of edge numbers, each with `true` where the edge is
    /// walked from its first point to its last; the grid is on the left all the way. A ring does
    /// not touch itself; two rings of a grid may share single points. Nothing for a number that no
    /// grid has.
    pub fn rings_of(&self, grid: GridId) -> impl Iterator<Item = Vec<(usize, bool)>> {
        self.ring_range(grid).map(|ring| {
            self.ring_halves(ring).iter().map(|&half| (half as usize / 2, half % 2 == 0)).collect()
        })
    }

    /// The polygons of a grid, outer rings counter-clockwise and holes clockwise; the first point
    /// of a ring is not repeated. Empty for a number that no grid has.
    pub fn area(&self, grid: GridId) -> Area {
        let mut area = Area::default();
        for ring in self.ring_range(grid) {
            let points = self.ring_points(self.ring_halves(ring));
            crate::rings::push(&mut area, points, self.rings.outer[ring]);
        }
        area
    }

    /// The grids that share a line with this one, each with the length of what they share, by
    /// number. Touching at a point is not enough.
    pub fn neighbours(&self, grid: GridId) -> Vec<(GridId, Metres)> {
        let mut shared: Vec<(u32, f64)> = self
            .ring_range(grid)
            .flat_map(|ring| self.ring_halves(ring))
            .map(|&half| (self.left_of(half ^ 1), half as usize / 2))
            .filter(|&(other, _)| other != NOBODY)
            .map(|(other, edge)| (other, crate::length(self.edge_points(edge))))
            .collect();
        shared.sort_by_key(|&(grid, _)| grid);
        shared
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| {
                let length: f64 = same.iter().map(|(_, length)| length).sum();
                (GridId(same[0].0), metres(length))
            })
            .collect()
    }

    pub(crate) fn edge_points(&self, index: usize) -> &[Position] {
        &self.points[self.edge_from[index] as usize..self.edge_from[index + 1] as usize]
    }

    /// The grid on the left of a half.
    #[inline]
    pub(crate) fn left_of(&self, half: u32) -> u32 {
        self.sides[half as usize / 2][half as usize % 2]
    }

    /// The node that a half ends at.
    pub(crate) fn end_of(&self, half: u32) -> u32 {
        self.ends[half as usize / 2][1 - half as usize % 2]
    }

    /// The halves leaving a node, counter-clockwise.
    pub(crate) fn fan(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.fans[self.fan_from[node] as usize..self.fan_from[node + 1] as usize]
    }

    pub(crate) fn ring_range(&self, grid: GridId) -> std::ops::Range<usize> {
        match self.rings.grid_from.get(grid.0 as usize..) {
            Some(&[from, to, ..]) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    pub(crate) fn ring_halves(&self, ring: usize) -> &[u32] {
        &self.rings.halves[self.rings.starts[ring] as usize..self.rings.starts[ring + 1] as usize]
    }

    /// The points along some halves that follow each other, the last left out.
    pub(crate) fn ring_points(&self, halves: &[u32]) -> Vec<Position> {
        let mut points = Vec::new();
        for &half in halves {
            let edge = self.edge_points(half as usize / 2);
            let last = edge.len() - 1;
            if half % 2 == 0 {
                points.extend_from_slice(&edge[..last]);
            } else {
                points.extend(edge[1..].iter().rev());
            }
        }
        points
    }

    /// Twice the signed area along some halves, in lattice steps squared.
    pub(crate) fn turn(&self, halves: &[u32]) -> i128 {
        halves
            .iter()
            .map(|&half| {
                let points = self.edge_points(half as usize / 2);
                let sum: i128 = points
                    .windows(2)
                    .map(|pair| crate::faces::shoelace(Pt::of(pair[0]), Pt::of(pair[1])))
                    .sum();
                if half % 2 == 0 { sum } else { -sum }
            })
            .sum()
    }
}

pub(crate) fn grid_id(grid: u32) -> Option<GridId> {
    (grid != NOBODY).then_some(GridId(grid))
}

/// Whole metres; the cast holds at the ends of the range, and a length is not negative.
fn metres(length: f64) -> Metres {
    Metres::new(length.round() as u32)
}
