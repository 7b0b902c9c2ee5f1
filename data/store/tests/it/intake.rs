//! The intake: single incidents share transactions, each is answered for itself and once durable.

use crate::given::{at, code, entry, incident, incidents};
use crate::home::{Home, on_both};
use std::time::Duration;
use store::{Added, Fault, IncidentQuery, Intake, IntakeLimits, Store, StoreError};
use tokio::task::JoinSet;

async fn add(intake: &Intake, n: u32, who: &str) -> Result<Added, StoreError> {
    let one = vec![(incident(n), Some(code("620103001001")))];
    intake.add(one, who, entry().at).await.map(|added| added[0])
}

async fn count(store: &Store) -> usize {
    let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    store.incidents(&query).await.unwrap().len()
}

/// Many at once; what each was answered, by number of the incident.
async fn burst(intake: &Intake, numbers: impl IntoIterator<Item = u32>) -> Vec<(u32, Added)> {
    let mut tasks = JoinSet::new();
    for n in numbers {
        let intake = intake.clone();
        let who = if n.is_multiple_of(3) { "dispatcher" } else { "hotline" };
        tasks.spawn(async move { (n, add(&intake, n, who).await.unwrap()) });
    }
    tasks.join_all().await
}

#[test]
fn a_burst_shares_transactions_and_each_is_answered() {
    on_both("burst", async |home| {
        let store = home.open().await;
        let intake = Intake::start(store.clone(), IntakeLimits::default());
        let answers = burst(&intake, 0..2000).await;
        assert_eq!(count(&store).await, 2000);
        for (n, added) in &answers {
            assert!(added.new);
            let kept = store.incident(added.id).await.unwrap().unwrap();
            assert_eq!(kept.incident, incident(*n));
        }
        let log = store.verify().await.unwrap().unwrap();
        assert!(log.count < 500, "{} transactions for 2000 incidents", log.count);
        // The same again, twice over, keeps nothing new and finds the same numbers.
        let again = burst(&intake, (0..2000).chain(0..2000)).await;
        assert!(again.iter().all(|(_, added)| !added.new));
        for (n, added) in &again {
            assert!(answers.iter().any(|(m, first)| m == n && first.id == added.id));
        }
        assert_eq!(count(&store).await, 2000);
        assert_eq!(store.verify().await.unwrap().unwrap(), log);
        assert_eq!(intake.waiting(), 0);
    });
}

#[test]
fn the_log_says_who_gave_which() {
    on_both("by", async |home| {
        let store = home.open().await;
        let intake = Intake::start(store.clone(), IntakeLimits::default());
        burst(&intake, 0..300).await;
        let mut of_dispatcher = 0;
        for change in store.changes(0, 1000).await.unwrap() {
            let what: serde_json::Value = serde_json::from_str(&change.what).unwrap();
            let whole = vec![serde_json::json!({
                "who": change.who, "first": what["first"], "last": what["last"],
            })];
            let by = what["by"].as_array().cloned().unwrap_or(whole);
            let span = |part: &serde_json::Value| {
                1 + part["last"].as_u64().unwrap() - part["first"].as_u64().unwrap()
            };
            assert_eq!(by.iter().map(span).sum::<u64>(), what["new"].as_u64().unwrap());
            of_dispatcher +=
                by.iter().filter(|part| part["who"] == "dispatcher").map(span).sum::<u64>();
        }
        assert_eq!(of_dispatcher, 100);
    });
}

#[test]
fn one_that_is_refused_spoils_nobody_elses() {
    on_both("spoil", async |home| {
        let store = home.open().await;
        strike(home).await;
        let intake = Intake::start(store.clone(), IntakeLimits::default());
        let mut tasks = JoinSet::new();
        for n in 0..200 {
            let intake = intake.clone();
            tasks.spawn(async move { (n, add(&intake, n, "hotline").await) });
        }
        for (n, answer) in tasks.join_all().await {
            match answer {
                Ok(added) => assert!(added.new && n % 50 != 0, "{n}"),
                Err(error) => assert!(n % 50 == 0 && error.to_string().contains("struck"), "{n}"),
            }
        }
        assert_eq!(count(&store).await, 196);
        // What could never be kept is told before it joins anybody.
        let mut wrong = incident(900);
        wrong.text = Some("a\0b".to_owned());
        let refused = intake.add(vec![(wrong, None)], "hotline", entry().at).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
        let nobody = intake.add(incidents(900, 901), "", entry().at).await;
        assert!(matches!(nobody, Err(StoreError::Invalid { .. })), "{nobody:?}");
        assert_eq!(store.verify().await.unwrap().unwrap().count, {
            store.changes(0, 1000).await.unwrap().len() as u64
        });
    });
}

/// Makes the schema refuse every fiftieth.
async fn strike(home: &Home) {
    home.meddle(
        "create trigger strike before insert on incidents
         when substr(new.external, -2) in ('00', '50')
         begin select raise(abort, 'struck'); end",
        "create function strike() returns trigger language plpgsql as
         $$begin raise exception 'struck' using errcode = '23514'; end$$;
         create trigger strike before insert on incident for each row
         when (right(new.external, 2) in ('00', '50')) execute function strike()",
    )
    .await
    .unwrap();
}

#[test]
fn what_waits_is_bounded_and_what_was_refused_is_not_kept() {
    on_both("bound", async |home| {
        let store = home.open().await;
        let limits = IntakeLimits {
            waiting_max: 100,
            patience: Duration::from_millis(900),
            ..IntakeLimits::default()
        };
        let intake = Intake::start(store.clone(), limits);
        let held = home.hold_writes().await;
        let mut tasks = JoinSet::new();
        for n in 0..150 {
            let intake = intake.clone();
            tasks.spawn(async move { add(&intake, n, "hotline").await });
        }
        let answers = tasks.join_all().await;
        for answer in answers {
            let error = answer.unwrap_err();
            assert!(matches!(error.fault(), Some(Fault::Behind)), "{error}");
        }
        held.let_go().await;
        // A turn at writing: whatever was under way is done.
        store.set_setting("k", "v", &entry()).await.unwrap();
        while intake.waiting() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let kept = count(&store).await;
        // The first group may have been on its way to the store when its callers left: as a whole.
        assert!(kept <= 100, "{kept}");
        let more = burst(&intake, 1000..1050).await;
        assert_eq!(more.len(), 50);
        assert_eq!(count(&store).await, kept + 50);
        assert_eq!(intake.trouble(), None);
        assert_eq!(incident(1000).at, at(1_037_000_000, 360_000_000));
    });
}

#[test]
fn what_came_while_another_program_held_the_store_is_kept_when_it_lets_go() {
    on_both("lock", async |home| {
        let store = home.open().await;
        let intake = Intake::start(store.clone(), IntakeLimits::default());
        let held = home.hold_writes().await;
        let waiting = tokio::spawn({
            let intake = intake.clone();
            async move { burst(&intake, 0..300).await }
        });
        tokio::time::sleep(Duration::from_millis(700)).await;
        // Reading goes on, and nobody has been answered.
        assert_eq!(count(&store).await, 0);
        assert_eq!(intake.waiting(), 300);
        held.let_go().await;
        let answers = waiting.await.unwrap();
        assert!(answers.iter().all(|(_, added)| added.new));
        assert_eq!(count(&store).await, 300);
        assert_eq!(intake.waiting(), 0);
    });
}
