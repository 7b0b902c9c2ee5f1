//! Giving out what is kept, in forms that others read; one thing at a time, so that a province needs
//! no more memory than its drawing.

mod geojson;
mod table;

use jiff::Timestamp;
use std::io::{self, Write};
use store::{IncidentQuery, PlaceFilter, Store, StoreError, StoredIncident};

/// How many incidents are fetched at a time.
const PAGE: u32 = 5_000;

/// A form to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// GeoJSON as RFC 7946 has it.
    GeoJson,
    /// A table with a header, points only.
    Csv,
}

/// Why nothing, or not all, was given out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The store cannot be read.
    #[error("cannot read the store")]
    Store(#[from] StoreError),
    /// The file cannot be written.
    #[error("cannot write")]
    Write(#[from] io::Error),
    /// A store without a drawing.
    #[error("the store holds no drawing yet; import one with `gridbeat import grids`")]
    NoDrawing,
}

/// How many things were written, and how many could not be because they are no points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Things written.
    pub count: u64,
    /// Lines and areas that a table has no columns for.
    pub no_points: u64,
}

/// Writes every unit of every level of the drawing in force, upper levels first, as GeoJSON.
///
/// # Errors
///
/// [`ExportError`].
pub(crate) async fn grids(
    store: &Store,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<Written, ExportError> {
    let Some(drawing) = store.drawing_at(now).await? else { return Err(ExportError::NoDrawing) };
    let outlines = crate::work::import::grids::upper_outlines(&drawing);
    let outlines = outlines.map_err(io::Error::other)?;
    let mut count = 0;
    geojson::begin(out, Some(&drawing.about.name))?;
    let lands = outlines.iter().chain(&drawing.areas);
    for (unit, area) in drawing.tree.units().iter().zip(lands) {
        geojson::feature(out, count == 0, &geojson::unit(&drawing.tree, unit, area)?)?;
        count += 1;
    }
    geojson::end(out)?;
    Ok(Written { count, no_points: 0 })
}

/// Writes every place.
///
/// # Errors
///
/// [`ExportError`].
pub(crate) async fn places(
    store: &Store,
    form: Form,
    out: &mut dyn Write,
) -> Result<Written, ExportError> {
    let places = store.places(&PlaceFilter::default()).await?;
    let mut written = Written::default();
    match form {
        Form::GeoJson => geojson::begin(out, None)?,
        Form::Csv => table::row(out, &table::PLACE.map(str::to_owned))?,
    }
    for place in &places {
        match (form, table::place(place)) {
            (Form::GeoJson, _) => {
                geojson::feature(out, written.count == 0, &geojson::place(place)?)?;
            }
            (Form::Csv, Some(row)) => table::row(out, &row)?,
            (Form::Csv, None) => {
                written.no_points += 1;
                continue;
            }
        }
        written.count += 1;
    }
    if form == Form::GeoJson {
        geojson::end(out)?;
    }
    Ok(written)
}

/// Writes every incident, oldest first.
///
/// # Errors
///
/// [`ExportError`].
pub(crate) async fn incidents(
    store: &Store,
    form: Form,
    out: &mut dyn Write,
) -> Result<Written, ExportError> {
    let mut written = Written::default();
    match form {
        Form::GeoJson => geojson::begin(out, None)?,
        Form::Csv => table::row(out, &table::INCIDENT.map(str::to_owned))?,
    }
    let mut after = None;
    loop {
        let query = IncidentQuery { after, limit: PAGE, ..IncidentQuery::default() };
        let page: Vec<StoredIncident> = store.incidents(&query).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for kept in &page {
            match form {
                Form::GeoJson => {
                    geojson::feature(out, written.count == 0, &geojson::incident(kept)?)?;
                }
                Form::Csv => table::row(out, &table::incident(kept))?,
            }
            written.count += 1;
        }
    }
    if form == Form::GeoJson {
        geojson::end(out)?;
    }
    Ok(written)
}
