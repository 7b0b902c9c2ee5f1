//! Which side lies next to the west of a point, by horizontal strips.

use crate::exact::{Pt, side};
use crate::faces::further_east;
use crate::linework::Linework;
use std::cmp::Ordering;

/// Sides listed by the horizontal strips of equal height that they reach into.
pub(crate) struct Strips {
    south: i64,
    height: i64,
    from: Vec<u32>,
    sides: Vec<u32>,
}

impl Strips {
    /// Strips so fine that a side is listed about four times. O(n).
    pub(crate) fn new(lines: &Linework) -> Self {
        let span = |k: usize| {
            let [a, b] = lines.side(k).map(|end| i64::from(end.y));
            (a.min(b), a.max(b))
        };
        let all = (0..lines.len()).map(span);
        let (south, north, total) = all.fold((i64::MAX, i64::MIN, 0), |(s, n, t), (low, high)| {
            (s.min(low), n.max(high), t + high - low)
        });
        let count = lines.len().max(1) as i64;
        let finest = (north.saturating_sub(south) / count).max(1);
        let height = finest.max(total / (3 * count)) + 1;
        let strips = (north.saturating_sub(south).max(0) / height + 1) as usize;
        let mut built = Self { south, height, from: vec![0; strips + 1], sides: Vec::new() };
        let reach = |k: usize| {
            let (low, high) = span(k);
            let strip = |y: i64| ((y - south) / height) as usize;
            strip(low)..=strip(high)
        };
        for k in 0..lines.len() {
            for strip in reach(k) {
                built.from[strip + 1] += 1;
            }
        }
        for k in 0..strips {
            built.from[k + 1] += built.from[k];
        }
        let mut place = built.from.clone();
        built.sides = vec![0; built.from[strips] as usize];
        for k in 0..lines.len() {
            for strip in reach(k) {
                built.sides[place[strip] as usize] = k as u32;
                place[strip] += 1;
            }
        }
        built
    }

    /// The half with the land just west of `at` on its left: it belongs to the nearest side that
    /// crosses the height of `at` (a little above it) west of it.
    pub(crate) fn west_of(&self, lines: &Linework, at: Pt) -> Option<u32> {
        let strip = usize::try_from((i64::from(at.y) - self.south) / self.height).ok()?;
        let listed = self.sides.get(*self.from.get(strip)? as usize..)?;
        let count = self.from.get(strip + 1)? - self.from[strip];
        let mut nearest: Option<u32> = None;
        for &k in listed.iter().take(count as usize) {
            let [a, b] = lines.side(k as usize);
            if (a.y <= at.y) == (b.y <= at.y) {
                continue;
            }
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            if side(low, high, at) != Ordering::Less {
                continue;
            }
            let nearer = nearest.is_none_or(|other| {
                further_east([a, b], lines.side(other as usize)) == Ordering::Greater
            });
            if nearer {
                nearest = Some(k);
            }
        }
        // The half that runs south has the east on its left.
        nearest.map(|k| {
            let [a, b] = lines.side(k as usize);
            2 * k + u32::from(b.y > a.y)
        })
    }
}
