//! The outlines of all cells of a resolution together are the Earth.

use super::*;
use crate::cells::overlay::ground_area;
use h3o::{CellIndex, Resolution};

#[test]
fn the_cells_of_a_resolution_tile_the_earth() {
    let earth = 5.100_656_217_240_886e14;
    for resolution in [Resolution::Zero, Resolution::One, Resolution::Two] {
        let cells: Vec<CellIndex> =
            CellIndex::base_cells().flat_map(|base| base.children(resolution)).collect();
        let all: f64 = cells.iter().map(|&cell| ground_area(&Cell(cell).area())).sum();
        assert!((all / earth - 1.0).abs() < 1e-9, "{resolution:?}: {all}");
        for &cell in &cells {
            let rings = Cell(cell).area().polygons;
            assert!((1..=3).contains(&rings.len()), "{cell}");
        }
    }
}
