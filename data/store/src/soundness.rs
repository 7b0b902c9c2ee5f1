//! Whether the database itself is in order, and its way back to an older program.

use crate::sql::{Conn, Read};
use crate::store::Backend;
use crate::{Store, StoreError, migrate};

/// How many complaints are given at most.
const COMPLAINTS_MAX: i64 = 20;

impl Store {
    /// What the database says is wrong with itself, in its own words, at most 20; empty when all is
    /// well. Walks every page of a GeoPackage, its indexes and references. PostgreSQL keeps these
    /// by itself and is asked nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn complaints(&self) -> Result<Vec<String>, StoreError> {
        let mut read: Read = self.read().await?;
        let Conn::Sqlite(conn) = read.conn() else { return Ok(Vec::new()) };
        // https://sqlite.org/pragma.html#pragma_integrity_check
        let found: Vec<(String,)> = sqlx::query_as(
            "select integrity_check from pragma_integrity_check where integrity_check <> 'ok'
             union all
             select \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent
             from pragma_foreign_key_check
             limit $1",
        )
        .bind(COMPLAINTS_MAX)
        .fetch_all(conn)
        .await?;
        Ok(found.into_iter().map(|(complaint,)| complaint).collect())
    }

    /// Takes the schema back to version `to` (at least 1), so that an older program can open the
    /// store, and closes it. What only later versions know is lost; the rest stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written; then it is as it was.
    pub async fn downgrade(self, to: i64) -> Result<(), StoreError> {
        let done = match &self.backend {
            Backend::GeoPackage(file) => {
                file.readers.close().await;
                let mut conn = file.writer.acquire().await?;
                migrate::down(Conn::Sqlite(&mut conn), to).await
            }
            Backend::PostGis(servers) => {
                let mut conn = servers.beside().await?;
                migrate::down(Conn::Postgis(&mut conn), to).await
            }
        };
        self.close().await;
        done
    }
}
