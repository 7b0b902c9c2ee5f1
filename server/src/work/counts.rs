//! How many incidents a unit has, by geometry and date: each is assigned anew by the drawing asked
//! for, so no count leans on a grid that was stored with an incident.

use jiff::Timestamp;
use model::{GridId, Level, Position};
use spatial::GridMap;
use store::{Store, StoreError};

/// The incidents of a period, by unit of one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// By unit of the level, in the order of the tree.
    pub of_units: Vec<u64>,
    /// Those that lie outside the territory.
    pub outside: u64,
}

/// Counts what occurred in [`from`, `to`). Reads the period once; some hundred thousand incidents a
/// second.
///
/// # Errors
///
/// The store's.
pub(crate) async fn count(
    store: &Store,
    map: &GridMap,
    level: Level,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
) -> Result<Counts, StoreError> {
    let tree = map.tree();
    let mut of_grids = vec![0_u64; tree.grid_count()];
    let mut outside = 0;
    let mut grids: Vec<Option<GridId>> = Vec::new();
    let mut told = |positions: &[Position]| {
        grids.clear();
        map.points().assign_all(positions, &mut grids);
        for grid in &grids {
            match grid.and_then(|grid| of_grids.get_mut(grid.0 as usize)) {
                Some(count) => *count += 1,
                None => outside += 1,
            }
        }
    };
    store.incident_positions(from, to, &mut told).await?;
    let sum = |(unit, _)| map.grids_of(unit).map(|grid| of_grids[grid.0 as usize]).sum();
    Ok(Counts { of_units: tree.of_level(level).map(sum).collect(), outside })
}
