//! Where on the border of a part a cut starts and ends.

use super::part::cost;
use crate::point::{Xy, distance};

/// Points to start from and points to end at, each with what it costs to do so there: around the
/// places where the border changes from one group to the other. `leans` is below zero nearer to the
/// first group; `widths` is how much of the border, in metres, each group should have at least.
pub(super) fn ends(
    cycle: &[u32],
    corners: &[Xy],
    leans: &[f64],
    widths: [f64; 2],
) -> [Vec<(u32, u64)>; 2] {
    let n = cycle.len();
    let (from, to) = widen(changes(leans), corners, leans, widths);
    let inner = (to + n - from) % n;
    let reach = (inner.min(n - inner) / 3).max(1);
    let around = |middle: usize| {
        let mut ends = Vec::new();
        for step in 0..2 * reach {
            let place = (middle + n + step + 1 - reach) % n;
            let lean = leans[place].abs();
            if lean < 0.3 || step + 1 == reach {
                ends.push((cycle[place], cost(lean * lean * 4_000.0)));
            }
        }
        ends
    };
    [around(from), around(to)]
}

/// The two places between which the border belongs to one group, as far as it can be said: the
/// points after the first, up to the second. Where it never changes, the point nearest to changing.
fn changes(leans: &[f64]) -> (usize, usize) {
    let n = leans.len();
    let changes: Vec<usize> =
        (0..n).filter(|&i| (leans[i] < 0.0) != (leans[(i + 1) % n] < 0.0)).collect();
    let all: f64 = leans.iter().sum();
    let mut best: Option<(f64, usize, usize)> = None;
    for (i, &from) in changes.iter().enumerate() {
        let mut agreed = 0.0;
        let mut at = from;
        for &to in &changes[i + 1..] {
            agreed += leans[at + 1..=to].iter().sum::<f64>();
            at = to;
            let score = (2.0 * agreed - all).abs();
            if best.is_none_or(|(most, _, _)| score > most) {
                best = Some((score, from, to));
            }
        }
    }
    best.map_or_else(
        || {
            let near = (0..n).min_by(|&a, &b| leans[a].abs().total_cmp(&leans[b].abs()));
            let near = near.unwrap_or(0);
            ((near + n - 1) % n.max(1), near)
        },
        |(_, from, to)| (from, to),
    )
}

/// Moves the places apart until the smaller stretch is as wide as its group should have it.
fn widen(
    (mut from, mut to): (usize, usize),
    corners: &[Xy],
    leans: &[f64],
    widths: [f64; 2],
) -> (usize, usize) {
    let n = corners.len();
    let step = |i: usize| distance(corners[i % n], corners[(i + 1) % n]);
    let length =
        |from: usize, to: usize| (0..(to + n - from) % n).map(|k| step(from + k)).sum::<f64>();
    let sum = |from: usize, to: usize| {
        (1..=(to + n - from) % n).map(|k| leans[(from + k) % n]).sum::<f64>()
    };
    // Turned so that the stretch after `from` is the one with less border for its group.
    let group = usize::from(sum(from, to) >= 0.0);
    let lone = leans.iter().all(|lean| *lean < 0.0) || leans.iter().all(|lean| *lean >= 0.0);
    let own = if lone { 1 - group } else { group };
    let (mut width, mut other) = (widths[own], widths[1 - own]);
    if !lone && length(to, from) * width < length(from, to) * other {
        (from, to) = (to, from);
        (width, other) = (other, width);
    }
    let all = length(from, to) + length(to, from);
    // Never more than the other group can spare.
    let goal = width.min(all - other.min(all / 2.0));
    let mut now = length(from, to);
    for turn in 0..n {
        if now >= goal || (to + n - from) % n + 3 >= n {
            break;
        }
        if turn % 2 == 0 {
            now += step(to);
            to = (to + 1) % n;
        } else {
            from = (from + n - 1) % n;
            now += step(from);
        }
    }
    (from, to)
}
