//! Roads in the house: read from a file, kept in the store, made ready for each mode when first
//! asked for.

mod figures;
mod keep;
mod sheets;
mod words;

pub(crate) use figures::{Covered, ReachFigures, coordinates, figures};
pub(crate) use keep::{About, about, keep, load};
pub(crate) use sheets::sheets;
pub(crate) use words::words;

use crate::work::import::ImportError;
use crate::work::import::files::parts_of;
use exchange::{GivenRoads, ReadSettings};
use model::RoadNetwork;
use model::patrol::Mode;
use planner::roads::{Profile, Roads, RoadsError};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Why there are no roads to answer from.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RoadBookError {
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// What is kept is damaged.
    #[error("the kept roads are damaged: {0}")]
    Damaged(String),
    /// There is nothing to travel.
    #[error(transparent)]
    Roads(#[from] RoadsError),
}

/// A network, and the roads of each mode once somebody asked for them.
#[derive(Debug)]
pub(crate) struct RoadBook {
    /// Which network this is.
    pub version: String,
    network: Arc<RoadNetwork>,
    ready: [OnceLock<Result<Arc<Roads>, RoadsError>>; 4],
}

impl RoadBook {
    /// A book of a network.
    pub(crate) fn new(version: String, network: RoadNetwork) -> Self {
        Self { version, network: Arc::new(network), ready: Default::default() }
    }

    /// The network.
    pub(crate) fn network(&self) -> &RoadNetwork {
        &self.network
    }

    /// The roads of a mode. The first call makes them ready, which takes up to seconds for a city:
    /// not for the threads that answer requests.
    ///
    /// # Errors
    ///
    /// [`RoadsError`] when nothing is open to the mode.
    pub(crate) fn of(&self, mode: Mode) -> Result<Arc<Roads>, RoadsError> {
        let make = || Roads::build(Arc::clone(&self.network), &Profile::of(mode)).map(Arc::new);
        self.ready[mode as usize].get_or_init(make).clone()
    }
}

/// Reads the roads of a file; the other files of a Shapefile are found beside it.
///
/// # Errors
///
/// [`ImportError`] when nothing can be read.
pub(crate) fn read(path: &Path, settings: &ReadSettings) -> Result<GivenRoads, ImportError> {
    let name = path.display().to_string();
    parts_of(path, |parts| {
        exchange::read_roads(parts, settings)
            .map_err(|source| ImportError::Layers { file: name.clone(), source })
    })
}
