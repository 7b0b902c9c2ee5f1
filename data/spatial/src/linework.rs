//! Lines as a set: every side once, with the rings that run along it.
//!
//! A ring that runs along a side an even number of times does not separate anything there (even-odd
//! rule), so only odd ones are kept; that alone removes spikes and ignores which way rings wind.

use crate::BuildError;
use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::finder::{Finder, sorted_points};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// The most sides that may be held, as drawn, so mostly twice: ids of directed sides must fit 32 bits,
/// and what the index of points writes of them its 2^28 strips, of which two a side are not taken by
/// far.
pub(crate) const SIDES_MAX: usize = 200_000_000;

/// One side of a ring as drawn or as cut: its two ends by number, and the ring with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    low: u32,
    high: u32,
    /// Twice the number of the ring, and one more when it runs from the higher end to the lower.
    way: u32,
}

/// Different sides between numbered points. Points are sorted, sides are sorted by their ends, and
/// the first end of a side sorts before the second. About 40 bytes a side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linework {
    /// The points, sorted and different.
    pub(crate) at: Vec<Pt>,
    /// The two ends of each side.
    pub(crate) ends: Vec<[u32; 2]>,
    /// Where the ways of each side start in `ways`, and the end of the last.
    way_from: Vec<u32>,
    ways: Vec<u32>,
    /// Sides that one grid draws more than once, with one of its rings.
    pub(crate) doubled: Vec<([Pt; 2], u32)>,
}

impl Linework {
    /// The sides of everything drawn. O(n log n), near-linear in practice.
    pub(crate) fn of(drawn: &Drawn) -> Result<Self, BuildError> {
        if drawn.points.len() > SIDES_MAX {
            return Err(BuildError::TooLarge { sides: drawn.points.len() });
        }
        let at = sorted_points(drawn.points.iter().copied());
        let finder = Finder::new(&at);
        let ids: Vec<u32> = drawn.points.par_iter().map(|&point| finder.find(point)).collect();
        let mut sides = Vec::with_capacity(ids.len());
        for (ring, from) in (0..).zip(drawn.ring_from.windows(2)) {
            let own = &ids[from[0] as usize..from[1] as usize];
            let next = own.iter().cycle().skip(1);
            sides.extend(own.iter().zip(next).map(|(&a, &b)| Side::new(a, b, ring)));
        }
        drop(ids);
        let grid_of = |way: u32| drawn.rings[way as usize / 2].grid;
        Ok(Self::assemble(at, &sides, &grid_of))
    }

    /// Sides between any points, each with its ring, in the direction of the ring and as often as
    /// it runs there.
    pub(crate) fn new(given: &[([Pt; 2], u32)]) -> Result<Self, BuildError> {
        if given.len() > SIDES_MAX {
            return Err(BuildError::TooLarge { sides: given.len() });
        }
        let at = sorted_points(given.iter().flat_map(|(ends, _)| *ends));
        let finder = Finder::new(&at);
        let side =
            |&([a, b], ring): &([Pt; 2], u32)| Side::new(finder.find(a), finder.find(b), ring);
        let sides: Vec<Side> = given.iter().map(side).collect();
        Ok(Self::assemble(at, &sides, &|way| way))
    }

    fn assemble(at: Vec<Pt>, sides: &[Side], grid_of: &impl Fn(u32) -> u32) -> Self {
        let mut lines = Self { way_from: vec![0], ..Self::default() };
        let mut dropped = false;
        let (from, mut sorted) = by_low(sides, at.len());
        for low in 0..at.len() {
            let fan = &mut sorted[from[low] as usize..from[low + 1] as usize];
            fan.sort_unstable();
            for same in fan.chunk_by(|a, b| a[0] == b[0]) {
                let before = lines.ways.len();
                for own in same.chunk_by(|a, b| a[1] / 2 == b[1] / 2) {
                    // What is left of a ring that runs back and forth, in its direction.
                    if own.len() % 2 == 1 {
                        lines.ways.push(own[own.len() / 2][1]);
                    } else {
                        dropped = true;
                    }
                }
                for pair in same.windows(2).filter(|it| grid_of(it[0][1]) == grid_of(it[1][1])) {
                    lines.doubled.push(([at[low], at[pair[0][0] as usize]], pair[0][1] / 2));
                }
                if lines.ways.len() > before {
                    lines.ends.push([low as u32, same[0][0]]);
                    lines.way_from.push(lines.ways.len() as u32);
                }
            }
        }
        lines.at = at;
        if dropped {
            lines.forget_lone_points();
        }
        lines
    }

    /// Leaves out the points that no side ends at.
    fn forget_lone_points(&mut self) {
        let mut used = vec![false; self.at.len()];
        for end in self.ends.as_flattened() {
            used[*end as usize] = true;
        }
        let mut number = vec![0; self.at.len()];
        let mut count = 0;
        for (number, used) in number.iter_mut().zip(&used) {
            *number = count;
            count += u32::from(*used);
        }
        for end in self.ends.as_flattened_mut() {
            *end = number[*end as usize];
        }
        let mut used = used.into_iter();
        self.at.retain(|_| used.next().unwrap_or(false));
    }

    /// How many sides.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The two ends of a side, the one that sorts first leading.
    #[inline]
    pub(crate) fn side(&self, side: usize) -> [Pt; 2] {
        self.ends[side].map(|end| self.at[end as usize])
    }

    /// The rings that run along a side an odd number of times; never empty, sorted.
    pub(crate) fn rings(&self, side: usize) -> impl Iterator<Item = u32> {
        self.ways(side).iter().map(|way| way / 2)
    }

    /// The same, each ring doubled and one more when it runs from the second end to the first.
    pub(crate) fn ways(&self, side: usize) -> &[u32] {
        &self.ways[self.way_from[side] as usize..self.way_from[side + 1] as usize]
    }
}

impl Side {
    fn new(from: u32, to: u32, ring: u32) -> Self {
        Self { low: from.min(to), high: from.max(to), way: 2 * ring + u32::from(from > to) }
    }
}

/// The higher ends and ways of sides, grouped by the lower end: where each group starts, and the
/// groups.
fn by_low(sides: &[Side], points: usize) -> (Vec<u32>, Vec<[u32; 2]>) {
    let mut from = vec![0_u32; points + 1];
    for side in sides {
        from[side.low as usize + 1] += 1;
    }
    for k in 0..points {
        from[k + 1] += from[k];
    }
    let mut place = from.clone();
    let mut sorted = vec![[0_u32; 2]; sides.len()];
    for side in sides {
        let at = &mut place[side.low as usize];
        sorted[*at as usize] = [side.high, side.way];
        *at += 1;
    }
    (from, sorted)
}
