//! The roads that questions are answered from, read when first asked for.

use super::{RoadBook, RoadBookError, about, load};
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;

/// The roads in force, once read: one for all who ask in this process.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// Held for a look only.
    book: Mutex<Option<Arc<RoadBook>>>,
    /// Held while roads are read: that is done once.
    reading: tokio::sync::Mutex<()>,
}

impl Shelf {
    /// The roads of a version; the newest when the store does not have it any more, `None` when it has none.
    ///
    /// # Errors
    ///
    /// [`RoadBookError`] when the store fails or what it keeps is damaged.
    pub(crate) async fn book(
        &self,
        store: &Store,
        version: &str,
    ) -> Result<Option<Arc<RoadBook>>, RoadBookError> {
        if let Some(known) = self.known(version) {
            return Ok(Some(known));
        }
        let _once = self.reading.lock().await;
        if let Some(known) = self.known(version) {
            return Ok(Some(known));
        }
        let Some((about, network)) = load(store).await? else { return Ok(None) };
        let book = Arc::new(RoadBook::new(about.version, network));
        *self.book.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&book));
        Ok(Some(book))
    }

    /// The roads that the store keeps now; `None` when it has none.
    ///
    /// # Errors
    ///
    /// As [`Self::book`].
    pub(crate) async fn newest(
        &self,
        store: &Store,
    ) -> Result<Option<Arc<RoadBook>>, RoadBookError> {
        match about(store).await? {
            Some(about) => self.book(store, &about.version).await,
            None => Ok(None),
        }
    }

    fn known(&self, version: &str) -> Option<Arc<RoadBook>> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.clone().filter(|book| book.version == version)
    }
}
