//! From points to their numbers in a sorted list: a table by longitude, then a short search.

use crate::exact::Pt;
use rayon::slice::ParallelSliceMut;

/// The different points among those given, sorted.
pub(crate) fn sorted_points(points: impl Iterator<Item = Pt>) -> Vec<Pt> {
    // Sorted as single numbers of 64 bits, which is some times faster than as pairs.
    const MIDDLE: i64 = 1 << 31;
    let key = |p: Pt| ((i64::from(p.x) + MIDDLE) as u64) << 32 | (i64::from(p.y) + MIDDLE) as u64;
    let mut keys: Vec<u64> = points.map(key).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let number = |part: u64| (part as i64 - MIDDLE) as i32;
    keys.into_iter().map(|key| Pt { x: number(key >> 32), y: number(key & 0xffff_ffff) }).collect()
}

/// Finds the numbers of points.
pub(crate) struct Finder<'a> {
    at: &'a [Pt],
    west: i64,
    /// Two to the power of this is the width of a bucket.
    shift: u32,
    /// Where the points of each bucket start, and the end of the last.
    from: Vec<u32>,
}

impl<'a> Finder<'a> {
    /// Takes sorted, different points. About one bucket a point. O(n).
    pub(crate) fn new(at: &'a [Pt]) -> Self {
        let west = at.first().map_or(0, |p| i64::from(p.x));
        let wide = at.last().map_or(0, |p| i64::from(p.x) - west);
        let mut shift = 0;
        while (wide >> shift) as usize > 2 * at.len() {
            shift += 1;
        }
        let buckets = (wide >> shift) as usize + 1;
        let mut from = vec![0_u32; buckets + 1];
        for p in at {
            from[((i64::from(p.x) - west) >> shift) as usize + 1] += 1;
        }
        for k in 0..buckets {
            from[k + 1] += from[k];
        }
        Self { at, west, shift, from }
    }

    /// The number of a point; of one that is not there, that of the next or the last.
    pub(crate) fn find(&self, point: Pt) -> u32 {
        let bucket = ((i64::from(point.x) - self.west).max(0) >> self.shift) as usize;
        let bucket = bucket.min(self.from.len() - 2);
        let (from, to) = (self.from[bucket] as usize, self.from[bucket + 1] as usize);
        let number = from + self.at[from..to].partition_point(|&other| other < point);
        number.min(self.at.len().saturating_sub(1)) as u32
    }
}
