//! `gridbeat import roads`.

use super::{Format, MaybeDatum, datum};
use crate::cli::say::{bar, say};
use crate::cli::{Failure, Outcome, block_on};
use crate::work::roads;
use exchange::ReadSettings;
use jiff::Timestamp;
use model::patrol::Mode;
use planner::roads::RoadsSummary;
use serde_json::json;
use std::path::PathBuf;
use store::{Entry, OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The file; the other files of a Shapefile are found beside it. `-` reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A GeoPackage file (made when absent) or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The datum of the file. `auto` takes it for WGS 84.
    #[arg(long, default_value = "auto", value_name = "auto|wgs84|gcj02|bd09", value_parser = datum)]
    datum: MaybeDatum,
    /// What every map of them must say.
    #[arg(long, default_value = "© OpenStreetMap contributors, ODbL 1.0")]
    notice: String,
    /// Read and report, keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Imports roads, and says what each mode finds in them.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let settings = ReadSettings { datum: args.datum.0, ..ReadSettings::default() };
    let progress = bar(0, "reading");
    let given = roads::read(&args.file, &settings);
    progress.finish_and_clear();
    let given = given.map_err(|error| Failure::new("nothing was imported", &error))?;
    let network = given.network;
    if network.ways.is_empty() {
        return Err(Failure::line(format!("{}: there are no roads in it", args.file.display())));
    }
    let (nodes, ways, rules) = (network.nodes.len(), network.ways.len(), network.rules.len());
    let kept = if args.dry_run {
        None
    } else {
        Some(block_on(async {
            let failed =
                |error: &dyn std::error::Error| Failure::new("nothing was imported", error);
            let store = Store::open(&args.store, OpenMode::CreateIfAbsent).await;
            let store = store.map_err(|error| failed(&error))?;
            let source = args.file.file_name().unwrap_or_default().to_string_lossy();
            let entry = Entry::new("import", Timestamp::now());
            let about = roads::keep(&store, &network, (&source, &args.notice), &entry).await;
            let about = about.map_err(|error| failed(&error))?;
            let place = store.place().to_owned();
            store.close().await;
            Ok((about.version, place))
        })?)
    };
    let book = roads::RoadBook::new(String::new(), network);
    let modes = [Mode::Foot, Mode::Bike, Mode::Car, Mode::Boat];
    let progress = bar(modes.len() as u64, "making ready");
    let ready: Vec<(Mode, Option<RoadsSummary>)> = modes
        .into_iter()
        .inspect(|_| progress.inc(1))
        .map(|mode| (mode, book.of(mode).ok().map(|roads| roads.summary())))
        .collect();
    progress.finish_and_clear();
    match args.format {
        Format::Text => {
            say(&format!("{ways} ways over {nodes} points, {rules} turn restrictions"));
            for line in given.found.lines() {
                say(&format!("  {line}"));
            }
            for (mode, summary) in &ready {
                say(&in_words(*mode, summary.as_ref()));
            }
            if let Some((version, place)) = &kept {
                say(&format!("Kept as roads {version} of {place}"));
            }
        }
        Format::Json => {
            let modes: serde_json::Map<String, serde_json::Value> = ready
                .iter()
                .map(|(mode, summary)| (mode.as_str().to_owned(), in_json(summary.as_ref())))
                .collect();
            let report = json!({
                "ways": ways, "points": nodes, "turn_restrictions": rules, "modes": modes,
                "found": given.found.lines(), "roads": kept.map(|(version, _)| version),
            });
            say(&report.to_string());
        }
    }
    Ok(if given.found.is_clean() { Outcome::Clean } else { Outcome::Faults })
}

fn in_words(mode: Mode, summary: Option<&RoadsSummary>) -> String {
    let mode = mode.as_str();
    let Some(it) = summary else { return format!("  {mode}: no roads") };
    let cut_off = match it.edges_cut_off {
        0 => "all hang together".to_owned(),
        count => format!("{count} stretches are cut off from the others"),
    };
    let barriers = match it.barriers {
        0 => String::new(),
        count => format!(", {count} barriers"),
    };
    format!(
        "  {mode}: {} km, {} junctions, {} stretches{barriers}; {cut_off}",
        it.kilometres, it.junctions, it.edges
    )
}

fn in_json(summary: Option<&RoadsSummary>) -> serde_json::Value {
    summary.map_or(serde_json::Value::Null, |it| {
        json!({
            "km": it.kilometres, "junctions": it.junctions, "stretches": it.edges,
            "cut_off": it.edges_cut_off, "parts": it.parts, "barriers": it.barriers,
        })
    })
}
