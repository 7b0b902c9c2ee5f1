//! The draft itself: pieces of border, who lies beside them, and the ways to find them.

use super::lines::woven;
use super::tree::{Span, along, in_box};
use crate::exact::{Pt, around};
use crate::partition::{NOBODY, Partition};
use model::{Area, GridId};
use rstar::RTree;
use std::collections::{BTreeMap, BTreeSet};

/// Before every point.
const FIRST: Pt = Pt { x: i32::MIN, y: i32::MIN };
/// After every point.
const LAST: Pt = Pt { x: i32::MAX, y: i32::MAX };

/// A planar partition that can be edited; see the module for how.
///
/// A vertex is its place: no other number names it, so nothing depends on the way a draft came
/// about. Two drafts are equal exactly when they have the same numbers of grids and the same pieces
/// of border with the same grids beside them. Some 150 bytes a vertex.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Each piece of border from both of its ends: the grids on the left and on the right.
    halves: BTreeMap<(Pt, Pt), [u32; 2]>,
    /// The directed pieces with a grid on their left, by grid.
    beside: BTreeSet<(u32, Pt, Pt)>,
    /// Every piece by its box.
    tree: RTree<Span>,
    grids: u32,
    stamp: u128,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.grids == other.grids && self.halves == other.halves
    }
}

impl Eq for Draft {}

impl Draft {
    /// Opens a partition for editing. O(n log n): some 0.2 s for 100,000 vertices.
    pub fn new(partition: &Partition) -> Self {
        let mut halves = Vec::with_capacity(2 * partition.points.len());
        let mut stamp = 0_u128;
        for (edge, &[left, right]) in partition.sides.iter().enumerate() {
            for pair in partition.edge_points(edge).windows(2) {
                let (a, b) = (Pt::of(pair[0]), Pt::of(pair[1]));
                halves.push(((a, b), [left, right]));
                halves.push(((b, a), [right, left]));
            }
        }
        let mut spans = Vec::with_capacity(halves.len() / 2);
        for &((a, b), sides) in halves.iter().filter(|((a, b), _)| a < b) {
            stamp = stamp.wrapping_add(mark(Span::new(a, b), sides));
            spans.push(Span::new(a, b));
        }
        let beside = halves.iter().filter(|(_, sides)| sides[0] != NOBODY);
        Self {
            beside: beside.map(|&((a, b), [left, _])| (left, a, b)).collect(),
            halves: halves.into_iter().collect(),
            tree: RTree::bulk_load(spans),
            grids: partition.grid_count() as u32,
            stamp,
        }
    }

    /// The partition as it is now. It depends on the land and its vertices only, not on the edits
    /// that led there. O(n log n).
    pub fn freeze(&self) -> Partition {
        let spans = self.halves.iter().filter(|((a, b), _)| a < b);
        let spans = spans.map(|(&(low, high), &sides)| (Span { low, high }, sides)).collect();
        woven(&spans, self.grids, &|grid| grid)
    }

    /// How many numbers there are for grids, those without land included.
    pub fn grid_count(&self) -> usize {
        self.grids as usize
    }

    /// How many straight pieces of border there are.
    pub fn piece_count(&self) -> usize {
        self.tree.size()
    }

    /// A number that stands for the whole content: equal for equal drafts, and different for
    /// different ones but for an accident in 2^128. Not proof against somebody who wants equal
    /// numbers. Kept up to date with every edit.
    pub fn stamp(&self) -> u128 {
        self.stamp ^ (u128::from(self.grids) << 96)
    }

    /// The whole content in bytes: the number of grids, then each piece in the order of its ends:
    /// longitude and latitude of both, the grids on its left and right. All little-endian, 32 bits;
    /// nobody is `u32::MAX`. Equal drafts give equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 + 24 * self.piece_count());
        bytes.extend(self.grids.to_le_bytes());
        for (&(a, b), &[left, right]) in self.halves.iter().filter(|((a, b), _)| a < b) {
            for number in [a.x, a.y, b.x, b.y] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(left.to_le_bytes());
            bytes.extend(right.to_le_bytes());
        }
        bytes
    }

    /// The polygons of a grid as it is now, outer rings counter-clockwise and holes clockwise;
    /// empty when it has no land. Costs what the grid's own border does.
    pub fn area(&self, grid: GridId) -> Area {
        let spans = self.spans_of(grid.0);
        woven(&spans, 1, &|owner| if owner == grid.0 { 0 } else { NOBODY }).area(GridId(0))
    }

    /// The pieces beside a grid, each from its lower end: who is on the left and right.
    pub(super) fn spans_of(&self, grid: u32) -> BTreeMap<Span, [u32; 2]> {
        self.halves_of(grid)
            .filter_map(|(a, b)| {
                let span = Span::new(a, b);
                self.sides(span).map(|sides| (span, sides))
            })
            .collect()
    }

    /// The directed pieces with this grid on their left.
    pub(super) fn halves_of(&self, grid: u32) -> impl Iterator<Item = (Pt, Pt)> {
        self.beside.range((grid, FIRST, FIRST)..=(grid, LAST, LAST)).map(|&(_, a, b)| (a, b))
    }

    /// Whether a grid has land. O(log n).
    pub fn has_grid(&self, grid: GridId) -> bool {
        self.has_land(grid.0)
    }

    /// Whether a grid has land.
    pub(super) fn has_land(&self, grid: u32) -> bool {
        self.halves_of(grid).next().is_some()
    }

    /// The grids on the left and right of a piece, seen from its lower end.
    pub(super) fn sides(&self, span: Span) -> Option<[u32; 2]> {
        self.sides_from(span.low, span.high)
    }

    /// The grids on the left and right of a piece on the way from `a` to `b`.
    pub(super) fn sides_from(&self, a: Pt, b: Pt) -> Option<[u32; 2]> {
        self.halves.get(&(a, b)).copied()
    }

    /// The vertices next to one, each with the grids on the left and right of the way there; in the
    /// order of the points.
    pub(super) fn fan(&self, at: Pt) -> impl Iterator<Item = (Pt, [u32; 2])> {
        self.halves.range((at, FIRST)..=(at, LAST)).map(|(&(_, to), &sides)| (to, sides))
    }

    /// Whether there is a vertex.
    pub(super) fn is_vertex(&self, at: Pt) -> bool {
        self.fan(at).next().is_some()
    }

    /// Whose land lies, seen from a vertex, just beside the way to `to`; `None` where there is no
    /// vertex. No piece may run along that way.
    pub(super) fn sector(&self, at: Pt, to: Pt) -> Option<u32> {
        // The last piece before the way, counter-clockwise, has the land on its left.
        let last = |before: bool| {
            self.fan(at)
                .filter(|&(end, _)| !before || around(at, end, to).is_lt())
                .max_by(|a, b| around(at, a.0, b.0))
        };
        last(true).or_else(|| last(false)).map(|(_, [left, _])| left)
    }

    /// Pieces whose boxes come within a step of the line.
    pub(super) fn near_line(&self, a: Pt, b: Pt) -> impl Iterator<Item = Span> {
        along(&self.tree, a, b)
    }

    /// Pieces whose boxes come within so many steps of a box.
    pub(super) fn near_box(&self, low: Pt, high: Pt, reach: f64) -> impl Iterator<Item = Span> {
        in_box(&self.tree, low, high, reach)
    }

    /// How far west any piece lies; far east of everything when there is none.
    pub(super) fn west(&self) -> i64 {
        match self.tree.size() {
            0 => i64::MAX,
            _ => self.tree.root().envelope().lower()[0] as i64,
        }
    }

    /// Sets who lies beside a piece; `None` takes the piece away.
    pub(super) fn put(&mut self, span: Span, sides: Option<[u32; 2]>) {
        let Span { low, high } = span;
        let old = if let Some([left, right]) = sides {
            self.halves.insert((high, low), [right, left]);
            self.halves.insert((low, high), [left, right])
        } else {
            self.halves.remove(&(high, low));
            self.halves.remove(&(low, high))
        };
        match (old, sides) {
            (None, Some(_)) => self.tree.insert(span),
            (Some(_), None) => {
                self.tree.remove(&span);
            }
            _ => {}
        }
        if let Some([left, right]) = old {
            self.stamp = self.stamp.wrapping_sub(mark(span, [left, right]));
            self.beside.remove(&(left, low, high));
            self.beside.remove(&(right, high, low));
        }
        if let Some([left, right]) = sides {
            self.stamp = self.stamp.wrapping_add(mark(span, [left, right]));
            let both = [(left, low, high), (right, high, low)];
            self.beside.extend(both.into_iter().filter(|&(grid, ..)| grid != NOBODY));
        }
    }

    /// Sets how many numbers there are for grids.
    pub(super) fn set_grids(&mut self, grids: u32) {
        self.grids = grids;
    }
}

/// A well-mixed number for one piece; the sum over all pieces does not depend on their order.
fn mark(span: Span, sides: [u32; 2]) -> u128 {
    let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
    let point = |p: Pt| pair(p.x as u32, p.y as u32);
    let words = [point(span.low), point(span.high), pair(sides[0], sides[1])];
    let half = |seed: u64| words.iter().fold(seed, |sum, &word| mix(sum ^ word));
    u128::from(half(0x9e37_79b9_7f4a_7c15)) << 64 | u128::from(half(0xd1b5_4a32_d192_ed03))
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014).
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
