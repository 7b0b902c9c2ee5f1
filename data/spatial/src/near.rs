//! Pairs of boxes that meet, found by halving: near-linear when few boxes meet few others.
//!
//! The plane is halved at the median of the boxes' middles, in turn where it is wider, until a
//! handful is left or halving no longer helps; then every pair is looked at. A box on both sides
//! goes to both, and a pair is reported only where the south-west corner of its common part lies,
//! so exactly once.

/// A closed box: west, south, east, north.
pub(crate) type Frame = [i32; 4];

/// Below this many boxes, comparing every pair is faster than halving again.
const FEW: usize = 32;

/// The most pairs of boxes looked at: some ten seconds. Only long sides lying across each other by
/// ten thousands come near it.
const LOOKS_MAX: usize = 2_000_000_000;

/// The half-open part of the plane that a step works on, in numbers wide enough for "all of it".
#[derive(Clone, Copy)]
struct Window {
    low: [i64; 2],
    high: [i64; 2],
}

/// Calls `visit` once for every pair of different boxes that share a point, in a fixed order;
/// stops early when it answers `false`, or when there are too many pairs to look at, and then
/// answers `false` itself.
pub(crate) fn pairs(frames: &[Frame], visit: &mut impl FnMut(usize, usize) -> bool) -> bool {
    let all = Window { low: [i64::MIN; 2], high: [i64::MAX; 2] };
    let mut todo: Vec<(Vec<u32>, Window)> = vec![((0..frames.len() as u32).collect(), all)];
    let mut looks = 0;
    while let Some((mut ids, window)) = todo.pop() {
        let halves = if ids.len() > FEW { halve(frames, &mut ids, window) } else { None };
        if let Some([low, high]) = halves {
            todo.push(high);
            todo.push(low);
        } else if !every_pair(frames, &mut ids, window, &mut looks, visit) {
            return false;
        }
    }
    true
}

/// The two halves across the wider spread of middles, or across the other, if either helps.
fn halve(frames: &[Frame], ids: &mut [u32], window: Window) -> Option<[(Vec<u32>, Window); 2]> {
    let middle = |id: u32, axis: usize| {
        let frame = frames[id as usize];
        i64::from(frame[axis]) + i64::from(frame[axis + 2])
    };
    let spread = |axis: usize| {
        let ends = ids.iter().map(|&id| middle(id, axis));
        let (low, high) = ends.fold((i64::MAX, i64::MIN), |(l, h), m| (l.min(m), h.max(m)));
        high - low
    };
    let wider = usize::from(spread(1) > spread(0));
    for axis in [wider, 1 - wider] {
        let half = ids.len() / 2;
        let (_, &mut median, _) = ids.select_nth_unstable_by_key(half, |&id| middle(id, axis));
        let cut = middle(median, axis).div_euclid(2);
        let low: Vec<u32> =
            ids.iter().copied().filter(|&id| i64::from(frames[id as usize][axis]) < cut).collect();
        let high: Vec<u32> = ids
            .iter()
            .copied()
            .filter(|&id| i64::from(frames[id as usize][axis + 2]) >= cut)
            .collect();
        let larger = low.len().max(high.len());
        if larger * 8 <= ids.len() * 7 && (low.len() + high.len()) * 4 <= ids.len() * 5 {
            let (mut below, mut above) = (window, window);
            below.high[axis] = cut;
            above.low[axis] = cut;
            return Some([(low, below), (high, above)]);
        }
    }
    None
}

/// Every pair that meets and whose common part starts in the window, by a sweep from the west.
fn every_pair(
    frames: &[Frame],
    ids: &mut [u32],
    window: Window,
    looks: &mut usize,
    visit: &mut impl FnMut(usize, usize) -> bool,
) -> bool {
    ids.sort_unstable_by_key(|&id| (frames[id as usize][0], id));
    for (k, &one) in ids.iter().enumerate() {
        let a = frames[one as usize];
        for &other in &ids[k + 1..] {
            let b = frames[other as usize];
            *looks += 1;
            if b[0] > a[2] {
                break;
            }
            if *looks > LOOKS_MAX {
                return false;
            }
            if a[1] > b[3] || b[1] > a[3] {
                continue;
            }
            let corner = [i64::from(a[0].max(b[0])), i64::from(a[1].max(b[1]))];
            let here = (0..2).all(|k| window.low[k] <= corner[k] && corner[k] < window.high[k]);
            if here && !visit(one as usize, other as usize) {
                return false;
            }
        }
    }
    true
}
