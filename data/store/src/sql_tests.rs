//! What the compiler checks the statements with is what the databases say of them.

use crate::migrate;
use crate::sql::Conn;
use serde::Deserialize;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};
use sqlx::{SqlSafeStr as _, SqliteConnection};

/// One file of `.sqlx/`: a statement and what its database said of it.
#[derive(Deserialize)]
struct Kept {
    db_name: String,
    query: String,
    describe: Value,
}

fn kept(database: &str) -> Vec<Kept> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let kept: Vec<Kept> = files.map(|text| serde_json::from_str(&text).unwrap()).collect();
    let kept: Vec<Kept> = kept.into_iter().filter(|kept| kept.db_name == database).collect();
    assert!(kept.len() > 70, "{} statements for {database}", kept.len());
    kept
}

/// Describes every statement anew and compares.
macro_rules! compare {
    ($conn:expr, $database:literal) => {
        for kept in kept($database) {
            let text = AssertSqlSafe(kept.query.clone()).into_sql_str();
            let said = $conn.describe(text).await.unwrap();
            let said = serde_json::to_value(said).unwrap();
            assert_eq!(said, kept.describe, "{}: run .ci/queries", kept.query);
        }
    };
}

#[tokio::test]
async fn sqlite_says_of_each_statement_what_is_kept() {
    let mut conn: SqliteConnection =
        SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
    migrate::up(Conn::Sqlite(&mut conn)).await.unwrap();
    compare!(conn, "SQLite");
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
async fn postgis_says_of_each_statement_what_is_kept() {
    let Ok(server) = std::env::var("GRIDBEAT_TEST_POSTGRES") else {
        eprintln!(
            "postgis_says_of_each_statement_what_is_kept: skipped, no GRIDBEAT_TEST_POSTGRES"
        );
        return;
    };
    let mut admin = PgConnection::connect(&server).await.unwrap();
    let name = format!("gridbeat_test_queries_{}", std::process::id());
    admin.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
    let options = options.database(&name).options([("search_path", "gridbeat,public")]);
    let mut conn = options.connect().await.unwrap();
    migrate::up(Conn::Postgis(&mut conn)).await.unwrap();
    compare!(conn, "PostgreSQL");
    conn.close().await.unwrap();
    admin.execute(AssertSqlSafe(format!("drop database {name}"))).await.unwrap();
}
