//! Lines as a set: every side once, with the rings that run along it.
//!
//! A ring that runs along a side an even number of times does not separate anything there (even-odd
//! rule), so only odd ones are kept; that alone removes spikes and ignores which way rings wind.

use crate::BuildError;
use crate::exact::Pt;

/// The most sides that may be held: ids of directed sides must fit 32 bits with room to spare.
pub(crate) const SIDES_MAX: usize = 500_000_000;

/// One side of a ring as drawn or as cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Side {
    /// The end that sorts first.
    low: Pt,
    /// The other end.
    high: Pt,
    /// The ring it belongs to.
    ring: u32,
}

impl Side {
    /// The side between two different points; the direction is forgotten.
    pub(crate) fn new(a: Pt, b: Pt, ring: u32) -> Self {
        Self { low: a.min(b), high: a.max(b), ring }
    }
}

/// Different sides between numbered points. Points are sorted, sides are sorted by their ends, and
/// the first end of a side sorts before the second.
#[derive(Debug, Default)]
pub(crate) struct Linework {
    /// The points, sorted and different.
    pub(crate) at: Vec<Pt>,
    /// The two ends of each side.
    pub(crate) ends: Vec<[u32; 2]>,
    /// Where the rings of each side start in `rings`, and the end of the last.
    ring_from: Vec<u32>,
    rings: Vec<u32>,
}

impl Linework {
    /// Takes sides in any order, each as often as it was drawn. O(n log n).
    pub(crate) fn new(mut sides: Vec<Side>) -> Result<Self, BuildError> {
        if sides.len() > SIDES_MAX {
            return Err(BuildError::TooLarge { sides: sides.len() });
        }
        sides.sort_unstable();
        let mut kept: Vec<Side> = Vec::with_capacity(sides.len());
        for same in sides.chunk_by(|a, b| a == b) {
            if same.len() % 2 == 1 {
                kept.push(same[0]);
            }
        }
        let mut at: Vec<Pt> = kept.iter().flat_map(|side| [side.low, side.high]).collect();
        at.sort_unstable();
        at.dedup();
        let mut lines = Self { at, ring_from: vec![0], ..Self::default() };
        for along in kept.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
            lines.ends.push([lines.id(along[0].low), lines.id(along[0].high)]);
            lines.rings.extend(along.iter().map(|side| side.ring));
            lines.ring_from.push(lines.rings.len() as u32);
        }
        Ok(lines)
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
    pub(crate) fn rings(&self, side: usize) -> &[u32] {
        &self.rings[self.ring_from[side] as usize..self.ring_from[side + 1] as usize]
    }

    fn id(&self, at: Pt) -> u32 {
        self.at.partition_point(|&other| other < at) as u32
    }
}
