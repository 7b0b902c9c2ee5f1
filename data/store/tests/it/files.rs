//! Opening: what is refused, how it is said, and that nothing refused is touched.

use crate::given::{self, entry, incidents, time};
use crate::home::{Home, on_a_file, on_both};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use std::path::Path;
use store::{Fault, IncidentQuery, OpenMode, Store, StoreError};

async fn refused(url: &str, mode: OpenMode) -> Fault {
    match Store::open(url, mode).await.unwrap_err() {
        StoreError::Open { place, fault } => {
            assert!(!place.contains("secret"), "{place}");
            fault
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_absent_store_is_made_only_when_asked() {
    on_both("absent", async |home| {
        let fault = refused(&home.url, OpenMode::MustExist).await;
        assert!(matches!(fault, Fault::Absent), "{fault}");
        if home.is_file() {
            assert!(!Path::new(&home.url).exists());
        }
        home.open().await.close().await;
        Store::open(&home.url, OpenMode::MustExist).await.unwrap().close().await;
    });
}

#[test]
fn a_newer_store_is_refused_untouched() {
    on_both("newer", async |home| {
        home.open().await.close().await;
        let newer = "insert into migration (version, name) values (99, 'later')";
        home.meddle(newer, newer).await.unwrap();
        for mode in [OpenMode::MustExist, OpenMode::CreateIfAbsent] {
            let fault = refused(&home.url, mode).await;
            assert!(matches!(fault, Fault::Newer { found: 99, known: 1..99 }), "{fault}");
        }
    });
}

#[test]
fn what_is_no_address_is_refused_without_repeating_a_password() {
    on_a_file(async |_| {
        for url in ["", "town.sqlite", "town", "mysql://secret@host/db", ".gpkg/"] {
            let error = Store::open(url, OpenMode::CreateIfAbsent).await.unwrap_err();
            assert!(matches!(error.fault(), Some(Fault::Address)), "{url}: {error}");
        }
        let fault = refused("postgres://me:secret@[bad/db", OpenMode::MustExist).await;
        assert!(matches!(fault, Fault::Address), "{fault}");
        // Nobody listens on the discard port.
        let fault = refused("postgres://me:secret@127.0.0.1:9/db", OpenMode::MustExist).await;
        assert!(matches!(fault, Fault::Unreachable(_)), "{fault}");
        let fault = refused("no/such/folder/town.gpkg", OpenMode::CreateIfAbsent).await;
        assert!(matches!(fault, Fault::Unreachable(_)), "{fault}");
    });
}

#[test]
fn what_is_no_store_is_refused_untouched() {
    on_a_file(async |home| {
        let text = "PK\u{3}\u{4} this is a zip, or so it says".repeat(100);
        for bytes in [text.as_bytes(), b"x", &b"SQLite format 3\0"[..], &[0; 4096]] {
            std::fs::write(&home.url, bytes).unwrap();
            for mode in [OpenMode::MustExist, OpenMode::CreateIfAbsent] {
                let fault = refused(&home.url, mode).await;
                assert!(matches!(fault, Fault::NotAGeoPackage | Fault::Damaged), "{fault}");
            }
            assert_eq!(std::fs::read(&home.url).unwrap(), bytes);
        }
        // Somebody's own database, and somebody's own GeoPackage.
        for (pragma, ours) in [("user_version = 1", false), ("application_id = 0x47504B47", true)] {
            std::fs::remove_file(&home.url).unwrap();
            raw(home, &format!("pragma {pragma}; create table t (x)")).await;
            let before = std::fs::read(&home.url).unwrap();
            let fault = refused(&home.url, OpenMode::CreateIfAbsent).await;
            assert_eq!(matches!(fault, Fault::NotOurs), ours, "{fault}");
            assert_eq!(matches!(fault, Fault::NotAGeoPackage), !ours, "{fault}");
            assert_eq!(std::fs::read(&home.url).unwrap(), before);
        }
        std::fs::remove_file(&home.url).unwrap();
        std::fs::create_dir(&home.url).unwrap();
        let fault = refused(&home.url, OpenMode::CreateIfAbsent).await;
        assert!(matches!(fault, Fault::NotAGeoPackage), "{fault}");
    });
}

#[test]
fn a_crash_in_the_first_instant_leaves_nothing_in_the_way() {
    on_a_file(async |home| {
        std::fs::write(&home.url, b"").unwrap();
        home.open().await.close().await;
        std::fs::remove_file(&home.url).unwrap();
        // In write-ahead mode already, but without a table yet.
        raw(home, "pragma journal_mode = wal").await;
        home.open().await.close().await;
    });
}

#[test]
fn a_journal_that_a_crash_left_is_rolled_back() {
    on_a_file(async |home| {
        home.open().await.seal().await.unwrap();
        let options = SqliteConnectOptions::new().filename(&home.url);
        let mut conn = options.pragma("cache_size", "1").connect().await.unwrap();
        conn.execute("begin").await.unwrap();
        // More than fits into memory: pages go into the file before they are committed.
        conn.execute(
            "insert into setting
             with recursive n (n) as (select 1 union all select n + 1 from n where n < 5000)
             select n, hex(randomblob(50)) from n",
        )
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let crashed = folder.path().join("test.gpkg");
        std::fs::copy(&home.url, &crashed).unwrap();
        std::fs::copy(format!("{}-journal", home.url), folder.path().join("test.gpkg-journal"))
            .unwrap();
        let url = crashed.to_str().unwrap();
        let store = Store::open(url, OpenMode::MustExist).await.unwrap();
        assert_eq!(store.setting("7").await.unwrap(), None);
        assert_eq!(store.complaints().await.unwrap(), Vec::<String>::new());
        store.set_setting("k", "v", &entry()).await.unwrap();
        store.close().await;
    });
}

#[test]
fn a_journal_of_a_file_that_never_was_is_rolled_back_to_nothing() {
    on_a_file(async |home| {
        let options = SqliteConnectOptions::new().filename(&home.url).create_if_missing(true);
        let mut conn = options.pragma("cache_size", "1").connect().await.unwrap();
        conn.execute("begin; create table t (x)").await.unwrap();
        conn.execute(
            "insert into t with recursive n (n) as (select 1 union all select n + 1 from n
                                                     where n < 5000)
             select hex(randomblob(50)) from n",
        )
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let crashed = folder.path().join("test.gpkg");
        std::fs::copy(&home.url, &crashed).unwrap();
        std::fs::copy(format!("{}-journal", home.url), folder.path().join("test.gpkg-journal"))
            .unwrap();
        assert!(std::fs::metadata(&crashed).unwrap().len() > 0);
        let store = Store::open(crashed.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
        store.set_setting("k", "v", &entry()).await.unwrap();
        store.close().await;
    });
}

#[test]
fn a_truncated_file_is_damaged() {
    on_a_file(async |home| {
        let store = home.open().await;
        store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
        store.add_incidents(&incidents(0, 2000), &entry()).await.unwrap();
        store.seal().await.unwrap();
        let whole = std::fs::read(&home.url).unwrap();
        for part in [whole.len() - 1, whole.len() / 2, 8192, 4097, 4096, 1000, 50] {
            std::fs::write(&home.url, &whole[..part]).unwrap();
            let fault = refused(&home.url, OpenMode::CreateIfAbsent).await;
            assert!(matches!(fault, Fault::Damaged | Fault::NotAGeoPackage), "{part}: {fault}");
            assert_eq!(std::fs::read(&home.url).unwrap().len(), part);
        }
    });
}

#[test]
fn a_file_that_another_program_holds_is_locked() {
    on_a_file(async |home| {
        home.open().await.seal().await.unwrap();
        let mut other = SqliteConnectOptions::new().filename(&home.url).connect().await.unwrap();
        other.execute("begin exclusive").await.unwrap();
        let fault = refused(&home.url, OpenMode::CreateIfAbsent).await;
        assert!(matches!(fault, Fault::Locked), "{fault}");
        other.execute("rollback").await.unwrap();
        let store = home.open().await;
        other.execute("begin immediate").await.unwrap();
        // Reading goes on; writing says why it does not.
        assert_eq!(store.setting("k").await.unwrap(), None);
        let locked = store.set_setting("k", "v", &entry()).await.unwrap_err();
        assert!(matches!(locked.fault(), Some(Fault::Locked)), "{locked}");
        other.execute("rollback").await.unwrap();
        store.set_setting("k", "v", &entry()).await.unwrap();
    });
}

#[test]
fn a_closed_store_says_so() {
    on_both("closed", async |home| {
        let store = home.open().await;
        store.clone().close().await;
        for error in [
            store.setting("k").await.unwrap_err(),
            store.set_setting("k", "v", &entry()).await.unwrap_err(),
        ] {
            assert!(matches!(error.fault(), Some(Fault::Closed)), "{error}");
        }
    });
}

#[test]
fn the_same_calls_leave_the_same_file() {
    on_a_file(async |home| {
        let mut files = Vec::new();
        for round in 0..2 {
            let store = home.open().await;
            store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
            store.put_places(&given::places(), &entry()).await.unwrap();
            store.add_incidents(&incidents(0, 5000), &entry()).await.unwrap();
            store.put_places(&given::places()[..1], &entry()).await.unwrap();
            if round == 1 {
                // Reading in between changes nothing.
                store.drawing_at(time("2026-07-01T00:00:00Z")).await.unwrap();
                store.incidents(&IncidentQuery::default()).await.unwrap();
            }
            store.seal().await.unwrap();
            let folder = Path::new(&home.url).parent().unwrap();
            assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "one file is left");
            files.push(std::fs::read(&home.url).unwrap());
            std::fs::remove_file(&home.url).unwrap();
        }
        assert!(files[0] == files[1], "the files differ");
        // Magic, journal mode "delete", user_version 10300, application id "GPKG".
        assert_eq!(&files[0][..16], b"SQLite format 3\0");
        assert_eq!(files[0][18..20], [1, 1]);
        assert_eq!(files[0][60..64], 10_300_u32.to_be_bytes());
        assert_eq!(&files[0][68..72], b"GPKG");
    });
}

/// The root user may write to anything, so this runs in a process of a user who may not.
#[cfg(unix)]
#[test]
fn a_read_only_file_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    on_a_file(async |home| {
        let open_modes = |url: &str, sealed| {
            let folder = Path::new(url).parent().unwrap();
            let set = |path: &Path, mode| {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            };
            set(Path::new(url), 0o444);
            set(folder, 0o555);
            let mut child = std::process::Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "files::child_opens", "--nocapture"]);
            child.env("GRIDBEAT_TEST_OPEN", url);
            if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(url).unwrap()) == 0 {
                child.uid(65_534);
            }
            let told = String::from_utf8(child.output().unwrap().stdout).unwrap();
            set(folder, 0o755);
            set(Path::new(url), 0o644);
            assert!(told.contains("fault: ReadOnly"), "sealed {sealed}: {told}");
        };
        home.open().await.seal().await.unwrap();
        open_modes(&home.url, true);
        home.open().await.close().await;
        open_modes(&home.url, false);
    });
}

#[test]
fn child_opens() {
    let Ok(url) = std::env::var("GRIDBEAT_TEST_OPEN") else { return };
    on_a_file(async |_| {
        let fault = refused(&url, OpenMode::MustExist).await;
        println!("fault: {fault:?}");
    });
}

async fn raw(home: &Home, sql: &str) {
    let options = SqliteConnectOptions::new().filename(&home.url).create_if_missing(true);
    let mut conn = options.connect().await.unwrap();
    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))).await.unwrap();
    sqlx::Connection::close(conn).await.unwrap();
}
