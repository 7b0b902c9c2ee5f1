//! One side of an edge, and the two walks along the sides of a cell.

use super::Half;
use std::cmp::Ordering;

/// The side of an edge between two of its points, from its southern to its northern end (a
/// horizontal one from west to east).
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) from: Half,
    pub(super) to: Half,
    /// The grids on the left and on the right.
    pub(super) grids: [u32; 2],
}

impl Line {
    /// The line between two points with these grids on the left and right of the way from `a`.
    pub(super) fn new(a: Half, b: Half, [left, right]: [u32; 2]) -> Self {
        if (a[1], a[0]) <= (b[1], b[0]) {
            Self { from: a, to: b, grids: [left, right] }
        } else {
            Self { from: b, to: a, grids: [right, left] }
        }
    }

    /// Positive where `at` is left of the line, zero on it.
    #[inline]
    pub(super) fn turn(&self, at: Half) -> i128 {
        let (dx, dy) = (self.to[0] - self.from[0], self.to[1] - self.from[1]);
        i128::from(dx) * i128::from(at[1] - self.from[1])
            - i128::from(dy) * i128::from(at[0] - self.from[0])
    }

    /// Whether `x` lies between the ends.
    #[inline]
    pub(super) fn reaches(&self, x: i64) -> bool {
        let (a, b) = (self.from[0], self.to[0]);
        a.min(b) <= x && x <= a.max(b)
    }

    /// Whether this line is further east than `other` where both are crossed going west at the same
    /// height (a little above it). Lines of a partition do not cross, so any height will do.
    pub(super) fn is_east_of(&self, other: &Self) -> bool {
        let low = if other.from[1] >= self.from[1] {
            self.turn(other.from).cmp(&0)
        } else {
            0.cmp(&other.turn(self.from))
        };
        let order = low.then_with(|| {
            if other.to[1] <= self.to[1] {
                self.turn(other.to).cmp(&0)
            } else {
                0.cmp(&other.turn(self.to))
            }
        });
        order == Ordering::Greater
    }

    /// Whether the line, which reaches across the longitude of `at`, passes above it (both moved by
    /// the shift: on the line counts as above for one that rises eastward).
    fn above(&self, at: Half) -> bool {
        let turn = self.turn(at);
        if self.to[0] > self.from[0] {
            turn < 0 || (turn == 0 && self.to[1] > self.from[1])
        } else {
            turn > 0
        }
    }

    /// Whether this line is higher than `other` at `x`, which both reach across.
    fn higher_at(&self, x: i64, other: &Self) -> bool {
        // y = (from.y * dx + (x - from.x) * dy) / dx, compared after clearing the positive
        // denominators.
        let fraction = |line: &Self| {
            let (dx, dy) = (line.to[0] - line.from[0], line.to[1] - line.from[1]);
            let sign = i128::from(dx.signum());
            let over = i128::from(line.from[1]) * i128::from(dx)
                + i128::from(x - line.from[0]) * i128::from(dy);
            (over * sign, i128::from(dx.abs()))
        };
        let (own, others) = (fraction(self), fraction(other));
        own.0 * others.1 > others.0 * own.1
    }
}

/// Going south along a cell's west side from `at` to `corner`, whose grid is `known`: the grid at
/// `at`.
pub(super) fn along_west_side<'a>(
    lines: impl Iterator<Item = &'a Line>,
    corner: Half,
    at: Half,
    known: u32,
) -> u32 {
    let x = corner[0];
    let mut nearest: Option<&Line> = None;
    for line in lines {
        let crosses = (line.from[0] < x) != (line.to[0] < x);
        if crosses
            && line.above(corner)
            && !line.above(at)
            && nearest.is_none_or(|other| line.higher_at(x, other))
        {
            nearest = Some(line);
        }
    }
    // North of a line that runs east is its left, of one that runs west its right.
    nearest.map_or(known, |line| line.grids[usize::from(line.to[0] < line.from[0])])
}

/// Going west along a cell's south side from `at` to `corner`, whose grid is `known`: the grid at
/// `at`.
pub(super) fn along_south_side<'a>(
    lines: impl Iterator<Item = &'a Line>,
    corner: Half,
    at: Half,
    known: u32,
) -> u32 {
    let mut nearest: Option<&Line> = None;
    for line in lines {
        let crosses = line.from[1] <= corner[1] && corner[1] < line.to[1];
        if crosses
            && line.turn(at) <= 0
            && line.turn(corner) > 0
            && nearest.is_none_or(|other| line.is_east_of(other))
        {
            nearest = Some(line);
        }
    }
    nearest.map_or(known, |line| line.grids[1])
}
