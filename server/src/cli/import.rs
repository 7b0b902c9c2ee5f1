//! `gridbeat import`: takes in what others drew and counted, with a report.

mod points;
mod roads;
mod tables;

use super::say::{bar, say};
use super::{Failure, Outcome, block_on};
use crate::work::import::grids::{self, Ask};
use crate::work::import::keep::{About, keep};
use exchange::{Datum, GridFields, ReadSettings};
use jiff::Timestamp;
use spatial::RepairSettings;
use std::path::PathBuf;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Grids and the units above them: GeoJSON, TopoJSON, Shapefile, GeoPackage, also in .zip or
    /// .gz. Several files or layers become the levels of one tree.
    #[command(after_help = super::EXIT_CODES)]
    Grids(Box<Grids>),
    /// Incidents from a CSV; columns are guessed from Chinese or English headers. A row that was
    /// taken in before is not again.
    #[command(after_help = super::EXIT_CODES)]
    Incidents(points::Incidents),
    /// Places from a CSV or GeoJSON: service points, checkpoints, bases.
    #[command(after_help = super::EXIT_CODES)]
    Places(points::Places),
    /// Roads: OpenStreetMap (.osm.pbf), or lines (Shapefile, GeoJSON) whose fields are named as its
    /// tags. They take the place of those kept before.
    #[command(after_help = super::EXIT_CODES)]
    Roads(roads::Args),
    /// Days off and working weekends from a CSV: date,off|work,name. A date may be a run
    /// (2026-10-01/2026-10-07). The years in it take the place of those kept before.
    #[command(after_help = super::EXIT_CODES)]
    Calendar(tables::Args),
    /// What people come to service points for, from a CSV: `code,name,name_en,categories` (with ;
    /// between them). It takes the place of the catalogue kept before.
    #[command(after_help = super::EXIT_CODES)]
    Items(tables::Args),
    /// How near service points should be, from a JSON of rules. They take the place of those kept before.
    #[command(after_help = super::EXIT_CODES)]
    Coverage(tables::Args),
}

/// Which fields and layers to use, and how to read them.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// The datum of degrees that name none. `auto` takes them for WGS 84 and says so.
    #[arg(long, default_value = "auto", value_name = "auto|wgs84|gcj02|bd09", value_parser = datum)]
    datum: MaybeDatum,
    /// The coordinate system, whatever the files say: EPSG:4549, WKT or a proj string.
    #[arg(long)]
    crs: Option<String>,
    /// A layer to use; given several times, the top level first.
    #[arg(long = "layer", value_name = "NAME")]
    layers: Vec<String>,
    /// The field of the codes.
    #[arg(long, value_name = "FIELD")]
    code_field: Option<String>,
    /// The field of the names.
    #[arg(long, value_name = "FIELD")]
    name_field: Option<String>,
    /// The field that holds the code of the unit above.
    #[arg(long, value_name = "FIELD")]
    parent_field: Option<String>,
    /// The field of the households.
    #[arg(long, value_name = "FIELD")]
    households_field: Option<String>,
    /// Fields of one layer that make its levels, the top first: DISTRICT,SECTOR,BEAT. One field
    /// makes one level.
    #[arg(long, value_name = "FIELD,FIELD…", value_delimiter = ',')]
    levels: Vec<String>,
    /// Gaps and overlaps narrower than this go to a neighbour.
    #[arg(long, value_name = "METRES", default_value_t = RepairSettings::default().width_max_m, value_parser = metres)]
    tolerance: f64,
    /// Vertices and sides of different grids that are no further apart are brought together; no
    /// vertex moves further. 0 moves nothing.
    #[arg(long, value_name = "METRES", default_value_t = RepairSettings::default().snap_m, value_parser = metres)]
    snap: f64,
}

/// A datum, or none to find out.
#[derive(Clone, Copy, Debug)]
pub(super) struct MaybeDatum(pub(in crate::cli) Option<Datum>);

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct Grids {
    /// The files; the other files of a Shapefile are found beside it. `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A GeoPackage file (made when absent) or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    #[command(flatten)]
    reading: Reading,
    /// What the territory is called; the name of the top unit or file when left out.
    #[arg(long)]
    name: Option<String>,
    /// The same in English.
    #[arg(long)]
    name_en: Option<String>,
    /// What every map of it must say.
    #[arg(long, default_value = "")]
    notice: String,
    /// The same in English.
    #[arg(long, default_value = "")]
    notice_en: String,
    /// From when the drawing is in force, RFC 3339; now when left out.
    #[arg(long, value_name = "INSTANT")]
    valid_from: Option<Timestamp>,
    /// Read and report, keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn datum(name: &str) -> Result<MaybeDatum, String> {
    if name == "auto" {
        return Ok(MaybeDatum(None));
    }
    let known = Datum::from_name(name).ok_or("there are auto, wgs84, gcj02 and bd09")?;
    Ok(MaybeDatum(Some(known)))
}

fn metres(text: &str) -> Result<f64, String> {
    let metres: f64 = text.parse().map_err(|error| format!("no number of metres: {error}"))?;
    if (0.0..=1_000.0).contains(&metres) {
        Ok(metres)
    } else {
        Err("a tolerance is 0 to 1000 metres".to_owned())
    }
}

impl Reading {
    /// What to read from these files.
    pub(super) fn ask(&self, files: &[PathBuf]) -> Ask {
        Ask {
            files: files.to_vec(),
            layers: self.layers.clone(),
            fields: GridFields {
                code: self.code_field.clone(),
                name: self.name_field.clone(),
                parent: self.parent_field.clone(),
                households: self.households_field.clone(),
                ..GridFields::default()
            },
            levels: self.levels.clone(),
            read: ReadSettings {
                datum: self.datum.0,
                crs: self.crs.clone(),
                ..ReadSettings::default()
            },
            repair: RepairSettings { width_max_m: self.tolerance, snap_m: self.snap },
        }
    }
}

/// Imports.
pub(super) fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Grids(args) => block_on(import_grids(args)),
        Command::Incidents(args) => points::incidents(args),
        Command::Places(args) => points::places(args),
        Command::Roads(args) => roads::run(args),
        Command::Calendar(args) => tables::calendar(args),
        Command::Items(args) => tables::items(args),
        Command::Coverage(args) => tables::rules(args),
    }
}

async fn import_grids(args: &Grids) -> Result<Outcome, Failure> {
    let progress = bar(0, "reading");
    let drawn = grids::read(&args.reading.ask(&args.files)).await;
    progress.finish_and_clear();
    let drawn = drawn.map_err(|error| Failure::new("nothing was imported", &error))?;
    let mut json = drawn.report.json();
    let mut text = drawn.report.text();
    if !args.dry_run {
        let at = Timestamp::now();
        let about = About {
            name: args.name.clone(),
            name_en: args.name_en.clone(),
            notice: args.notice.clone(),
            notice_en: args.notice_en.clone(),
            valid_from: args.valid_from.unwrap_or(at),
        };
        let kept = keep(&args.store, &drawn, about, at).await;
        let kept = kept.map_err(|error| Failure::new("nothing was imported", &error))?;
        text = format!("{text}\nKept as drawing {} of {}", kept.id, kept.store);
        json["drawing"] = kept.id.0.into();
    }
    match args.format {
        Format::Text => say(&text),
        Format::Json => say(&json.to_string()),
    }
    Ok(if drawn.report.is_clean() { Outcome::Clean } else { Outcome::Faults })
}
