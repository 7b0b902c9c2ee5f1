//! A small file of tiles, taken apart by hand.

use super::*;
use flate2::read::GzDecoder;
use model::{Area, Code, Level, Polygon, Position, Unit, UnitTree};
use spatial::{GridMap, Partition, RepairSettings};
use std::io::{Cursor, Read as _};

fn unzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

fn square(west: i32) -> Area {
    let corner = |x, y| Position::from_e7(1_200_000_000 + x, 300_000_000 + y).unwrap();
    let east = west + 90_000;
    let outer = vec![corner(west, 0), corner(east, 0), corner(east, 90_000), corner(west, 90_000)];
    Area { polygons: vec![Polygon { outer, holes: Vec::new() }] }
}

#[test]
fn a_file_holds_the_tiles_of_its_zooms() {
    let areas = [square(0), square(90_000)];
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let units = ["a", "b"].map(|code| Unit {
        code: Code::try_from(code).unwrap(),
        name: code.to_owned(),
        level: Level::TOP,
        parent: None,
        households: None,
        kind: None,
    });
    let map = GridMap::new(UnitTree::new(units.to_vec()).unwrap(), built.partition).unwrap();
    let set = TileSet::build(&map, &[]);
    let mut file = Cursor::new(Vec::new());
    let mut looked = 0;
    let written = write(&set, "two", [2, 14], &mut file, |_, count, _| looked += count).unwrap();
    let file = file.into_inner();
    assert!(written.tiles >= 13 && written.contents <= written.tiles && looked >= 13);
    let long = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().unwrap());
    let part = |at: usize| {
        let start = usize::try_from(long(at)).unwrap();
        &file[start..start + usize::try_from(long(at + 8)).unwrap()]
    };
    let metadata: serde_json::Value = serde_json::from_slice(&unzip(part(24))).unwrap();
    assert_eq!(metadata["vector_layers"][0]["id"], "grids-1");
    assert_eq!((file[100], file[101]), (2, 14));
    assert_eq!(long(72), written.tiles);
    // The first tile written is the first in the file.
    let first = set.tile("grids", TileId::new(2, 3, 1).unwrap()).unwrap();
    assert!(!first.is_empty() && unzip(part(56)) == first);
}
