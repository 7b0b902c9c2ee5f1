//! Incidents and places: rows of others into the store, each once, with a report.

use super::ImportError;
use super::files::{self, Source};
use super::found::chain;
use super::ground::{Ground, Lying};
use super::inside::inner_point;
use exchange::{
    Columns, Datum, IncidentSettings, Incidents, PlaceSettings, ReadSettings, Role, RowFault,
    RowReason, TableError, places_of, read_incidents, read_places, sample_places,
};
use jiff::Timestamp;
use model::{Code, Incident, Place, Position, Shape};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};
use store::{Entry, OpenMode, PlaceFilter, Store};

/// How many incidents go into one transaction.
const BATCH: usize = 5_000;
/// How many faults are named.
const NAMED_MAX: usize = 10;

/// What became of the rows of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct PointReport {
    /// Which column was read as what, and what was left aside.
    pub columns: Vec<String>,
    /// How the coordinates were read.
    pub datum: String,
    /// Rows that can be used.
    pub read: u64,
    /// Of those, how many are new in the store.
    pub added: u64,
    /// How many were there before and are different now (places only).
    pub changed: u64,
    /// Where they lie.
    pub lying: Lying,
    /// Rows that cannot be used.
    pub faults: u64,
    /// The first of them, in words.
    pub named: Vec<String>,
}

impl PointReport {
    fn fault(&mut self, fault: &dyn std::error::Error) {
        self.faults += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(chain(fault));
        }
    }

    fn say(&mut self, columns: &Columns) {
        const ROLES: [(Role, &str); 15] = [
            (Role::Lon, "longitude"),
            (Role::Lat, "latitude"),
            (Role::Pair, "coordinates"),
            (Role::Time, "time"),
            (Role::TimeOfDay, "time of day"),
            (Role::Kind, "kind"),
            (Role::Class, "class"),
            (Role::State, "state"),
            (Role::Number, "number"),
            (Role::Name, "name"),
            (Role::Text, "text"),
            (Role::Address, "address"),
            (Role::Phone, "phone"),
            (Role::Hours, "hours"),
            (Role::Serves, "serves"),
        ];
        let known = ROLES.iter().filter_map(|(role, word)| {
            columns.header(*role).map(|header| format!("{word} from {header}"))
        });
        self.columns = known.collect();
        let ignored: Vec<&str> = columns.ignored().collect();
        if !ignored.is_empty() {
            self.columns.push(format!("left aside: {}", ignored.join(", ")));
        }
    }
}

/// What to take in, and how.
#[derive(Clone, Debug)]
pub(crate) struct PointAsk {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// The store; it must be there.
    pub store: String,
    /// The datum; `None` finds out.
    pub datum: Option<Datum>,
    /// Read and report, keep nothing.
    pub dry_run: bool,
}

/// A table that can be read twice.
enum Table {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl Table {
    fn of(path: &Path) -> Result<Self, ImportError> {
        if path.as_os_str() == "-" {
            return Ok(Self::Bytes(files::bytes_of(path)?));
        }
        Ok(Self::File(path.to_owned()))
    }

    fn open(&self) -> Result<Box<dyn BufRead + '_>, ImportError> {
        match self {
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Self::File(path) => open_table(path),
        }
    }
}

/// Opens a table for streaming; `-` is standard input.
///
/// # Errors
///
/// [`ImportError`] when it is no file or cannot be opened.
pub(crate) fn open_table(path: &Path) -> Result<Box<dyn BufRead>, ImportError> {
    let file = path.display().to_string();
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    if path.is_dir() {
        return Err(ImportError::Folder { file });
    }
    let opened = File::open(path).map_err(|source| ImportError::Unreadable { file, source })?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
}

async fn open_store(url: &str) -> Result<Store, ImportError> {
    Store::open(url, OpenMode::MustExist).await.map_err(ImportError::Store)
}

/// Takes incidents in. The file is read twice: once to see that all of it can be read, once to keep
/// it, some thousand rows in a transaction. A row that was taken in before is not again.
///
/// `told` hears how many rows were kept.
///
/// # Errors
///
/// [`ImportError`]; unless the store itself fails on the way, it is as it was before.
pub(crate) async fn incidents(
    ask: &PointAsk,
    settings: &IncidentSettings,
    told: &dyn Fn(u64),
) -> Result<PointReport, ImportError> {
    let file = ask.file.display().to_string();
    let bad = |source: TableError| ImportError::Table { file: file.clone(), source };
    let table = Table::of(&ask.file)?;
    let mut first = read_incidents(table.open()?, settings.clone()).map_err(bad)?;
    let store = open_store(&ask.store).await?;
    let now = Timestamp::now();
    let ground = Ground::load(&store, now).await?;
    let choice = ground.choose(ask.datum, first.axes_swapped(), &first.sample());
    first.set_datum(choice.datum, choice.swapped);
    let mut report = PointReport { datum: choice.said, ..PointReport::default() };
    report.say(first.columns());
    for row in first {
        match row {
            Ok(incident) => {
                report.read += 1;
                ground.grid(incident.at, &mut report.lying);
            }
            Err(RowFault { reason: RowReason::Io(source), .. }) => {
                return Err(ImportError::Unreadable { file, source });
            }
            Err(fault) => report.fault(&fault),
        }
    }
    if report.read == 0 {
        let why = report.named.first().map(|fault| format!(": {fault}")).unwrap_or_default();
        return Err(ImportError::NoRows { file, why });
    }
    if !ask.dry_run {
        let mut again = read_incidents(table.open()?, settings.clone()).map_err(bad)?;
        again.set_datum(choice.datum, choice.swapped);
        let entry = Entry::new("command line", now).because("import of incidents");
        report.added = keep_incidents(again, &ground, &store, &entry, told).await?;
    }
    store.close().await;
    Ok(report)
}

async fn keep_incidents(
    rows: Incidents<'_>,
    ground: &Ground,
    store: &Store,
    entry: &Entry,
    told: &dyn Fn(u64),
) -> Result<u64, ImportError> {
    let mut unused = Lying::default();
    let mut rows = rows.filter_map(Result::ok);
    let (mut kept, mut added) = (0, 0);
    loop {
        let batch: Vec<(Incident, Option<Code>)> = rows
            .by_ref()
            .take(BATCH)
            .map(|incident| {
                let grid = ground.grid(incident.at, &mut unused);
                (incident, grid)
            })
            .collect();
        if batch.is_empty() {
            return Ok(added);
        }
        let done = store.add_incidents(&batch, entry).await.map_err(ImportError::Store)?;
        added += done.iter().filter(|it| it.new).count() as u64;
        kept += batch.len() as u64;
        told(kept);
    }
}

/// Takes places in, all in one transaction: a new code is added, a known one replaced where it
/// differs.
///
/// # Errors
///
/// [`ImportError`]; then the store is as it was before.
pub(crate) async fn places(
    ask: &PointAsk,
    settings: &PlaceSettings,
) -> Result<PointReport, ImportError> {
    let given = if is_table(&ask.file) { None } else { Some(read_layers(ask, None).await?) };
    let table = if given.is_none() { Some(Table::of(&ask.file)?) } else { None };
    let file = ask.file.display().to_string();
    let bad = |source: TableError| ImportError::Table { file: file.clone(), source };
    let sample = match &table {
        Some(table) => sample_places(table.open()?, settings).map_err(bad)?,
        None => given.iter().flatten().flat_map(points_of).take(1_000).collect(),
    };
    let store = open_store(&ask.store).await?;
    let now = Timestamp::now();
    let ground = Ground::load(&store, now).await?;
    let mut report = PointReport::default();
    let places: Vec<Place> = if let Some(table) = &table {
        let before = read_places(table.open()?, settings).map_err(bad)?;
        let choice = ground.choose(ask.datum, before.axes_swapped, &sample);
        let datum = choice.datum;
        let settings =
            PlaceSettings { datum, axes_swapped: Some(choice.swapped), ..settings.clone() };
        let read = read_places(table.open()?, &settings).map_err(bad)?;
        report.datum = choice.said;
        report.say(&read.columns);
        for fault in &read.faults {
            report.fault(fault);
        }
        read.places
    } else {
        let choice = ground.choose(ask.datum, false, &sample);
        report.datum = choice.said;
        let layers = read_layers(ask, Some(choice.datum)).await?;
        let mut all = Vec::new();
        for source in &layers {
            let (places, faults) = places_of(&source.layer, settings);
            for fault in &faults {
                report.fault(fault);
            }
            all.extend(places);
        }
        all
    };
    if places.is_empty() {
        let why = report.named.first().map(|fault| format!(": {fault}")).unwrap_or_default();
        return Err(ImportError::NoRows { file, why });
    }
    report.read = places.len() as u64;
    for at in places.iter().filter_map(|place| middle(&place.shape)) {
        ground.grid(at, &mut report.lying);
    }
    keep_places(places, &store, now, ask.dry_run, &mut report).await?;
    store.close().await;
    Ok(report)
}

async fn keep_places(
    places: Vec<Place>,
    store: &Store,
    now: Timestamp,
    dry_run: bool,
    report: &mut PointReport,
) -> Result<(), ImportError> {
    let known = store.places(&PlaceFilter::default()).await.map_err(ImportError::Store)?;
    let known: HashMap<&Code, &Place> = known.iter().map(|place| (&place.code, place)).collect();
    // Of several files' places of one code the last stands, as in a store that took them one by one.
    let mut last: HashMap<Code, Place> = HashMap::new();
    let mut order = Vec::new();
    for place in places {
        let code = place.code.clone();
        if last.insert(code.clone(), place).is_none() {
            order.push(code);
        }
    }
    let mut differ: Vec<Place> = Vec::new();
    for place in order.iter().filter_map(|code| last.remove(code)) {
        match known.get(&place.code) {
            None => report.added += 1,
            Some(same) if **same == place => continue,
            Some(_) => report.changed += 1,
        }
        differ.push(place);
    }
    if dry_run || differ.is_empty() {
        return Ok(());
    }
    let entry = Entry::new("command line", now).because("import of places");
    store.put_places(&differ, &entry).await.map_err(ImportError::Store)
}

/// Whether a file is a table by its name; `-` is.
fn is_table(path: &Path) -> bool {
    let name = path.display().to_string().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name == "-" || [".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

async fn read_layers(ask: &PointAsk, datum: Option<Datum>) -> Result<Vec<Source>, ImportError> {
    let settings = ReadSettings { datum: datum.or(ask.datum), ..ReadSettings::default() };
    files::read(std::slice::from_ref(&ask.file), &settings).await
}

/// The points of a layer as degrees.
fn points_of(source: &Source) -> Vec<[f64; 2]> {
    let at = |shape: &Option<Shape>| shape.as_ref().and_then(middle);
    let points = source.layer.features.iter().filter_map(|feature| at(&feature.shape));
    points.map(|at| [at.lon(), at.lat()]).collect()
}

/// A point of a shape: itself, the middle of a line's points, or one inside an area.
fn middle(shape: &Shape) -> Option<Position> {
    match shape {
        Shape::Point(at) => Some(*at),
        Shape::Line(line) => line.get(line.len() / 2).copied(),
        Shape::Area(area) => inner_point(area),
    }
}
