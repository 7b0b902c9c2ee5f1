//! The database backend: how it is opened.

use crate::servers::{self, Servers};
use crate::sql::Conn;
use crate::{Fault, OpenMode, StoreError, migrate};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};
use std::time::Duration;

const CONNECTIONS_MAX: u32 = 16;
/// How long a call waits for a connection: a server that restarts in this time is not noticed.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// What every connection asks the server for. PostGIS itself lives in `public`.
///
/// The limits are the server's to keep: it ends what runs away even when this program cannot. A write
/// may take longer ([`Servers::write`]), and what reads all there is, as long as it takes. The last
/// four are for a node whose machine or network died without a word in the middle of a write: its lock
/// is given back within half a minute, not after the two hours of the system's own settings.
const SESSION: [(&str, &str); 9] = [
    ("search_path", "gridbeat,public"),
    ("timezone", "UTC"),
    // A plan for any period would open the incidents of every month.
    ("plan_cache_mode", "force_custom_plan"),
    ("statement_timeout", "60s"),
    ("lock_timeout", "30s"),
    ("idle_in_transaction_session_timeout", "120s"),
    ("tcp_keepalives_idle", "15"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

pub(crate) async fn open(
    servers: Vec<PgConnectOptions>,
    mode: OpenMode,
) -> Result<Servers, StoreError> {
    let alone = servers.len() == 1;
    let mut pools = Vec::with_capacity(servers.len());
    let (mut primary, mut refused, mut sound) = (None, None, false);
    for (place, options) in servers.into_iter().enumerate() {
        let options = options.application_name("gridbeat").options(SESSION);
        if primary.is_none() {
            match try_one(&options, mode, alone).await {
                Ok(Found::Primary) => primary = Some(place),
                Ok(Found::Standby) => sound = true,
                Err(error) if alone || !matches!(error.fault(), Some(Fault::Unreachable(_))) => {
                    return Err(error);
                }
                Err(error) => refused = Some(error),
            }
        }
        let patience = if alone { ACQUIRE_TIMEOUT } else { servers::PATIENCE };
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(patience)
            .connect_lazy_with(options);
        pools.push(pool);
    }
    match (primary, refused) {
        (Some(primary), _) => Ok(Servers::new(pools, primary)),
        // While the primary is away a standby can be read.
        (None, _) if sound => Ok(Servers::new(pools, 0)),
        (None, refused) => Err(refused.unwrap_or_else(|| Fault::ReadOnly.into())),
    }
}

enum Found {
    Primary,
    /// It follows a primary, and has the newest schema.
    Standby,
}

async fn try_one(
    options: &PgConnectOptions,
    mode: OpenMode,
    alone: bool,
) -> Result<Found, StoreError> {
    let patience = if alone { Duration::MAX } else { servers::PATIENCE };
    let connected = tokio::time::timeout(patience, options.connect()).await;
    let mut conn =
        connected.map_err(|_elapsed| Fault::Unreachable(sqlx::Error::PoolTimedOut))??;
    let follows =
        !alone && sqlx::query_scalar("select pg_is_in_recovery()").fetch_one(&mut conn).await?;
    let found = if follows {
        let known = migrate::version(Conn::Postgis(&mut conn)).await?;
        (known == Some(migrate::newest())).then_some(Found::Standby).ok_or(Fault::ReadOnly)?
    } else {
        make(Conn::Postgis(&mut conn), mode).await?;
        Found::Primary
    };
    conn.close().await?;
    Ok(found)
}

async fn make(mut conn: Conn<'_>, mode: OpenMode) -> Result<(), StoreError> {
    if mode == OpenMode::MustExist && migrate::version(conn.conn()).await?.is_none() {
        return Err(Fault::Absent.into());
    }
    migrate::up(conn).await
}
