//! The schema's versions, embedded, in pairs: `up` makes a version from the one before, `down` takes
//! it away again.
//!
//! The runner is our own because sqlx's writes the wall clock and its own run time into the store:
//! two stores made by the same calls would differ.

use crate::sql::Conn;
use crate::{Fault, StoreError};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

/// One version of the schema, in both dialects.
pub(crate) struct Migration {
    pub(crate) version: i64,
    name: &'static str,
    /// Up, then down.
    sqlite: [&'static str; 2],
    postgis: [&'static str; 2],
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: [
                include_str!(concat!("../migrations/sqlite/", $name, ".up.sql")),
                include_str!(concat!("../migrations/sqlite/", $name, ".down.sql")),
            ],
            postgis: [
                include_str!(concat!("../migrations/postgis/", $name, ".up.sql")),
                include_str!(concat!("../migrations/postgis/", $name, ".down.sql")),
            ],
        }
    };
}

/// Every version, oldest first, numbered from 1 without gaps.
pub(crate) const ALL: &[Migration] = &[
    migration!(1, "0001_foundation"),
    migration!(2, "0002_time"),
    migration!(3, "0003_machines"),
    migration!(4, "0004_search"),
    migration!(5, "0005_grids"),
    migration!(6, "0006_designs"),
    migration!(7, "0007_months"),
];

/// The newest version known here.
pub(crate) fn newest() -> i64 {
    ALL.last().map_or(0, |migration| migration.version)
}

/// The version a store is at, or `None` when it has no schema of ours.
pub(crate) async fn version(mut conn: Conn<'_>) -> Result<Option<i64>, StoreError> {
    let ours: Option<(i64,)> = match &mut conn {
        Conn::Sqlite(conn) => {
            let sql = "select 1 from sqlite_schema where type = 'table' and name = 'migration'";
            sqlx::query_as(sql).fetch_optional(&mut **conn).await?
        }
        Conn::Postgis(conn) => {
            let sql = "select 1::bigint from pg_tables
                       where schemaname = 'gridbeat' and tablename = 'migration'";
            sqlx::query_as(sql).fetch_optional(&mut **conn).await?
        }
    };
    if ours.is_none() {
        return Ok(None);
    }
    let sql = "select max(version) from migration";
    let (version,): (Option<i64>,) = match conn {
        Conn::Sqlite(conn) => sqlx::query_as(sql).fetch_one(conn).await?,
        Conn::Postgis(conn) => sqlx::query_as(sql).fetch_one(conn).await?,
    };
    Ok(version)
}

/// Brings the schema to the newest version: all of it in one transaction, or nothing.
///
/// # Errors
///
/// [`Fault::Newer`] when it is beyond that already.
pub(crate) async fn up(conn: Conn<'_>) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => up_sqlite(conn).await,
        Conn::Postgis(conn) => up_postgis(conn).await,
    }
}

async fn up_sqlite(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut tx = conn.begin_with("begin immediate").await?;
    // Another process may have been first: look again, under the lock.
    let found = version(Conn::Sqlite(&mut tx)).await?;
    if found.is_none() {
        tx.execute(
            "create table migration (version integer not null primary key, name text not null)
             strict",
        )
        .await?;
    }
    for migration in missing(found)? {
        tx.execute(sqlx::raw_sql(migration.sqlite[0])).await?;
        sqlx::query("insert into migration (version, name) values ($1, $2)")
            .bind(migration.version)
            .bind(migration.name)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn up_postgis(conn: &mut PgConnection) -> Result<(), StoreError> {
    let mut tx = conn.begin().await?;
    // An index of ten million rows takes minutes, and who waits for it needs it.
    tx.execute("set local statement_timeout = 0; set local lock_timeout = 0").await?;
    // Several nodes may start at once; one makes the schema, the others find it made.
    // The number is arbitrary: "gridbeat" in ASCII.
    tx.execute("select pg_advisory_xact_lock(7453010347935392116)").await?;
    let found = version(Conn::Postgis(&mut tx)).await?;
    if found.is_none() {
        tx.execute("create schema if not exists gridbeat").await?;
        tx.execute(
            "create table gridbeat.migration (version bigint primary key, name text not null)",
        )
        .await?;
    }
    for migration in missing(found)? {
        tx.execute(sqlx::raw_sql(migration.postgis[0])).await?;
        sqlx::query("insert into migration (version, name) values ($1, $2)")
            .bind(migration.version)
            .bind(migration.name)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes the schema back to version `to` (at least 1): all of it in one transaction, or nothing. What
/// only later versions know is lost.
///
/// # Errors
///
/// [`Fault::Newer`] when it is beyond what is known here.
pub(crate) async fn down(conn: Conn<'_>, to: i64) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => {
            let mut tx = conn.begin_with("begin immediate").await?;
            let found = version(Conn::Sqlite(&mut tx)).await?;
            for migration in surplus(found, to)? {
                tx.execute(sqlx::raw_sql(migration.sqlite[1])).await?;
            }
            let forget = "delete from migration where version > $1";
            sqlx::query(forget).bind(to.max(1)).execute(&mut *tx).await?;
            tx.commit().await?;
        }
        Conn::Postgis(conn) => {
            let mut tx = conn.begin().await?;
            tx.execute("select pg_advisory_xact_lock(7453010347935392116)").await?;
            let found = version(Conn::Postgis(&mut tx)).await?;
            for migration in surplus(found, to)? {
                tx.execute(sqlx::raw_sql(migration.postgis[1])).await?;
            }
            let forget = "delete from migration where version > $1";
            sqlx::query(forget).bind(to.max(1)).execute(&mut *tx).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The versions to be taken away, newest first, when `found` is there.
fn surplus(
    found: Option<i64>,
    to: i64,
) -> Result<impl Iterator<Item = &'static Migration>, StoreError> {
    let (found, known) = (found.unwrap_or(0), newest());
    if found > known {
        return Err(Fault::Newer { found, known }.into());
    }
    let above = move |it: &&Migration| it.version > to.max(1) && it.version <= found;
    Ok(ALL.iter().rev().filter(above))
}

/// The versions to be made when `found` is there.
fn missing(found: Option<i64>) -> Result<impl Iterator<Item = &'static Migration>, StoreError> {
    let (found, known) = (found.unwrap_or(0), newest());
    if found > known {
        return Err(Fault::Newer { found, known }.into());
    }
    Ok(ALL.iter().filter(move |migration| migration.version > found))
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
