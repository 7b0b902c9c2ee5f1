//! Recurring days that `opening_hours` cannot say, or cannot name: market days, circuit days.

use crate::lunar::lunar_day;
use jiff::civil::{Date, Weekday};

/// A day in minutes.
pub(crate) const DAY: u16 = 24 * 60;
/// The most dates, days or weekdays of one rule.
const LISTED_MAX: usize = 400;

/// Which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// These days of each lunar month, 1 to 30.
    LunarDays(Vec<u8>),
    /// The days of each lunar month that end in these digits, 0 to 9.
    LunarEndings(Vec<u8>),
    /// A first day, and each so many days after it (1 to 366).
    Every {
        /// From one to the next, in days.
        days: u16,
        /// The first.
        from: Date,
    },
    /// The n-th of a weekday in each month (1 to 5), counted from its end when negative.
    Monthly(Vec<(Weekday, i8)>),
    /// These days.
    Dates(Vec<Date>),
}

/// Days that come again, and when it is open on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurring {
    /// Which days.
    pub when: When,
    /// From minute to minute of the day, each within it.
    pub spans: Vec<(u16, u16)>,
    /// Whether days off are left out.
    pub not_on_days_off: bool,
    /// What the day is called: 赶集日.
    pub name: Option<String>,
}

/// What is wrong with a recurring day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurringError {
    /// It begins with no word that is known.
    #[error("it begins with none of lunar, every, monthly, dates")]
    Unknown,
    /// A day, digit, weekday or date is none.
    #[error("{0:?} is no day here")]
    Day(String),
    /// There is no list of days, or too long a one.
    #[error("it names no days, or more than {LISTED_MAX}")]
    Count,
    /// A span is none: hh:mm-hh:mm, up to 24:00, the end after the beginning.
    #[error("{0:?} is no span of a day")]
    Span(String),
    /// Something is left over.
    #[error("{0:?} is not expected")]
    Extra(String),
}

impl Recurring {
    /// Reads what stands after an `@`.
    ///
    /// # Errors
    ///
    /// [`RecurringError`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, RecurringError> {
        let (rule, name) = match text.split_once('"') {
            None => (text, None),
            Some((rule, rest)) => match rest.split_once('"') {
                Some((name, "")) => (rule, Some(name.trim()).filter(|name| !name.is_empty())),
                Some((name, after)) if after.trim().is_empty() => (rule, Some(name.trim())),
                _ => return Err(RecurringError::Extra(rest.to_owned())),
            },
        };
        let words: Vec<&str> = rule.split_whitespace().collect();
        let (when, mut rest) = when(&words)?;
        let not_on_days_off = matches!(rest, [.., "PH", "off"]);
        if not_on_days_off {
            rest = &rest[..rest.len() - 2];
        }
        let spans = match rest {
            [] => vec![(0, DAY)],
            [spans] => spans.split(',').map(span).collect::<Result<_, _>>()?,
            [_, extra, ..] => return Err(RecurringError::Extra((*extra).to_owned())),
        };
        Ok(Self { when, spans, not_on_days_off, name: name.map(str::to_owned) })
    }

    /// Whether it is on this day, days off apart.
    pub fn is_on(&self, day: Date) -> bool {
        match &self.when {
            When::LunarDays(days) => lunar_day(day).is_some_and(|it| days.contains(&it.day)),
            When::LunarEndings(digits) => {
                lunar_day(day).is_some_and(|it| digits.contains(&(it.day % 10)))
            }
            When::Every { days, from } => {
                let after = (day - *from).get_days();
                after >= 0 && after % i32::from(*days) == 0
            }
            When::Monthly(nth) => nth.iter().any(|(weekday, nth)| is_nth(day, *weekday, *nth)),
            When::Dates(dates) => dates.contains(&day),
        }
    }
}

fn is_nth(day: Date, weekday: Weekday, nth: i8) -> bool {
    let from_start = (day.day() - 1) / 7 + 1;
    let from_end = -((day.days_in_month() - day.day()) / 7 + 1);
    day.weekday() == weekday && (nth == from_start || nth == from_end)
}

/// Which days the first words name, and the words after them.
fn when<'w, 't>(words: &'w [&'t str]) -> Result<(When, &'w [&'t str]), RecurringError> {
    match words {
        ["lunar", "ending", digits, rest @ ..] => {
            Ok((When::LunarEndings(list(digits, |it| number(it, 0, 9))?), rest))
        }
        ["lunar", days, rest @ ..] => {
            Ok((When::LunarDays(list(days, |it| number(it, 1, 30))?), rest))
        }
        ["every", days, "days" | "day", "from", from, rest @ ..] => {
            let bad = || RecurringError::Day((*days).to_owned());
            let count =
                days.parse().ok().filter(|days| (1..=366).contains(days)).ok_or_else(bad)?;
            let from = date(from).ok_or_else(|| RecurringError::Day((*from).to_owned()))?;
            Ok((When::Every { days: count, from }, rest))
        }
        ["monthly", weekdays, rest @ ..] => Ok((When::Monthly(list(weekdays, nth)?), rest)),
        ["dates", dates, rest @ ..] => Ok((When::Dates(list(dates, date)?), rest)),
        ["lunar" | "monthly" | "dates", ..] => Err(RecurringError::Count),
        ["every", ..] => Err(RecurringError::Day(words.join(" "))),
        _ => Err(RecurringError::Unknown),
    }
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, RecurringError> {
    let one = |part: &str| read(part).ok_or_else(|| RecurringError::Day(part.to_owned()));
    let all: Vec<T> = text.split(',').map(one).collect::<Result<_, _>>()?;
    if all.len() <= LISTED_MAX { Ok(all) } else { Err(RecurringError::Count) }
}

fn number(text: &str, least: u8, most: u8) -> Option<u8> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}

/// A date written like 2026-03-05, and no other way.
fn date(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then(|| text.parse().ok()).flatten()
}

/// `Mo[1]` or `Fr[-1]`.
fn nth(text: &str) -> Option<(Weekday, i8)> {
    let (weekday, number) = text.strip_suffix(']')?.split_once('[')?;
    let number: i8 = number.parse().ok().filter(|nth: &i8| (1..=5).contains(&nth.abs()))?;
    Some((weekday_of(weekday)?, number))
}

/// The weekday of the two letters that OpenStreetMap writes.
fn weekday_of(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let place = NAMES.iter().position(|name| *name == text)?;
    Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()
}

fn span(text: &str) -> Result<(u16, u16), RecurringError> {
    let read = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    read.filter(|(from, to)| from < to).ok_or_else(|| RecurringError::Span(text.to_owned()))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |text: &str| {
        (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (hour, minute): (u16, u16) = (two(hour)?, two(minute)?);
    (minute < 60).then_some(hour * 60 + minute).filter(|at| *at <= DAY)
}
