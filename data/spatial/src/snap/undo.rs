//! Crossings that snapping would make.

use super::Piece;
use crate::BuildError;
use crate::exact::{Pt, cross_inside, meet_inside};
use crate::linework::Linework;
use crate::near::{Frame, pairs};
use crate::noding::MEETINGS_MAX;

/// The pieces that cross another though the sides they come from did not, where one of them is of
/// a suspect side; sorted.
pub(super) fn new_crossings(
    lines: &Linework,
    pieces: &[Piece],
    suspects: &[bool],
) -> Result<Vec<u32>, BuildError> {
    // Most pieces lie far from any suspect.
    let is_suspect = |piece: &Piece| suspects[piece.of as usize];
    let around =
        Around::of(pieces.iter().filter(|piece| is_suspect(piece)).map(|it| frame(it.ends)));
    let close: Vec<u32> = (0..pieces.len() as u32)
        .filter(|&k| around.may_meet(frame(pieces[k as usize].ends)))
        .collect();
    let frames: Vec<Frame> = close.iter().map(|&k| frame(pieces[k as usize].ends)).collect();
    let mut found: Vec<u32> = Vec::new();
    let complete = pairs(&frames, &mut |one, other| {
        let (one, other) = (close[one], close[other]);
        let (p, q) = (&pieces[one as usize], &pieces[other as usize]);
        if (is_suspect(p) || is_suspect(q))
            && p.of != q.of
            && cross_inside(p.ends, q.ends)
            && !meet_inside(lines.side(p.of as usize), lines.side(q.of as usize))
        {
            found.extend([one, other]);
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

/// Where some boxes are, roughly: squares of 2^13 steps (some 90 m), by a hash.
struct Around {
    squares: Vec<bool>,
}

impl Around {
    fn of(frames: impl Iterator<Item = Frame>) -> Self {
        let mut squares = vec![false; 1 << 20];
        for frame in frames {
            match squares_of(frame) {
                Some(own) => own.for_each(|square| squares[square] = true),
                None => squares.fill(true),
            }
        }
        Self { squares }
    }

    /// `false` only when none of the boxes is near.
    fn may_meet(&self, frame: Frame) -> bool {
        squares_of(frame).is_none_or(|mut own| own.any(|square| self.squares[square]))
    }
}

/// The squares that a box reaches into; `None` for very many.
fn squares_of([west, south, east, north]: Frame) -> Option<impl Iterator<Item = usize>> {
    let [west, south, east, north] = [west, south, east, north].map(|edge| i64::from(edge >> 13));
    let hash =
        |x: i64, y: i64| (x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b)) as usize;
    ((east - west + 1) * (north - south + 1) <= 4_096).then(move || {
        (west..=east).flat_map(move |x| (south..=north).map(move |y| hash(x, y) % (1 << 20)))
    })
}

fn frame([a, b]: [Pt; 2]) -> Frame {
    [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)]
}
