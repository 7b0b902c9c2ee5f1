//! Places as of a date: what is so, what was so, what will be.

use crate::given::{at, code, entry, place, time};
use crate::home::on_both;
use jiff::Timestamp;
use model::{Place, PlaceKind, Shape};
use store::{Entry, PlaceFilter, Store, StoreError, Validity};

fn office(name: &str) -> Place {
    let shape = Shape::Point(at(1_037_000_000, 360_000_000));
    Place { name: name.to_owned(), ..place("o-1", PlaceKind::ServicePoint, true, shape) }
}

async fn named(store: &Store, at: Option<&str>) -> Vec<String> {
    let filter = PlaceFilter { at: at.map(time), ..PlaceFilter::default() };
    let found = store.places(&filter).await.unwrap();
    found.into_iter().map(|place| place.name).collect()
}

fn by(at: &str) -> Entry {
    Entry::new("tester", time(at))
}

const JANUARY: &str = "2026-01-01T00:00:00+08:00";
const MARCH: &str = "2026-03-01T00:00:00+08:00";
const MAY: &str = "2026-05-01T00:00:00+08:00";
const JULY: &str = "2026-07-01T00:00:00+08:00";

fn period(from: &str, to: Option<&str>) -> Validity {
    Validity { from: Some(time(from)), to: to.map(time) }
}

#[test]
fn a_place_is_read_as_of_a_date_to_the_instant() {
    on_both("as_of", async |home| {
        let store = home.open().await;
        store.put_places(&[office("old")], &by(JANUARY)).await.unwrap();
        store.put_places(&[office("new")], &by(MARCH)).await.unwrap();
        // What says nothing new makes no period of its own.
        store.put_places(&[office("new")], &by(MAY)).await.unwrap();
        let before = time(MARCH) - jiff::SignedDuration::from_millis(1);
        assert_eq!(named(&store, None).await, ["new"]);
        assert_eq!(named(&store, Some("1999-01-01T00:00:00Z")).await, ["old"]);
        assert_eq!(named(&store, Some(&before.to_string())).await, ["old"]);
        assert_eq!(named(&store, Some(MARCH)).await, ["new"]);
        assert_eq!(named(&store, Some(JULY)).await, ["new"]);
        let history = store.place_history(&code("o-1")).await.unwrap();
        let told: Vec<_> = history.iter().map(|it| (&*it.place.name, it.valid)).collect();
        let march = Some(time(MARCH));
        assert_eq!(
            told,
            [
                ("old", Validity { from: None, to: march }),
                ("new", Validity { from: march, to: None }),
            ]
        );
        assert_eq!(history[1].recorded, march);
        assert_eq!(store.place_history(&code("none")).await.unwrap(), []);
    });
}

#[test]
fn what_is_to_come_is_not_there_yet_and_what_ended_is_no_more() {
    on_both("to_come", async |home| {
        let store = home.open().await;
        store.put_places(&[office("old")], &by(JANUARY)).await.unwrap();
        let to_come = period(MAY, Some(JULY));
        store.put_places_valid(&[office("summer")], to_come, &by(JANUARY)).await.unwrap();
        assert_eq!(named(&store, Some(MARCH)).await, ["old"]);
        assert_eq!(named(&store, Some(MAY)).await, ["summer"]);
        assert_eq!(named(&store, Some(JULY)).await, Vec::<String>::new());
        assert_eq!(store.next_instant(time(JANUARY)).await.unwrap(), Some(time(MAY)));
        assert_eq!(store.next_instant(time(MAY)).await.unwrap(), Some(time(JULY)));
        assert_eq!(store.next_instant(time(JULY)).await.unwrap(), None);
        // Known better: it begins in March already, and does not end.
        store
            .put_places_valid(&[office("spring")], period(MARCH, None), &by(JANUARY))
            .await
            .unwrap();
        let history = store.place_history(&code("o-1")).await.unwrap();
        let names: Vec<&str> = history.iter().map(|it| &*it.place.name).collect();
        assert_eq!(names, ["old", "spring"]);
        let ended = store.end_places(&[code("o-1"), code("x")], time(JULY), &by(JANUARY)).await;
        assert_eq!(ended.unwrap(), 1);
        assert_eq!(store.end_places(&[code("o-1")], time(JULY), &entry()).await.unwrap(), 0);
        assert_eq!(named(&store, Some(MAY)).await, ["spring"]);
        assert_eq!(named(&store, Some(JULY)).await, Vec::<String>::new());
        assert!(store.verify().await.unwrap().is_ok());
    });
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    on_both("backwards", async |home| {
        let store = home.open().await;
        for (from, to) in [(MAY, MARCH), (MAY, MAY)] {
            let refused =
                store.put_places_valid(&[office("x")], period(from, Some(to)), &entry()).await;
            assert!(matches!(refused, Err(StoreError::Invalid { .. })));
        }
        assert_eq!(store.places(&PlaceFilter::default()).await.unwrap(), []);
        assert_eq!(store.changes(0, 10).await.unwrap(), []);
    });
}

/// What the store does, on a list: the newest statement about an instant wins.
#[derive(Default)]
struct Twin(Vec<(Validity, String)>);

impl Twin {
    fn put(&mut self, name: &str, valid: Validity) {
        self.0.push((valid, name.to_owned()));
    }

    /// A statement also says that nothing before it holds from its beginning on.
    fn at(&self, at: Timestamp) -> Option<&str> {
        let (valid, name) =
            self.0.iter().rfind(|(valid, _)| valid.from.is_none_or(|from| from <= at))?;
        valid.holds(at).then_some(&**name)
    }
}

#[test]
fn any_order_of_periods_is_read_as_its_slow_twin_reads_it() {
    on_both("any_order", async |home| {
        let store = home.open().await;
        let mut twin = Twin::default();
        let day = |n: u64| time(JANUARY) + jiff::SignedDuration::from_hours(24 * n.cast_signed());
        // A small generator (Knuth's constants): the same sequence on every run.
        let mut state = 7_u64;
        let mut draw = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for step in 0..30 {
            let from = (draw(8) > 0).then(|| draw(12));
            let to = (draw(3) == 0).then(|| from.unwrap_or(0) + 1 + draw(5));
            let valid = Validity { from: from.map(day), to: to.map(day) };
            let name = format!("n{step}");
            store.put_places_valid(&[office(&name)], valid, &entry()).await.unwrap();
            twin.put(&name, valid);
            for n in 0..20 {
                let found = named(&store, Some(&day(n).to_string())).await;
                assert_eq!(found.first().map(String::as_str), twin.at(day(n)), "{step} {n}");
                assert!(found.len() < 2);
            }
        }
    });
}
