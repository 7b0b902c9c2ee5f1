//! `gridbeat tiles`: the whole pyramid in one file that needs no server.

use super::export::Output;
use super::import::Reading;
use super::say::{bar, complain};
use super::{Failure, Outcome, block_on};
use crate::work::archive;
use crate::work::import::grids;
use std::path::PathBuf;
use tiles::TileSet;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file with grids, read as `import grids` reads it; given several times for several files.
    #[arg(long, value_name = "FILE", required_unless_present = "store")]
    grids: Vec<PathBuf>,
    /// The drawing in force in this store instead.
    #[arg(long, value_name = "FILE.gpkg|postgres://…", conflicts_with = "grids")]
    store: Option<String>,
    /// The file to write. It appears when it is whole.
    #[arg(short, long, value_name = "FILE.pmtiles")]
    output: PathBuf,
    /// The coarsest zoom.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=16))]
    min_zoom: u8,
    /// The finest zoom; viewers enlarge it beyond.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u8).range(0..=16))]
    max_zoom: u8,
    #[command(flatten)]
    reading: Reading,
}

/// Writes the file.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if args.min_zoom > args.max_zoom {
        return Err(Failure::line("--min-zoom is finer than --max-zoom"));
    }
    let drawn = block_on(async {
        let read = match &args.store {
            Some(store) => grids::of_store(store).await,
            None => grids::read(&args.reading.ask(&args.grids)).await,
        };
        read.map_err(|error| Failure::new("no tiles were written", &error))
    })?;
    let to = args.output.display();
    let unwritable = |error: &std::io::Error| Failure::new(format!("cannot write {to}"), error);
    let mut output = Output::create(&args.output).map_err(|error| unwritable(&error))?;
    let Some(file) = output.file() else {
        return Err(Failure::line(format!("{to} is no file: tiles are written into a file only")));
    };
    let set = TileSet::build(&drawn.map, &[]);
    let bar = bar(u64::from(args.max_zoom - args.min_zoom + 1) * 1_000, "tiles");
    let (mut zoom_now, mut done) = (args.min_zoom, 0);
    let step = |zoom: u8, count: usize, all: usize| {
        done = if zoom == zoom_now { done + count } else { count };
        zoom_now = zoom;
        let share = u64::try_from(done * 1_000 / all.max(1)).unwrap_or(0);
        bar.set_position(u64::from(zoom - args.min_zoom) * 1_000 + share);
    };
    let name = args.output.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
    let written = archive::write(&set, &name, [args.min_zoom, args.max_zoom], file, step);
    let written = written.map_err(|error| unwritable(&error))?;
    output.finish().map_err(|error| unwritable(&error))?;
    bar.finish_and_clear();
    let (tiles, contents) = (written.tiles, written.contents);
    complain(&format!("{tiles} tiles, {contents} of them different, written to {to}"));
    Ok(Outcome::Clean)
}
