//! Times as people write them, into instants.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// How dates and times of a file are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The offset of local times that name none.
    pub offset: Offset,
    /// Whether the day stands first in `05/01/2018`; else the month does, as Americans have it.
    pub day_first: bool,
}

impl Default for Clock {
    /// China: eight hours ahead of UTC.
    fn default() -> Self {
        Self { offset: Offset::constant(8), day_first: false }
    }
}

/// The longest text taken for a time.
const BYTES_MAX: usize = 64;

impl Clock {
    /// The instant that `text` names; a date alone is its midnight, a month its first day.
    ///
    /// Reads RFC 3339, `2018-01-01 00:00`, `2026/1/5 8:03`, `20260105`, `20260105080300`,
    /// `2026年1月5日 8时3分`, `下午3点`, `01/05/2018 12:00:00 AM`, and what lies between these.
    pub fn read(&self, text: &str) -> Option<Timestamp> {
        if text.len() > BYTES_MAX {
            return None;
        }
        let text = plain(text);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (date, rest) = if matches!(digits, 12 | 14) {
            // 20260105080300: the time follows without a gap.
            text.split_at_checked(8)?
        } else {
            let end = text.find([' ', 'T', 't']).unwrap_or(text.len());
            text.split_at_checked(end)?
        };
        let (year, month, day) = self.date(date)?;
        let rest = rest.trim_start_matches(['T', 't', ' ']);
        let (time, offset) = self.offset(rest)?;
        let (hour, minute, second, nanosecond) = clock(time)?;
        // Midnight at the end of a day is the next day's first instant.
        let (hour, days) =
            if hour == 24 && minute == 0 && second == 0 { (0, 1) } else { (hour, 0) };
        let at = DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()?;
        let at = at.checked_add(jiff::Span::new().days(days)).ok()?;
        offset.to_timestamp(at).ok()
    }

    fn date(self, text: &str) -> Option<(i16, i8, i8)> {
        let number = |text: &str| text.parse::<i16>().ok();
        let small = |text: &str| text.parse::<i8>().ok();
        let parts: Vec<&str> =
            text.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
        if !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        match parts[..] {
            [all] if all.len() == 8 => {
                Some((number(all.get(..4)?)?, small(all.get(4..6)?)?, small(all.get(6..)?)?))
            }
            [all] if all.len() == 6 => Some((number(all.get(..4)?)?, small(all.get(4..)?)?, 1)),
            [year, month] if year.len() == 4 => Some((number(year)?, small(month)?, 1)),
            [year, month, day] if year.len() == 4 => {
                Some((number(year)?, small(month)?, small(day)?))
            }
            [first, second, year] if year.len() == 4 => {
                let (day, month) = if self.day_first { (first, second) } else { (second, first) };
                Some((number(year)?, small(month)?, small(day)?))
            }
            _ => None,
        }
    }

    /// The time without its offset, and the offset: `Z`, `+08:00`, `+0800`, `+08`, else the local.
    fn offset(self, text: &str) -> Option<(&str, Offset)> {
        let text = text.trim();
        if let Some(time) = text.strip_suffix(['Z', 'z']) {
            return Some((time, Offset::UTC));
        }
        if let Some(time) = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT")) {
            return Some((time, Offset::UTC));
        }
        let Some(sign) = text.rfind(['+', '-']) else { return Some((text, self.offset)) };
        let (time, offset) = text.split_at_checked(sign)?;
        let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
        if time.trim().is_empty() || !matches!(digits.len(), 2 | 4) {
            return None;
        }
        let hours: i32 = digits.get(..2)?.parse().ok()?;
        let minutes: i32 = match digits.get(2..)? {
            "" => 0,
            minutes => minutes.parse().ok().filter(|minutes| *minutes < 60)?,
        };
        let seconds = (hours * 60 + minutes) * 60;
        let seconds = if offset.starts_with('-') { -seconds } else { seconds };
        Some((time, Offset::from_seconds(seconds).ok()?))
    }
}

/// Hour, minute, second and nanosecond of `8:03`, `08:03:00.5`, `12:00:00 AM`, `0803`.
fn clock(text: &str) -> Option<(i8, i8, i8, i32)> {
    let upper = text.trim().to_ascii_uppercase();
    let (time, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(time), _) => (time, Some(false)),
        (_, Some(time)) => (time, Some(true)),
        _ => (upper.as_str(), None),
    };
    let time = time.trim().trim_end_matches(':');
    if time.is_empty() {
        return half.is_none().then_some((0, 0, 0, 0));
    }
    let mut parts: Vec<&str> = time.split(':').collect();
    if let [all] = parts[..]
        && matches!(all.len(), 4 | 6)
    {
        parts = vec![all.get(..2)?, all.get(2..4)?, all.get(4..)?];
        parts.retain(|part| !part.is_empty());
    }
    let small = |place: usize| match parts.get(place) {
        Some(text) => text.trim().parse::<i8>().ok(),
        None => Some(0),
    };
    let (seconds, fraction) =
        parts.get(2).map_or(("0", ""), |text| text.split_once('.').unwrap_or((text, "")));
    let fraction: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let (hour, minute) = (small(0)?, small(1)?);
    let hour = match half {
        Some(_) if !(0..=12).contains(&hour) => return None,
        Some(after) => hour % 12 + if after { 12 } else { 0 },
        None => hour,
    };
    (parts.len() <= 3).then_some(())?;
    Some((hour, minute, seconds.trim().parse().ok()?, fraction.parse().ok()?))
}

/// Chinese signs and full-width digits as the plain ones: `2026年1月5日 8时3分` is
/// `2026-1-5 8:3:`, `下午3点` is `3: PM`.
fn plain(text: &str) -> String {
    let mut half = "";
    let mut text = text.trim().to_owned();
    for (word, sign) in [
        ("上午", "AM"),
        ("早上", "AM"),
        ("凌晨", "AM"),
        ("下午", "PM"),
        ("晚上", "PM"),
        ("中午", "PM"),
    ] {
        if text.contains(word) {
            half = sign;
            text = text.replace(word, " ");
        }
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '年' | '月' => plain.push('-'),
            '日' | '号' | '\u{3000}' | '\u{a0}' => plain.push(' '),
            '时' | '点' | '分' | '：' => plain.push(':'),
            '秒' => {}
            '０'..='９' => plain.extend(char::from_u32(u32::from(c) - 0xfee0)),
            c if c.is_whitespace() => plain.push(' '),
            c => plain.push(c),
        }
    }
    let plain = plain.trim().trim_end_matches('-');
    if half.is_empty() { plain.to_owned() } else { format!("{plain} {half}") }
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
