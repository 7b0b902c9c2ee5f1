//! Another course for a line of border between the same two ends.

use super::node::{Meeting, meeting};
use super::tree::Span;
use super::work::Work;
use super::{POINTS_MAX, Refused};
use crate::exact::{Pt, side};
use crate::faces::shoelace;
use crate::near::{Frame, pairs};
use crate::partition::{NOBODY, grid_id};
use model::Position;
use std::cmp::Ordering;

/// The most vertices held against the sides of a new course: half a second.
const LOOKS_MAX: usize = 100_000_000;

/// Gives an edge, from node to node, another course.
pub(super) fn reroute_edge(
    work: &mut Work<'_>,
    piece: [Position; 2],
    line: &[Position],
) -> Result<(), Refused> {
    if line.len() > POINTS_MAX {
        return Err(Refused::TooLarge { points: line.len(), most: POINTS_MAX });
    }
    let [from, to] = piece;
    if work.sides_from(Pt::of(from), Pt::of(to)).is_none() {
        return Err(Refused::NotOnBorder { from, to });
    }
    let mut old = work.edge_through(Pt::of(from), Pt::of(to));
    let mut new: Vec<Pt> = line.iter().copied().map(Pt::of).collect();
    new.dedup();
    let (Some(&first), Some(&last)) = (new.first(), new.last()) else {
        return Err(Refused::TooFewPoints);
    };
    let ends = [old[0], old[old.len() - 1]];
    let closed = ends[0] == ends[1];
    if closed && first == last {
        // A ring without nodes may be taken hold of at any of its vertices.
        if work.fan(ends[0]).count() == 2 {
            let Some(place) = old.iter().position(|&at| at == first) else {
                return Err(Refused::EndsMoved { at: ends[0].position() });
            };
            old.pop();
            old.rotate_left(place);
            old.push(first);
        }
        if new.len() < 4 {
            return Err(Refused::TooFewPoints);
        }
        if (turn(&old) > 0) != (turn(&new) > 0) {
            new.reverse();
        }
    } else if [last, first] == ends {
        new.reverse();
    }
    let now = [new[0], new[new.len() - 1]];
    let ends = [old[0], old[old.len() - 1]];
    if let Some(k) = (0..2).find(|&k| now[k] != ends[k]) {
        return Err(Refused::EndsMoved { at: ends[k].position() });
    }
    if new == old {
        return Err(Refused::NothingToDo { at: first.position() });
    }
    if new.len() < 2 {
        return Err(Refused::TooFewPoints);
    }
    reroute(work, &old, &new)
}

/// Twice the area to the left of a closed way.
fn turn(way: &[Pt]) -> i128 {
    way.windows(2).map(|pair| shoelace(pair[0], pair[1])).sum()
}

/// Makes a way of border straight between its ends, if nothing is in the way. Pieces of the way
/// must all be there, with these grids on their left and right.
pub(super) fn straighten(work: &mut Work<'_>, way: &[Pt], sides: [u32; 2]) -> bool {
    let (Some(&first), Some(&last)) = (way.first(), way.last()) else { return false };
    debug_assert!(way.windows(2).all(|p| work.sides_from(p[0], p[1]) == Some(sides)));
    way.len() == 2 || (first != last && reroute(work, way, &[first, last]).is_ok())
}

/// Replaces the way `old` by `new`, which has the same ends, or refuses and changes nothing.
///
/// Nothing may be met on the new way, and no vertex may lie between the two: then the one can be
/// drawn into the other without touching anything, and the land on both sides stays what it is.
pub(super) fn reroute(work: &mut Work<'_>, old: &[Pt], new: &[Pt]) -> Result<(), Refused> {
    let Some(sides) = work.sides_from(old[0], old[1]) else {
        return Err(Refused::NotOnBorder { from: old[0].position(), to: old[1].position() });
    };
    lay(work, old, None);
    let tried = clear(work, old, new).and_then(|()| {
        lay(work, new, Some(sides));
        match old.iter().chain(new).find(|&&at| !work.agrees_at(at)) {
            None => Ok(()),
            Some(at) => {
                lay(work, new, None);
                Err(Refused::Crosses { at: at.position(), grids: grids(sides) })
            }
        }
    });
    if tried.is_err() {
        lay(work, old, Some(sides));
    }
    tried
}

/// Puts pieces along a way, with these grids on its left and right, or takes them away.
fn lay(work: &mut Work<'_>, way: &[Pt], sides: Option<[u32; 2]>) {
    for pair in way.windows(2) {
        let turned = pair[0] > pair[1];
        let sides = sides.map(|[left, right]| if turned { [right, left] } else { [left, right] });
        work.set(Span::new(pair[0], pair[1]), sides);
    }
}

/// The grids among two sides.
pub(super) fn grids(sides: [u32; 2]) -> Vec<model::GridId> {
    let mut grids: Vec<_> = sides.into_iter().filter_map(grid_id).collect();
    grids.sort_unstable();
    grids
}

/// Whether the new way is free and nothing lies between it and the old one, which is taken away.
fn clear(work: &Work<'_>, old: &[Pt], new: &[Pt]) -> Result<(), Refused> {
    simple(new)?;
    for &at in &new[1..new.len() - 1] {
        if work.is_vertex(at) {
            return Err(Refused::Collapses { at: at.position() });
        }
    }
    for pair in new.windows(2) {
        free(work, pair[0], pair[1])?;
    }
    // Once round: along the old way and back along the new one.
    let mut ring: Vec<(Pt, Pt)> = old.windows(2).map(|pair| (pair[0], pair[1])).collect();
    ring.extend(new.windows(2).map(|pair| (pair[1], pair[0])));
    match swept(work, &ring)? {
        Some(at) => Err(Refused::PassesOver { at: at.position() }),
        None => Ok(()),
    }
}

/// Whether a straight piece meets no other but at its ends.
pub(super) fn free(work: &Work<'_>, a: Pt, b: Pt) -> Result<(), Refused> {
    if work.sides_from(a, b).is_some() {
        return Err(Refused::Collapses { at: a.position() });
    }
    let mut near: Vec<Span> = work.near_line(a, b).collect();
    near.sort_unstable();
    for span in near {
        let at = match meeting([a, b], [span.low, span.high]) {
            Meeting::None => continue,
            Meeting::Cross(at) => at,
            Meeting::Touch(touches) => touches.into_iter().flatten().next().map_or(a, |t| t.1),
        };
        let beside = work.sides(span).unwrap_or([NOBODY; 2]);
        return Err(Refused::Crosses { at: at.position(), grids: grids(beside) });
    }
    Ok(())
}

/// Whether a way does not meet itself but where it closes.
fn simple(way: &[Pt]) -> Result<(), Refused> {
    let mut points: Vec<Pt> = way[1..].to_vec();
    points.sort_unstable();
    if let Some(twice) = points.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Refused::Crosses { at: twice[0].position(), grids: Vec::new() });
    }
    if way[1..way.len() - 1].contains(&way[0]) {
        return Err(Refused::Crosses { at: way[0].position(), grids: Vec::new() });
    }
    let frame = |p: &[Pt]| -> Frame {
        [p[0].x.min(p[1].x), p[0].y.min(p[1].y), p[0].x.max(p[1].x), p[0].y.max(p[1].y)]
    };
    let frames: Vec<Frame> = way.windows(2).map(frame).collect();
    let mut met = None;
    let complete = pairs(&frames, &mut |one, other| {
        met = match meeting([way[one], way[one + 1]], [way[other], way[other + 1]]) {
            Meeting::None => None,
            Meeting::Cross(at) => Some(at),
            Meeting::Touch(touches) => touches.into_iter().flatten().next().map(|touch| touch.1),
        };
        met.is_none()
    });
    match met {
        Some(at) => Err(Refused::Crosses { at: at.position(), grids: Vec::new() }),
        None if !complete => Err(Refused::TooTangled { at: way[0].position() }),
        None => Ok(()),
    }
}

/// A vertex, not on it, that a closed ring winds around. O(n) in the sides of the ring times the
/// vertices at the height of each.
fn swept(work: &Work<'_>, ring: &[(Pt, Pt)]) -> Result<Option<Pt>, Refused> {
    let Some(&(first, _)) = ring.first() else { return Ok(None) };
    let (low, high) = ring.iter().fold((first, first), |(low, high), &(p, _)| {
        (Pt { x: low.x.min(p.x), y: low.y.min(p.y) }, Pt { x: high.x.max(p.x), y: high.y.max(p.y) })
    });
    let mut on_ring: Vec<Pt> = ring.iter().map(|&(p, _)| p).collect();
    on_ring.sort_unstable();
    let spans = work.near_box(low, high, 0.0);
    let mut inside: Vec<(i32, i32)> = spans
        .flat_map(|span| [span.low, span.high])
        .filter(|at| (low.x..=high.x).contains(&at.x) && (low.y..=high.y).contains(&at.y))
        .filter(|at| on_ring.binary_search(at).is_err())
        .map(|at| (at.y, at.x))
        .collect();
    inside.sort_unstable();
    inside.dedup();
    let mut winds = vec![0_i32; inside.len()];
    let mut looks = 0;
    for &(p, q) in ring {
        let (south, north, step) = if p.y <= q.y { (p, q, 1) } else { (q, p, -1) };
        let from = inside.partition_point(|&(y, _)| y < south.y);
        let to = inside.partition_point(|&(y, _)| y < north.y);
        looks += to - from;
        if looks > LOOKS_MAX {
            return Err(Refused::TooTangled { at: p.position() });
        }
        for (at, wind) in inside[from..to].iter().zip(&mut winds[from..to]) {
            if side(south, north, Pt { x: at.1, y: at.0 }) == Ordering::Greater {
                *wind += step;
            }
        }
    }
    let around = winds.iter().position(|&wind| wind != 0);
    Ok(around.map(|around| Pt { x: inside[around].1, y: inside[around].0 }))
}
