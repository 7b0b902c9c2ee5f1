//! What a tile may weigh, over towns made to be heavy: crowded, uneven, winding, without a tree.

use crate::decoded::covering;
use crate::town::{Plan, build};
use tiles::{TILE_BUDGET_BYTES, TileId, TileSet};

/// The heaviest tile of each zoom, in bytes.
fn heaviest(plan: &Plan) -> Vec<usize> {
    let set = TileSet::build(&build(plan), &[]);
    let bounds = set.bounds().unwrap_or_else(|| panic!("a town lies somewhere"));
    (0..=16)
        .map(|z| {
            let tiles = covering(z, bounds);
            // Close by, tiles are alike: one in a few is as good as all.
            let every = tiles.len().div_ceil(2_000);
            let tile = |&(x, y): &(u32, u32)| set.tile("grids", TileId::new(z, x, y)?);
            tiles.iter().step_by(every).filter_map(tile).map(|tile| tile.len()).max().unwrap_or(0)
        })
        .collect()
}

fn within(plan: &Plan, what: &str) {
    let heaviest = heaviest(plan);
    let most = heaviest.iter().copied().max().unwrap_or(0);
    assert!(most <= TILE_BUDGET_BYTES, "{what}: {heaviest:?}");
    // A budget that nothing comes near would say nothing.
    assert!(most >= TILE_BUDGET_BYTES / 10, "{what}: {heaviest:?}");
}

#[test]
fn a_crowded_town_keeps_to_the_budget() {
    within(&Plan { winding: 4, ..Plan::plain(110, 110, 3, 1) }, "three levels");
    within(&Plan { winding: 4, ..Plan::plain(90, 90, 1, 2) }, "no tree");
}

#[test]
fn a_winding_town_keeps_to_the_budget() {
    within(&Plan { winding: 40, ..Plan::plain(32, 32, 2, 3) }, "winding");
}

#[test]
fn a_crowd_in_a_corner_keeps_to_the_budget() {
    // Beyond the corner the land is of a few large grids: the mean says little.
    let (columns, corner) = (120, 60);
    let owner = |cell: usize| {
        let (column, row) = (cell % columns, cell / columns);
        let crowded = column < corner && row < corner;
        Some(if crowded { cell } else { (row / corner * columns + column / corner) * corner })
    };
    let owners = (0..columns * columns).map(owner).collect();
    let plan = Plan { winding: 3, owners, ..Plan::plain(columns, columns, 2, 4) };
    within(&plan, "uneven");
}
