//! Bounded searches that go round a vertex which is about to be taken out.

use super::UNREACHED;
use super::contract::Link;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One search's memory, used again by the next.
#[derive(Debug)]
pub(super) struct Witness {
    time: Vec<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Witness {
    /// For a graph of so many vertices.
    pub(super) fn new(vertices: usize) -> Self {
        Self { time: vec![UNREACHED; vertices], touched: vec![], queue: BinaryHeap::new() }
    }

    /// Searches from a vertex round another, until `longest` or so many vertices are settled. Times
    /// found are those of real ways, if not always the shortest.
    pub(super) fn search(
        &mut self,
        out: &[Vec<Link>],
        from: u32,
        without: u32,
        longest: u32,
        settled_max: usize,
    ) {
        for vertex in self.touched.drain(..) {
            self.time[vertex as usize] = UNREACHED;
        }
        self.queue.clear();
        self.reach(from, 0);
        let mut settled = 0;
        while let Some(Reverse((time, vertex))) = self.queue.pop() {
            if time > self.time[vertex as usize] {
                continue;
            }
            settled += 1;
            if settled > settled_max || time > longest {
                break;
            }
            for link in &out[vertex as usize] {
                let there = time.saturating_add(link.weight);
                if link.to != without && there <= longest {
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
