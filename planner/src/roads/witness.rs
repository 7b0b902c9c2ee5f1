//! Bounded searches that go round a vertex which is about to be taken out.

use super::UNREACHED;
use super::contract::Link;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a search stops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// At this time.
    pub(super) longest: u32,
    /// When so many arcs were looked at: where many meet, fewer vertices are worth asking.
    pub(super) arcs: usize,
    /// When so many of the wanted ones are.
    pub(super) wanted: usize,
}

/// One search's memory, used again by the next.
#[derive(Debug)]
pub(super) struct Witness {
    time: Vec<u32>,
    touched: Vec<u32>,
    /// By vertex, the number of the search that wants to know the time to it.
    wanted_by: Vec<u32>,
    search: u32,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Witness {
    /// For a graph of so many vertices.
    pub(super) fn new(vertices: usize) -> Self {
        Self {
            time: vec![UNREACHED; vertices],
            touched: Vec::new(),
            wanted_by: vec![0; vertices],
            search: 0,
            queue: BinaryHeap::new(),
        }
    }

    /// Says which vertices the next search is for.
    pub(super) fn want(&mut self, ends: impl Iterator<Item = u32>) {
        self.search += 1;
        for end in ends {
            self.wanted_by[end as usize] = self.search;
        }
    }

    /// Searches from a vertex round another, within bounds. Times found are those of real ways, if
    /// not always the shortest.
    pub(super) fn search(&mut self, out: &[Vec<Link>], from: u32, without: u32, bounds: Bounds) {
        for vertex in self.touched.drain(..) {
            self.time[vertex as usize] = UNREACHED;
        }
        self.queue.clear();
        self.reach(from, 0);
        let (mut looked, mut left) = (0, bounds.wanted);
        while let Some(Reverse((time, vertex))) = self.queue.pop() {
            if time > self.time[vertex as usize] {
                continue;
            }
            looked += out[vertex as usize].len();
            left -= usize::from(self.wanted_by[vertex as usize] == self.search);
            if looked > bounds.arcs || left == 0 {
                break;
            }
            for link in &out[vertex as usize] {
                let there = time.saturating_add(link.weight);
                if link.to != without && there <= bounds.longest {
                    self.reach(link.to, there);
                }
            }
        }
    }

    fn reach(&mut self, vertex: u32, time: u32) {
        let known = &mut self.time[vertex as usize];
        if time < *known {
            if *known == UNREACHED {
                self.touched.push(vertex);
            }
            *known = time;
            self.queue.push(Reverse((time, vertex)));
        }
    }

    /// The time to a vertex by the last search.
    pub(super) fn time(&self, vertex: u32) -> u32 {
        self.time[vertex as usize]
    }
}
