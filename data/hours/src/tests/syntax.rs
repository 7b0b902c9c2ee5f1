//! What hours may say, and what is refused.

use super::{almanac, hours, spans};
use crate::{Hours, HoursError, RecurringError};
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn each_kind_of_recurring_day_is_read() {
    let every = "@ every 5 days from 2026-01-03 08:00-14:00";
    assert_eq!(spans(every, date(2026, 1, 2)), []);
    assert_eq!(spans(every, date(2026, 1, 3)), [(800, 1400)]);
    assert_eq!(spans(every, date(2026, 1, 8)), [(800, 1400)]);
    assert_eq!(spans(every, date(2026, 1, 9)), []);
    let monthly = "@ monthly Mo[1],Fr[-1] 09:00-12:00,14:00-16:00";
    assert_eq!(spans(monthly, date(2026, 11, 2)), [(900, 1200), (1400, 1600)]);
    assert_eq!(spans(monthly, date(2026, 11, 27)).len(), 2);
    assert_eq!(spans(monthly, date(2026, 11, 20)), []);
    let dates = "@ dates 2026-03-05,2026-06-05";
    assert_eq!(spans(dates, date(2026, 6, 5)), [(0, 2400)]);
    assert_eq!(spans(dates, date(2026, 6, 6)), []);
}

#[test]
fn recurring_days_add_to_the_hours_and_know_days_off_only_when_told() {
    let both = "Mo-Fr 09:00-12:00 @ dates 2026-11-24,2026-11-28 11:00-13:00 \"市场\"";
    assert_eq!(spans(both, date(2026, 11, 24)), [(900, 1300)]);
    assert_eq!(spans(both, date(2026, 11, 28)), [(1100, 1300)]);
    assert_eq!(spans("@ monthly Mo[1] 09:00-12:00", date(2026, 10, 5)), [(900, 1200)]);
    assert_eq!(spans("@ monthly Mo[1] 09:00-12:00 PH off", date(2026, 10, 5)), []);
}

#[test]
fn an_at_sign_in_quotes_parts_nothing() {
    let text = r#"Mo-Fr 09:00-12:00 "desk@hall" @ lunar 1 "庙会@河边""#;
    let hours = hours(text);
    assert_eq!(hours.recurring().len(), 1);
    assert_eq!(hours.recurring()[0].name.as_deref(), Some("庙会@河边"));
    assert_eq!(spans(text, date(2026, 11, 23)), [(900, 1200)]);
}

#[test]
fn what_cannot_be_read_is_refused() {
    let wrong = |text: &str| match Hours::parse(text) {
        Err(HoursError::Recurring { source, .. }) => source,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(wrong("@ yearly 1"), RecurringError::Unknown);
    assert_eq!(wrong("@"), RecurringError::Unknown);
    assert_eq!(wrong("@ lunar"), RecurringError::Count);
    assert_eq!(wrong("@ lunar 31"), RecurringError::Day("31".to_owned()));
    assert_eq!(wrong("@ lunar ending 10"), RecurringError::Day("10".to_owned()));
    assert_eq!(wrong("@ every 0 days from 2026-01-01"), RecurringError::Day("0".to_owned()));
    assert_eq!(wrong("@ dates 2026-02-30"), RecurringError::Day("2026-02-30".to_owned()));
    assert_eq!(wrong("@ monthly Mo[6]"), RecurringError::Day("Mo[6]".to_owned()));
    assert_eq!(wrong("@ lunar 1 12:00-08:00"), RecurringError::Span("12:00-08:00".to_owned()));
    assert_eq!(wrong("@ lunar 1 08:00-24:01"), RecurringError::Span("08:00-24:01".to_owned()));
    assert_eq!(wrong("@ lunar 1 08:00-09:00 daily"), RecurringError::Extra("daily".to_owned()));
    assert!(matches!(Hours::parse("whenever"), Err(HoursError::OpeningHours(_))));
    assert!(matches!(Hours::parse(" "), Err(HoursError::Empty)));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,60}", rule in "(lunar|every|monthly|dates)[ 0-9a-zA-Z,:\\[\\]\"-]{0,40}") {
        let almanac = almanac();
        for text in [text.clone(), format!("{text}@{rule}"), format!("@{rule}")] {
            if let Ok(hours) = Hours::parse(&text) {
                let times = hours.by(&almanac);
                let _spans = times.day(date(2026, 10, 10));
                let _words = crate::week_in_words(&times, date(2026, 10, 10));
            }
        }
    }
}
