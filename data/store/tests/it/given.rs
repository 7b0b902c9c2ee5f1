//! What the tests keep: a small town, its places, and incidents without end.

use jiff::Timestamp;
use model::{
    Area, Class, Code, Incident, Kind, Level, Place, PlaceKind, Polygon, Position, Shape, State,
    Unit, UnitId, UnitTree,
};
use store::{Entry, NewDrawing, Overlay, Validity};

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    Code::try_from(text).unwrap()
}

pub(crate) fn entry() -> Entry {
    Entry::new("tester", time("2026-11-22T03:04:05.678Z"))
}

pub(crate) fn at(lon_e7: i32, lat_e7: i32) -> Position {
    Position::from_e7(lon_e7, lat_e7).unwrap()
}

/// A square of 0.01 degree, `column` east and `row` north of the town's corner.
pub(crate) fn square(column: i32, row: i32, columns: i32) -> Polygon {
    let (west, south) = (1_037_000_001 + column * 100_000, 360_000_003 + row * 100_000);
    let (east, north) = (west + columns * 100_000, south + 100_000);
    let outer = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
    Polygon { outer, holes: Vec::new() }
}

fn area(polygon: Polygon) -> Area {
    Area { polygons: vec![polygon] }
}

fn unit(code_text: &str, level: u8, parent: Option<u32>, households: Option<u32>) -> Unit {
    Unit {
        code: code(code_text),
        name: format!("单元 {code_text}"),
        level: Level::new(level).unwrap(),
        parent: parent.map(UnitId),
        households,
        kind: households.is_none().then(|| "街道".to_owned()),
    }
}

/// Two streets with two grids each; one grid has an island, one a hole.
pub(crate) fn drawing(valid_from: &str) -> NewDrawing {
    let units = vec![
        unit("620103001", 1, None, None),
        unit("620103002", 1, None, None),
        unit("620103001001", 2, Some(0), Some(312)),
        unit("620103001002", 2, Some(0), Some(u32::MAX)),
        unit("620103002001", 2, Some(1), Some(0)),
        unit("620103002002", 2, Some(1), None),
    ];
    let mut island = area(square(0, 0, 1));
    island.polygons.push(square(7, 7, 1));
    let mut holed = area(square(1, 0, 1));
    let (west, south) = (1_037_100_001, 360_000_003);
    holed.polygons[0].holes.push(vec![
        at(west + 10, south + 10),
        at(west + 10, south + 20),
        at(west + 20, south + 20),
    ]);
    NewDrawing {
        name: "七里河区".to_owned(),
        name_en: "Qilihe District".to_owned(),
        notice: "示意数据,非测绘成果".to_owned(),
        notice_en: "Schematic data, not a survey".to_owned(),
        source: "made by hand".to_owned(),
        valid_from: time(valid_from),
        tree: UnitTree::new(units).unwrap(),
        areas: vec![island, holed, area(square(0, 1, 1)), area(square(1, 1, 1))],
        outlines: vec![area(square(0, 0, 2)), area(square(0, 1, 2))],
    }
}

pub(crate) fn place(code_text: &str, kind: PlaceKind, public: bool, shape: Shape) -> Place {
    Place {
        code: code(code_text),
        name: format!("地点 {code_text}"),
        kind,
        shape,
        public,
        hours: Some("Mo-Fr 08:30-12:00,14:30-18:00; PH off".to_owned()),
        phone: None,
        address: Some("西津西路 \"1\" 号 \\ ☂".to_owned()),
        serves: Some(code("620103001")),
        category: None,
    }
}

/// One place of each shape, ordered by code.
pub(crate) fn places() -> Vec<Place> {
    let line = vec![at(1_037_000_000, 360_000_000), at(1_038_000_007, 360_500_001)];
    vec![
        place("a-1", PlaceKind::ServicePoint, true, Shape::Point(at(1_037_123_457, 360_654_321))),
        place("b-1", PlaceKind::PatrolLine, false, Shape::Line(line)),
        place("c-1", PlaceKind::ShoppingDistrict, true, Shape::Area(area(square(2, 2, 1)))),
    ]
}

/// An area of the set of rings with its period.
pub(crate) fn overlay(code_text: &str, column: i32, valid: Validity) -> Overlay {
    Overlay {
        set: code("rings"),
        code: code(code_text),
        name: format!("环 {code_text}"),
        kind: Some("ring".to_owned()),
        area: area(square(column, 0, 2)),
        valid,
    }
}

/// Two overlays that lie over each other.
pub(crate) fn overlays() -> Vec<Overlay> {
    let from = Validity::from(time("2026-01-01T00:00:00+08:00"));
    vec![overlay("r-1", 0, Validity::ALWAYS), overlay("r-2", 1, from)]
}

/// The `n`-th incident: one a minute, spread over the town.
pub(crate) fn incident(n: u32) -> Incident {
    let step = i32::try_from(n % 1000).unwrap();
    Incident {
        source: code("12345"),
        external: code(&format!("WO-{n:08}")),
        kind: Kind::try_from("占道经营").unwrap(),
        class: Class::ALL[usize::try_from(n % 3).unwrap()],
        state: State::ALL[usize::try_from(n / 3 % 3).unwrap()],
        at: at(1_037_000_000 + step * 211, 360_000_000 + step * 97),
        occurred: time("2026-01-01T00:00:00+08:00") + jiff::SignedDuration::from_mins(n.into()),
        text: n.is_multiple_of(2).then(|| format!("路口堆放杂物 {n} \"'\\\n")),
    }
}

pub(crate) fn incidents(from: u32, to: u32) -> Vec<(Incident, Option<Code>)> {
    let grid = |n: u32| (!n.is_multiple_of(5)).then(|| code("620103001001"));
    (from..to).map(|n| (incident(n), grid(n))).collect()
}
