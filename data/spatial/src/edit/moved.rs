//! Whether an edit moved a border that is not to move: that of a community, of a locked grid.

use super::Done;
use super::tree::Span;
use crate::exact::Pt;
use model::{GridId, Position};
use std::collections::BTreeSet;

/// A piece that ends on a border gives it a vertex there, rounded to the lattice: so far, in steps,
/// the border may bend without having moved.
const BEND: i128 = 2;

impl Done {
    /// Where this edit moved a border of coarser units, if it did: the border between two grids is
    /// one of theirs when `unit` gives another number for each (`None` is nobody's land). A vertex
    /// that a new border put into it, and the bend of a lattice step or two that this makes, are no
    /// move. Costs the square of the pieces of such borders that changed, which are few.
    pub fn moved_border(&self, unit: impl Fn(Option<GridId>) -> Option<u32>) -> Option<Position> {
        let grid = |number: u32| (number != crate::partition::NOBODY).then_some(GridId(number));
        let border = |sides: Option<[u32; 2]>| {
            let [left, right] = sides?.map(|number| unit(grid(number)));
            (left != right).then_some([left, right])
        };
        let (mut old, mut new) = (BTreeSet::new(), BTreeSet::new());
        for &(span, before, after) in &self.changes {
            let (before, after) = (border(before), border(after));
            if before != after {
                old.extend(before.map(|_| span));
                new.extend(after.map(|_| span));
            }
        }
        let covered = |span: &Span, by: &BTreeSet<Span>| {
            let half = |a: i32, b: i32| i32::midpoint(a, b);
            let Span { low, high } = *span;
            let middle = Pt { x: half(low.x, high.x), y: half(low.y, high.y) };
            [low, middle, high].iter().all(|&at| by.iter().any(|other| is_near(*other, at)))
        };
        let lost = old.iter().find(|span| !covered(span, &new));
        let won = || new.iter().find(|span| !covered(span, &old));
        lost.or_else(won).map(|span| span.low.position())
    }
}

/// Whether a point lies within [`BEND`] steps of a piece.
fn is_near(Span { low, high }: Span, at: Pt) -> bool {
    let minus =
        |a: Pt, b: Pt| [i128::from(a.x) - i128::from(b.x), i128::from(a.y) - i128::from(b.y)];
    let dot = |u: [i128; 2], v: [i128; 2]| u[0] * v[0] + u[1] * v[1];
    let (way, there) = (minus(high, low), minus(at, low));
    let (length, along) = (dot(way, way), dot(way, there));
    let from = |end: [i128; 2]| dot(end, end) <= BEND * BEND;
    if along <= 0 {
        return from(there);
    }
    if along >= length {
        return from(minus(at, high));
    }
    let across = way[0] * there[1] - way[1] * there[0];
    across * across <= BEND * BEND * length
}

#[cfg(test)]
#[path = "moved_tests.rs"]
mod tests;
