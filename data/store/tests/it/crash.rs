//! `kill -9` at random moments: nothing acknowledged is lost, nothing half-written is seen.

use crate::given::{self, entry, incidents};
use crate::home::{Home, on_both};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{IncidentQuery, OpenMode, PlaceFilter, Store};

const ROUNDS: u32 = 20;
const BATCH: u32 = 37;

#[test]
fn kill_9_loses_nothing_acknowledged() {
    on_both("kill", async |home| {
        let mut acknowledged = 0;
        for round in 0..ROUNDS {
            // Rounds of 0 to about 200 ms: before the file is there, while it is made, amid writes.
            let patience = Duration::from_millis(u64::from(round * 73 % 211));
            acknowledged = acknowledged.max(kill_after(patience, home, acknowledged));
            check(home, acknowledged).await;
        }
        assert!(acknowledged > 0, "no round came as far as one write");
    });
}

/// Runs the child and kills it; the last batch that it said was kept, at least `from`.
fn kill_after(patience: Duration, home: &Home, from: u32) -> u32 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child_writes", "--nocapture"])
        .env("GRIDBEAT_TEST_WRITE", &home.url)
        .env("GRIDBEAT_TEST_FROM", from.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = std::thread::spawn(move || {
        let kept = lines.map_while(Result::ok).filter_map(|line| {
            line.strip_prefix("kept ").and_then(|number| number.parse::<u32>().ok())
        });
        kept.last()
    });
    std::thread::sleep(patience);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap().unwrap_or(from)
}

async fn check(home: &Home, acknowledged: u32) {
    let store = home.open().await;
    let log = store.verify().await.unwrap().unwrap();
    let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    let found = u32::try_from(store.incidents(&query).await.unwrap().len()).unwrap();
    assert_eq!(found % BATCH, 0, "a batch is cut");
    assert!(found / BATCH >= acknowledged, "{acknowledged} were acknowledged, {found} are there");
    let places = u32::try_from(store.places(&PlaceFilter::default()).await.unwrap().len()).unwrap();
    let drawings = store.drawings().await.unwrap();
    for drawing in &drawings {
        store.drawing(drawing.id).await.unwrap().unwrap();
    }
    // One record for each thing that is there, none for what is not.
    let expected = u64::from(found / BATCH) + u64::from(places / 3) + drawings.len() as u64;
    assert!(log.count >= expected, "{log:?} for {expected} writes");
    assert_eq!(places % 3, 0, "a set of places is cut");
    store.close().await;
}

/// The process that is killed: it writes batch after batch and says which are kept.
#[test]
fn child_writes() {
    let Ok(url) = std::env::var("GRIDBEAT_TEST_WRITE") else { return };
    let from: u32 = std::env::var("GRIDBEAT_TEST_FROM").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&url, OpenMode::CreateIfAbsent).await.unwrap();
        for n in from + 1.. {
            let batch = incidents((n - 1) * BATCH, n * BATCH);
            store.add_incidents(&batch, &entry()).await.unwrap();
            println!("kept {n}");
            store.put_places(&given::places(), &entry()).await.unwrap();
            if n % 10 == 0 {
                let drawing = given::drawing("2026-06-01T00:00:00Z");
                store.publish_drawing(&drawing, &entry()).await.unwrap();
            }
        }
    });
}
