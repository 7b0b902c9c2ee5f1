//! Coverages and garbage to test with.

use model::{Area, Polygon, Position, Ring};
use proptest::prelude::*;

/// So many cases by default; `PROPTEST_CASES` scales them (256 is one).
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let given = ProptestConfig::default();
    ProptestConfig {
        cases: (u64::from(given.cases) * u64::from(usual) / 256).max(1) as u32,
        ..given
    }
}

/// A point by its lattice numbers.
pub(crate) fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).unwrap()
}

/// A ring by lattice numbers.
pub(crate) fn ring(points: &[(i32, i32)]) -> Ring {
    points.iter().map(|&(x, y)| at(x, y)).collect()
}

/// An area of one polygon without holes.
pub(crate) fn area(points: &[(i32, i32)]) -> Area {
    Area { polygons: vec![Polygon { outer: ring(points), holes: vec![] }] }
}

/// A box.
pub(crate) fn square(west: i32, south: i32, east: i32, north: i32) -> Area {
    area(&[(west, south), (east, south), (east, north), (west, north)])
}

/// A lattice of `n` by `n` jittered blocks, `size` steps wide, each ring in any winding, with the
/// corners of a block shared exactly and extra points along the sides.
pub(crate) fn town(n: usize, size: i32, seeds: &[u32]) -> Vec<Area> {
    let jitter = |k: usize| {
        let seed =
            seeds[k % seeds.len()].wrapping_mul(2_654_435_761).wrapping_add(k as u32 * 40_503);
        ((seed >> 8) % (size.unsigned_abs() * 2 / 5 + 1)) as i32
    };
    let corner = |column: usize, row: usize| {
        let k = 2 * (row * (n + 1) + column);
        (column as i32 * size + jitter(k), row as i32 * size + jitter(k + 1))
    };
    let along = |a: (i32, i32), b: (i32, i32)| {
        // The same middle from both ends.
        let (p, q) = (a.min(b), a.max(b));
        let wiggle = (p.0 ^ q.1).rem_euclid(5) - 2;
        let middle = (i32::midpoint(p.0, q.0) + wiggle, i32::midpoint(p.1, q.1) + wiggle);
        if middle == a || middle == b { vec![a] } else { vec![a, middle] }
    };
    let mut areas = Vec::new();
    for row in 0..n {
        for column in 0..n {
            let corners = [
                corner(column, row),
                corner(column + 1, row),
                corner(column + 1, row + 1),
                corner(column, row + 1),
            ];
            let mut points: Vec<(i32, i32)> =
                (0..4).flat_map(|k| along(corners[k], corners[(k + 1) % 4])).collect();
            if (row + column) % 3 == 0 {
                points.reverse();
            }
            areas.push(area(&points));
        }
    }
    areas
}

/// Jittered blocks; unjittered ones when the size is small.
pub(crate) fn any_town() -> impl Strategy<Value = Vec<Area>> {
    let seeds = prop::collection::vec(any::<u32>(), 8);
    (1_usize..7, prop_oneof![Just(40), Just(1_000), Just(1_000_000)], seeds)
        .prop_map(|(n, size, seeds)| town(n, size, &seeds))
}

/// Jittered blocks of one size.
pub(crate) fn any_town_of(size: i32) -> impl Strategy<Value = Vec<Area>> {
    let seeds = prop::collection::vec(any::<u32>(), 8);
    (2_usize..5, seeds).prop_map(move |(n, seeds)| town(n, size, &seeds))
}

/// Rings of random points: bow-ties, spikes, repeated points, collinear runs.
pub(crate) fn garbage(reach: i32) -> impl Strategy<Value = Vec<Area>> {
    let lat = reach.min(900_000_000);
    let point = (-reach..=reach, -lat..=lat);
    let ring = prop::collection::vec(point, 0..9)
        .prop_map(|points| points.iter().map(|&(x, y)| at(x, y)).collect::<Ring>());
    let polygon = (ring.clone(), prop::collection::vec(ring, 0..2))
        .prop_map(|(outer, holes)| Polygon { outer, holes });
    let area = prop::collection::vec(polygon, 0..3).prop_map(|polygons| Area { polygons });
    prop::collection::vec(area, 0..8)
}

/// Garbage on every scale, from a handful of lattice steps to the whole Earth.
pub(crate) fn any_garbage() -> impl Strategy<Value = Vec<Area>> {
    prop_oneof![garbage(3), garbage(12), garbage(100), garbage(100_000), garbage(1_800_000_000),]
}
