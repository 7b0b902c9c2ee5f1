//! Many at once. Says how long it took; asserts only that all of it is there.
//!
//! Small by default; `GRIDBEAT_TEST_BULK=100000` takes in that many incidents, and a tenth of it in
//! grids.

use crate::given::{code, entry, incidents, square};
use crate::home::on_both;
use model::{Area, Level, Unit, UnitId, UnitTree};
use std::time::Instant;
use store::{IncidentQuery, NewDrawing};

fn town(grids: u32) -> NewDrawing {
    let unit = |n: u32, level, parent: Option<u32>| Unit {
        code: code(&format!("{level}-{n:06}")),
        name: format!("网格 {n}"),
        level: Level::new(level).unwrap(),
        parent: parent.map(UnitId),
        households: Some(n),
        kind: None,
    };
    let mut units = vec![unit(0, 1, None)];
    units.extend((0..grids).map(|n| unit(n, 2, Some(0))));
    let area = |n: u32| {
        let n = i32::try_from(n).unwrap();
        let mut polygon = square(n % 100, n / 100, 1);
        // About as many points as a real grid has.
        let (from, to) = (polygon.outer[0], polygon.outer[1]);
        let step = |k: i32| from.lon_e7() + (to.lon_e7() - from.lon_e7()) / 60 * k;
        let side: Vec<_> =
            (1..60).map(|k| crate::given::at(step(k), from.lat_e7() + k % 7)).collect();
        polygon.outer.splice(1..1, side);
        Area { polygons: vec![polygon] }
    };
    NewDrawing {
        tree: UnitTree::new(units).unwrap(),
        areas: (0..grids).map(area).collect(),
        outlines: vec![Area { polygons: vec![square(0, 0, 100)] }],
        ..crate::given::drawing("2026-06-01T00:00:00Z")
    }
}

#[test]
fn many_go_in_and_come_back() {
    let many =
        std::env::var("GRIDBEAT_TEST_BULK").ok().and_then(|n| n.parse().ok()).unwrap_or(5000);
    let (given, town) = (incidents(0, many), town(many / 10));
    on_both("bulk", async |home| {
        let store = home.open().await;
        let mut clock = Instant::now();
        let mut lap = |what: &str| {
            let kind = if home.is_file() { "GeoPackage" } else { "PostGIS" };
            eprintln!("{kind}: {what}: {:?}", clock.elapsed());
            clock = Instant::now();
        };
        store.publish_drawing(&town, &entry()).await.unwrap();
        lap(&format!("{} grids in", many / 10));
        let found = store.drawing_at(entry().at).await.unwrap().unwrap();
        lap("the same out");
        assert_eq!(found.areas, town.areas);
        assert_eq!(found.tree, town.tree);
        store.add_incidents(&given, &entry()).await.unwrap();
        lap(&format!("{many} incidents in"));
        let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
        let found = store.incidents(&query).await.unwrap();
        lap("the same out");
        assert!(found.iter().map(|f| (&f.incident, &f.grid)).eq(given.iter().map(|(i, g)| (i, g))));
        let again = store.add_incidents(&given, &entry()).await.unwrap();
        lap("the same in again");
        assert!(again.iter().all(|added| !added.new));
        store.incident_days(jiff::tz::Offset::constant(8), 60).await.unwrap();
        lap("days");
        for (incident, grid) in incidents(many, many + 100) {
            store.add_incidents(&[(incident, grid)], &entry()).await.unwrap();
        }
        lap("100 incidents in, one by one");
        store.seal().await.unwrap();
    });
}
