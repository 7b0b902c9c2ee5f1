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

/// What a place says in the first schema; only its latest state is there after going back.
const PLACE: &str = "insert into places (id, code, name, kind, public, geom)";

#[test]
fn sqlite_down_restores_the_version_before() {
    runtime().block_on(async {
        let mut conn = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        let sql = "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema
                   where name not glob 'sqlite_*'
                   union all select 'layer ' || table_name from gpkg_contents
                   union all select 'geometry ' || table_name from gpkg_geometry_columns
                   union all select 'number ' || what || last from number
                   union all select 'place ' || code || name || quote(geom) from places order by 1";
        let mut before = Vec::new();
        for (k, migration) in ALL.iter().enumerate() {
            conn.execute(sqlx::raw_sql(migration.sqlite[0])).await.unwrap();
            if k == 0 {
                let place = format!("{PLACE} values (7, 'c', '名', 'base', 1, x'4750')");
                conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(place))).await.unwrap();
            } else {
                conn.execute(sqlx::raw_sql(migration.sqlite[1])).await.unwrap();
                let after: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
                assert_eq!(after, before, "down from {}", migration.version);
                conn.execute(sqlx::raw_sql(migration.sqlite[0])).await.unwrap();
            }
            before = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
        }
    });
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn postgis_down_restores_the_version_before() {
    let Ok(server) = std::env::var("GRIDBEAT_TEST_POSTGRES") else {
        eprintln!("postgis_down_restores_the_version_before: skipped, no GRIDBEAT_TEST_POSTGRES");
        return;
    };
    runtime().block_on(async {
        let mut admin = PgConnection::connect(&server).await.unwrap();
        let name = format!("gridbeat_test_restores_{}", std::process::id());
        admin.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
        let options = options.database(&name).options([("search_path", "gridbeat,public")]);
        let mut conn = options.connect().await.unwrap();
        conn.execute("create schema gridbeat").await.unwrap();
        let sql = "select 'column ' || c.table_name || ' ' || c.column_name || ' ' || c.udt_name
                       || ' ' || coalesce(c.domain_name, '') || c.is_nullable
                   from information_schema.columns c where c.table_schema = 'gridbeat'
                   union all
                   select 'constraint ' || conname || pg_get_constraintdef(oid)
                   from pg_constraint where connamespace = 'gridbeat'::regnamespace
                   union all select 'index ' || indexdef from pg_indexes
                   where schemaname = 'gridbeat'
                   union all select 'function ' || proname from pg_proc
                   where pronamespace = 'gridbeat'::regnamespace
                   union all select 'type ' || typname from pg_type
                   where typnamespace = 'gridbeat'::regnamespace
                   union all select 'number ' || what || last from number
                   union all select 'place ' || code || name || st_astext(geom) from places
                   order by 1";
        let mut before = Vec::new();
        for (k, migration) in ALL.iter().enumerate() {
            conn.execute(sqlx::raw_sql(migration.postgis[0])).await.unwrap();
            if k == 0 {
                let place = format!(
                    "{PLACE} values (7, 'c', '名', 'base', true, st_geomfromtext('POINT(1 2)', 4326))"
                );
                conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(place))).await.unwrap();
            } else {
                conn.execute(sqlx::raw_sql(migration.postgis[1])).await.unwrap();
                let after: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
                assert_eq!(after, before, "down from {}", migration.version);
                conn.execute(sqlx::raw_sql(migration.postgis[0])).await.unwrap();
            }
            before = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
        }
        conn.close().await.unwrap();
        admin.execute(sqlx::AssertSqlSafe(format!("drop database {name}"))).await.unwrap();
    });
}
