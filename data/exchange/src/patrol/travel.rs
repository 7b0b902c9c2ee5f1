//! Tables of travel times from JSON and to JSON.

use super::TRAVEL_PLACES_MAX;
use super::document::TravelJson;
use super::error::{PatrolError, Reason};
use super::problem::read_mode;
use super::shape::{LonLat, between};
use model::patrol::Travel;
use std::sync::Arc;

/// The tables of a problem, at most one for each mode.
pub(super) fn read_travel(tables: Vec<TravelJson>) -> Result<Vec<Arc<Travel>>, PatrolError> {
    let mut read: Vec<Arc<Travel>> = Vec::with_capacity(tables.len());
    for (number, table) in tables.into_iter().enumerate() {
        let path = format!("travel[{number}]");
        let mode = read_mode(&table.mode, &format!("{path}.mode"))?;
        if read.iter().any(|other| other.mode() == mode) {
            let taken = Reason::SecondTravel(table.mode);
            return Err(PatrolError::at(format!("{path}.mode"), taken));
        }
        let places: Vec<_> = table.places.into_iter().map(|at| at.0).collect();
        between(places.len(), 1, TRAVEL_PLACES_MAX, &format!("{path}.places"))?;
        let seconds = flat(&table.seconds, places.len(), &format!("{path}.seconds"))?;
        let metres = if table.metres.is_empty() {
            Vec::new()
        } else {
            flat(&table.metres, places.len(), &format!("{path}.metres"))?
        };
        let table = Travel::new(mode, places, seconds, metres);
        read.push(Arc::new(table.map_err(|error| PatrolError::at(path, error.into()))?));
    }
    Ok(read)
}

/// The rows of a table after one another; each must have an entry for every place.
fn flat(rows: &[Vec<Option<u32>>], places: usize, path: &str) -> Result<Vec<u32>, PatrolError> {
    between(rows.len(), places, places, path)?;
    for (number, row) in rows.iter().enumerate() {
        between(row.len(), places, places, &format!("{path}[{number}]"))?;
    }
    Ok(rows.iter().flatten().map(|entry| entry.unwrap_or(Travel::NO_WAY)).collect())
}

/// A table as files have it.
pub(super) fn write_travel(table: &Travel) -> TravelJson {
    let count = table.places().len();
    let rows = |entry: &dyn Fn(usize, usize) -> Option<u32>| {
        (0..count).map(|from| (0..count).map(|to| entry(from, to)).collect()).collect()
    };
    let metres = |from, to| table.length(from, to).map(model::Metres::get);
    TravelJson {
        mode: table.mode().as_str().to_owned(),
        places: table.places().iter().copied().map(LonLat).collect(),
        seconds: rows(&|from, to| table.time(from, to).map(model::Seconds::get)),
        metres: if table.has_lengths() { rows(&metres) } else { Vec::new() },
    }
}
