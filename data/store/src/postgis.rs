//! The database backend: how it is opened.

use crate::sql::Conn;
use crate::{Fault, OpenMode, StoreError, migrate};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool};
use std::time::Duration;

const CONNECTIONS_MAX: u32 = 16;
/// How long a call waits for a connection: a server that restarts in this time is not noticed.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

pub(crate) async fn open(options: PgConnectOptions, mode: OpenMode) -> Result<PgPool, StoreError> {
    let options = options
        .application_name("gridbeat")
        // PostGIS itself lives in `public`.
        .options([("search_path", "gridbeat,public"), ("timezone", "UTC")]);
    let mut conn = options.connect().await?;
    let done = make(Conn::Postgis(&mut conn), mode).await;
    conn.close().await?;
    done?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy_with(options);
    Ok(pool)
}

async fn make(mut conn: Conn<'_>, mode: OpenMode) -> Result<(), StoreError> {
    if mode == OpenMode::MustExist && migrate::version(conn.conn()).await?.is_none() {
        return Err(Fault::Absent.into());
    }
    migrate::up(conn).await
}
