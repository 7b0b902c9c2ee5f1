//! Roads in the house: read from a file, kept in the store, made ready for each mode when first
//! asked for.

mod figures;
mod keep;
mod sheets;
mod shelf;
mod unusual;
mod words;

pub(crate) use figures::{Covered, ReachFigures, coordinates, figures};
pub(crate) use keep::{About, about, keep, load};
pub(crate) use sheets::sheets;
pub(crate) use shelf::Shelf;
pub(crate) use unusual::{NoRoadThere, Unusual};
pub(crate) use words::words;

use crate::work::import::ImportError;
use crate::work::import::files::parts_of;
use exchange::{GivenRoads, ReadSettings};
use model::RoadNetwork;
use model::patrol::Mode;
use planner::roads::{Conditions, Profile, Roads, RoadsError};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many conditions are kept ready: a city's roads take some tens of megabytes.
const UNUSUAL_KEPT: usize = 4;

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
    /// What was asked under other conditions lately, the latest first.
    unusual: Mutex<Vec<(Mode, Conditions, Arc<Roads>)>>,
    ready: [OnceLock<Result<Arc<Roads>, RoadsError>>; 4],
}

impl RoadBook {
    /// A book of a network.
    pub(crate) fn new(version: String, network: RoadNetwork) -> Self {
        let (unusual, ready) = (Mutex::default(), Default::default());
        Self { version, network: Arc::new(network), unusual, ready }
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

    /// The same roads under other conditions: those asked for lately are kept, since a person asks
    /// again and again with the same roads closed.
    pub(crate) fn under(&self, roads: &Arc<Roads>, conditions: Conditions) -> Arc<Roads> {
        let mode = roads.mode();
        let known = |kept: &(Mode, Conditions, Arc<Roads>)| kept.0 == mode && kept.1 == conditions;
        let lock = || self.unusual.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = lock();
            if let Some(place) = kept.iter().position(known) {
                kept[..=place].rotate_right(1);
                return Arc::clone(&kept[0].2);
            }
        }
        // Made without the lock: others need not wait for it, and twice is no harm.
        let ready = Arc::new(roads.under(&conditions));
        let mut kept = lock();
        kept.insert(0, (mode, conditions, Arc::clone(&ready)));
        kept.truncate(UNUSUAL_KEPT);
        ready
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
