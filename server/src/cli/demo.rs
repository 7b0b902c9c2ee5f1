//! `gridbeat demo`: a demo city in a file of its own.

use super::say::say;
use super::{Failure, Outcome, block_on};
use crate::work::{clock, demo};
use jiff::civil::{Date, date};
use samples::Like;
use std::path::PathBuf;
use store::{OpenMode, Store};

/// The day the incidents end on, unless another is asked for: fixed, so that the same command makes
/// the same file tomorrow.
const UNTIL: Date = date(2026, 10, 31);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which city: qilihe (325 grids), qingshan (529), huangnan (1,856), nanhu (605), city10k,
    /// province100k.
    #[arg(long, default_value = "qilihe", value_parser = demo::like)]
    like: Like,
    /// The same seed makes the same city.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The last day of its incidents.
    #[arg(long, default_value_t = UNTIL, value_name = "YYYY-MM-DD")]
    until: Date,
    /// The file to make; it must not be there yet.
    #[arg(short, long, value_name = "FILE.gpkg")]
    output: PathBuf,
}

/// Makes the city.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let file = args.output.display().to_string();
    if args.output.extension().is_none_or(|ending| ending != "gpkg") {
        return Err(Failure::line(format!("{file}: the name must end in .gpkg")));
    }
    if args.output.exists() {
        return Err(Failure::line(format!(
            "{file} is there already; remove it or choose another name"
        )));
    }
    let (at, _) = clock::day(args.until)
        .ok_or_else(|| Failure::line(format!("{} is out of range", args.until)))?;
    let made = demo::make(args.like, args.seed, args.until)
        .map_err(|error| Failure::new("no demo city", &error))?;
    block_on(async {
        let store = Store::open(&file, OpenMode::CreateIfAbsent).await;
        let store = store.map_err(|error| Failure::new(format!("cannot make {file}"), &error))?;
        let kept = demo::keep(&store, made, at, None).await;
        kept.map_err(|error| Failure::new(format!("cannot fill {file}"), &error))?;
        let sealed = store.seal().await;
        sealed.map_err(|error| Failure::new(format!("cannot finish {file}"), &error))
    })?;
    say(&format!("made {file}: {} with seed {}", args.like.as_str(), args.seed));
    Ok(Outcome::Clean)
}
