//! From files to a drawing: one nested tree over one exact partition, and a report of the way.

use super::draft::{Draft, DraftLevel, draft};
use super::files::{self, Source};
use super::found::Found;
use super::groups::group;
use super::report::{Input, LevelLine, Report};
use super::{ImportError, lies, tree};
use crate::work::clock;
use exchange::{GridFields, ReadSettings};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use model::{Area, GridId, Shape, UnitId};
use spatial::{FaultKind, GridMap, Partition, RepairSettings};
use std::path::PathBuf;
use store::{OpenMode, Store, StoredDrawing};

/// What to read and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The layers to use, the top level first; empty takes all.
    pub layers: Vec<String>,
    /// Fields to use; the rest is guessed.
    pub fields: GridFields,
    /// Fields of one layer that make its levels, the top first.
    pub levels: Vec<String>,
    /// How to read.
    pub read: ReadSettings,
    /// What may be repaired without asking.
    pub repair: RepairSettings,
}

/// A drawing ready to be kept or asked.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// Its units and their land.
    pub map: GridMap,
    /// How it came about.
    pub report: Report,
}

/// Reads files into one drawing.
///
/// # Errors
///
/// [`ImportError`] when a file cannot be read or there is nothing in it to draw. What is wrong with
/// single units is in the report instead.
pub(crate) async fn read(ask: &Ask) -> Result<Drawn, ImportError> {
    let sources = files::read(&ask.files, &ask.read).await?;
    draw(ask, sources)
}

/// Makes a drawing of layers.
pub(crate) fn draw(ask: &Ask, sources: Vec<Source>) -> Result<Drawn, ImportError> {
    let mut report =
        Report { inputs: sources.iter().map(Input::of).collect(), ..Report::default() };
    report.hear(sources.iter().flat_map(|source| &source.layer.notes));
    let sources = with_areas(choose(sources, &ask.layers)?, &mut report)?;
    let Draft { mut levels, mut found, notes } =
        draft(group(sources), &ask.fields, &ask.levels, !ask.layers.is_empty())?;
    report.notes.extend(notes);
    let partition = match levels.last_mut() {
        Some(grids) => land(grids, ask.repair, &mut report, &mut found)?,
        None => return Err(ImportError::NoUnits { why: String::new() }),
    };
    let parents = lies::parents(&levels, &partition, ask.fields.parent.as_deref(), &mut found)?;
    let tree = tree::tree(&levels, &parents, &mut found)?;
    report.levels = levels.iter().zip(&parents).map(LevelLine::of).collect();
    let map = GridMap::new(tree, partition).map_err(ImportError::Map)?;
    report.measure(&map);
    report.found.extend(found);
    Ok(Drawn { map, report })
}

/// The drawing in force in a store, with what is wrong with it: nothing, unless somebody else wrote.
///
/// # Errors
///
/// [`ImportError`] when the store cannot be read, or holds no drawing.
pub(crate) async fn of_store(url: &str) -> Result<Drawn, ImportError> {
    let (store, drawing) = in_force(url, Timestamp::now()).await?;
    match drawing {
        Some(drawing) => of_kept(store, drawing),
        None => Err(ImportError::NoDrawing { store }),
    }
}

/// The drawing that was in force when a local day ended, like [`of_store`].
///
/// # Errors
///
/// [`ImportError`] when the store cannot be read, or no drawing was in force then.
pub(crate) async fn of_store_on(url: &str, day: Date) -> Result<Drawn, ImportError> {
    let none = |store| ImportError::NoDrawingThen { store, day };
    // Instants are kept to the millisecond, so this is the last one of the day.
    let last = clock::day(day).and_then(|(_, end)| end.checked_sub(1.millisecond()).ok());
    let Some(last) = last else { return Err(none(url.to_owned())) };
    let (store, drawing) = in_force(url, last).await?;
    match drawing {
        Some(drawing) => of_kept(store, drawing),
        None => Err(none(store)),
    }
}

/// The name of a store, and the drawing in force in it at an instant.
async fn in_force(
    url: &str,
    at: Timestamp,
) -> Result<(String, Option<StoredDrawing>), ImportError> {
    let store = Store::open(url, OpenMode::MustExist).await.map_err(ImportError::Store)?;
    let drawing = store.drawing_at(at).await.map_err(ImportError::Store)?;
    let place = store.place().to_owned();
    store.close().await;
    Ok((place, drawing))
}

fn of_kept(place: String, drawing: StoredDrawing) -> Result<Drawn, ImportError> {
    let built = Partition::build(&drawing.areas, &RepairSettings::NOTHING);
    let built = built.map_err(ImportError::Build)?;
    let tree = drawing.tree;
    let code = |grid: &GridId| tree.units().get(tree.unit_of_grid(*grid).0 as usize);
    let found = built.faults.iter().map(|fault| {
        Found::of_fault(fault, fault.grids.iter().filter_map(code).map(|it| it.code.to_string()))
    });
    let mut report = Report { found: found.collect(), ..Report::default() };
    report.inputs.push(Input {
        file: place,
        layer: drawing.about.name,
        features: tree.units().len(),
    });
    report.levels = LevelLine::of_tree(&tree);
    let map = GridMap::new(tree, built.partition).map_err(ImportError::Map)?;
    report.measure(&map);
    Ok(Drawn { map, report })
}

/// The layers of these names, in their order; all of them when none is named.
fn choose(sources: Vec<Source>, names: &[String]) -> Result<Vec<Source>, ImportError> {
    if names.is_empty() {
        return Ok(sources);
    }
    let mut chosen = Vec::new();
    for name in names {
        let before = chosen.len();
        chosen.extend(sources.iter().filter(|source| source.layer.name == *name).cloned());
        if chosen.len() == before {
            let known: Vec<&str> = sources.iter().map(|it| it.layer.name.as_str()).collect();
            return Err(ImportError::NoSuchLayer { name: name.clone(), known: known.join(", ") });
        }
    }
    Ok(chosen)
}

/// The layers that hold areas; that others were left out is said.
fn with_areas(sources: Vec<Source>, report: &mut Report) -> Result<Vec<Source>, ImportError> {
    let has = |source: &Source| {
        source.layer.features.iter().any(|it| matches!(it.shape, Some(Shape::Area(_))))
    };
    let (kept, left): (Vec<Source>, Vec<Source>) = sources.into_iter().partition(has);
    for source in &left {
        let layer = &source.layer;
        let fault = layer.faults.first().map(|fault| super::found::chain(fault));
        let kind = if fault.is_some() { "layer-left-out" } else { "layer-passed-over" };
        let why = fault.unwrap_or_else(|| match layer.features.len() {
            0 => "it is empty".to_owned(),
            count => format!("none of its {count} features is an area"),
        });
        let text = format!("layer {} of {} was left out: {why}", layer.name, source.file);
        if kept.is_empty() {
            return Err(ImportError::NoUnits { why: format!(": {text}") });
        }
        report.found.push(Found::new(kind, text));
    }
    if kept.is_empty() {
        return Err(ImportError::NoUnits { why: ": the input holds no layer".to_owned() });
    }
    Ok(kept)
}

/// The exact partition of the grids. Grids that have no land are taken out of the level.
fn land(
    grids: &mut DraftLevel,
    repair: RepairSettings,
    report: &mut Report,
    found: &mut Vec<Found>,
) -> Result<Partition, ImportError> {
    let areas: Vec<Area> = grids.units.iter().map(|unit| unit.area.clone()).collect();
    let built = Partition::build(&areas, &repair).map_err(ImportError::Build)?;
    report.moves = built.moves;
    let mut keep = vec![true; grids.units.len()];
    for fault in &built.faults {
        let codes: Vec<String> = fault
            .grids
            .iter()
            .filter_map(|grid| grids.units.get(grid.0 as usize))
            .map(|unit| unit.code.clone())
            .collect();
        if fault.kind == FaultKind::Vanished {
            for grid in &fault.grids {
                keep[grid.0 as usize] = false;
            }
        }
        found.push(Found::of_fault(fault, codes));
    }
    if keep.iter().all(|keep| *keep) {
        return Ok(built.partition);
    }
    if !keep.contains(&true) {
        return Err(ImportError::NoUnits { why: ": no unit has any land".to_owned() });
    }
    let left = (0..).map(GridId).zip(&keep).filter(|(_, keep)| **keep);
    let areas: Vec<Area> = left.map(|(grid, _)| built.partition.area(grid)).collect();
    grids.retain(&keep);
    Ok(Partition::build(&areas, &RepairSettings::NOTHING).map_err(ImportError::Build)?.partition)
}

/// The outlines of the units above the grids, in the tree's order.
pub(crate) fn outlines(map: &GridMap) -> Vec<Area> {
    let upper = map.tree().units().len() - map.tree().grid_count();
    (0..).map(UnitId).take(upper).map(|unit| map.outline(unit)).collect()
}

/// The areas of the grids, in the tree's order.
pub(crate) fn areas(map: &GridMap) -> Vec<Area> {
    let grids = (0..).map(GridId).take(map.tree().grid_count());
    grids.map(|grid| map.partition().area(grid)).collect()
}

/// The outlines of the upper units of a kept drawing, in the tree's order.
///
/// # Errors
///
/// [`ImportError`] when what is kept is no partition any more.
pub(crate) fn upper_outlines(drawing: &StoredDrawing) -> Result<Vec<Area>, ImportError> {
    let built = Partition::build(&drawing.areas, &RepairSettings::NOTHING);
    let partition = built.map_err(ImportError::Build)?.partition;
    let map = GridMap::new(drawing.tree.clone(), partition).map_err(ImportError::Map)?;
    Ok(outlines(&map))
}
