//! Opening and closing a store.

use crate::news::Own;
use crate::servers::Servers;
use crate::{Fault, StoreError, geopackage, postgis};
use sqlx::SqlitePool;
use sqlx::postgres::PgConnectOptions;
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
    PostGis(Servers),
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
    /// A database may have several servers, `postgres://user@host1:5432,host2:5432/database` (or a
    /// parameter `host` with several): one takes writes, the others follow it by streaming
    /// replication. While it is away they are read, and once another one takes writes it gets them.
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
            Address::Postgres(servers) => postgis::open(servers, mode).await.map(Backend::PostGis),
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
            Backend::PostGis(servers) => servers.close().await,
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
    Postgres(Vec<PgConnectOptions>),
}

impl<'a> Address<'a> {
    fn of(url: &'a str) -> Result<Self, StoreError> {
        let wrong =
            |place: &str| StoreError::Open { place: place.to_owned(), fault: Fault::Address };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The URL may hold a password, so it is not repeated when it cannot be read.
            let one = |url: String| {
                url.parse().map_err(|_silent: sqlx::Error| wrong("the postgres:// URL"))
            };
            let servers = each_server(url).into_iter().map(one).collect::<Result<_, _>>()?;
            return Ok(Self::Postgres(servers));
        }
        let extension = std::path::Path::new(url).extension();
        let is_file = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("gpkg"));
        if is_file { Ok(Self::File(url)) } else { Err(wrong(url)) }
    }

    fn place(&self) -> String {
        let server = |options: &PgConnectOptions| {
            let database = options.get_database().unwrap_or_default();
            format!("{}:{}/{database}", options.get_host(), options.get_port())
        };
        match self {
            Self::File(path) => (*path).to_owned(),
            Self::Postgres(servers) => servers.iter().map(server).collect::<Vec<_>>().join(", "),
        }
    }
}

/// The address of each server of a URL that names several, as libpq reads it: hosts with commas
/// between them before the path, or in the parameter `host`.
fn each_server(url: &str) -> Vec<String> {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, hosts) = match authority.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), authority),
    };
    let (path, parameters) = path.split_once('?').unwrap_or((path, ""));
    let given = |parameter: &&str| parameter.starts_with("host=");
    let by_parameter = parameters.split('&').find(given).and_then(|it| it.strip_prefix("host="));
    let Some(listed) = by_parameter else {
        let more = if parameters.is_empty() { String::new() } else { format!("?{parameters}") };
        let one = |host: &str| format!("{scheme}://{user}{host}{path}{more}");
        return hosts.split(',').map(one).collect();
    };
    let others: String =
        parameters.split('&').filter(|it| !given(it)).flat_map(|it| ["&", it]).collect();
    let listed = listed.replace("%2C", ",").replace("%2c", ",");
    let one = |host: &str| format!("{scheme}://{user}{hosts}{path}?host={host}{others}");
    listed.split(',').map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::each_server;

    #[test]
    fn a_url_may_name_several_servers() {
        let several = |url: &str, expected: &[&str]| assert_eq!(each_server(url), expected);
        several("postgres://a/d", &["postgres://a/d"]);
        several(
            "postgres://u:p@a:1,b:2/d?x=1",
            &["postgres://u:p@a:1/d?x=1", "postgres://u:p@b:2/d?x=1"],
        );
        several("postgres://u@a,b", &["postgres://u@a", "postgres://u@b"]);
        several(
            "postgres://u@h/d?x=1&host=%2Fa%2C%2Fb&y=2",
            &["postgres://u@h/d?host=%2Fa&x=1&y=2", "postgres://u@h/d?host=%2Fb&x=1&y=2"],
        );
        several("postgres://", &["postgres://"]);
    }
}
