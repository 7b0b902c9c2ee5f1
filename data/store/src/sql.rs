//! One statement in two dialects, one call.
//!
//! [`rows!`], [`row!`] and [`run!`] take a connection, the SQLite text, the PostGIS text and the
//! arguments, which are the same for both. Where one text does for both it is given once, after
//! `both`. Parameters are `$1`, `$2` … in both dialects. Many rows go in as *one* argument, a JSON
//! array that the statement unfolds (`json_each`, `json_to_recordset`): the texts stay fixed, and
//! a thousand rows cost one round trip.
//!
//! Every text is checked when this crate is compiled, each against its own database: it is an error
//! if it does not parse, names a table or column that the schema has not, or takes another number of
//! parameters than it is given. The compiler asks no database for that but the data about the texts
//! that is kept in `.sqlx/`; `.ci/queries` makes it anew from the migrations on both databases.

use crate::news::Own;
use crate::store::Backend;
use crate::{Entry, Store, StoreError};
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::sync::Arc;

/// A connection to either backend.
#[derive(Debug)]
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgis(&'c mut PgConnection),
}

/// A connection taken from the readers' pool, given back when dropped.
pub(crate) enum Read {
    Sqlite(PoolConnection<Sqlite>),
    Postgis(PoolConnection<Postgres>),
}

/// One moment of a store, however long it is read and whoever writes meanwhile.
pub(crate) struct Snapshot(Tx);

/// A write in the making: it holds the write lock, and dropping it undoes it all. The only way to
/// commit one is with its record, [`Write::commit`] in `changes.rs`, so no write goes unlogged.
pub(crate) struct Write {
    tx: Tx,
    /// [`Entry::at`] as the store writes it.
    pub(crate) at: String,
    pub(crate) own: Arc<Own>,
}

enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgis(Transaction<'static, Postgres>),
}

/// Checks a text for SQLite and runs nothing. A question goes into another one, as sqlx would
/// otherwise make a record of its columns and need a type for each. `queries` is set while the data
/// in `.sqlx/` is made, which asks one database at a time.
#[cfg(not(queries = "postgis"))]
macro_rules! sqlite {
    (ask $sql:literal $(, $arg:expr)*) => {
        if false {
            let _ = sqlx::query_unchecked!(
                "select 1 as \"one!: i64\" from (" + $sql + ") as asked" $(, $arg)*
            );
        }
    };
    (change $sql:literal $(, $arg:expr)*) => {
        if false {
            let _ = sqlx::query_unchecked!($sql $(, $arg)*);
        }
    };
}
#[cfg(queries = "postgis")]
macro_rules! sqlite {
    ($($any:tt)*) => {};
}

/// Checks a text for PostgreSQL. The blank at its end tells it from the same text for SQLite: the
/// data about a text is found by the text alone.
#[cfg(not(queries = "sqlite"))]
macro_rules! postgis {
    (ask $sql:literal $(, $arg:expr)*) => {
        if false {
            let _ = sqlx::query_unchecked!(
                "select 1 as \"one!: i64\" from (" + $sql + ") as asked " $(, $arg)*
            );
        }
    };
    (change $sql:literal $(, $arg:expr)*) => {
        if false {
            let _ = sqlx::query_unchecked!($sql + " " $(, $arg)*);
        }
    };
}
#[cfg(queries = "sqlite")]
macro_rules! postgis {
    ($($any:tt)*) => {};
}

/// Every row of a query, as tuples or row structs.
macro_rules! rows {
    ($on:expr, $row:ty, both $sql:literal $(, $arg:expr)* $(,)?) => {
        rows!($on, $row, $sql, $sql $(, $arg)*)
    };
    ($on:expr, $row:ty, $sqlite:literal, $postgis:literal $(, $arg:expr)* $(,)?) => {
        match $on.conn() {
            $crate::sql::Conn::Sqlite(conn) => {
                $crate::sql::sqlite!(ask $sqlite $(, $arg)*);
                sqlx::query_as::<sqlx::Sqlite, $row>($sqlite)$(.bind($arg))*.fetch_all(conn).await
            }
            $crate::sql::Conn::Postgis(conn) => {
                $crate::sql::postgis!(ask $postgis $(, $arg)*);
                sqlx::query_as::<sqlx::Postgres, $row>($postgis)$(.bind($arg))*.fetch_all(conn).await
            }
        }
    };
}

/// The first row of a query, if there is one; with `change`, of a statement that gives back what it
/// changed.
macro_rules! row {
    (change $on:expr, $row:ty, both $sql:literal $(, $arg:expr)* $(,)?) => {
        $crate::sql::row!(@change, $on, $row, $sql, $sql $(, $arg)*)
    };
    (change $on:expr, $row:ty, $sqlite:literal, $postgis:literal $(, $arg:expr)* $(,)?) => {
        $crate::sql::row!(@change, $on, $row, $sqlite, $postgis $(, $arg)*)
    };
    (@$kind:ident, $on:expr, $row:ty, $sqlite:literal, $postgis:literal $(, $arg:expr)*) => {
        match $on.conn() {
            $crate::sql::Conn::Sqlite(conn) => {
                $crate::sql::sqlite!($kind $sqlite $(, $arg)*);
                sqlx::query_as::<sqlx::Sqlite, $row>($sqlite)$(.bind($arg))*
                    .fetch_optional(conn).await
            }
            $crate::sql::Conn::Postgis(conn) => {
                $crate::sql::postgis!($kind $postgis $(, $arg)*);
                sqlx::query_as::<sqlx::Postgres, $row>($postgis)$(.bind($arg))*
                    .fetch_optional(conn).await
            }
        }
    };
    ($on:expr, $row:ty, both $sql:literal $(, $arg:expr)* $(,)?) => {
        $crate::sql::row!(@ask, $on, $row, $sql, $sql $(, $arg)*)
    };
    ($on:expr, $row:ty, $sqlite:literal, $postgis:literal $(, $arg:expr)* $(,)?) => {
        $crate::sql::row!(@ask, $on, $row, $sqlite, $postgis $(, $arg)*)
    };
}

/// Runs a statement; gives the number of rows it touched. After `sqlite` or `postgis` it has one text
/// and is run there only.
macro_rules! run {
    ($on:expr, sqlite $sql:literal $(, $arg:expr)* $(,)?) => {
        match $on.conn() {
            $crate::sql::Conn::Sqlite(conn) => {
                $crate::sql::sqlite!(change $sql $(, $arg)*);
                sqlx::query::<sqlx::Sqlite>($sql)$(.bind($arg))*
                    .execute(conn).await.map(|done| done.rows_affected())
            }
            $crate::sql::Conn::Postgis(_) => Ok(0),
        }
    };
    ($on:expr, postgis $sql:literal $(, $arg:expr)* $(,)?) => {
        match $on.conn() {
            $crate::sql::Conn::Sqlite(_) => Ok(0),
            $crate::sql::Conn::Postgis(conn) => {
                $crate::sql::postgis!(change $sql $(, $arg)*);
                sqlx::query::<sqlx::Postgres>($sql)$(.bind($arg))*
                    .execute(conn).await.map(|done| done.rows_affected())
            }
        }
    };
    ($on:expr, both $sql:literal $(, $arg:expr)* $(,)?) => {
        run!($on, $sql, $sql $(, $arg)*)
    };
    ($on:expr, $sqlite:literal, $postgis:literal $(, $arg:expr)* $(,)?) => {
        match $on.conn() {
            $crate::sql::Conn::Sqlite(conn) => {
                $crate::sql::sqlite!(change $sqlite $(, $arg)*);
                sqlx::query::<sqlx::Sqlite>($sqlite)$(.bind($arg))*
                    .execute(conn).await.map(|done| done.rows_affected())
            }
            $crate::sql::Conn::Postgis(conn) => {
                $crate::sql::postgis!(change $postgis $(, $arg)*);
                sqlx::query::<sqlx::Postgres>($postgis)$(.bind($arg))*
                    .execute(conn).await.map(|done| done.rows_affected())
            }
        }
    };
}

pub(crate) use {postgis, row, rows, run, sqlite};

impl Conn<'_> {
    /// The same connection, lent on.
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(conn) => Conn::Sqlite(conn),
            Self::Postgis(conn) => Conn::Postgis(conn),
        }
    }
}

impl Read {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(conn) => Conn::Sqlite(conn),
            Self::Postgis(conn) => Conn::Postgis(conn),
        }
    }
}

impl Store {
    /// A connection to read with; waits for one to be free.
    pub(crate) async fn read(&self) -> Result<Read, StoreError> {
        Ok(match &self.backend {
            Backend::GeoPackage(file) => Read::Sqlite(file.readers.acquire().await?),
            Backend::PostGis(servers) => Read::Postgis(servers.read().await?),
        })
    }

    /// A connection to write with beside the change log: for leases only, which are no facts.
    pub(crate) async fn beside(&self) -> Result<Read, StoreError> {
        Ok(match &self.backend {
            Backend::GeoPackage(file) => Read::Sqlite(file.writer.acquire().await?),
            Backend::PostGis(servers) => Read::Postgis(servers.beside().await?),
        })
    }

    /// Begins to read one moment of the store.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot(match &self.backend {
            Backend::GeoPackage(file) => Tx::Sqlite(file.readers.begin().await?),
            Backend::PostGis(servers) => Tx::Postgis(servers.snapshot().await?),
        }))
    }

    /// Starts a write, once it is this one's turn: writes go one after the other, in one order that
    /// the change log tells.
    pub(crate) async fn write(&self, entry: &Entry) -> Result<Write, StoreError> {
        let at = entry.checked()?;
        let tx = match &self.backend {
            // Not plain `begin`: that takes the lock at the first write only, too late to wait.
            Backend::GeoPackage(file) => Tx::Sqlite(begin(&file.writer).await?),
            Backend::PostGis(servers) => Tx::Postgis(servers.write().await?),
        };
        Ok(Write { tx, at, own: Arc::clone(&self.own) })
    }
}

async fn begin(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>, StoreError> {
    let begin = || writer.begin_with("begin immediate");
    match begin().await {
        // SQLite undid the last write by itself, on a full disk for one, and the connection still
        // thinks that it is in it: only another connection helps.
        Err(sqlx::Error::InvalidSavePointStatement) => {
            writer.acquire().await?.close().await?;
            Ok(begin().await?)
        }
        done => Ok(done?),
    }
}

impl Tx {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(tx) => Conn::Sqlite(tx),
            Self::Postgis(tx) => Conn::Postgis(tx),
        }
    }
}

impl Snapshot {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        self.0.conn()
    }
}

impl Write {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        self.tx.conn()
    }

    /// Gives out `count` numbers for things of this kind; the first of them.
    pub(crate) async fn numbers(&mut self, what: &str, count: usize) -> Result<i64, StoreError> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let last: Option<(i64,)> = row!(
            change self,
            (i64,),
            both "update number set last = last + $2 where what = $1 returning last",
            what,
            count,
        )?;
        let (last,) = last.ok_or_else(|| StoreError::corrupt("number", what, "is missing"))?;
        Ok(last - count + 1)
    }

    /// Makes what was written durable. Use [`Write::commit`], which writes the record first.
    pub(crate) async fn finish(self) -> Result<(), StoreError> {
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgis(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "sql_tests.rs"]
mod tests;
