//! Lineage of two small drawings, to the last household and incident.

use super::*;
use jiff::civil::date;
use model::{Area, Class, Code, Incident, Kind, Polygon, State, Unit};
use store::OpenMode;

fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).unwrap()
}

fn column(west: i32, east: i32) -> Area {
    let outer = vec![at(west, 0), at(east, 0), at(east, 1_000), at(west, 1_000)];
    Area { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// One street with grids side by side.
fn street(borders: &[i32], households: &[Option<u32>], valid_from: &str) -> (NewDrawing, GridMap) {
    let unit = |code: String, level: u8, households| Unit {
        name: code.clone(),
        code: Code::try_from(&*code).unwrap(),
        level: Level::new(level).unwrap(),
        parent: (level > 1).then_some(UnitId(0)),
        households,
        kind: None,
    };
    let grids = households.iter().zip(1..).map(|(count, n)| unit(format!("g-{n}"), 2, *count));
    let units: Vec<Unit> = std::iter::once(unit("s".into(), 1, None)).chain(grids).collect();
    let tree = UnitTree::new(units).unwrap();
    let areas: Vec<Area> = borders.windows(2).map(|pair| column(pair[0], pair[1])).collect();
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let map = GridMap::new(tree.clone(), built.partition).unwrap();
    let outlines = vec![column(borders[0], borders[borders.len() - 1])];
    let text = String::new;
    let drawing = NewDrawing {
        name: text(),
        name_en: text(),
        notice: text(),
        notice_en: text(),
        source: text(),
        valid_from: valid_from.parse().unwrap(),
        tree,
        areas,
        outlines,
    };
    (drawing, map)
}

fn incident(n: usize, lon: i32, occurred: &str) -> (Incident, Option<Code>) {
    let code = |text: &str| Code::try_from(text).unwrap();
    let incident = Incident {
        source: code("test"),
        external: code(&format!("{n}")),
        kind: Kind::try_from("x").unwrap(),
        class: Class::default(),
        state: State::Open,
        at: at(lon, 500),
        occurred: occurred.parse().unwrap(),
        text: None,
    };
    // A stored code that is wrong: counts go by place, never by it.
    (incident, Some(code("g-9")))
}

#[test]
fn parts_add_up_and_go_by_weight() {
    assert_eq!(spread(10, &[1.0, 1.0, 2.0]), [3, 2, 5]);
    assert_eq!(spread(1, &[0.2, 0.5, 0.3]), [0, 1, 0]);
    assert_eq!(spread(7, &[0.0, 0.0]), [0, 0]);
    assert_eq!(spread(0, &[1.0]), [0]);
    for number in 0..50 {
        let parts = spread(number, &[0.1, 0.7, 1e-9, 3.3, 0.7]);
        assert_eq!(parts.iter().sum::<u64>(), number);
    }
}

#[tokio::test]
async fn a_redraw_keeps_its_lineage_with_every_household_and_incident() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    let store = Store::open(file.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
    let entry =
        Entry::new("test", date(2026, 5, 1).to_zoned(jiff::tz::TimeZone::UTC).unwrap().into());
    let (old, old_map) =
        street(&[0, 1_000, 2_000], &[Some(101), None], "2026-01-01T00:00:00+08:00");
    let (new, new_map) =
        street(&[0, 500, 2_000, 2_500], &[None, None, None], "2026-06-01T00:00:00+08:00");
    publish(&store, &old, &old_map, &entry).await.unwrap();
    let places = [100, 200, 700, 1_000, 1_500, 2_200, 9_999];
    let mut incidents: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(n, lon)| incident(n, *lon, "2026-05-31T23:59:59.999+08:00"))
        .collect();
    // Too late by an instant, and too early.
    incidents.push(incident(50, 100, "2026-06-01T00:00:00+08:00"));
    incidents.push(incident(51, 100, "2025-05-31T23:59:59+08:00"));
    store.add_incidents(&incidents, &entry).await.unwrap();
    let id = publish(&store, &new, &new_map, &entry).await.unwrap();

    let lineage = store.lineage(id, None).await.unwrap().unwrap();
    assert_eq!(lineage.given.before, DrawingId(1));
    let told = |level: u8| -> Vec<_> {
        let of_level = lineage.given.shares.iter().filter(|it| it.level.get() == level);
        of_level
            .map(|it| {
                let unit = |unit: Option<UnitId>| unit.map(|unit| unit.0);
                (unit(it.before), unit(it.after), it.households, it.incidents)
            })
            .collect()
    };
    assert_eq!(
        told(2),
        [
            (Some(1), Some(1), 51, 2),
            (Some(1), Some(2), 50, 1),
            // The border at 1000 belongs to the grid to its east.
            (Some(2), Some(2), 0, 2),
            (None, Some(3), 0, 1),
        ]
    );
    assert_eq!(told(1), [(Some(0), Some(0), 101, 5), (None, Some(0), 0, 1)]);
    let shares = &lineage.given.shares;
    let area = |level: u8| -> u64 {
        shares.iter().filter(|it| it.level.get() == level).map(|it| it.area_cm2).sum()
    };
    assert_eq!(area(1), area(2));
    assert!(store.verify().await.unwrap().is_ok());
}
