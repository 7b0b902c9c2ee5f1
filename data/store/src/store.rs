//! Opening and closing a store.

use crate::news::Own;
use crate::{Fault, StoreError, geopackage, postgis};
use sqlx::{PgPool, SqlitePool};
use std::fmt;
use std::sync::Arc;

/// A store, in a GeoPackage file or in a PostGIS database: the same calls give the same answers.
///
/// Cheap to clone; clones share their connections. Writes go one after the other and are durable
/// when their call returns; readers never wait for a writer. A call that fails leaves nothing
/// behind; one whose future is dropped leaves nothing or, when its commit was under way, all of it.
#[derive(Clone)]
pub struct Store {
    pub(crate) backend: Backend,
    place: Arc<str>,
    pub(crate) own: Arc<Own>,
}

#[derive(Clone, Debug)]
pub(crate) enum Backend {
    GeoPackage(GeoPackage),
    PostGis(PgPool),
}

/// The connections to a file: SQLite has one writer at a time, so there is one to wait for.
#[derive(Clone, Debug)]
pub(crate) struct GeoPackage {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

/// What to do when there is no store at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Refuse: [`Fault::Absent`].
    MustExist,
    /// Make an empty one.
    CreateIfAbsent,
}

impl Store {
    /// Opens the store at `url`: a path that ends in `.gpkg`, or `postgres://user@host/database`.
    /// A store of an older version is brought up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] with the [`Fault`]: absent, something else, newer than this program,
    /// damaged, read-only, locked, not to be reached. A file that is not ours is left untouched.
    pub async fn open(url: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let address = Address::of(url)?;
        let place = address.place();
        let backend = match address {
            Address::File(path) => geopackage::open(path, mode).await.map(Backend::GeoPackage),
            Address::Postgres(options) => postgis::open(*options, mode).await.map(Backend::PostGis),
        };
        let backend = backend.map_err(|error| error.at(&place))?;
        Ok(Self { backend, place: place.into(), own: Arc::default() })
    }

    /// Where the store is, for messages: the file, or the host and database. Never a password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Closes every connection, of clones too. Calls after this fail with [`Fault::Closed`].
    pub async fn close(self) {
        match self.backend {
            Backend::GeoPackage(file) => {
                file.readers.close().await;
                file.writer.close().await;
            }
            Backend::PostGis(pool) => pool.close().await,
        }
    }

    /// Closes the store and leaves *one* file: what the write-ahead log still holds is moved into
    /// it, and the file says that it has none, so that it can be copied and read from read-only
    /// media. With PostGIS the same as [`Store::close`].
    ///
    /// The same calls on a fresh file, sealed, give the same file byte for byte.
    ///
    /// # Errors
    ///
    /// [`Fault::Locked`] while another program has the file open; it is closed all the same.
    pub async fn seal(self) -> Result<(), StoreError> {
        let sealed = match &self.backend {
            Backend::GeoPackage(file) => geopackage::seal(file).await,
            Backend::PostGis(_) => Ok(()),
        };
        self.close().await;
        sealed
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("place", &self.place).finish_non_exhaustive()
    }
}

enum Address<'a> {
    File(&'a str),
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
}

impl<'a> Address<'a> {
    fn of(url: &'a str) -> Result<Self, StoreError> {
        let wrong =
            |place: &str| StoreError::Open { place: place.to_owned(), fault: Fault::Address };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The URL may hold a password, so it is not repeated when it cannot be read.
            let options =
                url.parse().map_err(|_silent: sqlx::Error| wrong("the postgres:// URL"))?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        let extension = std::path::Path::new(url).extension();
        let is_file = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("gpkg"));
        if is_file { Ok(Self::File(url)) } else { Err(wrong(url)) }
    }

    fn place(&self) -> String {
        match self {
            Self::File(path) => (*path).to_owned(),
            Self::Postgres(options) => {
                let database = options.get_database().unwrap_or_default();
                format!("{}:{}/{database}", options.get_host(), options.get_port())
            }
        }
    }
}
