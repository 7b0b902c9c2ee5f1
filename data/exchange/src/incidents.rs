//! Incidents from a CSV, row by row, in bounded memory.

use crate::roles::{Columns, Role};
use crate::table::{RowFault, RowReason, Table, TableError, number, pair};
use crate::when::Clock;
use crate::{Datum, hash};
use jiff::Timestamp;
use model::{Class, Code, Incident, Kind, Position, State};
use std::collections::HashMap;
use std::io::BufRead;

/// What a reader of incidents is told beside the rows.
#[derive(Clone, Debug)]
pub struct IncidentSettings {
    /// The intake the incidents come through.
    pub source: Code,
    /// The datum of the coordinates.
    pub datum: Datum,
    /// Whether latitude stands where longitude is said to; `None` looks at the first rows.
    pub axes_swapped: Option<bool>,
    /// How times are to be understood. Whether the day stands first is learnt from the first rows
    /// where they tell.
    pub clock: Clock,
    /// The kind of rows that name none; without it they are faults.
    pub kind: Option<Kind>,
    /// The time of rows that name none; without it they are faults.
    pub occurred: Option<Timestamp>,
    /// The state of rows that name none.
    pub state: State,
    /// Columns by header, where guessing is not wanted.
    pub columns: Vec<(Role, String)>,
}

impl IncidentSettings {
    /// Coordinates of WGS 84, times of China, kind 未分类 where none is given.
    pub fn new(source: Code) -> Self {
        Self {
            source,
            datum: Datum::Wgs84,
            axes_swapped: None,
            clock: Clock::default(),
            kind: Kind::try_from("未分类").ok(),
            occurred: None,
            state: State::Open,
            columns: Vec::new(),
        }
    }
}

/// An iterator over the incidents of a CSV; a row that cannot be read is an `Err` with its line, and
/// the rest is read on.
///
/// An incident without a number gets one from a hash of its row and, from the second equal row on,
/// a counter: reading the same file twice gives the same incidents. That takes about 32 bytes of
/// memory for each such row; otherwise memory does not grow with the file.
pub struct Incidents<'r> {
    table: Table<'r>,
    settings: IncidentSettings,
    swapped: bool,
    /// How often each row without a number has come.
    seen: HashMap<u128, u32>,
    ended: bool,
}

impl std::fmt::Debug for Incidents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incidents").field("columns", self.columns()).finish_non_exhaustive()
    }
}

/// Opens a CSV of incidents: comma, semicolon or tab, UTF-8, UTF-16 or GB18030, plain or `.gz`.
///
/// # Errors
///
/// [`TableError`] when there is no header, or no column of coordinates or of times in it.
pub fn read_incidents<'r>(
    reader: impl BufRead + 'r,
    mut settings: IncidentSettings,
) -> Result<Incidents<'r>, TableError> {
    let mut table = Table::open(reader)?;
    choose(&mut table, &settings.columns)?;
    if table.columns.place(Role::Time).is_none() && settings.occurred.is_none() {
        return Err(table.missing("the time"));
    }
    if let Some(place) = table.columns.place(Role::Time) {
        let times = || table.sample.iter().filter_map(|row| row.get(place));
        let read = |day_first| {
            let clock = Clock { day_first, ..settings.clock };
            times().filter(|text| clock.read(text).is_some()).count()
        };
        if read(!settings.clock.day_first) > read(settings.clock.day_first) {
            settings.clock.day_first = !settings.clock.day_first;
        }
    }
    let swapped = settings.axes_swapped.unwrap_or_else(|| want_swapping(&sample(&table)));
    Ok(Incidents { table, settings, swapped, seen: HashMap::new(), ended: false })
}

/// Sets the columns that were named, and sees that there are coordinates.
pub(crate) fn choose(table: &mut Table<'_>, named: &[(Role, String)]) -> Result<(), TableError> {
    for (role, header) in named {
        set(table, *role, header)?;
    }
    let columns = &table.columns;
    let both = columns.place(Role::Lon).is_some() && columns.place(Role::Lat).is_some();
    if both || columns.place(Role::Pair).is_some() {
        return Ok(());
    }
    Err(table.missing("longitude and latitude"))
}

/// Sets a column that was named.
pub(crate) fn set(table: &mut Table<'_>, role: Role, header: &str) -> Result<(), TableError> {
    if table.columns.set(role, header) { Ok(()) } else { Err(table.missing(header)) }
}

/// The coordinates of one row as they stand, longitude or what is said to be it first.
pub(crate) fn coordinates(
    columns: &Columns,
    cell: impl Fn(Role) -> Option<String>,
) -> Result<[f64; 2], RowReason> {
    if columns.place(Role::Lon).is_some() && columns.place(Role::Lat).is_some() {
        let (x, y) = (cell(Role::Lon), cell(Role::Lat));
        let (Some(x), Some(y)) = (x, y) else { return Err(RowReason::Empty("a coordinate")) };
        return match (number(&x), number(&y)) {
            (Some(lon), Some(lat)) => Ok([lon, lat]),
            _ => Err(RowReason::Coordinates { x, y }),
        };
    }
    let both = cell(Role::Pair).ok_or(RowReason::Empty("the coordinates"))?;
    let Some([first, second]) = pair(&both) else {
        return Err(RowReason::Coordinates { x: both, y: String::new() });
    };
    // `latlng` and `location (41.8, -87.7)` have latitude first.
    let header = columns.header(Role::Pair).unwrap_or_default().to_lowercase();
    let lat_first = header.starts_with("lat") || header.starts_with("location");
    Ok(if lat_first { [second, first] } else { [first, second] })
}

/// The coordinates of the first rows, as they stand.
pub(crate) fn sample(table: &Table<'_>) -> Vec<[f64; 2]> {
    let of_row = |row: &Vec<String>| {
        let cell = |role| {
            let text = row.get(table.columns.place(role)?)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        coordinates(&table.columns, cell).ok()
    };
    table.sample.iter().filter_map(of_row).collect()
}

/// Whether most of the points are off the Earth as they stand, and most on it swapped.
pub(crate) fn want_swapping(points: &[[f64; 2]]) -> bool {
    let on_earth = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0;
    let as_given = points.iter().filter(|[x, y]| on_earth(*x, *y)).count();
    let swapped = points.iter().filter(|[x, y]| on_earth(*y, *x)).count();
    2 * as_given < points.len() && 2 * swapped > points.len()
}

/// A position from the coordinates of a row.
pub(crate) fn position(at: [f64; 2], datum: Datum, swapped: bool) -> Result<Position, RowReason> {
    let [lon, lat] = datum.to_wgs84(if swapped { [at[1], at[0]] } else { at });
    Position::from_degrees(lon, lat)
        .ok()
        .ok_or_else(|| RowReason::Coordinates { x: at[0].to_string(), y: at[1].to_string() })
}

impl Incidents<'_> {
    /// Which columns are read as what.
    pub fn columns(&self) -> &Columns {
        &self.table.columns
    }

    /// Whether latitude stands where longitude is said to, so that the two are swapped.
    pub fn axes_swapped(&self) -> bool {
        self.swapped
    }

    /// Coordinates of up to a thousand first rows as they stand, for [`crate::guess_datum`].
    pub fn sample(&self) -> Vec<[f64; 2]> {
        sample(&self.table)
    }

    /// Takes the coordinates for those of `datum`, with the axes swapped or not.
    pub fn set_datum(&mut self, datum: Datum, swapped: bool) {
        self.settings.datum = datum;
        self.swapped = swapped;
    }

    fn incident(&mut self) -> Result<Incident, RowReason> {
        let cell = |role| self.table.text(role);
        let raw = coordinates(&self.table.columns, cell)?;
        let at = position(raw, self.settings.datum, self.swapped)?;
        let occurred = self.occurred()?;
        let kind = match (cell(Role::Kind), &self.settings.kind) {
            (Some(text), _) => Kind::try_from(shortened(&text)).map_err(RowReason::Kind)?,
            (None, Some(kind)) => kind.clone(),
            (None, None) => return Err(RowReason::Empty("the kind")),
        };
        let state = cell(Role::State).map_or(self.settings.state, |text| state_of(&text));
        let class = cell(Role::Class).and_then(|text| class_of(&text)).unwrap_or_default();
        let text = cell(Role::Text);
        let external = match cell(Role::Number) {
            Some(number) => Code::try_from(&*number),
            None => Code::try_from(&*self.made_up_number()),
        };
        let external = external.map_err(RowReason::Number)?;
        let source = self.settings.source.clone();
        Ok(Incident { source, external, kind, class, state, at, occurred, text })
    }

    fn occurred(&self) -> Result<Timestamp, RowReason> {
        let clock = &self.settings.clock;
        let Some(text) = self.table.text(Role::Time) else {
            return self.settings.occurred.ok_or(RowReason::Empty("the time"));
        };
        let time = self.table.text(Role::TimeOfDay);
        let joined = time.and_then(|time| clock.read(&format!("{text} {time}")));
        joined.or_else(|| clock.read(&text)).ok_or(RowReason::Time(text))
    }

    fn made_up_number(&mut self) -> String {
        let hash = hash::of(self.table.row().iter().map(String::as_str));
        let count = self.seen.entry(hash).or_insert(0);
        *count += 1;
        if *count == 1 { format!("row-{hash:032x}") } else { format!("row-{hash:032x}-{count}") }
    }
}

impl Iterator for Incidents<'_> {
    type Item = Result<Incident, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let more = self.table.advance();
        let line = self.table.records.line;
        match more {
            Ok(false) => {
                self.ended = true;
                None
            }
            Ok(true) => Some(self.incident().map_err(|reason| RowFault { line, reason })),
            Err(error) => {
                self.ended = true;
                Some(Err(RowFault { line, reason: RowReason::Io(error) }))
            }
        }
    }
}

/// The first 128 bytes, cut where a character ends.
fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(128)).unwrap_or(text)
}

fn state_of(text: &str) -> State {
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if let Some(state) = State::from_name(&text) {
        state
    } else if has(&["未", "待", "open", "new", "pending"]) {
        State::Open
    } else if has(&["结", "完成", "关闭", "归档", "closed", "complete", "done", "resolved"])
    {
        State::Closed
    } else if has(&["处理", "办理", "派", "handling", "progress", "assigned"]) {
        State::Handling
    } else {
        State::Open
    }
}

fn class_of(text: &str) -> Option<Class> {
    let text = text.to_lowercase();
    Class::from_name(&text).or_else(|| {
        let words = [("重大", Class::Major), ("疑难", Class::Difficult), ("一般", Class::General)];
        words.iter().find(|(word, _)| text.contains(word)).map(|(_, class)| *class)
    })
}

#[cfg(test)]
#[path = "incidents_tests.rs"]
mod tests;
