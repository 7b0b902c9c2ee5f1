//! Every town is an exact, nested partition with the counts it is known for.

use crate::{checker, same};
use jiff::civil::date;
use model::{GridId, Level, Position};
use samples::{Like, Town, make};
use spatial::{Partition, RepairSettings};

pub(crate) fn town(like: Like, seed: u64) -> Town {
    make(like, seed, date(2026, 11, 21)).unwrap()
}

fn count(town: &Town, level: u8) -> usize {
    town.tree.of_level(Level::new(level).unwrap()).len()
}

/// The partition that the house builds of the areas has nothing to mend.
fn nothing_to_mend(town: &Town) {
    let built = Partition::build(&town.areas, &RepairSettings::default()).unwrap();
    let first = built.faults.iter().find(|fault| fault.kind.breaks_partition());
    assert!(first.is_none(), "{}: {} faults, first {first:?}", town.name, built.faults.len());
    assert_eq!(built.partition.grid_count(), town.areas.len());
}

/// Square kilometres inside a ring near 35.97 degrees north, where a degree is 110.956 km by
/// 90.2 km (WGS 84).
fn km2(ring: &[Position]) -> f64 {
    let twice: i64 = ring.windows(2).map(|e| checker::turn(ring[0], e[0], e[1])).sum();
    #[expect(clippy::cast_precision_loss, reason = "an area to 15 digits")]
    let square_degrees = twice as f64 / 2.0 / 1e14;
    square_degrees * 110.956 * 90.2
}

#[test]
fn qilihe_is_exact_and_has_its_numbers() {
    for seed in 1..=2 {
        let town = town(Like::Qilihe, seed);
        let outer = checker::check(&town);
        assert_eq!([1, 2, 3].map(|level| count(&town, level)), [15, 141, 325]);
        nothing_to_mend(&town);
        let km2 = km2(&outer);
        assert!((km2 / 397.25 - 1.0).abs() < 0.015, "{km2} square kilometres");
    }
}

#[test]
fn the_other_districts_are_exact_and_have_their_numbers() {
    for (like, counts) in [
        (Like::Qingshan, [11, 78, 529]),
        (Like::Huangnan, [33, 299, 1_856]),
        (Like::Nanhu, [13, 143, 605]),
    ] {
        let town = town(like, 1);
        checker::check(&town);
        nothing_to_mend(&town);
        assert_eq!([1, 2, 3].map(|level| count(&town, level)), counts);
    }
}

#[test]
fn the_invented_city_is_exact() {
    let town = town(Like::City10k, 1);
    checker::check(&town);
    nothing_to_mend(&town);
    assert_eq!(count(&town, 3), 10_000);
}

/// Official middles of some streets and towns lie in the unit of that name.
#[test]
fn the_middles_of_streets_and_towns_lie_in_them() {
    for seed in 1..=2 {
        let town = town(Like::Qilihe, seed);
        for (name, lon, lat) in [
            ("西园街道", 103.796, 36.058),
            ("敦煌路街道", 103.749, 36.077),
            ("秀川街道", 103.713, 36.082),
            ("彭家坪镇", 103.706, 36.046),
            ("阿干镇", 103.847, 35.889),
            ("魏岭乡", 103.810, 35.950),
        ] {
            let at = Position::from_degrees(lon, lat).unwrap();
            let grid = town.areas.iter().position(|area| same::inside(at, area)).unwrap();
            let grid = GridId(u32::try_from(grid).unwrap());
            let unit = town.tree.ancestor(town.tree.unit_of_grid(grid), Level::TOP).unwrap();
            assert_eq!(town.tree.unit(unit).name, name);
        }
    }
}

#[test]
fn grids_are_neither_slivers_nor_specks() {
    for like in [Like::Qilihe, Like::Qingshan, Like::Huangnan, Like::Nanhu] {
        let town = town(like, 1);
        for (grid, area) in town.areas.iter().enumerate() {
            let ring = &area.polygons[0].outer;
            let around: f64 = (0..ring.len())
                .map(|i| spatial::distance(ring[i], ring[(i + 1) % ring.len()]))
                .sum();
            let ground = spatial::ground_area(area).get();
            let round = 4.0 * std::f64::consts::PI * ground / (around * around);
            assert!(round > 0.2, "grid {grid} of {} has roundness {round}", town.name);
            assert!(ground > 5_000.0, "grid {grid} of {} has {ground} m²", town.name);
            assert!((25..500).contains(&ring.len()), "grid {grid} has {} points", ring.len());
        }
    }
}
