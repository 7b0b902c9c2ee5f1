//! Places are replaced by code, filtered by kind and by who may see them.

use crate::given::{self, at, entry, place};
use crate::home::on_both;
use model::{Area, PlaceKind, Polygon, Shape};
use store::{PlaceFilter, StoreError};

#[test]
fn places_come_back_identical_by_code() {
    on_both("places", async |home| {
        let store = home.open().await;
        let mut places = given::places();
        places.reverse();
        store.put_places(&places, &entry()).await.unwrap();
        places.reverse();
        assert_eq!(store.places(&PlaceFilter::default()).await.unwrap(), places);
        store.put_places(&[], &entry()).await.unwrap();
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 1);
    });
}

#[test]
fn a_known_code_is_replaced_and_the_log_tells_before_and_after() {
    on_both("replace", async |home| {
        let store = home.open().await;
        let mut places = given::places();
        store.put_places(&places, &entry()).await.unwrap();
        "新名".clone_into(&mut places[1].name);
        places[1].shape = Shape::Point(at(1, 2));
        places[1].public = true;
        places[1].hours = None;
        let new = place("d-1", PlaceKind::Base, false, Shape::Point(at(3, 4)));
        store.put_places(&[places[1].clone(), new.clone()], &entry()).await.unwrap();
        places.push(new);
        assert_eq!(store.places(&PlaceFilter::default()).await.unwrap(), places);

        let log = store.changes(1, 10).await.unwrap();
        let what: serde_json::Value = serde_json::from_str(&log[0].what).unwrap();
        assert_eq!((&what["places"], &what["new"]), (&2.into(), &1.into()));
        assert_eq!(what["before"].as_array().unwrap().len(), 1);
        assert_eq!(what["before"][0]["name"], "地点 b-1");
        assert_eq!(what["after"][0]["name"], "新名");
    });
}

#[test]
fn a_filter_takes_kinds_and_what_the_public_may_see() {
    on_both("filter", async |home| {
        let store = home.open().await;
        store.put_places(&given::places(), &entry()).await.unwrap();
        let codes = async |kinds: &[PlaceKind], public_only| {
            let filter = PlaceFilter { kinds: kinds.to_vec(), public_only, at: None };
            let found = store.places(&filter).await.unwrap();
            found.iter().map(|place| place.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&[], true).await, ["a-1", "c-1"]);
        assert_eq!(codes(&[PlaceKind::PatrolLine], false).await, ["b-1"]);
        assert_eq!(codes(&[PlaceKind::PatrolLine, PlaceKind::ServicePoint], true).await, ["a-1"]);
        assert_eq!(codes(&[PlaceKind::Base], false).await, Vec::<String>::new());
    });
}

#[test]
fn many_places_go_in_at_once_and_twice() {
    on_both("many_places", async |home| {
        let store = home.open().await;
        let many: Vec<_> = (0..2500)
            .map(|n| {
                let shape = Shape::Point(at(n, -n));
                place(&format!("p-{n:05}"), PlaceKind::Facility, n % 2 == 0, shape)
            })
            .collect();
        store.put_places(&many[..1700], &entry()).await.unwrap();
        store.put_places(&many, &entry()).await.unwrap();
        assert_eq!(store.places(&PlaceFilter::default()).await.unwrap(), many);
        let log = store.changes(1, 1).await.unwrap();
        assert_eq!(log[0].what, r#"{"places":2500,"new":800}"#);
    });
}

#[test]
fn a_place_that_cannot_be_kept_is_refused_with_all_the_others() {
    on_both("bad_place", async |home| {
        let store = home.open().await;
        let good = given::places();
        let with = |shape| place("z", PlaceKind::KeyPlace, true, shape);
        let thin = Polygon { outer: vec![at(0, 0), at(1, 1)], holes: vec![] };
        let mut long = good[0].clone();
        long.code = given::code("long");
        long.address = Some("号".repeat(1366));
        let bad = [
            good[0].clone(),
            with(Shape::Line(vec![at(0, 0)])),
            with(Shape::Area(Area::default())),
            with(Shape::Area(Area { polygons: vec![thin] })),
            long,
        ];
        for bad in bad {
            let mut places = good.clone();
            places.push(bad);
            let refused = store.put_places(&places, &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.places(&PlaceFilter::default()).await.unwrap(), []);
    });
}
