//! The plain answer: Dijkstra's algorithm over a [`Digraph`]. For single questions under closures,
//! for what is reached, and as the twin that the fast ways are held against.

use super::UNREACHED;
use super::digraph::{Digraph, NOWHERE, Seed};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The time to every vertex, and the vertex before it.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) time: Vec<u32>,
    pub(super) before: Vec<u32>,
}

/// Searches from the seeds until every vertex within `limit` hundredths of a second is settled.
pub(super) fn search(graph: &Digraph, seeds: &[Seed], limit: u32) -> Tree {
    let mut tree = Tree { time: vec![UNREACHED; graph.len()], before: vec![NOWHERE; graph.len()] };
    let mut queue = BinaryHeap::new();
    for seed in seeds {
        let time = &mut tree.time[seed.vertex as usize];
        if seed.time < *time && seed.time <= limit {
            *time = seed.time;
            queue.push(Reverse((seed.time, seed.vertex)));
        }
    }
    while let Some(Reverse((time, vertex))) = queue.pop() {
        if time > tree.time[vertex as usize] {
            continue;
        }
        for &(head, weight) in graph.row(vertex) {
            let there = time.saturating_add(weight);
            if there < tree.time[head as usize] && there <= limit {
                tree.time[head as usize] = there;
                tree.before[head as usize] = vertex;
                queue.push(Reverse((there, head)));
            }
        }
    }
    tree
}

impl Tree {
    /// The least time to one of the seeds that end a way.
    pub(super) fn to(&self, ends: &[Seed]) -> u32 {
        let time = |seed: &Seed| self.time[seed.vertex as usize].saturating_add(seed.time);
        ends.iter().map(time).min().unwrap_or(UNREACHED).min(UNREACHED)
    }
}
