//! A street of two communities, and what is missing in it.

use super::*;
use crate::work::atlas::Atlas;
use crate::work::clock::Clock;
use crate::work::{coverage, lineage};
use jiff::Timestamp;
use model::{
    Area, Code, Level, Place, PlaceKind, Polygon, Position, Shape, Unit, UnitId, UnitTree,
};
use serde_json::Value;
use spatial::{GridMap, Partition, RepairSettings};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use store::{Entry, NewDrawing, OpenMode, Store};

const NOON: &str = "2026-06-01T12:00:00+08:00";

fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).unwrap()
}

fn column(west: i32, east: i32) -> Area {
    let (south, north) = (360_000_000, 360_100_000);
    let outer = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
    Area { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// A street whose two communities lie side by side, each 4.5 km wide.
async fn publish(store: &Store, entry: &Entry) {
    let unit = |code: &str, level: u8, kind: &str| Unit {
        code: Code::try_from(code).unwrap(),
        name: code.to_owned(),
        level: Level::new(level).unwrap(),
        parent: (level > 1).then_some(UnitId(0)),
        households: None,
        kind: Some(kind.to_owned()),
    };
    let (west, middle, east) = (1_037_000_000, 1_037_500_000, 1_038_000_000);
    let areas = vec![column(west, middle), column(middle, east)];
    let units = vec![unit("s", 1, "街道"), unit("w", 2, "社区"), unit("e", 2, "社区")];
    let tree = UnitTree::new(units).unwrap();
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let map = GridMap::new(tree.clone(), built.partition).unwrap();
    let drawing = NewDrawing {
        name: "town".to_owned(),
        name_en: String::new(),
        notice: String::new(),
        notice_en: String::new(),
        source: String::new(),
        valid_from: "2026-01-01T00:00:00+08:00".parse().unwrap(),
        outlines: vec![column(west, east)],
        areas,
        tree,
    };
    lineage::publish(store, &drawing, &map, entry).await.unwrap();
}

fn point(code: &str, lon: i32, category: &str, serves: Option<&str>) -> Place {
    Place {
        code: Code::try_from(code).unwrap(),
        name: code.to_owned(),
        kind: PlaceKind::ServicePoint,
        shape: Shape::Point(at(lon, 360_050_000)),
        public: true,
        hours: None,
        phone: None,
        address: None,
        serves: serves.map(|code| Code::try_from(code).unwrap()),
        category: Some(category.to_owned()),
    }
}

/// What is told of the street with these points, by these rules or the shipped ones.
async fn told(points: &[Place], rules: Option<&str>) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    let store = Store::open(file.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
    let noon: Timestamp = NOON.parse().unwrap();
    let entry = Entry::new("test", noon);
    publish(&store, &entry).await;
    store.put_places(points, &entry).await.unwrap();
    if let Some(rules) = rules {
        let rules = coverage::Rules::read(rules).unwrap();
        coverage::keep(&store, &rules, &entry).await.unwrap();
    }
    let atlas = Atlas::load(&store, noon).await.unwrap();
    let clock = Clock::ByHand(Arc::new(AtomicI64::new(noon.as_millisecond())));
    let house = House::by(clock, store, atlas, store::IntakeLimits::default());
    let told = show(Data::new(house)).await.unwrap();
    serde_json::to_value(&*told).unwrap()
}

#[actix_web::test]
async fn a_street_without_points_lacks_everything() {
    let told = told(&[], None).await;
    assert_eq!(told["kept"], false);
    assert_eq!([&told["rules"][0]["lacking"], &told["rules"][1]["lacking"]], [1, 2]);
    assert_eq!(told["rules"][0]["missing"][0]["code"], "s");
    assert_eq!(told["rules"][0]["missing"][0]["nearest"], Value::Null);
    assert!(told["estimate"].as_str().unwrap().contains("straight lines"));
}

#[actix_web::test]
async fn a_point_counts_where_it_stands_and_for_whom_it_serves() {
    let hall = "政务服务大厅";
    // 450 m from the middle of the western community, 5 km from that of the eastern one.
    let inside = told(&[point("a", 1_037_200_000, hall, None)], None).await;
    assert_eq!([&inside["rules"][0]["lacking"], &inside["rules"][1]["lacking"]], [0, 1]);
    let missing = &inside["rules"][1]["missing"][0];
    assert_eq!((&missing["code"], &missing["points"]), (&Value::from("e"), &Value::from(0)));
    assert_eq!(missing["nearest"]["code"], "a");
    assert!(missing["nearest"]["walk_s"].as_u64().unwrap() > 30 * 60);
    // Outside of the street, but serving it.
    let serving = told(&[point("a", 1_038_100_000, hall, Some("s"))], None).await;
    assert_eq!(serving["rules"][0]["lacking"], 0);
    let other = told(&[point("a", 1_037_200_000, "自助", None)], None).await;
    assert_eq!(other["rules"][0]["lacking"], 1, "a device is no hall");
    let hidden = Place { public: false, ..point("a", 1_037_200_000, hall, None) };
    assert_eq!(told(&[hidden], None).await["rules"][0]["lacking"], 1);
    let both = [point("a", 1_037_250_000, hall, None), point("b", 1_037_750_000, "自助", None)];
    assert_eq!(told(&both, None).await["kept"], true);
}

#[actix_web::test]
async fn rules_of_its_own_take_the_place_of_the_shipped_ones() {
    let rules = r#"{"rules":[
        {"name":"近","kinds":["社区"],"metres":1000},
        {"name":"二","kinds":["社区"],"at_least":2}]}"#;
    let points = [point("a", 1_037_200_000, "x", None), point("b", 1_037_210_000, "x", None)];
    let told = told(&points, Some(rules)).await;
    assert_eq!(told["rules"][0]["name"], "近");
    assert_eq!(told["rules"][0]["missing"][0]["code"], "e");
    assert_eq!([&told["rules"][0]["lacking"], &told["rules"][1]["lacking"]], [1, 1]);
}
