//! Outlines that touch themselves at a zoom, taken apart into polygons.

use crate::clip::is_rim;
use crate::outlines::sharpest;
use crate::rings::Rings;
use crate::simple::Sorter;
use crate::world::TilePoint;

/// The polygons that rings leave when they run into themselves: sides walked both ways are no border
/// any more and go, what is left is walked anew, and parted where it comes to a point twice. Outer
/// rings, each with its holes after it. No side moves, so that neighbours still match.
///
/// The rings must not cross themselves. The outcome depends on their sides only.
pub(crate) fn untangle(rings: &Rings) -> Rings {
    let mut sides: Vec<(TilePoint, TilePoint)> = Vec::new();
    for ring in rings.iter() {
        let next = ring.iter().skip(1).chain(ring.first());
        sides.extend(ring.iter().copied().zip(next.copied()));
    }
    cancel(&mut sides);
    let walked = walk(&sides);
    let mut sorter = Sorter::default();
    let mut polygons = Rings::default();
    for ring in sorter.polygons(&walked) {
        for &at in ring {
            polygons.push(at);
        }
        polygons.close();
    }
    polygons
}

/// Whether any point is come to twice.
pub(crate) fn is_tangled(rings: &Rings) -> bool {
    let mut all: Vec<TilePoint> = rings.iter().flatten().copied().collect();
    all.sort_unstable();
    all.windows(2).any(|pair| pair[0] == pair[1])
}

/// The same of rings that came to no point twice before they were cut: cutting adds points on the rim of
/// the window and on that of the tile only, so only these are looked at.
pub(crate) fn is_tangled_at_rims(rings: &Rings) -> bool {
    let mut rims: Vec<TilePoint> =
        rings.iter().flatten().filter(|at| is_rim(at.x) || is_rim(at.y)).copied().collect();
    rims.sort_unstable();
    rims.windows(2).any(|pair| pair[0] == pair[1])
}

/// Leaves of each side as often as it is walked one way more than the other; sorted.
fn cancel(sides: &mut Vec<(TilePoint, TilePoint)>) {
    let undirected = |&(a, b): &(TilePoint, TilePoint)| (a.min(b), a.max(b));
    sides.sort_unstable_by_key(undirected);
    let mut kept = Vec::with_capacity(sides.len());
    for same in sides.chunk_by(|one, other| undirected(one) == undirected(other)) {
        let (low, high) = undirected(&same[0]);
        let up = same.iter().filter(|side| side.0 == low).count();
        let down = same.len() - up;
        kept.extend(std::iter::repeat_n((low, high), up.saturating_sub(down)));
        kept.extend(std::iter::repeat_n((high, low), down.saturating_sub(up)));
    }
    kept.sort_unstable();
    *sides = kept;
}

/// Strings sides together to rings, each around one piece of the area on its right.
fn walk(sides: &[(TilePoint, TilePoint)]) -> Rings {
    let mut walked = vec![false; sides.len()];
    let mut rings = Rings::default();
    for first in 0..sides.len() {
        if walked[first] {
            continue;
        }
        let mut here = first;
        loop {
            walked[here] = true;
            let (from, at) = sides[here];
            rings.push(from);
            let start = sides.partition_point(|side| side.0 < at);
            let leaving = (start..sides.len()).take_while(|&place| sides[place].0 == at);
            let heading = |to: TilePoint| (to.x - at.x, to.y - at.y);
            let next = leaving.map(|place| (heading(sides[place].1), place));
            match sharpest(heading(from), next).filter(|&next| !walked[next]) {
                Some(next) => here = next,
                None => break,
            }
        }
        rings.close();
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untangled(given: &[&[(i64, i64)]]) -> Vec<Vec<(i64, i64)>> {
        let mut rings = Rings::default();
        for ring in given {
            for &(x, y) in *ring {
                rings.push(TilePoint { x, y });
            }
            rings.close();
        }
        let polygons = untangle(&rings);
        polygons.iter().map(|ring| ring.iter().map(|at| (at.x, at.y)).collect()).collect()
    }

    #[test]
    fn a_side_walked_both_ways_goes() {
        // Two squares that share a side, as two rings of one area.
        let west: &[_] = &[(0, 0), (5, 0), (5, 5), (0, 5)];
        let east: &[_] = &[(5, 0), (9, 0), (9, 5), (5, 5)];
        assert_eq!(untangled(&[west, east]), [[(0, 0), (5, 0), (9, 0), (9, 5), (5, 5), (0, 5)]]);
    }

    #[test]
    fn pieces_that_meet_in_a_point_are_polygons_of_their_own() {
        let bow: &[_] = &[(0, 0), (5, 5), (10, 0), (10, 10), (5, 5), (0, 10)];
        assert_eq!(
            untangled(&[bow]),
            [vec![(0, 0), (5, 5), (0, 10)], vec![(5, 5), (10, 0), (10, 10)]]
        );
    }

    #[test]
    fn a_collapsed_corridor_leaves_a_hole() {
        // A ring of land with a corridor to its lake that has become a line.
        let land: &[_] = &[
            (0, 0),
            (10, 0),
            (10, 10),
            (0, 10),
            (0, 5),
            (3, 5),
            (3, 7),
            (7, 7),
            (7, 3),
            (3, 3),
            (3, 5),
            (0, 5),
        ];
        let parts = untangled(&[land]);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0], [(0, 0), (10, 0), (10, 10), (0, 10), (0, 5)]);
        assert_eq!(parts[1].len(), 5);
    }

    #[test]
    fn what_has_no_area_is_left_out() {
        assert!(untangled(&[&[(0, 0), (5, 0), (9, 0), (5, 0)]]).is_empty());
    }
}
