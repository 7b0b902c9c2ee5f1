//! `gridbeat stats`: how many incidents each unit had in a period.

use super::export::{Output, field};
use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::atlas::Ground;
use crate::work::{clock, counts};
use jiff::Timestamp;
use jiff::civil::Date;
use model::Level;
use std::io::{self, Write as _};
use std::path::PathBuf;
use store::{OpenMode, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The level counted by; the grids when left out.
    #[arg(long)]
    level: Option<u8>,
    /// The first local day counted; from the beginning when left out.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last local day counted; to the end when left out.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// By the units of the drawing in force when this day ends; the present ones when left out.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// The table to write (.csv); `-` is standard output.
    #[arg(short, long, default_value = "-", value_name = "FILE")]
    output: PathBuf,
}

/// Counts by geometry and date: each incident is assigned by the drawing asked for.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let day = |date: Date| {
        clock::day(date).ok_or_else(|| Failure::line(format!("{date} is out of the calendar")))
    };
    let from = args.from.map(day).transpose()?.map(|(from, _)| from);
    let to = args.to.map(day).transpose()?.map(|(_, to)| to);
    if matches!((from, to), (Some(from), Some(to)) if from >= to) {
        return Err(Failure::line("--to is before --from"));
    }
    // A drawing is in force on a day when it is just before the day ends.
    let at = match args.on.map(day).transpose()? {
        Some((_, end)) => end - jiff::SignedDuration::from_millis(1),
        None => Timestamp::now(),
    };
    block_on(async {
        let doing = format!("cannot count in {}", args.store);
        let failed = |error: &dyn std::error::Error| Failure::new(&doing, error);
        let store = Store::open(&args.store, OpenMode::MustExist).await.map_err(|e| failed(&e))?;
        let drawing = store.drawing_at(at).await.map_err(|e| failed(&e))?;
        let Some(drawing) = drawing else {
            let when = args.on.map_or_else(|| "now".to_owned(), |on| format!("on {on}"));
            return Err(Failure::line(format!("{}: no drawing is in force {when}", args.store)));
        };
        let ground = Ground::of(drawing).map_err(|e| failed(&e))?;
        let finest = ground.map.tree().finest();
        let level = match args.level {
            None => finest,
            Some(number) => Level::new(number)
                .filter(|level| *level <= finest)
                .ok_or_else(|| Failure::line(format!("--level must be 1 to {finest}")))?,
        };
        let counted = counts::count(&store, &ground.map, level, from, to).await;
        let counted = counted.map_err(|e| failed(&e))?;
        Output::whole(&args.output, |out| write(out, &ground, level, &counted))?;
        if counted.outside > 0 {
            complain(&format!("{} incidents lie outside the territory", counted.outside));
        }
        Ok(Outcome::Clean)
    })
}

fn write(
    out: &mut Output,
    ground: &Ground,
    level: Level,
    counted: &counts::Counts,
) -> io::Result<()> {
    out.write_all(b"level,code,name,households,incidents\r\n")?;
    let units = ground.map.tree().of_level(level);
    for ((_, unit), incidents) in units.zip(&counted.of_units) {
        let households = unit.households.map(|count| count.to_string()).unwrap_or_default();
        let (code, name) = (field(unit.code.as_str()), field(&unit.name));
        write!(out, "{level},{code},{name},{households},{incidents}\r\n")?;
    }
    Ok(())
}
