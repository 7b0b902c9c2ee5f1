//! After a redraw: open incidents are given the grids of the drawing that is in force now.
//!
//! What is told and counted goes by place and date and needs none of this; it is for those who read the
//! store by hand or in a GIS. What nothing changed for is not written.

use super::atlas::Ground;
use jiff::Timestamp;
use model::{Code, Position};
use store::{Entry, IncidentId, Store, StoreError};

/// Gives every open incident its grid by this ground, in one transaction with one change record; how
/// many had another. About two seconds for a million, and as many more as change.
///
/// # Errors
///
/// The store's; then nothing is changed.
pub(crate) async fn open_incidents(
    store: &Store,
    ground: &Ground,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let open = store.open_incidents().await?;
    let positions: Vec<Position> = open.iter().map(|incident| incident.at).collect();
    let mut grids = Vec::new();
    ground.map.points().assign_all(&positions, &mut grids);
    let tree = ground.map.tree();
    let changed: Vec<(IncidentId, Option<Code>)> = open
        .iter()
        .zip(&grids)
        .filter_map(|(incident, grid)| {
            let code = grid.map(|grid| &tree.unit(tree.unit_of_grid(grid)).code);
            (code != incident.grid.as_ref()).then(|| (incident.id, code.cloned()))
        })
        .collect();
    let entry =
        Entry::new("gridbeat", now).because(format!("drawing {} is in force", ground.version));
    store.reassign_incidents(&changed, &entry).await
}
