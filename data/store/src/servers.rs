//! The servers of one database: a primary that takes writes, and standbys that follow it.
//!
//! PostgreSQL copies each write from the primary to its standbys by itself. Here is only decided
//! whom to ask: reads go to the primary, and to a standby while the primary is away; writes go to
//! whichever server takes them, which is another one once a standby was promoted. Nobody is promoted
//! from here: two programs that each believe the other one's primary dead would write two histories.
//!
//! With one server there is nothing to decide, and nothing of this costs anything.

use crate::{Fault, StoreError};
use sqlx::PgPool;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgListener;
use sqlx::{Postgres, Transaction};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a server that did not answer is asked last.
const REST: Duration = Duration::from_secs(5);
/// How long a new connection may take when there are other servers.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// The servers, in the order given.
#[derive(Clone, Debug)]
pub(crate) struct Servers(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pools: Vec<PgPool>,
    /// The place of the server that was the primary when last looked.
    primary: AtomicUsize,
    /// Until when each is asked last.
    resting: Mutex<Vec<Option<Instant>>>,
}

impl Servers {
    pub(crate) fn new(pools: Vec<PgPool>, primary: usize) -> Self {
        let resting = Mutex::new(vec![None; pools.len()]);
        Self(Arc::new(Inner { pools, primary: AtomicUsize::new(primary), resting }))
    }

    fn several(&self) -> bool {
        self.0.pools.len() > 1
    }

    /// All servers, the primary first, those that did not answer last.
    fn in_order(&self) -> Vec<usize> {
        let Inner { pools, primary, resting } = &*self.0;
        let primary = primary.load(Ordering::Relaxed);
        let resting = resting.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let mut order: Vec<usize> = (0..pools.len()).collect();
        order.sort_by_key(|&k| (resting[k].is_some_and(|until| until > now), k != primary));
        order
    }

    fn rests(&self, server: usize) {
        let mut resting = self.0.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting[server] = Some(Instant::now() + REST);
    }

    /// What the first server answers that does.
    async fn of_any<T, F>(&self, ask: impl Fn(PgPool) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        let mut refused = None;
        for server in self.in_order() {
            match ask(self.0.pools[server].clone()).await.map_err(away) {
                Err(error) if is_away(&error) => {
                    self.rests(server);
                    refused = refused.or(Some(error));
                }
                done => return done,
            }
        }
        Err(refused.unwrap_or_else(|| Fault::Closed.into()))
    }

    /// What the primary answers; a server that is none says `None`.
    async fn of_primary<T, F>(&self, ask: impl Fn(PgPool) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<Option<T>, sqlx::Error>>,
    {
        let mut refused = None;
        let mut order = self.in_order();
        let primary = self.0.primary.load(Ordering::Relaxed);
        // A server that rests for its silence can be the only one that takes writes.
        order.sort_by_key(|&server| server != primary);
        for server in order {
            match ask(self.0.pools[server].clone()).await.map_err(away) {
                Ok(Some(done)) => {
                    self.0.primary.store(server, Ordering::Relaxed);
                    return Ok(done);
                }
                Ok(None) => {}
                Err(error) if is_away(&error) => {
                    self.rests(server);
                    refused = refused.or(Some(error));
                }
                Err(error) => return Err(error),
            }
        }
        Err(refused.unwrap_or_else(|| Fault::ReadOnly.into()))
    }

    /// A connection to read with.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        self.of_any(|pool| async move { pool.acquire().await }).await
    }

    /// A transaction that reads one moment, for as long as it takes.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        let begin = "begin isolation level repeatable read, read only";
        self.of_any(|pool| async move {
            let mut tx = pool.begin_with(begin).await?;
            sqlx::query("set local statement_timeout = 0").execute(&mut *tx).await?;
            Ok(tx)
        })
        .await
    }

    /// A connection to write with.
    pub(crate) async fn beside(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        let several = self.several();
        self.of_primary(|pool| async move {
            let mut conn = pool.acquire().await?;
            let follows = "select pg_is_in_recovery()";
            let follows = several && sqlx::query_scalar(follows).fetch_one(&mut *conn).await?;
            Ok((!follows).then_some(conn))
        })
        .await
    }

    /// A transaction that holds the lock of writes; none of its statements takes over ten minutes.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        let several = self.several();
        self.of_primary(|pool| async move {
            let mut tx = pool.begin().await?;
            let lock = "select last, set_config('statement_timeout', '10min', true)
                        from number where what = 'change' for update";
            match sqlx::query(lock).execute(&mut *tx).await {
                Ok(_) => Ok(Some(tx)),
                // A standby refuses to lock a row.
                Err(error) if several && is_read_only(&error) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Waits for announcements on a channel. On a connection of its own: it is held for good, and
    /// must not be one that a call waits for.
    pub(crate) async fn listen(&self, channel: &str) -> Result<PgListener, StoreError> {
        let several = self.several();
        self.of_primary(|pool| async move {
            let own = sqlx::postgres::PgPoolOptions::new()
                .max_connections(1)
                .acquire_timeout(pool.options().get_acquire_timeout())
                .connect_lazy_with((*pool.connect_options()).clone());
            let mut listener = PgListener::connect_with(&own).await?;
            match listener.listen(channel).await {
                Ok(()) => Ok(Some(listener)),
                Err(error) if several && is_read_only(&error) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    pub(crate) async fn close(&self) {
        for pool in &self.0.pools {
            pool.close().await;
        }
    }
}

/// A database that gives no connection in time is away, or has no room for another.
fn away(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut => Fault::Unreachable(error).into(),
        other => other.into(),
    }
}

fn is_away(error: &StoreError) -> bool {
    matches!(error.fault(), Some(Fault::Unreachable(_)))
}

fn is_read_only(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| code == "25006")
}
