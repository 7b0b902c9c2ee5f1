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
    let (low, high) = corners.iter().fold(
        ([f64::MAX; 2], [f64::MIN; 2]),
        |(low, high): (Xy, Xy), p| {
            ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
        },
    );
    let width = (high[0] - low[0]).max(high[1] - low[1]);
    let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
    let mut points = Vec::new();
    let mut open = vec![(middle, width, 0_u32)];
    while let Some((middle, width, depth)) = open.pop() {
        // A square that hangs out of the region altogether holds no point.
        let reach = width * 0.71;
        if middle[0] + reach < low[0] || middle[0] - reach > high[0] {
            continue;
        }
        if middle[1] + reach < low[1] || middle[1] - reach > high[1] {
            continue;
        }
        let wanted = spacing(middle);
        if width > wanted * 1.2 && depth < DEPTH_MAX {
            let q = width / 4.0;
            for (dx, dy) in [(-q, -q), (q, -q), (-q, q), (q, q)] {
                open.push(([middle[0] + dx, middle[1] + dy], width / 2.0, depth + 1));
            }
            continue;
        }
        let (dx, dy) = (dice.swing() * 0.36 * width, dice.swing() * 0.36 * width);
        let xy = [middle[0] + dx, middle[1] + dy];
        let p = ground.pt(xy);
        let room = (0.45 * width) * (0.45 * width);
        if inside(p, ring) && segments.iter().all(|s| squared_to_segment(xy, s[0], s[1]) > room) {
            points.push(p);
        }
    }
    points
}
