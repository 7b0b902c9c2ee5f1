//! Points scattered over a region, closer together where the drawing is finer.

use crate::point::{Ground, Pt, Xy, inside, squared_to_segment};
use crate::rng::Dice;

use super::Stretch;

/// How deep the halving of squares may go.
const DEPTH_MAX: u32 = 24;

/// Points inside `ring`, `spacing` metres apart (a function of the place), none nearer to the ring
/// or a line than about half of that.
pub(crate) fn scatter(
    ground: &Ground,
    ring: &[Pt],
    lines: &[Stretch],
    spacing: &dyn Fn(Xy) -> f64,
    dice: &mut Dice,
) -> Vec<Pt> {
    let corners: Vec<Xy> = ring.iter().map(|&p| ground.xy(p)).collect();
    let mut segments: Vec<[Xy; 2]> =
        (0..corners.len()).map(|i| [corners[i], corners[(i + 1) % corners.len()]]).collect();
    segments.extend(lines.iter().map(|line| [ground.xy(line.from), ground.xy(line.to)]));
    let (low, high) =
        corners.iter().fold(([f64::MAX; 2], [f64::MIN; 2]), |(low, high): (Xy, Xy), p| {
            ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
        });
    let width = (high[0] - low[0]).max(high[1] - low[1]);
    let middle = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
    // Halvings of this width end on the wanted spacing itself where that is the same everywhere.
    let span = width;
    let mut width = spacing(middle);
    for _ in 0..DEPTH_MAX {
        if width < span {
            width *= 2.0;
        }
    }
    let mut points = Vec::new();
    let near: Vec<usize> = (0..segments.len()).collect();
    let mut open = vec![Square { middle, width, depth: 0, near, known: None }];
    while let Some(mut square) = open.pop() {
        square.settle(ground, ring, &segments);
        if square.known == Some(false) {
            continue;
        }
        if square.width > spacing(square.middle) * 1.2 && square.depth < DEPTH_MAX {
            open.extend(square.quarters());
            continue;
        }
        let (middle, width) = (square.middle, square.width);
        let xy = [middle[0] + dice.swing() * 0.36 * width, middle[1] + dice.swing() * 0.36 * width];
        let p = ground.pt(xy);
        let room = (0.45 * width) * (0.45 * width);
        let free = |&i: &usize| squared_to_segment(xy, segments[i][0], segments[i][1]) > room;
        if square.near.iter().all(free) && (square.known == Some(true) || inside(p, ring)) {
            points.push(p);
        }
    }
    points
}

/// A square that is halved until it is small enough for one point.
struct Square {
    middle: Xy,
    width: f64,
    depth: u32,
    /// The segments that come near it.
    near: Vec<usize>,
    /// Whether it lies inside the ring altogether, or outside; unknown while segments come near.
    known: Option<bool>,
}

impl Square {
    /// Leaves out the segments that do not come near, and finds out where it lies when none does.
    fn settle(&mut self, ground: &Ground, ring: &[Pt], segments: &[[Xy; 2]]) {
        // A point keeps within 0.36 of the width from the middle and 0.45 from segments.
        let (middle, reach) = (self.middle, self.width * 0.82);
        self.near.retain(|&i| {
            let [a, b] = segments[i];
            (0..2)
                .all(|k| a[k].min(b[k]) <= middle[k] + reach && a[k].max(b[k]) >= middle[k] - reach)
        });
        if self.near.is_empty() && self.known.is_none() {
            self.known = Some(inside(ground.pt(middle), ring));
        }
    }

    fn quarters(self) -> [Self; 4] {
        let q = self.width / 4.0;
        [(-q, -q), (q, -q), (-q, q), (q, q)].map(|(dx, dy)| Self {
            middle: [self.middle[0] + dx, self.middle[1] + dy],
            width: self.width / 2.0,
            depth: self.depth + 1,
            near: self.near.clone(),
            known: self.known,
        })
    }
}
