//! Sites: as good as trying everything on tiny tables, never past the bound.

use planner::siting::{Reach, SECONDS_MAX, SitingError, cover_all, cover_most, shortest};
use proptest::prelude::*;

const AWAY: u32 = 1_000;

/// Weights, sites, times, present sites.
type Table = (Vec<u32>, usize, Vec<Option<u32>>, Vec<usize>);

fn any_table() -> impl Strategy<Value = Table> {
    (1_usize..9, 1_usize..9).prop_flat_map(|(places, sites)| {
        (
            prop::collection::vec(0_u32..20, places),
            Just(sites),
            prop::collection::vec(prop::option::weighted(0.8, 0_u32..900), places * sites),
            prop::collection::btree_set(0..sites, 0..sites.min(3))
                .prop_map(|it| it.into_iter().collect()),
        )
    })
}

/// Every choice of sites with the present ones in it.
fn choices(sites: usize, present: &[usize]) -> Vec<Vec<usize>> {
    let all = (0_u32..1 << sites).map(|bits| (0..sites).filter(|it| bits >> it & 1 == 1).collect());
    all.filter(|it: &Vec<usize>| present.iter().all(|kept| it.contains(kept))).collect()
}

fn time(table: &Table, sites: &[usize], place: usize) -> u32 {
    let times = sites.iter().filter_map(|site| table.2[site * table.0.len() + place]);
    times.min().unwrap_or(AWAY)
}

fn covered(table: &Table, sites: &[usize], within: u32) -> u64 {
    let close = (0..table.0.len()).filter(|&place| time(table, sites, place) <= within);
    close.map(|place| u64::from(table.0[place])).sum()
}

fn way(table: &Table, sites: &[usize]) -> u64 {
    let ways = table.0.iter().enumerate();
    ways.map(|(place, &weight)| u64::from(weight) * u64::from(time(table, sites, place))).sum()
}

proptest! {
    #[test]
    fn everybody_is_covered_with_no_fewer_than_the_bound(table in any_table(), within in 0_u32..900) {
        let reach = Reach::of_table(table.0.clone(), table.1, &table.2, &table.3).unwrap();
        let found = cover_all(&reach, within);
        let everywhere: Vec<usize> = (0..table.1).collect();
        let most = covered(&table, &everywhere, within);
        prop_assert_eq!(covered(&table, &found.sites, within), most);
        for place in 0..table.0.len() {
            let named = found.unreached.contains(&place);
            prop_assert_eq!(named, table.0[place] > 0 && time(&table, &everywhere, place) > within);
        }
        let best = choices(table.1, &table.3)
            .into_iter()
            .filter(|it| covered(&table, it, within) == most)
            .map(|it| it.len())
            .min()
            .unwrap();
        prop_assert!(found.bound <= best && best <= found.sites.len());
        prop_assert!(found.sites.len() <= best + 1, "{} for {best}", found.sites.len());
    }

    #[test]
    fn most_are_covered_and_none_covers_more_than_the_bound(
        table in any_table(),
        within in 0_u32..900,
        count in 0_usize..9,
    ) {
        let reach = Reach::of_table(table.0.clone(), table.1, &table.2, &table.3).unwrap();
        let found = cover_most(&reach, within, count);
        if count > table.1 || count < table.3.len() {
            prop_assert!(matches!(found, Err(SitingError::Sites { .. })), "refused");
            return Ok(());
        }
        let found = found.unwrap();
        prop_assert_eq!(found.sites.len(), count);
        prop_assert!(table.3.iter().all(|kept| found.sites.contains(kept)));
        prop_assert_eq!(covered(&table, &found.sites, within), found.covered);
        let all = choices(table.1, &table.3).into_iter().filter(|it| it.len() == count);
        let best = all.map(|it| covered(&table, &it, within)).max().unwrap();
        prop_assert!(best <= found.bound);
        // Greedy alone has 63 % of the best; swaps do better than that on such tables.
        prop_assert!(found.covered * 100 >= best * 75, "{} for {best}", found.covered);
    }

    #[test]
    fn ways_are_short_and_none_is_shorter_than_the_bound(table in any_table(), count in 1_usize..9) {
        let reach = Reach::of_table(table.0.clone(), table.1, &table.2, &table.3).unwrap();
        let found = shortest(&reach, AWAY, count);
        if count > table.1 || count < table.3.len() {
            prop_assert!(matches!(found, Err(SitingError::Sites { .. })), "refused");
            return Ok(());
        }
        let found = found.unwrap();
        prop_assert_eq!(found.sites.len(), count);
        prop_assert_eq!(way(&table, &found.sites), found.way);
        let all = choices(table.1, &table.3).into_iter().filter(|it| it.len() == count);
        let best = all.map(|it| way(&table, &it)).min().unwrap();
        prop_assert!(found.bound <= best && best <= found.way);
        // No swap helps any more.
        for out in found.sites.iter().filter(|it| !table.3.contains(it)) {
            for site in (0..table.1).filter(|it| !found.sites.contains(it)) {
                let swapped: Vec<usize> =
                    found.sites.iter().map(|it| if it == out { site } else { *it }).collect();
                prop_assert!(way(&table, &swapped) >= found.way);
            }
        }
    }
}

#[test]
fn a_table_that_does_not_fit_is_refused() {
    let table = Reach::of_table(vec![1, 2], 2, &[None; 3], &[]);
    assert_eq!(table, Err(SitingError::Table { given: 3, wanted: 4 }));
    assert_eq!(Reach::of_table(vec![1], 1, &[None], &[1]), Err(SitingError::NoSite(1)));
    let long = Reach::of_table(vec![1], 1, &[Some(SECONDS_MAX + 1)], &[]);
    assert_eq!(long, Err(SitingError::TooLong(SECONDS_MAX + 1)));
    let heavy = Reach::of_table(vec![u32::MAX; 257], 1, &[None; 257], &[]);
    assert_eq!(heavy, Err(SitingError::TooHeavy(257 * u64::from(u32::MAX))));
    assert!(matches!(
        Reach::of_table(vec![1], usize::MAX, &[], &[]),
        Err(SitingError::Table { .. })
    ));
    // As much as there may be, as far as it may be: the sums hold.
    let most = Reach::of_table(vec![u32::MAX; 256], 2, &[Some(SECONDS_MAX); 512], &[0]).unwrap();
    let found = shortest(&most, SECONDS_MAX, 1).unwrap();
    assert_eq!(found.way, 256 * u64::from(u32::MAX) * u64::from(SECONDS_MAX));
    assert_eq!(shortest(&most, SECONDS_MAX + 1, 1), Err(SitingError::TooLong(SECONDS_MAX + 1)));
}
