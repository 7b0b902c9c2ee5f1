//! Straight edges made natural.
//!
//! Every edge of the mesh owns the two small triangles between itself and the middles of the faces
//! beside it. A border is bent only inside what its edge owns, point by point and checked exactly,
//! so two borders can never touch between their common ends. (The idea of the owned quadrilateral:
//! Patel 2010, "Polygonal map generation", noisy edges.)

use crate::point::{Ground, Pt, strictly_inside, turn};
use crate::rng::Dice;

/// How a border is bent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wiggle {
    /// Edges longer than this are bent again, in metres.
    pub(crate) length_max_m: f64,
    /// How far towards the middle of a face, as a share; 0 keeps the edge straight.
    pub(crate) swing: f64,
}

/// The points to put between `a` and `b`. `left` and `right` are the middles of the faces beside
/// the edge, where there are faces.
pub(crate) fn wiggle(
    ground: &Ground,
    ends: [Pt; 2],
    sides: [Option<Pt>; 2],
    how: Wiggle,
    dice: &mut Dice,
) -> Vec<Pt> {
    let mut points = Vec::new();
    bend(ground, ends, sides, how, 9, dice, &mut points);
    points
}

fn bend(
    ground: &Ground,
    [a, b]: [Pt; 2],
    sides: [Option<Pt>; 2],
    how: Wiggle,
    depth: u32,
    dice: &mut Dice,
    points: &mut Vec<Pt>,
) {
    // Drawn before any decision, so that the stream does not depend on the shape found.
    let (along, side, swing) = (dice.between(0.4, 0.6), dice.chance(0.5), dice.between(0.3, 1.0));
    if depth == 0 || ground.distance(a, b) <= how.length_max_m {
        return;
    }
    let choice = if side { [1, 0] } else { [0, 1] };
    for own in choice {
        let Some(apex) = sides[own] else { continue };
        let straight = mix(a, b, along);
        // Where the room is deep the bend still keeps to the scale of the edge.
        let deep = ground.distance(straight, apex) / (0.6 * ground.distance(a, b));
        let p = mix(straight, apex, how.swing * swing / deep.max(1.0));
        if !strictly_inside(p, a, b, apex) {
            continue;
        }
        let other = sides[1 - own];
        let near = [mix3(a, p, apex), mix3(p, b, apex)];
        let far = beyond(a, b, p, other);
        for (ends, near, far) in [([a, p], near[0], far[0]), ([p, b], near[1], far[1])] {
            let near = strictly_inside(near, ends[0], ends[1], apex).then_some(near);
            let pair = if own == 0 { [near, far] } else { [far, near] };
            bend(ground, ends, pair, how, depth - 1, dice, points);
            if ends[1] == p {
                points.push(p);
            }
        }
        return;
    }
    // No room beside the edge: only points exactly on it are safe.
    let middle = mix(a, b, 0.5);
    if turn(a, b, middle) == 0 && middle != a && middle != b {
        bend(ground, [a, middle], [None, None], how, depth - 1, dice, points);
        points.push(middle);
        bend(ground, [middle, b], [None, None], how, depth - 1, dice, points);
    }
}

/// What the halves of a bent edge own on the side away from the bend.
fn beyond(a: Pt, b: Pt, p: Pt, other: Option<Pt>) -> [Option<Pt>; 2] {
    if let Some(apex) = other {
        // The line from the bend to the far apex must cross the edge between its ends.
        let (at_a, at_b) = (turn(p, apex, a), turn(p, apex, b));
        if (at_a > 0 && at_b < 0) || (at_a < 0 && at_b > 0) {
            let halves = [mix3(a, p, apex), mix3(p, b, apex)];
            return [
                strictly_inside(halves[0], a, p, apex).then_some(halves[0]),
                strictly_inside(halves[1], p, b, apex).then_some(halves[1]),
            ];
        }
    }
    let foot = mix(a, b, 0.5);
    let halves = [mix3(a, p, foot), mix3(p, b, foot)];
    // The foot is rounded: keep to the triangle of the edge itself, which the bend spans.
    [
        (strictly_inside(halves[0], a, p, foot) && strictly_inside(halves[0], a, b, p))
            .then_some(halves[0]),
        (strictly_inside(halves[1], p, b, foot) && strictly_inside(halves[1], a, b, p))
            .then_some(halves[1]),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "between two lattice points")]
fn mix(a: Pt, b: Pt, share: f64) -> Pt {
    let (dx, dy) = (f64::from(b.x) - f64::from(a.x), f64::from(b.y) - f64::from(a.y));
    Pt {
        x: (f64::from(a.x) + dx * share).round() as i32,
        y: (f64::from(a.y) + dy * share).round() as i32,
    }
}

/// The middle of three points.
#[expect(clippy::cast_possible_truncation, reason = "between three lattice points")]
pub(crate) fn mix3(a: Pt, b: Pt, c: Pt) -> Pt {
    let mean = |a: i32, b: i32, c: i32| (i64::from(a) + i64::from(b) + i64::from(c)).div_euclid(3);
    Pt { x: mean(a.x, b.x, c.x) as i32, y: mean(a.y, b.y, c.y) as i32 }
}
