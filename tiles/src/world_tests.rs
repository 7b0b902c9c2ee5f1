//! The web square against known places and its own promises.

use super::*;
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> WorldPoint {
    project(Position::from_degrees(lon, lat).unwrap())
}

#[test]
fn corners_and_middle_are_where_they_belong() {
    assert_eq!(at(0.0, 0.0), WorldPoint { x: 1 << 31, y: 1 << 31 });
    assert_eq!(at(-180.0, 90.0), WorldPoint { x: 0, y: 0 });
    assert_eq!(at(180.0, -90.0), WorldPoint { x: u32::MAX, y: u32::MAX });
    // The square ends at atan(sinh(pi)) = 85.0511288 degrees.
    assert!(at(0.0, 85.0511).y > 0 && at(0.0, 85.0511).y < 100_000);
}

#[test]
fn a_known_place_is_on_its_known_tile() {
    // 39.9087 N, 116.3975 E is on tile 14/13489/6208 of every web map.
    let tile = TileId::new(14, 13_489, 6_208).unwrap();
    let step = Frame::of(tile).step(at(116.3975, 39.9087));
    assert!((0..EXTENT).contains(&step.x) && (0..EXTENT).contains(&step.y), "{step:?}");
}

#[test]
fn zooms_for_lengths() {
    assert_eq!(zoom_where(1.0, 1.0), 20);
    assert_eq!(zoom_where(2.0, 1.0), 19);
    assert_eq!(zoom_where(1.5, 1.0), 20);
    assert_eq!(zoom_where(f64::INFINITY, 2.0), 0);
    assert_eq!(zoom_where(0.0, 2.0), 255);
}

proptest! {
    #[test]
    fn places_stay_apart(lon in -1_799_999_999..1_799_999_999_i32, lat in -850_000_000..850_000_000_i32) {
        let here = project(Position::from_e7(lon, lat).unwrap());
        let east = project(Position::from_e7(lon + 1, lat).unwrap());
        let north = project(Position::from_e7(lon, lat + 1).unwrap());
        prop_assert!(east.x > here.x && east.y == here.y);
        prop_assert!(north.y < here.y && north.x == here.x);
    }

    #[test]
    fn the_projection_agrees_with_the_textbook(lon in -180.0..180.0_f64, lat in -85.0..85.0_f64) {
        let point = at(lon, lat);
        let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * WORLD;
        // Half a lattice step is 0.6 units on the equator and 12 times that at 85 degrees.
        prop_assert!((f64::from(point.y) - y).abs() < 8.0);
        prop_assert!((f64::from(point.x) - (lon + 180.0) / 360.0 * WORLD).abs() < 1.2);
    }

    #[test]
    fn a_place_is_on_one_tile_and_within_its_reach(x: u32, y: u32, z in 0_u8..=22) {
        let at = WorldPoint { x, y };
        let shift = 32 - u32::from(z);
        let down = |units: u32| units.checked_shr(shift).unwrap_or(0);
        let tile = TileId::new(z, down(x), down(y)).unwrap();
        let frame = Frame::of(tile);
        let (step, snap) = (frame.step(at), frame.snap(at));
        prop_assert!((0..EXTENT).contains(&step.x) && (0..EXTENT).contains(&step.y));
        prop_assert!((snap.x - step.x).abs() <= 1 && (snap.y - step.y).abs() <= 1);
        let here = WorldBox { min: at, max: at };
        prop_assert!(frame.reach().meets(here));
    }

    #[test]
    fn tiles_side_by_side_snap_alike(x: u32, y: u32, z in 1_u8..=22, column: u32) {
        let at = WorldPoint { x, y };
        let column = column % ((1 << z) - 1);
        let west = Frame::of(TileId::new(z, column, 0).unwrap()).snap(at);
        let east = Frame::of(TileId::new(z, column + 1, 0).unwrap()).snap(at);
        prop_assert_eq!(west.x - EXTENT, east.x);
        prop_assert_eq!(west.y, east.y);
    }
}
