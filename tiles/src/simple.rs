//! From rings that may touch themselves to polygons: outer rings, each with its holes.

use crate::rings::{Rings, Side, side, twice_area};
use crate::slots::Slots;
use crate::world::TilePoint;

/// Takes rings apart into simple ones and sorts them; kept between areas to reuse its memory.
#[derive(Debug, Default)]
pub(crate) struct Sorter {
    /// Rings that visit no point twice and have an inside.
    simple: Rings,
    /// Twice the area of each: positive for outer rings, negative for holes.
    areas: Vec<i64>,
    /// Each outer ring followed by its holes, by place in `simple`.
    order: Vec<usize>,
    open: Vec<TilePoint>,
    places: Slots,
}

impl Sorter {
    /// The polygons of one area, as `rings` draw it: outer rings with positive area, each followed
    /// by its holes with negative area. Rings without area are left out.
    ///
    /// A ring that comes back to one of its points is parted there. That takes out spikes (there and
    /// back again) and makes a ring that snapping has closed to a neck into two, without moving any
    /// edge, so that neighbours still match.
    ///
    /// Each ring starts at the least of its points, and rings come in the order of these, so what is
    /// written depends on nothing but the area.
    pub(crate) fn polygons<'a>(
        &'a mut self,
        rings: &'a Rings,
    ) -> impl Iterator<Item = &'a [TilePoint]> {
        self.simple.clear();
        for ring in rings.iter() {
            self.part(ring);
        }
        self.in_order()
    }

    /// The same of rings that come to no point twice; takes them, and leaves others in their place.
    pub(crate) fn of_simple<'a>(
        &'a mut self,
        rings: &mut Rings,
    ) -> impl Iterator<Item = &'a [TilePoint]> + use<'a> {
        std::mem::swap(&mut self.simple, rings);
        self.in_order()
    }

    fn in_order(&mut self) -> impl Iterator<Item = &[TilePoint]> {
        self.simple.start_at_least();
        self.areas.clear();
        self.areas.extend(self.simple.iter().map(twice_area));
        self.sort();
        self.order.iter().map(|&place| self.simple.get(place))
    }

    fn part(&mut self, ring: &[TilePoint]) {
        self.places.clear();
        self.open.clear();
        for &at in ring {
            let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
            let (seen, known) = self.places.get_or_set(key(at), depth);
            let before = *seen as usize;
            // What was parted off is forgotten by looking whether the point still stands there.
            if known && self.open.get(before) == Some(&at) {
                emit(&self.open[before..], &mut self.simple);
                self.open.truncate(before + 1);
            } else {
                *seen = depth;
                self.open.push(at);
            }
        }
        emit(&self.open, &mut self.simple);
    }

    fn sort(&mut self) {
        self.order.clear();
        let outer = |&place: &usize| self.areas[place] > 0;
        let all = 0..self.simple.len();
        let holes: Vec<usize> = all.clone().filter(|place| !outer(place)).collect();
        let first = |&place: &usize| self.simple.get(place).first().copied();
        let mut outers: Vec<usize> = all.filter(outer).collect();
        outers.sort_by_key(first);
        if holes.is_empty() {
            self.order.extend(outers);
            return;
        }
        // The smallest outer ring around a hole is its own.
        let mut owned: Vec<(usize, usize)> = Vec::with_capacity(holes.len());
        for hole in holes {
            let around = |outer: &&usize| self.holds(**outer, hole);
            let own = outers.iter().filter(around).min_by_key(|&&outer| self.areas[outer]);
            // A hole in nothing could only be drawn as an island: it is left out.
            owned.extend(own.map(|&outer| (outer, hole)));
        }
        owned.sort_by_key(|(_, hole)| first(hole));
        for outer in outers {
            self.order.push(outer);
            self.order.extend(owned.iter().filter(|own| own.0 == outer).map(|own| own.1));
        }
    }

    /// Whether a hole lies in an outer ring; they may touch, but do not cross.
    fn holds(&self, outer: usize, hole: usize) -> bool {
        if self.areas[outer] < -self.areas[hole] {
            return false;
        }
        let (outer, hole) = (self.simple.get(outer), self.simple.get(hole));
        let corners = hole.iter().map(|at| TilePoint { x: at.x * 2, y: at.y * 2 });
        let next = hole.iter().cycle().skip(1);
        let middles = hole.iter().zip(next).map(|(a, b)| TilePoint { x: a.x + b.x, y: a.y + b.y });
        corners
            .chain(middles)
            .map(|twice| side(outer, twice))
            .find(|&side| side != Side::On)
            .is_some_and(|side| side == Side::Inside)
    }
}

fn emit(ring: &[TilePoint], simple: &mut Rings) {
    if ring.len() > 2 && twice_area(ring) != 0 {
        for &at in ring {
            simple.push(at);
        }
        simple.close();
    }
}

/// Points of the window have a key each: coordinates are far below 2^31.
#[expect(clippy::cast_sign_loss, reason = "only told apart, never computed with")]
fn key(at: TilePoint) -> u64 {
    ((at.x as u64) << 32) ^ (at.y as u64 & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygons(given: &[&[(i64, i64)]]) -> Vec<Vec<(i64, i64)>> {
        let mut rings = Rings::default();
        for ring in given {
            for &(x, y) in *ring {
                rings.push(TilePoint { x, y });
            }
            rings.close();
        }
        let mut sorter = Sorter::default();
        sorter.polygons(&rings).map(|ring| ring.iter().map(|at| (at.x, at.y)).collect()).collect()
    }

    #[test]
    fn a_spike_is_taken_out() {
        let spiked: &[_] = &[(0, 0), (9, 0), (9, 5), (20, 5), (9, 5), (9, 9), (0, 9)];
        assert_eq!(polygons(&[spiked]), [[(0, 0), (9, 0), (9, 5), (9, 9), (0, 9)]]);
    }

    #[test]
    fn a_neck_closed_to_a_point_parts_the_ring() {
        let bow: &[_] = &[(0, 0), (5, 5), (10, 0), (10, 10), (5, 5), (0, 10)];
        let parts = polygons(&[bow]);
        assert_eq!(parts, [vec![(0, 0), (5, 5), (0, 10)], vec![(5, 5), (10, 0), (10, 10)]]);
    }

    #[test]
    fn a_bay_closed_to_a_point_becomes_a_hole() {
        let bay: &[_] =
            &[(0, 0), (10, 0), (5, 2), (2, 5), (8, 5), (5, 2), (10, 0), (10, 10), (0, 10)];
        let parts = polygons(&[bay]);
        assert_eq!(parts[0], [(0, 0), (10, 0), (10, 10), (0, 10)]);
        assert_eq!(parts[1], [(2, 5), (8, 5), (5, 2)]);
    }

    #[test]
    fn each_hole_follows_its_outer_ring() {
        let square = |x: i64, y: i64, side: i64| {
            vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        };
        let hole = |x, y, side| square(x, y, side).into_iter().rev().collect::<Vec<_>>();
        let given = [
            hole(40, 40, 20),
            square(0, 0, 100),
            hole(210, 10, 5),
            square(200, 0, 30),
            // An island in the first hole, with a lake that touches its shore.
            square(45, 45, 10),
            vec![(45, 45), (47, 49), (49, 47)],
        ];
        let given: Vec<&[(i64, i64)]> = given.iter().map(Vec::as_slice).collect();
        let order: Vec<(i64, i64)> = polygons(&given).iter().map(|ring| ring[0]).collect();
        assert_eq!(order, [(0, 0), (40, 40), (45, 45), (45, 45), (200, 0), (210, 10)]);
    }

    #[test]
    fn what_has_no_area_is_left_out() {
        assert!(polygons(&[&[(0, 0), (5, 0), (9, 0)], &[(1, 1), (2, 2), (1, 1)]]).is_empty());
        // A hole in nothing.
        assert!(polygons(&[&[(0, 0), (0, 5), (5, 0)]]).is_empty());
    }
}
