//! The outlines of the units of one level: rings that walk along arcs.

use crate::graph::{Ancestry, Half, Heading, NOBODY, edge_of, twin, way};
use std::cmp::Ordering;

/// What the walk needs to know of an arc.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    /// The nodes it starts and ends at.
    pub(crate) nodes: [u32; 2],
    /// Which way it leaves its start, and its reverse the end.
    pub(crate) headings: [Heading; 2],
    /// A grid on its right, and one on its left.
    pub(crate) sides: [u32; 2],
}

/// The halves of arcs that leave each node, in the order of their headings.
#[derive(Debug)]
pub(crate) struct Fans {
    halves: Vec<Half>,
    /// Where each node's halves start, and the end of the last.
    from: Vec<u32>,
    /// Where each half stands in `halves`.
    place: Vec<u32>,
}

/// The rings of each unit of a level. A ring walks with its unit to the right on the map.
#[derive(Debug)]
pub(crate) struct Outlines {
    /// Where the rings of each unit start in `ring_from`, and the end of the last.
    unit_from: Vec<u32>,
    /// Where the halves of each ring start, and the end of the last.
    ring_from: Vec<u32>,
    halves: Vec<Half>,
}

impl Fans {
    pub(crate) fn new(arcs: &[Ends], node_count: usize) -> Self {
        let mut from = vec![0_u32; node_count + 1];
        for node in arcs.iter().flat_map(|arc| arc.nodes) {
            from[node as usize + 1] += 1;
        }
        for node in 0..node_count {
            from[node + 1] += from[node];
        }
        let mut free = from.clone();
        let mut halves = vec![0; arcs.len() * 2];
        for (half, node) in (0..).zip(arcs.iter().flat_map(|arc| arc.nodes)) {
            halves[free[node as usize] as usize] = half;
            free[node as usize] += 1;
        }
        let heading = |half: Half| arcs[edge_of(half)].headings[way(half)];
        for pair in from.windows(2) {
            halves[pair[0] as usize..pair[1] as usize]
                .sort_unstable_by(|&a, &b| turn(heading(a), heading(b)).then(a.cmp(&b)));
        }
        let mut place = vec![0; halves.len()];
        for (at, &half) in (0..).zip(&halves) {
            place[half as usize] = at;
        }
        Self { halves, from, place }
    }

    /// The halves that leave the node `half` leaves, the one counter-clockwise on the map from it
    /// first, itself last.
    fn around(&self, half: Half, node: u32) -> impl Iterator<Item = Half> {
        let (start, end) = (self.from[node as usize], self.from[node as usize + 1]);
        let (count, place) = (end - start, self.place[half as usize] - start);
        let at = move |step: u32| self.halves[(start + (place + count - step) % count) as usize];
        (1..=count).map(at)
    }
}

/// The order of headings, clockwise on the map from east.
fn turn(a: Heading, b: Heading) -> Ordering {
    let northern = |(dx, dy): Heading| dy < 0 || (dy == 0 && dx < 0);
    let wide = i128::from;
    northern(a)
        .cmp(&northern(b))
        .then_with(|| (wide(b.0) * wide(a.1)).cmp(&(wide(a.0) * wide(b.1))))
}

impl Outlines {
    /// Walks the outline of each of the `units` units of `level`.
    pub(crate) fn of_level(
        arcs: &[Ends],
        fans: &Fans,
        ancestry: &Ancestry,
        level: usize,
        units: usize,
    ) -> Self {
        let unit = |half: Half| ancestry.unit(level, arcs[edge_of(half)].sides[way(half)]);
        let mut walked = vec![false; arcs.len() * 2];
        let mut rings: Vec<(u32, usize, usize)> = Vec::new();
        let mut halves: Vec<Half> = Vec::new();
        for first in (0..).take(arcs.len() * 2) {
            let own = unit(first);
            let start = halves.len();
            let mut half = first;
            while own != NOBODY && !walked[half as usize] && unit(twin(half)) != own {
                walked[half as usize] = true;
                halves.push(half);
                // The sharpest turn that keeps the unit on the right: the outline of one piece.
                let back = twin(half);
                let node = arcs[edge_of(back)].nodes[way(back)];
                let bounds = |&next: &Half| unit(next) == own && unit(twin(next)) != own;
                let Some(next) = fans.around(back, node).find(bounds) else { break };
                half = next;
            }
            if halves.len() > start {
                rings.push((own, start, halves.len()));
            }
        }
        rings.sort_by_key(|ring| ring.0);
        Self::grouped(&rings, &halves, units)
    }

    /// Lays the rings out unit by unit.
    fn grouped(rings: &[(u32, usize, usize)], walked: &[Half], units: usize) -> Self {
        let place = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut unit_from = vec![0; units + 1];
        let mut ring_from = Vec::with_capacity(rings.len() + 1);
        ring_from.push(0);
        let mut halves = Vec::with_capacity(walked.len());
        for &(unit, start, end) in rings {
            halves.extend_from_slice(&walked[start..end]);
            ring_from.push(place(halves.len()));
            if let Some(count) = unit_from.get_mut(unit as usize + 1) {
                *count += 1;
            }
        }
        for unit in 0..units {
            unit_from[unit + 1] += unit_from[unit];
        }
        Self { unit_from, ring_from, halves }
    }

    /// The rings of a unit.
    pub(crate) fn rings(&self, unit: u32) -> impl Iterator<Item = &[Half]> {
        let unit = unit as usize;
        let rings = self.unit_from[unit] as usize..self.unit_from[unit + 1] as usize;
        rings.map(|ring| {
            &self.halves[self.ring_from[ring] as usize..self.ring_from[ring + 1] as usize]
        })
    }
}
