//! The Chinese calendar, against dates of New Year and leap months known from elsewhere.

use super::{almanac, hours};
use crate::lunar_day;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// New Year's Day of 2000 to 2050: month and day.
const NEW_YEARS: [(i8, i8); 51] = [
    (2, 5),
    (1, 24),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 9),
    (1, 29),
    (2, 18),
    (2, 7),
    (1, 26),
    (2, 14),
    (2, 3),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 16),
    (2, 5),
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13),
    (2, 3),
    (1, 23),
    (2, 11),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 15),
    (2, 4),
    (1, 24),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 30),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 14),
    (2, 2),
    (1, 23),
];

/// The leap months from 2001 to 2050: year and the month that the leap month follows.
const LEAP_MONTHS: [(i16, u8); 19] = [
    (2001, 4),
    (2004, 2),
    (2006, 7),
    (2009, 5),
    (2012, 4),
    (2014, 9),
    (2017, 6),
    (2020, 4),
    (2023, 2),
    (2025, 6),
    (2028, 5),
    (2031, 3),
    (2033, 11),
    (2036, 6),
    (2039, 5),
    (2042, 2),
    (2044, 7),
    (2047, 5),
    (2050, 3),
];

#[test]
fn new_year_is_when_it_is() {
    for (year, (month, day)) in (2000_i16..).zip(NEW_YEARS) {
        let first = lunar_day(date(year, month, day)).unwrap();
        assert_eq!((first.year, first.month, first.leap, first.day), (year.into(), 1, false, 1));
        let eve = lunar_day(date(year, month, day).yesterday().unwrap()).unwrap();
        assert_eq!((eve.year, eve.month), (i32::from(year) - 1, 12));
    }
}

#[test]
fn leap_months_are_where_they_are() {
    let all: Vec<(i32, u8)> = date(2001, 1, 24)
        .series(1.days())
        .take_while(|day| *day < date(2051, 2, 11))
        .filter_map(|day| lunar_day(day).filter(|it| it.leap && it.day == 1))
        .map(|it| (it.year, it.month))
        .collect();
    let known = LEAP_MONTHS.map(|(year, month)| (i32::from(year), month));
    assert_eq!(all, known);
}

#[test]
fn nothing_is_said_outside_of_the_table() {
    assert_eq!(lunar_day(date(1911, 12, 31)), None);
    assert_eq!(lunar_day(date(2103, 1, 1)), None);
    assert!(lunar_day(date(2102, 12, 31)).is_some());
}

fn next(text: &str, from: Date, count: usize) -> Vec<String> {
    let (hours, almanac) = (hours(text), almanac());
    let told = hours.by(&almanac).special_days(from, 366);
    told.into_iter().take(count).map(|it| it.day.to_string()).collect()
}

#[test]
fn a_market_on_days_three_six_nine() {
    // 2026-02-17 is New Year's Day: day 3 is the 19th. The month has 29 or 30 days.
    let told = next("@ lunar ending 3,6,9 08:00-13:00", date(2026, 2, 17), 6);
    let want = ["2026-02-19", "2026-02-22", "2026-02-25", "2026-03-01", "2026-03-04", "2026-03-07"];
    assert_eq!(told, want);
}

#[test]
fn a_leap_month_has_its_market_days() {
    // The leap sixth month of 2025 began on 2025-07-25, after a sixth month of 30 days.
    let day = date(2025, 7, 25);
    let lunar = lunar_day(day).unwrap();
    assert_eq!((lunar.month, lunar.leap, lunar.day), (6, true, 1));
    assert_eq!(next("@ lunar 1,15", date(2025, 7, 20), 2), ["2025-07-25", "2025-08-08"]);
}

#[test]
fn a_short_month_lacks_day_thirty() {
    let days = date(2026, 1, 1).series(1.days()).take(365);
    let thirtieths = days.filter(|day| lunar_day(*day).unwrap().day == 30).count();
    assert!((5..=8).contains(&thirtieths), "{thirtieths}");
    assert_eq!(next("@ lunar 30", date(2026, 1, 1), 400).len(), thirtieths);
}
