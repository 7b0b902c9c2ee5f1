//! Cuts sides until they meet at shared ends only: snap rounding in exact integers.
//!
//! 1. Look for sides that cross or touch away from their ends. None: done, nothing is moved.
//! 2. Round every crossing to the lattice. The unit squares around the crossings and around every
//!    end are *hot pixels*.
//! 3. Each side becomes the chain through the middles of the hot pixels it meets, in order.
//! 4. Start over with the new sides.
//!
//! Step 3 leaves no crossing (Hobby, "Practical segment intersection with finite precision output",
//! Comput. Geom. 13, 1999; Guibas and Marimont, "Rounding arrangements dynamically", 1995), and no
//! point moves by more than half a step in either direction. A moved side may come to lie exactly
//! on a point it did not meet before (Halperin and Packer, "Iterated snap rounding", Comput. Geom.
//! 23, 2002); hence step 4, which in practice finds nothing.

use crate::BuildError;
use crate::exact::{Pt, crossing, on_segment, side};
use crate::hot::HotPixels;
use crate::linework::Linework;
use crate::near::{Frame, pairs};
use std::cmp::Ordering;

/// The most rounds. Two are usual; the limit only guards against an endless loop.
const ROUNDS_MAX: usize = 64;

/// The most places where sides meet that one round takes in (about 300 MB).
pub(crate) const MEETINGS_MAX: usize = 10_000_000;

/// The most pieces that sides may be cut into (about 600 MB).
const PIECES_MAX: usize = 50_000_000;

/// How two sides meet away from a shared end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// They cross near this point.
    Cross { sides: [u32; 2], at: Pt },
    /// This point, an end of the first side, lies inside the second.
    Touch { end_of: u32, inside: u32, at: Pt },
}

/// Sides that share nothing but ends, and what had to be cut for it.
#[derive(Debug)]
pub(crate) struct Noded {
    /// The sides.
    pub(crate) lines: Linework,
    /// Where sides met as they were drawn.
    pub(crate) found: Vec<Meeting>,
    /// The sides as they were drawn, when anything was found; else empty.
    pub(crate) drawn: Linework,
}

/// Cuts `lines` until sides share nothing but ends. O(n log n) when there is little to cut.
pub(crate) fn node(mut lines: Linework) -> Result<Noded, BuildError> {
    let mut first: Option<(Vec<Meeting>, Linework)> = None;
    for _ in 0..ROUNDS_MAX {
        let found = meetings(&lines)?;
        if found.is_empty() {
            let (found, drawn) = first.unwrap_or_default();
            return Ok(Noded { lines, found, drawn });
        }
        let cut = snap(&lines, &found)?;
        first.get_or_insert((found, std::mem::replace(&mut lines, cut)));
    }
    Err(BuildError::Unsettled)
}

/// Every place where two sides meet away from a shared end. Empty means: exactly noded.
pub(crate) fn meetings(lines: &Linework) -> Result<Vec<Meeting>, BuildError> {
    let frames: Vec<Frame> = (0..lines.len()).map(|k| frame(lines.side(k))).collect();
    let mut found = Vec::new();
    let complete = pairs(&frames, &mut |s, t| {
        meet(lines, s, t, &mut found);
        found.len() <= MEETINGS_MAX
    });
    if complete { Ok(found) } else { Err(BuildError::TooTangled { meetings: MEETINGS_MAX }) }
}

fn frame([low, high]: [Pt; 2]) -> Frame {
    [low.x, low.y.min(high.y), high.x, low.y.max(high.y)]
}

/// Adds how two sides meet.
fn meet(lines: &Linework, one: usize, other: usize, found: &mut Vec<Meeting>) {
    let ([a, b], [c, d]) = (lines.side(one), lines.side(other));
    let (of_c, of_d) = (side(a, b, c), side(a, b, d));
    if of_c == of_d && of_c != Ordering::Equal {
        return;
    }
    let (of_a, of_b) = (side(c, d, a), side(c, d, b));
    let opposite = |p: Ordering, q: Ordering| p != Ordering::Equal && p == q.reverse();
    if opposite(of_c, of_d) && opposite(of_a, of_b) {
        if let Some(at) = crossing(a, b, c, d) {
            found.push(Meeting::Cross { sides: [one as u32, other as u32], at });
        }
        return;
    }
    let mut touch = |end_of: usize, inside: usize, at: Pt, ends: [Pt; 2]| {
        if !ends.contains(&at) && on_segment(ends[0], ends[1], at) {
            found.push(Meeting::Touch { end_of: end_of as u32, inside: inside as u32, at });
        }
    };
    for at in [c, d] {
        touch(other, one, at, [a, b]);
    }
    for at in [a, b] {
        touch(one, other, at, [c, d]);
    }
}

/// Every side as the chain through the hot pixels that it meets.
fn snap(lines: &Linework, found: &[Meeting]) -> Result<Linework, BuildError> {
    let crossings = found.iter().filter_map(|meeting| match meeting {
        Meeting::Cross { at, .. } => Some(*at),
        Meeting::Touch { .. } => None,
    });
    let mut hot: Vec<Pt> = lines.at.iter().copied().chain(crossings).collect();
    hot.sort_unstable();
    hot.dedup();
    let hot = HotPixels::new(hot);
    let mut through: Vec<(u32, Pt)> = Vec::new();
    for line in 0..lines.len() {
        let [a, b] = lines.side(line);
        hot.along(a, b, &mut |at| through.push((line as u32, at)));
        if through.len() > PIECES_MAX {
            return Err(BuildError::TooTangled { meetings: PIECES_MAX });
        }
    }
    // A side runs from its lower end: eastward, and north or south all the way.
    through.sort_unstable_by_key(|&(line, at)| {
        let [a, b] = lines.side(line as usize);
        (line, at.x, if a.y <= b.y { i64::from(at.y) } else { -i64::from(at.y) })
    });
    let mut cut = Vec::with_capacity(through.len());
    for chain in through.chunk_by(|a, b| a.0 == b.0) {
        for step in chain.windows(2) {
            let (from, to) = (step[0].1, step[1].1);
            let ways = lines.ways(step[0].0 as usize).iter();
            cut.extend(
                ways.map(|way| (if way % 2 == 0 { [from, to] } else { [to, from] }, way / 2)),
            );
        }
    }
    Linework::new(&cut)
}
