//! Measures on the ellipsoid against the reference implementation, and outlines of any selection.

use crate::checker::{area_twice, p, twice_area};
use crate::towns::{any_town_of, at, cases, square, town};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};
use model::{Area, Position, Ring};
use proptest::prelude::*;
use spatial::{Partition, RepairSettings, distance, ground_area, length};

/// Area and border of a ring by the reference, whichever way it runs.
fn reference(ring: &[Position]) -> (f64, f64) {
    let earth = Geodesic::wgs84();
    let mut polygon = PolygonArea::new(&earth, Winding::CounterClockwise);
    for point in ring {
        polygon.add_point(point.lat(), point.lon());
    }
    let (border, area, _) = polygon.compute(true);
    (area.abs(), border)
}

/// The same ring with sides that are straight in longitude and latitude: each cut into pieces.
fn reference_straight(ring: &[Position], pieces: i32) -> f64 {
    let earth = Geodesic::wgs84();
    let mut polygon = PolygonArea::new(&earth, Winding::CounterClockwise);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        for piece in 0..pieces {
            let part = f64::from(piece) / f64::from(pieces);
            let between = |a: f64, b: f64| a + (b - a) * part;
            polygon.add_point(between(a.lat(), b.lat()), between(a.lon(), b.lon()));
        }
    }
    polygon.compute(true).1.abs()
}

fn moved(areas: &[Area], north: i32) -> Vec<Area> {
    let mut areas = areas.to_vec();
    for point in areas.iter_mut().flat_map(|a| &mut a.polygons).flat_map(|it| &mut it.outer) {
        *point = at(point.lon_e7() + 1_000_000_000, point.lat_e7() + north);
    }
    areas
}

fn build(areas: &[Area]) -> Partition {
    Partition::build(areas, &RepairSettings::default()).unwrap().partition
}

/// Polygons of an area as sets of points, in order.
fn polygons(area: &Area) -> Vec<Vec<Ring>> {
    let canonical = |ring: &Ring| -> Ring {
        let from = (0..ring.len()).min_by_key(|&k| ring[k]).unwrap();
        ring.iter().cycle().skip(from).take(ring.len()).copied().collect()
    };
    let mut all: Vec<Vec<Ring>> = Vec::new();
    for polygon in &area.polygons {
        let mut holes: Vec<Ring> = polygon.holes.iter().map(canonical).collect();
        holes.sort();
        all.push([vec![canonical(&polygon.outer)], holes].concat());
    }
    all.sort();
    all
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn areas_and_lengths_agree_with_the_reference(
        areas in any_town_of(400_000), north in -750_000_000_i32..750_000_000,
    ) {
        for area in moved(&areas, north) {
            let ring = &area.polygons[0].outer;
            let (reference_area, reference_border) = reference(ring);
            prop_assert!((ground_area(&area).get() - reference_area).abs() < 1e-2);
            let border = length(ring) + distance(ring[0], *ring.last().unwrap());
            prop_assert!((border - reference_border).abs() < 1e-6);
        }
    }

    /// The error that the documentation states, for sides from a metre to some ten kilometres.
    #[test]
    fn straight_sides_differ_by_no_more_than_stated(
        size in prop_oneof![Just(300), Just(30_000), Just(2_000_000)],
        seeds in prop::collection::vec(any::<u32>(), 8), north in -700_000_000_i32..700_000_000,
    ) {
        for area in moved(&town(2, size, &seeds), north) {
            let ring = &area.polygons[0].outer;
            let sides = || ring.iter().zip(ring.iter().cycle().skip(1));
            let steep = ring.iter().map(|it| it.lat().abs()).fold(0.0, f64::max).to_radians().tan();
            let bound: f64 =
                sides().map(|(&a, &b)| distance(a, b).powi(3) * steep / (12.0 * 6.371e6)).sum();
            let error = ground_area(&area).get() - reference_straight(ring, 64);
            prop_assert!(error.abs() <= 1.05 * bound + 0.01, "{error} of {bound}");
        }
    }

    #[test]
    fn borders_with_neighbours_and_the_rim_make_the_whole_border(areas in any_town_of(100_000)) {
        let partition = build(&areas);
        for (grid, area) in partition.grids().zip(&areas) {
            let ring = &area.polygons[0].outer;
            let whole = length(ring) + distance(ring[0], *ring.last().unwrap());
            let shared: f64 = partition.neighbours(grid).iter().map(|(_, it)| f64::from(it.get())).sum();
            let on_rim = |edge: &spatial::Edge<'_>| {
                [edge.left, edge.right].contains(&Some(grid)) && [edge.left, edge.right].contains(&None)
            };
            let rim: f64 = partition.edges().filter(on_rim).map(|edge| length(edge.points)).sum();
            prop_assert!((whole - shared - rim).abs() <= 5.0, "{whole} = {shared} + {rim}");
        }
    }

    /// The outline of any selection is that of the same grids joined by building them as one.
    #[test]
    fn the_outline_of_a_selection_is_its_union(
        n in 2..9_usize, chosen in prop::collection::vec(any::<bool>(), 64), dense in any::<bool>(),
    ) {
        let side = n as i32 * 10;
        let blocks: Vec<Area> = (0..n * n)
            .map(|k| ((k % n) as i32 * 10, (k / n) as i32 * 10))
            .map(|(x, y)| square(x, y, x + 10, y + 10))
            .collect();
        let partition = build(&blocks);
        let of = |k: usize| chosen[k] || (dense && chosen[(k + 7) % 64]);
        let outline = partition.outline(|grid| of(grid.0 as usize));
        let picked: Vec<Area> = (0..n * n).filter(|&k| of(k)).map(|k| blocks[k].clone()).collect();
        prop_assert_eq!(area_twice(&outline), picked.iter().map(area_twice).sum::<i128>());
        // One grid of all those blocks, traced by the other way of finding what holds which hole.
        let joined = Area { polygons: picked.into_iter().flat_map(|area| area.polygons).collect() };
        let built = Partition::build(&[joined], &RepairSettings::NOTHING).unwrap().partition;
        let other = built.area(model::GridId(0));
        // Where two blocks touch at a corner only, a build has no corner along straight sides.
        let corners = |area: &Area| polygons(area).iter().map(|rings| {
            let twice: Vec<i128> = rings.iter().map(|ring| twice_area(ring)).collect();
            (p(rings[0][0]), twice)
        }).collect::<Vec<_>>();
        prop_assert_eq!(corners(&outline), corners(&other));
        prop_assert!(outline.positions().all(|it| (0..=side).contains(&it.lon_e7())));
    }
}
