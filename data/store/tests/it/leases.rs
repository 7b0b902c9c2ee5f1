//! Jobs shared by several workers: each done once, taken over from the dead, stopped when asked.

use crate::given::{entry, time};
use crate::home::on_both;
use crate::work::plan;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use store::{Entry, JobRecord, JobState, Renewed, Store};

fn now() -> Timestamp {
    time("2026-11-22T08:00:00Z")
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn by(who: &str, at: Timestamp) -> Entry {
    Entry::new(who, at)
}

async fn queue(store: &Store, id: &str) {
    let job = JobRecord {
        id: id.to_owned(),
        kind: "plan".to_owned(),
        state: JobState::Queued,
        request: "{}".to_owned(),
        plan: None,
        error: None,
        created: now(),
        updated: now(),
    };
    store.put_job(&job, &entry()).await.unwrap();
}

async fn claim(store: &Store, worker: &str, at: Timestamp) -> Option<JobRecord> {
    let until = at + SignedDuration::from_secs(10);
    store.claim_job(worker, until, &by(worker, at)).await.unwrap()
}

#[test]
fn a_job_is_claimed_once_however_many_ask() {
    on_both("claims", async |home| {
        let store = home.open().await;
        for k in 0..12 {
            queue(&store, &format!("j{k:02}")).await;
        }
        // Four workers with connections of their own, as four processes would have.
        let mut workers = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let store = home.open().await;
            workers.push(tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(job) = claim(&store, name, now()).await {
                    mine.push(job.id);
                }
                store.close().await;
                mine
            }));
        }
        let mut claimed: BTreeMap<String, u32> = BTreeMap::new();
        for worker in workers {
            for id in worker.await.unwrap() {
                *claimed.entry(id).or_default() += 1;
            }
        }
        assert_eq!(claimed.len(), 12);
        assert!(claimed.values().all(|&times| times == 1), "{claimed:?}");
        assert_eq!(store.leases().await.unwrap().len(), 12);
        store.close().await;
    });
}

#[test]
fn the_job_of_a_dead_worker_is_taken_over_and_its_result_refused() {
    on_both("takeover", async |home| {
        let store = home.open().await;
        queue(&store, "j").await;
        let job = claim(&store, "first", now()).await.unwrap();
        assert_eq!(job.state, JobState::Running);
        assert_eq!(claim(&store, "second", later(9)).await, None, "the lease holds");
        let records = store.verify().await.unwrap().unwrap().count;
        let renewed = store.renew_lease("j", "first", later(20), r#"{"fraction":0.5}"#).await;
        assert_eq!(renewed.unwrap(), Renewed::Held);
        assert_eq!(store.verify().await.unwrap().unwrap().count, records, "no fact, no record");
        assert_eq!(claim(&store, "second", later(19)).await, None, "it was renewed");
        let again = claim(&store, "second", later(21)).await.unwrap();
        assert_eq!((again.id.as_str(), again.state), ("j", JobState::Running));
        let lease = &store.leases().await.unwrap()[0];
        assert_eq!((lease.worker.as_str(), lease.stop), ("second", false));

        // The first was asleep, not dead.
        let lost = store.renew_lease("j", "first", later(40), "{}").await.unwrap();
        assert_eq!(lost, Renewed::Lost);
        let done = JobRecord { state: JobState::Done, ..job };
        let refused = store.end_job(&done, "first", Some(&plan("[1]")), &entry()).await.unwrap();
        assert_eq!(refused, None);
        assert_eq!(store.plans(10).await.unwrap(), [], "and its plan is not kept");

        let ended = store.end_job(&done, "second", Some(&plan("[2]")), &entry()).await.unwrap();
        let made = ended.unwrap().plan.unwrap();
        assert_eq!(store.plan(made).await.unwrap().unwrap().body, "[2]");
        let kept = store.job("j").await.unwrap().unwrap();
        assert_eq!((kept.state, kept.plan), (JobState::Done, Some(made)));
        assert_eq!(store.leases().await.unwrap(), []);
        assert_eq!(claim(&store, "third", later(1_000)).await, None);
        store.verify().await.unwrap().unwrap();
        store.close().await;
    });
}

#[test]
fn a_job_is_stopped_when_somebody_asks() {
    on_both("stops", async |home| {
        let store = home.open().await;
        queue(&store, "waits").await;
        assert!(store.stop_job("waits", &entry()).await.unwrap());
        let state = store.job("waits").await.unwrap().unwrap().state;
        assert_eq!(state, JobState::Cancelled);
        assert_eq!(claim(&store, "w", now()).await, None);
        assert!(!store.stop_job("waits", &entry()).await.unwrap(), "it has ended");
        assert!(!store.stop_job("nobody's", &entry()).await.unwrap());

        queue(&store, "runs").await;
        let job = claim(&store, "w", now()).await.unwrap();
        assert!(store.stop_job("runs", &entry()).await.unwrap());
        let heard = store.renew_lease("runs", "w", later(20), "{}").await.unwrap();
        assert_eq!(heard, Renewed::Stop);
        // Its worker dies before it can end it: the next hears of it, too.
        claim(&store, "x", later(30)).await.unwrap();
        let heard = store.renew_lease("runs", "x", later(50), "{}").await.unwrap();
        assert_eq!(heard, Renewed::Stop);
        let cancelled = JobRecord { state: JobState::Cancelled, ..job };
        store.end_job(&cancelled, "x", None, &entry()).await.unwrap().unwrap();
        assert_eq!(store.job("runs").await.unwrap().unwrap().state, JobState::Cancelled);
        store.close().await;
    });
}
