//! What a tile set answers to names, zooms and points of every sort.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::decoded::{Feature, covering, decode};
use crate::town::{Plan, build};
use model::{Bounds, Position};
use tiles::{FieldValue, PointFeature, PointLayer, TileId, TileSet};

fn point(id: u64, lon: f64, lat: f64) -> PointFeature {
    PointFeature {
        id,
        layer: PointLayer::ServicePoints,
        at: Position::from_degrees(lon, lat).unwrap(),
        fields: vec![
            ("name", FieldValue::Text("便民服务点".to_owned())),
            ("open", FieldValue::Bool(true)),
            ("floor", FieldValue::Int(-1)),
            ("distance", FieldValue::Float(12.5)),
            ("name", FieldValue::Text("twice".to_owned())),
        ],
    }
}

#[test]
fn names_of_layers_are_the_promised_ones() {
    let set = TileSet::build(&build(&Plan::plain(4, 4, 3, 1)), &[]);
    let names: Vec<&str> = set.layers().iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["grids-1", "grids-2", "grids-3", "borders", "labels", "service-points"]);
    let at = TileId::new(0, 0, 0).unwrap();
    for name in names.iter().copied().chain(["grids"]) {
        assert!(set.tile(name, at).is_some());
        assert_eq!(set.info(name).unwrap().name, name);
    }
    for name in ["", "grid", "grids-0", "grids-4", "grids-", "incidents", "GRIDS", "../grids"] {
        assert_eq!((set.tile(name, at), set.info(name)), (None, None), "{name}");
    }
    let info = set.info("grids").unwrap();
    assert_eq!((info.min_zoom, info.max_zoom, info.layers.len()), (0, 16, 5));
    assert_eq!(info.bounds, set.bounds());
    let (center, zoom) = info.center.unwrap();
    assert!(info.bounds.unwrap().contains(center) && zoom > 5);
}

#[test]
fn a_layer_alone_is_the_layer_of_the_composite() {
    let set = TileSet::build(&build(&Plan::plain(5, 5, 2, 2)), &[]);
    for z in [0, 9, 12, 14] {
        for (x, y) in covering(z, set.bounds().unwrap()) {
            let at = TileId::new(z, x, y).unwrap();
            let whole = decode(&set.tile("grids", at).unwrap());
            let mut parts = Vec::new();
            for name in ["grids-1", "grids-2", "borders", "labels"] {
                parts.push(set.tile(name, at).unwrap());
                let alone = decode(&parts[parts.len() - 1]);
                assert_eq!(format!("{:?}", alone.get(name)), format!("{:?}", whole.get(name)));
            }
            // Layers one after the other are a tile: the bytes are the same.
            assert_eq!(parts.concat(), set.tile("grids", at).unwrap());
        }
    }
}

#[test]
fn far_away_there_is_nothing() {
    let set = TileSet::build(&build(&Plan::plain(3, 3, 2, 3)), &[]);
    for (z, x, y) in [(1, 0, 1), (5, 0, 0), (16, 65_535, 65_535), (22, 0, (1 << 22) - 1)] {
        assert_eq!(set.tile("grids", TileId::new(z, x, y).unwrap()), Some(Vec::new()));
    }
}

#[test]
fn points_are_drawn_where_they_are_and_in_the_buffer() {
    // On zoom 4 a tile is 22.5 degrees wide: the second point is 20 steps beyond its eastern rim.
    let points = [point(7, 100.0, 30.0), point(9, 112.5 + 22.5 / 4096.0 * 20.0, 30.0)];
    let set = TileSet::build(&build(&Plan::plain(3, 3, 1, 4)), &points);
    let layer = set.layers().iter().find(|layer| layer.name == "service-points").unwrap();
    let fields: Vec<(&str, &str)> =
        layer.fields.iter().map(|(key, kind)| (key.as_str(), *kind)).collect();
    assert_eq!(
        fields,
        [("name", "String"), ("open", "Boolean"), ("floor", "Number"), ("distance", "Number")]
    );
    let tile = decode(&set.tile("service-points", TileId::new(4, 12, 6).unwrap()).unwrap());
    let found = &tile["service-points"];
    assert_eq!(found.iter().map(|one| one.id.unwrap()).collect::<Vec<_>>(), [7, 9]);
    assert_eq!(found[1].parts[0][0].0, 4096 + 20);
    // 10 of the tile's 22.5 degrees.
    assert_eq!(found[0].parts[0][0].0, 1820);
    assert_eq!(found[0].fields["name"], "\"便民服务点\"");
    assert_eq!(found[0].fields["floor"], "-1 (sint)");
    // Points are a source of their own.
    let composite = decode(&set.tile("grids", TileId::new(4, 12, 6).unwrap()).unwrap());
    assert!(!composite.contains_key("service-points"));
}

#[test]
fn too_many_points_wait_for_closer_zooms() {
    let many: Vec<PointFeature> = (0..4_000)
        .map(|i| point(i, 103.0 + f64::from(u32::try_from(i).unwrap()) / 1e5, 36.0))
        .collect();
    let set = TileSet::build(&build(&Plan::plain(2, 2, 1, 4)), &many);
    // A tile of zoom 14 is 0.022 degrees wide and would hold 2,200 of them.
    assert_eq!(set.info("service-points").unwrap().min_zoom, 15);
    let everywhere = Bounds::around(many.iter().map(|point| point.at)).unwrap();
    for z in 0..=16 {
        let mut drawn = 0;
        for (x, y) in covering(z, everywhere) {
            let bytes = set.tile("service-points", TileId::new(z, x, y).unwrap()).unwrap();
            assert!(bytes.len() < 500_000);
            let found = decode(&bytes).remove("service-points").unwrap_or_default();
            let on_tile = |one: &&Feature| (0..4096).contains(&one.parts[0][0].0);
            drawn += found.iter().filter(on_tile).count();
        }
        assert_eq!(drawn, if z < 15 { 0 } else { 4_000 });
    }
}

#[test]
fn the_same_town_gives_the_same_bytes() {
    let plan = Plan::plain(6, 5, 3, 8);
    let (one, other) = (TileSet::build(&build(&plan), &[]), TileSet::build(&build(&plan), &[]));
    for (x, y) in covering(13, one.bounds().unwrap()) {
        let at = TileId::new(13, x, y).unwrap();
        assert_eq!(one.tile("grids", at), other.tile("grids", at));
    }
}

#[test]
fn a_tile_set_is_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&TileSet::build(&build(&Plan::plain(2, 2, 1, 1)), &[]));
}
