//! Layers beside the partition, read back: nothing is lost at the rims of tiles, nothing drawn twice.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::decoded::{Point, covering, decode, twice_area};
use model::{Bounds, Position};
use proptest::prelude::*;
use tiles::{Feature, FeatureSet, FieldValue, Geometry, Mark, TileId};

const BOUNDS: [f64; 4] = [103.6, 35.95, 103.9, 36.15];

fn bounds() -> Bounds {
    let at = |lon, lat| Position::from_degrees(lon, lat).unwrap();
    Bounds { min: at(BOUNDS[0], BOUNDS[1]), max: at(BOUNDS[2], BOUNDS[3]) }
}

fn position() -> impl Strategy<Value = Position> {
    let share = || 0.05_f64..0.95;
    (share(), share()).prop_map(|(x, y)| {
        let [west, south, east, north] = BOUNDS;
        Position::from_degrees(west + x * (east - west), south + y * (north - south)).unwrap()
    })
}

fn hexagon(at: Position, degrees: f64) -> Vec<Position> {
    (0..6)
        .map(|corner| {
            let angle = f64::from(corner) * std::f64::consts::FRAC_PI_3;
            Position::from_degrees(
                at.lon() + degrees * angle.cos(),
                at.lat() + degrees * angle.sin() * 0.8,
            )
            .unwrap()
        })
        .collect()
}

fn feature(id: u64, mark: Mark) -> Feature {
    let fields = vec![("count", FieldValue::Int(7)), ("name", FieldValue::Text(format!("n{id}")))];
    Feature { id, mark, fields }
}

/// The area of a ring inside the tile proper, in steps, by cutting in floats.
#[expect(clippy::cast_precision_loss, reason = "steps of a tile")]
fn area_inside(ring: &[Point]) -> f64 {
    let mut kept: Vec<[f64; 2]> = ring.iter().map(|at| [at.0 as f64, at.1 as f64]).collect();
    for (axis, rim, sign) in [(0, 0.0, 1.0), (0, 4096.0, -1.0), (1, 0.0, 1.0), (1, 4096.0, -1.0)] {
        let given = std::mem::take(&mut kept);
        for (place, to) in given.iter().enumerate() {
            let from = given[(place + given.len() - 1) % given.len()];
            let (before, after) = ((from[axis] - rim) * sign, (to[axis] - rim) * sign);
            if (before < 0.0) != (after < 0.0) {
                let share = before / (before - after);
                kept.push([0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis])));
            }
            if after >= 0.0 {
                kept.push(*to);
            }
        }
    }
    let next = kept.iter().cycle().skip(1);
    kept.iter().zip(next).map(|(a, b)| (a[0] * b[1] - b[0] * a[1]) / 2.0).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cells_points_and_lines_come_back_whole(
        cells in prop::collection::vec((position(), 0.0005_f64..0.01), 1..8),
        points in prop::collection::vec(position(), 1..30),
        line in prop::collection::vec(position(), 2..12),
        z in 9_u8..15,
    ) {
        let ids = 1_u64..;
        let drawn = ids.clone().zip(&cells).map(|(id, (at, size))| feature(id, Mark::Cell(hexagon(*at, *size))));
        let cell_set = FeatureSet::build("density", vec![(0..=16, drawn.collect())]);
        let drawn = ids.zip(&points).map(|(id, at)| feature(id, Mark::Point(*at)));
        let point_set = FeatureSet::build("incidents", vec![(0..=22, drawn.collect())]);
        let line_set = FeatureSet::build(
            "patrols",
            vec![(0..=8, vec![]), (9..=22, vec![feature(5, Mark::Lines(vec![line.clone()]))])],
        );
        let mut areas = vec![0.0; cells.len()];
        let mut seen = vec![0; points.len()];
        let mut length = 0.0;
        for (x, y) in covering(z, bounds()) {
            let at = TileId::new(z, x, y).unwrap();
            for (name, features) in decode(&cell_set.tile(at)) {
                prop_assert_eq!(&name, "density");
                for it in features {
                    prop_assert_eq!(it.parts.len(), 1);
                    prop_assert!(twice_area(&it.parts[0]) > 0);
                    areas[usize::try_from(it.id.unwrap()).unwrap() - 1] += area_inside(&it.parts[0]);
                }
            }
            for it in decode(&point_set.tile(at)).into_values().flatten() {
                let (x, y) = it.parts[0][0];
                if (0..4096).contains(&x) && (0..4096).contains(&y) {
                    seen[usize::try_from(it.id.unwrap()).unwrap() - 1] += 1;
                }
                prop_assert_eq!(it.fields.len(), 2);
            }
            for part in decode(&line_set.tile(at)).into_values().flatten().flat_map(|it| it.parts) {
                for (a, b) in part.iter().zip(&part[1..]) {
                    // Every passage has points on the rims, so a piece is inside or outside.
                    let middle = (a.0 + b.0, a.1 + b.1);
                    if (0..=8192).contains(&middle.0) && (0..=8192).contains(&middle.1) {
                        #[expect(clippy::cast_precision_loss, reason = "steps of a tile")]
                        { length += ((a.0 - b.0) as f64).hypot((a.1 - b.1) as f64); }
                    }
                }
            }
        }
        prop_assert!(seen.iter().all(|&times| times == 1), "{seen:?}");
        let steps = |at: Position| {
            let all = f64::from(1_u32 << z) * 4096.0;
            let lat = at.lat().to_radians();
            ((at.lon() + 180.0) / 360.0 * all, (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0 * all)
        };
        for ((at, size), area) in cells.iter().zip(areas) {
            let ring: Vec<(f64, f64)> = hexagon(*at, *size).into_iter().map(steps).collect();
            let next = ring.iter().cycle().skip(1);
            let whole: f64 = ring.iter().zip(next).map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0).sum();
            // Six corners snapped by half a step each, and the cuts.
            let around: f64 = ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1)).sum();
            prop_assert!((area - whole.abs()).abs() <= 2.0 * around + 4.0, "{area} of {whole}");
        }
        let plain: f64 = line.windows(2).map(|pair| {
            let (a, b) = (steps(pair[0]), steps(pair[1]));
            (a.0 - b.0).hypot(a.1 - b.1)
        }).sum();
        let corners = 32.0 * f64::from(u32::try_from(line.len()).unwrap());
        prop_assert!((length - plain).abs() <= corners + plain * 0.01, "{length} of {plain}");
    }
}

#[test]
fn what_a_layer_says_of_itself() {
    let at = Position::from_degrees(103.75, 36.05).unwrap();
    let cell = |id, size| vec![feature(id, Mark::Cell(hexagon(at, size)))];
    let set = FeatureSet::build("density", vec![(0..=9, cell(1, 0.05)), (10..=16, cell(2, 0.01))]);
    let info = set.info().unwrap();
    assert_eq!((info.min_zoom, info.max_zoom, info.layers.len()), (0, 16, 1));
    assert_eq!(info.layers[0].geometry, Geometry::Polygon);
    assert_eq!(
        info.layers[0].fields,
        [("count".to_owned(), "Number"), ("name".to_owned(), "String")]
    );
    assert!(info.bounds.unwrap().contains(at));
    let shown = |z: u8| {
        let (x, y) = covering(z, Bounds { min: at, max: at })[0];
        decode(&set.tile(TileId::new(z, x, y).unwrap()))["density"][0].id
    };
    assert_eq!((shown(9), shown(10)), (Some(1), Some(2)));
    assert!(set.tile(TileId::new(12, 0, 0).unwrap()).is_empty());
    assert!(set.tile(TileId::new(18, 0, 0).unwrap()).is_empty());
    assert_eq!((set.count(3), set.count(17)), (1, 0));
    assert!(FeatureSet::build("nothing", vec![]).info().is_none());
}

#[test]
fn crowds_of_points_wait_for_a_zoom_with_room() {
    let at = |k: u32| {
        Position::from_e7(
            1_037_500_000 + 40_000 * i32::try_from(k % 100).unwrap(),
            360_500_000 + 40_000 * i32::try_from(k / 100).unwrap(),
        )
        .unwrap()
    };
    let given = (0..10_000).map(|k| feature(u64::from(k), Mark::Point(at(k)))).collect();
    let set = FeatureSet::build("incidents", vec![(0..=22, given)]);
    let first = set.info().unwrap().min_zoom;
    assert!((8..14).contains(&first), "{first}");
    let all = Bounds { min: at(0), max: at(9_999) };
    for z in 0..first {
        assert!(
            covering(z, all)
                .iter()
                .all(|&(x, y)| set.tile(TileId::new(z, x, y).unwrap()).is_empty())
        );
    }
    for (x, y) in covering(first, all) {
        let tile = set.tile(TileId::new(first, x, y).unwrap());
        assert!(tile.len() < 500_000);
        assert!(decode(&tile).len() <= 1);
    }
}
