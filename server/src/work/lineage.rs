//! What became of each unit when a drawing replaces another: by land, by households, by incidents.
//!
//! - *Land* is what two grids share, on the ellipsoid ([`spatial::shared_land`]).
//! - *Households* of a grid before are spread evenly over its land and fall to the grids after by the
//!   land they take of it: areal weighting (Goodchild and Lam, "Areal interpolation: a variant of the
//!   traditional spatial problem", Geo-Processing 1, 1980). They stay whole and add up to the grid's
//!   own number (largest remainders). A grid whose number is not known counts none.
//! - *Incidents* are counted: each is assigned in both drawings.
//!
//! Units above the grids have the sums of their grids, so every level tells the same.

use jiff::{SignedDuration, Timestamp};
use model::{GridId, Level, Position, UnitId, UnitTree};
use spatial::{BuildError, GridMap, Partition, RepairSettings, SharedLand, shared_land};
use std::collections::BTreeMap;
use store::{
    DrawingId, Entry, LineageShare, NewDrawing, NewLineage, Store, StoreError, StoredDrawing,
};

/// So long before the later drawing comes into force incidents count.
const INCIDENTS_OVER: SignedDuration = SignedDuration::from_hours(365 * 24);
const CM2_PER_M2: f64 = 1e4;

/// Why there is no lineage.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LineageError {
    /// The store does not answer.
    #[error("the store does not answer")]
    Store(#[from] StoreError),
    /// The borders of the two drawings cannot be laid over each other.
    #[error("the two drawings cannot be compared")]
    Compared(#[from] BuildError),
    /// A kept drawing does not fit together any more.
    #[error("the drawing before is broken: {0}")]
    Broken(String),
}

/// A pair of grids or of units; `None` is outside.
type Pair<T> = (Option<T>, Option<T>);

/// What a pair shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shares {
    area_cm2: u64,
    households: u64,
    incidents: u64,
}

/// Publishes a drawing, with its lineage from the one that it replaces where there is one.
///
/// # Errors
///
/// The store's; then nothing is published.
pub(crate) async fn publish(
    store: &Store,
    drawing: &NewDrawing,
    map: &GridMap,
    entry: &Entry,
) -> Result<DrawingId, StoreError> {
    let Some(before) = store.drawing_at(drawing.valid_from).await? else {
        return store.publish_drawing(drawing, entry).await;
    };
    match between(store, before, map, drawing.valid_from).await {
        Ok(lineage) => store.publish_drawing_after(drawing, &lineage, entry).await,
        Err(LineageError::Store(error)) => Err(error),
        // A drawing is not held up by its history.
        Err(error) => {
            tracing::warn!(%error, "the drawing is published without its lineage");
            store.publish_drawing(drawing, entry).await
        }
    }
}

/// The lineage from a drawing to the map that replaces it at `valid_from`.
///
/// # Errors
///
/// [`LineageError`].
pub(crate) async fn between(
    store: &Store,
    before: StoredDrawing,
    after: &GridMap,
    valid_from: Timestamp,
) -> Result<NewLineage, LineageError> {
    let id = before.about.id;
    let broken = |error: &dyn std::error::Error| LineageError::Broken(error.to_string());
    let built =
        Partition::build(&before.areas, &RepairSettings::NOTHING).map_err(|e| broken(&e))?;
    let before = GridMap::new(before.tree, built.partition).map_err(|e| broken(&e))?;
    let shared = shared_land(before.partition(), after.partition())?;
    let incidents_from = valid_from.checked_sub(INCIDENTS_OVER).unwrap_or(valid_from);
    let mut counted: BTreeMap<Pair<GridId>, u64> = BTreeMap::new();
    let mut grids = [Vec::new(), Vec::new()];
    let mut count = |positions: &[Position]| {
        for (map, grids) in [&before, after].into_iter().zip(&mut grids) {
            grids.clear();
            map.points().assign_all(positions, grids);
        }
        for pair in grids[0].iter().copied().zip(grids[1].iter().copied()) {
            *counted.entry(pair).or_default() += 1;
        }
    };
    store.incident_positions(Some(incidents_from), Some(valid_from), &mut count).await?;
    counted.remove(&(None, None));
    let of_grids = of_grids(before.tree(), &shared, &counted);
    Ok(NewLineage {
        before: id,
        incidents_from,
        incidents_to: valid_from,
        shares: by_level(before.tree(), after.tree(), &of_grids),
    })
}

/// What each pair of grids shares.
fn of_grids(
    before: &UnitTree,
    shared: &[SharedLand],
    counted: &BTreeMap<Pair<GridId>, u64>,
) -> BTreeMap<Pair<GridId>, Shares> {
    let mut pairs: BTreeMap<Pair<GridId>, Shares> = BTreeMap::new();
    for of_grid in shared.chunk_by(|a, b| a.before == b.before) {
        let grid = of_grid[0].before;
        let households = grid.and_then(|grid| before.unit(before.unit_of_grid(grid)).households);
        let lands: Vec<f64> = of_grid.iter().map(|it| it.area.get()).collect();
        let falls = spread(u64::from(households.unwrap_or(0)), &lands);
        for (it, households) in of_grid.iter().zip(falls) {
            let part = pairs.entry((it.before, it.after)).or_default();
            part.households = households;
            part.area_cm2 = whole(it.area.get() * CM2_PER_M2);
        }
    }
    for (pair, count) in counted {
        pairs.entry(*pair).or_default().incidents += count;
    }
    pairs
}

/// The same for every level that both trees have, each unit with the sums of its grids.
fn by_level(
    before: &UnitTree,
    after: &UnitTree,
    of_grids: &BTreeMap<Pair<GridId>, Shares>,
) -> Vec<LineageShare> {
    let finest = before.finest().min(after.finest());
    let mut shares = Vec::new();
    for level in (1..=finest.get()).filter_map(Level::new) {
        // Ordered by both units; `None` sorts first in Rust, so outside gets the last number.
        let mut sums: BTreeMap<(u32, u32), Shares> = BTreeMap::new();
        for (pair, part) in of_grids {
            let key = (place(before, pair.0, level), place(after, pair.1, level));
            let sum = sums.entry(key).or_default();
            sum.area_cm2 += part.area_cm2;
            sum.households += part.households;
            sum.incidents += part.incidents;
        }
        let unit = |place: u32| (place != OUTSIDE).then_some(UnitId(place));
        shares.extend(sums.into_iter().map(|((one, other), sum)| LineageShare {
            level,
            before: unit(one),
            after: unit(other),
            area_cm2: sum.area_cm2,
            households: sum.households,
            incidents: sum.incidents,
        }));
    }
    shares
}

/// Stands for the land outside, and sorts last.
const OUTSIDE: u32 = u32::MAX;

/// The unit of a level that a grid belongs to.
fn place(tree: &UnitTree, grid: Option<GridId>, level: Level) -> u32 {
    let Some(grid) = grid else { return OUTSIDE };
    let chain = tree.chain(tree.unit_of_grid(grid));
    chain.get(usize::from(level.get()) - 1).map_or(OUTSIDE, |unit| unit.0)
}

/// Spreads a number over weights: whole parts by share, what is left to the largest remainders, of
/// equals to the first. The parts add up to the number, unless there is no weight at all.
fn spread(number: u64, weights: &[f64]) -> Vec<u64> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return vec![0; weights.len()];
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of households are below 2^53")]
    let exact: Vec<f64> = weights.iter().map(|weight| number as f64 * weight / total).collect();
    let mut parts: Vec<u64> = exact.iter().map(|part| whole(part.floor())).collect();
    let left = number.saturating_sub(parts.iter().sum());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    for place in order.into_iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        parts[place] += 1;
    }
    parts
}

/// A number that is not negative, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^53")]
fn whole(number: f64) -> u64 {
    number.max(0.0).round() as u64
}

#[cfg(test)]
#[path = "lineage_tests.rs"]
mod tests;
