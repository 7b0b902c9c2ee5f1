//! Courses written once as vector tiles write them: the way from each point to the next.
//!
//! What a tile says of a line does not depend on where the tile lies, but for the line's first point.
//! So the ways of every arc are written when its course is led, in both directions, and a polygon that
//! lies wholly on a tile is its first point and a copy of the strokes of its arcs.

use crate::course::Step;
use crate::mvt::{varint, zigzag};

/// The ways along a course from its first point to its last, after [`varint`] and [`zigzag`]; points
/// that follow themselves are left out.
pub(crate) fn forward(course: &[Step], out: &mut Vec<u8>) {
    for pair in course.windows(2) {
        way(pair[0], pair[1], out);
    }
}

/// The ways along a course from its last point to its first.
pub(crate) fn backward(course: &[Step], out: &mut Vec<u8>) {
    for pair in course.windows(2).rev() {
        way(pair[1], pair[0], out);
    }
}

fn way(from: Step, to: Step, out: &mut Vec<u8>) {
    if from != to {
        varint(out, zigzag(i64::from(to[0]) - i64::from(from[0])));
        varint(out, zigzag(i64::from(to[1]) - i64::from(from[1])));
    }
}

/// How many points a stroke goes on to.
pub(crate) fn count(stroke: &[u8]) -> usize {
    // Each number ends with the one of its bytes whose high bit is not set.
    stroke.iter().map(|byte| usize::from(*byte < 0x80)).sum::<usize>() / 2
}

/// Takes the way to the last point off the end, and gives it.
pub(crate) fn pop(stroke: &mut Vec<u8>) -> (i64, i64) {
    let mut number = || {
        let mut value = u64::from(stroke.pop().unwrap_or(0));
        while let Some(byte) = stroke.pop_if(|byte| *byte >= 0x80) {
            value = value << 7 | u64::from(byte & 0x7F);
        }
        unzigzag(value)
    };
    let down = number();
    (number(), down)
}

/// The way back from [`zigzag`].
fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_stroke_is_taken_back_point_by_point(
            course in prop::collection::vec((any::<u32>(), any::<u32>()), 0..30),
            twice in any::<bool>(),
        ) {
            let mut course: Vec<Step> = course.into_iter().map(|(x, y)| [x, y]).collect();
            course.dedup();
            let kept = course.clone();
            if twice {
                course = course.into_iter().flat_map(|step| [step, step]).collect();
            }
            for back in [false, true] {
                let mut stroke = Vec::new();
                if back { backward(&course, &mut stroke) } else { forward(&course, &mut stroke) }
                prop_assert_eq!(count(&stroke), kept.len().saturating_sub(1));
                let mut pairs: Vec<_> = kept.windows(2).map(|pair| [pair[0], pair[1]]).collect();
                if back {
                    pairs = pairs.into_iter().rev().map(|[a, b]| [b, a]).collect();
                }
                for [from, to] in pairs.into_iter().rev() {
                    let [dx, dy] =
                        [0, 1].map(|axis| i64::from(to[axis]) - i64::from(from[axis]));
                    prop_assert_eq!(pop(&mut stroke), (dx, dy));
                }
                prop_assert!(stroke.is_empty());
            }
        }
    }
}
