//! The schema's versions come in pairs that undo each other.

use super::*;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn versions_are_numbered_from_1_without_gaps() {
    let versions: Vec<i64> = ALL.iter().map(|migration| migration.version).collect();
    assert_eq!(versions, (1..=newest()).collect::<Vec<_>>());
}

#[test]
fn sqlite_up_down_up_is_up() {
    runtime().block_on(async {
        let mut conn = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        let sql = "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema
                   where name not glob 'sqlite_*' order by 1";
        let mut schemas = Vec::new();
        for _ in 0..2 {
            up(Conn::Sqlite(&mut conn)).await.unwrap();
            // Once more does nothing.
            up(Conn::Sqlite(&mut conn)).await.unwrap();
            let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
            schemas.push(rows);
            for migration in ALL.iter().rev() {
                conn.execute(sqlx::raw_sql(migration.sqlite[1])).await.unwrap();
            }
            conn.execute("drop table migration").await.unwrap();
            let left: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
            assert_eq!(left, []);
        }
        assert!(schemas[0].len() > 15);
        assert_eq!(schemas[0], schemas[1]);
    });
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn postgis_up_down_leaves_nothing() {
    let Ok(server) = std::env::var("GRIDBEAT_TEST_POSTGRES") else {
        eprintln!("postgis_up_down_leaves_nothing: skipped, GRIDBEAT_TEST_POSTGRES is not set");
        return;
    };
    runtime().block_on(async {
        let mut admin = PgConnection::connect(&server).await.unwrap();
        let name = format!("gridbeat_test_migrate_{}", std::process::id());
        admin.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
        let options = options.database(&name).options([("search_path", "gridbeat,public")]);
        let mut conn = options.connect().await.unwrap();
        for _ in 0..2 {
            up(Conn::Postgis(&mut conn)).await.unwrap();
            up(Conn::Postgis(&mut conn)).await.unwrap();
            for migration in ALL.iter().rev() {
                conn.execute(sqlx::raw_sql(migration.postgis[1])).await.unwrap();
            }
            // Not `cascade`: this fails when anything of ours is left in it.
            conn.execute("drop table migration; drop schema gridbeat").await.unwrap();
        }
        conn.close().await.unwrap();
        admin.execute(sqlx::AssertSqlSafe(format!("drop database {name}"))).await.unwrap();
    });
}
