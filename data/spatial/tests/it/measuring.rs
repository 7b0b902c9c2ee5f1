//! Lengths, areas, outlines, boxes and label points.

use crate::assigning::map;
use crate::checker::{area_twice, p};
use crate::towns::{any_garbage, any_town, area, at, square, town};
use model::{Area, Code, GridId, Level, Position, Unit, UnitId, UnitTree};
use proptest::prelude::*;
use spatial::{GridMap, GridMapError, Partition, RepairSettings, distance, ground_area, length};

/// A tree of two levels: grid `k` belongs to the street `of[k]`.
fn two_levels(streets: usize, of: &[usize]) -> UnitTree {
    let unit = |code: String, level, parent| Unit {
        name: code.clone(),
        code: Code::try_from(&*code).unwrap(),
        level: Level::new(level).unwrap(),
        parent,
        households: None,
        kind: None,
    };
    let tops = (0..streets).map(|k| unit(format!("s{k}"), 1, None));
    let grids = of
        .iter()
        .enumerate()
        .map(|(k, &street)| unit(format!("g{k}"), 2, Some(UnitId(street as u32))));
    UnitTree::new(tops.chain(grids).collect()).unwrap()
}

#[test]
fn lengths_agree_with_published_geodesics() {
    // Karney (2013), table 1 ff. by GeographicLib: JFK to LHR, 5551.759400 km.
    let jfk = Position::from_degrees(-73.8, 40.6).unwrap();
    let lhr = Position::from_degrees(-0.5, 51.6).unwrap();
    assert!((distance(jfk, lhr) - 5_551_759.4).abs() < 0.1);
    assert!(length(&[jfk, lhr, jfk]) - 2.0 * distance(jfk, lhr) < 1e-6);
    assert!(length(&[jfk]) < 1e-9 && distance(lhr, lhr) < 1e-9);
}

#[test]
fn areas_agree_with_the_whole_earth_and_a_published_polygon() {
    let earth = 510_065_621_724_088.5;
    let all = square(-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000);
    assert!((ground_area(&all).get() / earth - 1.0).abs() < 1e-9);
    let octant = square(0, 0, 900_000_000, 900_000_000);
    assert!((ground_area(&octant).get() / (earth / 8.0) - 1.0).abs() < 1e-9);
    // One degree square at the equator, corners joined by geodesics: 12 308 778 361.469 m².
    let degree = square(0, 0, 10_000_000, 10_000_000);
    assert!((ground_area(&degree).get() - 12_308_778_361.469).abs() < 0.01);
    assert!(ground_area(&Area::default()).get().abs() < 1e-12);
}

#[test]
fn holes_and_islands_of_units_are_theirs() {
    // A ring of eight squares around one; the one in the middle is of another street.
    let mut areas = Vec::new();
    for row in 0..3 {
        for column in 0..3 {
            areas.push(square(column * 100, row * 100, column * 100 + 100, row * 100 + 100));
        }
    }
    let partition = Partition::build(&areas, &RepairSettings::default()).unwrap().partition;
    let tree = two_levels(2, &[0, 0, 0, 0, 1, 0, 0, 0, 0]);
    let map = GridMap::new(tree, partition).unwrap();
    let ring = map.outline(UnitId(0));
    assert_eq!((ring.polygons.len(), ring.polygons[0].holes.len()), (1, 1));
    assert_eq!(map.outline(UnitId(1)), map.outline(UnitId(6)));
    assert_eq!(map.grids_of(UnitId(1)).collect::<Vec<_>>(), [GridId(4)]);
    assert_eq!(map.bounds_of(UnitId(1)).unwrap().min, at(100, 100));
    // Corners only: two diagonal squares touch at a point and are two polygons.
    let corners = map.partition().outline(|grid| [0, 4, 8].contains(&grid.0));
    assert_eq!(corners.polygons.len(), 3);
    // The four in the middle of the sides: a hole that touches its surroundings at points.
    let cross = map.partition().outline(|grid| [1, 3, 5, 7].contains(&grid.0));
    assert_eq!((cross.polygons.len(), area_twice(&cross)), (4, 2 * 4 * 10_000));
    let units: f64 = (0..2).map(|k| map.ground_area(UnitId(k)).get()).sum();
    let grids: f64 = (2..11).map(|k| map.ground_area(UnitId(k)).get()).sum();
    assert!((units - grids).abs() < 1e-6);
    assert_eq!(map.outline(UnitId(99)), Area::default());
    assert_eq!(map.bounds_of(UnitId(99)), None);
}

#[test]
fn trees_and_partitions_must_agree() {
    let partition =
        Partition::build(&[square(0, 0, 9, 9)], &RepairSettings::default()).unwrap().partition;
    let refused = GridMap::new(two_levels(1, &[0, 0]), partition).unwrap_err();
    assert_eq!(refused, GridMapError::Counts { tree: 2, partition: 1 });
}

#[test]
fn a_label_stands_in_the_wide_part() {
    let map = map(&[area(&[(0, 0), (1_000, 0), (1_000, 10), (300, 10), (300, 300), (0, 300)])]);
    let label = map.label_point(UnitId(0)).unwrap();
    assert!((100..200).contains(&label.lon_e7()) && (100..200).contains(&label.lat_e7()));
    let tiny = crate::assigning::map(&[square(0, 0, 2, 2), area(&[(5, 5), (6, 5), (5, 6)])]);
    assert_eq!(tiny.label_point(UnitId(0)), Some(at(1, 1)));
    assert_eq!(tiny.label_point(UnitId(1)), None);
}

/// Whether a point is inside and not on the border, plainly.
fn strictly_inside(area: &Area, point: Position) -> bool {
    let (x, y) = p(point);
    let mut inside = false;
    for ring in area.rings() {
        for (k, &b) in ring.iter().enumerate() {
            let (a, b) = (p(ring[(k + ring.len() - 1) % ring.len()]), p(b));
            if crate::checker::on(a, b, (x, y)) {
                return false;
            }
            let (left, right) = ((y - a.1) * (b.0 - a.0), (x - a.0) * (b.1 - a.1));
            if (a.1 <= y) != (b.1 <= y) && if b.1 > a.1 { left > right } else { left < right } {
                inside = !inside;
            }
        }
    }
    inside
}

proptest! {
    #![proptest_config(crate::towns::cases(64))]

    #[test]
    fn labels_are_inside_or_there_is_no_inside(areas in any_garbage()) {
        prop_assume!(!areas.is_empty());
        let map = map(&areas);
        for grid in map.partition().grids() {
            let land = map.partition().area(grid);
            match map.label_point(UnitId(grid.0)) {
                Some(label) => prop_assert!(strictly_inside(&land, label)),
                // Small enough to look everywhere: there must be nothing.
                None => if let Some(bounds) = land.bounds() {
                    let wide = bounds.max.lon_e7() - bounds.min.lon_e7();
                    prop_assert!(wide < 1_000, "no label in {land:?}");
                    for x in bounds.min.lon_e7()..=bounds.max.lon_e7() {
                        for y in bounds.min.lat_e7()..=bounds.max.lat_e7() {
                            prop_assert!(!strictly_inside(&land, at(x, y)));
                        }
                    }
                },
            }
        }
    }

    #[test]
    fn children_add_up_to_parents(
        n in 2_usize..6,
        seeds in prop::collection::vec(any::<u32>(), 8),
        streets in prop::collection::vec(0_usize..3, 36),
    ) {
        let areas = town(n, 100_000, &seeds);
        let mut of: Vec<usize> = streets[..areas.len()].to_vec();
        of[..3].copy_from_slice(&[0, 1, 2]);
        let partition = Partition::build(&areas, &RepairSettings::default()).unwrap().partition;
        let map = GridMap::new(two_levels(3, &of), partition).unwrap();
        let mut whole = 0.0;
        for street in 0..3 {
            let outline = map.outline(UnitId(street));
            let sum = map.ground_area(UnitId(street)).get();
            prop_assert!((ground_area(&outline).get() - sum).abs() < 0.01);
            let members = map.grids_of(UnitId(street));
            let twice: i128 = members.map(|grid| area_twice(&map.partition().area(grid))).sum();
            prop_assert_eq!(area_twice(&outline), twice);
            prop_assert_eq!(&outline, &map.partition().outline(|g| of[g.0 as usize] == street as usize));
            whole += sum;
        }
        let all = ground_area(&map.partition().outline(|_| true)).get();
        prop_assert!((all - whole).abs() < 0.01);
    }

    #[test]
    fn neighbours_agree_with_each_other(areas in any_town()) {
        let partition = Partition::build(&areas, &RepairSettings::default()).unwrap().partition;
        for grid in partition.grids() {
            for (other, shared) in partition.neighbours(grid) {
                prop_assert!(partition.neighbours(other).contains(&(grid, shared)));
            }
        }
    }
}
