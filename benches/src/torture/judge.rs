//! The judge: what was told is there, and nothing is half there.

use super::{IMPORT, PLACES, SIDE};
use crate::Failure;
use std::collections::{BTreeMap, BTreeSet};
use store::{IncidentQuery, OpenMode, PlaceFilter, Store};

/// What children of one store were told.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The numbers, by what they are of.
    numbers: BTreeMap<String, BTreeSet<u32>>,
}

impl Told {
    /// Takes down a line of a child, like `single 17`.
    pub fn hear(&mut self, line: &str) {
        if let Some((what, n)) = line.split_once(' ')
            && let Ok(n) = n.parse()
        {
            self.numbers.entry(what.to_owned()).or_default().insert(n);
        }
    }

    /// How many writes were acknowledged.
    pub fn count(&self) -> usize {
        let writes = self.numbers.iter().filter(|(what, _)| *what != "open");
        writes.map(|(_, numbers)| numbers.len()).sum()
    }

    fn all<'a>(&'a self, what: &str) -> impl Iterator<Item = &'a u32> {
        self.numbers.get(what).into_iter().flatten()
    }

    fn missing(&self, what: &str, there: &BTreeSet<u32>) -> Result<(), Failure> {
        match self.all(what).find(|n| !there.contains(n)) {
            Some(n) => Err(format!("{what} {n} was acknowledged and is lost").into()),
            None => Ok(()),
        }
    }
}

/// Opens the store as any start does, and judges it.
///
/// # Errors
///
/// The first thing that is wrong, or that the store cannot be read.
pub async fn judge(url: &str, told: &Told) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let judged = judge_open(&store, told).await;
    store.close().await;
    judged
}

async fn judge_open(store: &Store, told: &Told) -> Result<(), Failure> {
    if let Some(complaint) = store.complaints().await?.first() {
        return Err(complaint.clone().into());
    }
    store.verify().await??;
    let incidents = judge_incidents(store, told).await?;
    judge_places(store, told).await?;
    let drawings = judge_drawings(store, told).await?;
    let (mut records, mut recorded) = (0, 0);
    for change in store.changes(0, u32::MAX).await? {
        let what: serde_json::Value = serde_json::from_str(&change.what)?;
        match &*change.kind {
            "incidents" => recorded += what["new"].as_u64().unwrap_or(0),
            "drawing" => records += 1,
            _ => {}
        }
    }
    let numbers = format!(
        "{incidents} incidents, {recorded} recorded; {drawings} drawings, {records} records"
    );
    if recorded == incidents && records == drawings { Ok(()) } else { Err(numbers.into()) }
}

async fn judge_incidents(store: &Store, told: &Told) -> Result<u64, Failure> {
    let query = IncidentQuery { limit: u32::MAX, ..IncidentQuery::default() };
    let found = store.incidents(&query).await?;
    let mut singles = BTreeSet::new();
    let mut imports: BTreeMap<u32, u32> = BTreeMap::new();
    for kept in &found {
        let (source, external) = (kept.incident.source.as_str(), kept.incident.external.as_str());
        match source.strip_prefix("import-") {
            Some(import) => *imports.entry(import.parse()?).or_default() += 1,
            None => drop(singles.insert(external.trim_start_matches('W').parse()?)),
        }
    }
    told.missing("single", &singles)?;
    if let Some((import, rows)) = imports.iter().find(|(_, rows)| **rows != IMPORT) {
        return Err(format!("import {import} is half there: {rows} of {IMPORT}").into());
    }
    told.missing("import", &imports.into_keys().collect())?;
    Ok(found.len() as u64)
}

async fn judge_places(store: &Store, told: &Told) -> Result<(), Failure> {
    let places = store.places(&PlaceFilter::default()).await?;
    let versions: BTreeSet<u32> =
        places.iter().map(|place| place.name.parse()).collect::<Result<_, _>>()?;
    let last = told.all("places").max().copied();
    let whole = versions.len() == 1 && places.len() == PLACES as usize;
    match (versions.first(), last) {
        (None, None) => Ok(()),
        (Some(version), last) if whole && last.is_none_or(|last| last <= *version) => Ok(()),
        _ => Err(format!("{} places of {versions:?}, {last:?} acknowledged", places.len()).into()),
    }
}

async fn judge_drawings(store: &Store, told: &Told) -> Result<u64, Failure> {
    let drawings = store.drawings().await?;
    let mut names = BTreeSet::new();
    for about in &drawings {
        names.insert(about.name.parse()?);
    }
    // Every drawing is whole; the newest is read to the end.
    if let Some(last) = drawings.iter().max_by_key(|about| about.id) {
        let whole = store.drawing(last.id).await?.ok_or("a drawing has gone")?;
        if whole.areas.len() != usize::try_from(SIDE * SIDE)? {
            return Err(format!("drawing {} is half there", last.name).into());
        }
    }
    told.missing("drawing", &names)?;
    Ok(drawings.len() as u64)
}
