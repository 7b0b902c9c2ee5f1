//! News of writes: waiting for the next one, and telling the own from those of others.
//!
//! PostGIS announces every change record to all nodes when its transaction commits (`notify`, sent
//! by [`Write::commit`](crate::sql::Write)). An announcement only wakes: what happened is read from the
//! change log, whose numbers have no gaps and follow the order of commits, so one that is lost while a
//! connection is down costs time and nothing else. Processes that share a file have nobody to announce
//! anything; they look again and again.

use crate::Store;
use crate::store::Backend;
use sqlx::postgres::PgListener;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// The channel of announcements.
const CHANNEL: &str = "gridbeat";
/// How many own writes are remembered that nobody asked about.
const OWN_MAX: usize = 1 << 16;

/// What a store and its clones wrote.
#[derive(Debug, Default)]
pub(crate) struct Own {
    written: Mutex<BTreeSet<u64>>,
    wake: Notify,
}

impl Own {
    fn written(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Before the commit, so that nobody can read the record and find it unknown here.
    pub(crate) fn begins(&self, seq: i64) {
        let mut written = self.written();
        if written.len() >= OWN_MAX {
            written.pop_first();
        }
        written.insert(seq.unsigned_abs());
    }

    pub(crate) fn ended(&self, seq: i64, kept: bool) {
        if !kept {
            self.written().remove(&seq.unsigned_abs());
        }
        self.wake.notify_one();
    }
}

/// Waits for writes to a store. One for each who waits.
#[derive(Debug)]
pub struct News {
    store: Store,
    listener: Option<PgListener>,
}

impl Store {
    /// Begins to wait for writes.
    pub fn news(&self) -> News {
        News { store: self.clone(), listener: None }
    }

    /// Whether this store or a clone of it wrote the record with this number; asked once for each.
    pub fn wrote(&self, seq: u64) -> bool {
        self.own.written().remove(&seq)
    }
}

impl News {
    /// Waits until something may have been written, by this process or another, or until the
    /// patience ends. A connection that is away is no error: the patience runs out instead, and the
    /// next call tries again.
    pub async fn wait(&mut self, patience: Duration) {
        let own = Arc::clone(&self.store.own);
        tokio::select! {
            () = tokio::time::sleep(patience) => {}
            () = own.wake.notified() => {}
            () = self.announced() => {}
        }
    }

    /// Waits for an announcement; for ever where there are none.
    async fn announced(&mut self) {
        let Backend::PostGis(servers) = &self.store.backend else {
            return std::future::pending().await;
        };
        if self.listener.is_none() {
            match servers.listen(CHANNEL).await {
                Ok(listener) => self.listener = Some(listener),
                Err(_away) => return std::future::pending().await,
            }
            // What was announced before is not told again.
            return;
        }
        let Some(listener) = &mut self.listener else { return };
        if listener.try_recv().await.is_err() {
            self.listener = None;
            std::future::pending::<()>().await;
        }
    }
}
