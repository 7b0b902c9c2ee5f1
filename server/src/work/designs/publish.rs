//! From a design to a drawing in force: what comes out of it, and its lineage.

use super::{DesignError, Desk};
use crate::work::atlas::Ground;
use crate::work::lineage::{self, LineageError};
use jiff::Timestamp;
use model::Area;
use spatial::{GridMap, Partition, RepairSettings};
use store::{DesignId, DrawingId, Entry, NewDrawing, Store};

/// Publishes a submitted design as a drawing with its lineage. `None` when it is not submitted any
/// more.
///
/// # Errors
///
/// [`DesignError`]; then nothing is published.
pub(crate) async fn publish(
    store: &Store,
    id: DesignId,
    desk: &Desk,
    ground: &Ground,
    valid_from: Timestamp,
    entry: &Entry,
) -> Result<Option<DrawingId>, DesignError> {
    let broken = |what: String| DesignError::Broken { step: desk.seq, what };
    let (tree, areas, _) = desk.design.drawing().map_err(|error| broken(error.to_string()))?;
    let built = Partition::build(&areas, &RepairSettings::NOTHING)
        .map_err(|error| broken(error.to_string()))?;
    let map = GridMap::new(tree, built.partition).map_err(|error| broken(error.to_string()))?;
    let finest = map.tree().finest();
    let upper = map.tree().units().iter().zip(0..).filter(|(unit, _)| unit.level < finest);
    let outlines: Vec<Area> = upper.map(|(_, unit)| map.outline(model::UnitId(unit))).collect();
    let names = ground.names.clone();
    let drawing = NewDrawing {
        name: names.name,
        name_en: names.name_en,
        notice: names.notice,
        notice_en: names.notice_en,
        source: format!("design {id}, from drawing {}", ground.version),
        valid_from,
        tree: map.tree().clone(),
        areas,
        outlines,
    };
    let Some(before) = store.drawing_at(valid_from).await? else {
        return Ok(store.publish_drawing_of(id, &drawing, None, entry).await?);
    };
    let lineage = match lineage::between(store, before, &map, valid_from).await {
        Ok(lineage) => Some(lineage),
        Err(LineageError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(broken(error.to_string())),
    };
    Ok(store.publish_drawing_of(id, &drawing, lineage.as_ref(), entry).await?)
}
