//! Builds a contraction hierarchy (Geisberger, Sanders, Schultes, Vetter: "Exact routing in large
//! road networks using contraction hierarchies", Transportation Science 46(3), 2012).
//!
//! Vertices are taken out one by one, the least important first. Where the shortest way between two
//! neighbours runs through the vertex taken out, an arc between them takes its place; a search that
//! goes round the vertex (the *witness*) spares the arc. How important a vertex is follows from how
//! many arcs its removal would add, how many edges those stand for, and how deep below it the
//! hierarchy is.
//!
//! The order depends on little but the shape of the city. [`Contraction::in_order`] takes a known
//! order for other weights, which is several times quicker than finding one, and as exact.

use super::digraph::{Digraph, NOWHERE};
use super::witness::{Bounds, Witness};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Arcs looked at by a witness search when an order is being weighed up, and when it is followed.
const ARCS_WEIGHING: usize = 200;
const ARCS_FOLLOWING: usize = 6_000;
/// What one level of depth counts beside twice as many arcs or edges, which count 1,000. Less lets the
/// order follow the arcs, which grow dense where vertices are arcs of the roads.
const DEPTH_WEIGHT: u64 = 300;

/// An arc of the graph that is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) to: u32,
    pub(super) weight: u32,
    /// The vertex that a shortcut runs through, or [`NOWHERE`].
    pub(super) through: u32,
    /// How many arcs of the given graph it stands for.
    hops: u32,
}

/// The state of a contraction: what is left, and what was taken out.
#[derive(Debug)]
pub(super) struct Contraction {
    /// Arcs out of and into each vertex; of a vertex taken out, those to vertices that stayed.
    pub(super) out: Vec<Vec<Link>>,
    pub(super) into: Vec<Vec<Link>>,
    /// Vertices in the order in which they were taken out.
    pub(super) order: Vec<u32>,
    depth: Vec<u32>,
    /// Whether a neighbour was taken out since a vertex was weighed.
    stale: Vec<bool>,
    witness: Witness,
    /// Shortcuts of the vertex looked at last: from, to, weight, hops.
    found: Vec<(u32, u32, u32, u32)>,
}

impl Contraction {
    fn new(graph: &Digraph) -> Self {
        let count = graph.len();
        let (mut out, mut into) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for vertex in 0..count as u32 {
            for &(to, weight) in graph.row(vertex) {
                let link = Link { to, weight, through: NOWHERE, hops: 1 };
                out[vertex as usize].push(link);
                into[to as usize].push(Link { to: vertex, ..link });
            }
        }
        Self {
            out,
            into,
            order: Vec::with_capacity(count),
            depth: vec![0; count],
            stale: vec![false; count],
            witness: Witness::new(count),
            found: Vec::new(),
        }
    }

    /// Finds an order and contracts by it. How important a vertex is is worked out when it is asked
    /// for and, if a neighbour was taken out since, again when its turn comes: if it has become more
    /// important than the next, it waits.
    pub(super) fn of(graph: &Digraph) -> Self {
        let mut it = Self::new(graph);
        let count = graph.len() as u32;
        let mut queue: BinaryHeap<Reverse<(u64, u32)>> =
            (0..count).map(|vertex| Reverse((it.weigh(vertex), vertex))).collect();
        while let Some(Reverse((_, vertex))) = queue.pop() {
            if std::mem::take(&mut it.stale[vertex as usize]) {
                let weight = it.weigh(vertex);
                if queue.peek().is_some_and(|Reverse((next, _))| weight > *next) {
                    queue.push(Reverse((weight, vertex)));
                    continue;
                }
            }
            it.take_out(vertex);
        }
        it
    }

    /// Contracts in a known order.
    pub(super) fn in_order(graph: &Digraph, order: impl IntoIterator<Item = u32>) -> Self {
        let mut it = Self::new(graph);
        for vertex in order {
            it.take_out(vertex);
        }
        it
    }

    /// How important a vertex is at present; the least is taken out next.
    fn weigh(&mut self, vertex: u32) -> u64 {
        self.find_shortcuts(vertex, ARCS_WEIGHING);
        let (out, into) = (&self.out[vertex as usize], &self.into[vertex as usize]);
        let removed = (out.len() + into.len()) as u64;
        let removed_hops: u64 = out.iter().chain(into).map(|link| u64::from(link.hops)).sum();
        let added = self.found.len() as u64;
        let added_hops: u64 = self.found.iter().map(|it| u64::from(it.3)).sum();
        let depth = u64::from(self.depth[vertex as usize]);
        DEPTH_WEIGHT * depth
            + (1_000 * added).checked_div(removed).unwrap_or(0)
            + (1_000 * added_hops).checked_div(removed_hops).unwrap_or(0)
    }

    /// Takes a vertex out and puts shortcuts in its place.
    fn take_out(&mut self, vertex: u32) {
        self.find_shortcuts(vertex, ARCS_FOLLOWING);
        for link in self.out[vertex as usize].iter().chain(&self.into[vertex as usize]) {
            self.stale[link.to as usize] = true;
        }
        let depth = self.depth[vertex as usize] + 1;
        forget(&self.out[vertex as usize], &mut self.into, vertex, depth, &mut self.depth);
        forget(&self.into[vertex as usize], &mut self.out, vertex, depth, &mut self.depth);
        for &(from, to, weight, hops) in &self.found {
            let link = Link { to, weight, through: vertex, hops };
            put(&mut self.out[from as usize], link);
            put(&mut self.into[to as usize], Link { to: from, ..link });
        }
        self.order.push(vertex);
    }

    /// The shortcuts that taking a vertex out would need.
    fn find_shortcuts(&mut self, vertex: u32, arcs_max: usize) {
        self.found.clear();
        let (out, into) = (&self.out[vertex as usize], &self.into[vertex as usize]);
        for first in into {
            let ends = out.iter().filter(|second| second.to != first.to);
            let Some(longest) = ends.clone().map(|second| second.weight).max() else { continue };
            let longest = first.weight.saturating_add(longest);
            let ends_count = ends.clone().count();
            let witness = &mut self.witness;
            witness.want(ends.clone().map(|second| second.to));
            let bounds = Bounds { longest, arcs: arcs_max, wanted: ends_count };
            witness.search(&self.out, first.to, vertex, bounds);
            for second in ends {
                let weight = first.weight.saturating_add(second.weight);
                // A weight past the sentinel is no way any more.
                if weight < super::UNREACHED && witness.time(second.to) > weight {
                    let hops = first.hops.saturating_add(second.hops);
                    self.found.push((first.to, second.to, weight, hops));
                }
            }
        }
    }
}

/// Takes the links back to a vertex out of its neighbours' rows; they lie deeper now.
fn forget(near: &[Link], far: &mut [Vec<Link>], vertex: u32, depth: u32, depths: &mut [u32]) {
    for link in near {
        let row = &mut far[link.to as usize];
        if let Some(place) = row.iter().position(|back| back.to == vertex) {
            row.swap_remove(place);
        }
        let known = &mut depths[link.to as usize];
        *known = (*known).max(depth);
    }
}

/// Puts a link into a row; of two to one vertex the lighter stays.
fn put(row: &mut Vec<Link>, link: Link) {
    match row.iter_mut().find(|known| known.to == link.to) {
        Some(known) if known.weight > link.weight => *known = link,
        Some(_) => {}
        None => row.push(link),
    }
}
