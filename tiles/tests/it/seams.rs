//! Tiles side by side agree on the line between them.

use crate::decoded::{Point, Tile, covering, sides, tile};
use crate::oracle::on_window;
use crate::town::{build, plans};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tiles::TileSet;

/// For each layer and unit the points of its borders on a line of the tile, `across` which and along
/// which points are counted. Only those well inside count: a corner of the tile lies on two lines.
fn on_line(
    tile: &Tile,
    across: impl Fn(Point) -> (i64, i64),
) -> BTreeMap<(String, Option<u64>), BTreeSet<i64>> {
    let mut all: BTreeMap<(String, Option<u64>), BTreeSet<i64>> = BTreeMap::new();
    for (name, features) in tile.iter().filter(|(name, _)| *name != "labels") {
        for feature in features {
            let points = feature.parts.iter().flatten().map(|&at| across(at));
            let here = points.filter(|&(off, along)| off == 0 && (1..4096).contains(&along));
            let level = feature.id.is_none().then(|| feature.fields["level"].clone());
            let name = format!("{name} {level:?}");
            all.entry((name, feature.id)).or_default().extend(here.map(|(_, along)| along));
        }
    }
    all.retain(|_, places| !places.is_empty());
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn borders_go_on_in_the_next_tile(plan in plans(), z in 5..=18_u8, pick: prop::sample::Index) {
        let set = TileSet::build(&build(&plan), &[]);
        let all = covering(z, set.bounds().unwrap());
        let (x, y) = all[pick.index(all.len())];
        prop_assume!(x > 0 && y > 0);
        let here = tile(&set, z, x, y);
        let west = tile(&set, z, x - 1, y);
        let north = tile(&set, z, x, y - 1);
        prop_assert_eq!(on_line(&here, |p| p), on_line(&west, |p| (p.0 - 4096, p.1)));
        prop_assert_eq!(
            on_line(&here, |p| (p.1, p.0)), on_line(&north, |p| (p.1 - 4096, p.0)));
        // Every side that reaches the rim has a point on it.
        for (name, features) in here.iter().filter(|(name, _)| name.starts_with("grids-")) {
            for (a, b) in features.iter().flat_map(|one| &one.parts).flat_map(|ring| sides(ring)) {
                for rim in [0, 4096] {
                    let through = |a: i64, b: i64| a.min(b) < rim && rim < a.max(b);
                    prop_assert!(
                        on_window((a, b)) || (!through(a.0, b.0) && !through(a.1, b.1)),
                        "{}: {:?} runs over the rim", name, (a, b)
                    );
                }
            }
        }
    }
}
