//! What a point on a border touches.

use super::piece::Piece;
use std::cmp::Ordering;

/// The smallest grid that a point on an edge touches, nobody's land aside; `None` when it lies on
/// no piece. `mark` is that of the land a little to its east and by far less to its north.
///
/// The pieces that leave the point are crossed counter-clockwise, starting there: each changes the
/// mark by its code.
pub(super) fn touched(pieces: &[Piece], at: [i64; 2], mark: u32) -> Option<u32> {
    let mut rays: Vec<([i64; 2], u32)> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.holds(at)) {
        let code = piece.code & super::leaf::MARK_BITS;
        for end in [piece.south(), piece.north()] {
            if end != at {
                rays.push(([end[0] - at[0], end[1] - at[1]], code));
            }
        }
    }
    if rays.is_empty() {
        return None;
    }
    rays.sort_by(|a, b| around(a.0, b.0));
    let mut here = mark;
    let mut least = mark.checked_sub(1);
    for (_, code) in rays {
        here ^= code;
        least = match (least, here.checked_sub(1)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    least
}

/// Orders directions counter-clockwise, due east last.
fn around(a: [i64; 2], b: [i64; 2]) -> Ordering {
    // From just after east over north to west, then from there over south to east.
    let half = |d: [i64; 2]| !(d[1] > 0 || (d[1] == 0 && d[0] < 0));
    let cross =
        || (i128::from(b[0]) * i128::from(a[1])).cmp(&(i128::from(a[0]) * i128::from(b[1])));
    half(a).cmp(&half(b)).then_with(cross)
}
