//! Every town is an exact, nested partition with the counts it is known for.

use crate::checker;
use jiff::civil::date;
use model::{Level, Position};
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
    let first = built.faults.first();
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
