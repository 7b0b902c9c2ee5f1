//! Small tables that an administrator keeps by hand: the day calendar and the catalogue of service items.
//!
//! Both are CSV with a header or without, in any encoding that [`crate::read_places`] takes. A row that
//! cannot be read costs only itself and is named.

use crate::records::{Records, delimiter_of};
use crate::table::{RowFault, RowReason, TableError};
use crate::text::decode;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use model::{Code, DayCalendar, DayKind, MarkedDay, ServiceItem};
use std::collections::BTreeSet;

/// Rows taken; each table is smaller by far.
const ROWS_MAX: usize = 20_000;
/// The longest run of days in one row.
const RUN_DAYS_MAX: i32 = 60;
/// The longest name, in bytes.
const NAME_BYTES_MAX: usize = 200;

/// Reads a day calendar: `date,off|work,name[,like]`.
///
/// The date is a day (`2026-10-10`) or a run of up to 60 days (`2026-10-01/2026-10-07`). `like` names the
/// weekday that is worked, `Mo` to `Su` or `周一` to `周日`, and may be left out. 休 and 班 stand for off and
/// work. A day that is named twice is a fault of its second row.
///
/// # Errors
///
/// [`TableError`] when the bytes hold no rows, or too many.
pub fn read_day_calendar(bytes: &[u8]) -> Result<(DayCalendar, Vec<RowFault>), TableError> {
    let mut calendar = DayCalendar::default();
    let faults = each_row(bytes, "date", |cells| {
        let run = run(cell(cells, 0))?;
        let kind = kind(cell(cells, 1), cell(cells, 3))?;
        let name = name(cell(cells, 2))?;
        for day in &run {
            if calendar.get(*day).is_some() {
                return Err(wrong("day that is not named already", &day.to_string()));
            }
        }
        for day in run {
            let _none = calendar.insert(day, MarkedDay { kind, name: name.clone() });
        }
        Ok(())
    })?;
    Ok((calendar, faults))
}

/// Writes a day calendar as [`read_day_calendar`] reads it, a row a day.
pub fn write_day_calendar(calendar: &DayCalendar) -> String {
    let row = |(day, marked): (Date, &MarkedDay)| {
        let (kind, like) = match marked.kind {
            DayKind::Off => ("off", ""),
            DayKind::Work { like } => ("work", like.map_or("", letters)),
        };
        format!("{day},{kind},{},{like}\n", quoted(&marked.name))
    };
    std::iter::once("date,kind,name,like\n".to_owned()).chain(calendar.days().map(row)).collect()
}

/// Reads a catalogue of service items: `code,name,name_en,categories`, the categories parted by `;`.
///
/// # Errors
///
/// [`TableError`] when the bytes hold no rows, or too many.
pub fn read_service_items(bytes: &[u8]) -> Result<(Vec<ServiceItem>, Vec<RowFault>), TableError> {
    let (mut items, mut codes) = (Vec::new(), BTreeSet::new());
    let faults = each_row(bytes, "code", |cells| {
        let code = Code::try_from(cell(cells, 0)).map_err(RowReason::Number)?;
        if !codes.insert(code.clone()) {
            return Err(wrong("code that is not used already", code.as_str()));
        }
        let name = name(cell(cells, 1))?;
        if name.is_empty() {
            return Err(RowReason::Empty("the name"));
        }
        let parts = cell(cells, 3).split([';', ';']).map(str::trim);
        let categories: Vec<String> =
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
        if categories.is_empty() {
            return Err(RowReason::Empty("the list of categories"));
        }
        let name_en = cell(cells, 2).to_owned();
        items.push(ServiceItem { code, name, name_en, categories });
        Ok(())
    })?;
    Ok((items, faults))
}

/// Writes a catalogue as [`read_service_items`] reads it.
pub fn write_service_items(items: &[ServiceItem]) -> String {
    let row = |item: &ServiceItem| {
        let categories = quoted(&item.categories.join(";"));
        format!("{},{},{},{categories}\n", item.code, quoted(&item.name), quoted(&item.name_en))
    };
    let head = "code,name,name_en,categories\n".to_owned();
    std::iter::once(head).chain(items.iter().map(row)).collect()
}

/// Calls `take` for each row but the header, which begins with the word `head`, and gathers what it says.
fn each_row(
    bytes: &[u8],
    head: &str,
    mut take: impl FnMut(&[String]) -> Result<(), RowReason>,
) -> Result<Vec<RowFault>, TableError> {
    let (text, _note) = decode(bytes);
    let text = text.trim_start_matches('\u{feff}').as_bytes();
    let mut records = Records::new(text, delimiter_of(text));
    let (mut faults, mut count) = (Vec::new(), 0_usize);
    while records.advance()? {
        let cells: Vec<String> = (0..records.len())
            .filter_map(|place| records.cell(place))
            .map(|cell| String::from_utf8_lossy(&cell).trim().to_owned())
            .collect();
        let blank = cells.iter().all(String::is_empty);
        let header = count == 0 && cell(&cells, 0).eq_ignore_ascii_case(head);
        if blank || header || cell(&cells, 0).starts_with('#') {
            continue;
        }
        count += 1;
        if count > ROWS_MAX {
            return Err(TableError::TooMany(ROWS_MAX));
        }
        if let Err(reason) = take(&cells) {
            faults.push(RowFault { line: records.line, reason });
        }
    }
    if count == 0 { Err(TableError::Empty) } else { Ok(faults) }
}

fn cell(cells: &[String], place: usize) -> &str {
    cells.get(place).map_or("", String::as_str)
}

fn wrong(what: &'static str, text: &str) -> RowReason {
    RowReason::Cell { what, text: text.to_owned() }
}

fn run(text: &str) -> Result<Vec<Date>, RowReason> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let day = |text: &str| {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        plain.then(|| text.parse::<Date>().ok()).flatten().ok_or_else(|| wrong("date", text))
    };
    let (first, last) = (day(first.trim())?, day(last.trim())?);
    if first > last || (last - first).get_days() >= RUN_DAYS_MAX {
        return Err(wrong("run of 1 to 60 days", text));
    }
    Ok(first.series(1.day()).take_while(|day| *day <= last).collect())
}

fn kind(text: &str, like: &str) -> Result<DayKind, RowReason> {
    match text.to_ascii_lowercase().as_str() {
        "off" | "休" | "放假" | "休息" => Ok(DayKind::Off),
        "work" | "班" | "上班" | "调休上班" => {
            let like = if like.is_empty() { None } else { Some(weekday(like)?) };
            Ok(DayKind::Work { like })
        }
        _ => Err(wrong("off or work", text)),
    }
}

fn name(text: &str) -> Result<String, RowReason> {
    if text.len() > NAME_BYTES_MAX {
        return Err(wrong("name of up to 200 bytes", text));
    }
    Ok(text.to_owned())
}

const LETTERS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const CHINESE: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

fn weekday(text: &str) -> Result<Weekday, RowReason> {
    let place = LETTERS.iter().position(|it| it.eq_ignore_ascii_case(text));
    let place = place.or_else(|| CHINESE.iter().position(|it| *it == text));
    place
        .and_then(|place| i8::try_from(place).ok())
        .and_then(|place| Weekday::from_monday_zero_offset(place).ok())
        .ok_or_else(|| wrong("weekday", text))
}

fn letters(weekday: Weekday) -> &'static str {
    let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
    LETTERS.get(place).copied().unwrap_or_default()
}

/// A cell with quotes where it needs them.
fn quoted(text: &str) -> String {
    if text.contains([',', ';', '"', '\n', '\r', '\t', '#']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
#[path = "small_tables_tests.rs"]
mod tests;
