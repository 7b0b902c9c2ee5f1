//! Hours against the calendar of 2026, the lunar calendar, and a slow twin.

mod days_off;
mod lunar;
mod syntax;
mod twin;
mod words;

use crate::{Almanac, Hours};
use jiff::civil::{Date, DateTime, date};
use model::{DayCalendar, DayKind, MarkedDay};

/// The days off and working weekends of 2026.
fn calendar_of_2026() -> DayCalendar {
    let mut calendar = DayCalendar::default();
    let runs = [
        ("元旦", (1, 1), (1, 3)),
        ("春节", (2, 15), (2, 23)),
        ("清明节", (4, 4), (4, 6)),
        ("劳动节", (5, 1), (5, 5)),
        ("端午节", (6, 19), (6, 21)),
        ("中秋节", (9, 25), (9, 27)),
        ("国庆节", (10, 1), (10, 7)),
    ];
    for (name, first, last) in runs {
        let (first, last) = (date(2026, first.0, first.1), date(2026, last.0, last.1));
        let mut day = first;
        while day <= last {
            let marked = MarkedDay { kind: DayKind::Off, name: name.to_owned() };
            assert_eq!(calendar.insert(day, marked), None);
            day = day.tomorrow().unwrap();
        }
    }
    for (name, month, day) in [
        ("元旦", 1, 4),
        ("春节", 2, 14),
        ("春节", 2, 28),
        ("劳动节", 5, 9),
        ("国庆节", 9, 20),
        ("国庆节", 10, 10),
    ] {
        let marked = MarkedDay { kind: DayKind::Work { like: None }, name: name.to_owned() };
        assert_eq!(calendar.insert(date(2026, month, day), marked), None);
    }
    calendar
}

fn almanac() -> Almanac {
    Almanac::new(calendar_of_2026())
}

fn hours(text: &str) -> Hours {
    Hours::parse(text).unwrap()
}

fn at(day: Date, hour: i8, minute: i8) -> DateTime {
    day.at(hour, minute, 0, 0)
}

/// The open spans of a day, as hours and minutes in one number: 930 is 09:30.
fn spans(text: &str, day: Date) -> Vec<(u16, u16)> {
    let (hours, almanac) = (hours(text), almanac());
    let told = |minute: u16| minute / 60 * 100 + minute % 60;
    let all = hours.by(&almanac).day(day);
    all.iter().filter(|it| it.sure).map(|it| (told(it.start), told(it.end))).collect()
}
