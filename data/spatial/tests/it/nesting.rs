//! Grids and their parents.

use crate::towns::{at, square, town};
use model::{Area, GridId};
use proptest::prelude::*;
use spatial::NestFaultKind::{Childless, Cut, Outside};
use spatial::{Partition, RepairSettings, nest};

fn partition(areas: &[Area]) -> Partition {
    Partition::build(areas, &RepairSettings::default()).unwrap().partition
}

#[test]
fn grids_find_their_parents() {
    let children = partition(&[square(0, 0, 10, 10), square(10, 0, 20, 10), square(20, 0, 30, 10)]);
    let nested = nest(&children, &[square(20, 0, 30, 10), square(0, 0, 20, 10)]).unwrap();
    assert_eq!(nested.parents, [Some(1), Some(1), Some(0)]);
    assert_eq!(nested.faults, []);
}

#[test]
fn misfits_are_named_with_their_shares() {
    let children = partition(&[square(0, 0, 10, 10), square(50, 0, 60, 10)]);
    let parents = [square(0, 0, 4, 10), square(4, 0, 9, 10), square(90, 90, 99, 99)];
    let nested = nest(&children, &parents).unwrap();
    assert_eq!(nested.parents, [Some(1), None]);
    assert!((nested.shares[0] - 0.5).abs() < 1e-12);
    let kinds: Vec<_> = nested.faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [Cut, Outside, Childless, Childless]);
    assert_eq!(nested.faults[0].grid, Some(GridId(0)));
    assert_eq!(nested.faults[0].parents, [(1, 0.5), (0, 0.4)]);
    assert_eq!(nested.faults[3].at, Some(at(90, 90)));
}

proptest! {
    #![proptest_config(crate::towns::cases(32))]

    /// Parents as outlines of their children, shaken by a step or two: every child is found.
    #[test]
    fn a_second_drawing_of_the_same_borders_changes_nothing(
        n in 2_usize..6,
        seeds in prop::collection::vec(any::<u32>(), 8),
        streets in prop::collection::vec(0_usize..3, 36),
        shakes in prop::collection::vec(-2_i32..=2, 16),
    ) {
        let children = partition(&town(n, 100_000, &seeds));
        let mut shake = shakes.iter().cycle();
        let parents: Vec<Area> = (0..3)
            .map(|street| {
                let mut area = children.outline(|grid| streets[grid.0 as usize] == street);
                for polygon in &mut area.polygons {
                    for point in polygon.outer.iter_mut().chain(polygon.holes.iter_mut().flatten()) {
                        let (x, y) = (shake.next().unwrap(), shake.next().unwrap());
                        *point = at(point.lon_e7() + x, point.lat_e7() + y);
                    }
                }
                area
            })
            .collect();
        let nested = nest(&children, &parents).unwrap();
        let expected: Vec<_> = streets[..n * n].iter().copied().map(Some).collect();
        prop_assert_eq!(nested.parents, expected);
        prop_assert!(nested.faults.iter().all(|fault| fault.kind == Childless));
        prop_assert!(nested.shares.iter().all(|&share| share > 0.999 && share <= 1.0));
    }
}
