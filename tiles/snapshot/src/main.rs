//! `snapshot`: draws the tiles of a `PMTiles` file with a second renderer, and checks them by it.

use clap::Parser;
use snapshot::archive::Archive;
use snapshot::check::{Checker, Findings, holes};
use snapshot::{Error, picture, plain, tile};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Nothing wrong.
const CLEAN: u8 = 0;
/// The tiles are not painted as they should be.
const FAULTS: u8 = 1;
/// A file cannot be read or written.
const NOT_DONE: u8 = 2;
/// There is nothing to draw with.
const SKIPPED: u8 = 3;

/// A zoom that makes a picture of at most so many tiles is taken when none is given.
const TILES_MAX: usize = 12;

/// Draw the tiles of a PMTiles file with maplibre-rs, a second renderer, and check them by it
#[derive(Debug, Parser)]
#[command(after_help = "Exit codes: 0 done and clean; 1 done, and faults were found (and said); \
    2 not done: a file cannot be read or written; 3 skipped: no graphics driver answers.")]
struct Args {
    /// The tiles, as `gridbeat tiles` writes them.
    #[arg(value_name = "TILES.pmtiles")]
    tiles: PathBuf,
    /// Draw one zoom into this file.
    #[arg(short, long, value_name = "PICTURE.png", required_unless_present = "check")]
    output: Option<PathBuf>,
    /// This zoom only. Without it the picture has the finest zoom of at most 12 tiles, and the check
    /// takes all.
    #[arg(long)]
    zoom: Option<u8>,
    /// This layer only. Without it the picture has the finest level of its zoom, and the check takes
    /// all levels.
    #[arg(long, value_name = "grids-3")]
    layer: Option<String>,
    /// Compare what is painted with the polygons, pixel by pixel and by area.
    #[arg(long)]
    check: bool,
    /// Pixels along a side of a tile in the check.
    #[arg(long, default_value = "512", value_parser = ["512", "1024", "2048"])]
    size: String,
}

fn main() -> ExitCode {
    let (code, said) = match run(&Args::parse()) {
        Ok(clean) => return ExitCode::from(if clean { CLEAN } else { FAULTS }),
        Err(Failure::Draw(error @ Error::NoDriver(_))) => (SKIPPED, format!("skipped: {error}")),
        Err(error) => (NOT_DONE, format!("error: {error}")),
    };
    let _closed = writeln!(std::io::stderr(), "{said}");
    ExitCode::from(code)
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Draw(#[from] Error),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error("writing what was found: {0}")]
    Say(#[from] std::io::Error),
}

/// Whether all is well.
fn run(args: &Args) -> Result<bool, Failure> {
    let file = |path: &Path| {
        let path = path.to_path_buf();
        move |error| Failure::File(path, error)
    };
    let archive = Archive::new(std::fs::read(&args.tiles).map_err(file(&args.tiles))?)?;
    let mut out = std::io::stdout();
    let mut clean = true;
    if args.check {
        clean = check(args, &archive, &mut out)?;
    }
    if let Some(path) = &args.output {
        let zoom = args.zoom.unwrap_or_else(|| finest(&archive));
        let layer = match &args.layer {
            Some(layer) => layer.clone(),
            None => levels(&archive, zoom)?.pop_last().unwrap_or_default(),
        };
        let picture = picture::draw(&archive, zoom, &layer)?;
        let target = std::fs::File::create(path).map_err(file(path))?;
        picture.write(std::io::BufWriter::new(target))?;
        let (width, height) = (picture.width, picture.height);
        writeln!(out, "{}: {layer} at zoom {zoom}, {width} × {height} pixels", path.display())?;
    }
    Ok(clean)
}

/// The finest zoom of few tiles.
fn finest(archive: &Archive) -> u8 {
    let count = |z| archive.tiles().iter().filter(|at| at.z == z).count();
    (0..=26).rev().find(|z| (1..=TILES_MAX).contains(&count(*z))).unwrap_or_default()
}

/// The levels that any tile of a zoom has.
fn levels(archive: &Archive, zoom: u8) -> Result<BTreeSet<String>, Error> {
    let mut levels = BTreeSet::new();
    for at in archive.tiles().iter().filter(|at| at.z == zoom) {
        let layers = tile::layers(&archive.tile(*at)?)?;
        levels.extend(layers.into_iter().filter(|it| it.starts_with("grids-")));
    }
    Ok(levels)
}

/// Draws and compares, and says zoom by zoom what was found.
fn check(args: &Args, archive: &Archive, out: &mut impl Write) -> Result<bool, Failure> {
    let mut all = Findings::default();
    let mut zooms: BTreeSet<_> = archive.tiles().iter().map(|at| at.z).collect();
    zooms.retain(|z| args.zoom.is_none_or(|only| only == *z));
    let mut layers = BTreeSet::new();
    for zoom in &zooms {
        layers.extend(levels(archive, *zoom)?);
    }
    layers.retain(|it| args.layer.as_ref().is_none_or(|only| only == it));
    let layers: Vec<_> = layers.into_iter().collect();
    let size = args.size.parse().unwrap_or(512);
    let mut checker = Checker::new(size, &layers)?;
    for zoom in zooms {
        let mut levels = BTreeMap::<_, Findings>::new();
        for at in archive.tiles().iter().filter(|at| at.z == zoom) {
            for (layer, one) in tile(&mut checker, size, &archive.tile(*at)?, &layers)? {
                if !one.clean() {
                    writeln!(out, "  tile {zoom}/{}/{} {layer}: {}", at.x, at.y, faults(&one))?;
                }
                levels.entry(layer).or_default().add(&one);
            }
        }
        for (layer, found) in levels {
            let (tiles, grids) = (found.tiles, found.grids);
            let said = faults(&found);
            writeln!(out, "zoom {zoom} {layer}: {tiles} tiles, {grids} grids: {said}")?;
            all.add(&found);
        }
    }
    if all.tiles == 0 {
        let (zoom, layer) = (args.zoom.unwrap_or_default(), args.layer.clone());
        return Err(Error::Nothing { zoom, layer: layer.unwrap_or_default() }.into());
    }
    let Findings { tiles, pixels, on_border, painted, covered, .. } = all;
    let parts = 1e6 * (painted - covered) / covered;
    writeln!(
        out,
        "{tiles} tiles drawn, {pixels} pixels compared, {on_border} on a border left out"
    )?;
    writeln!(out, "painted {painted:.6} tiles of {covered:.6} covered: {parts:+.1} in a million")?;
    writeln!(out, "{}", faults(&all))?;
    Ok(all.clean())
}

/// What is found in each of the layers that a tile has.
fn tile<'a>(
    checker: &mut Checker,
    size: u32,
    bytes: &[u8],
    layers: &'a [String],
) -> Result<Vec<(&'a str, Findings)>, Error> {
    let mut first = None;
    let mut found = Vec::new();
    for layer in layers {
        let grids = tile::grids(bytes, layer)?;
        if grids.is_empty() {
            continue;
        }
        let mut one = checker.tile(&grids)?;
        one.as_is = checker.as_is(bytes, layer, &grids);
        let due = plain::due(&grids, size);
        one.holes = holes(first.get_or_insert_with(|| due.clone()), &due);
        found.push((layer.as_str(), one));
    }
    Ok(found)
}

fn faults(found: &Findings) -> String {
    if found.clean() {
        return "clean".to_owned();
    }
    let Findings { gaps, strays, overlaps, areas, wholes, as_is, holes, .. } = found;
    format!(
        "{gaps} pixels of gaps, {strays} in a wrong colour, {overlaps} in two grids; \
         areas beyond tolerance: {areas} grids, {wholes} tiles; \
         {as_is} pixels of the tile drawn as it is; {holes} that another level covers differently"
    )
}
