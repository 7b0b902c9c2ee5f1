//! Which tile: zoom, column, row.

use crate::world::project;
use model::Position;

/// The finest zoom that has tiles.
pub const MAX_ZOOM: u8 = 22;

/// The zoom at which every vertex is drawn. Clients stretch these tiles at finer zooms, so this is
/// what a TileJSON names as `maxzoom`; tiles down to [`MAX_ZOOM`] are cut all the same.
pub const SOURCE_MAX_ZOOM: u8 = 16;

/// A tile of the usual web square (`WebMercatorQuad`): zoom 0 to [`MAX_ZOOM`], columns counted from
/// the west, rows from the north, both below 2^zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// The tile at zoom `z`, column `x`, row `y`, or `None` where there is no such tile.
    pub const fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        if z > MAX_ZOOM || x >> z != 0 || y >> z != 0 {
            return None;
        }
        Some(Self { z, x, y })
    }

    /// The tile of zoom `z` (at most [`MAX_ZOOM`]) that a place lies on.
    pub fn holding(z: u8, at: Position) -> Self {
        let z = z.min(MAX_ZOOM);
        let at = project(at);
        let place = |units: u32| units.checked_shr(32 - u32::from(z)).unwrap_or(0);
        Self { z, x: place(at.x), y: place(at.y) }
    }

    /// The zoom.
    pub const fn z(self) -> u8 {
        self.z
    }

    /// The column, from the west.
    pub const fn x(self) -> u32 {
        self.x
    }

    /// The row, from the north.
    pub const fn y(self) -> u32 {
        self.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_on_one_tile_of_each_zoom() {
        let at = Position::from_degrees(103.757, 36.067).unwrap();
        let held = |z| {
            let tile = TileId::holding(z, at);
            (tile.z(), tile.x(), tile.y())
        };
        assert_eq!([held(0), held(1), held(12)], [(0, 0, 0), (1, 1, 0), (12, 3228, 1607)]);
        assert_eq!(held(200), held(MAX_ZOOM));
    }

    #[test]
    fn a_tile_outside_the_square_is_refused() {
        assert!(TileId::new(0, 0, 0).is_some());
        assert!(TileId::new(0, 1, 0).is_none());
        assert!(TileId::new(3, 7, 7).is_some());
        assert!(TileId::new(3, 8, 0).is_none());
        assert!(TileId::new(3, 0, 8).is_none());
        assert!(TileId::new(22, (1 << 22) - 1, 0).is_some());
        assert!(TileId::new(22, 1 << 22, 0).is_none());
        assert!(TileId::new(23, 0, 0).is_none());
        assert!(TileId::new(u8::MAX, u32::MAX, u32::MAX).is_none());
    }
}
