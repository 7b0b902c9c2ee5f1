//! Which vertices can reach each other: strongly connected parts, by Tarjan ("Depth-first search and
//! linear graph algorithms", SIAM J. Comput. 1(2), 1972), without recursion.

use super::digraph::{Digraph, NOWHERE};

/// The part of every vertex, and how many vertices each part has.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) of: Vec<u32>,
    pub(super) sizes: Vec<u32>,
    largest: u32,
}

/// Beside the largest, a part is large when it has one in so many vertices of that, …
const LARGE_ONE_IN: u32 = 20;
/// … and so many.
const LARGE_MIN: u32 = 100;

impl Parts {
    /// The parts of a graph.
    pub(super) fn find(graph: &Digraph) -> Self {
        let count = graph.len();
        let mut parts = Self { of: vec![NOWHERE; count], sizes: Vec::new(), largest: 0 };
        let (mut seen, mut low) = (vec![NOWHERE; count], vec![0_u32; count]);
        let (mut open, mut path): (Vec<u32>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
        let mut next = 0;
        for root in 0..count as u32 {
            if seen[root as usize] != NOWHERE {
                continue;
            }
            path.push((root, graph.first[root as usize]));
            while let Some((vertex, at)) = path.pop() {
                let it = vertex as usize;
                if seen[it] == NOWHERE {
                    (seen[it], low[it]) = (next, next);
                    next += 1;
                    open.push(vertex);
                }
                if at < graph.first[it + 1] {
                    path.push((vertex, at + 1));
                    let head = graph.arcs[at as usize].0;
                    let to = head as usize;
                    if seen[to] == NOWHERE {
                        path.push((head, graph.first[to]));
                    } else if parts.of[to] == NOWHERE {
                        low[it] = low[it].min(seen[to]);
                    }
                    continue;
                }
                if low[it] == seen[it] {
                    parts.close(vertex, &mut open);
                }
                if let Some(&(above, _)) = path.last()
                    && parts.of[it] == NOWHERE
                {
                    low[above as usize] = low[above as usize].min(low[it]);
                }
            }
        }
        parts
    }

    /// Takes everything down to `root` off the stack as one part.
    fn close(&mut self, root: u32, open: &mut Vec<u32>) {
        let part = self.sizes.len() as u32;
        let mut size = 0;
        while let Some(vertex) = open.pop() {
            self.of[vertex as usize] = part;
            size += 1;
            if vertex == root {
                break;
            }
        }
        self.sizes.push(size);
        self.largest = self.largest.max(size);
    }

    /// Whether a vertex lies in a part that is worth starting from.
    pub(super) fn is_large(&self, vertex: u32) -> bool {
        let part = self.of[vertex as usize] as usize;
        let size = self.sizes[part];
        size == self.largest || size >= self.largest.div_ceil(LARGE_ONE_IN).max(LARGE_MIN)
    }
}
