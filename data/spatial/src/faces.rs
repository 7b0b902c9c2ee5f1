//! The faces between noded sides.
//!
//! Each side is two directed *halves*: half `2s` runs from the lower end of side `s` to the higher,
//! half `2s + 1` back. A half bounds the face on its left. Walking on and turning as far right as
//! possible at every point traces the border of one face; what turns left on the whole is the outer
//! border of a face, what turns right is the border of a whole connected piece of linework seen
//! from the face around it.

use crate::exact::{Pt, around, side};
use crate::linework::Linework;
use crate::strips::Strips;
use std::cmp::Ordering;

/// The face around everything.
pub(crate) const OUTSIDE: u32 = 0;

/// Which face is on the left of each half, and which halves bound each face.
#[derive(Debug)]
pub(crate) struct Faces {
    /// The face on the left of each half.
    pub(crate) of_half: Vec<u32>,
    /// Where the halves of each face start in `halves`, and the end of the last.
    from: Vec<u32>,
    halves: Vec<u32>,
}

impl Faces {
    /// Traces the faces of noded linework. O(n log n).
    pub(crate) fn trace(lines: &Linework) -> Self {
        let next = next_halves(lines);
        let (cycle_of, cycles) = cycles(lines, &next);
        let mut face_of_cycle: Vec<u32> = vec![OUTSIDE; cycles.len()];
        let mut count = OUTSIDE + 1;
        for (face, cycle) in face_of_cycle.iter_mut().zip(&cycles) {
            if cycle.turn > 0 {
                *face = count;
                count += 1;
            }
        }
        let mut pieces: Vec<usize> = (0..cycles.len()).filter(|&c| cycles[c].turn < 0).collect();
        if pieces.len() > 1 {
            // From west to east, so that whatever lies west of a piece is already placed.
            pieces.sort_unstable_by_key(|&c| cycles[c].west);
            let strips = Strips::new(lines);
            for &piece in &pieces {
                if let Some(half) = strips.west_of(lines, lines.at[cycles[piece].west as usize]) {
                    face_of_cycle[piece] = face_of_cycle[cycle_of[half as usize] as usize];
                }
            }
        }
        let of_half: Vec<u32> =
            cycle_of.into_iter().map(|cycle| face_of_cycle[cycle as usize]).collect();
        let (from, halves) = group(&of_half, count as usize);
        Self { of_half, from, halves }
    }

    /// How many faces, the one around everything included.
    pub(crate) fn len(&self) -> usize {
        self.from.len() - 1
    }

    /// Twice the area of each face, in lattice steps squared; the one around everything, the land
    /// left out, is negative.
    pub(crate) fn turns(&self, lines: &Linework) -> Vec<i128> {
        let mut turns = vec![0; self.len()];
        for (half, &face) in (0..).zip(&self.of_half) {
            let end = |half: u32| lines.at[start(lines, half) as usize];
            turns[face as usize] += shoelace(end(half), end(half ^ 1));
        }
        turns
    }

    /// The halves that have this face on their left.
    pub(crate) fn halves(&self, face: u32) -> &[u32] {
        &self.halves[self.from[face as usize] as usize..self.from[face as usize + 1] as usize]
    }
}

/// Numbers grouped by key: where each key's numbers start, and the numbers in order.
pub(crate) fn group(keys: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut from = vec![0_u32; count + 1];
    for &key in keys {
        from[key as usize + 1] += 1;
    }
    for k in 0..count {
        from[k + 1] += from[k];
    }
    let mut place = from.clone();
    let mut members = vec![0_u32; keys.len()];
    for (member, &key) in keys.iter().enumerate() {
        members[place[key as usize] as usize] = member as u32;
        place[key as usize] += 1;
    }
    (from, members)
}

/// Where a half starts.
pub(crate) fn start(lines: &Linework, half: u32) -> u32 {
    lines.ends[half as usize / 2][half as usize % 2]
}

/// For each half the next one around the face on its left.
fn next_halves(lines: &Linework) -> Vec<u32> {
    let halves = 2 * lines.len() as u32;
    let starts: Vec<u32> = (0..halves).map(|half| start(lines, half)).collect();
    let (from, mut out) = group(&starts, lines.at.len());
    let mut next = vec![0; halves as usize];
    for point in 0..lines.at.len() {
        let fan = &mut out[from[point] as usize..from[point + 1] as usize];
        let end = |half: u32| lines.at[start(lines, half ^ 1) as usize];
        fan.sort_unstable_by(|&a, &b| around(lines.at[point], end(a), end(b)));
        for k in 0..fan.len() {
            next[(fan[(k + 1) % fan.len()] ^ 1) as usize] = fan[k];
        }
    }
    next
}

/// One closed walk.
struct Cycle {
    /// Twice the area inside, positive when it turns left.
    turn: i128,
    /// Its westernmost point.
    west: u32,
}

fn cycles(lines: &Linework, next: &[u32]) -> (Vec<u32>, Vec<Cycle>) {
    let mut of_half = vec![u32::MAX; next.len()];
    let mut cycles = Vec::new();
    for first in 0..next.len() as u32 {
        if of_half[first as usize] != u32::MAX {
            continue;
        }
        let mut cycle = Cycle { turn: 0, west: start(lines, first) };
        let mut half = first;
        while of_half[half as usize] == u32::MAX {
            of_half[half as usize] = cycles.len() as u32;
            let (a, b) = (start(lines, half), start(lines, half ^ 1));
            cycle.turn += shoelace(lines.at[a as usize], lines.at[b as usize]);
            cycle.west = cycle.west.min(a);
            half = next[half as usize];
        }
        cycles.push(cycle);
    }
    (of_half, cycles)
}

/// The term of one directed side in twice the signed area of a ring.
pub(crate) fn shoelace(a: Pt, b: Pt) -> i128 {
    let product = |x: i32, y: i32| i128::from(i64::from(x) * i64::from(y));
    product(a.x, b.y) - product(b.x, a.y)
}

/// Which of two noded sides that both reach across the height of `y` (a little above it) lies
/// further east there.
pub(crate) fn further_east([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> Ordering {
    // Turn both northward, then ask on which side of one an end of the other lies. Sides that do
    // not cross give one answer for every end that is not on the other's line.
    let north = |p: Pt, q: Pt| if p.y <= q.y { (p, q) } else { (q, p) };
    let ((a, b), (c, d)) = (north(a, b), north(c, d));
    let by = if c.y >= a.y { side(a, b, c) } else { side(c, d, a).reverse() };
    by.then_with(|| if d.y <= b.y { side(a, b, d) } else { side(c, d, b).reverse() })
}
