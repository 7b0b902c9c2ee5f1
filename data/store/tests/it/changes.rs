//! The change log: one record for each write, and no way to alter one unseen.

use crate::given::{self, entry, incidents};
use crate::home::{Home, on_both};
use model::Role;
use store::{BrokenAt, Entry, Store, StoreError};

async fn some_writes(store: &Store) {
    store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
    store.put_places(&given::places(), &entry()).await.unwrap();
    let why = entry().because("夜间 \"intake\"\n");
    store.add_incidents(&incidents(0, 10), &why).await.unwrap();
    store.add_user("a", Role::Administrator, "x", &entry()).await.unwrap();
    store.set_setting("k", "v", &entry()).await.unwrap();
}

#[test]
fn every_write_appends_one_record_and_the_chain_holds() {
    on_both("log", async |home| {
        let store = home.open().await;
        let empty = store.verify().await.unwrap().unwrap();
        assert_eq!((empty.count, empty.head), (0, "0".repeat(64)));
        some_writes(&store).await;
        let log = store.changes(0, 100).await.unwrap();
        let kinds: Vec<&str> = log.iter().map(|change| &*change.kind).collect();
        assert_eq!(kinds, ["drawing", "places", "incidents", "user-added", "setting"]);
        assert_eq!(log.iter().map(|change| change.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(log[2].why.as_deref(), Some("夜间 \"intake\"\n"));
        assert_eq!((&*log[2].who, log[2].at), ("tester", entry().at));
        assert_eq!(log[2].what, r#"{"first":1,"last":10,"new":10,"again":0}"#);
        assert!(log.windows(2).all(|pair| pair[1].prev_hash == pair[0].hash));
        assert_eq!(store.changes(3, 1).await.unwrap(), log[3..4]);
        assert_eq!(store.changes(u64::MAX, 1).await.unwrap(), []);
        let verified = store.verify().await.unwrap().unwrap();
        assert_eq!((verified.count, &verified.head), (5, &log[4].hash));
        // The same calls give the same hashes on every machine and backend.
        assert_eq!(
            verified.head,
            "940f3efaf59085f6c417ebf222b47b04fa4b30d561aef65512eb40ceb209ae4c"
        );
    });
}

#[test]
fn an_altered_log_is_found_at_the_record() {
    on_both("tamper", async |home| {
        let store = home.open().await;
        some_writes(&store).await;
        let refused = home.meddle("delete from change", "delete from change").await;
        assert!(refused.unwrap_err().to_string().contains("append-only"));
        let refused = "update change set who = 'x' where seq = 2";
        assert!(home.meddle(refused, refused).await.is_err());
        meddle_freely(home, "update change set who = 'somebody' where seq = 2").await;
        assert_eq!(store.verify().await.unwrap(), Err(BrokenAt { seq: 2 }));
        meddle_freely(home, "update change set who = 'tester' where seq = 2").await;
        assert!(store.verify().await.unwrap().is_ok());
        meddle_freely(home, "update change set why = '' where seq = 3").await;
    });
}

#[test]
fn a_record_cut_out_or_cut_off_is_found() {
    on_both("cut", async |home| {
        let store = home.open().await;
        some_writes(&store).await;
        meddle_freely(home, "delete from change where seq = 5").await;
        assert_eq!(store.verify().await.unwrap(), Err(BrokenAt { seq: 5 }));
        meddle_freely(home, "delete from change where seq = 3").await;
        assert_eq!(store.verify().await.unwrap(), Err(BrokenAt { seq: 3 }));
        // The chain is not carried on over the gap.
        let refused = store.set_setting("k", "w", &entry()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused}");
        assert_eq!(store.setting("k").await.unwrap().as_deref(), Some("v"));
    });
}

#[test]
fn an_entry_names_somebody() {
    on_both("entry", async |home| {
        let store = home.open().await;
        let at = entry().at;
        for bad in [
            Entry::new("", at),
            Entry::new("x".repeat(257), at),
            Entry::new("a\0", at),
            entry().because(""),
            entry().because("y".repeat(4097)),
            Entry::new("x", jiff::Timestamp::MIN),
        ] {
            let refused = store.set_setting("k", "v", &bad).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.setting("k").await.unwrap(), None);
    });
}

/// What somebody with the right to write the database can do: without the triggers.
async fn meddle_freely(home: &Home, sql: &str) {
    let sqlite = format!(
        "begin; drop trigger change_is_never_updated; drop trigger change_is_never_deleted; {sql};
         create trigger change_is_never_updated before update on change begin select 1; end;
         create trigger change_is_never_deleted before delete on change begin select 1; end;
         commit;"
    );
    let postgis = format!("alter table change disable trigger user; {sql};");
    // The last statement of one test breaks a constraint on purpose: not even meddling can.
    let done = home.meddle(&sqlite, &postgis).await;
    assert_eq!(done.is_ok(), !sql.contains("why = ''"), "{done:?}");
}
