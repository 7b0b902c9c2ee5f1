//! Bringing a drawn line to the border of the grid that it is to divide.

use super::Refused;
use super::node::{Meeting, meeting};
use super::work::Work;
use crate::exact::{Pt, on_segment};
use model::GridId;

/// The line from border to border: an end inside the grid runs on straight to the first border it
/// meets, what lies before the first or after the last meeting with the border is cut off; a closed
/// line that begins inside stays as it is. The new ends are lattice points at most half a step from where border and line meet.
pub(super) fn to_border(work: &Work<'_>, grid: GridId, line: &[Pt]) -> Result<Vec<Pt>, Refused> {
    let mut line = line.to_vec();
    if line.first() == line.last() && inside(work, grid.0, line[0]) {
        return Ok(line);
    }
    // Two ends, one after the other turned to the front.
    for _ in 0..2 {
        let first = line[0];
        if inside(work, grid.0, first) {
            let end = beyond(work, grid.0, line[1], first);
            let met = hits(work, grid.0, first, end);
            let Some(at) = met.into_iter().find(|&at| at != first) else {
                return Err(Refused::LineMissesGrid { grid, at: first.position() });
            };
            line.insert(0, at);
        } else {
            let met = line.windows(2).enumerate().find_map(|(k, pair)| {
                hits(work, grid.0, pair[0], pair[1]).first().map(|&at| (k, at))
            });
            let Some((k, at)) = met else {
                return Err(Refused::LineMissesGrid { grid, at: first.position() });
            };
            line.drain(..=k);
            line.insert(0, at);
            line.dedup();
            if line.len() < 2 {
                return Err(Refused::LineMissesGrid { grid, at: first.position() });
            }
        }
        line.reverse();
    }
    Ok(line)
}

/// Whether a point lies inside a grid, not on its border.
fn inside(work: &Work<'_>, grid: u32, at: Pt) -> bool {
    let on_border = work.near_box(at, at, 0.0).any(|span| on_segment(span.low, span.high, at));
    !on_border && work.land_at(at) == grid
}

/// A point on the way from `from` over `at`, just beyond the box of the grid. Only a direction
/// along an axis or a diagonal is kept exactly.
fn beyond(work: &Work<'_>, grid: u32, from: Pt, at: Pt) -> Pt {
    let ends = work.halves_of(grid).map(|(a, _)| a);
    let (low, high) = ends.fold((at, at), |(low, high), p| {
        (Pt { x: low.x.min(p.x), y: low.y.min(p.y) }, Pt { x: high.x.max(p.x), y: high.y.max(p.y) })
    });
    let step = [(from.x, at.x), (from.y, at.y)].map(|(p, q)| f64::from(q) - f64::from(p));
    let room = |step: f64, at: i32, low: i32, high: i32| {
        let end = if step > 0.0 { f64::from(high) + 1.0 } else { f64::from(low) - 1.0 };
        if step == 0.0 { f64::INFINITY } else { (end - f64::from(at)) / step }
    };
    let times = room(step[0], at.x, low.x, high.x).min(room(step[1], at.y, low.y, high.y));
    // The box lies on the Earth, well inside 32 bits; so does a point a step beyond it.
    let go = |at: i32, step: f64| (f64::from(at) + times * step).round() as i32;
    Pt { x: go(at.x, step[0]), y: go(at.y, step[1]) }
}

/// Where the straight line from `a` to `b` meets the border of a grid, from `a` on: vertices
/// exactly, crossings rounded. Those less than a billionth of the way apart in any order.
fn hits(work: &Work<'_>, grid: u32, a: Pt, b: Pt) -> Vec<Pt> {
    let along = [(a.x, b.x), (a.y, b.y)].map(|(p, q)| f64::from(q) - f64::from(p));
    let how_far = |p: Pt| {
        (f64::from(p.x) - f64::from(a.x)) * along[0] + (f64::from(p.y) - f64::from(a.y)) * along[1]
    };
    let mut met: Vec<(f64, Pt)> = Vec::new();
    for span in work.near_line(a, b) {
        if !work.sides(span).is_some_and(|sides| sides.contains(&grid)) {
            continue;
        }
        let ends = [span.low, span.high];
        for end in ends.into_iter().filter(|&end| on_segment(a, b, end)) {
            met.push((how_far(end), end));
        }
        for end in [a, b].into_iter().filter(|&end| on_segment(ends[0], ends[1], end)) {
            met.push((how_far(end), end));
        }
        if let Meeting::Cross(at) = meeting([a, b], ends) {
            met.push((how_far(at), at));
        }
    }
    met.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)));
    met.into_iter().map(|(_, at)| at).collect()
}
