//! Service points by a clock that is set by hand: days off, working weekends, midnight, New Year, market days.

use crate::http::doors::guard;
use crate::http::routes;
use crate::http::state::House;
use crate::work::atlas::Atlas;
use crate::work::clock::Clock;
use crate::work::watch::Watch;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App, test};
use jiff::Timestamp;
use model::{Area, Code, Place, PlaceKind, Polygon, Position, Shape};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Entry, OpenMode, Store};

const OFFICE: &str = "Mo-Fr 09:00-12:00,14:00-17:30";
const MARKET: &str = "@ lunar ending 3,6,9 08:00-13:00 \"赶集日\"";

struct Town {
    house: Arc<House>,
    hands: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

fn place(code: &str, lon: i32, hours: &str, category: &str) -> Place {
    Place {
        code: Code::try_from(code).unwrap(),
        name: format!("点{code}"),
        kind: PlaceKind::ServicePoint,
        shape: Shape::Point(Position::from_e7(lon, 360_000_000).unwrap()),
        public: true,
        hours: Some(hours.to_owned()),
        phone: None,
        address: None,
        serves: None,
        category: Some(category.to_owned()),
    }
}

impl Town {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.gpkg");
        let store = Store::open(file.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
        let begin: Timestamp = "2026-01-01T00:00:00+08:00".parse().unwrap();
        let hidden = Place {
            public: false,
            kind: PlaceKind::KeyPlace,
            ..place("hidden", 1_037_000_000, "24/7", "x")
        };
        let places = [
            place("office", 1_037_000_000, OFFICE, "政务服务大厅"),
            place("device", 1_037_100_000, "24/7", "24小时自助服务设备"),
            place("market", 1_037_200_000, MARKET, "巡回审判站点"),
            place("late", 1_037_300_000, "Mo-Su 18:00-02:00", "夜间"),
            hidden,
        ];
        store.put_places(&places, &Entry::new("test", begin)).await.unwrap();
        let hands = Arc::new(AtomicI64::new(begin.as_millisecond()));
        let atlas = Atlas::load(&store, begin).await.unwrap();
        let clock = Clock::ByHand(Arc::clone(&hands));
        let house = Arc::new(House::by(clock, store, atlas, store::IntakeLimits::default()));
        Self { house, hands, _folder: folder }
    }

    fn set(&self, local: &str) {
        let at: Timestamp = format!("{local}+08:00").parse().unwrap();
        self.hands.store(at.as_millisecond(), Ordering::SeqCst);
    }

    async fn text(&self, path: &str) -> (StatusCode, String) {
        let app = App::new().app_data(Data::from(Arc::clone(&self.house)));
        let app = test::init_service(app.wrap(from_fn(guard)).configure(routes)).await;
        let request = test::TestRequest::with_uri(path).to_request();
        let answer = test::call_service(&app, request).await;
        let status = answer.status();
        (status, String::from_utf8(test::read_body(answer).await.to_vec()).unwrap())
    }

    async fn points(&self, query: &str) -> Vec<Value> {
        let (status, body) = self.text(&format!("/api/v1/service-points?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let told: Value = serde_json::from_str(&body).unwrap();
        told["service_points"].as_array().unwrap().clone()
    }

    async fn codes(&self, query: &str) -> Vec<String> {
        let points = self.points(query).await;
        points.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    }

    async fn point(&self, code: &str) -> Value {
        let points = self.points("days=8").await;
        points.into_iter().find(|it| it["code"] == code).unwrap()
    }
}

#[actix_web::test]
async fn a_day_off_and_a_working_saturday_are_known() {
    let town = Town::new().await;
    town.set("2026-10-06T10:00:00");
    let office = town.point("office").await;
    assert_eq!(office["open"], false);
    assert_eq!(office["opens_again"], "2026-10-08T09:00:00+08:00");
    assert_eq!(office["state_text"]["zh"], "周四09:00再开");
    assert_eq!(office["state_text"]["en"], "opens again Thursday 09:00");
    assert_eq!(office["days"][4]["date"], "2026-10-10");
    assert_eq!(office["days"][4]["notice"], "work");
    assert_eq!(office["days"][4]["open"][1]["to"], "17:30");
    town.set("2026-10-07T10:00:00");
    assert_eq!(town.point("office").await["open"], false);
    town.set("2026-10-10T11:40:00");
    let office = town.point("office").await;
    assert_eq!(office["open"], true);
    assert_eq!(office["closing_soon"], true);
    assert_eq!(office["closes"], "2026-10-10T12:00:00+08:00");
    assert_eq!(office["state_text"]["en"], "closes in 20 min");
    assert!(!town.codes("open=at:2026-10-06T10:00").await.contains(&"office".to_owned()));
    assert!(town.codes("open=at:2026-10-10T10:00").await.contains(&"office".to_owned()));
    assert!(town.codes("open=at:2026-10-10T02:00:00Z").await.contains(&"office".to_owned()));
}

#[actix_web::test]
async fn midnight_and_new_year_are_minutes_like_others() {
    let town = Town::new().await;
    town.set("2026-12-31T23:50:00");
    let late = town.point("late").await;
    assert_eq!(late["closes"], "2027-01-01T02:00:00+08:00");
    assert_eq!(late["state_text"]["zh"], "开放至明天02:00");
    town.set("2027-01-01T00:00:00");
    assert_eq!(town.point("late").await["open"], true);
    town.set("2027-01-01T02:00:00");
    let late = town.point("late").await;
    assert_eq!(
        (&late["open"], &late["opens_again"]),
        (&Value::Bool(false), &Value::from("2027-01-01T18:00:00+08:00"))
    );
    assert_eq!(town.point("device").await["closes"], Value::Null);
    assert_eq!(town.point("device").await["state_text"]["en"], "always open");
    town.set("2026-01-01T08:00:00");
    assert_eq!(town.point("office").await["opens_again"], "2026-01-04T09:00:00+08:00");
}

#[actix_web::test]
async fn market_days_go_by_the_moon() {
    let town = Town::new().await;
    // Day 3 of the first month of 2026.
    town.set("2026-02-19T09:00:00");
    assert_eq!(town.point("market").await["open"], true);
    town.set("2026-02-20T09:00:00");
    assert_eq!(town.point("market").await["opens_again"], "2026-02-22T08:00:00+08:00");
}

#[actix_web::test]
async fn what_one_needs_is_found_by_walking_time() {
    let town = Town::new().await;
    town.set("2026-11-22T10:00:00");
    let near = "near=103.7045,36.0";
    assert_eq!(town.codes(near).await, ["office", "device", "market", "late"]);
    let points = town.points(&format!("{near}&limit=1")).await;
    // 406 m, lengthened by 30 percent, at 5 km/h.
    let walk = points[0]["walk_s"].as_u64().unwrap();
    assert!((370..390).contains(&walk), "{walk}");
    let (_, body) = town.text(&format!("/api/v1/service-points?{near}")).await;
    let told: Value = serde_json::from_str(&body).unwrap();
    assert!(told["estimate"].as_str().unwrap().contains("straight lines"));
    assert_eq!(town.codes(&format!("{near}&open=now")).await, ["device"]);
    assert_eq!(town.codes("item=print-certificates").await, ["device", "office"]);
    assert_eq!(town.codes("item=print-certificates&open=now").await, ["device"]);
    for wrong in ["item=magic", "open=later", "open=at:noon", "days=0", "days=32"] {
        let (status, body) = town.text(&format!("/api/v1/service-points?{wrong}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {body}");
    }
    let (_, items) = town.text("/api/v1/service-items").await;
    assert!(items.contains("print-certificates") && items.contains("证明打印"));
}

#[actix_web::test]
async fn a_mobile_service_comes_to_who_is_in_its_area() {
    let town = Town::new().await;
    let corner = |lon, lat| Position::from_e7(lon, lat).unwrap();
    let (west, east, south, north) = (1_030_000_000, 1_040_000_000, 355_000_000, 365_000_000);
    let outer =
        vec![corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
    let area = Area { polygons: vec![Polygon { outer, holes: vec![] }] };
    let mobile = Place {
        shape: Shape::Area(area),
        ..place("horseback", 1_037_000_000, "Mo-Su 08:00-18:00", "流动调解")
    };
    let entry = Entry::new("test", town.house.now());
    town.house.store.put_places(&[mobile], &entry).await.unwrap();
    town.house.swap(Atlas::load(&town.house.store, town.house.now()).await.unwrap());
    let first = town.points("near=103.705,36.0&limit=1").await.remove(0);
    assert_eq!([&first["code"], &first["mobile"]], [&Value::from("horseback"), &Value::Bool(true)]);
    assert_eq!([&first["walk_s"], &first["distance_m"]], [0, 0]);
    let outside = town.codes("near=104.2,36.0").await;
    assert_eq!(outside[..4], ["late", "market", "device", "office"]);
}

#[actix_web::test]
async fn a_feed_tells_market_days_and_changed_hours_of_public_points_only() {
    let town = Town::new().await;
    town.set("2026-02-20T09:00:00");
    let (status, feed) = town.text("/calendar/market.ics").await;
    assert_eq!(status, StatusCode::OK);
    let begins: Vec<&str> =
        feed.lines().filter_map(|line| line.strip_prefix("DTSTART;TZID=Asia/Shanghai:")).collect();
    let at = begins.iter().position(|it| *it == "20260219T080000").unwrap();
    assert_eq!(begins[at + 1..at + 3], ["20260222T080000", "20260225T080000"]);
    assert!((105..125).contains(&begins.len()), "{} in a year and a month", begins.len());
    assert!(feed.contains("SUMMARY:赶集日 · 点market\r\n"));
    town.set("2026-02-27T23:00:00");
    assert_eq!(town.text("/calendar/market.ics").await.1, feed, "the same all month long");
    town.set("2026-10-01T09:00:00");
    let (_, feed) = town.text("/calendar/office.ics?lang=en").await;
    assert!(feed.contains("DTSTART;VALUE=DATE:20261006\r\n"), "closed that day");
    assert!(feed.contains("DTSTART;TZID=Asia/Shanghai:20261010T090000\r\n"), "worked that day");
    assert!(feed.contains("SUMMARY:Open: make-up workday"));
    let (_, device) = town.text("/calendar/device.ics").await;
    assert!(!device.contains("VEVENT"));
    for none in ["/calendar/hidden.ics", "/calendar/nobody.ics"] {
        assert_eq!(town.text(none).await.0, StatusCode::NOT_FOUND, "{none}");
    }
    assert_eq!(town.text("/calendar/office.ics?lang=fr").await.0, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn an_imported_calendar_applies_to_a_running_service() {
    let town = Town::new().await;
    town.set("2026-11-22T10:00:00");
    let mut watch = Watch::default();
    watch.look(&town.house).await.unwrap();
    assert_eq!(town.codes("open=at:2027-01-04T10:00").await, ["device", "office"]);
    let (calendar, _) = exchange::read_day_calendar("2027-01-04,off,x".as_bytes()).unwrap();
    let entry = Entry::new("test", town.house.now());
    crate::work::hours::keep(&town.house.store, &calendar, &entry).await.unwrap();
    watch.look(&town.house).await.unwrap();
    assert_eq!(town.codes("open=at:2027-01-04T10:00").await, ["device"]);
    let almanac = &town.house.atlas().almanac;
    assert_eq!(crate::work::hours::missing_year(almanac, town.house.now()), None);
}
