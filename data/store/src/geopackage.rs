//! The file backend: what is checked before a file is opened as a store, and how it is opened.

use crate::sql::Conn;
use crate::store::GeoPackage;
use crate::{Fault, OpenMode, StoreError, migrate};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, SqlitePool};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

/// How long a write waits for another program to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const READERS_MAX: u32 = 4;
/// "GPKG", as the header's application id.
const APPLICATION_ID: i64 = 0x4750_4B47;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

pub(crate) async fn open(path: &str, mode: OpenMode) -> Result<GeoPackage, StoreError> {
    let path = Path::new(path);
    let fresh = look_at(path, mode).await?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(fresh)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write is on the disk, not merely on its way.
        .synchronous(SqliteSynchronous::Full)
        // A view or trigger that somebody put into the file cannot call dangerous functions.
        .pragma("trusted_schema", "off")
        .pragma("cell_size_check", "on");
    let mut conn = options.connect().await?;
    // Takes the write lock, so a file that is read-only or locked is noticed now.
    let made = migrate::up(Conn::Sqlite(&mut conn)).await;
    conn.close().await?;
    made?;
    let writer = pool(options.clone(), 1);
    let readers = pool(options.pragma("query_only", "on"), READERS_MAX);
    Ok(GeoPackage { writer, readers })
}

fn pool(options: SqliteConnectOptions, size_max: u32) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(size_max)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(options)
}

/// Whether the file is to be made. Anything that is no store of ours is refused without a byte of
/// it changed.
async fn look_at(path: &Path, mode: OpenMode) -> Result<bool, StoreError> {
    let fault = |fault| Err(StoreError::Fault(fault));
    let Some(magic) = first_bytes(path)? else {
        let create = mode == OpenMode::CreateIfAbsent;
        return if create { Ok(true) } else { fault(Fault::Absent) };
    };
    // A file without a byte is what a crash in the first instant leaves, and what `touch` makes.
    if magic.is_empty() && mode == OpenMode::CreateIfAbsent {
        return Ok(true);
    }
    if magic != SQLITE_MAGIC {
        return fault(Fault::NotAGeoPackage);
    }
    let mut conn = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await?;
    let looked = look_into(&mut conn, mode).await;
    conn.close().await?;
    looked
}

async fn look_into(conn: &mut sqlx::SqliteConnection, mode: OpenMode) -> Result<bool, StoreError> {
    let found = migrate::version(Conn::Sqlite(&mut *conn)).await?;
    let (application,): (i64,) =
        sqlx::query_as("pragma application_id").fetch_one(&mut *conn).await?;
    let known = migrate::newest();
    match found {
        Some(found) if found > known => Err(StoreError::Fault(Fault::Newer { found, known })),
        Some(_) if application == APPLICATION_ID => Ok(false),
        _ => {
            let (tables,): (i64,) =
                sqlx::query_as("select count(*) from sqlite_schema").fetch_one(conn).await?;
            // A crash between making the file and making its schema leaves no table at all.
            let empty = tables == 0 && mode == OpenMode::CreateIfAbsent;
            let geopackage = application == APPLICATION_ID;
            match (empty, geopackage) {
                (true, _) => Ok(true),
                (false, true) => Err(StoreError::Fault(Fault::NotOurs)),
                (false, false) => Err(StoreError::Fault(Fault::NotAGeoPackage)),
            }
        }
    }
}

/// The first 16 bytes, fewer when there are no more; `None` when there is no file.
pub(crate) fn first_bytes(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(16);
        std::fs::File::open(path)?.take(16).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::Fault(Fault::Unreachable(sqlx::Error::Io(error)))),
    }
}

/// Moves the write-ahead log into the file and leaves write-ahead mode.
pub(crate) async fn seal(file: &GeoPackage) -> Result<(), StoreError> {
    // Only the last connection can leave the mode.
    file.readers.close().await;
    let mut conn = file.writer.acquire().await?;
    conn.execute("pragma wal_checkpoint(truncate)").await?;
    let (mode,): (String,) =
        sqlx::query_as("pragma journal_mode = delete").fetch_one(&mut *conn).await?;
    if mode == "delete" { Ok(()) } else { Err(StoreError::Fault(Fault::Locked)) }
}
