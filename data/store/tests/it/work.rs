//! Plans, jobs and settings.

use crate::given::{at, code, entry, time};
use crate::home::on_both;
use jiff::civil::date;
use store::{JobRecord, JobState, NewPlan, PlanId, PlanRoute, StoreError};

pub(crate) fn plan(body: &str) -> NewPlan {
    NewPlan {
        day: date(2026, 11, 22),
        created: time("2026-11-22T01:02:03Z"),
        summary: r#"{"served":12}"#.to_owned(),
        body: body.to_owned(),
        routes: vec![PlanRoute {
            crew: code("crew-1"),
            line: vec![at(1_037_000_000, 360_000_000), at(1_037_500_000, 360_100_000)],
        }],
    }
}

#[test]
fn a_plan_comes_back_character_for_character() {
    on_both("plans", async |home| {
        let store = home.open().await;
        // Spaces, order of keys, doubled keys and escapes are the planner's business.
        let body = "{ \"b\": 1.50,\n\"a\":[ ], \"b\" :\"\\u4e03里\" }";
        let id = store.add_plan(&plan(body), &entry()).await.unwrap();
        assert_eq!(store.add_plan(&plan("[]"), &entry()).await.unwrap(), PlanId(2));
        let found = store.plan(id).await.unwrap().unwrap();
        assert_eq!(found.body, body);
        assert_eq!(found.about.day, date(2026, 11, 22));
        assert_eq!(found.about.created, plan("").created);
        assert_eq!(found.about.summary, r#"{"served":12}"#);
        let list = store.plans(10).await.unwrap();
        assert_eq!(list.iter().map(|plan| plan.id.0).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(list[1], found.about);
        assert_eq!(store.plans(1).await.unwrap().len(), 1);
        assert_eq!(store.plan(PlanId(3)).await.unwrap(), None);
        for bad in ["", "{", "{\"a\":\"\0\"}", "nul", "{} {}"] {
            let refused = store.add_plan(&plan(bad), &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.plans(10).await.unwrap().len(), 2);
    });
}

#[test]
fn a_job_outlives_the_process() {
    on_both("jobs", async |home| {
        let store = home.open().await;
        let job = |id: &str, state, minute: i64| JobRecord {
            id: id.to_owned(),
            kind: "plan".to_owned(),
            state,
            request: r#"{"seed": 1}"#.to_owned(),
            plan: None,
            error: None,
            created: time("2026-11-22T00:00:00Z") + jiff::SignedDuration::from_mins(minute),
            updated: time("2026-11-22T00:30:00Z"),
        };
        let plan = store.add_plan(&plan("{}"), &entry()).await.unwrap();
        for job in [
            job("late", JobState::Queued, 9),
            job("early", JobState::Running, 1),
            job("gone", JobState::Running, 5),
        ] {
            store.put_job(&job, &entry()).await.unwrap();
        }
        let mut done = job("gone", JobState::Done, 5);
        done.plan = Some(plan);
        store.put_job(&done, &entry()).await.unwrap();
        store.close().await;

        let store = home.open().await;
        assert_eq!(store.job("gone").await.unwrap(), Some(done));
        assert_eq!(store.job("never").await.unwrap(), None);
        assert_eq!(store.unfinished_job_count().await.unwrap(), 2);
        let mut failed = job("early", JobState::Running, 1);
        assert_eq!(store.job("early").await.unwrap(), Some(failed.clone()));
        failed.state = JobState::Failed;
        failed.error = Some("cut off by a restart".to_owned());
        store.put_job(&failed, &entry()).await.unwrap();
        assert_eq!(store.job("early").await.unwrap(), Some(failed));

        let mut lost = job("lost", JobState::Done, 1);
        lost.plan = Some(PlanId(99));
        let mut odd = job("odd", JobState::Queued, 1);
        "No Word".clone_into(&mut odd.kind);
        for bad in [lost, odd] {
            let refused = store.put_job(&bad, &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
    });
}

#[test]
fn a_setting_is_what_it_was_last_set_to() {
    on_both("settings", async |home| {
        let store = home.open().await;
        assert_eq!(store.setting("city").await.unwrap(), None);
        for value in ["七里河", "", "{\"a\": 1}"] {
            store.set_setting("city", value, &entry()).await.unwrap();
            assert_eq!(store.setting("city").await.unwrap().as_deref(), Some(value));
        }
        let log = store.changes(2, 1).await.unwrap();
        assert_eq!(log[0].what, r#"{"key":"city","before":"","after":"{\"a\": 1}"}"#);
        for (key, value) in [("", "x"), ("k", "\0"), (&*"k".repeat(129), "x")] {
            assert!(store.set_setting(key, value, &entry()).await.is_err());
        }
    });
}
