//! Tiles in the other format say the same: read back column by column, by the letter of the
//! `MapLibre` Tile specification, version 1.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::cast_possible_truncation, reason = "what is read is small, or the test fails")]

use crate::decoded::{Feature, Point, Tile, covering, decode};
use crate::town::{Plan, build, plans};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tiles::{TileId, TileSet, to_mlt};

/// What is still to be read.
struct Input<'a>(&'a [u8]);

/// A stream: what it is for, how it is written, how many values, and its bytes.
struct Stream<'a> {
    head: u8,
    technique: u8,
    count: usize,
    /// Runs, and how many values they make.
    runs: (usize, usize),
    bytes: Input<'a>,
}

impl<'a> Input<'a> {
    fn byte(&mut self) -> u8 {
        *self.0.split_off_first().unwrap()
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        for place in 0..10 {
            let byte = self.byte();
            number |= u64::from(byte & 127) << (7 * place);
            if byte < 128 {
                break;
            }
        }
        number
    }

    fn count(&mut self) -> usize {
        self.number() as usize
    }

    fn bytes(&mut self, count: usize) -> &'a [u8] {
        self.0.split_off(..count).unwrap()
    }

    fn text(&mut self) -> String {
        let length = self.count();
        String::from_utf8(self.bytes(length).to_vec()).unwrap()
    }

    fn stream(&mut self) -> Stream<'a> {
        let (head, technique) = (self.byte(), self.byte());
        let (count, length) = (self.count(), self.count());
        let in_runs = technique & 3 != 0 && (technique >> 5 == 3 || technique >> 2 & 7 == 3);
        let runs = if in_runs { (self.count(), self.count()) } else { (0, 0) };
        Stream { head, technique, count, runs, bytes: Input(self.bytes(length)) }
    }
}

fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

impl Stream<'_> {
    /// Whole numbers, with a sign where differences or signs were written.
    fn numbers(mut self, zigzag: bool) -> Vec<i64> {
        assert_eq!(self.technique & 3, 2, "varints");
        let mut all: Vec<u64> = (0..self.count).map(|_| self.bytes.number()).collect();
        assert!(self.bytes.0.is_empty(), "bytes left over");
        let (first, second) = (self.technique >> 5, self.technique >> 2 & 7);
        if first == 3 || second == 3 {
            let values = all.split_off(self.runs.0);
            assert_eq!(values.len(), all.len());
            all = values
                .iter()
                .zip(&all)
                .flat_map(|(&value, &run)| vec![value; run as usize])
                .collect();
            assert_eq!(all.len(), self.runs.1);
        }
        match first {
            0 | 3 if zigzag => all.into_iter().map(signed).collect(),
            0 | 3 => all.into_iter().map(|it| i64::try_from(it).unwrap()).collect(),
            1 => {
                let mut sum = 0;
                all.into_iter().map(|it| (sum += signed(it), sum).1).collect()
            }
            2 => {
                let mut sums = [0, 0];
                let step = |(place, it): (usize, u64)| {
                    sums[place % 2] += signed(it);
                    sums[place % 2]
                };
                all.into_iter().enumerate().map(step).collect()
            }
            other => panic!("technique {other}"),
        }
    }

    fn bits(mut self) -> Vec<bool> {
        let mut bytes = Vec::new();
        while !self.bytes.0.is_empty() {
            let control = self.bytes.byte();
            if control < 128 {
                let byte = self.bytes.byte();
                bytes.extend(std::iter::repeat_n(byte, usize::from(control) + 3));
            } else {
                bytes.extend_from_slice(self.bytes.bytes(256 - usize::from(control)));
            }
        }
        assert_eq!(bytes.len(), self.count.div_ceil(8));
        (0..self.count).map(|place| bytes[place / 8] >> (place % 8) & 1 == 1).collect()
    }
}

/// Spreads values over the features that have one.
fn spread<T>(present: Option<Vec<bool>>, count: usize, values: Vec<T>) -> Vec<Option<T>> {
    let present = present.unwrap_or_else(|| vec![true; count]);
    assert_eq!(present.len(), count);
    let mut values = values.into_iter();
    let spread = present.iter().map(|&there| there.then(|| values.next().unwrap())).collect();
    assert!(values.next().is_none());
    spread
}

/// The layers of a tile; fields are texts of their values.
fn read(tile: &[u8]) -> Tile {
    let (mut input, mut tile) = (Input(tile), Tile::new());
    while !input.0.is_empty() {
        let length = input.count();
        let mut table = Input(input.bytes(length));
        assert_eq!(table.byte(), 1, "version 1");
        let name = table.text();
        assert_eq!(table.count(), 4096);
        let kinds: Vec<(u8, String)> = (0..table.count())
            .map(|_| {
                let kind = table.byte();
                (kind, if kind >= 10 { table.text() } else { String::new() })
            })
            .collect();
        assert!(tile.insert(name, features(&kinds, table)).is_none());
    }
    tile
}

fn features(kinds: &[(u8, String)], mut table: Input<'_>) -> Vec<Feature> {
    let mut ids = None;
    let mut features: Vec<Feature> = Vec::new();
    for (kind, name) in kinds {
        let count = features.len();
        let mut present = None;
        let optional = kind % 2 == 1;
        let streams = if *kind == 4 || kind / 2 == 14 { table.count() } else { 1 };
        if optional {
            let stream = table.stream();
            assert_eq!(stream.head, 0);
            present = Some(stream.bits());
        }
        match kind / 2 {
            0 | 1 => {
                let numbers = table.stream().numbers(false);
                let count = present.as_ref().map_or(numbers.len(), Vec::len);
                ids = Some(spread(present, count, numbers));
            }
            2 => {
                features = shapes(&mut table, streams)
                    .into_iter()
                    .map(|parts| Feature { id: None, fields: BTreeMap::new(), parts })
                    .collect();
            }
            5 => {
                let values = spread(present, count, table.stream().bits());
                fill(&mut features, name, values);
            }
            8 => fill(&mut features, name, spread(present, count, table.stream().numbers(true))),
            9 => fill(&mut features, name, spread(present, count, table.stream().numbers(false))),
            13 => {
                let stream = table.stream();
                assert_eq!(stream.technique, 0);
                let float = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap());
                let values = stream.bytes.0.chunks(8).map(float).collect();
                fill(&mut features, name, spread(present, count, values));
            }
            14 => {
                let values = texts(&mut table, streams - usize::from(optional));
                fill(&mut features, name, spread(present, count, values));
            }
            other => panic!("column {other}"),
        }
    }
    assert!(table.0.is_empty(), "bytes left over");
    for (feature, id) in features.iter_mut().zip(ids.into_iter().flatten()) {
        feature.id = id.map(i64::cast_unsigned);
    }
    features
}

fn fill<T: ToString>(features: &mut [Feature], name: &str, values: Vec<Option<T>>) {
    for (feature, value) in features.iter_mut().zip(values) {
        if let Some(value) = value {
            feature.fields.insert(name.to_owned(), value.to_string());
        }
    }
}

fn texts(table: &mut Input<'_>, streams: usize) -> Vec<String> {
    let lengths = table.stream();
    assert_eq!(lengths.head, if streams == 3 { 0x36 } else { 0x30 });
    let lengths = lengths.numbers(false);
    let places = (streams == 3).then(|| table.stream().numbers(false));
    let mut bytes = table.stream().bytes;
    let all: Vec<String> = lengths
        .into_iter()
        .map(|length| {
            String::from_utf8(bytes.bytes(usize::try_from(length).unwrap()).to_vec()).unwrap()
        })
        .collect();
    assert!(bytes.0.is_empty());
    match places {
        None => all,
        Some(places) => {
            places.into_iter().map(|it| all[usize::try_from(it).unwrap()].clone()).collect()
        }
    }
}

/// The parts of each feature: polygons are flattened to their rings.
fn shapes(table: &mut Input<'_>, streams: usize) -> Vec<Vec<Vec<Point>>> {
    let mut lengths: BTreeMap<u8, std::vec::IntoIter<i64>> = BTreeMap::new();
    let (mut places, mut vertices) = (None, Vec::new());
    for _ in 0..streams {
        let stream = table.stream();
        match stream.head {
            head @ 0x30..=0x33 => {
                lengths.insert(head, stream.numbers(false).into_iter());
            }
            0x20 => places = Some(stream.numbers(false)),
            0x13 => vertices = stream.numbers(true),
            head => panic!("stream {head}"),
        }
    }
    let vertices: Vec<Point> = vertices.chunks(2).map(|at| (at[0], at[1])).collect();
    let mut walk = match places {
        None => vertices,
        Some(places) => {
            places.into_iter().map(|it| vertices[usize::try_from(it).unwrap()]).collect()
        }
    }
    .into_iter();
    let mut take = |count: i64| -> Vec<Point> {
        walk.by_ref().take(usize::try_from(count).unwrap()).collect()
    };
    let kinds: Vec<i64> = lengths.remove(&0x30).unwrap().collect();
    let mut next = |head: u8| lengths.get_mut(&head).unwrap().next().unwrap();
    let shape = |kind: i64| -> Vec<Vec<Point>> {
        let count = if kind >= 3 { next(0x31) } else { 1 };
        match kind % 3 {
            0 => (0..count).map(|_| take(1)).collect(),
            1 => (0..count).map(|_| take(next(0x32))).collect(),
            _ => {
                let rings: i64 = (0..count).map(|_| next(0x32)).sum();
                (0..rings).map(|_| take(next(0x33))).collect()
            }
        }
    };
    let shapes = kinds.into_iter().map(shape).collect();
    assert!(lengths.values_mut().all(|it| it.next().is_none()), "lengths left over");
    assert!(walk.next().is_none(), "vertices left over");
    shapes
}

/// Values without the types that the other decoder names.
fn plain(tile: &mut Tile) {
    for feature in tile.values_mut().flatten() {
        for value in feature.fields.values_mut() {
            let text = value.rsplit_once(" (").map_or(&**value, |(text, _)| text);
            *value = text.trim_matches('"').to_owned();
        }
    }
}

fn same(tile: &[u8]) -> Result<usize, TestCaseError> {
    let other = to_mlt(tile).unwrap();
    let (mut one, two) = (decode(tile), read(&other));
    plain(&mut one);
    prop_assert_eq!(one.len(), two.len());
    for ((name, one), (other_name, two)) in one.iter().zip(&two) {
        prop_assert_eq!(name, other_name);
        prop_assert_eq!(one.len(), two.len());
        for (one, two) in one.iter().zip(two) {
            prop_assert_eq!(one.id, two.id);
            prop_assert_eq!(&one.parts, &two.parts);
            prop_assert_eq!(&one.fields, &two.fields);
        }
    }
    Ok(other.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_tile_says_the_same_in_both_formats(plan in plans(), z in 0..=16_u8) {
        let set = TileSet::build(&build(&plan), &[]);
        let tiles = covering(z, set.bounds().unwrap());
        for &(x, y) in tiles.iter().step_by(tiles.len().div_ceil(20)) {
            same(&set.tile("grids", TileId::new(z, x, y).unwrap()).unwrap())?;
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _any = to_mlt(&bytes);
    }

    #[test]
    fn a_damaged_tile_does_not_make_it_panic(at in any::<prop::sample::Index>(), with: u8) {
        let set = TileSet::build(&build(&Plan::plain(3, 3, 2, 5)), &[]);
        let bounds = set.bounds().unwrap();
        let (x, y) = covering(13, bounds)[0];
        let mut tile = set.tile("grids", TileId::new(13, x, y).unwrap()).unwrap();
        let at = at.index(tile.len());
        tile[at] = with;
        let _any = to_mlt(&tile);
    }
}

#[test]
fn shared_borders_are_written_once() {
    let set = TileSet::build(&build(&Plan::plain(24, 24, 2, 7)), &[]);
    let (x, y) = covering(12, set.bounds().unwrap())[0];
    let tile = set.tile("grids-2", TileId::new(12, x, y).unwrap()).unwrap();
    let other = same(&tile).unwrap();
    assert!(other * 3 < tile.len() * 2, "{other} of {}", tile.len());
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(to_mlt(&[]), Some(Vec::new()));
    assert_eq!(to_mlt(&[0x1a, 5, 1]), None);
}
