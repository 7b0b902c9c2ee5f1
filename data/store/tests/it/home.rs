//! Where a test's store lives: made for it, gone after it.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use store::{OpenMode, Store};
use tempfile::TempDir;

/// The address of a store that does not exist yet.
pub(crate) struct Home {
    pub(crate) url: String,
    folder: Option<TempDir>,
}

/// What keeps every other from writing.
pub(crate) enum Held {
    File(SqliteConnection),
    Database(PgConnection),
}

impl Held {
    pub(crate) async fn let_go(self) {
        match self {
            Self::File(conn) => conn.close().await.unwrap(),
            Self::Database(conn) => conn.close().await.unwrap(),
        }
    }
}

impl Home {
    fn in_a_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = folder.path().join("test.gpkg").to_str().unwrap().to_owned();
        Self { url, folder: Some(folder) }
    }

    async fn in_a_database(server: &str, name: &str) -> Self {
        let name = format!("gridbeat_test_{name}_{}", std::process::id());
        let mut admin = PgConnection::connect(server).await.unwrap();
        let sql = format!("create database {name}");
        admin.execute(AssertSqlSafe(sql)).await.unwrap();
        let (before, parameters) = server.split_once('?').unwrap_or((server, ""));
        let (host, _) = before.rsplit_once('/').unwrap();
        Self { url: format!("{host}/{name}?{parameters}"), folder: None }
    }

    /// Another one of the same kind; to be left by hand.
    pub(crate) async fn another(&self) -> Self {
        let server = std::env::var("GRIDBEAT_TEST_POSTGRES").ok().filter(|_| !self.is_file());
        match server {
            Some(server) => Self::in_a_database(&server, "another").await,
            None => Self::in_a_folder(),
        }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.folder.is_some()
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url, OpenMode::CreateIfAbsent).await.unwrap()
    }

    /// Runs statements behind the store's back, one text for each backend.
    pub(crate) async fn meddle(&self, sqlite: &str, postgis: &str) -> Result<(), sqlx::Error> {
        if self.is_file() {
            let options = SqliteConnectOptions::new().filename(&self.url);
            let mut conn = options.connect().await?;
            let done = conn.execute(sqlx::raw_sql(AssertSqlSafe(sqlite.to_owned()))).await;
            conn.close().await?;
            done.map(|_| ())
        } else {
            let mut conn = PgConnection::connect(&self.url).await?;
            conn.execute("set search_path = gridbeat, public").await?;
            let done = conn.execute(sqlx::raw_sql(AssertSqlSafe(postgis.to_owned()))).await;
            conn.close().await?;
            done.map(|_| ())
        }
    }

    /// Holds what every write needs, as another program might, until it is let go.
    pub(crate) async fn hold_writes(&self) -> Held {
        if self.is_file() {
            let options = SqliteConnectOptions::new().filename(&self.url);
            let mut conn = options.connect().await.unwrap();
            conn.execute("begin immediate").await.unwrap();
            Held::File(conn)
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            conn.execute("begin").await.unwrap();
            conn.execute("lock table gridbeat.number in access exclusive mode").await.unwrap();
            Held::Database(conn)
        }
    }

    /// Takes away what [`Home::another`] made.
    pub(crate) async fn leave_another(self) {
        let server = std::env::var("GRIDBEAT_TEST_POSTGRES").ok();
        self.leave(server.as_deref()).await;
    }

    async fn leave(self, server: Option<&str>) {
        if let (None, Some(server)) = (self.folder, server) {
            let (before, _) = self.url.split_once('?').unwrap();
            let (_, name) = before.rsplit_once('/').unwrap();
            let mut admin = PgConnection::connect(server).await.unwrap();
            let sql = format!("drop database {name} with (force)");
            admin.execute(AssertSqlSafe(sql)).await.unwrap();
        }
    }
}

/// Runs a test on both backends; `name` is unique among the tests.
#[expect(clippy::needless_pass_by_value, reason = "a test hands its closure over")]
pub(crate) fn on_both(name: &str, test: impl AsyncFn(&Home)) {
    in_runtime(async {
        let home = Home::in_a_folder();
        test(&home).await;
        home.leave(None).await;
        let Ok(server) = std::env::var("GRIDBEAT_TEST_POSTGRES") else {
            eprintln!("{name}: skipped on PostGIS, GRIDBEAT_TEST_POSTGRES is not set");
            return;
        };
        let home = Home::in_a_database(&server, name).await;
        test(&home).await;
        home.leave(Some(&server)).await;
    });
}

/// Runs a test on a fresh file only.
#[expect(clippy::needless_pass_by_value, reason = "a test hands its closure over")]
pub(crate) fn on_a_file(test: impl AsyncFn(&Home)) {
    in_runtime(async { test(&Home::in_a_folder()).await });
}

pub(crate) fn in_runtime(test: impl Future<Output = ()>) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(test);
}
