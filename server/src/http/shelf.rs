//! The roads that requests are answered from, read when first asked for.

use super::problem::Problem;
use crate::work::roads::{RoadBook, load};
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;

/// The roads in force, once read.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// Held for a look only.
    book: Mutex<Option<Arc<RoadBook>>>,
    /// Held while roads are read: that is done once.
    reading: tokio::sync::Mutex<()>,
}

impl Shelf {
    /// The roads of a version; `None` when the store does not have it any more.
    ///
    /// # Errors
    ///
    /// The store's, or 500 when what it keeps is broken.
    pub(super) async fn book(
        &self,
        store: &Store,
        version: &str,
    ) -> Result<Option<Arc<RoadBook>>, Problem> {
        if let Some(known) = self.known(version) {
            return Ok(Some(known));
        }
        let _once = self.reading.lock().await;
        if let Some(known) = self.known(version) {
            return Ok(Some(known));
        }
        let Some((about, network)) = load(store).await.map_err(Problem::internal)? else {
            return Ok(None);
        };
        let book = Arc::new(RoadBook::new(about.version, network));
        *self.book.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&book));
        Ok(Some(book))
    }

    fn known(&self, version: &str) -> Option<Arc<RoadBook>> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.clone().filter(|book| book.version == version)
    }
}
