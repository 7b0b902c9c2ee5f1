//! Exact predicates on the lattice of 1e-7 degree: integers only, no epsilon.
//!
//! Differences of coordinates need 33 bits, so a cross product needs 67: everything that multiplies
//! goes through `i128`, which holds it for any two points on the Earth.

use model::Position;
use std::cmp::Ordering;

/// A lattice point as two plain numbers; ordered west to east, then south to north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pt {
    /// Longitude in 1e-7 degree.
    pub(crate) x: i32,
    /// Latitude in 1e-7 degree.
    pub(crate) y: i32,
}

impl Pt {
    /// The plain numbers of a position.
    pub(crate) const fn of(at: Position) -> Self {
        Self { x: at.lon_e7(), y: at.lat_e7() }
    }

    /// Back to a position. Every point of a build lies in the box of its input, so the fallback is
    /// never taken.
    pub(crate) fn position(self) -> Position {
        const ORIGIN: Position = match Position::from_e7(0, 0) {
            Some(at) => at,
            None => unreachable!(),
        };
        Position::from_e7(self.x, self.y).unwrap_or(ORIGIN)
    }
}

/// `(b - a) × (c - a)`: twice the signed area of the triangle, positive when it turns left.
#[inline]
pub(crate) fn cross(a: Pt, b: Pt, c: Pt) -> i128 {
    let (ux, uy) = (i64::from(b.x) - i64::from(a.x), i64::from(b.y) - i64::from(a.y));
    let (vx, vy) = (i64::from(c.x) - i64::from(a.x), i64::from(c.y) - i64::from(a.y));
    i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)
}

/// On which side of the line from `a` to `b` the point `c` lies: `Greater` is left.
#[inline]
pub(crate) fn side(a: Pt, b: Pt, c: Pt) -> Ordering {
    cross(a, b, c).cmp(&0)
}

/// Whether `p` lies on the closed segment from `a` to `b`.
#[inline]
pub(crate) fn on_segment(a: Pt, b: Pt, p: Pt) -> bool {
    let within = |low: i32, high: i32, at: i32| low.min(high) <= at && at <= low.max(high);
    within(a.x, b.x, p.x) && within(a.y, b.y, p.y) && cross(a, b, p) == 0
}

/// Whether two segments cross in a point that is an end of neither.
pub(crate) fn cross_inside([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> bool {
    let opposite = |p: Ordering, q: Ordering| p != Ordering::Equal && p == q.reverse();
    opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b))
}

/// Whether two segments share a point that is not an end of both.
pub(crate) fn meet_inside([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> bool {
    let inner = |p: Pt, q: Pt, r: Pt| r != p && r != q && on_segment(p, q, r);
    cross_inside([a, b], [c, d])
        || inner(a, b, c)
        || inner(a, b, d)
        || inner(c, d, a)
        || inner(c, d, b)
}

/// Whether from `b`, having come from `a`, the way to `c` leads straight back.
pub(crate) fn turns_back(a: Pt, b: Pt, c: Pt) -> bool {
    let (ux, uy) = (i64::from(b.x) - i64::from(a.x), i64::from(b.y) - i64::from(a.y));
    let (vx, vy) = (i64::from(c.x) - i64::from(b.x), i64::from(c.y) - i64::from(b.y));
    let along = i128::from(ux) * i128::from(vx) + i128::from(uy) * i128::from(vy);
    along < 0 && cross(a, b, c) == 0
}

/// Orders two points around `at` counter-clockwise, starting just after straight south.
pub(crate) fn around(at: Pt, a: Pt, b: Pt) -> Ordering {
    // Points that sort after `at` lie in the half turn from south (excluded) over east to north.
    (a < at).cmp(&(b < at)).then_with(|| cross(at, b, a).cmp(&0))
}

/// The lattice point nearest to where the lines through `a`-`b` and `c`-`d` cross; a half is
/// rounded up, as a pixel owns its west and south sides. `None` for parallel lines.
pub(crate) fn crossing(a: Pt, b: Pt, c: Pt, d: Pt) -> Option<Pt> {
    let wide = |n: i32| i128::from(n);
    let (ux, uy) = (wide(b.x) - wide(a.x), wide(b.y) - wide(a.y));
    let (vx, vy) = (wide(d.x) - wide(c.x), wide(d.y) - wide(c.y));
    let (wx, wy) = (wide(c.x) - wide(a.x), wide(c.y) - wide(a.y));
    let (mut den, mut num) = (ux * vy - uy * vx, wx * vy - wy * vx);
    if den == 0 {
        return None;
    }
    if den < 0 {
        (den, num) = (-den, -num);
    }
    let near = |from: i32, step: i128| {
        i32::try_from(wide(from) + (2 * num * step + den).div_euclid(2 * den)).ok()
    };
    Some(Pt { x: near(a.x, ux)?, y: near(a.y, uy)? })
}

/// Whether the closed segment `a`-`b` meets the pixel of `at`: the unit square around it with its
/// west and south sides but without its east and north ones.
///
/// The half-open square is the closed one whose east and north sides are moved in by an
/// infinitely small step; where a corner is exactly on the line, that step decides.
pub(crate) fn meets_pixel(a: Pt, b: Pt, at: Pt) -> bool {
    let twice = |n: i32| 2 * i64::from(n);
    let (ax, ay, bx, by) = (twice(a.x), twice(a.y), twice(b.x), twice(b.y));
    let (west, south) = (twice(at.x) - 1, twice(at.y) - 1);
    let (east, north) = (west + 2, south + 2);
    if ax.min(bx) >= east || ax.max(bx) < west || ay.min(by) >= north || ay.max(by) < south {
        return false;
    }
    let (dx, dy) = (bx - ax, by - ay);
    let corner = |x: i64, y: i64, step: i64| {
        let line = i128::from(dx) * i128::from(y - ay) - i128::from(dy) * i128::from(x - ax);
        line.cmp(&0).then(step.cmp(&0))
    };
    let first = corner(west, south, 0);
    first == Ordering::Equal
        || corner(east, south, dy) != first
        || corner(west, north, -dx) != first
        || corner(east, north, dy - dx) != first
}

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;
