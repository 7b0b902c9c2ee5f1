//! Hours in words.

use super::{almanac, at, hours};
use crate::{recurring_in_words, state_in_words, week_in_words};
use jiff::civil::{Date, date};

fn week(text: &str, day: Date) -> (String, String) {
    let (hours, almanac) = (hours(text), almanac());
    week_in_words(&hours.by(&almanac), day)
}

fn state(text: &str, day: Date, hour: i8, minute: i8) -> (String, String) {
    let (hours, almanac) = (hours(text), almanac());
    state_in_words(&hours.by(&almanac), at(day, hour, minute)).unwrap()
}

#[test]
fn a_week_is_told_in_runs_of_equal_days() {
    let day = date(2026, 11, 22);
    let (zh, en) = week("Mo-Fr 09:00-12:00,13:30-17:30; Sa 09:00-12:00", day);
    assert_eq!(zh, "周一至周五 09:00–12:00, 13:30–17:30;周六 09:00–12:00;周日 休息");
    assert_eq!(en, "Mon–Fri 09:00–12:00, 13:30–17:30; Sat 09:00–12:00; Sun closed");
    assert_eq!(week("24/7", day).0, "每天24小时");
    assert_eq!(week("Mo-Su 08:00-20:00", day).1, "Every day 08:00–20:00");
    let holiday = week("Mo-Fr 09:00-17:00", date(2026, 10, 7));
    assert_eq!(holiday.1, "Mon–Wed closed; Thu–Sat 09:00–17:00; Sun closed");
}

#[test]
fn open_again_is_told_by_the_day() {
    let office = "Mo-Fr 09:00-12:00,14:00-17:30";
    let monday = date(2026, 11, 23);
    let told = |day, hour, minute| state(office, day, hour, minute);
    assert_eq!(told(monday, 10, 0).0, "开放至12:00");
    assert_eq!(told(monday, 10, 0).1, "open until 12:00");
    assert_eq!(told(monday, 11, 40).0, "20分钟后关门");
    assert_eq!(told(monday, 11, 40).1, "closes in 20 min");
    assert_eq!(told(monday, 11, 29).1, "open until 12:00");
    assert_eq!(told(monday, 12, 0).0, "今天14:00再开");
    assert_eq!(told(monday, 18, 0).1, "opens again tomorrow 09:00");
    let saturday = date(2026, 11, 28);
    assert_eq!(told(saturday, 8, 0).0, "周一09:00再开");
    let before_the_holiday = date(2026, 9, 30);
    assert_eq!(told(before_the_holiday, 18, 0).0, "10月8日(周四)09:00再开");
    assert_eq!(told(before_the_holiday, 18, 0).1, "opens again Thursday 8 October 09:00");
    assert_eq!(told(date(2026, 10, 5), 10, 0).1, "opens again Thursday 09:00");
    assert_eq!(told(date(2026, 10, 5), 10, 0).0, "周四09:00再开");
    assert_eq!(state("24/7", monday, 3, 0).0, "24小时开放");
    assert_eq!(state("Mo-Su 08:00-24:00", monday, 9, 0).1, "open until 24:00");
    assert_eq!(state("Mo 20:00-26:00", monday, 21, 0).0, "开放至明天02:00");
    assert_eq!(state("2025 Jan 01 09:00-10:00", monday, 9, 0).0, "已关闭");
    let next_year = state("2027 Jan 01 09:00-10:00", monday, 9, 0);
    assert_eq!(next_year.1, "opens again Friday 1 January 2027 09:00");
}

#[test]
fn seconds_count_as_a_begun_minute() {
    let (hours, almanac) = (hours("Mo-Su 08:00-20:00"), almanac());
    let times = hours.by(&almanac);
    let told =
        |minute, second| state_in_words(&times, date(2026, 11, 23).at(19, minute, second, 0));
    assert_eq!(told(59, 30).unwrap().1, "closes in 1 min");
    assert_eq!(told(30, 0).unwrap().1, "closes in 30 min");
    assert!(times.closes_soon(date(2026, 11, 23).at(19, 30, 0, 0)));
    assert!(!times.closes_soon(date(2026, 11, 23).at(19, 29, 59, 0)));
}

#[test]
fn recurring_days_are_told_by_their_rule() {
    let told = |text: &str| recurring_in_words(&hours(text).recurring()[0]);
    let market = told("@ lunar ending 3,6,9 08:00-13:00 \"赶集日\"");
    assert_eq!(market.0, "赶集日:农历逢三、六、九 08:00–13:00");
    assert_eq!(market.1, "赶集日: lunar days ending in 3, 6, 9 08:00–13:00");
    assert_eq!(told("@ lunar 1,10,15,20,28,30").0, "农历每月初一、初十、十五、二十、廿八、三十");
    assert_eq!(told("@ lunar ending 0,5").0, "农历逢十、五");
    assert_eq!(
        told("@ monthly Mo[1],Fr[-1],Tu[-2] PH off").0,
        "每月第一个周一、最后一个周五、倒数第二个周二(节假日除外)"
    );
    assert_eq!(told("@ monthly Fr[-1]").1, "the last Friday of each month");
    assert_eq!(told("@ every 5 days from 2026-01-03").0, "自2026-01-03起每5天");
    let (zh, _) = week("Mo-Fr 09:00-12:00 @ lunar 1 08:00-13:00", date(2026, 11, 23));
    assert_eq!(zh, "周一至周五 09:00–12:00;周六至周日 休息;农历每月初一 08:00–13:00");
    assert_eq!(week("@ lunar 1 08:00-13:00", date(2026, 11, 23)).0, "农历每月初一 08:00–13:00");
}
