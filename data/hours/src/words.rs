//! Hours in words, Chinese and English: the week, open until and open again, recurring days.

use crate::recurring::{DAY, Recurring, When};
use crate::timetable::Timetable;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Weekday};

const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const EN_LONG: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DIGITS: [&str; 11] = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// How soon before the end "closes in … min" is said.
const SOON_MINUTES: i64 = 30;

/// The hours of the week of `today`, Monday to Sunday, with the recurring days after them: Chinese, then
/// English. Days with equal hours that follow one another are told together.
pub fn week_in_words(times: &Timetable<'_>, today: Date) -> (String, String) {
    let recurring: Vec<(String, String)> =
        times.hours.recurring().iter().map(recurring_in_words).collect();
    let (mut zh, mut en): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // Hours of recurring days alone are told by their rules: what falls into this week is chance.
    if times.hours.base.is_some() {
        let (week_zh, week_en) = plain_week(times, today);
        zh.push(week_zh);
        en.push(week_en);
    }
    for (rule_zh, rule_en) in recurring {
        zh.push(rule_zh);
        en.push(rule_en);
    }
    (zh.join(";"), en.join("; "))
}

fn plain_week(times: &Timetable<'_>, today: Date) -> (String, String) {
    let before = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub(before.days()).unwrap_or(today);
    let days: Vec<String> = monday
        .series(1.days())
        .take(7)
        .map(|day| spans_in_words(&open_spans(times, day)))
        .collect();
    if days.iter().all(|day| day == "00:00–24:00") {
        return ("每天24小时".to_owned(), "Open 24 hours a day".to_owned());
    }
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let mut first = 0;
    for last in 0..days.len() {
        if days.get(last + 1) == days.get(first) {
            continue;
        }
        let run = |names: [&str; 7], to: &str, every: &str| match last - first {
            0 => names[first].to_owned(),
            6 => every.to_owned(),
            _ => format!("{}{to}{}", names[first], names[last]),
        };
        let told = |closed: &str| {
            if days[first].is_empty() { closed.to_owned() } else { days[first].clone() }
        };
        zh.push(format!("{} {}", run(ZH, "至", "每天"), told("休息")));
        en.push(format!("{} {}", run(EN, "–", "Every day"), told("closed")));
        first = last + 1;
    }
    (zh.join(";"), en.join("; "))
}

fn open_spans(times: &Timetable<'_>, day: Date) -> Vec<(u16, u16)> {
    times.day(day).iter().filter(|span| span.sure).map(|span| (span.start, span.end)).collect()
}

/// Spans as `09:00–12:00, 13:30–17:00`; empty for none.
pub fn spans_in_words(spans: &[(u16, u16)]) -> String {
    let told = spans.iter().map(|(from, to)| format!("{}–{}", clock(*from), clock(*to)));
    told.collect::<Vec<_>>().join(", ")
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Whether it is open at a minute, until when or when again, in words: Chinese, then English.
///
/// `开放至17:30` and `open until 17:30`; within half an hour of the end `20分钟后关门` and
/// `closes in 20 min`; closed `周四09:00再开` and `opens again Thursday 09:00`. `None` when the hours leave
/// it open whether it is open.
pub fn state_in_words(times: &Timetable<'_>, at: DateTime) -> Option<(String, String)> {
    if times.is_open(at)? {
        return Some(match times.closes(at) {
            None => ("24小时开放".to_owned(), "always open".to_owned()),
            Some(end) => until(at, end),
        });
    }
    Some(match times.opens(at) {
        None => ("已关闭".to_owned(), "closed".to_owned()),
        Some(next) => again(at, next),
    })
}

/// Whether an end is so near that its minutes are told.
pub(crate) fn is_soon(at: DateTime, end: DateTime) -> bool {
    minutes_between(at, end) <= SOON_MINUTES
}

/// Whole minutes from one time to a later one, a begun one counted whole.
fn minutes_between(at: DateTime, end: DateTime) -> i64 {
    let seconds = end.duration_since(at).as_secs();
    seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0)
}

fn until(at: DateTime, end: DateTime) -> (String, String) {
    if is_soon(at, end) {
        let minutes = minutes_between(at, end);
        return (format!("{minutes}分钟后关门"), format!("closes in {minutes} min"));
    }
    // Midnight is told as the end of the day before it.
    let last = end.checked_sub(1.minute()).unwrap_or(end);
    let minute = u16::try_from(i32::from(last.hour()) * 60 + i32::from(last.minute()) + 1);
    let time = clock(minute.unwrap_or(DAY));
    let (zh, en) = day_words(at.date(), last.date());
    let (zh, en) = if last.date() == at.date() { (String::new(), String::new()) } else { (zh, en) };
    let en = if en.is_empty() { en } else { format!("{en} ") };
    (format!("开放至{zh}{time}"), format!("open until {en}{time}"))
}

fn again(at: DateTime, next: DateTime) -> (String, String) {
    let time = format!("{:02}:{:02}", next.hour(), next.minute());
    let (zh, en) = day_words(at.date(), next.date());
    (format!("{zh}{time}再开"), format!("opens again {en} {time}"))
}

/// A day as it is said today: by its weekday within a week, with its date after that.
fn day_words(today: Date, day: Date) -> (String, String) {
    let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    match (day - today).get_days() {
        0 => ("今天".to_owned(), "today".to_owned()),
        1 => ("明天".to_owned(), "tomorrow".to_owned()),
        2..=6 => (ZH[place].to_owned(), EN_LONG[place].to_owned()),
        _ => {
            let month = usize::try_from(day.month() - 1).unwrap_or_default();
            let year = day.year() != today.year();
            let (year_zh, year_en) = if year {
                (format!("{}年", day.year()), format!(" {}", day.year()))
            } else {
                (String::new(), String::new())
            };
            (
                format!("{year_zh}{}月{}日({})", day.month(), day.day(), ZH[place]),
                format!("{} {} {}{year_en}", EN_LONG[place], day.day(), MONTHS[month]),
            )
        }
    }
}

/// A recurring day in words: Chinese, then English.
pub fn recurring_in_words(it: &Recurring) -> (String, String) {
    let (mut zh, mut en) = match &it.when {
        When::LunarEndings(digits) => (
            format!(
                "农历逢{}",
                zh_list(digits.iter().map(|it| DIGITS[usize::from(*it)].to_owned()))
            ),
            format!("lunar days ending in {}", en_list(digits.iter().map(u8::to_string))),
        ),
        When::LunarDays(days) => (
            format!("农历每月{}", zh_list(days.iter().map(|day| lunar_name(*day)))),
            format!("day {} of each lunar month", en_list(days.iter().map(u8::to_string))),
        ),
        When::Every { days, from } => {
            (format!("自{from}起每{days}天"), format!("every {days} days from {from}"))
        }
        When::Monthly(nth) => (
            format!("每月{}", zh_list(nth.iter().map(|(day, nth)| zh_nth(*day, *nth)))),
            format!("{} of each month", en_list(nth.iter().map(|(day, nth)| en_nth(*day, *nth)))),
        ),
        When::Dates(dates) => {
            (zh_list(dates.iter().map(Date::to_string)), en_list(dates.iter().map(Date::to_string)))
        }
    };
    if it.spans != [(0, DAY)] {
        let spans = spans_in_words(&it.spans);
        zh = format!("{zh} {spans}");
        en = format!("{en} {spans}");
    }
    if it.not_on_days_off {
        zh.push_str("(节假日除外)");
        en.push_str(" (not on days off)");
    }
    match &it.name {
        Some(name) => (format!("{name}:{zh}"), format!("{name}: {en}")),
        None => (zh, en),
    }
}

fn zh_list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("、")
}

fn en_list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// The name of a day of a lunar month: 初三, 十五, 廿八, 三十.
fn lunar_name(day: u8) -> String {
    let digit = DIGITS[usize::from(if day.is_multiple_of(10) { 10 } else { day % 10 })];
    match day {
        ..=10 => format!("初{digit}"),
        11..=19 => format!("十{digit}"),
        20 => "二十".to_owned(),
        21..=29 => format!("廿{digit}"),
        _ => "三十".to_owned(),
    }
}

fn weekday_place(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}

fn zh_nth(weekday: Weekday, nth: i8) -> String {
    let name = ZH[weekday_place(weekday)];
    let count = DIGITS[usize::from(nth.unsigned_abs()).min(10)];
    match nth {
        -1 => format!("最后一个{name}"),
        ..0 => format!("倒数第{count}个{name}"),
        _ => format!("第{count}个{name}"),
    }
}

fn en_nth(weekday: Weekday, nth: i8) -> String {
    const NTH: [&str; 6] = ["", "first", "second", "third", "fourth", "fifth"];
    let name = EN_LONG[weekday_place(weekday)];
    let count = NTH[usize::from(nth.unsigned_abs()).min(5)];
    match nth {
        -1 => format!("the last {name}"),
        ..0 => format!("the {count} last {name}"),
        _ => format!("the {count} {name}"),
    }
}
