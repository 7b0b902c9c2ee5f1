//! Neighbours share every vertex: no gap and no overlap, at any zoom, in any tile.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::cast_precision_loss, reason = "steps of a tile are small numbers")]

use crate::decoded::{Feature, HIGH, LOW, Point, Tile, covering, sides, tile, twice_area};
use crate::town::{Plan, build, plans};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tiles::TileSet;

/// Sides of polygons that no other polygon and no line of the rim has the other way round.
fn unmatched(features: &[Feature], rim: &[(Point, Point)]) -> Vec<(Point, Point)> {
    let mut open: BTreeMap<(Point, Point), i32> = BTreeMap::new();
    for (a, b) in features.iter().flat_map(|feature| &feature.parts).flat_map(|ring| sides(ring)) {
        *open.entry((a.min(b), a.max(b))).or_default() += if a < b { 1 } else { -1 };
    }
    open.retain(|_, times| *times != 0);
    // A polygon without area is not drawn; a point of it may then split the side of one neighbour
    // only. No gap is left by that: cut sides at the points on them and look again.
    let ends: Vec<Point> = open.keys().chain(rim).flat_map(|&(a, b)| [a, b]).collect();
    let cut = |(a, b): (Point, Point)| {
        let mut stops: Vec<Point> = ends.iter().copied().filter(|&at| on(at, a, b)).collect();
        stops.sort_unstable();
        stops.dedup();
        stops.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let rim: BTreeSet<(Point, Point)> = rim.iter().flat_map(|&side| cut(side)).collect();
    let mut short: BTreeMap<(Point, Point), i32> = BTreeMap::new();
    for (side, times) in open {
        for piece in cut(side) {
            *short.entry(piece).or_default() += times;
        }
    }
    short.retain(|side, times| *times != 0 && !rim.contains(side) && !on_window(*side));
    short.into_keys().collect()
}

fn on(at: Point, a: Point, b: Point) -> bool {
    (b.0 - a.0) * (at.1 - a.1) == (b.1 - a.1) * (at.0 - a.0) && (a.min(b)..=a.max(b)).contains(&at)
}

fn on_window((a, b): (Point, Point)) -> bool {
    let along = |a: i64, b: i64| a == b && (a == LOW || a == HIGH);
    along(a.0, b.0) || along(a.1, b.1)
}

/// The lines of the borders of a level in a tile.
fn border(tile: &Tile, level: u8) -> Vec<(Point, Point)> {
    let level = format!("{level} (uint)");
    let borders = tile.get("borders").into_iter().flatten();
    borders
        .filter(|feature| feature.fields["level"] == level)
        .flat_map(|feature| &feature.parts)
        .flat_map(|line| line.windows(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))))
        .collect()
}

/// Checks every level of a tile. Thinning moves a border by two steps at most and snapping by half of
/// one, so a unit narrower than that may be turned inside out and is then left out: the sides of
/// such slivers, and few of them, may stay alone.
fn check(tile: &Tile, levels: u8) -> Result<(), TestCaseError> {
    let rim = border(tile, 0);
    let mut areas = Vec::new();
    let mut alone = 0;
    for level in 1..=levels {
        let Some(features) = tile.get(&format!("grids-{level}")) else { continue };
        let open = unmatched(features, &rim);
        let sliver = |&(a, b): &(Point, Point)| (a.0 - b.0).abs() + (a.1 - b.1).abs() <= 16;
        prop_assert!(open.iter().all(sliver), "level {level}: {open:?} belong to one polygon only");
        let count = features.iter().flat_map(|one| &one.parts).map(Vec::len).sum::<usize>();
        prop_assert!(open.len() <= 8 + count / 50, "{} of {count} sides are alone", open.len());
        alone += open.len();
        areas.push(features.iter().flat_map(|one| &one.parts).map(|r| twice_area(r)).sum::<i64>());
    }
    let slack = 8 * i64::try_from(alone).unwrap();
    prop_assert!(
        areas.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= slack),
        "levels differ: {areas:?}, {alone} sides alone"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn neighbours_share_every_side(plan in plans(), deep in 15..=22_u8) {
        let map = build(&plan);
        let set = TileSet::build(&map, &[]);
        let bounds = set.bounds().unwrap();
        for z in 0..=14 {
            for (x, y) in covering(z, bounds).into_iter().take(40) {
                check(&tile(&set, z, x, y), plan.levels)?;
            }
        }
        let all = covering(deep, bounds);
        for &(x, y) in all.iter().step_by(all.len() / 40 + 1) {
            check(&tile(&set, deep, x, y), plan.levels)?;
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
