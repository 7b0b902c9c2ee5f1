//! How much a store holds: sizes and counts, never content.

use crate::sql::row;
use crate::{Store, StoreError};

/// Sizes and counts of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the store is; never a password.
    pub place: String,
    /// How many bytes it takes on disk, without a write-ahead log.
    pub size_bytes: u64,
    /// How many incidents it holds.
    pub incidents: u64,
    /// How many change records.
    pub changes: u64,
    /// The hash of the last change record, where there is one.
    pub head: Option<String>,
}

impl Store {
    /// Counts what there is. Takes a pass over the index of incidents.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn facts(&self) -> Result<Facts, StoreError> {
        let mut read = self.read().await?;
        let size = row!(
            read,
            (i64,),
            "select page_count * page_size from pragma_page_count(), pragma_page_size()",
            "select pg_database_size(current_database())",
        )?;
        let incidents = row!(
            read,
            (i64,),
            "select count(*) from incidents",
            "select count(*) from incident_known",
        )?;
        let last = row!(
            read,
            (i64, String),
            both "select seq, hash from change order by seq desc limit 1",
        )?;
        let count = |number: Option<i64>| number.and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
        Ok(Facts {
            place: self.place().to_owned(),
            size_bytes: count(size.map(|(size,)| size)),
            incidents: count(incidents.map(|(incidents,)| incidents)),
            changes: count(last.as_ref().map(|(seq, _)| *seq)),
            head: last.map(|(_, hash)| hash),
        })
    }
}
