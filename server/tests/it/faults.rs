//! What the service does while its store cannot: it serves its last state, keeps nothing that it did
//! not acknowledge, and goes on by itself.

use crate::load;
use crate::program::Service;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// What the public reads; none of it asks the store.
const PUBLIC: [&str; 3] =
    ["/api/v1/grids/at?lon=103.757&lat=36.06", "/tiles/grids/12/3228/1609", "/api/v1/city"];

fn report(external: &str, text: &str) -> Value {
    let mut report = load::report(external);
    report["text"] = json!(text);
    report
}

fn the_public_is_served(service: &Service) {
    for path in PUBLIC {
        assert_eq!(service.get(path).status, 200, "{path}");
    }
}

/// Starts the service on a disk of its own of 40 MB; `None` where none can be made.
fn on_a_small_disk(folder: &Path) -> Option<Service> {
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c"]);
        command.arg(r#"mount -t tmpfs -o size=40m tmpfs "$0" && exec "$@""#).arg(folder);
        command
    };
    let possible = unshare().arg("true").status().is_ok_and(|status| status.success());
    possible.then(|| {
        let mut command = unshare();
        command.arg(env!("CARGO_BIN_EXE_gridbeat"));
        let more = ["--demo", "qilihe", "--intake-wait", "1"];
        Service::start_as(command, &folder.join("city.gpkg"), &more)
    })
}

#[test]
fn a_full_disk_is_said_and_forgotten_when_there_is_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut service) = on_a_small_disk(folder.path()) else {
        eprintln!("skipped: no disk of one's own can be made here");
        return;
    };
    service.sign_in("dispatcher", "dispatcher-of-test");
    // Seen from outside, the disk is below the process that it belongs to.
    let inside = folder.path().strip_prefix("/").unwrap();
    let disk = PathBuf::from(format!("/proc/{}/root", service.process())).join(inside);
    let filler = disk.join("filler");
    let mut size = 1 << 20;
    let mut bytes = 0;
    // Until not even a block is left.
    while size >= 4096 {
        let mut file = std::fs::File::options().append(true).create(true).open(&filler).unwrap();
        match std::io::Write::write_all(&mut file, &vec![1; size]) {
            Ok(()) => bytes += size,
            Err(_full) => size /= 2,
        }
    }
    assert!(bytes > 0);
    let text = "占道经营".repeat(300);
    let mut acknowledged = Vec::new();
    let mut refused = None;
    for batch in 0..200 {
        let external = |row: u32| format!("B{batch}-{row}");
        let rows: Vec<Value> = (0..50).map(|row| report(&external(row), &text)).collect();
        let answer = service.post("/api/v1/incidents/batch", &json!({ "incidents": rows }));
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
        acknowledged.extend((0..50).map(external));
    }
    let refused = refused.expect("the disk never was full");
    assert_eq!(refused.status, 503, "{}", refused.json());
    assert!(refused.retry_after.parse::<u32>().is_ok(), "{}", refused.retry_after);
    the_public_is_served(&service);
    assert_eq!(service.get("/api/v1/incidents?limit=1").status, 200, "reading goes on");
    std::fs::remove_file(&filler).unwrap();
    let after = service.post("/api/v1/incidents", &report("after", ""));
    assert_eq!(after.status, 201, "{}", after.json());
    for external in &acknowledged {
        let again = service.post("/api/v1/incidents", &report(external, ""));
        assert_eq!(again.status, 200, "{external} was acknowledged and is lost");
    }
}

#[test]
fn a_database_that_goes_away_under_load_and_comes_back_loses_nothing() {
    if std::env::var("GRIDBEAT_TEST_POSTGRES").is_err() {
        eprintln!("skipped: GRIDBEAT_TEST_POSTGRES is not set");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let cluster = folder.path().join("pg");
    let postgis = |what: &[&str]| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/postgis");
        let out = Command::new(script).arg(what[0]).arg(&cluster).args(&what[1..]).output();
        let out = out.unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    open_to_others(folder.path());
    let url = postgis(&["start", "durable"]).trim().to_owned();
    let mut service = Service::start(Path::new(&url), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    assert_eq!(service.post("/api/v1/incidents", &report("first", "")).status, 201);
    let kept = load::under_load(&service, 4, || {
        std::thread::sleep(Duration::from_millis(500));
        postgis(&["halt"]);
        let away = Instant::now();
        let mut served = Vec::new();
        while away.elapsed() < Duration::from_secs(2) {
            served.extend(PUBLIC.map(|path| service.get(path).status));
            std::thread::sleep(Duration::from_millis(50));
        }
        postgis(&["start", "durable"]);
        // Back without anybody's help: one that is new is taken in.
        assert_eq!(service.post("/api/v1/incidents", &report("back", "")).status, 201);
        std::thread::sleep(Duration::from_millis(300));
        assert!(served.len() > 3 && served.iter().all(|status| *status == 200), "{served:?}");
    });
    load::all_are_kept(&service, &kept);
    postgis(&["stop"]);
}

/// The database runs as a user of its own, which must be able to get there.
fn open_to_others(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}
