//! Opening hours in the house: the day calendar that is in force, and what is told of a place's hours.
//!
//! The calendar is the table shipped with the program, with the years of the one that an administrator
//! imported in place of its own. How hours are read by it is said in [`hours`].

use crate::work::clock;
use exchange::{read_day_calendar, write_day_calendar};
use hours::{Almanac, Hours, Span, state_in_words, week_in_words};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan as _};
use model::{DayCalendar, DayKind};
use std::collections::{BTreeSet, HashMap};
use store::{Entry, Store, StoreError};

/// The setting that holds the imported years.
const KEY: &str = "day_calendar";
/// The shipped table.
const SHIPPED: &str = include_str!("../../tables/day-calendar.csv");

/// The calendar in force, made ready.
///
/// # Errors
///
/// The store's. A setting that cannot be read is said in the log and left out.
pub(crate) async fn almanac(store: &Store) -> Result<Almanac, StoreError> {
    let kept = store.setting(KEY).await?;
    Ok(Almanac::new(merged(&shipped(), &kept.as_deref().map(read).unwrap_or_default())))
}

fn shipped() -> DayCalendar {
    read(SHIPPED)
}

fn read(text: &str) -> DayCalendar {
    match read_day_calendar(text.as_bytes()) {
        Ok((calendar, _)) => calendar,
        Err(error) => {
            tracing::warn!(%error, "the kept day calendar cannot be read");
            DayCalendar::default()
        }
    }
}

fn years(calendar: &DayCalendar) -> BTreeSet<i16> {
    calendar.days().map(|(day, _)| day.year()).collect()
}

/// A calendar with the years of another in place of its own.
fn merged(first: &DayCalendar, over: &DayCalendar) -> DayCalendar {
    let replaced = years(over);
    let left = first.days().filter(|(day, _)| !replaced.contains(&day.year()));
    left.chain(over.days()).map(|(day, marked)| (day, marked.clone())).collect()
}

/// Keeps the years of a calendar in place of what was kept for them; gives these years.
///
/// # Errors
///
/// The store's.
pub(crate) async fn keep(
    store: &Store,
    given: &DayCalendar,
    entry: &Entry,
) -> Result<Vec<i16>, StoreError> {
    let before = store.setting(KEY).await?.as_deref().map(read).unwrap_or_default();
    store.set_setting(KEY, &write_day_calendar(&merged(&before, given)), entry).await?;
    Ok(years(given).into_iter().collect())
}

/// What an administrator is told when a year is missing that should be known by now: Chinese, then
/// English. The present year is always expected, the next one from 1 October on.
pub(crate) fn missing_year(almanac: &Almanac, now: Timestamp) -> Option<(String, String)> {
    let year = almanac.calendar().missing(clock::local(now).date())?;
    Some((
        format!("缺少{year}年放假调休安排:请用 gridbeat import calendar 导入"),
        format!(
            "the days off and working weekends of {year} are missing: import them with \
             gridbeat import calendar"
        ),
    ))
}

/// What is told of the hours of a place at some time.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Open, closed, or left open by the hours.
    pub open: Option<bool>,
    /// When it closes, where it is open and does so.
    pub closes: Option<Timestamp>,
    /// When it opens next, where it is not open.
    pub opens_again: Option<Timestamp>,
    /// Whether it closes within half an hour.
    pub closing_soon: bool,
    /// The hours of the week in words: Chinese, English.
    pub week: (String, String),
    /// Until when or when again, in words: Chinese, English.
    pub state: Option<(String, String)>,
    /// The days asked for.
    pub days: Vec<DayTold>,
}

/// The hours of one day.
#[derive(Clone, Debug)]
pub(crate) struct DayTold {
    /// The day.
    pub day: Date,
    /// When it is open.
    pub spans: Vec<Span>,
    /// Of a day that a notice names: whether it is off, and its name.
    pub marked: Option<(bool, String)>,
}

/// Tells of many places at the same time. Most have hours that others have, too: each text is read once.
#[derive(Debug)]
pub(crate) struct Teller<'a> {
    almanac: &'a Almanac,
    at: DateTime,
    days: u8,
    known: HashMap<String, Option<Told>>,
}

impl<'a> Teller<'a> {
    /// For a time, with the hours of so many days from it on.
    pub(crate) fn new(almanac: &'a Almanac, at: Timestamp, days: u8) -> Self {
        Self { almanac, at: clock::local(at).datetime(), days, known: HashMap::new() }
    }

    /// What is told of hours; `None` when they cannot be read.
    pub(crate) fn tell(&mut self, hours: &str) -> Option<Told> {
        if let Some(known) = self.known.get(hours) {
            return known.clone();
        }
        let told = Hours::parse(hours).ok().map(|hours| self.read(&hours));
        self.known.insert(hours.to_owned(), told.clone());
        told
    }

    fn read(&self, hours: &Hours) -> Told {
        let times = hours.by(self.almanac);
        let instant = |at: DateTime| clock::OFFSET.to_timestamp(at).ok();
        let day = |day: Date| DayTold {
            day,
            spans: times.day(day).into_iter().filter(|span| span.sure).collect(),
            marked: self
                .almanac
                .calendar()
                .get(day)
                .map(|it| (it.kind == DayKind::Off, it.name.clone())),
        };
        Told {
            open: times.is_open(self.at),
            closes: times.closes(self.at).and_then(instant),
            opens_again: times.opens(self.at).and_then(instant),
            closing_soon: times.closes_soon(self.at),
            week: week_in_words(&times, self.at.date()),
            state: state_in_words(&times, self.at),
            days: self.at.date().series(1.days()).take(self.days.into()).map(day).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_table_is_read_without_a_fault() {
        let (calendar, faults) = read_day_calendar(SHIPPED.as_bytes()).unwrap();
        assert!(faults.is_empty());
        assert_eq!(calendar.len(), 33 + 6);
        assert!(calendar.get(date(2026, 10, 7)).is_some_and(|it| it.kind == DayKind::Off));
        assert!(calendar.get(date(2026, 10, 10)).is_some_and(|it| it.kind != DayKind::Off));
    }

    #[test]
    fn a_year_takes_the_place_of_a_year() {
        let over = read("2027-01-01,off,元旦\n2026-01-01,off,元旦\n");
        let both = merged(&shipped(), &over);
        assert_eq!(years(&both).into_iter().collect::<Vec<_>>(), [2026, 2027]);
        assert_eq!(both.len(), 2, "the whole year is replaced");
    }

    #[test]
    fn a_missing_year_is_told_from_october_on() {
        let almanac = Almanac::new(shipped());
        assert_eq!(missing_year(&almanac, at("2026-09-30T23:59:59+08:00")), None);
        let told = missing_year(&almanac, at("2026-10-01T00:00:00+08:00")).unwrap();
        assert!(told.0.contains("2027") && told.1.contains("2027"));
    }

    #[test]
    fn the_instants_are_those_of_the_local_clock() {
        let almanac = Almanac::new(shipped());
        let mut teller = Teller::new(&almanac, at("2026-10-06T10:00:00+08:00"), 8);
        let told = teller.tell("Mo-Fr 09:00-12:00,14:00-17:30").unwrap();
        assert_eq!(told.open, Some(false));
        assert_eq!(told.opens_again, Some(at("2026-10-08T09:00:00+08:00")));
        assert_eq!(told.state.unwrap().1, "opens again Thursday 09:00");
        assert_eq!(told.days.len(), 8);
        assert_eq!(told.days[0].marked, Some((true, "国庆节".to_owned())));
        assert_eq!(told.days[4].marked, Some((false, "国庆节".to_owned())));
        assert_eq!(told.days[4].spans.len(), 2, "the working Saturday");
        assert!(teller.tell("whenever").is_none());
    }
}
