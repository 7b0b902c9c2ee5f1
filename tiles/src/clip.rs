//! Cutting segments and lines by the tile's window.

use crate::world::{BUFFER, EXTENT, TilePoint};
use std::cmp::Ordering;

/// The first and last step of the window, the same on both axes: the tile with its buffer.
pub(crate) const LOW: i64 = -BUFFER;
/// See [`LOW`].
pub(crate) const HIGH: i64 = EXTENT + BUFFER;

/// Whether a coordinate is on the rim of the tile proper or of the window.
pub(crate) fn is_rim(at: i64) -> bool {
    at == 0 || at == EXTENT || at == LOW || at == HIGH
}

/// Whether a point is on the tile proper or its rim.
pub(crate) fn is_proper(at: TilePoint) -> bool {
    // Negative ones become large.
    at.x.cast_unsigned() <= EXTENT.cast_unsigned() && at.y.cast_unsigned() <= EXTENT.cast_unsigned()
}

/// Whether a point is in the window or on its border.
pub(crate) fn inside(at: TilePoint) -> bool {
    (LOW..=HIGH).contains(&at.x) && (LOW..=HIGH).contains(&at.y)
}

/// Whether two points lie to one side of the window.
pub(crate) fn is_aside(a: TilePoint, b: TilePoint) -> bool {
    a.x.max(b.x) < LOW || a.x.min(b.x) > HIGH || a.y.max(b.y) < LOW || a.y.min(b.y) > HIGH
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
    if is_aside(a, b) {
        return None;
    }
    if b < a {
        return clip_ascending(b, a).map(|(p, q)| (q, p));
    }
    clip_ascending(a, b)
}

/// A share of a segment: numerator and positive denominator.
#[derive(Clone, Copy, Debug)]
struct Share(i64, i64);

impl Share {
    fn exceeds(self, other: Self) -> bool {
        i128::from(self.0) * i128::from(other.1) > i128::from(other.0) * i128::from(self.1)
    }

    /// The coordinate at this share of the way from `from` to `to`, halves rounded up.
    fn of(self, from: i64, to: i64) -> i64 {
        let way = to - from;
        if self.1.max(way.abs()) < 1 << 30 {
            return from + (2 * self.0 * way + self.1).div_euclid(2 * self.1);
        }
        let twice = 2 * i128::from(self.0) * i128::from(way) + i128::from(self.1);
        // The point lies on the segment, so it fits where the ends fit.
        from + i64::try_from(twice.div_euclid(2 * i128::from(self.1))).unwrap_or(0)
    }
}

fn clip_ascending(a: TilePoint, b: TilePoint) -> Option<(TilePoint, TilePoint)> {
    let (enter, leave) = span(a, b)?;
    let at = |share: Share| TilePoint { x: share.of(a.x, b.x), y: share.of(a.y, b.y) };
    Some((at(enter), at(leave)))
}

/// From where to where a segment is in the window.
fn span(a: TilePoint, b: TilePoint) -> Option<(Share, Share)> {
    let (mut enter, mut leave) = (Share(0, 1), Share(1, 1));
    for (from, to) in [(a.x, b.x), (a.y, b.y)] {
        // Through the low border, then, mirrored, through the high one.
        for (step, room) in [(to - from, from - LOW), (from - to, HIGH - from)] {
            match step.signum() {
                0 if room < 0 => return None,
                1 if Share(-room, step).exceeds(enter) => enter = Share(-room, step),
                -1 if leave.exceeds(Share(room, -step)) => leave = Share(room, -step),
                _ => {}
            }
        }
    }
    (!enter.exceeds(leave)).then_some((enter, leave))
}

/// A segment as it is drawn: its part in the window, with a point wherever it crosses the rim of the
/// tile proper. Both tiles at a rim put the same point there, so that lines meet exactly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passage {
    points: [TilePoint; 6],
    count: usize,
}

impl Passage {
    /// From where the segment enters the window to where it leaves it; at least two points, which are
    /// equal where it only touches the window.
    pub(crate) fn points(&self) -> &[TilePoint] {
        &self.points[..self.count]
    }
}

/// Takes a segment through the window; `None` when they share no point.
///
/// Wherever it crosses a line it is rounded from the whole segment, whatever else it crosses, and in
/// whichever direction it is given.
pub(crate) fn pass(a: TilePoint, b: TilePoint) -> Option<Passage> {
    let (from, to) = clip(a, b)?;
    let mut passage = Passage { points: [from; 6], count: 2 };
    passage.points[1] = to;
    if is_proper(a) && is_proper(b) {
        return Some(passage);
    }
    let (low, high) = if b < a { (b, a) } else { (a, b) };
    let (enter, leave) = span(low, high)?;
    let mut rims: [Option<(Share, TilePoint)>; 4] = [None; 4];
    for (place, rim) in [0, EXTENT].into_iter().enumerate() {
        rims[place] = crossing((low.x, high.x), rim)
            .map(|share| (share, TilePoint { x: rim, y: share.of(low.y, high.y) }));
        rims[place + 2] = crossing((low.y, high.y), rim)
            .map(|share| (share, TilePoint { x: share.of(low.x, high.x), y: rim }));
    }
    rims.sort_unstable_by(|one, two| match (one, two) {
        (Some((one, _)), Some((two, _))) if one.exceeds(*two) => Ordering::Greater,
        (Some((one, _)), Some((two, _))) if two.exceeds(*one) => Ordering::Less,
        (Some(_), Some(_)) => Ordering::Equal,
        (one, two) => two.is_some().cmp(&one.is_some()),
    });
    let mut count = 1;
    let mut add = |at: TilePoint| {
        passage.points[count] = at;
        count += 1;
    };
    let shown = |share: Share| !enter.exceeds(share) && !share.exceeds(leave);
    let found = rims.iter().flatten().filter(|rim| shown(rim.0)).map(|&(_, at)| at);
    if a == low {
        found.for_each(&mut add);
    } else {
        found.rev().for_each(&mut add);
    }
    passage.points[count] = to;
    passage.count = count + 1;
    Some(passage)
}

/// Where a coordinate that runs from `from` to `to` passes `rim` between them.
fn crossing((from, to): (i64, i64), rim: i64) -> Option<Share> {
    let between = from.min(to) < rim && rim < from.max(to);
    let sign = (to - from).signum();
    between.then(|| Share((rim - from) * sign, (to - from) * sign))
}

/// The parts of a line in the window, each given to `part` when it has two points or more.
pub(crate) fn clip_line(line: &[TilePoint], mut part: impl FnMut(&[TilePoint])) {
    let mut run: Vec<TilePoint> = Vec::with_capacity(line.len());
    for pair in line.windows(2) {
        if is_proper(pair[0]) && is_proper(pair[1]) {
            if run.is_empty() {
                run.push(pair[0]);
            }
            if pair[0] != pair[1] {
                run.push(pair[1]);
            }
            continue;
        }
        let Some(passage) = pass(pair[0], pair[1]) else { continue };
        for &at in passage.points() {
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

/// The part of a convex ring in the window, its first point not repeated, no point twice in a row and in
/// the direction of an outer ring (clockwise as seen); empty when they share no area.
///
/// Algorithm: Sutherland and Hodgman 1974, *CACM* 17(1).
pub(crate) fn clip_ring(ring: &[TilePoint]) -> Vec<TilePoint> {
    let mut kept = ring.to_vec();
    let mut cut = Vec::with_capacity(ring.len() + 4);
    for (high, upright) in [(false, true), (true, true), (false, false), (true, false)] {
        let rim = if high { HIGH } else { LOW };
        let across = |at: TilePoint| if upright { at.x } else { at.y };
        let is_in = |at: TilePoint| if high { across(at) <= rim } else { across(at) >= rim };
        cut.clear();
        for (place, &to) in kept.iter().enumerate() {
            let from = kept[place.checked_sub(1).unwrap_or(kept.len() - 1)];
            if is_in(from) != is_in(to) {
                // Rounded alike from both sides, so that neighbours keep their common points.
                let (low, far) = if from < to { (from, to) } else { (to, from) };
                let share = crossing((across(low), across(far)), rim);
                cut.extend(share.map(|share| TilePoint {
                    x: if upright { rim } else { share.of(low.x, far.x) },
                    y: if upright { share.of(low.y, far.y) } else { rim },
                }));
            }
            if is_in(to) {
                cut.push(to);
            }
        }
        std::mem::swap(&mut kept, &mut cut);
    }
    kept.dedup();
    while kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    let twice_area: i64 = (0..kept.len())
        .map(|place| {
            let (a, b) = (kept[place], kept[(place + 1) % kept.len()]);
            a.x * b.y - b.x * a.y
        })
        .sum();
    match twice_area.signum() {
        0 => kept.clear(),
        -1 => kept.reverse(),
        _ => {}
    }
    kept
}

#[cfg(test)]
#[path = "clip_tests.rs"]
mod tests;
