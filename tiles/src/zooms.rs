//! From which zoom each level is shown.

use crate::SOURCE_MAX_ZOOM;
use crate::world::{WorldBox, zoom_where};

/// A level is shown from the zoom at which its units are, in the mean, this many steps of a tile
/// wide: 6 pixels where a tile is 512 pixels.
const WIDTH: f64 = 48.0;

/// What a tile of `grids` weighs at most, in bytes before it is compressed, as long as names are of
/// usual lengths: what tippecanoe allows by default. Kept by the zoom that a level is shown from, so
/// nothing is ever left out of a level that is shown.
pub const TILE_BUDGET_BYTES: usize = 500_000;

/// And not before the fullest tile holds at most this many of them. A unit with its label takes
/// about 250 bytes, so that a tile stays within [`TILE_BUDGET_BYTES`].
const CROWD: usize = 1_200;

/// And things that are points of their own, which have more fields.
pub(crate) const POINT_CROWD: usize = 1_500;

/// The lowest zoom that shows a level of units with these boxes on `area` square units of the world,
/// where the level above is shown from `above`.
///
/// The top level is shown from zoom 0 unless it is too crowded there (a drawing without a tree).
pub(crate) fn shown_from(level: usize, area: f64, boxes: &[WorldBox], above: u8) -> u8 {
    let there: Vec<WorldBox> = boxes.iter().copied().filter(|one| !one.is_empty()).collect();
    let mut zoom = above;
    if level > 1 {
        let count = f64::from(u32::try_from(there.len()).unwrap_or(u32::MAX));
        zoom = zoom.max(zoom_where((area / count).sqrt(), WIDTH));
    }
    uncrowded(zoom.min(SOURCE_MAX_ZOOM), CROWD, &there)
}

/// The lowest zoom from `zoom` on at which no tile holds the middles of more than `crowd` boxes; at
/// most [`SOURCE_MAX_ZOOM`].
pub(crate) fn uncrowded(mut zoom: u8, crowd: usize, boxes: &[WorldBox]) -> u8 {
    // Boxes in tiles of the finest zoom, then tile by tile fewer.
    let fullest = |zoom: u8| {
        let tile = |low: u32, high: u32| {
            (low / 2 + high / 2).checked_shr(32 - u32::from(zoom)).unwrap_or(0)
        };
        let place = |one: &WorldBox| (tile(one.min.x, one.max.x), tile(one.min.y, one.max.y));
        let mut tiles: Vec<(u32, u32)> = boxes.iter().map(place).collect();
        tiles.sort_unstable();
        tiles.chunk_by(PartialEq::eq).map(<[_]>::len).max().unwrap_or(0)
    };
    while zoom < SOURCE_MAX_ZOOM && boxes.len() > crowd && fullest(zoom) > crowd {
        zoom += 1;
    }
    zoom
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::WorldPoint;

    const FAR: u32 = 1 << 30;

    fn lattice(side: u32, cell: u32) -> Vec<WorldBox> {
        let corner = |i: u32, j: u32| WorldPoint { x: FAR + i * cell, y: FAR + j * cell };
        let cells = (0..side).flat_map(|i| (0..side).map(move |j| (i, j)));
        cells.map(|(i, j)| WorldBox { min: corner(i, j), max: corner(i + 1, j + 1) }).collect()
    }

    #[test]
    fn a_level_waits_until_its_units_can_be_seen() {
        let cell = 1_u32 << 15;
        let boxes = lattice(18, cell);
        let area = f64::from(cell).powi(2) * 324.0;
        // At zoom 9 a step is 2^11 units, a unit 16 steps; at zoom 11 it is 64.
        assert_eq!(shown_from(2, area, &boxes, 0), 11);
        assert_eq!(shown_from(1, area, &boxes, 0), 0);
        assert_eq!(shown_from(2, area, &boxes, 13), 13);
    }

    #[test]
    fn a_crowded_level_waits_longer() {
        let cell = 1_u32 << 15;
        let boxes = lattice(100, cell);
        let area = f64::from(cell).powi(2) * 10_000.0;
        // Tiles of zoom 12 are 2^20 units, 32 cells, a side: 1,024 of them; of zoom 11, 4,096.
        assert_eq!(shown_from(2, area, &boxes, 0), 12);
        assert_eq!(shown_from(1, area, &boxes, 0), 12);
        assert_eq!(uncrowded(0, 10, &boxes[..10]), 0);
    }

    #[test]
    fn nothing_is_never_crowded() {
        assert_eq!(shown_from(1, 0.0, &[], 0), 0);
        assert_eq!(shown_from(2, 0.0, &[], 3), 3);
    }
}
