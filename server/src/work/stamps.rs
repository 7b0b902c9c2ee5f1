//! Since when each tile is what it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tiles::{DirtyTiles, TileId};

/// So many states before the present one are known by what has changed since.
const BEFORE_MAX: usize = 16;

/// The next stamp.
static STAMPS: AtomicU64 = AtomicU64::new(1);

/// A number that nothing else of this process has, for what was made now.
pub(crate) fn new_stamp() -> u64 {
    STAMPS.fetch_add(1, Ordering::Relaxed)
}

/// The stamp of a tile set, and of those it followed.
#[derive(Clone, Debug)]
pub(crate) struct Stamps {
    /// Grows from set to set of this process.
    stamp: u64,
    /// What the sets before were, the last one first, and which tiles have changed since each;
    /// everything may have since an older one.
    before: Vec<(u64, Arc<DirtyTiles>)>,
}

impl Stamps {
    /// Of a set of which nothing was known before.
    pub(crate) fn new() -> Self {
        Self { stamp: new_stamp(), before: Vec::new() }
    }

    /// Of the set that came after another one, in which these tiles are others.
    pub(crate) fn follow(&mut self, last: &Self, dirty: DirtyTiles) {
        self.before = vec![(last.stamp, Arc::new(dirty))];
        self.before.extend(last.before.iter().cloned());
        self.before.truncate(BEFORE_MAX);
    }

    /// The stamp of the set.
    pub(crate) fn newest(&self) -> u64 {
        self.stamp
    }

    /// The stamp of the first set of those known from which on a tile has been what it is.
    pub(crate) fn of(&self, tile: TileId) -> u64 {
        let mut stamp = self.stamp;
        for (before, dirty) in &self.before {
            if dirty.contains(tile) {
                break;
            }
            stamp = *before;
        }
        stamp
    }

    /// The tiles that have changed since the set before; `None` when everything may have.
    pub(crate) fn dirty(&self) -> Option<&DirtyTiles> {
        self.before.first().map(|(_, dirty)| &**dirty)
    }
}
