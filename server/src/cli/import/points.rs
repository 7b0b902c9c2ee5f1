//! `gridbeat import incidents` and `import places`.

use super::{Format, MaybeDatum, datum};
use crate::cli::say::{bar, say};
use crate::cli::{Failure, Outcome, block_on};
use crate::work::import::points::{self, PointAsk, PointReport};
use exchange::{Clock, IncidentSettings, PlaceSettings, Role};
use jiff::tz::Offset;
use model::{Code, Kind, PlaceKind};
use serde_json::json;
use std::path::PathBuf;

/// What incidents and places have in common.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Table {
    /// The file, plain or .gz; `-` reads a CSV from standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The datum of the coordinates. `auto` finds out which puts them into the drawing.
    #[arg(long, default_value = "auto", value_name = "auto|wgs84|gcj02|bd09", value_parser = datum)]
    datum: MaybeDatum,
    /// A column by its header, where the guess is wrong: longitude=X, latitude=Y, time=…, kind=…,
    /// number=…, name=…, text=…, address=…, phone=…, hours=…, state=…, class=…, serves=….
    #[arg(long = "column", value_name = "WHAT=HEADER", value_parser = column)]
    columns: Vec<(Role, String)>,
    /// Read and report, keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Incidents {
    #[command(flatten)]
    table: Table,
    /// The intake they came through; with the number of the row it tells incidents apart.
    #[arg(long, default_value = "import", value_parser = code)]
    source: Code,
    /// The offset of local times from UTC.
    #[arg(long, default_value = "+08:00", value_parser = offset, allow_hyphen_values = true)]
    offset: Offset,
    /// The kind of rows that name none.
    #[arg(long, default_value = "未分类", value_parser = kind)]
    kind: Kind,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Places {
    #[command(flatten)]
    table: Table,
    /// The kind of rows that name none: checkpoint, station, shopping-district, service-point,
    /// key-place, base, facility, patrol-line.
    #[arg(long, default_value = "service-point", value_parser = place_kind)]
    kind: PlaceKind,
    /// Let the public see the service points among them.
    #[arg(long)]
    public: bool,
}

fn code(text: &str) -> Result<Code, String> {
    Code::try_from(text).map_err(|error| error.to_string())
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::try_from(text).map_err(|error| error.to_string())
}

fn place_kind(name: &str) -> Result<PlaceKind, String> {
    let known = || PlaceKind::ALL.map(PlaceKind::as_str).join(", ");
    PlaceKind::from_name(name).ok_or_else(|| format!("there are {}", known()))
}

/// An offset like `+08:00`, `-6`, `Z`.
fn offset(text: &str) -> Result<Offset, String> {
    let wrong = || "an offset is written +08:00 or -06:00".to_owned();
    if text.eq_ignore_ascii_case("z") {
        return Ok(Offset::UTC);
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |text: &str| text.parse::<u8>().ok().map(i32::from);
    let (Some(hours @ 0..=18), Some(minutes @ 0..=59)) = (number(hours), number(minutes)) else {
        return Err(wrong());
    };
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).map_err(|error| error.to_string())
}

fn column(text: &str) -> Result<(Role, String), String> {
    let wrong = || "a column is named like longitude=X".to_owned();
    let (what, header) = text.split_once('=').ok_or_else(wrong)?;
    let role = match what {
        "longitude" | "lon" => Role::Lon,
        "latitude" | "lat" => Role::Lat,
        "coordinates" => Role::Pair,
        "time" => Role::Time,
        "time-of-day" => Role::TimeOfDay,
        "kind" => Role::Kind,
        "number" => Role::Number,
        "name" => Role::Name,
        "text" => Role::Text,
        "address" => Role::Address,
        "phone" => Role::Phone,
        "hours" => Role::Hours,
        "state" => Role::State,
        "class" => Role::Class,
        "serves" => Role::Serves,
        _ => return Err(wrong()),
    };
    Ok((role, header.to_owned()))
}

impl Table {
    fn ask(&self) -> PointAsk {
        PointAsk {
            file: self.file.clone(),
            store: self.store.clone(),
            datum: self.datum.0,
            dry_run: self.dry_run,
        }
    }
}

/// Imports incidents.
pub(super) fn incidents(args: &Incidents) -> Result<Outcome, Failure> {
    let settings = IncidentSettings {
        clock: Clock { offset: args.offset, ..Clock::default() },
        kind: Some(args.kind.clone()),
        columns: args.table.columns.clone(),
        ..IncidentSettings::new(args.source.clone())
    };
    let progress = bar(0, "importing");
    let report = block_on(async {
        let told = |kept| progress.set_position(kept);
        let read = points::incidents(&args.table.ask(), &settings, &told).await;
        read.map_err(|error| Failure::new("nothing was imported", &error))
    });
    progress.finish_and_clear();
    Ok(tell(&report?, "incident", &args.table))
}

/// Imports places.
pub(super) fn places(args: &Places) -> Result<Outcome, Failure> {
    let settings = PlaceSettings {
        kind: args.kind,
        public: args.public,
        columns: args.table.columns.clone(),
        ..PlaceSettings::default()
    };
    let report = block_on(async {
        let read = points::places(&args.table.ask(), &settings).await;
        read.map_err(|error| Failure::new("nothing was imported", &error))
    })?;
    Ok(tell(&report, "place", &args.table))
}

fn tell(report: &PointReport, what: &str, table: &Table) -> Outcome {
    match table.format {
        Format::Text => say(&text(report, what, table)),
        Format::Json => say(&json!({
            "read": report.read, "added": report.added, "changed": report.changed,
            "faults": report.faults, "first_faults": report.named,
            "inside": report.lying.inside, "on_border": report.lying.on_border,
            "outside": report.lying.outside, "datum": report.datum, "columns": report.columns,
        })
        .to_string()),
    }
    if report.faults == 0 { Outcome::Clean } else { Outcome::Faults }
}

fn text(report: &PointReport, what: &str, table: &Table) -> String {
    let PointReport { read, added, changed, lying, faults, .. } = report;
    let mut lines = vec![
        format!("Read {}: {read} {what}s", table.file.display()),
        format!("  coordinates {}", report.datum),
        format!(
            "{} lie in exactly one grid ({} of them on a border), {} in none",
            lying.inside, lying.on_border, lying.outside
        ),
    ];
    if !report.columns.is_empty() {
        lines.insert(1, format!("  {}", report.columns.join(", ")));
    }
    if *faults > 0 {
        lines.push(format!("Needs a person: {faults} rows cannot be used"));
        lines.extend(report.named.iter().map(|fault| format!("  {fault}")));
        let more = *faults - report.named.len() as u64;
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
    }
    if table.dry_run {
        lines.push("Nothing was kept: a dry run".to_owned());
    } else {
        let before = read - added - changed;
        let changed = if *changed > 0 { format!(", {changed} changed") } else { String::new() };
        lines.push(format!("{added} are new{changed}, {before} were there already"));
    }
    lines.join("\n")
}
