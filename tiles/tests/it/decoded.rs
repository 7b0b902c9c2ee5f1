//! Tiles read back: the protocol buffer by another decoder, the commands one by one by the letter of
//! the specification, refusing all that it forbids.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use fast_mvt::{MvtReaderRef, MvtValueRef};
use std::collections::BTreeMap;
use tiles::{TileId, TileSet};

pub(crate) type Point = (i64, i64);

/// One feature: points, lines or rings, in the order written.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) id: Option<u64>,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) parts: Vec<Vec<Point>>,
}

/// Layers by name.
pub(crate) type Tile = BTreeMap<String, Vec<Feature>>;

/// The window that lines and polygons are cut by.
pub(crate) const LOW: i64 = -64;
pub(crate) const HIGH: i64 = 4096 + 64;

/// The composite tile at a place, decoded and checked.
pub(crate) fn tile(set: &TileSet, z: u8, x: u32, y: u32) -> Tile {
    decode(&set.tile("grids", TileId::new(z, x, y).unwrap()).unwrap())
}

pub(crate) fn decode(bytes: &[u8]) -> Tile {
    let mut tile = Tile::new();
    if bytes.is_empty() {
        return tile;
    }
    let reader = MvtReaderRef::new(bytes).unwrap();
    for layer in reader.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096));
        assert!(layer.feature_count() > 0, "an empty layer was written");
        let values: Vec<String> = layer.values().map(|value| text(&value)).collect();
        let mut distinct = values.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), values.len(), "a value was written twice");
        let mut features = Vec::new();
        for feature in layer.features() {
            feature.geometry().unwrap();
            let kind = feature.geom_type_value().unwrap();
            let parts = parts(kind, feature.geometry_commands());
            let fields = feature
                .properties()
                .map(|field| field.unwrap())
                .map(|(key, value)| (key.to_owned(), text(&value)))
                .collect();
            features.push(Feature { id: feature.id(), fields, parts });
        }
        assert!(
            tile.insert(layer.name().to_owned(), features).is_none(),
            "a layer was written twice"
        );
    }
    tile
}

fn text(value: &MvtValueRef<'_>) -> String {
    format!("{value:?}")
}

/// MVT 2.1, section 4.3: the commands of each kind of geometry.
fn parts(kind: i32, commands: &[u32]) -> Vec<Vec<Point>> {
    let mut at = 0;
    let mut cursor = (0, 0);
    let mut parts = Vec::new();
    while at < commands.len() {
        let (moves, count) = (commands[at] & 7, commands[at] >> 3);
        assert_eq!((moves, count), (1, 1), "a part starts with one MoveTo");
        let mut part = Vec::new();
        at += 1;
        part.push(step(&mut cursor, &commands[at..at + 2]));
        at += 2;
        if kind > 1 {
            let (line, count) = (commands[at] & 7, commands[at] >> 3);
            assert!(line == 2 && count >= if kind == 3 { 2 } else { 1 });
            at += 1;
            for _ in 0..count {
                let before = cursor;
                part.push(step(&mut cursor, &commands[at..at + 2]));
                assert_ne!(before, cursor, "a LineTo must go somewhere");
                at += 2;
            }
        }
        if kind == 3 {
            assert_eq!(commands[at], 1 << 3 | 7, "a ring ends with ClosePath");
            at += 1;
            assert_ne!(part.first(), part.last(), "ClosePath closes the ring");
            let outer = twice_area(&part);
            assert_ne!(outer, 0, "a ring has area: {part:?}");
            assert!(outer > 0 || !parts.is_empty(), "a polygon starts with its outer ring");
        }
        let buffer = if kind == 1 { LOW..HIGH } else { LOW..HIGH + 1 };
        assert!(part.iter().all(|p| buffer.contains(&p.0) && buffer.contains(&p.1)));
        parts.push(part);
    }
    assert!(!parts.is_empty(), "a feature has geometry");
    parts
}

fn step(cursor: &mut Point, delta: &[u32]) -> Point {
    let signed = |value: u32| i64::from((value >> 1).cast_signed() ^ -((value & 1).cast_signed()));
    *cursor = (cursor.0 + signed(delta[0]), cursor.1 + signed(delta[1]));
    *cursor
}

/// Twice the area by the surveyor's formula, `y` to the south.
pub(crate) fn twice_area(ring: &[Point]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// The sides of a ring, from point to point.
pub(crate) fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// The tiles of zoom `z` that a box in degrees touches: columns and rows.
pub(crate) fn covering(z: u8, bounds: model::Bounds) -> Vec<(u32, u32)> {
    let place = |at: model::Position| {
        let tiles = f64::from(1_u32 << z);
        let lat = at.lat().to_radians();
        let x = (at.lon() + 180.0) / 360.0 * tiles;
        let y = (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0 * tiles;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in the square"
        )]
        (x as u32, y as u32)
    };
    let ((west, south), (east, north)) = (place(bounds.min), place(bounds.max));
    (west..=east).flat_map(|x| (north..=south).map(move |y| (x, y))).collect()
}
