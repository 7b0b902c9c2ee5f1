//! What two partitions share, against a slow twin that sweeps a line over them.

use crate::towns::{any_garbage, any_town_of, cases, square};
use model::{Area, GridId, Position};
use proptest::prelude::*;
use spatial::{Partition, RepairSettings, SharedLand, ground_area, shared_land};
use std::collections::BTreeMap;

type Pair = (Option<u32>, Option<u32>);

fn built(areas: &[Area]) -> Partition {
    Partition::build(areas, &RepairSettings::NOTHING).unwrap().partition
}

fn pairs(shared: &[SharedLand]) -> BTreeMap<Pair, f64> {
    let id = |grid: Option<GridId>| grid.map(|grid| grid.0);
    shared.iter().map(|it| ((id(it.before), id(it.after)), it.area.get())).collect()
}

/// The stretches of a horizontal line that lie in each grid, from west to east.
fn along(partition: &Partition, y: f64) -> Vec<(f64, f64, u32)> {
    let mut stretches = Vec::new();
    for grid in partition.grids() {
        let mut met: Vec<f64> = Vec::new();
        for ring in partition.area(grid).rings() {
            for (a, b) in sides(ring) {
                if (a.1 < y) != (b.1 < y) {
                    met.push(a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1));
                }
            }
        }
        met.sort_by(f64::total_cmp);
        stretches.extend(met.chunks_exact(2).map(|pair| (pair[0], pair[1], grid.0)));
    }
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    stretches
}

fn sides(ring: &[Position]) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
    let plain = |at: &Position| (f64::from(at.lon_e7()), f64::from(at.lat_e7()));
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(move |(a, b)| (plain(a), plain(b)))
}

/// By pair of grids that share land: how much, in lattice steps squared. Between two heights at which
/// anything happens a stretch grows evenly, so its middle length tells its area.
fn swept(before: &Partition, after: &Partition) -> BTreeMap<(u32, u32), f64> {
    let all = |partition: &Partition| -> Vec<_> {
        let rings = |grid| partition.area(grid).rings().cloned().collect::<Vec<_>>();
        partition
            .grids()
            .flat_map(rings)
            .flat_map(|ring| sides(&ring).collect::<Vec<_>>())
            .collect()
    };
    let (ones, others) = (all(before), all(after));
    let mut heights: Vec<f64> = ones.iter().chain(&others).map(|side| side.0.1).collect();
    for (a, b) in &ones {
        for (c, d) in &others {
            let den = (b.0 - a.0) * (d.1 - c.1) - (b.1 - a.1) * (d.0 - c.0);
            let t = ((c.0 - a.0) * (d.1 - c.1) - (c.1 - a.1) * (d.0 - c.0)) / den;
            if (0.0..=1.0).contains(&t) {
                heights.push(a.1 + t * (b.1 - a.1));
            }
        }
    }
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let mut shared = BTreeMap::new();
    for pair in heights.windows(2) {
        let (y, high) = (f64::midpoint(pair[0], pair[1]), pair[1] - pair[0]);
        let others = along(after, y);
        for (west, east, one) in along(before, y) {
            for &(from, to, other) in &others {
                let length = east.min(to) - west.max(from);
                if length > 0.0 {
                    *shared.entry((one, other)).or_insert(0.0) += length * high;
                }
            }
        }
    }
    shared
}

#[test]
fn halves_of_a_square_are_halves_of_its_land() {
    // On the equator, so that both halves measure the same.
    let whole = built(&[square(0, -1_000, 2_000, 1_000)]);
    let halves = built(&[square(0, -1_000, 2_000, 0), square(0, 0, 2_000, 1_000)]);
    let shared = pairs(&shared_land(&whole, &halves).unwrap());
    assert_eq!(
        shared.keys().copied().collect::<Vec<_>>(),
        [(Some(0), Some(0)), (Some(0), Some(1))]
    );
    let (south, north) = (shared[&(Some(0), Some(0))], shared[&(Some(0), Some(1))]);
    assert!((south / north - 1.0).abs() < 1e-6, "{south} {north}");
    assert!((south + north - ground_area(&whole.area(GridId(0))).get()).abs() < 1e-3);
}

#[test]
fn what_leaves_the_territory_and_what_comes_to_it_is_told() {
    let before = built(&[square(0, 0, 1_000, 1_000), square(5_000, 0, 6_000, 1_000)]);
    // An island inside the first, nothing of the second, and land that was nobody's.
    let after = built(&[square(200, 200, 400, 400), square(1_000, 0, 1_500, 1_000)]);
    let shared = pairs(&shared_land(&before, &after).unwrap());
    let keys: Vec<Pair> = shared.keys().copied().collect();
    assert_eq!(keys, [(None, Some(1)), (Some(0), None), (Some(0), Some(0)), (Some(1), None)]);
    let inner =
        shared[&(Some(0), Some(0))] / (shared[&(Some(0), None)] + shared[&(Some(0), Some(0))]);
    assert!((inner - 0.04).abs() < 1e-6, "{inner}");
}

#[test]
fn nothing_shares_nothing() {
    let none = built(&[]);
    assert_eq!(shared_land(&none, &none).unwrap(), []);
    let some = built(&[square(0, 0, 10, 10), square(90, 90, 90, 90)]);
    assert_eq!(pairs(&shared_land(&some, &none).unwrap()).keys().count(), 1);
    assert_eq!(pairs(&shared_land(&none, &some).unwrap()).keys().count(), 1);
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_town_shares_all_its_land_with_itself(areas in any_garbage()) {
        let town = built(&areas);
        for shared in shared_land(&town, &town).unwrap() {
            prop_assert_eq!(shared.before, shared.after);
            let land = ground_area(&town.area(shared.before.unwrap())).get();
            prop_assert!((shared.area.get() - land).abs() <= 1e-3 + 1e-6 * land);
        }
    }

    #[test]
    fn two_towns_share_what_the_slow_twin_finds(
        (size, before, after) in prop_oneof![Just(1_000), Just(1_000_000)]
            .prop_flat_map(|size| (Just(size), any_town_of(size), any_town_of(size)))
    ) {
        let (before, after) = (built(&before), built(&after));
        let shared = shared_land(&before, &after).unwrap();
        let twin = swept(&before, &after);
        // A border moves by a step at most, and a degree is not quite the same length everywhere.
        let near = 1e-3 + 8.0 / f64::from(size);
        let found = pairs(&shared);
        let total = |of: u32| {
            found.iter().filter(|(pair, _)| pair.0 == Some(of)).map(|(_, area)| area).sum::<f64>()
        };
        for grid in before.grids() {
            let land = ground_area(&before.area(grid)).get();
            prop_assert!((total(grid.0) - land).abs() <= near * land, "{} {}", total(grid.0), land);
            let steps: f64 = area_steps(&before.area(grid));
            for other in after.grids() {
                let share = found.get(&(Some(grid.0), Some(other.0))).map_or(0.0, |area| area / total(grid.0));
                let swept = twin.get(&(grid.0, other.0)).map_or(0.0, |area| area / steps);
                prop_assert!((share - swept).abs() <= near, "{grid:?} {other:?}: {share} {swept}");
            }
        }
        // The other way round, the same land.
        let turned = pairs(&shared_land(&after, &before).unwrap());
        prop_assert_eq!(turned.len(), found.len());
        for ((one, other), area) in &found {
            prop_assert!((turned[&(*other, *one)] - area).abs() <= 1e-3 + 1e-9 * area);
        }
    }
}

fn area_steps(area: &Area) -> f64 {
    let ring =
        |ring: &Vec<Position>| sides(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0;
    area.rings().map(ring).sum()
}
