//! The web square in integers, and the frame of one tile in it.
//!
//! The square is 2^32 units a side, `x` from the west and `y` from the north: a unit is 9.3 mm on
//! the equator, finer than the lattice of positions, so that no two positions fall together. A tile
//! of zoom `z` is 2^(32 - z) units a side and is drawn on 4096 steps. Which step a place falls on
//! depends on the zoom alone, never on the tile, so tiles side by side agree.

use crate::TileId;
use model::{Bounds, Position};

/// Steps a side of a tile.
pub(crate) const EXTENT: i64 = 4096;
/// Steps around a tile that lines and polygons run on, so that strokes meet across tiles.
pub(crate) const BUFFER: i64 = 64;
/// The zoom at which a step of a tile is one unit of the world.
const UNIT_ZOOM: u8 = 20;

const WORLD: f64 = 4_294_967_296.0;

/// A place in the web square, in units of 2^-32 of its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WorldPoint {
    pub(crate) x: u32,
    pub(crate) y: u32,
}

/// A place on the steps of a tile, or beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TilePoint {
    pub(crate) x: i64,
    pub(crate) y: i64,
}

/// A box in the web square; both corners belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorldBox {
    pub(crate) min: WorldPoint,
    pub(crate) max: WorldPoint,
}

/// Web Mercator (EPSG:3857). Latitudes beyond ±85.05° fall on the rim of the square.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped, and `as` saturates"
)]
pub(crate) fn project(at: Position) -> WorldPoint {
    let onto = |share: f64| (share * WORLD).round().clamp(0.0, WORLD - 1.0) as u32;
    let sine = at.lat().to_radians().sin();
    let north = ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
    WorldPoint { x: onto(at.lon() / 360.0 + 0.5), y: onto(0.5 - north) }
}

/// The lowest zoom at which `units` of the world are at least `steps` of a tile.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255")]
pub(crate) fn zoom_where(units: f64, steps: f64) -> u8 {
    let zoom = f64::from(UNIT_ZOOM) + (steps / units).log2();
    // A length of zero gives +inf, which lands on 255: never.
    zoom.ceil().clamp(0.0, 255.0) as u8
}

impl WorldBox {
    /// The box that holds nothing, to be widened.
    pub(crate) const EMPTY: Self =
        Self { min: WorldPoint { x: u32::MAX, y: u32::MAX }, max: WorldPoint { x: 0, y: 0 } };

    pub(crate) fn is_empty(self) -> bool {
        self.min.x > self.max.x
    }

    #[must_use]
    pub(crate) fn with(self, at: WorldPoint) -> Self {
        self.union(Self { min: at, max: at })
    }

    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        let (low, high) = (self.min, self.max);
        Self {
            min: WorldPoint { x: low.x.min(other.min.x), y: low.y.min(other.min.y) },
            max: WorldPoint { x: high.x.max(other.max.x), y: high.y.max(other.max.y) },
        }
    }

    pub(crate) fn contains(self, at: WorldPoint) -> bool {
        self.meets(Self { min: at, max: at })
    }

    /// The box of a box in degrees.
    pub(crate) fn of(bounds: Bounds) -> Self {
        Self::EMPTY.with(project(bounds.min)).with(project(bounds.max))
    }

    /// The box and what is at most `by` units beside it.
    pub(crate) fn widened(self, by: i64) -> Self {
        let onto =
            |at: u32, by: i64| u32::try_from((i64::from(at) + by).max(0)).unwrap_or(u32::MAX);
        Self {
            min: WorldPoint { x: onto(self.min.x, -by), y: onto(self.min.y, -by) },
            max: WorldPoint { x: onto(self.max.x, by), y: onto(self.max.y, by) },
        }
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}

/// How one tile lies in the world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    zoom: u8,
    /// The tile's north-west corner, in steps of its zoom.
    corner: TilePoint,
}

impl Frame {
    pub(crate) fn of(tile: TileId) -> Self {
        let corner = |count: u32| i64::from(count) * EXTENT;
        Self { zoom: tile.z(), corner: TilePoint { x: corner(tile.x()), y: corner(tile.y()) } }
    }

    pub(crate) fn zoom(self) -> u8 {
        self.zoom
    }

    /// The step nearest to a place.
    pub(crate) fn snap(self, at: WorldPoint) -> TilePoint {
        let half = if self.zoom < UNIT_ZOOM { 1_i64 << (UNIT_ZOOM - self.zoom - 1) } else { 0 };
        self.local(i64::from(at.x) + half, i64::from(at.y) + half)
    }

    /// A place counted in steps of `zoom`, this one's or a coarser one, from the corner of the world.
    pub(crate) fn place(self, at: TilePoint, zoom: u8) -> TilePoint {
        let up = self.zoom.saturating_sub(zoom);
        TilePoint { x: (at.x << up) - self.corner.x, y: (at.y << up) - self.corner.y }
    }

    /// Whether a box lies wholly on the tile proper.
    pub(crate) fn is_on(self, bounds: WorldBox) -> bool {
        let (min, max) = (self.snap(bounds.min), self.snap(bounds.max));
        min.x.min(min.y) >= 0 && max.x.max(max.y) <= EXTENT
    }

    /// The step a place lies on, counted from the north-west: each place is on steps 0 to 4095 of
    /// exactly one tile.
    pub(crate) fn step(self, at: WorldPoint) -> TilePoint {
        self.local(i64::from(at.x), i64::from(at.y))
    }

    fn local(self, x: i64, y: i64) -> TilePoint {
        let scale = |units: i64| {
            if self.zoom <= UNIT_ZOOM {
                units >> (UNIT_ZOOM - self.zoom)
            } else {
                units << (self.zoom - UNIT_ZOOM)
            }
        };
        TilePoint { x: scale(x) - self.corner.x, y: scale(y) - self.corner.y }
    }

    /// Every place that can fall on the tile or its buffer lies in this box.
    pub(crate) fn reach(self) -> WorldBox {
        // One step more on each side for the rounding of `snap`.
        let units = |steps: i64| {
            let units = if self.zoom <= UNIT_ZOOM {
                steps << (UNIT_ZOOM - self.zoom)
            } else {
                steps >> (self.zoom - UNIT_ZOOM)
            };
            u32::try_from(units.max(0)).unwrap_or(u32::MAX)
        };
        let (low, high) = (BUFFER + 1, EXTENT + BUFFER + 2);
        WorldBox {
            min: WorldPoint { x: units(self.corner.x - low), y: units(self.corner.y - low) },
            max: WorldPoint { x: units(self.corner.x + high), y: units(self.corner.y + high) },
        }
    }
}

#[cfg(test)]
#[path = "world_tests.rs"]
mod tests;
