//! Parts that hang together inside one community, and how many grids each gets.

use super::ground::{Ground, RedrawError};
use super::mesh::Mesh;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Atoms that hang together inside one community.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) atoms: Vec<u32>,
    pub(super) weight: i64,
}

/// The weights that a grid may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub(super) low: i64,
    pub(super) ideal: f64,
    pub(super) high: i64,
}

impl Window {
    /// The window of `grids` grids; when no whole number is in it, the one nearest to the ideal is.
    pub(super) fn of(ground: &Ground, grids: usize, tolerance: f64) -> Self {
        let ideal = ground.weight() as f64 / grids as f64;
        // A hair more, so that a bound that should be whole is.
        let low = (ideal * (1.0 - tolerance) - 1e-6).ceil() as i64;
        let high = (ideal * (1.0 + tolerance) + 1e-6).floor() as i64;
        if low > high {
            let only = ideal.round() as i64;
            return Self { low: only, ideal, high: only };
        }
        Self { low, ideal, high }
    }

    /// Whether grids of this weight together can all be inside.
    pub(super) fn fits(&self, weight: i64, grids: usize) -> bool {
        let grids = grids as i64;
        (grids * self.low..=grids * self.high).contains(&weight)
    }
}

/// The parts of a ground, by their first atom.
pub(super) fn parts(mesh: &Mesh) -> Vec<Part> {
    let mut met = vec![false; mesh.len()];
    let mut parts = Vec::new();
    for start in 0..mesh.len() as u32 {
        if std::mem::replace(&mut met[start as usize], true) {
            continue;
        }
        let mut atoms = mesh.piece(start, |to| !std::mem::replace(&mut met[to as usize], true));
        atoms.sort_unstable();
        parts.push(Part { weight: mesh.heft(&atoms), atoms });
    }
    parts
}

/// How many grids each part gets: at least one, by equal proportions (Huntington and Hill: the next
/// one goes where the weight over √(n (n + 1)) is greatest, which makes the sum of squared distances
/// from the ideal least), then moved from part to part while that lets more parts be inside.
pub(super) fn shares(
    parts: &[Part],
    grids: usize,
    window: &Window,
) -> Result<Vec<usize>, RedrawError> {
    if grids < parts.len() {
        return Err(RedrawError::TooFewGrids { grids, needed: parts.len() });
    }
    let atoms = parts.iter().map(|part| part.atoms.len()).sum();
    if grids > atoms {
        return Err(RedrawError::TooManyGrids { grids, atoms });
    }
    Ok(shares_from(parts, &vec![1; parts.len()], grids, window))
}

/// The same, begun at shares that are there, each at least one: a part loses or gets grids only where
/// there are too many or too few in all, or where that lets more parts be inside. There are at least as
/// many grids as parts and no more than atoms.
pub(super) fn shares_from(
    parts: &[Part],
    present: &[usize],
    grids: usize,
    window: &Window,
) -> Vec<usize> {
    let claim = |at: usize, share: usize| {
        let weight = parts[at].weight as f64;
        Claim(weight * weight / (share as f64 * (share + 1) as f64))
    };
    let mut shares = present.to_vec();
    let there: usize = shares.iter().sum();
    let all = 0..parts.len();
    let mut queue: BinaryHeap<(Claim, Reverse<usize>)> =
        all.clone().map(|at| (claim(at, shares[at]), Reverse(at))).collect();
    for _ in there..grids {
        let room = |it: &(Claim, Reverse<usize>)| shares[it.1.0] < parts[it.1.0].atoms.len();
        let Some((_, Reverse(at))) = std::iter::from_fn(|| queue.pop()).find(room) else { break };
        shares[at] += 1;
        queue.push((claim(at, shares[at]), Reverse(at)));
    }
    // The one whose last grid had the least claim gives it back.
    let mut queue: BinaryHeap<Reverse<(Claim, usize)>> = all
        .filter(|&at| shares[at] > 1)
        .map(|at| Reverse((claim(at, shares[at] - 1), at)))
        .collect();
    for _ in grids..there {
        let Some(Reverse((_, at))) = queue.pop() else { break };
        shares[at] -= 1;
        if shares[at] > 1 {
            queue.push(Reverse((claim(at, shares[at] - 1), at)));
        }
    }
    even_out(parts, &mut shares, window);
    shares
}

/// Moves grids from part to part while that brings more of them into the window.
fn even_out(parts: &[Part], shares: &mut [usize], window: &Window) {
    let fits = |at: usize, share: usize| window.fits(parts[at].weight, share);
    for at in 0..parts.len() {
        while !fits(at, shares[at]) {
            let heavy = parts[at].weight > shares[at] as i64 * window.high;
            let wanted = if heavy { shares[at] + 1 } else { shares[at] - 1 };
            // Only a step that ends inside is worth a change.
            if wanted == 0 || wanted > parts[at].atoms.len() || !fits(at, wanted) {
                break;
            }
            // Another part gives or takes one, and is no worse off.
            let other = (0..parts.len()).find(|&other| {
                let share = if heavy { shares[other] - 1 } else { shares[other] + 1 };
                let room = share > 0 && share <= parts[other].atoms.len();
                other != at && room && fits(other, share)
            });
            let Some(other) = other else { break };
            shares[other] = if heavy { shares[other] - 1 } else { shares[other] + 1 };
            shares[at] = wanted;
        }
    }
}

/// What stands for the piece that something was joined to; ways are halved as they are gone.
pub(super) fn root(joined: &mut [u32], mut at: u32) -> u32 {
    while joined[at as usize] != at {
        joined[at as usize] = joined[joined[at as usize] as usize];
        at = joined[at as usize];
    }
    at
}

/// A claim to the next grid; the greatest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Claim(pub(super) f64);

impl Eq for Claim {}

impl PartialOrd for Claim {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Claim {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
