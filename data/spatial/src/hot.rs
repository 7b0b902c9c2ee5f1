//! Hot pixels, found along a side: a k-d tree of points, walked by the boxes that the side enters.
//!
//! The points are halved at the median of the wider spread, again and again (Bentley,
//! "Multidimensional binary search trees used for associative searching", CACM 18, 1975); a node is
//! a stretch of the reordered points and the box around it. A side of any length meets the boxes
//! along its way only, so long sides over many points are no trouble.

use crate::exact::{Pt, meets_pixel};

/// So many points are looked at one by one.
const FEW: usize = 8;

/// Points to be found along sides.
pub(crate) struct HotPixels {
    points: Vec<Pt>,
    /// In the order of a depth-first walk, the first half before the second.
    nodes: Vec<Node>,
}

struct Node {
    low: Pt,
    high: Pt,
    /// The stretch of points.
    from: u32,
    to: u32,
    /// The node after this one and all below it.
    skip: u32,
}

impl HotPixels {
    /// Takes different points in any order. O(n log n).
    pub(crate) fn new(points: Vec<Pt>) -> Self {
        let mut tree = Self { points, nodes: Vec::new() };
        let all = tree.points.len();
        tree.grow(0, all);
        tree
    }

    fn grow(&mut self, from: usize, to: usize) {
        let stretch = &mut self.points[from..to];
        let Some(&first) = stretch.first() else { return };
        let (mut low, mut high) = (first, first);
        for p in &*stretch {
            low = Pt { x: low.x.min(p.x), y: low.y.min(p.y) };
            high = Pt { x: high.x.max(p.x), y: high.y.max(p.y) };
        }
        let number = self.nodes.len();
        self.nodes.push(Node { low, high, from: from as u32, to: to as u32, skip: 0 });
        if to - from > FEW {
            let half = (to - from) / 2;
            if i64::from(high.x) - i64::from(low.x) >= i64::from(high.y) - i64::from(low.y) {
                stretch.select_nth_unstable_by_key(half, |p| (p.x, p.y));
            } else {
                stretch.select_nth_unstable_by_key(half, |p| (p.y, p.x));
            }
            self.grow(from, from + half);
            self.grow(from + half, to);
        }
        self.nodes[number].skip = self.nodes.len() as u32;
    }

    /// Calls `visit` for every point whose pixel the closed side `a`-`b` meets.
    pub(crate) fn along(&self, a: Pt, b: Pt, visit: &mut impl FnMut(Pt)) {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            if !enters(a, b, node.low, node.high) {
                at = node.skip as usize;
                continue;
            }
            if node.skip as usize == at + 1 {
                let points = &self.points[node.from as usize..node.to as usize];
                points.iter().filter(|&&p| meets_pixel(a, b, p)).for_each(|&p| visit(p));
            }
            at += 1;
        }
    }
}

/// Whether a closed side comes within one step of a box.
fn enters(a: Pt, b: Pt, low: Pt, high: Pt) -> bool {
    let wide = |n: i32| i64::from(n);
    let (west, south) = (wide(low.x) - 1, wide(low.y) - 1);
    let (east, north) = (wide(high.x) + 1, wide(high.y) + 1);
    let apart = |p: i32, q: i32, low: i64, high: i64| wide(p.min(q)) > high || wide(p.max(q)) < low;
    if apart(a.x, b.x, west, east) || apart(a.y, b.y, south, north) {
        return false;
    }
    // All four corners strictly on one side of the line: it passes by.
    let (dx, dy) = (wide(b.x) - wide(a.x), wide(b.y) - wide(a.y));
    let turn = |x: i64, y: i64| {
        i128::from(dx) * i128::from(y - wide(a.y)) - i128::from(dy) * i128::from(x - wide(a.x))
    };
    let turns = [turn(west, south), turn(east, south), turn(west, north), turn(east, north)];
    !(turns.iter().all(|&turn| turn > 0) || turns.iter().all(|&turn| turn < 0))
}
