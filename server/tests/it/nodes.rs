//! Several services and workers on one database: each sees what the others do, and any may die.

use crate::load::report;
use crate::program::Service;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A database server of one's own; gone when dropped.
struct Database {
    folder: TempDir,
    url: String,
}

impl Database {
    /// `None`, with a word, where tests run without PostGIS.
    fn start() -> Option<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        if std::env::var("GRIDBEAT_TEST_POSTGRES").is_err() {
            eprintln!("skipped: GRIDBEAT_TEST_POSTGRES is not set");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // It runs as a user of its own, which must be able to get there.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let url = Self::script(&folder, "start");
        Some(Self { folder, url })
    }

    fn script(folder: &TempDir, what: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/postgis");
        let out = Command::new(script).args([what]).arg(folder.path().join("pg")).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    }

    fn service(&self, more: &[&str]) -> Service {
        let mut service = Service::start(Path::new(&self.url), more);
        service.sign_in("dispatcher", "dispatcher-of-test");
        service
    }

    /// A worker, once it works.
    fn worker(&self) -> Worker {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gridbeat"))
            .args(["worker", "--store", &self.url])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("working for "), "{line}");
        Worker(child)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        Self::script(&self.folder, "stop");
    }
}

/// A process that makes plans; killed when dropped.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The names of the events that a service tells, as they come.
fn events(service: &Service) -> mpsc::Receiver<String> {
    let lines = service.listen("/api/v1/events");
    let (told, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines {
            let name = line.strip_prefix("event: ").map(str::to_owned);
            if name.is_some_and(|name| told.send(name).is_err()) {
                break;
            }
        }
    });
    heard
}

fn hears(events: &mpsc::Receiver<String>, name: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if events.recv_timeout(left).expect(name) == name {
            return;
        }
    }
}

/// Waits until a job is in a state.
fn becomes(service: &Service, job: &str, state: &str) -> Value {
    for _ in 0..400 {
        let now = service.get(job).json();
        if now["state"] == state {
            return now;
        }
        assert!(now["state"] == "queued" || now["state"] == "running", "{now}");
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{job} never was {state}");
}

#[test]
fn services_and_workers_share_a_database_and_any_may_die() {
    let Some(database) = Database::start() else { return };
    let one = database.service(&["--demo", "qilihe", "--plan-elsewhere"]);
    let two = database.service(&["--plan-elsewhere"]);
    let at_two = events(&two);

    // What one takes in, the other tells its listeners.
    assert_eq!(one.post("/api/v1/incidents", &report("first")).status, 201);
    hears(&at_two, "incident");
    assert_eq!(two.post("/api/v1/incidents", &report("first")).status, 200, "it is there");

    // A plan asked for at one is made by a worker; that dies, another takes over; two shows it.
    let first = database.worker();
    let asked = one.post("/api/v1/plans", &json!({ "seconds": 4 }));
    assert_eq!(asked.status, 202, "{}", asked.json());
    let job = format!("/api/v1/jobs/{}", asked.json()["job"].as_str().unwrap());
    becomes(&two, &job, "running");
    hears(&at_two, "job");
    drop(first);
    let _second = database.worker();
    let done = becomes(&two, &job, "done");
    hears(&at_two, "plan");
    let plans = two.get("/api/v1/plans").json();
    let plans = plans["plans"].as_array().unwrap();
    assert_eq!(plans.len(), 1, "made once: {plans:?}");
    assert_eq!(plans[0]["id"], done["plan"]);

    // One dies under load; two goes on, and nothing acknowledged by either is lost.
    let stop = AtomicBool::new(false);
    let (of_one, of_two) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let send = |service: &Service, name: &str, count: &AtomicUsize| {
        let mut kept = Vec::new();
        let until = Instant::now() + Duration::from_mins(1);
        for n in 0.. {
            if stop.load(Ordering::Relaxed) || Instant::now() > until {
                break;
            }
            let external = format!("{name}-{n}");
            let body = report(&external).to_string();
            let answer = service.try_ask("POST", "/api/v1/incidents", Some(body.as_bytes()));
            match answer.map(|answer| answer.status) {
                Some(200 | 201) => kept.push(external),
                Some(other) => panic!("{other}"),
                None => break,
            }
            count.store(kept.len(), Ordering::Relaxed);
        }
        kept
    };
    let reaches = |count: &AtomicUsize, wanted: usize| {
        let until = Instant::now() + Duration::from_secs(20);
        while count.load(Ordering::Relaxed) < wanted {
            assert!(Instant::now() < until, "nothing is taken in");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let (by_one, by_two) = std::thread::scope(|scope| {
        let to_one = scope.spawn(|| send(&one, "one", &of_one));
        let to_two = scope.spawn(|| send(&two, "two", &of_two));
        reaches(&of_one, 20);
        one.cut();
        let by_one = to_one.join().unwrap();
        let before = of_two.load(Ordering::Relaxed);
        reaches(&of_two, before + 20);
        stop.store(true, Ordering::Relaxed);
        (by_one, to_two.join().unwrap())
    });
    for external in by_one.iter().chain(&by_two) {
        let again = two.post("/api/v1/incidents", &report(external));
        assert_eq!(again.status, 200, "{external} was acknowledged and is lost");
    }
}
