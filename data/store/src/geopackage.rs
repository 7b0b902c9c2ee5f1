//! The file backend: what is checked before a file is opened as a store, and how it is opened.

use crate::sql::Conn;
use crate::store::GeoPackage;
use crate::{Fault, OpenMode, StoreError, migrate};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection, SqlitePool};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// How long a write waits for another program to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const READERS_MAX: u32 = 4;
/// What the writer may hold in memory of a file: 64 MiB, in negative KiB.
const WRITER_CACHE: &str = "-65536";
/// "GPKG", as the header's application id.
const APPLICATION_ID: i64 = 0x4750_4B47;

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
    let done = migrate::up(Conn::Sqlite(&mut conn)).await;
    conn.close().await?;
    done?;
    // Among millions of incidents every new one touches pages of several indexes here and there.
    let writer = pool(options.clone().pragma("cache_size", WRITER_CACHE), 1);
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
///
/// Only SQLite itself opens the file: closing a second descriptor of it anywhere in this process
/// would drop the locks of a store that is open already (POSIX
/// locks; <https://sqlite.org/howtocorrupt.html>).
async fn look_at(path: &Path, mode: OpenMode) -> Result<bool, StoreError> {
    let create = mode == OpenMode::CreateIfAbsent;
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return if create { Ok(true) } else { Err(Fault::Absent.into()) };
        }
        Err(error) => return Err(sqlx::Error::Io(error).into()),
        Ok(found) if !found.is_file() => return Err(Fault::NotAGeoPackage.into()),
        // A file without a byte is what a crash in the first instant leaves, and what `touch` makes.
        Ok(found) if found.len() == 0 && create => return Ok(true),
        Ok(_) => {}
    }
    let options =
        SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    match look_into(&options, mode).await {
        // In write-ahead mode SQLite must be able to write beside the file even to read it.
        Err(StoreError::Fault(Fault::Unreachable(error))) => {
            look_into(&options.immutable(true), mode)
                .await
                .map_err(|_alone| Fault::Unreachable(error))?;
            Err(Fault::ReadOnly.into())
        }
        // A crash left a journal that must be rolled back first, which a reader may not do.
        Err(StoreError::Fault(Fault::ReadOnly)) => {
            let looked = look_into(&options.read_only(false), mode).await;
            // The crash may have come before the first page was there to stay.
            let nothing = std::fs::metadata(path).is_ok_and(|found| found.len() == 0);
            if nothing && create { Ok(true) } else { looked }
        }
        looked => looked,
    }
}

async fn look_into(options: &SqliteConnectOptions, mode: OpenMode) -> Result<bool, StoreError> {
    let mut conn = options.connect().await?;
    let looked = look_through(&mut conn, mode).await;
    conn.close().await?;
    let (fresh, bytes) = looked?;
    let path = options.get_filename();
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::fs::metadata(name).is_ok_and(|found| found.len() > 0)
    };
    // SQLite itself lets the last page be cut short. With a log beside it the file need not be whole.
    let short = std::fs::metadata(path).is_ok_and(|found| found.len() < bytes);
    if short && !beside("-wal") && !beside("-journal") {
        return Err(Fault::Damaged.into());
    }
    Ok(fresh)
}

/// Whether the schema is to be made, and how many bytes the file says it has.
async fn look_through(
    conn: &mut SqliteConnection,
    mode: OpenMode,
) -> Result<(bool, u64), StoreError> {
    let found = migrate::version(Conn::Sqlite(&mut *conn)).await?;
    let (application,): (i64,) =
        sqlx::query_as("pragma application_id").fetch_one(&mut *conn).await?;
    let (things,): (i64,) =
        sqlx::query_as("select count(*) from sqlite_schema").fetch_one(&mut *conn).await?;
    let (pages,): (i64,) = sqlx::query_as("pragma page_count").fetch_one(&mut *conn).await?;
    let (page_size,): (i64,) = sqlx::query_as("pragma page_size").fetch_one(conn).await?;
    let bytes = u64::try_from(pages * page_size).unwrap_or(0);
    let known = migrate::newest();
    let geopackage = application == APPLICATION_ID;
    match found {
        Some(found) if found > known => Err(Fault::Newer { found, known }.into()),
        Some(_) if geopackage => Ok((false, bytes)),
        // SQLite takes a file shorter than a page for an empty database; it is somebody's all the same.
        None if pages == 0 => Err(Fault::NotAGeoPackage.into()),
        // A crash between making the file and making its schema leaves no table at all.
        None if things == 0 && mode == OpenMode::CreateIfAbsent => Ok((true, bytes)),
        None if geopackage => Err(Fault::NotOurs.into()),
        _ => Err(Fault::NotAGeoPackage.into()),
    }
}

/// Writes one moment of the file into another, which must not be there, while others write.
/// <https://sqlite.org/lang_vacuum.html#vacuuminto>
pub(crate) async fn copy_into(file: &GeoPackage, to: &Path) -> Result<(), StoreError> {
    let to = to.to_str().ok_or_else(|| StoreError::invalid("backup", "its name is no text"))?;
    // A connection of its own: readers may change nothing, and the writer is needed.
    let mut conn = file.writer.connect_options().connect().await?;
    let copied = sqlx::query("vacuum into $1").bind(to).execute(&mut conn).await;
    conn.close().await?;
    copied?;
    Ok(())
}

/// Moves the write-ahead log into the file and leaves write-ahead mode.
pub(crate) async fn seal(file: &GeoPackage) -> Result<(), StoreError> {
    // Only the last connection can leave the mode.
    file.readers.close().await;
    let mut conn = file.writer.acquire().await?;
    conn.execute("pragma wal_checkpoint(truncate)").await?;
    let (mode,): (String,) =
        sqlx::query_as("pragma journal_mode = delete").fetch_one(&mut *conn).await?;
    if mode == "delete" { Ok(()) } else { Err(Fault::Locked.into()) }
}
