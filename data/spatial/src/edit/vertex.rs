//! Moving, inserting and removing single vertices.

use super::Refused;
use super::course::{free, grids, reroute};
use super::node::{Meeting, meeting};
use super::tree::Span;
use super::work::Work;
use crate::exact::{Pt, on_segment, side};
use crate::partition::NOBODY;
use model::Position;
use std::cmp::Ordering;

/// Puts a vertex into a piece.
pub(super) fn insert(
    work: &mut Work<'_>,
    [from, to]: [Position; 2],
    at: Position,
) -> Result<(), Refused> {
    let (a, b, p) = (Pt::of(from), Pt::of(to), Pt::of(at));
    if work.sides_from(a, b).is_none() {
        return Err(Refused::NotOnBorder { from, to });
    }
    if p == a || p == b {
        return Err(Refused::NothingToDo { at });
    }
    reroute(work, &[a, b], &[a, p, b])
}

/// Takes a vertex out.
pub(super) fn remove(work: &mut Work<'_>, at: Position) -> Result<(), Refused> {
    let middle = Pt::of(at);
    let fan: Vec<Pt> = work.fan(middle).map(|(to, _)| to).collect();
    match *fan {
        [] => Err(Refused::NoVertex { at }),
        [from, to] => reroute(work, &[from, middle, to], &[from, to]),
        _ => Err(Refused::IsNode { at, borders: fan.len() }),
    }
}

/// Moves a vertex with all pieces that end there. On its straight way it may meet nothing, and no
/// piece may pass over another vertex.
pub(super) fn shift(work: &mut Work<'_>, from: Position, to: Position) -> Result<(), Refused> {
    let (start, end) = (Pt::of(from), Pt::of(to));
    let fan: Vec<(Pt, [u32; 2])> = work.fan(start).collect();
    if fan.is_empty() {
        return Err(Refused::NoVertex { at: from });
    }
    if start == end {
        return Err(Refused::NothingToDo { at: to });
    }
    if work.is_vertex(end) {
        return Err(Refused::Collapses { at: to });
    }
    let mut near: Vec<Span> =
        work.near_line(start, end).filter(|span| !span.ends_at(start)).collect();
    near.sort_unstable();
    for span in near {
        let at = match meeting([start, end], [span.low, span.high]) {
            Meeting::None => continue,
            Meeting::Cross(at) => at,
            Meeting::Touch(touches) => touches.into_iter().flatten().next().map_or(end, |t| t.1),
        };
        let grids = grids(work.sides(span).unwrap_or([NOBODY; 2]));
        return Err(Refused::Crosses { at: at.position(), grids });
    }
    for &(other, _) in &fan {
        if let Some(at) = passed(work, [start, end, other]) {
            return Err(Refused::PassesOver { at: at.position() });
        }
    }
    for &(other, _) in &fan {
        work.set(Span::new(start, other), None);
    }
    for &(other, _) in &fan {
        free(work, end, other)?;
    }
    for &(other, [left, right]) in &fan {
        let sides = if end < other { [left, right] } else { [right, left] };
        work.set(Span::new(end, other), Some(sides));
    }
    Ok(())
}

/// A vertex in a closed triangle, other than its corners.
fn passed(work: &Work<'_>, [a, b, c]: [Pt; 3]) -> Option<Pt> {
    let low = Pt { x: a.x.min(b.x).min(c.x), y: a.y.min(b.y).min(c.y) };
    let high = Pt { x: a.x.max(b.x).max(c.x), y: a.y.max(b.y).max(c.y) };
    let within = |at: Pt| {
        let turns = [side(a, b, at), side(b, c, at), side(c, a, at)];
        let left = turns.iter().all(|&turn| turn != Ordering::Less);
        let right = turns.iter().all(|&turn| turn != Ordering::Greater);
        if left && right {
            // The corners lie on one line.
            return on_segment(a, b, at) || on_segment(b, c, at) || on_segment(c, a, at);
        }
        left || right
    };
    work.near_box(low, high, 0.0)
        .flat_map(|span| [span.low, span.high])
        .filter(|&at| ![a, b, c].contains(&at) && within(at))
        .min()
}
