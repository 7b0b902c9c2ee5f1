//! `gridbeat assign`: which grid each point of a table lies in. Same rows, same order, one column
//! more.

use super::export::Output;
use super::import::Reading;
use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::import::grids;
use crate::work::import::points::open_table;
use exchange::{AssignColumns, AssignCounts, TableError, assign_csv};
use model::Position;
use spatial::GridMap;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file with grids, read as `import grids` reads it; given several times for several files.
    #[arg(long, value_name = "FILE", required_unless_present = "store")]
    grids: Vec<PathBuf>,
    /// The drawing in force in this store instead.
    #[arg(long, value_name = "FILE.gpkg|postgres://…", conflicts_with = "grids")]
    store: Option<String>,
    /// The table of points, in WGS 84; `-` reads standard input.
    #[arg(long, value_name = "FILE.csv")]
    points: PathBuf,
    /// The column of the longitude; guessed when left out.
    #[arg(long, value_name = "COLUMN")]
    lon: Option<String>,
    /// The column of the latitude; guessed when left out.
    #[arg(long, value_name = "COLUMN")]
    lat: Option<String>,
    /// Where the table goes, with the column `grid` added; `-` writes to standard output.
    #[arg(short, long, default_value = "-", value_name = "FILE.csv")]
    output: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// Assigns.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.points.as_os_str() == "-" && args.grids.iter().any(|it| it.as_os_str() == "-") {
        return Err(Failure::line("grids and points cannot both come from standard input"));
    }
    let drawn = block_on(async {
        let read = match &args.store {
            Some(store) => grids::of_store(store).await,
            None => grids::read(&args.reading.ask(&args.grids)).await,
        };
        read.map_err(|error| Failure::new("nothing was assigned", &error))
    })?;
    let input = open_table(&args.points);
    let input = input.map_err(|error| Failure::new("nothing was assigned", &error))?;
    let to = args.output.display();
    let output = Output::create(&args.output);
    let mut output = output.map_err(|error| Failure::new(format!("cannot write {to}"), &error))?;
    let columns = AssignColumns { lon: args.lon.as_deref(), lat: args.lat.as_deref() };
    let codes = codes(&drawn.map);
    let mut on_border = 0_u64;
    let counts = assign_csv(input, &mut output, columns, |at: Position| {
        let found = drawn.map.assign(at)?;
        on_border += u64::from(found.on_border);
        codes.get(found.grid.0 as usize).copied()
    });
    let counts = match counts {
        Err(TableError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => {
            return Ok(Outcome::Clean);
        }
        Err(error) => return Err(Failure::new(args.points.display(), &error)),
        Ok(counts) => counts,
    };
    match output.finish() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(Failure::new(format!("cannot write {to}"), &error));
        }
        _ => {}
    }
    summary(&counts, on_border);
    let unsure = drawn.report.unmended();
    if unsure > 0 {
        complain(&format!(
            "the grids have {unsure} faults that need a person; see `gridbeat check`"
        ));
    }
    Ok(if counts.invalid == 0 && unsure == 0 { Outcome::Clean } else { Outcome::Faults })
}

/// The codes of the grids, in their order.
fn codes(map: &GridMap) -> Vec<&str> {
    map.tree().of_level(map.tree().finest()).map(|(_, unit)| unit.code.as_str()).collect()
}

fn summary(counts: &AssignCounts, on_border: u64) {
    let AssignCounts { rows, inside, outside, invalid, ragged, lon, lat, .. } = counts;
    let mut line = format!(
        "{rows} rows: {inside} in a grid ({on_border} of them on a border), {outside} outside, \
         {invalid} invalid"
    );
    if let Some(first) = counts.first_invalid {
        let _ = write!(line, " (the first on line {first})");
    }
    if *ragged > 0 {
        let _ = write!(line, ", {ragged} with fewer or more cells than the header");
    }
    complain(&format!("{line}; longitude from {lon}, latitude from {lat}"));
}
