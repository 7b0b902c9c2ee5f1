//! The file's beginning, read back by the letter of the specification.

use super::*;

fn tile(z: u8, x: u32, y: u32) -> TileId {
    TileId::new(z, x, y).unwrap()
}

#[test]
fn ids_are_those_of_the_specification() {
    // Section 4.1.1 has the first ones, the others were computed by another implementation.
    let known = [
        ((0, 0, 0), 0),
        ((1, 0, 0), 1),
        ((1, 0, 1), 2),
        ((1, 1, 1), 3),
        ((1, 1, 0), 4),
        ((2, 0, 0), 5),
        ((12, 3423, 1763), 19_078_479),
    ];
    for ((z, x, y), id) in known {
        assert_eq!(Directory::id(tile(z, x, y)), id);
    }
}

#[test]
fn neighbours_along_the_curve_are_neighbours() {
    for z in 1..7_u8 {
        let side = 1_u32 << z;
        let all = (0..side).flat_map(|x| (0..side).map(move |y| (x, y)));
        let mut curve: Vec<(u64, (u32, u32))> =
            all.map(|(x, y)| (Directory::id(tile(z, x, y)), (x, y))).collect();
        curve.sort_unstable();
        for pair in curve.windows(2) {
            let ((one, a), (next, b)) = (pair[0], pair[1]);
            assert_eq!(one + 1, next);
            assert_eq!(a.0.abs_diff(b.0) + a.1.abs_diff(b.1), 1);
        }
    }
}

fn number(bytes: &[u8], at: &mut usize) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[*at];
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
    }
    value
}

/// Section 4.2: id, run, length, offset of each entry.
fn decode(bytes: &[u8]) -> Vec<[u64; 4]> {
    let mut at = 0;
    let count = number(bytes, &mut at);
    let mut entries = vec![[0; 4]; usize::try_from(count).unwrap()];
    let mut id = 0;
    for entry in &mut entries {
        id += number(bytes, &mut at);
        entry[0] = id;
    }
    for field in [1, 2] {
        for entry in &mut entries {
            entry[field] = number(bytes, &mut at);
        }
    }
    for place in 0..entries.len() {
        let offset = number(bytes, &mut at);
        entries[place][3] = match offset {
            0 => entries[place - 1][3] + entries[place - 1][2],
            one_more => one_more - 1,
        };
    }
    assert_eq!(at, bytes.len());
    entries
}

fn find(front: &[u8], tile: TileId) -> Option<(u64, u64)> {
    let long = |at: usize| u64::from_le_bytes(front[at..at + 8].try_into().unwrap());
    let part = |at: usize| {
        let start = usize::try_from(long(at)).unwrap();
        &front[start..start + usize::try_from(long(at + 8)).unwrap()]
    };
    let id = Directory::id(tile);
    let mut directory = decode(part(8));
    loop {
        let entry = *directory.iter().rev().find(|entry| entry[0] <= id)?;
        if entry[1] > 0 {
            return (id < entry[0] + entry[1]).then_some((entry[3], entry[2]));
        }
        let start = usize::try_from(entry[3]).unwrap();
        directory = decode(&part(40)[start..start + usize::try_from(entry[2]).unwrap()]);
    }
}

#[test]
fn every_tile_is_found_again() {
    let info = SourceInfo {
        name: "grids".to_owned(),
        bounds: None,
        center: None,
        min_zoom: 0,
        max_zoom: 9,
        layers: Vec::new(),
    };
    for side in [3_u32, 90, 400] {
        let mut tiles: Vec<TileId> =
            (0..side).flat_map(|x| (0..side).map(move |y| tile(9, x, y))).collect();
        tiles.retain(|tile| (tile.x() * 7 + tile.y()) % 5 != 0);
        tiles.sort_by_key(|&tile| Directory::id(tile));
        let mut directory = Directory::default();
        let mut places = Vec::new();
        for &tile in &tiles {
            let length = 1 + tile.x() % 100;
            // Some lie where others lie already.
            let offset = if tile.y() % 3 == 0 { 0 } else { directory.tile_bytes() };
            directory.add(tile, offset, length).unwrap();
            places.push((u64::from(length), offset));
        }
        let ends = directory.ends(&info, [9, 9], b"{}", <[u8]>::to_vec);
        assert_eq!(ends.head.len(), ARCHIVE_HEAD_BYTES);
        let filler = usize::try_from(directory.tile_bytes()).unwrap();
        let front = [ends.head, vec![0; filler], ends.tail].concat();
        assert_eq!(&front[..8], b"PMTiles\x03");
        assert_eq!((front[100], front[101]), (9, 9));
        for (&tile, &(length, offset)) in tiles.iter().zip(&places).step_by(1 + tiles.len() / 100) {
            assert_eq!(find(&front, tile), Some((offset, length)), "{tile:?} of {side}");
        }
        assert_eq!(find(&front, tile(9, 500, 500)), None);
        assert_eq!(directory.counts().0, tiles.len() as u64);
    }
}

#[test]
fn the_wrong_order_is_refused() {
    let mut directory = Directory::default();
    directory.add(tile(3, 1, 1), 0, 5).unwrap();
    assert_eq!(directory.add(tile(2, 1, 1), 5, 5), Err(DirectoryError::Order));
    assert_eq!(directory.add(tile(3, 1, 1), 5, 5), Err(DirectoryError::Order));
}
