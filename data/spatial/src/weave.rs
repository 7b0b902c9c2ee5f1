//! From owned faces to edges: sides between different owners, joined into chains between nodes.

use crate::exact::{Pt, around};
use crate::faces::{group, start};
use crate::linework::Linework;
use crate::partition::{Partition, Rings};

/// The partition in which the land to the left of each half has the given owner. O(n log n).
pub(crate) fn weave(lines: &Linework, left: &[u32], grids: usize) -> Partition {
    let owner_of = |half: u32| left[half as usize];
    let kept: Vec<u32> = (0..lines.len() as u32)
        .filter(|side| owner_of(2 * side) != owner_of(2 * side + 1))
        .flat_map(|side| [2 * side, 2 * side + 1])
        .collect();
    let starts: Vec<u32> = kept.iter().map(|&half| start(lines, half)).collect();
    let (from, mut out) = group(&starts, lines.at.len());
    for place in &mut out {
        *place = kept[*place as usize];
    }
    let fan = |point: u32| &out[from[point as usize] as usize..from[point as usize + 1] as usize];
    let mut weaver = Weaver {
        lines,
        made: Partition { edge_from: vec![0], ..Partition::default() },
        used: vec![false; lines.len()],
        node_of: vec![u32::MAX; lines.at.len()],
        nodes: Vec::new(),
        leaving: Vec::new(),
    };
    // First the edges between nodes, then the closed ones that are left.
    for loops in [false, true] {
        for point in 0..lines.at.len() as u32 {
            if fan(point).len() > 2 || (loops && fan(point).len() == 2) {
                for &half in fan(point) {
                    weaver.edge(half, &fan, &owner_of);
                }
            }
        }
    }
    weaver.finish(grids)
}

struct Weaver<'a> {
    lines: &'a Linework,
    made: Partition,
    /// By side: whether an edge runs along it.
    used: Vec<bool>,
    /// By point: the node there.
    node_of: Vec<u32>,
    /// The point of each node.
    nodes: Vec<u32>,
    /// Halves of edges: the node they leave, and the next point.
    leaving: Vec<(u32, u32)>,
}

impl Weaver<'_> {
    /// Follows an edge from `first` on, unless one runs there already.
    fn edge<'f>(
        &mut self,
        first: u32,
        fan: &impl Fn(u32) -> &'f [u32],
        owner_of: &impl Fn(u32) -> u32,
    ) {
        if self.used[first as usize / 2] {
            return;
        }
        let from = start(self.lines, first);
        let mut half = first;
        self.made.points.push(self.lines.at[from as usize].position());
        loop {
            self.used[half as usize / 2] = true;
            let to = start(self.lines, half ^ 1);
            self.made.points.push(self.lines.at[to as usize].position());
            let onward = match *fan(to) {
                [a, b] if to != from => {
                    if a == half ^ 1 {
                        b
                    } else {
                        a
                    }
                }
                _ => break,
            };
            half = onward;
        }
        let to = start(self.lines, half ^ 1);
        let ends = [self.node(from), self.node(to)];
        self.made.ends.push(ends);
        self.made.edge_from.push(self.made.points.len() as u32);
        self.made.sides.push([owner_of(first), owner_of(first ^ 1)]);
        self.leaving.push((ends[0], start(self.lines, first ^ 1)));
        self.leaving.push((ends[1], start(self.lines, half)));
    }

    fn node(&mut self, point: u32) -> u32 {
        let node = &mut self.node_of[point as usize];
        if *node == u32::MAX {
            *node = self.nodes.len() as u32;
            self.nodes.push(point);
        }
        *node
    }

    fn finish(self, grids: usize) -> Partition {
        let Self { lines, mut made, nodes, leaving, .. } = self;
        let keys: Vec<u32> = leaving.iter().map(|&(node, _)| node).collect();
        let (from, mut fans) = group(&keys, nodes.len());
        let at = |point: u32| -> Pt { lines.at[point as usize] };
        for (node, &point) in nodes.iter().enumerate() {
            fans[from[node] as usize..from[node + 1] as usize].sort_unstable_by(|&a, &b| {
                let end = |half: u32| at(leaving[half as usize].1);
                around(at(point), end(a), end(b))
            });
        }
        made.fan_from = from;
        made.fans = fans;
        made.rings = Rings { grid_from: vec![0; grids + 1], starts: vec![0], ..Rings::default() };
        made.trace_rings();
        made
    }
}
