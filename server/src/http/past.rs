//! Drawings that are not the one in force now, made ready when they are asked for.

use super::problem::Problem;
use crate::work::atlas::Ground;
use std::sync::{Arc, Mutex, PoisonError};
use store::{DrawingSummary, Store};

/// How many are kept. A drawing of 10,000 grids takes some tens of megabytes.
const KEPT_MAX: usize = 3;

/// The drawings of other days that were asked for last.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// The one asked for last stands first. Held for a look only.
    kept: Mutex<Vec<Arc<Ground>>>,
    /// Held while one is built: that takes memory and a processor, so it is done one at a time.
    /// Whoever asks for one that is kept does not wait for it.
    building: tokio::sync::Mutex<()>,
}

impl Past {
    /// A drawing made ready; `None` when the store does not have it any more.
    ///
    /// # Errors
    ///
    /// The store's, or 500 when what it keeps is broken.
    pub(super) async fn ground(
        &self,
        store: &Store,
        drawing: &DrawingSummary,
    ) -> Result<Option<Arc<Ground>>, Problem> {
        if let Some(known) = self.known(&drawing.version) {
            return Ok(Some(known));
        }
        let _one_at_a_time = self.building.lock().await;
        // Another request may have built it meanwhile.
        if let Some(known) = self.known(&drawing.version) {
            return Ok(Some(known));
        }
        let built = Ground::of_past(store, drawing.id).await.map_err(Problem::internal)?;
        if let Some(built) = &built {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.truncate(KEPT_MAX - 1);
            kept.insert(0, Arc::clone(built));
        }
        Ok(built)
    }

    /// A drawing that is ready already.
    pub(super) fn known(&self, version: &str) -> Option<Arc<Ground>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|ground| ground.version == version)?;
        kept[..=place].rotate_right(1);
        kept.first().map(Arc::clone)
    }
}
