//! `gridbeat import calendar|items|coverage`: small tables that an administrator keeps by hand.

use crate::cli::say::say;
use crate::cli::{Failure, Outcome, block_on};
use crate::work::{coverage, hours, service_items};
use exchange::{RowFault, read_day_calendar, read_service_items};
use jiff::Timestamp;
use std::error::Error;
use std::io::Read as _;
use std::path::PathBuf;
use store::{Entry, OpenMode, Store};

/// The largest file, in bytes: more does not fit into a setting.
const BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The file; `-` reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A GeoPackage file (made when absent) or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// Read and report, keep nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Imports a day calendar: its years take the place of those kept before, others stay.
pub(super) fn calendar(args: &Args) -> Result<Outcome, Failure> {
    let (calendar, faults) =
        read_day_calendar(&bytes(args)?).map_err(|error| failed(args, &error))?;
    if calendar.is_empty() {
        return Err(nothing(args, &faults));
    }
    let years: std::collections::BTreeSet<i16> =
        calendar.days().map(|(day, _)| day.year()).collect();
    let years: Vec<String> = years.iter().map(i16::to_string).collect();
    let what = format!("{} days of {}", calendar.len(), years.join(", "));
    keep(args, &what, async |store, entry| {
        hours::keep(store, &calendar, entry).await.map(|_years| ())
    })?;
    Ok(report(&faults))
}

/// Imports the catalogue of service items in place of the one before.
pub(super) fn items(args: &Args) -> Result<Outcome, Failure> {
    let (items, faults) =
        read_service_items(&bytes(args)?).map_err(|error| failed(args, &error))?;
    if items.is_empty() {
        return Err(nothing(args, &faults));
    }
    let what = format!("{} service items", items.len());
    keep(args, &what, async |store, entry| service_items::keep(store, &items, entry).await)?;
    Ok(report(&faults))
}

/// Imports the rules of coverage in place of those before.
pub(super) fn rules(args: &Args) -> Result<Outcome, Failure> {
    let bytes = bytes(args)?;
    let text = String::from_utf8_lossy(&bytes);
    let rules = coverage::Rules::read(&text).map_err(|error| failed(args, &error))?;
    let what = format!("{} rules", rules.rules.len());
    keep(args, &what, async |store, entry| coverage::keep(store, &rules, entry).await)?;
    Ok(Outcome::Clean)
}

fn failed(args: &Args, error: &dyn Error) -> Failure {
    Failure::new(format!("{}: nothing was imported", args.file.display()), error)
}

fn nothing(args: &Args, faults: &[RowFault]) -> Failure {
    let _faults = report(faults);
    Failure::line(format!("{}: no row of it can be read", args.file.display()))
}

fn bytes(args: &Args) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if args.file.as_os_str() == "-" {
        std::io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(&args.file)
            .and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| failed(args, &error))?;
    if bytes.len() as u64 > BYTES_MAX {
        let file = args.file.display();
        return Err(Failure::line(format!("{file}: it has more than {BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

/// Says what was read and, unless it is a trial, keeps it.
fn keep(
    args: &Args,
    what: &str,
    write: impl AsyncFnOnce(&Store, &Entry) -> Result<(), store::StoreError>,
) -> Result<(), Failure> {
    if args.dry_run {
        say(&format!("{what}: read, nothing kept"));
        return Ok(());
    }
    block_on(async {
        let store = Store::open(&args.store, OpenMode::CreateIfAbsent).await;
        let store = store.map_err(|error| failed(args, &error))?;
        let entry = Entry::new("import", Timestamp::now());
        write(&store, &entry).await.map_err(|error| failed(args, &error))?;
        say(&format!("{what}: kept in {}", store.place()));
        store.close().await;
        Ok(())
    })
}

/// Names the rows that were left out.
fn report(faults: &[RowFault]) -> Outcome {
    for fault in faults {
        say(&format!("  line {}: {}", fault.line, fault.reason));
    }
    if faults.is_empty() { Outcome::Clean } else { Outcome::Faults }
}
