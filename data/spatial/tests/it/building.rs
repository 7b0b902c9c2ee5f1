//! What a build makes of good and of bad areas.

use crate::checker::{area_twice, check};
use crate::towns::{any_garbage, any_town, area, at, ring, square, town};
use model::{Area, GridId, Polygon, Position};
use proptest::prelude::*;
use spatial::{Built, Fault, FaultKind, Partition, RepairSettings};
use std::collections::BTreeSet;

fn build(areas: &[Area]) -> Built {
    let built = Partition::build(areas, &RepairSettings::default()).unwrap();
    check(&built.partition);
    built
}

/// What was found, without a word on narrowness: the areas here are centimetres wide.
fn found(faults: &[Fault]) -> Vec<&Fault> {
    faults.iter().filter(|fault| fault.kind != FaultKind::Narrow).collect()
}

fn kinds(built: &Built) -> Vec<&'static str> {
    found(&built.faults).iter().map(|fault| fault.kind.as_str()).collect()
}

fn points(area: &Area) -> BTreeSet<Position> {
    area.positions().collect()
}

#[test]
fn nothing_is_a_partition() {
    let built = build(&[]);
    assert_eq!((built.partition.grid_count(), built.partition.edge_count()), (0, 0));
    assert_eq!(built.partition.bounds(), None);
    assert_eq!(kinds(&build(&[Area::default()])), ["vanished"]);
}

#[test]
fn two_boxes_share_one_edge() {
    let built = build(&[square(0, 0, 10, 10), square(10, 0, 20, 10)]);
    assert_eq!(kinds(&built), [""; 0]);
    assert_eq!((built.partition.edge_count(), built.partition.vertex_count()), (3, 6));
    let shared = built.partition.edges().find(|edge| edge.left.is_some() && edge.right.is_some());
    assert_eq!(shared.unwrap().points, [at(10, 0), at(10, 10)]);
    assert_eq!(built.partition.area(GridId(0)).polygons[0].outer.len(), 4);
    assert_eq!(built.partition.neighbours(GridId(0)).len(), 1);
    assert_eq!(built.partition.rings_of(GridId(2)).count(), 0);
}

#[test]
fn a_corner_on_a_neighbours_side_is_found_and_shared() {
    let built = build(&[square(0, 0, 10, 20), square(10, 0, 20, 10), square(10, 10, 20, 20)]);
    assert_eq!(kinds(&built), ["t-junction"]);
    let fault = found(&built.faults)[0];
    assert_eq!((fault.at, fault.mended), (at(10, 10), true));
    assert_eq!(fault.grids, [GridId(0), GridId(1), GridId(2)]);
    assert_eq!(built.partition.area(GridId(0)).polygons[0].outer.len(), 5);
}

#[test]
fn an_enclave_without_a_hole_around_it_keeps_its_land() {
    let built =
        build(&[square(0, 0, 1_000_000, 1_000_000), square(400_000, 400_000, 600_000, 600_000)]);
    assert_eq!(kinds(&built), ["overlap"]);
    assert!(!built.faults[0].mended);
    assert_eq!(built.partition.area(GridId(0)).polygons[0].holes.len(), 1);
    assert_eq!(area_twice(&built.partition.area(GridId(1))), 2 * 200_000 * 200_000);
}

#[test]
fn narrow_gaps_and_overlaps_go_to_the_longest_border() {
    // Some 1 km boxes, 0.5 m apart and then overlapping by as much.
    let apart = build(&[square(0, 0, 100_000, 100_000), square(100_050, 0, 200_000, 100_000)]);
    assert_eq!(kinds(&apart), [""; 0], "open to the outside, so no gap");
    let lid = [(0, 100_000), (200_000, 100_000), (200_000, 150_000), (0, 150_000)];
    let floor = [(0, -50_000), (200_000, -50_000), (200_000, 0), (0, 0)];
    let closed = build(&[
        square(0, 0, 100_000, 100_000),
        square(100_050, 0, 200_000, 100_000),
        area(&lid),
        area(&floor),
    ]);
    let gap: Vec<_> = closed.faults.iter().filter(|f| f.kind == FaultKind::Gap).collect();
    assert_eq!(gap.len(), 1);
    assert!(gap[0].mended && gap[0].area.get() > 500.0 && gap[0].area.get() < 700.0);
    assert_eq!(area_twice(&closed.partition.outline(|_| true)), 2 * 200_000 * 200_000);
    let over = build(&[square(0, 0, 100_000, 100_000), square(99_950, 0, 200_000, 100_000)]);
    let overlap: Vec<_> = over.faults.iter().filter(|f| f.kind == FaultKind::Overlap).collect();
    assert!(overlap.len() == 1 && overlap[0].mended);
}

#[test]
fn a_wide_gap_stays_and_is_reported() {
    let holed = Area {
        polygons: vec![Polygon {
            outer: ring(&[(0, 0), (100_000, 0), (100_000, 100_000), (0, 100_000)]),
            holes: vec![ring(&[
                (40_000, 40_000),
                (60_000, 40_000),
                (60_000, 60_000),
                (40_000, 60_000),
            ])],
        }],
    };
    let built = build(&[holed]);
    assert_eq!(kinds(&built), ["gap", "hole"]);
    for fault in &built.faults {
        assert!(!fault.mended);
        assert_eq!(fault.at, at(50_000, 50_000));
        // 200 by 200 m at the equator, a degree of latitude a little shorter than one of longitude.
        assert!((fault.area.get() / (222.639 * 221.149) - 1.0).abs() < 1e-3, "{fault:?}");
        assert!((fault.width_m / 110.95 - 1.0).abs() < 1e-3, "{fault:?}");
        assert!((fault.length_m / 443.79 - 1.0).abs() < 1e-3, "{fault:?}");
    }
    assert_eq!(built.partition.area(GridId(0)).polygons[0].holes.len(), 1);
}

#[test]
fn a_hole_that_touches_the_outer_ring_stays_a_hole() {
    let around = Area {
        polygons: vec![Polygon {
            outer: ring(&[(0, 0), (20, 0), (20, 20), (0, 20)]),
            holes: vec![ring(&[(0, 0), (5, 10), (10, 5)])],
        }],
    };
    let built = build(&[around, area(&[(0, 0), (10, 5), (5, 10)])]);
    let area = built.partition.area(GridId(0));
    assert_eq!((area.polygons.len(), area.polygons[0].holes.len()), (1, 1));
}

#[test]
fn a_hole_in_nothing_is_no_land() {
    let corners = [(0, 0), (20, 0), (20, 20)];
    let hole = Area { polygons: vec![Polygon { outer: vec![], holes: vec![ring(&corners)] }] };
    let built = build(&[hole.clone(), area(&corners)]);
    let land = |built: &Built, grid| built.partition.area(GridId(grid)).polygons.len();
    assert_eq!([land(&built, 0), land(&built, 1)], [0, 1]);
    assert_eq!(land(&build(&[hole]), 0), 0);
}

#[test]
fn what_one_ring_shows_is_named() {
    let bow_tie = area(&[(0, 0), (100, 100), (100, 0), (0, 100)]);
    assert_eq!(kinds(&build(&[bow_tie])), ["self-crossing", "multi-part"]);
    let spike = area(&[(0, 0), (100, 0), (200, 0), (100, 0), (100, 100), (0, 100)]);
    assert_eq!(kinds(&build(&[spike])), ["spike"]);
    let twice = area(&[(0, 0), (100, 0), (100, 0), (100, 100), (0, 100), (0, 0)]);
    assert_eq!(kinds(&build(&[twice])), ["repeated-point"]);
    let line = area(&[(0, 0), (100, 0)]);
    assert_eq!(kinds(&build(&[line])), ["too-few-points", "vanished"]);
}

#[test]
fn polygons_of_one_grid_add_up_whichever_way_they_wind() {
    let twice = Area {
        polygons: vec![
            square(0, 0, 10, 10).polygons.remove(0),
            square(0, 0, 10, 10).polygons.remove(0),
            area(&[(10, 0), (10, 10), (20, 10), (20, 0)]).polygons.remove(0),
        ],
    };
    let built = build(&[twice]);
    assert_eq!(area_twice(&built.partition.area(GridId(0))), 2 * 200);
    assert_eq!(built.partition.edge_count(), 1);
}

#[test]
fn a_check_mends_nothing() {
    let areas = [
        square(0, 0, 100_000, 100_000),
        square(99_950, 0, 200_000, 50_000),
        square(99_950, 50_000, 200_000, 100_000),
    ];
    let faults = spatial::check(&areas).unwrap();
    let named: Vec<_> = found(&faults).iter().map(|it| (it.kind, it.mended)).collect();
    // Two overlaps; where the third's border starts on the first's land nothing is missing, but the
    // first lacks three corners that its neighbours have on its sides.
    assert_eq!(named.iter().filter(|&&(kind, _)| kind == FaultKind::Overlap).count(), 2);
    assert!(named.iter().all(|&(kind, mended)| kind.breaks_partition() && !mended));
    let clean = spatial::check(&[square(0, 0, 10, 10), square(10, 0, 20, 10)]).unwrap();
    assert!(found(&clean).is_empty());
}

#[test]
fn nothing_is_torn_where_three_grids_overlap_narrowly() {
    // The third grid is a thin strip over the border of the other two, which is itself not straight.
    let torn = build(&[
        area(&[(0, 0), (100_000, 0), (100_000, 100_000), (50_000, 100_010), (0, 100_000)]),
        area(&[(0, 100_000), (100_000, 100_000), (100_000, 200_000), (0, 200_000)]),
        area(&[(20_000, 99_990), (80_000, 99_990), (80_000, 100_005), (20_000, 100_005)]),
    ]);
    assert!(torn.faults.iter().any(|fault| fault.kind == FaultKind::Overlap));
    for grid in torn.partition.grids() {
        assert!(torn.partition.area(grid).polygons.len() <= 1, "{grid:?} is torn");
    }
}

proptest! {
    #![proptest_config(crate::towns::cases(64))]

    #[test]
    fn a_clean_town_comes_out_as_it_went_in(areas in any_town()) {
        let built = build(&areas);
        prop_assert!(found(&built.faults).is_empty(), "{:?}", built.faults);
        for (grid, given) in areas.iter().enumerate() {
            let made = built.partition.area(GridId(grid as u32));
            prop_assert_eq!(points(&made), points(given));
            prop_assert_eq!(area_twice(&made), area_twice(given).abs());
        }
    }

    #[test]
    fn building_again_changes_nothing(areas in any_garbage()) {
        let once = build(&areas).partition;
        let again: Vec<Area> =
            (0..areas.len() as u32).map(|grid| once.area(GridId(grid))).collect();
        let twice = Partition::build(&again, &RepairSettings::NOTHING).unwrap();
        prop_assert_eq!(&twice.partition, &once);
        let quiet = [FaultKind::Gap, FaultKind::Vanished];
        prop_assert!(
            twice.faults.iter().all(|it| quiet.contains(&it.kind) || !it.kind.breaks_partition()),
            "{:?}", twice.faults
        );
    }

    #[test]
    fn a_town_with_garbage_over_it_is_a_partition(
        mut areas in any_town(),
        garbage in crate::towns::garbage(1_000),
    ) {
        areas.extend(garbage);
        build(&areas);
    }

    #[test]
    fn a_shaken_town_is_a_partition(n in 2_usize..5, seeds in prop::collection::vec(any::<u32>(), 8),
                                    shakes in prop::collection::vec(-3_i32..=3, 16)) {
        let mut shake = shakes.iter().cycle();
        let mut areas = town(n, 1_000, &seeds);
        for point in areas.iter_mut().flat_map(|a| &mut a.polygons).flat_map(|p| &mut p.outer) {
            let by = shake.next().unwrap();
            *point = at(point.lon_e7() + by, point.lat_e7() - by);
        }
        let built = build(&areas);
        // Nothing is wide here: no land may be lost inside.
        prop_assert!(built.faults.iter().all(|it| it.mended || !it.kind.breaks_partition()));
        prop_assert!(built.partition.outline(|_| true).polygons.iter().all(|p| p.holes.is_empty()));
    }
}
