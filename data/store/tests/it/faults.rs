//! Writes that fail, are cancelled or meet: nothing half-written is ever seen.

use crate::given::{entry, incident, incidents};
use crate::home::on_both;
use std::time::Duration;
use store::{IncidentQuery, Store};

async fn count(store: &Store) -> usize {
    let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    store.incidents(&query).await.unwrap().len()
}

#[test]
fn an_error_in_the_middle_of_a_batch_leaves_nothing() {
    on_both("middle", async |home| {
        let store = home.open().await;
        store.add_incidents(&incidents(0, 10), &entry()).await.unwrap();
        // The disk, a lock, a constraint: whatever it is, here it strikes at the 3,000th row,
        // when whole statements before it have succeeded.
        home.meddle(
            "create trigger strike before insert on incidents when new.external = 'WO-00003000'
             begin select raise(abort, 'struck'); end",
            "create function strike() returns trigger language plpgsql as
             $$begin raise exception 'struck' using errcode = '23514'; end$$;
             create trigger strike before insert on incident for each row
             when (new.external = 'WO-00003000') execute function strike()",
        )
        .await
        .unwrap();
        let refused = store.add_incidents(&incidents(10, 5000), &entry()).await.unwrap_err();
        assert!(refused.to_string().contains("struck"), "{refused}");
        assert_eq!(count(&store).await, 10);
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 1);
        // The next write goes on as if nothing had been: no number is lost.
        let next = store.add_incidents(&incidents(10, 11), &entry()).await.unwrap();
        assert_eq!(next[0].id.0, 11);
        assert_eq!(store.verify().await.unwrap().unwrap().count, 2);
    });
}

#[test]
fn a_cancelled_write_leaves_all_or_nothing() {
    on_both("cancel", async |home| {
        let store = home.open().await;
        let mut kept = 0;
        for round in 0..30_u32 {
            let batch = incidents(round * 4000, (round + 1) * 4000);
            let entry = entry();
            let call = store.add_incidents(&batch, &entry);
            // From "before it began" to "after it was done".
            let patience = Duration::from_micros(u64::from(round * round) * 400);
            let done = tokio::time::timeout(patience, call).await;
            // A turn at writing: what was cancelled has been carried out or undone before it.
            store.remove_expired_sessions(&entry).await.unwrap();
            let now = count(&store).await;
            match done {
                Ok(added) => assert_eq!((added.unwrap().len(), now), (4000, kept + 4000)),
                // A cancelled commit may still be carried out, as a whole.
                Err(_) => assert!(now == kept || now == kept + 4000, "{kept} became {now}"),
            }
            kept = now;
        }
        store.add_incidents(&[(incident(9_000_000), None)], &entry()).await.unwrap();
        let log = store.verify().await.unwrap().unwrap();
        assert_eq!(usize::try_from(log.count).unwrap(), kept / 4000 + 1);
    });
}

#[test]
fn writers_that_meet_go_one_after_the_other() {
    on_both("writers", async |home| {
        let store = home.open().await;
        // Another opening of the same store, as another process would have it.
        let other = home.open().await;
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..16_u32 {
            let store = if task % 2 == 0 { store.clone() } else { other.clone() };
            tasks.spawn(async move {
                for n in 0..10 {
                    // Every other call takes in what another task takes in as well.
                    let from = if n % 2 == 0 { n * 10 } else { 1000 + (task * 10 + n) * 10 };
                    store.add_incidents(&incidents(from, from + 10), &entry()).await.unwrap();
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(count(&store).await, 50 + 16 * 5 * 10);
        let found = store.incidents(&IncidentQuery { limit: 9999, ..Default::default() }).await;
        let mut ids: Vec<u64> = found.unwrap().iter().map(|found| found.id.0).collect();
        ids.sort_unstable();
        assert_eq!(ids, (1..=850).collect::<Vec<_>>());
        let log = other.verify().await.unwrap().unwrap();
        assert_eq!(log.count, 5 + 16 * 5);
    });
}

#[test]
fn a_write_that_the_database_undid_by_itself_is_not_in_the_way_of_the_next() {
    crate::home::on_a_file(async |home| {
        let store = home.open().await;
        // What SQLite does when the disk is full in the middle of a commit.
        home.meddle(
            "create trigger strike before insert on incidents when new.external = 'WO-00000007'
             begin select raise(rollback, 'struck'); end",
            "",
        )
        .await
        .unwrap();
        for _ in 0..3 {
            store.add_incidents(&incidents(0, 10), &entry()).await.unwrap_err();
            store.add_incidents(&incidents(20, 21), &entry()).await.unwrap();
        }
        assert_eq!(count(&store).await, 1);
        store.verify().await.unwrap().unwrap();
    });
}

#[test]
fn what_the_database_ends_for_its_length_is_said_so_and_the_next_write_goes_on() {
    on_both("length", async |home| {
        if home.is_file() {
            return;
        }
        let store = home.open().await;
        home.meddle(
            "",
            "create function rest() returns trigger language plpgsql as
             $$begin perform pg_sleep(30); return new; end$$;
             create trigger rest before insert on setting for each row execute function rest()",
        )
        .await
        .unwrap();
        let writer = store.clone();
        let slow = tokio::spawn(async move { writer.set_setting("a", "b", &entry()).await });
        // What PostgreSQL does by itself after the time that the store allows.
        let cancel = "select pg_cancel_backend(pid) from pg_stat_activity
                      where application_name = 'gridbeat' and query like '%insert into setting%'
                        and datname = current_database()";
        while !slow.is_finished() {
            home.meddle("", cancel).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let ended = slow.await.unwrap().unwrap_err();
        assert!(matches!(ended.fault(), Some(store::Fault::TooSlow)), "{ended}");
        home.meddle("", "drop trigger rest on setting").await.unwrap();
        store.set_setting("a", "b", &entry()).await.unwrap();
        assert_eq!(store.setting("a").await.unwrap().as_deref(), Some("b"));
    });
}
