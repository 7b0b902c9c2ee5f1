//! Backups and restores by command, and the one that is written by itself.

use crate::program::Service;
use serde_json::json;
use std::process::{Command, Output};
use std::time::Duration;

fn gridbeat(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gridbeat")).args(args).output().unwrap()
}

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

#[test]
fn a_backup_of_a_served_store_is_restored_with_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (store, copy, back) = (path("city.gpkg"), path("copy.gpkg"), path("back.gpkg"));
    let daily = path("daily");
    let mut service = Service::start(store.as_ref(), &["--demo", "qilihe", "--backup-to", &daily]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let report = json!({
        "source": "test", "external": "1", "kind": "噪音扰民", "lon": 103.757, "lat": 36.06,
    });
    assert_eq!(service.post("/api/v1/incidents", &report).status, 201);
    let made = gridbeat(&["backup", "--store", &store, "-o", &copy]);
    assert!(made.status.success(), "{}", said(&made));
    let twice = gridbeat(&["backup", "--store", &store, "-o", &copy]);
    assert_eq!(twice.status.code(), Some(2), "{}", said(&twice));
    let restored = gridbeat(&["restore", &copy, "--store", &back]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("chain whole"), "{}", said(&restored));
    let taken = gridbeat(&["restore", &copy, "--store", &back]);
    assert_eq!(taken.status.code(), Some(2), "{}", said(&taken));
    // A backup that was cut off on its way is refused.
    let bytes = std::fs::read(&copy).unwrap();
    std::fs::write(path("cut.gpkg"), &bytes[..bytes.len() / 2]).unwrap();
    let cut = gridbeat(&["restore", &path("cut.gpkg"), "--store", &path("never.gpkg")]);
    assert_eq!(cut.status.code(), Some(2), "{}", said(&cut));
    let mut again = Service::start(back.as_ref(), &[]);
    again.sign_in("dispatcher", "dispatcher-of-test");
    for ask in ["/api/v1/incidents?limit=2000", "/api/v1/units?level=3", "/api/v1/service-points"] {
        assert_eq!(again.get(ask).body, service.get(ask).body, "{ask}");
    }
    let written = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        std::fs::read_dir(&daily).is_ok_and(|files| {
            files.flatten().any(|file| {
                let name = file.file_name().into_string().unwrap();
                name.starts_with("gridbeat-20") && !name.contains("part")
            })
        })
    });
    assert!(written, "no backup was written by itself");
}
