//! The calendar of a service point: its market and circuit days, and the days on which its hours change.

use crate::work::clock;
use exchange::{CalendarEvent, CalendarFeed, EventTime};
use hours::{Almanac, Hours, Special, SpecialKind, recurring_in_words, spans_in_words};
use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use model::{Place, Position};

/// How many days a feed tells: those that are left of the month it begins with, and a year.
const DAYS: u16 = 366 + 31;

/// The language of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    fn of(self, (zh, en): (String, String)) -> String {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    fn text(self, zh: &str, en: &str) -> String {
        self.of((zh.to_owned(), en.to_owned()))
    }
}

/// The feed of a place, from the first day of the month of `now` on: within a month it tells the same, and
/// the same event has the same name in every answer. `stamp` is when what it tells was last changed.
///
/// A place whose hours are missing or cannot be read has a feed without events.
pub(crate) fn feed(
    place: &Place,
    at: Position,
    almanac: &Almanac,
    now: Timestamp,
    stamp: Timestamp,
    language: Language,
) -> CalendarFeed {
    let first = clock::local(now).date().first_of_month();
    let hours = place.hours.as_deref().and_then(|text| Hours::parse(text).ok());
    let specials = hours.as_ref().map(|hours| hours.by(almanac).special_days(first, DAYS));
    let told = specials.unwrap_or_default();
    let events =
        told.iter().flat_map(|special| events(special, place, at, hours.as_ref(), language));
    CalendarFeed { name: place.name.clone(), stamp, events: events.collect() }
}

fn events(
    special: &Special,
    place: &Place,
    at: Position,
    hours: Option<&Hours>,
    language: Language,
) -> Vec<CalendarEvent> {
    let (what, about, key) = match &special.kind {
        SpecialKind::Recurring(number) => {
            let rule = hours.and_then(|hours| hours.recurring().get(*number));
            let name = rule.and_then(|rule| rule.name.clone());
            let about = rule.map(recurring_in_words).unwrap_or_default();
            let what = name.unwrap_or_else(|| language.text("服务日", "Service day"));
            (what, language.of(about), format!("r{number}"))
        }
        SpecialKind::Changed { name, off: _ } if special.spans.is_empty() => {
            (language.text("休息", "Closed"), name.clone(), "c".to_owned())
        }
        SpecialKind::Changed { name, off } => {
            let what = if *off {
                language.text("节假日时间", "Holiday hours")
            } else {
                language.text("调休上班", "Open: make-up workday")
            };
            (what, name.clone(), "c".to_owned())
        }
    };
    let event = |when: EventTime, number: usize| CalendarEvent {
        uid: format!("{}-{}-{key}-{number}@gridbeat", place.code, special.day.strftime("%Y%m%d")),
        when,
        summary: format!("{what} · {}", place.name),
        description: [about.clone(), spans_in_words(&special.spans)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        location: place.address.clone().unwrap_or_default(),
        at: Some(at),
    };
    if special.spans.is_empty() || special.spans == [(0, 24 * 60)] {
        return vec![event(EventTime::Day(special.day), 0)];
    }
    let spans = special.spans.iter().enumerate();
    spans
        .filter_map(|(number, (from, to))| {
            let (from, to) = (moment(special.day, *from)?, moment(special.day, *to)?);
            Some(event(EventTime::Span(from, to), number))
        })
        .collect()
}

/// A minute of a day, which may be the end of it.
fn moment(day: Date, minute: u16) -> Option<DateTime> {
    DateTime::from(day).checked_add(i64::from(minute).minutes()).ok()
}
