//! `gridbeat check`: is it an exact, nested partition? Nothing is written.

use super::import::{Format, Reading};
use super::say::say;
use super::{Failure, Outcome, block_on};
use crate::work::import::grids;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files, read as `import grids` reads them. `-` reads standard input.
    #[arg(value_name = "FILE", required_unless_present = "store")]
    files: Vec<PathBuf>,
    /// Check the drawing in force in this store instead.
    #[arg(long, value_name = "FILE.gpkg|postgres://…", conflicts_with = "files")]
    store: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Checks.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut checked = block_on(async {
        let checked = match &args.store {
            Some(store) => grids::of_store(store).await,
            None => grids::read(&args.reading.ask(&args.files)).await,
        };
        checked.map_err(|error| Failure::new("nothing was checked", &error))
    })?;
    checked.report.only_checked = true;
    match args.format {
        Format::Text => say(&checked.report.text()),
        Format::Json => say(&checked.report.json().to_string()),
    }
    Ok(if checked.report.is_clean() { Outcome::Clean } else { Outcome::Faults })
}
