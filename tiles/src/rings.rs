//! Closed lines on the steps of a tile, many in one buffer.

use crate::world::TilePoint;

/// Rings one after the other; the first point of a ring is not repeated at its end, and no point
/// follows itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rings {
    points: Vec<TilePoint>,
    /// Where each finished ring ends.
    ends: Vec<usize>,
}

impl Rings {
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[TilePoint]> {
        (0..self.ends.len()).map(|place| self.get(place))
    }

    pub(crate) fn get(&self, place: usize) -> &[TilePoint] {
        &self.points[self.start(place)..self.ends[place]]
    }

    /// Adds a point to the ring being drawn, unless it is there already.
    pub(crate) fn push(&mut self, at: TilePoint) {
        if self.points.len() == self.open() || self.points.last() != Some(&at) {
            self.points.push(at);
        }
    }

    /// Ends the ring being drawn. One that has fewer than three points has no inside and is let go.
    pub(crate) fn close(&mut self) {
        let open = self.open();
        while self.points.len() > open + 1 && self.points.last() == self.points.get(open) {
            self.points.pop();
        }
        if self.points.len() < open + 3 {
            self.points.truncate(open);
        } else {
            self.ends.push(self.points.len());
        }
    }

    /// Turns each ring so that it starts at its least point.
    pub(crate) fn start_at_least(&mut self) {
        for place in 0..self.ends.len() {
            let (start, end) = (self.start(place), self.ends[place]);
            let ring = &mut self.points[start..end];
            let least = (0..ring.len()).min_by_key(|&at| ring[at]);
            ring.rotate_left(least.unwrap_or(0));
        }
    }

    /// Where the ring being drawn starts.
    fn open(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}

/// Twice the area of a ring; positive where its inside lies to the right of a walker on the map
/// (the surveyor's formula with `y` to the south, as vector tiles count it).
///
/// The ring must lie in the window of a tile, so that no sum overflows.
pub(crate) fn twice_area(ring: &[TilePoint]) -> i64 {
    let Some(&last) = ring.last() else { return 0 };
    let mut sum = 0;
    let mut before = last;
    for &at in ring {
        sum += before.x * at.y - at.x * before.y;
        before = at;
    }
    sum
}

/// Where a point lies towards a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Inside,
    On,
    Outside,
}

/// Where the point at `twice`/2 lies towards a ring, exactly. Half steps let the middle of an edge
/// be asked for. Takes any points that fit the world (up to 2^35).
pub(crate) fn side(ring: &[TilePoint], twice: TilePoint) -> Side {
    let Some(&last) = ring.last() else { return Side::Outside };
    let mut inside = false;
    let mut a = TilePoint { x: last.x * 2, y: last.y * 2 };
    for &at in ring {
        let b = TilePoint { x: at.x * 2, y: at.y * 2 };
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        if twice.y >= low.y && twice.y <= high.y {
            let turn = cross(low, high, twice);
            if turn == 0 && twice.x >= a.x.min(b.x) && twice.x <= a.x.max(b.x) {
                return Side::On;
            }
            // Each vertex counts with the edge above it, so that none is counted twice.
            if turn > 0 && twice.y < high.y {
                inside = !inside;
            }
        }
        a = b;
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// Positive where `at` lies on the side of smaller `x` of the line from `low` up to `high`.
pub(crate) fn cross(low: TilePoint, high: TilePoint, at: TilePoint) -> i128 {
    let wide = i128::from;
    wide(high.x - low.x) * wide(at.y - low.y) - wide(high.y - low.y) * wide(at.x - low.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i64, i64)]) -> Vec<TilePoint> {
        points.iter().map(|&(x, y)| TilePoint { x, y }).collect()
    }

    #[test]
    fn a_collapsed_ring_is_let_go() {
        let mut rings = Rings::default();
        for (x, y) in [(0, 0), (0, 0), (5, 0), (0, 0)] {
            rings.push(TilePoint { x, y });
        }
        rings.close();
        assert_eq!(rings.len(), 0);
        for (x, y) in [(0, 0), (5, 0), (5, 0), (5, 5), (0, 0), (0, 0)] {
            rings.push(TilePoint { x, y });
        }
        rings.close();
        assert_eq!(rings.iter().collect::<Vec<_>>(), [ring(&[(0, 0), (5, 0), (5, 5)])]);
    }

    #[test]
    fn area_is_positive_clockwise_on_the_map() {
        assert_eq!(twice_area(&ring(&[(0, 0), (4, 0), (4, 3), (0, 3)])), 24);
        assert_eq!(twice_area(&ring(&[(0, 3), (4, 3), (4, 0), (0, 0)])), -24);
        assert_eq!(twice_area(&[]), 0);
    }

    #[test]
    fn sides_of_a_notched_ring() {
        let notched = ring(&[(0, 0), (4, 0), (4, 4), (2, 2), (0, 4)]);
        let look = |x, y| side(&notched, TilePoint { x, y });
        assert_eq!(look(4, 1), Side::Inside);
        assert_eq!(look(4, 4), Side::On);
        assert_eq!(look(4, 5), Side::Outside);
        assert_eq!(look(0, 3), Side::On);
        assert_eq!(look(1, 6), Side::Inside);
        assert_eq!(look(9, 4), Side::Outside);
        assert_eq!(look(-1, 0), Side::Outside);
        assert_eq!(look(8, 8), Side::On);
    }
}
