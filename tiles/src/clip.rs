//! Cutting segments and lines by the tile's window.

use crate::world::{BUFFER, EXTENT, TilePoint};

/// The first and last step of the window, the same on both axes: the tile with its buffer.
pub(crate) const LOW: i64 = -BUFFER;
/// See [`LOW`].
pub(crate) const HIGH: i64 = EXTENT + BUFFER;

/// Whether a point is in the window or on its border.
pub(crate) fn inside(at: TilePoint) -> bool {
    (LOW..=HIGH).contains(&at.x) && (LOW..=HIGH).contains(&at.y)
}

/// The part of a segment in the window, or `None` when they share no point.
///
/// Whether they do is decided exactly; where the segment crosses the window's border is rounded to
/// whole steps, never off the border. Both do not depend on the segment's direction, so the polygons
/// on its two sides are cut alike.
///
/// Algorithm: Liang and Barsky 1984, *ACM TOG* 3(1), on fractions instead of floats.
pub(crate) fn clip(a: TilePoint, b: TilePoint) -> Option<(TilePoint, TilePoint)> {
    if inside(a) && inside(b) {
        return Some((a, b));
    }
    if a.x.max(b.x) < LOW || a.x.min(b.x) > HIGH || a.y.max(b.y) < LOW || a.y.min(b.y) > HIGH {
        return None;
    }
    if b < a {
        return clip_ascending(b, a).map(|(p, q)| (q, p));
    }
    clip_ascending(a, b)
}

/// A share of a segment: numerator and positive denominator.
#[derive(Clone, Copy)]
struct Share(i128, i128);

impl Share {
    fn exceeds(self, other: Self) -> bool {
        self.0 * other.1 > other.0 * self.1
    }

    /// The coordinate at this share of the way from `from` to `to`, halves rounded up.
    fn of(self, from: i64, to: i64) -> i64 {
        let twice = 2 * self.0 * i128::from(to - from) + self.1;
        // The point lies on the segment, so it fits where the ends fit.
        from + i64::try_from(twice.div_euclid(2 * self.1)).unwrap_or(0)
    }
}

fn clip_ascending(a: TilePoint, b: TilePoint) -> Option<(TilePoint, TilePoint)> {
    let (mut enter, mut leave) = (Share(0, 1), Share(1, 1));
    for (from, to) in [(a.x, b.x), (a.y, b.y)] {
        // Through the low border, then, mirrored, through the high one.
        for (step, room) in [(to - from, from - LOW), (from - to, HIGH - from)] {
            let (step, room) = (i128::from(step), i128::from(room));
            match step.signum() {
                0 if room < 0 => return None,
                1 if Share(-room, step).exceeds(enter) => enter = Share(-room, step),
                -1 if leave.exceeds(Share(room, -step)) => leave = Share(room, -step),
                _ => {}
            }
        }
    }
    if enter.exceeds(leave) {
        return None;
    }
    let at = |share: Share| TilePoint { x: share.of(a.x, b.x), y: share.of(a.y, b.y) };
    Some((at(enter), at(leave)))
}

/// The parts of a line in the window, each given to `part` when it has two points or more.
pub(crate) fn clip_line(line: &[TilePoint], mut part: impl FnMut(&[TilePoint])) {
    if line.iter().all(|&at| inside(at)) {
        if line.len() > 1 {
            part(line);
        }
        return;
    }
    let mut run: Vec<TilePoint> = Vec::new();
    for pair in line.windows(2) {
        let Some((from, to)) = clip(pair[0], pair[1]) else { continue };
        for at in [from, to] {
            if run.last() != Some(&at) {
                run.push(at);
            }
        }
        if !inside(pair[1]) {
            if run.len() > 1 {
                part(&run);
            }
            run.clear();
        }
    }
    if run.len() > 1 {
        part(&run);
    }
}

#[cfg(test)]
#[path = "clip_tests.rs"]
mod tests;
