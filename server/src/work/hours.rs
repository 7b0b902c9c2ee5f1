//! Opening hours: open now, and this week's hours in words.
//!
//! Hours are kept in the syntax of OpenStreetMap's `opening_hours` and evaluated by the
//! `opening-hours` crate, with China's days off as public holidays (`PH`).

use jiff::Zoned;
use jiff::civil::Date;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use std::sync::{Arc, LazyLock};

/// Year, month, day.
type Ymd = (i16, i8, i8);

/// The days off of 2026 by the State Council's notice: first and last day of each run.
const DAYS_OFF: [(Ymd, Ymd); 7] = [
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
    ((2026, 5, 1), (2026, 5, 5)),
    ((2026, 6, 19), (2026, 6, 21)),
    ((2026, 9, 25), (2026, 9, 27)),
    ((2026, 10, 1), (2026, 10, 7)),
];

static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    let mut off = compact_calendar::CompactCalendar::default();
    for (first, last) in DAYS_OFF {
        let (first, last) = (date(first), date(last));
        for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last) {
            if let Some(day) = naive(day) {
                let _new = off.insert(day);
            }
        }
    }
    Context::default().with_holidays(ContextHolidays::new(Arc::new(off), Arc::default()))
});

const fn date((year, month, day): Ymd) -> Date {
    Date::constant(year, month, day)
}

fn naive(day: Date) -> Option<chrono::NaiveDate> {
    let part = |number: i8| u32::try_from(number).ok();
    chrono::NaiveDate::from_ymd_opt(day.year().into(), part(day.month())?, part(day.day())?)
}

fn naive_time(at: &Zoned) -> Option<chrono::NaiveDateTime> {
    let part = |number: i8| u32::try_from(number).ok();
    naive(at.date())?.and_hms_opt(part(at.hour())?, part(at.minute())?, part(at.second())?)
}

fn parse(hours: &str) -> Option<OpeningHours> {
    hours.parse::<OpeningHours>().ok().map(|hours| hours.with_context(CONTEXT.clone()))
}

/// Whether `hours` are open at a local time; `None` when they cannot be read or leave it open.
pub(crate) fn is_open(hours: &str, at: &Zoned) -> Option<bool> {
    let (kind, _comment) = parse(hours)?.state(naive_time(at)?);
    match kind {
        RuleKind::Open => Some(true),
        RuleKind::Closed => Some(false),
        RuleKind::Unknown => None,
    }
}

/// The hours of the week of `at`, Monday to Sunday, in words: Chinese, then English.
///
/// Days with equal hours that follow one another are told together. `None` when the hours cannot be
/// read.
pub(crate) fn in_words(hours: &str, at: &Zoned) -> Option<(String, String)> {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let hours = parse(hours)?;
    let monday = at
        .date()
        .checked_sub(jiff::Span::new().days(i64::from(at.weekday().to_monday_zero_offset())));
    let week: Vec<Date> = monday.ok()?.series(jiff::Span::new().days(1)).take(7).collect();
    let days: Vec<String> = week
        .into_iter()
        .map(|day| naive(day).map(|day| spans(&hours, day)))
        .collect::<Option<_>>()?;
    if days.iter().all(|day| day == "00:00–24:00") {
        return Some(("每天24小时".to_owned(), "Open 24 hours a day".to_owned()));
    }
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let mut first = 0;
    for last in 0..7 {
        if last < 6 && days[last + 1] == days[first] {
            continue;
        }
        let run = |names: [&str; 7], to: &str| match last - first {
            0 => names[first].to_owned(),
            6 => if names[0] == "Mon" { "Every day" } else { "每天" }.to_owned(),
            _ => format!("{}{to}{}", names[first], names[last]),
        };
        let told = |closed: &str| {
            if days[first].is_empty() { closed.to_owned() } else { days[first].clone() }
        };
        zh.push(format!("{} {}", run(ZH, "至"), told("休息")));
        en.push(format!("{} {}", run(EN, "–"), told("closed")));
        first = last + 1;
    }
    Some((zh.join(";"), en.join("; ")))
}

/// The open spans of one day, `09:00–12:00, 13:30–17:00`; empty when closed all day.
fn spans(hours: &OpeningHours, day: chrono::NaiveDate) -> String {
    let open = hours.schedule_at(day).into_iter().filter(|span| span.kind == RuleKind::Open);
    let told = open.map(|span| format!("{}–{}", span.range.start, span.range.end));
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::clock::zone;

    fn at(day: Date, hour: i8, minute: i8) -> Zoned {
        day.at(hour, minute, 0, 0).to_zoned(zone()).unwrap()
    }

    #[test]
    fn open_is_told_by_the_local_clock() {
        let hours = "Mo-Fr 09:00-12:00,13:30-17:30; Sa 09:00-12:00; PH off";
        let sunday = jiff::civil::date(2026, 11, 22);
        assert_eq!(is_open(hours, &at(sunday, 10, 0)), Some(false));
        let monday = jiff::civil::date(2026, 11, 23);
        assert_eq!(is_open(hours, &at(monday, 10, 0)), Some(true));
        assert_eq!(is_open(hours, &at(monday, 12, 30)), Some(false));
        let holiday = jiff::civil::date(2026, 10, 6);
        assert_eq!(is_open(hours, &at(holiday, 10, 0)), Some(false));
        assert_eq!(is_open("24/7", &at(holiday, 3, 0)), Some(true));
        assert_eq!(is_open("whenever", &at(monday, 10, 0)), None);
    }

    #[test]
    fn a_week_is_told_in_runs_of_equal_days() {
        let now = at(jiff::civil::date(2026, 11, 22), 8, 0);
        let (zh, en) = in_words("Mo-Fr 09:00-12:00,13:30-17:30; Sa 09:00-12:00", &now).unwrap();
        assert_eq!(zh, "周一至周五 09:00–12:00, 13:30–17:30;周六 09:00–12:00;周日 休息");
        assert_eq!(en, "Mon–Fri 09:00–12:00, 13:30–17:30; Sat 09:00–12:00; Sun closed");
        assert_eq!(in_words("24/7", &now).unwrap().0, "每天24小时");
        assert_eq!(in_words("Mo-Su 08:00-20:00", &now).unwrap().1, "Every day 08:00–20:00");
    }
}
