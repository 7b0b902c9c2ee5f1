//! Which tiles are others now.

use crate::world::{BUFFER, EXTENT, WorldBox};
use crate::{SOURCE_MAX_ZOOM, TileId};
use std::collections::BTreeSet;

/// The tiles that an edit has changed, named at zoom 0 to [`SOURCE_MAX_ZOOM`]. A tile of a finer zoom
/// has changed if the one of zoom [`SOURCE_MAX_ZOOM`] above it has. What is not named is the same to
/// the last byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirtyTiles {
    tiles: BTreeSet<TileId>,
}

impl DirtyTiles {
    /// The tiles, coarse ones first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TileId> {
        self.tiles.iter().copied()
    }

    /// How many tiles are named.
    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }

    /// Whether a tile of any zoom may have changed.
    pub fn contains(&self, tile: TileId) -> bool {
        let up = tile.z().saturating_sub(SOURCE_MAX_ZOOM);
        TileId::new(tile.z() - up, tile.x() >> up, tile.y() >> up)
            .is_some_and(|tile| self.tiles.contains(&tile))
    }

    /// Names the tiles of a zoom that show any of a box, in their buffers too.
    pub(crate) fn touch(&mut self, zoom: u8, bounds: WorldBox) {
        self.name(zoom, bounds, BUFFER + 3);
    }

    /// Names the tiles of a zoom on which a box lies, without their buffers.
    pub(crate) fn touch_proper(&mut self, zoom: u8, bounds: WorldBox) {
        self.name(zoom, bounds, 0);
    }

    fn name(&mut self, zoom: u8, bounds: WorldBox, margin: i64) {
        if bounds.is_empty() {
            return;
        }
        let shift = 32 - u32::from(zoom);
        // Of a tile's steps, in units of the world.
        let margin = (margin << shift) / EXTENT;
        let last = (1_i64 << zoom) - 1;
        let range = |low: u32, high: u32| {
            let tile = |at: i64| (at >> shift).clamp(0, last);
            tile(i64::from(low) - margin)..=tile(i64::from(high) + margin)
        };
        for x in range(bounds.min.x, bounds.max.x) {
            for y in range(bounds.min.y, bounds.max.y) {
                let number = |at: i64| u32::try_from(at).unwrap_or(0);
                self.tiles.extend(TileId::new(zoom, number(x), number(y)));
            }
        }
    }
}
