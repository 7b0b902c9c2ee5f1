//! Neighbours share every vertex: no gap and no overlap, at any zoom, in any tile.
#![expect(clippy::cast_precision_loss, reason = "steps of a tile are small numbers")]

use crate::decoded::{Point, covering, sides, tile};
use crate::oracle::{border, faults, on_window};
use crate::town::{Plan, build, plans};
use proptest::prelude::*;
use tiles::TileSet;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_tile_of_every_zoom_is_exact(plan in plans(), deep in 15..=22_u8) {
        let map = build(&plan);
        let set = TileSet::build(&map, &[]);
        let bounds = set.bounds().unwrap();
        for z in 0..=14 {
            for (x, y) in covering(z, bounds).into_iter().take(40) {
                let faults = faults(&tile(&set, z, x, y));
                prop_assert!(faults.is_empty(), "{z}/{x}/{y}: {faults:#?}");
            }
        }
        let all = covering(deep, bounds);
        for &(x, y) in all.iter().step_by(all.len() / 40 + 1) {
            let faults = faults(&tile(&set, deep, x, y));
            prop_assert!(faults.is_empty(), "{deep}/{x}/{y}: {faults:#?}");
        }
    }

    #[test]
    fn all_levels_together_cover_what_the_town_covers(plan in plans(), z in 9..=13_u8) {
        let map = build(&plan);
        let set = TileSet::build(&map, &[]);
        let finest = set.layers().iter().rfind(|layer| layer.name.starts_with("grids-")).unwrap();
        prop_assume!(finest.min_zoom <= z);
        let bounds = set.bounds().unwrap();
        let (mut drawn, mut length) = (0.0, 0.0);
        for (x, y) in covering(z, bounds) {
            let tile = tile(&set, z, x, y);
            for ring in tile.get(&finest.name).into_iter().flatten().flat_map(|one| &one.parts) {
                drawn += area_on_tile(ring);
                length += sides(ring).map(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs()).sum::<i64>() as f64;
            }
        }
        let truth = true_area(&map, z);
        // Each point of a border strays two steps at most, and half of one by rounding.
        prop_assert!((drawn - truth).abs() <= 2.8 * length + 10.0, "{drawn} for {truth}");
    }
}

/// The area of a ring on the tile proper: cut side by side, which is right for areas.
fn area_on_tile(ring: &[Point]) -> f64 {
    let mut ring: Vec<[f64; 2]> = ring.iter().map(|&(x, y)| [x as f64, y as f64]).collect();
    for (axis, edge, sign) in [(0, 0.0, 1.0), (0, 4096.0, -1.0), (1, 0.0, 1.0), (1, 4096.0, -1.0)] {
        let mut kept = Vec::new();
        for (i, &b) in ring.iter().enumerate() {
            let a = ring[(i + ring.len() - 1) % ring.len()];
            let inside = |at: [f64; 2]| (at[axis] - edge) * sign >= 0.0;
            if inside(a) != inside(b) {
                let share = (edge - a[axis]) / (b[axis] - a[axis]);
                kept.push([0, 1].map(|i| a[i] + share * (b[i] - a[i])));
            }
            if inside(b) {
                kept.push(b);
            }
        }
        ring = kept;
    }
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The area of the territory in square steps of zoom `z`, from the polygons themselves.
fn true_area(map: &spatial::GridMap, z: u8) -> f64 {
    let steps = 4096.0 * f64::from(1_u32 << z);
    let place = |at: model::Position| {
        let lat = at.lat().to_radians();
        (at.lon() / 360.0 * steps, -lat.tan().asinh() / std::f64::consts::TAU * steps)
    };
    let grids = (0..).take(map.partition().grid_count()).map(model::GridId);
    let mut twice = 0.0;
    for area in grids.map(|grid| map.partition().area(grid)) {
        for ring in area.rings() {
            let Some(&origin) = ring.first() else { continue };
            let origin = place(origin);
            let local: Vec<(f64, f64)> = ring
                .iter()
                .map(|&at| place(at))
                .map(|(x, y)| (x - origin.0, y - origin.1))
                .collect();
            let next = local.iter().cycle().skip(1);
            // Counter-clockwise on the map is clockwise with `y` to the south.
            twice -= local.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>();
        }
    }
    twice / 2.0
}

#[test]
fn a_border_is_drawn_once_with_its_coarsest_level() {
    let plan = Plan::plain(8, 8, 3, 5);
    let set = TileSet::build(&build(&plan), &[]);
    let bounds = set.bounds().unwrap();
    for z in [12, 13, 15] {
        for (x, y) in covering(z, bounds) {
            let tile = tile(&set, z, x, y);
            let mut seen: Vec<(Point, Point)> = Vec::new();
            for level in 0..=3 {
                // Every line of this level bounds polygons of it and of all finer levels.
                let lines = border(&tile, level);
                for finer in level.max(1)..=3 {
                    let sides: Vec<(Point, Point)> = tile
                        .get(&format!("grids-{finer}"))
                        .into_iter()
                        .flatten()
                        .flat_map(|one| &one.parts)
                        .flat_map(|ring| sides(ring))
                        .map(|(a, b)| (a.min(b), a.max(b)))
                        .collect();
                    assert!(lines.iter().all(|line| on_window(*line) || sides.contains(line)));
                }
                seen.extend(lines);
            }
            let count = seen.len();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), count, "a line was drawn twice");
        }
    }
}
