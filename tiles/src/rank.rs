//! From which zoom each vertex of a line is drawn.

use crate::SOURCE_MAX_ZOOM;
use crate::world::{WorldPoint, zoom_where};

/// A drawn line strays from the true one by at most this many steps of a tile (a quarter of a pixel
/// where a tile is 512 pixels wide).
const TOLERANCE: f64 = 2.0;

/// For each vertex of `line` the lowest zoom that draws it, into `ranks`.
///
/// The ends are drawn at every zoom, every vertex from [`SOURCE_MAX_ZOOM`] on, and a vertex never
/// before the one that split its stretch: what is drawn at a zoom is drawn at all finer ones.
/// Works on closed lines too (first vertex = last). Takes O(n log n), at worst O(n²), for n
/// vertices and needs no recursion.
///
/// Algorithm: Douglas and Peucker 1973, *Cartographica* 10(2), the distance taken to the segment
/// (not the endless line) and kept per vertex, so that one pass serves every zoom.
pub(crate) fn rank(line: &[WorldPoint], ranks: &mut Vec<u8>) {
    ranks.clear();
    ranks.resize(line.len(), SOURCE_MAX_ZOOM);
    let Some(last) = line.len().checked_sub(1) else { return };
    ranks[0] = 0;
    ranks[last] = 0;
    // Stretches still to split, and the zoom from which both their ends are drawn.
    let mut stretches = vec![(0, last, 0)];
    while let Some((from, to, since)) = stretches.pop() {
        let Some((split, distance)) = farthest(line, from, to) else { continue };
        let zoom = zoom_where(distance, TOLERANCE).clamp(since, SOURCE_MAX_ZOOM);
        ranks[split] = zoom;
        // Vertices of a stretch that nothing splits before the finest zoom keep their first value.
        if zoom < SOURCE_MAX_ZOOM {
            stretches.push((from, split, zoom));
            stretches.push((split, to, zoom));
        }
    }
}

/// The vertex between `from` and `to` that lies farthest from the segment between them.
fn farthest(line: &[WorldPoint], from: usize, to: usize) -> Option<(usize, f64)> {
    let origin = line[from];
    let relative = |at: WorldPoint| {
        (f64::from(at.x) - f64::from(origin.x), f64::from(at.y) - f64::from(origin.y))
    };
    let (dx, dy) = relative(line[to]);
    let length = dx * dx + dy * dy;
    let squared = |at: WorldPoint| {
        let (px, py) = relative(at);
        let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (px - along * dx).powi(2) + (py - along * dy).powi(2)
    };
    let mut best: Option<(usize, f64)> = None;
    for (place, &at) in line.iter().enumerate().take(to).skip(from + 1) {
        let distance = squared(at);
        if best.is_none_or(|(_, most)| distance > most) {
            best = Some((place, distance));
        }
    }
    best.map(|(place, distance)| (place, distance.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = Vec<WorldPoint>> {
        let point = (0..2_000_000_u32, 0..2_000_000_u32);
        prop::collection::vec(point.prop_map(|(x, y)| WorldPoint { x, y }), 0..60)
    }

    /// The distance from `at` to the segment `a`, `b`, by sampling it.
    fn off(at: WorldPoint, a: WorldPoint, b: WorldPoint) -> f64 {
        let lerp = |from: u32, to: u32, t: f64| f64::from(from) * (1.0 - t) + f64::from(to) * t;
        (0..=2_000)
            .map(|i| f64::from(i) / 2_000.0)
            .map(|t| {
                (f64::from(at.x) - lerp(a.x, b.x, t)).hypot(f64::from(at.y) - lerp(a.y, b.y, t))
            })
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn a_straight_line_keeps_its_ends_only() {
        let line: Vec<_> = (0..9).map(|i| WorldPoint { x: i * 1000, y: i * 500 }).collect();
        let mut ranks = Vec::new();
        rank(&line, &mut ranks);
        assert_eq!(ranks, [0, 16, 16, 16, 16, 16, 16, 16, 0]);
    }

    proptest! {
        #[test]
        fn what_is_left_out_lies_near_what_is_drawn(line in line(), zoom in 5_u8..16) {
            let mut ranks = Vec::new();
            rank(&line, &mut ranks);
            prop_assert_eq!(ranks.len(), line.len());
            let kept: Vec<usize> = (0..line.len()).filter(|&i| ranks[i] <= zoom).collect();
            let step = f64::from(1_u32 << (20 - zoom));
            for pair in kept.windows(2) {
                let (a, b) = (line[pair[0]], line[pair[1]]);
                // Sampling adds at most half of one two-thousandth of the segment.
                let slack = f64::from(a.x.abs_diff(b.x) + a.y.abs_diff(b.y)) / 2_000.0;
                for &at in &line[pair[0]..=pair[1]] {
                    prop_assert!(off(at, a, b) <= TOLERANCE * step + slack);
                }
            }
        }

        #[test]
        fn ends_always_and_everything_at_last(line in line()) {
            let mut ranks = Vec::new();
            rank(&line, &mut ranks);
            prop_assert!(ranks.iter().all(|&zoom| zoom <= SOURCE_MAX_ZOOM));
            prop_assert!(ranks.first().is_none_or(|&zoom| zoom == 0));
            prop_assert!(ranks.last().is_none_or(|&zoom| zoom == 0));
        }
    }
}
