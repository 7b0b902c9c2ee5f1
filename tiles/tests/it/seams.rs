//! Tiles side by side agree on the line between them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::decoded::{Tile, covering, sides, tile};
use crate::town::{build, plans};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tiles::TileSet;

/// Where a border crosses a line, and how far it runs along for each step across.
type Crossing = (f64, f64);

/// For each polygon where its border crosses a line of the tile, sorted.
fn crossings(
    tile: &Tile,
    across: impl Fn((i64, i64)) -> (f64, f64),
) -> BTreeMap<u64, Vec<Crossing>> {
    let mut all: BTreeMap<u64, Vec<Crossing>> = BTreeMap::new();
    for (_, features) in tile.iter().filter(|(name, _)| name.starts_with("grids-")) {
        for feature in features {
            let here = all.entry(feature.id.unwrap()).or_default();
            for (a, b) in feature.parts.iter().flat_map(|ring| sides(ring)) {
                let ((a, from), (b, to)) = (across(a), across(b));
                // Half a step beside the steps, so that no point lies on the line.
                if (a < 0.5) != (b < 0.5) {
                    let along = (to - from) / (b - a);
                    here.push((from + (0.5 - a) * along, along.abs()));
                }
            }
            here.retain(|(at, _)| (0.0..=4096.0).contains(at));
            here.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }
    all.retain(|_, places| !places.is_empty());
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn borders_go_on_in_the_next_tile(plan in plans(), z in 10..=18_u8, pick: prop::sample::Index) {
        let set = TileSet::build(&build(&plan), &[]);
        let all = covering(z, set.bounds().unwrap());
        let (x, y) = all[pick.index(all.len())];
        prop_assume!(x > 0 && y > 0);
        let here = tile(&set, z, x, y);
        let west = tile(&set, z, x - 1, y);
        let north = tile(&set, z, x, y - 1);
        #[expect(clippy::cast_precision_loss, reason = "steps of a tile")]
        let float = |a: i64, b: i64| (a as f64, b as f64);
        for (ours, theirs) in [
            (crossings(&here, |p| float(p.0, p.1)), crossings(&west, |p| float(p.0 - 4096, p.1))),
            (crossings(&here, |p| float(p.1, p.0)), crossings(&north, |p| float(p.1 - 4096, p.0))),
        ] {
            let ends = |places: &BTreeMap<u64, Vec<Crossing>>| {
                places.values().flatten().any(|(at, along)| {
                    !(1.0 + along..=4095.0 - along).contains(at)
                })
            };
            // A crossing on the corner of the tile may be counted on one side only.
            if ends(&ours) || ends(&theirs) {
                continue;
            }
            prop_assert_eq!(
                ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
            for (id, places) in &ours {
                let other = &theirs[id];
                prop_assert_eq!(places.len(), other.len());
                // The window's border moves a line it cuts by half a step.
                let near = |(a, b): (&Crossing, &Crossing)| (a.0 - b.0).abs() <= 1.0 + a.1.max(b.1);
                prop_assert!(places.iter().zip(other).all(near), "{places:?} {other:?}");
            }
        }
    }
}
