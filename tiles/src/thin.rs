//! Which vertices of a border are drawn at a zoom, so that thinning moves no border over another.
//!
//! [`rank`](crate::rank) says which vertices a zoom needs for the look of a line. That alone could
//! carry a line across a vertex of another one, or a whole island to its other side. So each
//! shortcut is tried against all vertices nearby: as long as one lies between the shortcut and the
//! stretch that it stands for, the stretch is divided. What comes out is independent of the order in
//! which borders are looked at, and of how the others are thinned.
//!
//! After M. de Berg, M. van Kreveld and S. Schirra, "Topologically correct subdivision
//! simplification using the bandwidth criterion", *Cartography and GIS* 25(4), 1998, section 3: when
//! no vertex of the others lies between, no two shortcuts cross.

use crate::world::{WorldBox, WorldPoint};

/// A vertex near a line: where it is, and its place on the line when it is the line's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Nearby {
    pub(crate) at: WorldPoint,
    pub(crate) own: Option<u32>,
}

/// The places of the vertices of `line` drawn at `zoom`, ascending, into `kept`. `near` are all
/// vertices of borders in the box of the line, its own among them, in the order of `at`.
pub(crate) fn thin(
    line: &[WorldPoint],
    ranks: &[u8],
    zoom: u8,
    near: &[Nearby],
    kept: &mut Vec<u32>,
) {
    kept.clear();
    let mut before: Option<usize> = None;
    let mut todo: Vec<(usize, usize)> = Vec::new();
    for at in (0..line.len()).filter(|&at| ranks[at] <= zoom) {
        if let Some(from) = before {
            todo.push((from, at));
            while let Some((from, to)) = todo.pop() {
                match split(line, ranks, near, from, to) {
                    None => kept.push(place(to)),
                    Some(middle) => todo.extend([(middle, to), (from, middle)]),
                }
            }
        } else {
            kept.push(place(at));
        }
        before = Some(at);
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where a stretch must be divided: at the vertex that matters most in it, when anything lies between
/// the stretch and its shortcut.
fn split(
    line: &[WorldPoint],
    ranks: &[u8],
    near: &[Nearby],
    from: usize,
    to: usize,
) -> Option<usize> {
    if to - from < 2 {
        return None;
    }
    let stretch = &line[from..=to];
    let around = stretch.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
    let start = near.partition_point(|one| one.at.x < around.min.x);
    let between = |one: &Nearby| {
        let own = one.own.is_some_and(|own| (from..=to).contains(&(own as usize)));
        !own && one.at.y >= around.min.y
            && one.at.y <= around.max.y
            && one.at != line[from]
            && one.at != line[to]
            && lies_between(stretch, one.at)
    };
    let crossed = near[start..].iter().take_while(|one| one.at.x <= around.max.x).any(between);
    crossed.then(|| (from + 1..to).min_by_key(|&at| ranks[at])).flatten()
}

/// Whether a vertex lies between a stretch and the straight line from its first to its last point,
/// or on that line.
fn lies_between(stretch: &[WorldPoint], at: WorldPoint) -> bool {
    let Some(&last) = stretch.last() else { return false };
    let mut inside = false;
    let mut a = last;
    for (place, &b) in stretch.iter().enumerate() {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        if at.y >= low.y && at.y <= high.y {
            let turn = turn(low, high, at);
            let on = turn == 0 && at.x >= a.x.min(b.x) && at.x <= a.x.max(b.x);
            // The first side is the shortcut.
            if on && place == 0 {
                return true;
            }
            if turn > 0 && at.y < high.y {
                inside = !inside;
            }
        }
        a = b;
    }
    inside
}

/// Positive where `at` lies on the side of smaller `x` of the line from `low` up to `high`.
fn turn(low: WorldPoint, high: WorldPoint, at: WorldPoint) -> i128 {
    let wide = |to: u32, from: u32| i128::from(i64::from(to) - i64::from(from));
    wide(high.x, low.x) * wide(at.y, low.y) - wide(high.y, low.y) * wide(at.x, low.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(given: &[(u32, u32)]) -> Vec<WorldPoint> {
        given.iter().map(|&(x, y)| WorldPoint { x, y }).collect()
    }

    fn thinned(line: &[WorldPoint], ranks: &[u8], others: &[(u32, u32)]) -> Vec<u32> {
        let own = (0..).zip(line).map(|(own, &at)| Nearby { at, own: Some(own) });
        let others = points(others).into_iter().map(|at| Nearby { at, own: None });
        let mut near: Vec<Nearby> = own.chain(others).collect();
        near.sort_unstable();
        let mut kept = Vec::new();
        thin(line, ranks, 5, &near, &mut kept);
        kept
    }

    #[test]
    fn nothing_between_nothing_kept() {
        let line = points(&[(0, 0), (10, 5), (20, 0)]);
        assert_eq!(thinned(&line, &[0, 9, 0], &[(10, 6), (30, 1), (0, 3)]), [0, 2]);
        assert_eq!(thinned(&line, &[0, 5, 0], &[]), [0, 1, 2]);
    }

    #[test]
    fn a_vertex_between_divides_the_stretch() {
        let line = points(&[(0, 0), (5, 4), (10, 5), (15, 4), (20, 0)]);
        assert_eq!(thinned(&line, &[0, 8, 7, 8, 0], &[(10, 3)]), [0, 2, 4]);
        // On the shortcut, but not at its ends.
        assert_eq!(thinned(&line, &[0, 8, 7, 8, 0], &[(10, 0), (0, 0)]), [0, 2, 4]);
        assert_eq!(thinned(&line, &[0, 8, 7, 8, 0], &[(5, 3)]), [0, 1, 2, 4]);
    }

    #[test]
    fn a_line_heeds_its_own_other_stretches() {
        let hook = points(&[(0, 0), (10, 8), (20, 0), (20, 2), (10, 2), (9, 3)]);
        assert_eq!(thinned(&hook, &[0, 9, 0, 0, 0, 0], &[]), [0, 1, 2, 3, 4, 5]);
    }
}
