//! A contraction hierarchy, packed for searching: vertices by rank, the most important first, so
//! that a sweep over all of them runs through memory once.

use super::contract::{Contraction, Link};
use super::digraph::{Digraph, NOWHERE, Seed};

/// One direction of the hierarchy: for each vertex, arcs between it and more important ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Half {
    pub(super) first: Vec<u32>,
    /// The other vertex (a smaller number) and the weight.
    pub(super) arcs: Vec<(u32, u32)>,
    /// The vertex that each is a shortcut through, or [`NOWHERE`].
    through: Vec<u32>,
}

/// The hierarchy. Vertices are numbered by rank here, 0 for the most important.
#[derive(Clone, Debug, Default)]
pub(super) struct Hierarchy {
    /// Arcs that climb: from a vertex to more important ones.
    pub(super) up: Half,
    /// Arcs that descend, listed at their lower end: from more important ones to a vertex.
    pub(super) down: Half,
    /// The number here of each vertex of the graph, and back.
    rank: Vec<u32>,
    vertex: Vec<u32>,
}

impl Hierarchy {
    /// Builds the hierarchy of a graph.
    pub(super) fn build(graph: &Digraph) -> Self {
        Self::pack(Contraction::of(graph))
    }

    /// Builds the hierarchy of other weights on the same vertices, in the order of this one.
    pub(super) fn reweighed(&self, graph: &Digraph) -> Self {
        Self::pack(Contraction::in_order(graph, self.vertex.iter().rev().copied()))
    }

    fn pack(done: Contraction) -> Self {
        let count = done.order.len() as u32;
        let mut rank = vec![0; done.order.len()];
        for (place, &vertex) in (1..).zip(&done.order) {
            rank[vertex as usize] = count - place;
        }
        let vertex: Vec<u32> = done.order.into_iter().rev().collect();
        let up = Half::pack(&done.out, &vertex, &rank);
        let down = Half::pack(&done.into, &vertex, &rank);
        Self { up, down, rank, vertex }
    }

    /// How many vertices there are.
    pub(super) fn len(&self) -> usize {
        self.vertex.len()
    }

    /// How many arcs there are, shortcuts among them.
    pub(super) fn arcs(&self) -> usize {
        self.up.arcs.len() + self.down.arcs.len()
    }

    /// The number of a vertex here.
    pub(super) fn rank(&self, vertex: u32) -> u32 {
        self.rank[vertex as usize]
    }

    /// The vertices of the graph that lie on the way over an arc from one number here to another,
    /// the last one included; the arc must be one of the hierarchy.
    pub(super) fn unpack(&self, from: u32, to: u32, path: &mut Vec<u32>) {
        let mut open = vec![(from, to)];
        while let Some((from, to)) = open.pop() {
            let through =
                if from > to { self.up.through(from, to) } else { self.down.through(to, from) };
            if through == NOWHERE {
                path.push(self.vertex[to as usize]);
            } else {
                open.push((through, to));
                open.push((from, through));
            }
        }
    }

    /// Seeds by the numbers here.
    pub(super) fn ranked<'s>(&'s self, seeds: &'s [Seed]) -> impl Iterator<Item = (u32, u32)> + 's {
        seeds.iter().map(|seed| (self.rank(seed.vertex), seed.time))
    }
}

impl Half {
    fn pack(links: &[Vec<Link>], order: &[u32], rank: &[u32]) -> Self {
        let mut half = Self { first: vec![0], ..Self::default() };
        for &vertex in order {
            let mut row = links[vertex as usize].clone();
            row.sort_unstable_by_key(|link| rank[link.to as usize]);
            for link in row {
                half.arcs.push((rank[link.to as usize], link.weight));
                let through = link.through;
                half.through.push(if through == NOWHERE {
                    NOWHERE
                } else {
                    rank[through as usize]
                });
            }
            half.first.push(half.arcs.len() as u32);
        }
        half
    }

    /// The arcs of a vertex.
    pub(super) fn row(&self, vertex: u32) -> &[(u32, u32)] {
        let at = vertex as usize;
        &self.arcs[self.first[at] as usize..self.first[at + 1] as usize]
    }

    fn through(&self, lower: u32, upper: u32) -> u32 {
        let first = self.first[lower as usize] as usize;
        let place = self.row(lower).binary_search_by_key(&upper, |arc| arc.0);
        place.map_or(NOWHERE, |place| self.through[first + place])
    }
}

/// The vertices that can be climbed to, found once for many starts.
#[derive(Debug)]
pub(super) struct Climb {
    /// Vertices found, the most important first.
    pub(super) found: Vec<u32>,
    /// The place of each vertex in `found`, or [`NOWHERE`].
    pub(super) place: Vec<u32>,
}

impl Climb {
    /// Nothing found yet, in a hierarchy of so many vertices.
    pub(super) fn new(vertices: usize) -> Self {
        Self { found: Vec::new(), place: vec![NOWHERE; vertices] }
    }

    /// Finds everything that can be climbed to from `starts`.
    pub(super) fn find(&mut self, half: &Half, starts: impl Iterator<Item = u32>) {
        for vertex in self.found.drain(..) {
            self.place[vertex as usize] = NOWHERE;
        }
        let mut next = 0;
        for start in starts {
            self.add(start);
        }
        while next < self.found.len() {
            let vertex = self.found[next];
            next += 1;
            for &(upper, _) in half.row(vertex) {
                self.add(upper);
            }
        }
        self.found.sort_unstable();
        for (place, &vertex) in (0..).zip(&self.found) {
            self.place[vertex as usize] = place;
        }
    }

    fn add(&mut self, vertex: u32) {
        let place = &mut self.place[vertex as usize];
        if *place == NOWHERE {
            *place = 0;
            self.found.push(vertex);
        }
    }
}
