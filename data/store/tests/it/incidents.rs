//! Incidents are taken in once, in whole batches, and found by time, box and number.

use crate::given::{self, at, entry, incident, incidents, time};
use crate::home::on_both;
use jiff::tz::Offset;
use model::{Bounds, Incident};
use store::{Added, IncidentId, IncidentQuery, Store, StoreError};

async fn all(store: &Store) -> Vec<Incident> {
    let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    store.incidents(&query).await.unwrap().into_iter().map(|found| found.incident).collect()
}

#[test]
fn incidents_come_back_identical_and_are_taken_in_once() {
    on_both("incidents", async |home| {
        let store = home.open().await;
        let first = incidents(0, 20);
        let added = store.add_incidents(&first, &entry()).await.unwrap();
        let expected = (1..=20).map(|n| Added { id: IncidentId(n), new: true });
        assert_eq!(added, expected.collect::<Vec<_>>());
        for (n, (incident, grid)) in (1..).zip(&first) {
            let found = store.incident(IncidentId(n)).await.unwrap().unwrap();
            assert_eq!((&found.incident, &found.grid), (incident, grid));
            assert_eq!(found.recorded, entry().at);
        }
        assert_eq!(store.incident(IncidentId(21)).await.unwrap(), None);

        // Half known, one twice in the same call, in an odd order.
        let mut mixed = incidents(15, 25);
        mixed.reverse();
        mixed.push(mixed[0].clone());
        mixed[9].0.text = Some("other words".to_owned());
        let added = store.add_incidents(&mixed, &entry()).await.unwrap();
        let ids: Vec<u64> = added.iter().map(|added| added.id.0).collect();
        assert_eq!(ids, [21, 22, 23, 24, 25, 20, 19, 18, 17, 16, 21]);
        assert_eq!(added.iter().filter(|added| added.new).count(), 5);
        // The first report stands.
        let kept = store.incident(IncidentId(16)).await.unwrap().unwrap();
        assert_eq!(kept.incident, incident(15));

        // Nothing new: nothing written, no number used up.
        assert_eq!(store.add_incidents(&first, &entry()).await.unwrap()[19].id, IncidentId(20));
        assert_eq!(store.add_incidents(&[], &entry()).await.unwrap(), []);
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 2);
        let next = store.add_incidents(&incidents(30, 31), &entry()).await.unwrap();
        assert_eq!(next, [Added { id: IncidentId(26), new: true }]);
    });
}

#[test]
fn a_query_is_half_open_in_time_closed_in_space_and_pages_without_loss() {
    on_both("query", async |home| {
        let store = home.open().await;
        // Taken in back to front, so that numbers and times disagree.
        let mut given = incidents(0, 300);
        given.reverse();
        store.add_incidents(&given, &entry()).await.unwrap();
        let of = |n: u32| incident(n).occurred;

        let query =
            IncidentQuery { from: Some(of(10)), to: Some(of(20)), ..IncidentQuery::default() };
        let found: Vec<_> =
            store.incidents(&query).await.unwrap().into_iter().map(|f| f.incident).collect();
        assert_eq!(found, (10..20).map(incident).collect::<Vec<_>>());

        let bounds = Bounds { min: incident(40).at, max: incident(49).at };
        let query = IncidentQuery { bounds: Some(bounds), ..IncidentQuery::default() };
        let found: Vec<_> =
            store.incidents(&query).await.unwrap().into_iter().map(|f| f.incident).collect();
        assert_eq!(found, (40..50).map(incident).collect::<Vec<_>>());

        let mut paged = Vec::new();
        let mut query = IncidentQuery { limit: 7, ..IncidentQuery::default() };
        loop {
            let page = store.incidents(&query).await.unwrap();
            let Some(last) = page.last() else { break };
            query.after = Some(last.id);
            paged.extend(page.into_iter().map(|found| found.incident));
        }
        assert_eq!(paged, all(&store).await);
        assert_eq!(paged, (0..300).map(incident).collect::<Vec<_>>());

        query.after = Some(IncidentId(999));
        let unknown = store.incidents(&query).await.unwrap_err();
        assert!(matches!(unknown, StoreError::Unknown { .. }), "{unknown}");
    });
}

#[test]
fn incidents_of_one_instant_page_by_number() {
    on_both("instant", async |home| {
        let store = home.open().await;
        let mut given = incidents(0, 10);
        for (incident, _) in &mut given {
            incident.occurred = time("2026-03-01T00:00:00Z");
        }
        store.add_incidents(&given, &entry()).await.unwrap();
        let mut query = IncidentQuery { limit: 3, ..IncidentQuery::default() };
        let mut ids = Vec::new();
        loop {
            let page = store.incidents(&query).await.unwrap();
            let Some(last) = page.last() else { break };
            query.after = Some(last.id);
            ids.extend(page.iter().map(|found| found.id.0));
        }
        assert_eq!(ids, (1..=10).collect::<Vec<_>>());
    });
}

#[test]
fn days_are_local_and_newest_first() {
    on_both("days", async |home| {
        let store = home.open().await;
        let mut given = incidents(0, 4);
        // The first two fall on different days in Shanghai and on one day in UTC.
        for ((incident, _), when) in given.iter_mut().zip([
            "2026-03-01T15:59:59.999Z",
            "2026-03-01T16:00:00Z",
            "2026-03-02T03:00:00Z",
            "1969-12-31T18:00:00Z",
        ]) {
            incident.occurred = time(when);
        }
        store.add_incidents(&given, &entry()).await.unwrap();
        let days = async |offset, limit| {
            let days = store.incident_days(offset, limit).await.unwrap();
            days.into_iter().map(|(day, count)| format!("{day}:{count}")).collect::<Vec<_>>()
        };
        let shanghai = Offset::constant(8);
        assert_eq!(days(shanghai, 9).await, ["2026-03-02:2", "2026-03-01:1", "1970-01-01:1"]);
        assert_eq!(days(shanghai, 1).await, ["2026-03-02:2"]);
        assert_eq!(days(Offset::UTC, 9).await, ["2026-03-02:1", "2026-03-01:2", "1969-12-31:1"]);
        assert_eq!(days(Offset::constant(-10), 1).await, ["2026-03-01:3"]);
    });
}

#[test]
fn what_cannot_be_kept_is_refused_with_the_whole_batch() {
    on_both("bad_incident", async |home| {
        let store = home.open().await;
        let mut long = incidents(0, 3);
        long[1].0.text = Some("x".repeat(65_537));
        let mut nul = incidents(0, 3);
        nul[2].0.text = Some("\0".to_owned());
        let mut late = incidents(0, 3);
        late[0].0.occurred = jiff::Timestamp::MIN;
        for bad in [long, nul, late] {
            let refused = store.add_incidents(&bad, &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(all(&store).await, []);
        // The very corners of the Earth are kept.
        let mut corners = incidents(0, 2);
        corners[0].0.at = at(-1_800_000_000, -900_000_000);
        corners[1].0.at = at(1_800_000_000, 900_000_000);
        store.add_incidents(&corners, &entry()).await.unwrap();
        assert_eq!(all(&store).await[0], corners[0].0);
    });
}

#[test]
fn instants_are_kept_to_the_millisecond() {
    on_both("millis", async |home| {
        let store = home.open().await;
        let mut given = incidents(0, 1);
        given[0].0.occurred = time("2026-03-01T00:00:00.123456789Z");
        store.add_incidents(&given, &entry()).await.unwrap();
        assert_eq!(all(&store).await[0].occurred, time("2026-03-01T00:00:00.123Z"));
    });
}

#[test]
fn where_incidents_are_is_told_by_period_once_each() {
    on_both("positions", async |home| {
        let store = home.open().await;
        // More than a page.
        store.add_incidents(&incidents(0, 15_050), &entry()).await.unwrap();
        let told = async |from: Option<&str>, to: Option<&str>| {
            let mut all = Vec::new();
            let mut sink = |some: &[model::Position]| all.extend_from_slice(some);
            store.incident_positions(from.map(time), to.map(time), &mut sink).await.unwrap();
            all
        };
        let expected: Vec<_> = (0..15_050).map(|n| incident(n).at).collect();
        assert_eq!(told(None, None).await, expected);
        let (from, to) = ("2026-01-01T00:10:00+08:00", "2026-01-01T00:20:00+08:00");
        assert_eq!(told(Some(from), Some(to)).await, expected[10..20]);
        assert_eq!(told(Some(to), Some(from)).await, []);
        // In the order of numbers, closed ones left out, over pages too.
        let open: Vec<u64> =
            store.open_incidents().await.unwrap().iter().map(|it| it.id.0).collect();
        assert!(open.is_sorted() && open.len() == 10_034, "{}", open.len());
    });
}

#[test]
fn open_incidents_are_given_other_grids_in_one_record() {
    on_both("reassign", async |home| {
        let store = home.open().await;
        store.add_incidents(&incidents(0, 30), &entry()).await.unwrap();
        let open = store.open_incidents().await.unwrap();
        assert_eq!(open.len(), 21);
        assert!(
            open.iter()
                .all(|it| incident(u32::try_from(it.id.0).unwrap() - 1).state
                    != model::State::Closed)
        );
        assert_eq!(open[0].grid, None);
        assert_eq!(open[1].at, incident(1).at);
        let changed = [
            (open[0].id, Some(given::code("G-9"))),
            (open[1].id, None),
            (IncidentId(9_999), Some(given::code("G-9"))),
        ];
        assert_eq!(store.reassign_incidents(&changed, &entry()).await.unwrap(), 2);
        assert_eq!(store.reassign_incidents(&[], &entry()).await.unwrap(), 0);
        let now = store.open_incidents().await.unwrap();
        assert_eq!(now[0].grid, changed[0].1);
        assert_eq!(now[1].grid, None);
        assert_eq!(now[2..], open[2..]);
        assert_eq!(store.changes(1, 10).await.unwrap().len(), 1);
        assert!(store.verify().await.unwrap().is_ok());
    });
}
