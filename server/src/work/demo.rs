//! The demo city, made and kept.

use super::plans::STANDING_PROBLEM;
use super::roads;
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Code, Incident};
use samples::{Like, Town};
use spatial::{GridMap, Partition, RepairSettings};
use store::{Entry, NewDrawing, PlaceFilter, Store, StoreError};

/// The setting that says that a demo city was begun, and with which last day.
const BEGUN: &str = "demo_begun";
/// How many incidents go into one transaction.
const BATCH: usize = 5_000;

/// What is said of the data wherever it is shown.
const NOTICE: &str = "示意数据,非测绘成果";
/// The same in English.
const NOTICE_EN: &str = "Schematic data, not a survey";

/// Why there is no demo city.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The generator made no city.
    #[error("the city could not be made: {0}")]
    Made(String),
    /// The store does not take it.
    #[error("the store does not take the city")]
    Store(#[from] StoreError),
}

/// The demo city of this name.
///
/// # Errors
///
/// The names there are, when there is none of this name.
pub(crate) fn like(name: &str) -> Result<Like, String> {
    let known = || Like::ALL.iter().map(|like| like.as_str()).collect::<Vec<_>>().join(", ");
    Like::from_name(name).ok_or_else(|| format!("there are {}", known()))
}

/// A city with its partition.
#[derive(Debug)]
pub(crate) struct Made {
    town: Town,
    map: GridMap,
    until: Date,
}

/// Makes a city with 12 months of incidents up to and including `until`.
///
/// # Errors
///
/// [`DemoError::Made`] when the generator breaks its own promises.
pub(crate) fn make(like: Like, seed: u64, until: Date) -> Result<Made, DemoError> {
    let made = |error: &dyn std::error::Error| DemoError::Made(error.to_string());
    let town = samples::make(like, seed, until).map_err(|e| made(&e))?;
    let built = Partition::build(&town.areas, &RepairSettings::default()).map_err(|e| made(&e))?;
    if let Some(fault) = built.faults.iter().find(|fault| fault.kind.breaks_partition()) {
        return Err(DemoError::Made(format!("{fault:?}")));
    }
    let map = GridMap::new(town.tree.clone(), built.partition).map_err(|e| made(&e))?;
    Ok(Made { town, map, until })
}

/// The last day of the city that a store waits for: `today` for a store in which nothing was ever
/// kept but accounts, the day it was begun with for a city that was cut off, `None` for any other.
pub(crate) async fn wanted(store: &Store, today: Date) -> Result<Option<Date>, StoreError> {
    if !store.drawings().await?.is_empty() {
        return Ok(None);
    }
    if let Some(begun) = store.setting(BEGUN).await? {
        return Ok(Some(begun.parse().unwrap_or(today)));
    }
    Ok(store.places(&PlaceFilter::default()).await?.is_empty().then_some(today))
}

/// Keeps a city, the drawing last: a city without a drawing was cut off, and keeping it once more
/// finishes it, because places and incidents that are there already stay as they are. `at` is the time of the change records; incidents later than `until`, when given,
/// have not happened yet and are left out.
///
/// # Errors
///
/// The store's.
pub(crate) async fn keep(
    store: &Store,
    made: Made,
    at: Timestamp,
    until: Option<Timestamp>,
) -> Result<(), DemoError> {
    let Made { town, map, until: day } = made;
    let entry = Entry::new("gridbeat", at).because("demo city");
    let tree = map.tree();
    let upper = tree.units().len() - tree.grid_count();
    let ids = (0..).map(model::UnitId).take(upper);
    let drawing = NewDrawing {
        name: town.name,
        name_en: town.name_en,
        notice: NOTICE.into(),
        notice_en: NOTICE_EN.into(),
        source: format!("gridbeat demo {}", env!("CARGO_PKG_VERSION")),
        valid_from: at,
        outlines: ids.map(|id| map.outline(id)).collect(),
        areas: (0..)
            .map(model::GridId)
            .take(tree.grid_count())
            .map(|g| map.partition().area(g))
            .collect(),
        tree: town.tree,
    };
    store.set_setting(BEGUN, &day.to_string(), &entry).await?;
    store.put_places(&town.places, &entry).await?;
    let happened = town.incidents.into_iter();
    let happened = happened.filter(|it| until.is_none_or(|until| it.occurred <= until));
    let assigned: Vec<(Incident, Option<Code>)> =
        happened.map(|incident| (incident.clone(), grid_of(&map, &incident))).collect();
    for batch in assigned.chunks(BATCH) {
        store.add_incidents(batch, &entry).await?;
    }
    let notice = format!("{NOTICE} / {NOTICE_EN}");
    if !town.network.ways.is_empty() {
        roads::keep(store, &town.network, (&drawing.source, &notice), &entry).await?;
    }
    let problem = exchange::patrol::write_problem(&town.problem);
    store.set_setting(STANDING_PROBLEM, &problem, &entry).await?;
    store.publish_drawing(&drawing, &entry).await?;
    Ok(())
}

fn grid_of(map: &GridMap, incident: &Incident) -> Option<Code> {
    let assigned = map.assign(incident.at)?;
    let tree = map.tree();
    Some(tree.unit(tree.unit_of_grid(assigned.grid)).code.clone())
}
