//! Midnight: a drawing that is in force from then on turns assignment, tiles and pages at once.

use super::doors::guard;
use super::routes;
use super::state::House;
use crate::work::atlas::Atlas;
use crate::work::clock::Clock;
use crate::work::lineage;
use crate::work::watch::Watch;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App, test};
use jiff::{SignedDuration, Timestamp};
use model::{
    Area, Code, Level, Place, PlaceKind, Polygon, Position, Shape, Unit, UnitId, UnitTree,
};
use serde_json::Value;
use spatial::{GridMap, Partition, RepairSettings};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use store::{Entry, NewDrawing, OpenMode, Store, Validity};

fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).unwrap()
}

/// A street of two grids whose border lies at `border`; codes begin with `prefix`.
fn drawing(prefix: &str, border: i32, valid_from: &str) -> (NewDrawing, GridMap) {
    let column = |west: i32, east: i32| {
        let outer = vec![
            at(west, 360_000_000),
            at(east, 360_000_000),
            at(east, 360_100_000),
            at(west, 360_100_000),
        ];
        Area { polygons: vec![Polygon { outer, holes: vec![] }] }
    };
    let unit = |code: &str, level: u8| Unit {
        code: Code::try_from(&*format!("{prefix}{code}")).unwrap(),
        name: format!("{prefix} {code}"),
        level: Level::new(level).unwrap(),
        parent: (level > 1).then_some(UnitId(0)),
        households: Some(100),
        kind: None,
    };
    let (west, east) = (1_037_000_000, 1_037_200_000);
    let areas = vec![column(west, border), column(border, east)];
    let tree = UnitTree::new(vec![unit("s", 1), unit("1", 2), unit("2", 2)]).unwrap();
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let map = GridMap::new(tree.clone(), built.partition).unwrap();
    let drawing = NewDrawing {
        name: format!("town {prefix}"),
        name_en: String::new(),
        notice: String::new(),
        notice_en: String::new(),
        source: String::new(),
        valid_from: valid_from.parse().unwrap(),
        outlines: vec![column(west, east)],
        areas,
        tree,
    };
    (drawing, map)
}

fn office(name: &str) -> Place {
    Place {
        code: Code::try_from("office").unwrap(),
        name: name.to_owned(),
        kind: PlaceKind::ServicePoint,
        shape: Shape::Point(at(1_037_050_000, 360_050_000)),
        public: true,
        hours: None,
        phone: None,
        address: None,
        serves: None,
        category: None,
    }
}

const MIDNIGHT: &str = "2026-06-01T00:00:00+08:00";

struct Town {
    house: Arc<House>,
    hands: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

impl Town {
    /// At noon before the midnight: drawing `a` in force, `b` and a new office published for midnight.
    async fn before_midnight() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.gpkg");
        let store = Store::open(file.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
        let midnight: Timestamp = MIDNIGHT.parse().unwrap();
        let noon = midnight - SignedDuration::from_hours(12);
        let entry = Entry::new("test", noon);
        for (prefix, border, from) in
            [("a", 1_037_100_000, "2026-01-01T00:00:00+08:00"), ("b", 1_037_150_000, MIDNIGHT)]
        {
            let (drawing, map) = drawing(prefix, border, from);
            lineage::publish(&store, &drawing, &map, &entry).await.unwrap();
        }
        store.put_places(&[office("a office")], &entry).await.unwrap();
        let valid = Validity::from(midnight);
        store.put_places_valid(&[office("b office")], valid, &entry).await.unwrap();
        let hands = Arc::new(AtomicI64::new(noon.as_millisecond()));
        let atlas = Atlas::load(&store, noon).await.unwrap();
        let house = Arc::new(House::by(
            Clock::ByHand(Arc::clone(&hands)),
            store,
            atlas,
            store::IntakeLimits::default(),
        ));
        Self { house, hands, _folder: folder }
    }

    /// Sets the clock to so many milliseconds after midnight.
    fn set(&self, after_ms: i64) {
        let midnight: Timestamp = MIDNIGHT.parse().unwrap();
        self.hands.store(midnight.as_millisecond() + after_ms, Ordering::SeqCst);
    }
}

fn letter(text: &str, place: usize) -> char {
    text.chars().nth(place).unwrap()
}

/// Asks every door that shows a drawing; gives the drawings that showed, and whether each answer was of
/// one piece.
async fn shown(house: &Arc<House>) -> Vec<char> {
    let data = Data::from(Arc::clone(house));
    let app = App::new().app_data(data).wrap(from_fn(guard)).configure(routes);
    let app = test::init_service(app).await;
    let mut shown = Vec::new();
    for path in [
        "/api/v1/grids/at?lon=103.712&lat=36.005",
        "/api/v1/units?level=2",
        "/api/v1/city",
        "/tiles/grids.json",
        "/api/v1/service-points",
    ] {
        let request = test::TestRequest::with_uri(path).to_request();
        let body = test::call_and_read_body(&app, request).await;
        let told: Value = serde_json::from_slice(&body).unwrap();
        shown.push(match path.split(['?', '.']).next().unwrap() {
            "/api/v1/grids/at" => {
                let grid = told["grid"]["code"].as_str().unwrap();
                // East of the one border and west of the other.
                assert!(grid == "a2" || grid == "b1", "{told}");
                let served = told["served_by"][0]["name"].as_str().unwrap();
                assert_eq!(letter(served, 0), letter(grid, 0), "{told}");
                letter(grid, 0)
            }
            "/api/v1/units" => letter(told["units"][0]["code"].as_str().unwrap(), 0),
            "/tiles/grids" => {
                let address = told["tiles"][0].as_str().unwrap();
                let name = told["name"].as_str().unwrap();
                let version = address.split(['@', '/']).find(|part| part.len() == 16).unwrap();
                let path = format!("/tiles/grids@{version}/12/3227/1610");
                let tile = test::TestRequest::with_uri(&path).to_request();
                let tile = test::call_service(&app, tile).await.status();
                // The instant may come between the two requests: the old address stays good.
                assert!(tile.is_success(), "{tile}");
                letter(name, 5)
            }
            "/api/v1/city" => letter(told["name"].as_str().unwrap(), 5),
            _ => letter(told["service_points"][0]["name"].as_str().unwrap(), 0),
        });
    }
    shown
}

#[actix_web::test]
async fn midnight_turns_everything_at_once() {
    let town = Town::before_midnight().await;
    let mut watch = Watch::default();
    let mut heard = town.house.events.listen();
    watch.look(&town.house).await.unwrap();
    assert_eq!(town.house.prepared(), None, "half a day is not soon");
    town.set(-600_000);
    watch.look(&town.house).await.unwrap();
    assert_eq!(town.house.prepared(), Some(MIDNIGHT.parse().unwrap()));
    assert!(heard.try_recv().is_err());
    town.set(-1);
    assert_eq!(shown(&town.house).await, ['a'; 5]);
    // Nobody looks at the clock but the requests themselves.
    town.set(0);
    assert_eq!(shown(&town.house).await, ['b'; 5]);
    watch.look(&town.house).await.unwrap();
    assert_eq!(heard.try_recv().unwrap().name, "tiles-changed");
    watch.look(&town.house).await.unwrap();
    assert!(heard.try_recv().is_err(), "it is told once");
    assert_eq!(town.house.prepared(), None);
    assert_eq!(shown(&town.house).await, ['b'; 5]);
    // As of days that are gone, the old town is there.
    let yesterday = town.house.ground_on(Some("2026-05-31")).await.unwrap();
    assert_eq!(yesterday.names.name, "town a");
    let places = town.house.places_on(Some("2026-05-31")).await.unwrap();
    assert_eq!(places.all()[0].name, "a office");
    let today = town.house.ground_on(Some("2026-06-01")).await.unwrap();
    assert_eq!(today.names.name, "town b");
}

#[actix_web::test]
async fn requests_around_midnight_never_mix_two_drawings() {
    let town = Town::before_midnight().await;
    let mut watch = Watch::default();
    watch.look(&town.house).await.unwrap();
    town.set(-1_000);
    watch.look(&town.house).await.unwrap();
    let turned = AtomicBool::new(false);
    let asks = async {
        let mut before_and_after = [0, 0];
        while before_and_after[1] < 20 {
            let already = turned.load(Ordering::SeqCst);
            let shown = shown(&town.house).await;
            // Answers from memory wait for nothing: the other half must get its turn.
            tokio::task::yield_now().await;
            // In the order of asking: once the new one shows, the old one never does.
            assert!(shown.is_sorted(), "{shown:?}");
            assert!(!already || shown == ['b'; 5], "{shown:?}");
            before_and_after[usize::from(already)] += 1;
        }
        assert!(before_and_after[0] > 0);
    };
    let turns = async {
        for step in -20..=0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
            town.set(step);
        }
        turned.store(true, Ordering::SeqCst);
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(5)).await;
            watch.look(&town.house).await.unwrap();
        }
    };
    tokio::join!(asks, turns);
}

#[actix_web::test]
async fn a_change_that_comes_late_is_in_what_was_made_ready() {
    let town = Town::before_midnight().await;
    let mut watch = Watch::default();
    watch.look(&town.house).await.unwrap();
    town.set(-2_000);
    watch.look(&town.house).await.unwrap();
    let entry = Entry::new("test", town.house.now());
    let valid = Validity::from(MIDNIGHT.parse().unwrap());
    town.house.store.put_places_valid(&[office("b late")], valid, &entry).await.unwrap();
    watch.look(&town.house).await.unwrap();
    town.set(0);
    assert_eq!(town.house.atlas().places[0].name, "b late");
    // And one that comes too late is served as soon as it is seen.
    let (drawing, map) = drawing("c", 1_037_120_000, MIDNIGHT);
    lineage::publish(&town.house.store, &drawing, &map, &entry).await.unwrap();
    watch.look(&town.house).await.unwrap();
    assert_eq!(town.house.ground().unwrap().names.name, "town c");
}
