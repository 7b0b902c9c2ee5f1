//! The short way of areas that fit together gives what cutting gives.

use super::{Land, Linework, Partition, RepairSettings};
use crate::clean;
use crate::drawn::Drawn;
use crate::fault::Fault;
use model::{Area, Polygon, Position};
use proptest::prelude::*;

/// Both ways on the same areas; whether the short one was open.
fn both_ways(areas: &[Area]) -> bool {
    for width_max_m in [0.0, 0.05, 2.0] {
        let settings = RepairSettings { width_max_m, snap_m: 0.0 };
        let drawn = Drawn::of(areas, &mut Vec::new());
        let lines = Linework::of(&drawn).unwrap();
        let mut short = Vec::new();
        let Some(left) = clean::left_of_halves(&drawn, &lines, settings, &mut short) else {
            return false;
        };
        let mut long = Vec::new();
        let land = Land::cut(lines.clone(), &drawn, areas.len(), settings, &mut long).unwrap();
        assert_eq!((land.left, land.lines.ends, land.lines.at), (left, lines.ends, lines.at));
        // Touches of a grid with itself are named by looking at its shape, whichever the way.
        short.sort_by(Fault::order);
        long.sort_by(Fault::order);
        assert_eq!(short.len(), long.len());
        for (one, other) in short.iter().zip(&long) {
            assert_eq!((one.kind, &one.grids, one.at), (other.kind, &other.grids, other.at));
            assert!((one.area.get() - other.area.get()).abs() < 1e-6 && one.mended == other.mended);
        }
    }
    true
}

fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).unwrap()
}

fn square(x: i32, y: i32, size: i32) -> Area {
    let corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)];
    let outer = corners.into_iter().map(|(x, y)| at(x, y)).collect();
    Area { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// Blocks of a lattice, joined by label: grids with parts, holes, islands and pinches.
fn merged(n: i32, labels: &[u32], size: i32) -> Vec<Area> {
    let places = (0..n).flat_map(|row| (0..n).map(move |column| (column * size, row * size)));
    let blocks: Vec<Area> = places.map(|(x, y)| square(x, y, size)).collect();
    let partition = Partition::build(&blocks, &RepairSettings::NOTHING).unwrap().partition;
    // Label 0 is nobody's land.
    (1..5).map(|label| partition.outline(|grid| labels[grid.0 as usize] == label)).collect()
}

#[test]
fn what_does_not_fit_is_not_taken_for_clean() {
    let fits = [square(0, 0, 10), square(10, 0, 10)];
    assert!(both_ways(&fits));
    let over = [square(0, 0, 10), square(9, 0, 10)];
    let inside = [square(0, 0, 30), square(10, 10, 10)];
    let half = [square(0, 0, 10), square(10, 5, 10)];
    let same = [square(0, 0, 10), square(0, 0, 10)];
    for areas in [&over, &inside, &half, &same] {
        assert!(!both_ways(areas), "{areas:?}");
    }
    assert!(both_ways(&[square(0, 0, 10), square(20, 0, 10), square(30, 10, 10)]));
    assert!(both_ways(&[]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn joined_blocks_are_seen_as_clean(
        n in 2..7_i32, labels in prop::collection::vec(0_u32..5, 36), big in any::<bool>(),
        turned in any::<bool>(),
    ) {
        let mut areas = merged(n, &labels, if big { 100_000 } else { 3 });
        if turned {
            for polygon in areas.iter_mut().flat_map(|area| &mut area.polygons) {
                polygon.outer.reverse();
            }
        }
        areas.retain(|area| !area.polygons.is_empty());
        // A gap narrower than two metres is to be mended: then the long way it is.
        prop_assert!(both_ways(&areas) || !big);
    }

    #[test]
    fn one_wrong_vertex_is_seen(
        n in 2..6_i32, labels in prop::collection::vec(0_u32..5, 36), pick in any::<usize>(),
        by in (-7_i32..=7, -7_i32..=7),
    ) {
        let mut areas = merged(n, &labels, 10);
        areas.retain(|area| !area.polygons.is_empty());
        prop_assume!(!areas.is_empty());
        let count = areas.len();
        let ring = &mut areas[pick % count].polygons[0].outer;
        let place = (pick / 5) % ring.len();
        ring[place] = at(ring[place].lon_e7() + by.0, ring[place].lat_e7() + by.1);
        both_ways(&areas);
    }

    #[test]
    fn garbage_is_seen(rings in prop::collection::vec(prop::collection::vec((0..7_i32, 0..7_i32), 3..6), 1..5)) {
        let polygon = |ring: &Vec<(i32, i32)>| Polygon {
            outer: ring.iter().map(|&(x, y)| at(x, y)).collect(), holes: vec![],
        };
        let areas: Vec<Area> = rings.iter().map(|ring| Area { polygons: vec![polygon(ring)] }).collect();
        both_ways(&areas);
        both_ways(&[Area { polygons: rings.iter().map(polygon).collect() }]);
        let holes = rings[1..].iter().map(|ring| polygon(ring).outer).collect();
        both_ways(&[Area { polygons: vec![Polygon { outer: polygon(&rings[0]).outer, holes }] }]);
    }
}
