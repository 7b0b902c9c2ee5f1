//! Hours on the days of a calendar: open now, until when, and when again.

use crate::base::{Base, HoursError, naive};
use crate::recurring::{DAY, Recurring};
use jiff::civil::{Date, DateTime};
use jiff::{Span as Period, ToSpan as _};
use model::{DayCalendar, DayKind};
use opening_hours::{Context, ContextHolidays};
use std::sync::Arc;

/// How many days ahead the next opening is looked for: a year and a month.
pub const HORIZON_DAYS: i64 = 397;

/// Parsed hours: what `opening_hours` says, and recurring days beside it.
#[derive(Clone, Debug)]
pub struct Hours {
    pub(crate) base: Option<Base>,
    recurring: Vec<Recurring>,
}

/// A day calendar made ready for evaluating hours.
#[derive(Clone, Debug)]
pub struct Almanac {
    calendar: DayCalendar,
    pub(crate) context: Context,
}

/// A part of a day, in minutes of it: half open, up to 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From this minute on.
    pub start: u16,
    /// Up to this minute.
    pub end: u16,
    /// Whether it is open for certain; otherwise the hours leave it open (`unknown`).
    pub sure: bool,
}

/// Hours with the calendar that they are read by.
#[derive(Clone, Copy, Debug)]
pub struct Timetable<'a> {
    pub(crate) hours: &'a Hours,
    pub(crate) almanac: &'a Almanac,
}

impl Hours {
    /// Reads hours in the syntax of the crate's page.
    ///
    /// # Errors
    ///
    /// [`HoursError`] when a part of them cannot be read.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let parts = parts(text);
        let mut parts = parts.iter().map(|part| part.trim());
        let first = parts.next().unwrap_or_default();
        let base = if first.is_empty() { None } else { Some(Base::parse(first)?) };
        let one = |text: &str| {
            let wrong = |source| HoursError::Recurring { text: text.to_owned(), source };
            Recurring::parse(text).map_err(wrong)
        };
        let recurring: Vec<Recurring> = parts.map(one).collect::<Result<_, _>>()?;
        if base.is_none() && recurring.is_empty() {
            return Err(HoursError::Empty);
        }
        Ok(Self { base, recurring })
    }

    /// The recurring days, in the order of the text.
    pub fn recurring(&self) -> &[Recurring] {
        &self.recurring
    }

    /// The hours on the days of a calendar.
    pub fn by<'a>(&'a self, almanac: &'a Almanac) -> Timetable<'a> {
        Timetable { hours: self, almanac }
    }
}

/// The parts of a text between signs `@` that stand outside quotes.
fn parts(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|sign: char| {
        quoted ^= sign == '"';
        sign == '@' && !quoted
    })
    .collect()
}

impl Almanac {
    /// Makes a calendar ready.
    pub fn new(calendar: DayCalendar) -> Self {
        let mut off = compact_calendar::CompactCalendar::default();
        let mut work = compact_calendar::CompactCalendar::default();
        for (day, marked) in calendar.days() {
            let Some(day) = naive(day) else { continue };
            let _new = match marked.kind {
                DayKind::Off => off.insert(day),
                DayKind::Work { .. } => work.insert(day),
            };
        }
        let holidays = ContextHolidays::new(Arc::new(off), Arc::new(work));
        Self { calendar, context: Context::default().with_holidays(holidays) }
    }

    /// The calendar.
    pub fn calendar(&self) -> &DayCalendar {
        &self.calendar
    }
}

impl Default for Almanac {
    /// Without any named day.
    fn default() -> Self {
        Self::new(DayCalendar::default())
    }
}

impl Timetable<'_> {
    /// The parts of a day that are not closed: in order, apart from each other, as long as they can be.
    pub fn day(&self, day: Date) -> Vec<Span> {
        let mut open: Vec<(u16, u16)> =
            self.recurring_on(day).flat_map(|it| &it.spans).copied().collect();
        let base = self.hours.base.as_ref();
        let base = base.map(|base| base.day(day, &self.almanac.calendar, &self.almanac.context));
        let (sure, unsure): (Vec<_>, Vec<_>) =
            base.unwrap_or_default().into_iter().partition(|(_, _, sure)| *sure);
        open.extend(sure.iter().map(|(start, end, _)| (*start, *end)));
        let open = joined(open);
        let unsure = without(joined(unsure.iter().map(|it| (it.0, it.1)).collect()), &open);
        let told = |sure: bool| move |(start, end): (u16, u16)| Span { start, end, sure };
        let mut all: Vec<Span> =
            open.into_iter().map(told(true)).chain(unsure.into_iter().map(told(false))).collect();
        all.sort_by_key(|span| span.start);
        all
    }

    /// The recurring days that this day is one of.
    pub(crate) fn recurring_on(&self, day: Date) -> impl Iterator<Item = &Recurring> {
        let marked = self.almanac.calendar.get(day);
        let off = marked.is_some_and(|marked| marked.kind == DayKind::Off);
        self.hours.recurring.iter().filter(move |it| !(off && it.not_on_days_off) && it.is_on(day))
    }

    /// Whether it is open at a minute; `None` where the hours leave it open.
    pub fn is_open(&self, at: DateTime) -> Option<bool> {
        let minute = minute_of(at);
        let spans = self.day(at.date());
        match spans.iter().find(|span| (span.start..span.end).contains(&minute)) {
            Some(span) => span.sure.then_some(true),
            None => Some(false),
        }
    }

    /// When it closes after `at`, where it is open for certain then; `None` when it is not, or does not
    /// close within [`HORIZON_DAYS`].
    pub fn closes(&self, at: DateTime) -> Option<DateTime> {
        let minute = minute_of(at);
        let open = self.day(at.date());
        let mut end = open.iter().find(|it| it.sure && (it.start..it.end).contains(&minute))?.end;
        let mut day = at.date();
        for _ in 0..HORIZON_DAYS {
            if end < DAY {
                return moment(day, end);
            }
            day = day.tomorrow().ok()?;
            match self.day(day).first() {
                Some(first) if first.sure && first.start == 0 => end = first.end,
                _ => return moment(day, 0),
            }
        }
        None
    }

    /// Whether it closes within half an hour after `at`.
    pub fn closes_soon(&self, at: DateTime) -> bool {
        self.closes(at).is_some_and(|end| crate::words::is_soon(at, end))
    }

    /// When it opens next after `at`, where it is not open for certain then; `None` when it is, or does
    /// not open within [`HORIZON_DAYS`].
    pub fn opens(&self, at: DateTime) -> Option<DateTime> {
        if self.is_open(at) == Some(true) {
            return None;
        }
        let minute = minute_of(at);
        let days = at.date().series(1.days()).take(usize::try_from(HORIZON_DAYS).unwrap_or(0));
        for day in days {
            let after = |span: &&Span| span.sure && (day > at.date() || span.start > minute);
            if let Some(span) = self.day(day).iter().find(after) {
                return moment(day, span.start);
            }
        }
        None
    }
}

fn minute_of(at: DateTime) -> u16 {
    u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default()
}

/// A minute of a day, which may be the end of it.
pub(crate) fn moment(day: Date, minute: u16) -> Option<DateTime> {
    DateTime::from(day).checked_add(Period::new().minutes(minute)).ok()
}

/// Spans that meet or overlap, joined; in order.
pub(crate) fn joined(mut spans: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    spans.retain(|(start, end)| start < end);
    spans.sort_unstable();
    let mut all: Vec<(u16, u16)> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match all.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => all.push((start, end)),
        }
    }
    all
}

/// What is left of spans where others are not; both in order and apart.
fn without(spans: Vec<(u16, u16)>, others: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let mut left = Vec::new();
    for (mut start, end) in spans {
        for &(from, to) in others {
            if to <= start || from >= end {
                continue;
            }
            if start < from {
                left.push((start, from));
            }
            start = start.max(to);
        }
        if start < end {
            left.push((start, end));
        }
    }
    left
}
