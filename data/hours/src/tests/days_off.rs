//! How hours are read on days off and on working weekends.

use super::{almanac, at, hours, spans};
use jiff::civil::date;
use model::{DayCalendar, DayKind, MarkedDay};

const OFFICE: &str = "Mo-Fr 09:00-12:00,14:00-17:30";

#[test]
fn an_office_is_open_on_a_working_saturday_and_closed_on_a_day_off() {
    let day = [(900, 1200), (1400, 1730)];
    assert_eq!(spans(OFFICE, date(2026, 10, 10)), day);
    assert_eq!(spans(OFFICE, date(2026, 10, 6)), []);
    assert_eq!(spans(OFFICE, date(2026, 10, 7)), []);
    assert_eq!(spans(OFFICE, date(2026, 10, 8)), day);
    assert_eq!(spans(OFFICE, date(2026, 10, 17)), [], "a usual Saturday");
    assert_eq!(spans(OFFICE, date(2026, 1, 4)), day, "a working Sunday");
    let (hours, almanac) = (hours(OFFICE), almanac());
    let times = hours.by(&almanac);
    assert_eq!(times.is_open(at(date(2026, 10, 10), 10, 0)), Some(true));
    assert_eq!(times.is_open(at(date(2026, 10, 6), 10, 0)), Some(false));
    let opens = times.opens(at(date(2026, 9, 30), 17, 30));
    assert_eq!(opens, Some(at(date(2026, 10, 8), 9, 0)));
    assert_eq!(times.opens(at(date(2026, 10, 9), 18, 0)), Some(at(date(2026, 10, 10), 9, 0)));
}

#[test]
fn a_working_day_has_the_hours_of_a_weekday_and_not_those_of_the_weekend() {
    let counter = "Mo-Th 08:30-18:00; Fr 08:30-17:00; Sa 09:00-12:00; Su off";
    assert_eq!(spans(counter, date(2026, 10, 10)), [(830, 1700)], "as on Friday");
    assert_eq!(spans(counter, date(2026, 9, 20)), [(830, 1800)], "as on Monday");
    assert_eq!(spans(counter, date(2026, 10, 17)), [(900, 1200)]);
    assert_eq!(spans(counter, date(2026, 10, 3)), [], "a Saturday off is as a Sunday");
}

#[test]
fn the_table_may_name_the_weekday() {
    let like = DayKind::Work { like: Some(jiff::civil::Weekday::Wednesday) };
    let day = date(2026, 10, 10);
    let marked = MarkedDay { kind: like, name: String::new() };
    let almanac = crate::Almanac::new(DayCalendar::from_iter([(day, marked)]));
    let hours = hours("Mo-Fr 09:00-17:00; We 13:00-20:00");
    let told: Vec<_> = hours.by(&almanac).day(day).iter().map(|it| (it.start, it.end)).collect();
    assert_eq!(told, [(780, 1200)]);
}

#[test]
fn what_the_hours_say_of_such_days_goes_first() {
    let saturday = date(2026, 10, 10);
    assert_eq!(spans("Mo-Fr 09:00-17:00; PH 10:00-12:00", date(2026, 10, 6)), [(1000, 1200)]);
    assert_eq!(spans("Mo-Fr 09:00-17:00; PH off", date(2026, 10, 6)), []);
    assert_eq!(spans("Mo-Fr 09:00-17:00; SH 09:00-12:00", saturday), [(900, 1200)]);
    assert_eq!(spans("Mo-Fr 09:00-17:00; SH off", saturday), []);
    assert_eq!(spans("2026 Oct 10 10:00-11:00; Mo-Fr 09:00-17:00", saturday), [(1000, 1100)]);
    assert_eq!(spans("Mo-Fr 09:00-17:00; Oct 10 off", saturday), []);
    assert_eq!(spans("Mo-Fr 09:00-17:00; 2027 Oct 10 off", saturday), [(900, 1700)]);
    let open_on_the_sixth = "Mo-Fr 09:00-17:00; 2026 Oct 06 10:00-11:00";
    assert_eq!(spans(open_on_the_sixth, date(2026, 10, 6)), [(1000, 1100)]);
}

#[test]
fn what_is_open_every_day_is_open_on_days_off() {
    let day_off = date(2026, 10, 6);
    assert_eq!(spans("24/7", day_off), [(0, 2400)]);
    assert_eq!(spans("08:00-20:00", day_off), [(800, 2000)]);
    assert_eq!(spans("Mo-Su 08:00-20:00", day_off), [(800, 2000)]);
    assert_eq!(spans("Tu-Su 09:00-17:00; Mo off", date(2026, 10, 5)), [(900, 1700)]);
}

#[test]
fn the_nth_weekday_goes_by_the_date() {
    assert_eq!(spans("Mo[1] 09:00-12:00", date(2026, 10, 5)), [], "a day off");
    assert_eq!(spans("Mo[1] 09:00-12:00", date(2026, 11, 2)), [(900, 1200)]);
    assert_eq!(spans("Fr[2] 09:00-12:00", date(2026, 10, 10)), [], "a Saturday is no Friday");
    assert_eq!(spans("Sa[2] 09:00-12:00", date(2026, 10, 10)), [(900, 1200)]);
}

#[test]
fn a_night_goes_on_after_a_working_saturday() {
    let bar = "Mo-Fr 20:00-02:00";
    assert_eq!(spans(bar, date(2026, 10, 10)), [(0, 200), (2000, 2400)]);
    assert_eq!(spans(bar, date(2026, 10, 11)), [(0, 200)]);
    assert_eq!(spans(bar, date(2026, 10, 1)), [(0, 200)], "Wednesday's night");
    assert_eq!(spans(bar, date(2026, 10, 2)), []);
}

#[test]
fn months_and_weeks_go_by_the_date_itself() {
    let seasons = "Oct-Apr Mo-Fr 09:00-17:00; May-Sep Mo-Fr 08:00-18:00";
    assert_eq!(spans(seasons, date(2026, 10, 10)), [(900, 1700)]);
    assert_eq!(spans(seasons, date(2026, 5, 9)), [(800, 1800)]);
}

#[test]
fn changed_days_are_told() {
    let (hours, almanac) = (hours(OFFICE), almanac());
    let told = hours.by(&almanac).special_days(date(2026, 9, 28), 14);
    let days: Vec<_> = told.iter().map(|it| (it.day.to_string(), it.spans.len())).collect();
    // The Saturday and Sunday of the holiday are closed in any week.
    let want = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]
        .map(|day| (day.to_owned(), 0));
    assert_eq!(days[..5], want);
    assert_eq!(days[5..], [("2026-10-10".to_owned(), 2)]);
}
