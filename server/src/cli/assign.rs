//! `gridbeat assign`: which grid each point of a table lies in. Same rows, same order, one column
//! more.

mod columns;
mod hint;
mod table;

use super::export::Output;
use super::import::Reading;
use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::import::grids;
use columns::Levels;
use exchange::{AssignCounts, Datum, PointColumns, PositionReader};
use jiff::civil::Date;
use model::{GridId, Position};
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::PathBuf;
use table::{Table, Trouble};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file with grids, read as `import grids` reads it; given several times for several files.
    #[arg(long, value_name = "FILE", required_unless_present = "store")]
    grids: Vec<PathBuf>,
    /// The drawing in force in this store instead.
    #[arg(long, value_name = "FILE.gpkg|postgres://…", conflicts_with = "grids")]
    store: Option<String>,
    /// The drawing that was in force when this day ended, not the present one.
    #[arg(long, value_name = "DATE", requires = "store")]
    on: Option<Date>,
    /// The table of points: CSV (also .gz), Parquet or Arrow, told by its first bytes; `-` reads a
    /// CSV or an Arrow stream from standard input.
    #[arg(long, value_name = "FILE")]
    points: PathBuf,
    /// The column of the longitude; guessed when left out.
    #[arg(long, value_name = "COLUMN")]
    lon: Option<String>,
    /// The column of the latitude; guessed when left out.
    #[arg(long, value_name = "COLUMN")]
    lat: Option<String>,
    /// The column of points as well-known binary, in Parquet and Arrow. When left out and there are
    /// no columns of coordinates, the one that the `geo` metadata names.
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["lon", "lat"])]
    geometry: Option<String>,
    /// The column of H3 cells, in hexadecimal or decimal digits; their centres are assigned.
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["lon", "lat", "geometry"])]
    h3: Option<String>,
    /// The datum of the points. When left out, with --store what --datum says, else WGS 84.
    #[arg(long, value_name = "wgs84|gcj02|bd09", value_parser = datum)]
    points_datum: Option<Datum>,
    #[command(flatten)]
    levels: Levels,
    /// Where the table goes, with the new columns, in the form it came in; `-` writes to standard
    /// output.
    #[arg(short, long, default_value = "-", value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

fn datum(name: &str) -> Result<Datum, String> {
    Datum::from_name(name).ok_or_else(|| "there are wgs84, gcj02 and bd09".to_owned())
}

/// Assigns.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.points.as_os_str() == "-" && args.grids.iter().any(|it| it.as_os_str() == "-") {
        return Err(Failure::line("grids and points cannot both come from standard input"));
    }
    let reading = args.reading.ask(&args.grids);
    let drawn = block_on(async {
        let read = match (&args.store, args.on) {
            (Some(store), Some(day)) => grids::of_store_on(store, day).await,
            (Some(store), None) => grids::of_store(store).await,
            (None, _) => grids::read(&reading).await,
        };
        read.map_err(|error| Failure::new("nothing was assigned", &error))
    })?;
    let added = args.levels.columns(&drawn)?;
    let given = args.store.as_ref().and(reading.read.datum);
    let datum = args.points_datum.or(given).unwrap_or_default();
    let (lon, lat) = (args.lon.as_deref(), args.lat.as_deref());
    let geometry = args.geometry.as_deref();
    let named = args.h3.as_deref().map(|column| (column, centre as PositionReader));
    let columns = PointColumns { lon, lat, named, geometry, datum };
    let table = Table::open(&args.points, columns)?;
    table.fits(&args.output)?;
    let (from, rows) = (from(table.columns(), datum), table.rows_are());
    let hint = hint::of(&drawn.map, table.sample(), datum);
    let to = args.output.display();
    let unwritable = |error: &std::io::Error| Failure::new(format!("cannot write {to}"), error);
    let mut output = Output::create(&args.output).map_err(|error| unwritable(&error))?;
    let mut on_border = 0;
    let mut assigner = |positions: &[Position], found: &mut Vec<Option<GridId>>| {
        on_border += drawn.map.points().assign_all_counting(positions, found);
    };
    let counts = match table.assign(&mut output, &added, &mut assigner) {
        Err(Trouble::BrokenPipe) => return Ok(Outcome::Clean),
        Err(Trouble::Other(failure)) => return Err(failure),
        Ok(counts) => counts,
    };
    match output.finish() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(unwritable(&error)),
        _ => {}
    }
    complain(&format!("{}; {from}", summary(&counts, on_border, rows)));
    if let Some(hint) = hint {
        complain(&hint);
    }
    let unsure = drawn.report.unmended();
    if unsure > 0 {
        complain(&format!(
            "the grids have {unsure} faults that need a person; see `gridbeat check`"
        ));
    }
    Ok(if counts.invalid == 0 && unsure == 0 { Outcome::Clean } else { Outcome::Faults })
}

/// The centre of the H3 cell with this number.
fn centre(cell: &str) -> Option<Position> {
    cell.trim().parse::<spatial::Cell>().ok().map(spatial::Cell::centre)
}

/// What the positions were read from.
fn from(columns: &[String], datum: Datum) -> String {
    let mut text = match columns {
        [lon, lat] => format!("longitude from {lon}, latitude from {lat}"),
        columns => format!("positions from {}", columns.join(", ")),
    };
    if datum != Datum::Wgs84 {
        let _ = write!(text, ", read as {}", datum.as_str());
    }
    text
}

fn summary(counts: &AssignCounts, on_border: usize, rows_are: &str) -> String {
    let AssignCounts { rows, inside, outside, invalid, ragged, .. } = counts;
    let mut line = format!(
        "{rows} rows: {inside} in a grid ({on_border} of them on a border), {outside} outside, \
         {invalid} invalid"
    );
    if let Some(first) = counts.first_invalid {
        let _ = write!(line, " (the first {rows_are} {first})");
    }
    if *ragged > 0 {
        let _ = write!(line, ", {ragged} with fewer or more cells than the header");
    }
    line
}
