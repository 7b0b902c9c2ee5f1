//! Flaws put into exact partitions: each is named where it is, and the repair gives back what was.

use crate::checker::{check, cross, p};
use crate::towns::{any_town_of, at, cases, square};
use model::{Area, GridId, Position};
use proptest::prelude::*;
use spatial::{Built, Fault, FaultKind, Partition, RepairSettings, distance};
use std::collections::BTreeSet;

/// A kilometre at the equator, about, in lattice steps.
const KM: i32 = 90_000;

/// Steps that two grids may disagree by and still be within a decimetre of each other.
const NOISE: i32 = 3;

fn build(areas: &[Area]) -> Built {
    let built = Partition::build(areas, &RepairSettings::default()).unwrap();
    check(&built.partition);
    built
}

fn neighbours(partition: &Partition) -> Vec<Vec<GridId>> {
    let of = |grid| partition.neighbours(grid).into_iter().map(|(other, _)| other).collect();
    partition.grids().map(of).collect()
}

/// The faults of one kind.
fn of_kind(faults: &[Fault], kind: FaultKind) -> Vec<&Fault> {
    faults.iter().filter(|fault| fault.kind == kind).collect()
}

/// Whether a place is in the box around some points, or within a metre of it.
fn near(place: Position, points: &[Position]) -> bool {
    let low = |of: fn(Position) -> i32| points.iter().map(|&p| of(p)).min().unwrap() - 90;
    let high = |of: fn(Position) -> i32| points.iter().map(|&p| of(p)).max().unwrap() + 90;
    let within = |of: fn(Position) -> i32| (low(of)..=high(of)).contains(&of(place));
    within(Position::lon_e7) && within(Position::lat_e7)
}

/// A grid and the number of a vertex of it that exactly one other grid has too, with that grid.
fn shared_vertex(areas: &[Area], pick: usize) -> Option<(usize, usize, usize)> {
    let mut all = Vec::new();
    for (grid, area) in areas.iter().enumerate() {
        for (number, vertex) in area.polygons[0].outer.iter().enumerate() {
            let others: Vec<usize> = (0..areas.len())
                .filter(|&k| k != grid && areas[k].polygons[0].outer.contains(vertex))
                .collect();
            if let ([other], true) = (&*others, is_middle(areas, *vertex)) {
                all.push((grid, number, *other));
            }
        }
    }
    (!all.is_empty()).then(|| all[pick % all.len()])
}

/// Whether both grids of a vertex go on alike on both sides of it.
fn is_middle(areas: &[Area], vertex: Position) -> bool {
    let around = |area: &Area| -> Option<BTreeSet<Position>> {
        let ring = &area.polygons[0].outer;
        let k = ring.iter().position(|&it| it == vertex)?;
        Some([ring[(k + ring.len() - 1) % ring.len()], ring[(k + 1) % ring.len()]].into())
    };
    let sets: Vec<_> = areas.iter().filter_map(around).collect();
    sets.len() == 2 && sets[0] == sets[1]
}

/// The vertex before, the vertex, and the one after.
fn triple(area: &Area, number: usize) -> [Position; 3] {
    let ring = &area.polygons[0].outer;
    [ring.len() - 1, 0, 1].map(|k| ring[(number + k) % ring.len()])
}

fn shifted(from: Position, x: i32, y: i32) -> Position {
    at(from.lon_e7() + x, from.lat_e7() + y)
}

fn pair(a: usize, b: usize) -> Vec<GridId> {
    [a.min(b), a.max(b)].map(|k| GridId(k as u32)).to_vec()
}

/// Everybody's corners, in no order: what two partitions have in common however they are cut up.
fn corners(partition: &Partition) -> Vec<BTreeSet<Position>> {
    partition.grids().map(|grid| partition.area(grid).positions().collect()).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_vertex_pushed_aside_leaves_a_gap_or_an_overlap(
        areas in any_town_of(KM), pick in any::<usize>(), (x, y) in (-60_i32..=60, -60_i32..=60),
    ) {
        prop_assume!(x.abs().max(y.abs()) > 20);
        let Some((grid, number, other)) = shared_vertex(&areas, pick) else { return Ok(()) };
        let was = build(&areas);
        let mut flawed = areas.clone();
        let [before, vertex, after] = triple(&areas[grid], number);
        let pushed = shifted(vertex, x, y);
        flawed[grid].polygons[0].outer[number] = pushed;
        for faults in [spatial::check(&flawed).unwrap(), build(&flawed).faults] {
            let all: Vec<&Fault> = faults.iter().filter(|it| it.kind.breaks_partition()).collect();
            prop_assert!(!all.is_empty());
            for fault in &all {
                let known = [FaultKind::Gap, FaultKind::Overlap, FaultKind::TJunction];
                prop_assert!(known.contains(&fault.kind), "{:?}", fault);
                prop_assert_eq!(&fault.grids, &pair(grid, other));
                prop_assert!(near(fault.at, &[before, vertex, after, pushed]), "{:?}", fault);
            }
            let land: Vec<_> = all.iter().filter(|it| it.kind != FaultKind::TJunction).collect();
            prop_assert!(!land.is_empty());
            prop_assert!(land.iter().all(|it| it.area.get() > 0.0 && it.width_m > 0.0 && it.length_m > 1.0));
        }
        let built = build(&flawed);
        prop_assert!(built.faults.iter().all(|it| it.mended || !it.kind.breaks_partition()));
        prop_assert_eq!(neighbours(&built.partition), neighbours(&was.partition));
        prop_assert!(built.partition.outline(|_| true) == was.partition.outline(|_| true));
    }

    #[test]
    fn a_dropped_vertex_is_taken_in_again(areas in any_town_of(KM), pick in any::<usize>()) {
        let Some((grid, number, other)) = shared_vertex(&areas, pick) else { return Ok(()) };
        let was = build(&areas);
        let mut flawed = areas.clone();
        let points = triple(&areas[grid], number);
        flawed[grid].polygons[0].outer.remove(number);
        let named = spatial::check(&flawed).unwrap();
        let breaking: Vec<_> = named.iter().filter(|it| it.kind.breaks_partition()).collect();
        prop_assert_eq!(breaking.len(), 1, "{:?}", named);
        prop_assert_eq!(&breaking[0].grids, &pair(grid, other));
        prop_assert!(near(breaking[0].at, &points));
        let built = build(&flawed);
        prop_assert_eq!(corners(&built.partition), corners(&was.partition));
        prop_assert!(built.faults.iter().all(|it| it.mended || !it.kind.breaks_partition()));
    }

    #[test]
    fn a_spike_is_named_at_its_tip_and_gone(
        areas in any_town_of(KM), pick in any::<usize>(), (x, y) in (-30_000_i32..=30_000, 200_i32..30_000),
    ) {
        let was = build(&areas);
        let mut flawed = areas.clone();
        let grid = pick % areas.len();
        let ring = &mut flawed[grid].polygons[0].outer;
        let number = (pick / 7) % ring.len();
        let tip = shifted(ring[number], x, y);
        prop_assume!(!ring.contains(&tip));
        let base = ring[number];
        ring.splice(number..=number, [base, tip, base]);
        for (faults, mended) in [(spatial::check(&flawed).unwrap(), false), (build(&flawed).faults, true)] {
            let spikes = of_kind(&faults, FaultKind::Spike);
            prop_assert_eq!(spikes.len(), 1, "{:?}", faults);
            prop_assert_eq!((spikes[0].at, &*spikes[0].grids), (tip, &[GridId(grid as u32)][..]));
            prop_assert!((spikes[0].length_m / distance(base, tip) - 1.0).abs() < 1e-3);
            prop_assert_eq!(spikes[0].mended, mended);
            prop_assert_eq!(faults.iter().filter(|it| it.kind.breaks_partition()).count(), 1);
        }
        prop_assert_eq!(build(&flawed).partition, was.partition);
    }

    #[test]
    fn a_polygon_drawn_twice_is_a_duplicate(areas in any_town_of(KM), pick in any::<usize>()) {
        let was = build(&areas);
        let mut flawed = areas.clone();
        let grid = pick % areas.len();
        let again = flawed[grid].polygons[0].clone();
        let border: f64 = spatial::length(&again.outer) + distance(again.outer[0], *again.outer.last().unwrap());
        flawed[grid].polygons.push(again.clone());
        let named = spatial::check(&flawed).unwrap();
        let breaking: Vec<_> = named.iter().filter(|it| it.kind.breaks_partition()).collect();
        prop_assert_eq!(breaking.len(), 1, "{:?}", named);
        prop_assert_eq!(breaking[0].kind, FaultKind::DuplicateEdge);
        prop_assert_eq!(&*breaking[0].grids, &[GridId(grid as u32)][..]);
        prop_assert!((breaking[0].length_m / border - 1.0).abs() < 1e-3);
        prop_assert!(near(breaking[0].at, &again.outer));
        prop_assert_eq!(build(&flawed).partition, was.partition);
    }

    #[test]
    fn swapped_vertices_cross(areas in any_town_of(KM), pick in any::<usize>()) {
        let mut flawed = areas.clone();
        let grid = pick % areas.len();
        let ring = &mut flawed[grid].polygons[0].outer;
        let count = ring.len();
        let four = [0, 1, 2, 3].map(|k| (pick / 5 + k) % count);
        ring.swap(four[1], four[2]);
        let points = four.map(|k| ring[k]);
        let ring = ring.clone();
        let named = spatial::check(&flawed).unwrap();
        // Of four points in a row the way over the swapped ones need not cross itself.
        let crossings = of_kind(&named, FaultKind::SelfCrossing);
        let sides: Vec<_> = (0..count).map(|k| (p(ring[k]), p(ring[(k + 1) % count]))).collect();
        let crosses = sides.iter().any(|&one| sides.iter().any(|&other| cross(one, other)));
        prop_assert_eq!(crosses, !crossings.is_empty());
        for crossing in &crossings {
            prop_assert_eq!(&*crossing.grids, &[GridId(grid as u32)][..]);
            prop_assert!(near(crossing.at, &points), "{:?}", crossing);
        }
        build(&flawed);
    }

    /// Each grid by itself is shaken by less than half of the tolerance: what comes out is the town
    /// again, with each corner within the tolerance of every drawing of it.
    #[test]
    fn noise_below_the_tolerance_vanishes(
        areas in any_town_of(KM), shakes in prop::collection::vec((-NOISE..=NOISE, -NOISE..=NOISE), 61),
        per_grid in any::<bool>(), reverse in any::<bool>(),
    ) {
        let was = build(&areas);
        let mut shake = shakes.iter().cycle();
        let mut flawed = areas.clone();
        for area in &mut flawed {
            let mut by = shake.next().unwrap();
            for point in &mut area.polygons[0].outer {
                *point = shifted(*point, by.0, by.1);
                if !per_grid {
                    by = shake.next().unwrap();
                }
            }
        }
        let built = build(&flawed);
        prop_assert!(built.faults.iter().all(|it| it.mended || !it.kind.breaks_partition()), "{:?}", built.faults);
        prop_assert_eq!(neighbours(&built.partition), neighbours(&was.partition));
        prop_assert_eq!(built.partition.vertex_count(), was.partition.vertex_count());
        prop_assert_eq!(built.partition.edge_count(), was.partition.edge_count());
        let limit = RepairSettings::default().snap_m;
        prop_assert!(built.moves.furthest_m <= limit && built.moves.mean_m <= built.moves.furthest_m);
        for (grid, drawn) in built.partition.grids().zip(&flawed) {
            let made: Vec<Position> = built.partition.area(grid).positions().collect();
            for vertex in drawn.positions() {
                let way = made.iter().map(|&to| distance(vertex, to)).fold(f64::MAX, f64::min);
                prop_assert!(way <= limit, "{vertex:?} is {way} m from the grid");
            }
        }
        // The numbers of the grids do not matter.
        let mut turned = flawed.clone();
        if reverse {
            turned.reverse();
        } else {
            turned.rotate_left(flawed.len() / 2);
        }
        let mut other = corners(&build(&turned).partition);
        if reverse {
            other.reverse();
        } else {
            other.rotate_right(flawed.len() / 2);
        }
        prop_assert_eq!(other, corners(&built.partition));
    }

    /// Any tolerance on any shaken town: nothing moves further, nobody vanishes, nothing crosses.
    #[test]
    fn snapping_keeps_its_word(
        areas in any_town_of(400), shakes in prop::collection::vec((-40_i32..=40, -40_i32..=40), 61),
        snap_m in prop_oneof![Just(0.05), Just(0.3), Just(1.0), Just(5.0)],
    ) {
        let mut shake = shakes.iter().cycle();
        let mut flawed = areas;
        for point in flawed.iter_mut().flat_map(|area| &mut area.polygons[0].outer) {
            let by = shake.next().unwrap();
            *point = shifted(*point, by.0, by.1);
        }
        let settings = RepairSettings { width_max_m: 0.0, snap_m };
        let plain = Partition::build(&flawed, &RepairSettings::NOTHING).unwrap();
        let built = Partition::build(&flawed, &settings).unwrap();
        check(&built.partition);
        prop_assert!(built.moves.furthest_m <= snap_m);
        let lives = |partition: &Partition, grid| !partition.area(grid).polygons.is_empty();
        for grid in plain.partition.grids() {
            prop_assert!(lives(&built.partition, grid) || !lives(&plain.partition, grid));
        }
    }
}

/// Blocks in a square lattice with a vertex in the middle of each side.
fn blocks(n: i32) -> Vec<Area> {
    let places = (0..n).flat_map(|row| (0..n).map(move |column| (column * KM, row * KM)));
    places
        .map(|(x, y)| {
            let mut block = square(x, y, x + KM, y + KM);
            let ring = &mut block.polygons[0].outer;
            for k in (0..4).rev() {
                let (a, b) = (ring[k], ring[(k + 1) % 4]);
                let middle = |a: i32, b: i32| i32::midpoint(a, b);
                let middle = at(middle(a.lon_e7(), b.lon_e7()), middle(a.lat_e7(), b.lat_e7()));
                ring.insert(k + 1, middle);
            }
            block
        })
        .collect()
}

#[test]
fn a_vertex_dropped_from_a_straight_side_is_a_t_junction() {
    let mut areas = blocks(3);
    let was = build(&areas).partition;
    // The middle of the east side of the block in the middle.
    let gone = areas[4].polygons[0].outer.remove(3);
    assert_eq!(gone, at(2 * KM, KM + KM / 2));
    let named = spatial::check(&areas).unwrap();
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!((named[0].kind, named[0].at), (FaultKind::TJunction, gone));
    assert_eq!(named[0].grids, pair(4, 5));
    assert_eq!(build(&areas).partition, was);
}

#[test]
fn a_grid_left_out_is_a_gap_of_its_size() {
    let mut areas = blocks(3);
    areas[4] = Area::default();
    let built = build(&areas);
    let gap = of_kind(&built.faults, FaultKind::Gap);
    assert_eq!((gap.len(), gap[0].mended), (1, false));
    assert_eq!(gap[0].grids, [1, 3, 5, 7].map(GridId));
    let size = spatial::ground_area(&blocks(3)[4]).get();
    assert!((gap[0].area.get() / size - 1.0).abs() < 1e-3);
    assert_eq!(of_kind(&built.faults, FaultKind::Vanished).len(), 1);
}

#[test]
fn a_wide_overlap_is_said_and_goes_to_the_first() {
    let mut areas = blocks(2);
    for point in &mut areas[0].polygons[0].outer {
        if point.lon_e7() == KM {
            *point = shifted(*point, 10_000, 0);
        }
    }
    let built = build(&areas);
    let over = of_kind(&built.faults, FaultKind::Overlap);
    let with_one: Vec<_> = over.iter().filter(|it| it.grids == pair(0, 1)).collect();
    assert_eq!(with_one.len(), 1, "{:?}", built.faults);
    assert!(!with_one[0].mended && with_one[0].width_m > 100.0);
    assert!(near(with_one[0].at, &[at(KM, 0), at(KM + 10_000, KM)]));
}

#[test]
fn two_squares_a_hand_apart_become_neighbours() {
    // 5 cm apart, open at both ends: no gap in the strict sense, but one border drawn twice.
    let apart = [square(0, 0, KM, KM), square(KM + 5, 0, 2 * KM, KM)];
    let built = build(&apart);
    assert_eq!(built.partition.neighbours(GridId(0)).len(), 1);
    assert_eq!((built.partition.edge_count(), built.moves.vertices), (3, 2));
    let off = RepairSettings { snap_m: 0.0, ..RepairSettings::default() };
    let strict = Partition::build(&apart, &off).unwrap();
    assert_eq!((strict.partition.edge_count(), strict.moves.vertices), (2, 0));
}

#[test]
fn a_strip_thinner_than_the_tolerance_does_not_vanish() {
    // A wall of 6 cm between two yards, each drawn with its own noise.
    let wall = square(KM, 0, KM + 5, KM);
    let yards = [square(0, 1, KM - 1, KM), square(KM + 6, 0, 2 * KM, KM - 1)];
    let areas = [yards[0].clone(), wall, yards[1].clone()];
    let built = build(&areas);
    for grid in built.partition.grids() {
        assert!(!built.partition.area(grid).polygons.is_empty(), "{grid:?} is gone");
    }
    let narrow = of_kind(&built.faults, FaultKind::Narrow);
    assert_eq!((narrow.len(), &*narrow[0].grids), (1, &[GridId(1)][..]));
}

#[test]
fn a_chain_of_vertices_does_not_run_away() {
    // Each grid's corner is 8 cm east of the last one's: no two ends of the chain may meet.
    let fan = |k: i32| {
        let tip = (k * 7, 0);
        let (west, east) = ((k * 1_000 - 3_000, -50_000), (k * 1_000 - 2_000, -50_000));
        crate::towns::area(&[tip, west, east])
    };
    let areas: Vec<Area> = (0..7).map(fan).collect();
    let built = build(&areas);
    assert!(built.moves.furthest_m <= RepairSettings::default().snap_m);
    assert!(built.moves.vertices >= 2, "{:?}", built.moves);
    for grid in built.partition.grids() {
        assert!(!built.partition.area(grid).polygons.is_empty());
    }
}
