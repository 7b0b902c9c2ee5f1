//! Crossings that snapping would make.

use super::Piece;
use crate::BuildError;
use crate::exact::{Pt, on_segment, side};
use crate::linework::Linework;
use crate::near::{Frame, pairs};
use crate::noding::MEETINGS_MAX;
use std::cmp::Ordering;

/// The pieces that cross another though the sides they come from did not; sorted.
pub(super) fn new_crossings(lines: &Linework, pieces: &[Piece]) -> Result<Vec<u32>, BuildError> {
    let frames: Vec<Frame> = pieces.iter().map(|piece| frame(piece.ends)).collect();
    let mut found: Vec<u32> = Vec::new();
    let complete = pairs(&frames, &mut |one, other| {
        let (p, q) = (&pieces[one], &pieces[other]);
        if (p.changed || q.changed)
            && p.of != q.of
            && cross(p.ends, q.ends)
            && !meet(lines.side(p.of as usize), lines.side(q.of as usize))
        {
            found.extend([one as u32, other as u32]);
        }
        found.len() <= MEETINGS_MAX
    });
    if !complete {
        return Err(BuildError::TooTangled { meetings: MEETINGS_MAX });
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn frame([a, b]: [Pt; 2]) -> Frame {
    [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)]
}

/// Whether two sides cross in a point that is an end of neither.
fn cross([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> bool {
    let opposite = |p: Ordering, q: Ordering| p != Ordering::Equal && p == q.reverse();
    opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b))
}

/// Whether two sides as drawn share a point that is not an end of both.
fn meet([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> bool {
    let inner = |p: Pt, q: Pt, r: Pt| r != p && r != q && on_segment(p, q, r);
    cross([a, b], [c, d]) || inner(a, b, c) || inner(a, b, d) || inner(c, d, a) || inner(c, d, b)
}
