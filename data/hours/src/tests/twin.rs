//! The slow twin: walk minute by minute and look.

use super::{almanac, at};
use crate::{Hours, Timetable};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;

/// The minutes walked: three weeks.
const MINUTES: i64 = 21 * 24 * 60;

/// The first minute from `at` on (itself left out) at which what `is_open` says is `wanted`.
fn walk(times: &Timetable<'_>, at: DateTime, wanted: bool) -> Option<DateTime> {
    (1..=MINUTES)
        .map(|minutes| at + minutes.minutes())
        .find(|at| (times.is_open(*at) == Some(true)) == wanted)
}

fn some_hours() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec![
        "",
        "24/7",
        "Mo-Fr 09:00-12:00,14:00-17:30",
        "Mo-Fr 08:30-12:00,14:30-18:00; Sa 09:00-12:00; PH off",
        "Tu-Su 09:00-17:00; Mo off",
        "Fr,Sa 20:00-03:00",
        "Mo-Su 00:00-24:00; We off",
        "Mo[1] 09:00-12:00; Th[2],Th[4] 09:30-16:30",
        "Mo-Fr 09:00-17:00 unknown",
        "SH,Mo-We 10:00-16:00",
    ]);
    let rule = prop::sample::select(vec![
        "",
        "@ lunar ending 1,4,7 08:00-13:00",
        "@ lunar 1,15",
        "@ every 3 days from 2026-01-02 22:00-24:00",
        "@ monthly Sa[2],Su[-1] 00:00-01:00 PH off",
        "@ dates 2026-10-01,2026-10-02",
    ]);
    (base, rule).prop_map(|(base, rule)| format!("{base} {rule}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_next_opening_and_closing_are_those_of_a_walk(
        text in some_hours(),
        day in 0_i64..365,
        minute in 0_i64..1440,
    ) {
        let Ok(hours) = Hours::parse(&text) else { return Ok(()) };
        let almanac = almanac();
        let times = hours.by(&almanac);
        let at = at(date(2026, 1, 1), 0, 0) + day.days() + minute.minutes();
        let last = at + MINUTES.minutes();
        let near = |found: Option<DateTime>| found.filter(|it| *it <= last);
        if times.is_open(at) == Some(true) {
            prop_assert_eq!(times.opens(at), None);
            prop_assert_eq!(near(times.closes(at)), walk(&times, at, false), "{} {}", text, at);
        } else {
            prop_assert_eq!(times.closes(at), None);
            prop_assert_eq!(near(times.opens(at)), walk(&times, at, true), "{} {}", text, at);
        }
    }
}
