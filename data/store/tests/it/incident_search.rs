//! A page of incidents is the same whichever index finds it, and follows whoever writes.

use crate::given::{entry, incident, incidents};
use crate::home::on_both;
use jiff::{SignedDuration, Timestamp};
use model::{Bounds, Code, Incident, Kind, Position, State};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use store::{IncidentQuery, StoredIncident};

/// Characters of texts: few, so that what is asked for is found; one, two, three and four bytes each.
const LETTERS: [char; 9] = ['a', 'A', 'b', '噪', '音', ' ', '\'', 'é', '𠮷'];

fn said() -> impl Strategy<Value = Option<String>> {
    let letters = prop::collection::vec(prop::sample::select(&LETTERS), 0..7);
    prop::option::weighted(0.8, letters.prop_map(|letters| letters.into_iter().collect()))
}

fn given() -> impl Strategy<Value = Vec<(Incident, Option<Code>)>> {
    let one = (said(), -5_i32..6, -5_i32..6, 0_i64..40);
    prop::collection::vec(one, 1..60).prop_map(|all| {
        let kept = (0..).zip(all).map(|(k, (text, x, y, minute))| {
            let mut one = incident(k);
            // Steps so small that a box of the index, rounded to 24 bits, holds several.
            let at = Position::from_e7(1_037_500_000 + 3 * x, 360_500_000 + 3 * y);
            one.at = at.unwrap();
            one.occurred = "2026-03-01T00:00:00Z".parse::<Timestamp>().unwrap()
                + SignedDuration::from_mins(minute);
            one.text = text;
            one.kind = Kind::try_from(
                ["噪音 b", "éA音", "占道经营"]
                    [usize::from(x.unsigned_abs() % 3 == 1) + usize::from(y < 0)],
            )
            .unwrap();
            (one, None)
        });
        kept.collect()
    })
}

fn asked() -> impl Strategy<Value = IncidentQuery> {
    let minute = |minute: i64| {
        "2026-03-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    };
    let corner = (-6_i32..7, -6_i32..7);
    let at =
        |(x, y): (i32, i32)| Position::from_e7(1_037_500_000 + 3 * x, 360_500_000 + 3 * y).unwrap();
    let bounds = (corner.clone(), corner).prop_map(move |(a, b)| Bounds {
        min: at((a.0.min(b.0), a.1.min(b.1))),
        max: at((a.0.max(b.0), a.1.max(b.1))),
    });
    let letters = prop::collection::vec(prop::sample::select(&LETTERS), 0..4);
    (
        prop::option::of((0_i64..40).prop_map(minute)),
        prop::option::of((0_i64..40).prop_map(minute)),
        prop::option::of(bounds),
        prop::option::of(letters.prop_map(|letters| letters.into_iter().collect())),
        1_u32..70,
    )
        .prop_map(|(from, to, bounds, text, limit)| IncidentQuery {
            from,
            to,
            bounds,
            text,
            after: None,
            limit,
        })
}

/// Looks at every one.
fn plain(all: &[StoredIncident], query: &IncidentQuery) -> Vec<StoredIncident> {
    let fits = |one: &&StoredIncident| {
        let it = &one.incident;
        let said = |text: &str| {
            let small = |said: &str| said.to_ascii_lowercase().contains(&text.to_ascii_lowercase());
            small(it.kind.as_str()) || small(it.text.as_deref().unwrap_or_default())
        };
        query.from.is_none_or(|from| it.occurred >= from)
            && query.to.is_none_or(|to| it.occurred < to)
            && query.bounds.is_none_or(|bounds| bounds.contains(it.at))
            && query.text.as_deref().is_none_or(said)
    };
    all.iter().filter(fits).take(query.limit as usize).cloned().collect()
}

#[test]
fn every_index_finds_what_a_look_at_all_finds() {
    on_both("search", async |home| {
        let mut runner = TestRunner::new(Config::default());
        let store = home.open().await;
        // So many that the index of texts is asked.
        let many: Vec<_> = (100..2_200)
            .map(|k| {
                let mut one = incident(k);
                one.occurred = "2026-02-28T23:00:00Z".parse().unwrap();
                one.text = None;
                (one, None)
            })
            .collect();
        store.add_incidents(&many, &entry()).await.unwrap();
        for _ in 0..12 {
            let given = given().new_tree(&mut runner).unwrap().current();
            store.add_incidents(&given, &entry()).await.unwrap();
            for also in [
                "",
                MOVED,
                CHANGED,
                "delete from incidents where lat_e7 % 2 = 0 and occurred >= '2026-03-01'",
            ] {
                // Another program writes: the indexes follow the table, not the caller.
                home.meddle(also, also).await.unwrap();
                let every = IncidentQuery { limit: 9_999, ..IncidentQuery::default() };
                let all = store.incidents(&every).await.unwrap();
                for _ in 0..20 {
                    let query = asked().new_tree(&mut runner).unwrap().current();
                    let found = store.incidents(&query).await.unwrap();
                    assert_eq!(found, plain(&all, &query), "{query:?} of {given:?}");
                }
            }
            let all = "delete from incidents where occurred >= '2026-03-01'";
            home.meddle(all, all).await.unwrap();
        }
    });
}

const MOVED: &str = "update incidents set lon_e7 = lon_e7 + 3, lat_e7 = lat_e7 - 3 where id % 3 = 0 and occurred >= '2026-03-01'";
const CHANGED: &str = "update incidents set kind = kind || 'a', text = '噪' || coalesce(text, 'b') where id % 2 = 0 and occurred >= '2026-03-01'";

#[test]
fn what_is_frequent_is_found_in_the_order_of_time() {
    on_both("frequent", async |home| {
        let store = home.open().await;
        // More than are looked at one by one, all in one place and with the same words.
        let given: Vec<_> = (0..20_100)
            .map(|k| {
                let mut one = incident(k);
                one.at = incident(0).at;
                one.text = Some(format!("噪音 {}", if k == 20_050 { "rare" } else { "frequent" }));
                (one, None)
            })
            .collect();
        for chunk in given.chunks(5_000) {
            store.add_incidents(chunk, &entry()).await.unwrap();
        }
        let at = incident(0).at;
        let bounds = Some(Bounds { min: at, max: at });
        for (text, count) in [("噪音", 30), ("frequent", 30), ("RARE", 1), ("音噪", 0)] {
            for bounds in [None, bounds] {
                let text = Some(text.to_owned());
                let query = IncidentQuery { bounds, text, limit: 30, ..IncidentQuery::default() };
                let found = store.incidents(&query).await.unwrap();
                assert_eq!(found.len(), count, "{query:?}");
                assert!(found.is_sorted_by_key(|one| one.incident.occurred));
            }
        }
    });
}

#[test]
fn a_long_text_is_found_by_any_two_of_its_characters() {
    on_both("long", async |home| {
        let store = home.open().await;
        // Characters that never come again, over many pieces of the index.
        let said: String = (0..20_000_u32).filter_map(|k| char::from_u32(0x4e00 + k)).collect();
        let mut given = incidents(0, 2_100);
        for (k, (incident, _)) in given.iter_mut().enumerate() {
            incident.text = (k == 2_050).then(|| said.clone());
        }
        store.add_incidents(&given, &entry()).await.unwrap();
        let said: Vec<char> = said.chars().collect();
        for at in (0..19_998).step_by(37).chain(60..70).chain(120..132) {
            let text = Some(said[at..at + 2].iter().collect());
            let found = store.incidents(&IncidentQuery { text, ..IncidentQuery::default() }).await;
            assert_eq!(found.unwrap().len(), 1, "at {at}");
            let other = [said[at], said[at + 2]].iter().collect();
            let query = IncidentQuery { text: Some(other), ..IncidentQuery::default() };
            assert_eq!(store.incidents(&query).await.unwrap().len(), 0, "at {at}");
        }
    });
}

#[test]
fn years_of_incidents_are_one_table_to_whoever_asks() {
    on_both("years", async |home| {
        let store = home.open().await;
        // Eight years of months, then one in a month that had none, and the ends of time.
        let mut given = incidents(0, 600);
        for (k, (incident, _)) in (0_i64..).zip(&mut given) {
            let day = SignedDuration::from_hours(24 * 5 * k);
            incident.occurred = "2019-01-31T23:59:59.999Z".parse::<Timestamp>().unwrap() + day;
            incident.text = (k % 50 == 7).then(|| "噪音".to_owned());
        }
        let odd = ["1969-12-31T23:59:59.999Z", "1999-12-31T23:59:59.999Z", "2000-01-01T00:00:00Z"];
        let odder = ["2009-05-05T05:05:05Z", "2099-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z"];
        for ((incident, _), at) in given.iter_mut().rev().zip(odd.into_iter().chain(odder)) {
            incident.occurred = at.parse().unwrap();
        }
        let added = store.add_incidents(&given, &entry()).await.unwrap();
        assert!(added.iter().all(|added| added.new));
        // What came before is known whatever month it is now said to be of.
        let (mut again, grid) = given[3].clone();
        again.occurred = "2025-05-05T00:00:00Z".parse().unwrap();
        let known = store.add_incidents(&[(again, grid)], &entry()).await.unwrap();
        assert_eq!((known[0].id, known[0].new), (added[3].id, false));

        let moved = "update incidents set occurred = '2031-07-08T00:00:00.000Z' where id in (5, 6)";
        home.meddle(moved, moved).await.unwrap();
        let gone = "delete from incidents where id = 7";
        home.meddle(gone, gone).await.unwrap();

        let every = IncidentQuery { limit: 9_999, ..IncidentQuery::default() };
        let all = store.incidents(&every).await.unwrap();
        assert_eq!(all.len(), 599);
        assert!(all.is_sorted_by_key(|one| (one.incident.occurred, one.id)));
        for one in &all {
            assert_eq!(store.incident(one.id).await.unwrap().as_ref(), Some(one));
        }
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let corner = all[300].incident.at;
        let bounds = Some(Bounds { min: corner, max: corner });
        for (from, to) in [
            (None, None),
            (at("2020-02-01T00:00:00Z"), None),
            (None, at("2025-12-31T23:59:59.999Z")),
            (at("1999-12-31T23:59:59.999Z"), at("2100-01-01T00:00:00Z")),
            (at("2022-05-05T00:00:00Z"), at("2022-05-05T00:00:00Z")),
        ] {
            for (text, bounds) in [(None, None), (Some("噪音"), None), (None, bounds)] {
                let text = text.map(str::to_owned);
                let mut query = IncidentQuery { from, to, bounds, text, after: None, limit: 9_999 };
                let whole = plain(&all, &query);
                query.limit = 7;
                let mut paged = Vec::new();
                loop {
                    let page = store.incidents(&query).await.unwrap();
                    query.after = page.last().map(|last| last.id);
                    paged.extend(page);
                    if query.after.is_none() {
                        break;
                    }
                }
                assert_eq!(paged, whole, "{query:?}");
            }
            let mut told = 0;
            store.incident_positions(from, to, &mut |some| told += some.len()).await.unwrap();
            let query = IncidentQuery { from, to, limit: 9_999, ..IncidentQuery::default() };
            assert_eq!(told, plain(&all, &query).len());
        }
        let closed = "update incidents set state = 'closed' where id % 2 = 0";
        home.meddle(closed, closed).await.unwrap();
        let all = store.incidents(&every).await.unwrap();
        assert_eq!(store.open_incidents().await.unwrap().len(), open(&all));

        // An older program's schema holds the same, and so does this one's when it comes back.
        store.downgrade(6).await.unwrap();
        let store = home.open().await;
        assert_eq!(store.incidents(&every).await.unwrap(), all);
        assert_eq!(store.open_incidents().await.unwrap().len(), open(&all));
    });
}

fn open(all: &[StoredIncident]) -> usize {
    all.iter().filter(|one| one.incident.state != State::Closed).count()
}
