//! Rings read off the edges: of one grid, or around any set of grids.
//!
//! From a half the walk goes on with the next border half clockwise at its end, which keeps the
//! land on the left. Where it comes back to a node it has been at, the loop since then is cut off
//! as a ring of its own: so a ring never touches itself, and a hole that touches the outer ring in
//! a point is a hole.

use crate::exact::Pt;
use crate::partition::{NOBODY, Partition, Rings};
use crate::region::find;
use model::{Area, Bounds, GridId, Polygon, Position};

impl Partition {
    /// The outline of a set of grids, read off the edges that have a member on one side only:
    /// outer rings counter-clockwise, holes clockwise, every point of the border kept.
    ///
    /// Holes are what the members leave out, members' islands inside a hole are polygons again.
    /// O(edges), whatever the selection.
    pub fn outline(&self, member: impl Fn(GridId) -> bool) -> Area {
        let inside: Vec<bool> =
            (0..self.grid_count() as u32).map(|grid| member(GridId(grid))).collect();
        let members = (0..inside.len() as u32).filter(|&grid| inside[grid as usize]);
        self.outline_of(members, &|grid| inside[grid as usize])
    }

    /// The outline of the members, looking at their own edges only.
    pub(crate) fn outline_of(
        &self,
        members: impl Iterator<Item = u32>,
        member: &impl Fn(u32) -> bool,
    ) -> Area {
        let holds = |grid: u32| grid != NOBODY && member(grid);
        let border = members
            .flat_map(|grid| self.ring_range(GridId(grid)))
            .flat_map(|ring| self.ring_halves(ring).iter().copied())
            .filter(|&half| !holds(self.left_of(half ^ 1)));
        let rings = Tracer::new(self).trace(border, &holds);
        let mut area = Area::default();
        for (halves, outer) in self.nest_by_parts(rings, &holds) {
            push(&mut area, self.ring_points(&halves), outer);
        }
        area
    }

    /// The rings of every grid.
    pub(crate) fn trace_rings(&mut self) {
        let grids = self.grid_count();
        let lefts: Vec<u32> =
            (0..2 * self.edge_count() as u32).map(|half| self.left_of(half)).collect();
        let keys: Vec<u32> =
            lefts.iter().map(|&grid| if grid == NOBODY { grids as u32 } else { grid }).collect();
        let (from, halves) = crate::faces::group(&keys, grids + 1);
        let mut rings = Rings { grid_from: vec![0], starts: vec![0], ..Rings::default() };
        let mut tracer = Tracer::new(self);
        for grid in 0..grids {
            let own = halves[from[grid] as usize..from[grid + 1] as usize].iter().copied();
            let walks = tracer.trace(own, &|other| other == grid as u32);
            for (ring, outer) in self.nest_rings(walks) {
                rings.halves.extend(ring);
                rings.starts.push(rings.halves.len() as u32);
                rings.outer.push(outer);
            }
            rings.grid_from.push(rings.outer.len() as u32);
        }
        self.rings = rings;
    }

    /// Rings with their turn, put in order: each outer ring followed by the holes in it.
    fn nest_rings(&self, rings: Vec<Vec<u32>>) -> Vec<(Vec<u32>, bool)> {
        if let [_] = rings.as_slice() {
            return rings.into_iter().map(|ring| (ring, true)).collect();
        }
        let turns: Vec<i128> = rings.iter().map(|ring| self.turn(ring)).collect();
        let outers: Vec<usize> = (0..rings.len()).filter(|&k| turns[k] > 0).collect();
        let corners: Vec<(Option<Bounds>, Vec<Pt>)> = outers
            .iter()
            .map(|&k| self.ring_points(&rings[k]))
            .map(|ring| {
                (Bounds::around(ring.iter().copied()), ring.into_iter().map(Pt::of).collect())
            })
            .collect();
        let mut holes: Vec<Vec<usize>> = vec![Vec::new(); outers.len()];
        for hole in (0..rings.len()).filter(|&k| turns[k] <= 0) {
            let (end, middle) = self.middle_of(rings[hole][0]);
            let around = |k: usize| {
                turns[outers[k]] > -turns[hole]
                    && corners[k].0.is_some_and(|bounds| bounds.contains(end))
                    && holds(&corners[k].1, middle)
            };
            let within = if outers.len() == 1 {
                Some(0)
            } else {
                (0..outers.len()).filter(|&k| around(k)).min_by_key(|&k| turns[outers[k]])
            };
            if let Some(outer) = within {
                holes[outer].push(hole);
            }
        }
        let mut rings: Vec<Option<Vec<u32>>> = rings.into_iter().map(Some).collect();
        let mut ordered = Vec::with_capacity(rings.len());
        for (outer, holes) in outers.iter().zip(holes) {
            ordered.extend(rings[*outer].take().map(|ring| (ring, true)));
            for hole in holes {
                ordered.extend(rings[hole].take().map(|ring| (ring, false)));
            }
        }
        ordered
    }

    /// The same for rings around members that are whole grids. What a hole is cut out of hangs
    /// together, part of a grid by part, with what its outer ring goes around; so nobody need ask
    /// which ring holds which. O(halves).
    fn nest_by_parts(
        &self,
        rings: Vec<Vec<u32>>,
        member: &impl Fn(u32) -> bool,
    ) -> Vec<(Vec<u32>, bool)> {
        let is_outer: Vec<bool> = rings.iter().map(|ring| self.turn(ring) > 0).collect();
        if is_outer.iter().filter(|&&outer| outer).count() < 2 || !is_outer.contains(&false) {
            let mut all: Vec<(Vec<u32>, bool)> = rings.into_iter().zip(is_outer).collect();
            all.sort_by_key(|&(_, outer)| !outer);
            return all;
        }
        // By half: the part of a grid on its left.
        let mut part_of = vec![u32::MAX; 2 * self.edge_count()];
        let mut parts = 0;
        for (ring, outer) in self.rings.outer.iter().enumerate() {
            parts += u32::from(*outer);
            for &half in self.ring_halves(ring) {
                part_of[half as usize] = parts - 1;
            }
        }
        let mut root: Vec<u32> = (0..parts).collect();
        for (edge, &[left, right]) in self.sides.iter().enumerate() {
            if left != NOBODY && right != NOBODY && member(left) && member(right) {
                let [a, b] = [2 * edge, 2 * edge + 1].map(|half| find(&mut root, part_of[half]));
                root[a.max(b) as usize] = a.min(b);
            }
        }
        // By root: the place of its outer ring in the answer, then the rings in that order.
        let mut place = vec![u32::MAX; parts as usize];
        let mut keyed: Vec<(u32, bool, Vec<u32>)> = Vec::with_capacity(rings.len());
        let with_root = |ring: &Vec<u32>, root: &mut Vec<u32>| {
            ring.first().map_or(0, |&half| find(root, part_of[half as usize]))
        };
        let roots: Vec<u32> = rings.iter().map(|ring| with_root(ring, &mut root)).collect();
        let outer_roots = roots.iter().zip(&is_outer).filter(|(_, outer)| **outer);
        for (number, (&root, _)) in (0..).zip(outer_roots) {
            place[root as usize] = number;
        }
        for ((ring, outer), root) in rings.into_iter().zip(is_outer).zip(roots) {
            keyed.push((place[root as usize], !outer, ring));
        }
        keyed.sort_by_key(|&(place, hole, _)| (place, hole));
        keyed.into_iter().map(|(_, hole, ring)| (ring, !hole)).collect()
    }

    /// A point of a half, and twice the middle of its first side: no other ring goes through it.
    fn middle_of(&self, half: u32) -> (Position, [i64; 2]) {
        let points = self.edge_points(half as usize / 2);
        let sum = |a: i32, b: i32| i64::from(a) + i64::from(b);
        let (a, b) = (points[0], points[1]);
        (a, [sum(a.lon_e7(), b.lon_e7()), sum(a.lat_e7(), b.lat_e7())])
    }
}

/// Whether a ring holds a point that is not on it; the point in half lattice steps.
fn holds(ring: &[Pt], [x, y]: [i64; 2]) -> bool {
    let mut inside = false;
    let mut last = ring.len() - 1;
    for next in 0..ring.len() {
        let twice = |p: Pt| (2 * i64::from(p.x), 2 * i64::from(p.y));
        let ((ax, ay), (bx, by)) = (twice(ring[last]), twice(ring[next]));
        last = next;
        if (ay <= y) == (by <= y) {
            continue;
        }
        let line =
            i128::from(bx - ax) * i128::from(y - ay) - i128::from(by - ay) * i128::from(x - ax);
        // East of the point: left of it when the side runs north.
        if (line > 0) == (by > ay) {
            inside = !inside;
        }
    }
    inside
}

/// Adds a ring to an area: an outer one starts a polygon, a hole goes to the last.
pub(crate) fn push(area: &mut Area, points: Vec<Position>, outer: bool) {
    match area.polygons.last_mut() {
        Some(polygon) if !outer => polygon.holes.push(points),
        _ => area.polygons.push(Polygon { outer: points, holes: Vec::new() }),
    }
}

/// Walks along borders; keeps its notes between walks, as they are as large as the partition.
struct Tracer<'a> {
    of: &'a Partition,
    /// Halves that a walk went along.
    walked: Vec<bool>,
    /// By node: 1 + how many halves the present walk had when it was last there; 0 is never.
    visited: Vec<u32>,
}

impl<'a> Tracer<'a> {
    fn new(of: &'a Partition) -> Self {
        let nodes = of.fan_from.len().saturating_sub(1);
        Self { of, walked: vec![false; 2 * of.edge_count()], visited: vec![0; nodes] }
    }

    /// Rings along the given halves, which have a member on the left and none on the right.
    fn trace(
        &mut self,
        border: impl Iterator<Item = u32>,
        member: &impl Fn(u32) -> bool,
    ) -> Vec<Vec<u32>> {
        let mut rings = Vec::new();
        for first in border {
            if self.walked[first as usize] {
                continue;
            }
            let mut walk: Vec<u32> = Vec::new();
            let mut half = first;
            while !std::mem::replace(&mut self.walked[half as usize], true) {
                let from = self.of.end_of(half ^ 1);
                self.visited[from as usize] = walk.len() as u32 + 1;
                walk.push(half);
                let node = self.of.end_of(half);
                if let Some(start) = self.visited[node as usize].checked_sub(1) {
                    let ring = walk.split_off(start as usize);
                    for &half in &ring {
                        self.visited[self.of.end_of(half ^ 1) as usize] = 0;
                    }
                    rings.push(ring);
                }
                half = self.next(half, member);
            }
        }
        rings
    }

    /// The next border half clockwise at the end of `half`.
    fn next(&self, half: u32, member: &impl Fn(u32) -> bool) -> u32 {
        let fan = self.of.fan(self.of.end_of(half));
        let back = fan.iter().position(|&out| out == half ^ 1).unwrap_or(0);
        let clockwise = fan[..back].iter().rev().chain(fan[back..].iter().rev());
        let border =
            |&&out: &&u32| member(self.of.left_of(out)) && !member(self.of.left_of(out ^ 1));
        clockwise.copied().find(|out| border(&out)).unwrap_or(half)
    }
}
