//! Where the label of a unit goes: a point far from its border.

use crate::world::WorldPoint;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The most squares looked at for one unit. Most need 20 to 60.
const SQUARES: usize = 400;
/// A point may be nearer to the border than the best one by this share of the unit's width.
const SLACK: f64 = 0.04;

/// A square that may hold the best point.
#[derive(Clone, Copy, Debug)]
struct Square {
    x: f64,
    y: f64,
    /// Half its side.
    half: f64,
    /// How far its middle lies from the border; negative outside.
    inside: f64,
    /// How far any point in it can lie from the border.
    hope: f64,
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Square {}
impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.hope.total_cmp(&other.hope)
    }
}

/// A side of a ring: where it starts, where it leads, and one over its length squared.
#[derive(Clone, Copy, Debug)]
struct Side {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    per_square: f64,
}

/// A point inside the area that `rings` bound, nearly as far from them as any, and how far that is in
/// units of the world; `None` when no such point was found (an area thinner than a few units).
///
/// Rings may hold one another in any depth and order. Takes O(v) for each square looked at.
///
/// Algorithm: pole of inaccessibility by squares cut in four, the most promising first
/// (V. Agafonkin, "A new algorithm for finding a visual center of a polygon", 2016).
pub(crate) fn label_point(rings: &[Vec<WorldPoint>]) -> Option<(WorldPoint, f64)> {
    let mut all = rings.iter().flatten();
    let first = *all.next()?;
    let (mut low, mut high) = (first, first);
    for at in all {
        low = WorldPoint { x: low.x.min(at.x), y: low.y.min(at.y) };
        high = WorldPoint { x: high.x.max(at.x), y: high.y.max(at.y) };
    }
    // Coordinates from the corner keep the floats exact.
    let flat = |at: WorldPoint| (f64::from(at.x - low.x), f64::from(at.y - low.y));
    let (wide, tall) = flat(high);
    let sides: Vec<Side> = rings.iter().flat_map(|ring| sides(ring, flat)).collect();
    let square = |x: f64, y: f64, half: f64| {
        let inside = depth(&sides, x, y);
        Square { x, y, half, inside, hope: inside + half * std::f64::consts::SQRT_2 }
    };
    let side = wide.min(tall).max(wide.max(tall) / 16.0);
    if side < 1.0 {
        return None;
    }
    let half = side / 2.0;
    let mut best = square(wide / 2.0, tall / 2.0, 0.0);
    let mut queue = BinaryHeap::new();
    let mut looked = 1;
    for column in 0..steps(wide, side) {
        for row in 0..steps(tall, side) {
            let at = |count: u32| (f64::from(count) + 0.5) * side;
            queue.push(square(at(column), at(row), half));
            looked += 1;
        }
    }
    while let Some(next) = queue.pop() {
        if next.inside > best.inside {
            best = next;
        }
        if next.hope <= best.inside + SLACK * side || looked >= SQUARES {
            continue;
        }
        let half = next.half / 2.0;
        for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            queue.push(square(next.x + dx, next.y + dy, half));
            looked += 1;
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the box")]
    let step = |from: u32, far: f64| from.saturating_add(far.round() as u32);
    let at = WorldPoint { x: step(low.x, best.x), y: step(low.y, best.y) };
    (best.inside > 0.0).then_some((at, best.inside))
}

/// How many squares of a side cover a length; at most 16 by the choice of the side.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 17")]
fn steps(length: f64, side: f64) -> u32 {
    (length / side).ceil().clamp(1.0, 17.0) as u32
}

fn sides(
    ring: &[WorldPoint],
    flat: impl Fn(WorldPoint) -> (f64, f64),
) -> impl Iterator<Item = Side> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(move |(&from, &to)| {
        let ((x, y), (bx, by)) = (flat(from), flat(to));
        let (dx, dy) = (bx - x, by - y);
        let square = dx * dx + dy * dy;
        Side { x, y, dx, dy, per_square: if square > 0.0 { 1.0 / square } else { 0.0 } }
    })
}

/// How far a point lies from the nearest side; negative outside the area.
fn depth(sides: &[Side], x: f64, y: f64) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for side in sides {
        let (px, py) = (x - side.x, y - side.y);
        // Through the point's parallel, and on its east: without a division.
        let rises = side.dy > 0.0;
        if (py >= 0.0) != (py >= side.dy) && (px * side.dy < side.dx * py) == rises {
            inside = !inside;
        }
        let along = ((px * side.dx + py * side.dy) * side.per_square).clamp(0.0, 1.0);
        let (ox, oy) = (px - along * side.dx, py - along * side.dy);
        nearest = nearest.min(ox * ox + oy * oy);
    }
    if inside { nearest.sqrt() } else { -nearest.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(points: &[(u32, u32)]) -> Vec<WorldPoint> {
        let far = 3_000_000_000;
        points.iter().map(|&(x, y)| WorldPoint { x: far + x, y: far + y }).collect()
    }

    fn at(rings: &[Vec<WorldPoint>]) -> (u32, u32) {
        let (found, _) = label_point(rings).unwrap();
        (found.x - 3_000_000_000, found.y - 3_000_000_000)
    }

    #[test]
    fn the_middle_of_a_square_and_the_thick_end_of_a_wedge() {
        let square = [ring(&[(0, 0), (800, 0), (800, 800), (0, 800)])];
        assert_eq!(at(&square), (400, 400));
        let wedge = [ring(&[(0, 0), (4000, 0), (4000, 100), (0, 1000)])];
        assert!(at(&wedge).0 < 1200);
    }

    #[test]
    fn not_in_a_hole_and_not_in_a_bay() {
        let holed = [
            ring(&[(0, 0), (900, 0), (900, 900), (0, 900)]),
            ring(&[(200, 200), (200, 890), (890, 890), (890, 200)]),
        ];
        let (x, y) = at(&holed);
        assert!(x < 200 || y < 200);
        let hook = [ring(&[
            (0, 0),
            (900, 0),
            (900, 900),
            (800, 900),
            (800, 100),
            (100, 100),
            (100, 900),
            (0, 900),
        ])];
        let (x, y) = at(&hook);
        assert!(!(100..=800).contains(&x) || y < 100);
    }

    #[test]
    fn what_has_no_inside_has_no_label() {
        assert_eq!(label_point(&[]), None);
        assert_eq!(label_point(&[ring(&[(5, 5), (5, 5), (5, 5)])]), None);
        assert_eq!(label_point(&[ring(&[(0, 0), (900, 0), (400, 0)])]), None);
    }

    proptest! {
        #[test]
        fn lies_inside_any_star(reach in prop::collection::vec(50..20_000_u32, 3..40)) {
            let turn = std::f64::consts::TAU / f64::from(u32::try_from(reach.len()).unwrap());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive")]
            let corner = |(i, &far): (u32, &u32)| {
                let (sine, cosine) = (turn * f64::from(i)).sin_cos();
                let on = |share: f64| (30_000.0 + share * f64::from(far)) as u32;
                (on(cosine), on(sine))
            };
            let star: Vec<(u32, u32)> = (0..).zip(&reach).map(corner).collect();
            let star = ring(&star);
            let flat = |at: WorldPoint| (f64::from(at.x), f64::from(at.y));
            if let Some((found, deep)) = label_point(std::slice::from_ref(&star)) {
                let sides: Vec<Side> = sides(&star, flat).collect();
                prop_assert!((depth(&sides, flat(found).0, flat(found).1) - deep).abs() < 1.0);
            } else {
                prop_assert!(reach.len() < 5);
            }
        }
    }
}
