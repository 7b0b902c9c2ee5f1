//! `gridbeat hotspots`: where there were more incidents than chance puts there, when, and whether
//! that held.

use super::export::Output;
use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::atlas::Ground;
use crate::work::clock;
use crate::work::hotspots::{self, By, LEVEL, Period, RESOLUTION, Report, Spot};
use crate::work::roads::coordinates;
use jiff::Timestamp;
use jiff::civil::Date;
use planner::hotspots::{HourWindow, WeekPattern};
use serde_json::{Value, json};
use spatial::CellResolution;
use std::io::Write as _;
use std::path::PathBuf;
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The first local day counted.
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The last local day counted.
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// Judge what is found by the incidents after --to, up to this local day.
    #[arg(long, value_name = "DATE")]
    then: Option<Date>,
    /// What is counted by: H3 cells or grids by their land, or grids by their households.
    #[arg(long, value_enum, default_value_t = Sort::Cells)]
    by: Sort,
    /// The resolution of the cells, 6 to 11.
    #[arg(long, default_value_t = RESOLUTION, value_parser = clap::value_parser!(u8).range(6..=11))]
    resolution: u8,
    /// The map to write (.geojson); `-` is standard output.
    #[arg(short, long, default_value = "-", value_name = "OUT.geojson")]
    output: PathBuf,
}

/// What is counted by.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Sort {
    Cells,
    Grids,
    Households,
}

/// Writes the hotspots and says how they did.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let day = |date: Date| {
        clock::day(date).ok_or_else(|| Failure::line(format!("{date} is out of the calendar")))
    };
    let (from, to) = (day(args.from)?.0, day(args.to)?.1);
    let then = args.then.map(day).transpose()?.map(|(_, then)| then);
    if from >= to || then.is_some_and(|then| then <= to) {
        return Err(Failure::line("--from, --to and --then must follow each other"));
    }
    let resolution = CellResolution::try_from(args.resolution)
        .map_err(|error| Failure::new("cannot count", &error))?;
    let by = match args.by {
        Sort::Cells => By::Cells(resolution),
        Sort::Grids => By::Grids,
        Sort::Households => By::Households,
    };
    let report = block_on(async {
        let doing = format!("cannot count in {}", args.store);
        let failed = |error: &dyn std::error::Error| Failure::new(&doing, error);
        let store = Store::open(&args.store, OpenMode::MustExist).await.map_err(|e| failed(&e))?;
        let drawing = store.drawing_at(Timestamp::now()).await.map_err(|e| failed(&e))?;
        let Some(drawing) = drawing else {
            return Err(Failure::line(format!("{}: no drawing is in force", args.store)));
        };
        let ground = Ground::of(drawing).map_err(|e| failed(&e))?;
        let period = Period { from, to, then };
        hotspots::report(&store, &ground, by, period).await.map_err(|e| failed(&e))
    })?;
    for line in in_words(&report) {
        complain(&line);
    }
    let map = json!({
        "type": "FeatureCollection",
        "features": report.spots.iter().map(feature).collect::<Vec<_>>(),
    });
    Output::whole(&args.output, |out| writeln!(out, "{map}"))?;
    Ok(Outcome::Clean)
}

fn in_words(report: &Report) -> Vec<String> {
    let mut said = vec![format!(
        "{} hotspots in {} areas with {} incidents, {} more outside; at most {} in a hundred \
         expected to be false",
        report.spots.len(),
        report.areas,
        report.incidents,
        report.outside,
        LEVEL * 100.0
    )];
    said.extend(busiest(&report.week).map(|it| format!("busiest hours: {it}")));
    if let Some((told, baseline)) = report.held {
        said.push(format!(
            "afterwards {:.1} % of incidents fell into {:.1} % of the ground: {:.1} times what \
             chance gives; as much ground with the highest counts: {:.1} times",
            told.hit_rate * 100.0,
            told.share * 100.0,
            told.pai,
            baseline.pai
        ));
    }
    said.push(
        "counted is what was reported; a hotspot says that there was more, not that there will be"
            .to_owned(),
    );
    said
}

/// The busiest three hours of the week.
fn busiest(week: &WeekPattern) -> Option<String> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let HourWindow { first, hours, times_the_mean, .. } = *week.busiest(3, 1).first()?;
    let (day, from, to) = (DAYS[first / 24 % 7], first % 24, (first + hours) % 24);
    Some(format!("{day} {from}:00 to {to}:00, {times_the_mean:.1} times the mean"))
}

fn feature(spot: &Spot) -> Value {
    json!({
        "type": "Feature",
        "properties": {
            "areas": spot.areas,
            "incidents": spot.incidents,
            "gi": spot.score.gi,
            "p": spot.score.p,
            "times_the_mean": spot.times_the_mean,
            "busiest": busiest(&spot.week),
            "lon": spot.at.map(model::Position::lon),
            "lat": spot.at.map(model::Position::lat),
        },
        "geometry": { "type": "MultiPolygon", "coordinates": coordinates(&spot.shape) },
    })
}
