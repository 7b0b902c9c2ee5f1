//! Backups and copies: taken while others write, whole, and with the same answers.

use crate::given::{self, entry, incidents, time};
use crate::home::{Home, on_both};
use crate::lineage::lineage;
use crate::work::plan;
use jiff::SignedDuration;
use jiff::tz::Offset;
use model::Role;
use std::path::Path;
use store::{
    DesignId, DrawingId, Entry, IncidentQuery, JobRecord, JobState, OpenMode, OverlayFilter,
    PlaceFilter, Store, StoreError, Validity,
};

fn later() -> Entry {
    Entry::new("tester", entry().at + SignedDuration::from_hours(1))
}

/// A store with something in every table.
async fn furnish(store: &Store) {
    store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
    let redrawn = given::drawing("2026-09-01T00:00:00Z");
    store.publish_drawing_after(&redrawn, &lineage(1), &entry()).await.unwrap();
    store.put_places(&given::places(), &entry().because("第一次 \"quoted\"")).await.unwrap();
    let mut renamed = given::places();
    "新".clone_into(&mut renamed[0].name);
    store.put_places(&renamed, &later()).await.unwrap();
    let ring = given::overlay("r-1", 5, Validity::from(later().at));
    store.put_overlays(&given::overlays(), &entry()).await.unwrap();
    store.put_overlays(std::slice::from_ref(&ring), &later()).await.unwrap();
    store.add_incidents(&incidents(0, 2500), &entry()).await.unwrap();
    store.add_user("a", Role::Administrator, "hash", &entry()).await.unwrap();
    store.add_session(&[7; 32], "a", time("2027-01-01T00:00:00Z"), &entry()).await.unwrap();
    store.set_setting("k", "v \u{2028} 值", &entry()).await.unwrap();
    let plan = plan("{\"z\":1,\"a\":[1.50, 2]}");
    let plan = store.add_plan(&plan, &entry()).await.unwrap();
    let job = JobRecord {
        id: "job-1".to_owned(),
        kind: "plan".to_owned(),
        state: JobState::Done,
        request: "{}".to_owned(),
        plan: Some(plan),
        error: None,
        created: entry().at,
        updated: entry().at,
    };
    store.put_job(&job, &entry()).await.unwrap();
    let design = store.add_design("改", DrawingId(1), &entry()).await.unwrap();
    assert!(store.add_design_step(design, 1, "{\"b\":1.50, \"a\":[]}", &entry()).await.unwrap());
}

/// Every read of a store, as text.
async fn answers(store: &Store) -> Vec<String> {
    let all = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    let mut told = vec![
        format!("{:?}", store.incidents(&all).await.unwrap()),
        format!("{:?}", store.incident_days(Offset::constant(8), 400).await.unwrap()),
        format!("{:?}", store.places(&PlaceFilter::default()).await.unwrap()),
        format!("{:?}", store.place_history(&given::places()[0].code).await.unwrap()),
        format!("{:?}", store.overlays(&OverlayFilter::default()).await.unwrap()),
        format!("{:?}", store.lineage(DrawingId(2), None).await.unwrap()),
        format!("{:?}", store.drawings().await.unwrap()),
        format!("{:?}", store.changes(0, u32::MAX).await.unwrap()),
        format!("{:?}", store.verify().await.unwrap().unwrap()),
        format!("{:?}", store.user("a").await.unwrap()),
        format!("{:?}", store.session(&[7; 32], entry().at).await.unwrap()),
        format!("{:?}", store.setting("k").await.unwrap()),
        format!("{:?}", store.unfinished_job_count().await.unwrap()),
        format!("{:?}", store.job("job-1").await.unwrap()),
        format!("{:?}", store.plans(100).await.unwrap()),
        format!("{:?}", store.designs().await.unwrap()),
        format!("{:?}", store.design_steps(DesignId(1), 0, 100).await.unwrap()),
    ];
    for about in store.drawings().await.unwrap() {
        told.push(format!("{:?}", store.drawing(about.id).await.unwrap()));
    }
    for about in store.plans(100).await.unwrap() {
        told.push(format!("{:?}", store.plan(about.id).await.unwrap()));
    }
    told
}

fn beside(home: &Home, name: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("{name}-{}.gpkg", home.is_file()));
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}

#[test]
fn a_copy_gives_the_same_answers_there_and_back() {
    on_both("copy", async |home| {
        let store = home.open().await;
        furnish(&store).await;
        let (_folder, file) = beside(home, "there");
        let there = Store::open(&file, OpenMode::CreateIfAbsent).await.unwrap();
        let copied = store.copy_to(&there, &entry()).await.unwrap();
        assert_eq!(answers(&there).await, answers(&store).await);
        assert_eq!(store.digest().await.unwrap(), copied);
        assert_eq!(there.prove().await.unwrap().tables, copied);
        assert!(copied.iter().all(|table| table.rows > 0), "{copied:?}");
        // Nothing is overwritten, and what is refused is left as it was.
        let taken = store.copy_to(&there, &entry()).await.unwrap_err();
        assert!(matches!(taken, StoreError::Invalid { what: "copy", .. }), "{taken}");
        assert_eq!(there.digest().await.unwrap(), copied);
        // And on into another of the same kind as the first.
        let back = home.another().await;
        let again = back.open().await;
        assert_eq!(there.copy_to(&again, &entry()).await.unwrap(), copied);
        assert_eq!(answers(&again).await, answers(&store).await);
        // The copy goes on by itself: numbers follow on.
        let next = again.add_incidents(&incidents(9000, 9001), &entry()).await.unwrap();
        assert_eq!(next[0].id.0, 2501);
        again.put_places(&given::places(), &entry()).await.unwrap();
        again.verify().await.unwrap().unwrap();
        again.close().await;
        back.leave_another().await;
    });
}

#[test]
fn a_backup_taken_while_others_write_is_whole() {
    on_both("backup", async |home| {
        let store = home.open().await;
        furnish(&store).await;
        let writer = tokio::spawn({
            let store = store.clone();
            async move {
                for n in 100..140 {
                    let batch = incidents(n * 100, (n + 1) * 100);
                    store.add_incidents(&batch, &entry()).await.unwrap();
                }
            }
        });
        let (folder, file) = beside(home, "backup");
        let proof = store.backup(Path::new(&file), &entry()).await.unwrap();
        writer.await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "one file is left");
        let refused = store.backup(Path::new(&file), &entry()).await.unwrap_err();
        assert!(refused.to_string().contains("already"), "{refused}");
        let copy = Store::open(&file, OpenMode::MustExist).await.unwrap();
        assert_eq!(copy.prove().await.unwrap(), proof);
        // One moment: as many incidents as the log up to there says, in whole batches.
        let all = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
        let kept = copy.incidents(&all).await.unwrap().len();
        assert_eq!(kept % 100, 0);
        let log = copy.changes(0, u32::MAX).await.unwrap();
        let recorded = log.iter().filter(|change| change.kind == "incidents").map(|change| {
            let what: serde_json::Value = serde_json::from_str(&change.what).unwrap();
            what["new"].as_u64().unwrap()
        });
        assert_eq!(recorded.sum::<u64>(), kept as u64);
        // What it holds is the beginning of what the store holds.
        let whole = store.changes(0, u32::MAX).await.unwrap();
        assert_eq!(whole[..log.len()], log);
    });
}
