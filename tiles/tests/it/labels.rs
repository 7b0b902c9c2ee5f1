//! Labels: one for each unit shown, in exactly one tile, with the unit's id.
#![expect(clippy::cast_precision_loss, reason = "steps of a tile are small numbers")]

use crate::decoded::{Feature, Point, covering, sides, tile};
use crate::town::{Plan, build, plans};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tiles::TileSet;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn one_label_for_each_unit_shown(plan in plans(), z in 0..=15_u8) {
        let map = build(&plan);
        let set = TileSet::build(&map, &[]);
        let mut shown: Vec<String> = map
            .tree()
            .units()
            .iter()
            .filter(|unit| {
                let name = format!("grids-{}", unit.level);
                set.layers().iter().any(|layer| layer.name == name && layer.min_zoom <= z)
            })
            .map(|unit| format!("{} {:?}", unit.level, unit.code.as_str()))
            .collect();
        shown.sort_unstable();
        let mut labels: Vec<String> = Vec::new();
        let mut ids: Vec<u64> = Vec::new();
        let tiles = covering(z, set.bounds().unwrap());
        prop_assume!(tiles.len() < 3_000);
        for (x, y) in tiles {
            let tile = tile(&set, z, x, y);
            let polygons: BTreeMap<u64, &Feature> = tile
                .iter()
                .filter(|(name, _)| name.starts_with("grids-"))
                .flat_map(|(_, features)| features)
                .map(|feature| (feature.id.unwrap(), feature))
                .collect();
            for label in tile.get("labels").into_iter().flatten() {
                let id = label.id.unwrap();
                let at = label.parts[0][0];
                prop_assert!((0..4096).contains(&at.0) && (0..4096).contains(&at.1));
                if let Some(polygon) = polygons.get(&id) {
                    for key in ["code", "name", "level"] {
                        prop_assert_eq!(&polygon.fields[key], &label.fields[key]);
                    }
                    // Farther out, the part that has the label may be too small to be drawn.
                    let lost = z >= 10 && off(polygon, at) >= 4.0;
                    prop_assert!(!lost, "label {id} at {at:?} is not in its unit");
                }
                prop_assert!((1..1 << 53).contains(&id));
                let level = label.fields["level"].trim_end_matches(" (uint)");
                labels.push(format!("{level} {}", label.fields["code"]));
                ids.push(id);
            }
        }
        labels.sort_unstable();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), labels.len());
        prop_assert_eq!(labels, shown);
    }
}

/// How far a point lies outside a feature.
fn off(feature: &Feature, (x, y): Point) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for (a, b) in feature.parts.iter().flat_map(|ring| sides(ring)) {
        let [ax, ay, bx, by, x, y] = [a.0, a.1, b.0, b.1, x, y].map(|c| c as f64);
        if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
            inside = !inside;
        }
        let length = (bx - ax).powi(2) + (by - ay).powi(2);
        let share = (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length).clamp(0.0, 1.0);
        nearest = nearest.min((ax + share * (bx - ax) - x).hypot(ay + share * (by - ay) - y));
    }
    if inside { 0.0 } else { nearest }
}

#[test]
fn fields_say_what_the_tree_says() {
    let plan = Plan::plain(6, 6, 2, 9);
    let map = build(&plan);
    let set = TileSet::build(&map, &[]);
    let (z, tree) = (14, map.tree());
    let mut seen = 0;
    for (x, y) in covering(z, set.bounds().unwrap()) {
        let tile = tile(&set, z, x, y);
        for feature in tile.get("grids-2").into_iter().flatten() {
            let of_code = |unit: &&model::Unit| {
                unit.level == tree.finest()
                    && feature.fields["code"] == format!("{:?}", unit.code.as_str())
            };
            let unit = tree.units().iter().find(of_code).unwrap();
            let parent = tree.unit(unit.parent.unwrap());
            assert_eq!(feature.fields["name"], format!("{:?}", unit.name));
            assert_eq!(feature.fields["level"], "2 (uint)");
            assert_eq!(feature.fields["parent"], format!("{:?}", parent.code.as_str()));
            let households = unit.households.map(|count| format!("{count} (uint)"));
            assert_eq!(feature.fields.get("households"), households.as_ref());
            seen += 1;
        }
        assert!(
            tile.get("grids-1").into_iter().flatten().all(|one| !one.fields.contains_key("parent"))
        );
        for label in tile.get("labels").into_iter().flatten() {
            assert_eq!(
                label.fields.keys().collect::<Vec<_>>(),
                ["area_km2", "code", "level", "name"]
            );
        }
    }
    assert!(seen >= 36);
}
