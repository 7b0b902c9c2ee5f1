//! iCalendar: events that phones and desks subscribe to (RFC 5545).
//!
//! Every event is written out with its own date. Rules by the Chinese calendar have a form of their own
//! (RFC 7529), which most programs skip without a word; the rule is said in the description instead.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use model::Position;

/// A calendar of events in China's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFeed {
    /// What it is called.
    pub name: String,
    /// When what it tells was last changed: `DTSTAMP` of each event.
    pub stamp: Timestamp,
    /// The events.
    pub events: Vec<CalendarEvent>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEvent {
    /// Its name for ever: the same event has the same one in every answer.
    pub uid: String,
    /// When it is.
    pub when: EventTime,
    /// What it is.
    pub summary: String,
    /// More about it; empty for nothing.
    pub description: String,
    /// Where it is; empty for nothing.
    pub location: String,
    /// Where it is on Earth.
    pub at: Option<Position>,
}

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventTime {
    /// All of a day.
    Day(Date),
    /// From a local time up to another.
    Span(DateTime, DateTime),
}

/// The longest line, in octets, without its break.
const LINE_OCTETS_MAX: usize = 75;
/// China Standard Time has been one offset since 1992, the first year told as 1992 here.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19920101T000000\r\n\
                    TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// Writes a feed as an iCalendar object: lines of at most 75 octets, each ended by CR LF.
pub fn write_calendar_feed(feed: &CalendarFeed) -> String {
    let mut out = String::with_capacity(512 + 512 * feed.events.len());
    let mut put = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut out);
    put("BEGIN", "VCALENDAR");
    put("VERSION", "2.0");
    put("PRODID", "-//Gridbeat//Service points//ZH");
    put("CALSCALE", "GREGORIAN");
    put("X-WR-CALNAME", &escaped(&feed.name));
    put("X-WR-TIMEZONE", "Asia/Shanghai");
    out.push_str(ZONE);
    let stamp = feed.stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in &feed.events {
        let mut put = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut out);
        put("BEGIN", "VEVENT");
        put("UID", &escaped(&event.uid));
        put("DTSTAMP", &stamp);
        match event.when {
            EventTime::Day(day) => {
                put("DTSTART;VALUE=DATE", &day.strftime("%Y%m%d").to_string());
                let next = day.tomorrow().unwrap_or(day);
                put("DTEND;VALUE=DATE", &next.strftime("%Y%m%d").to_string());
            }
            EventTime::Span(from, to) => {
                let time = |at: DateTime| at.strftime("%Y%m%dT%H%M%S").to_string();
                put("DTSTART;TZID=Asia/Shanghai", &time(from));
                put("DTEND;TZID=Asia/Shanghai", &time(to));
            }
        }
        put("SUMMARY", &escaped(&event.summary));
        for (name, value) in [("DESCRIPTION", &event.description), ("LOCATION", &event.location)] {
            if !value.is_empty() {
                put(name, &escaped(value));
            }
        }
        if let Some(at) = event.at {
            put("GEO", &format!("{:.6};{:.6}", at.lat(), at.lon()));
        }
        // It takes nobody's time: a phone must not show its owner as busy.
        put("TRANSP", "TRANSPARENT");
        put("END", "VEVENT");
    }
    fold("END:VCALENDAR", &mut out);
    out
}

/// A text as a value: RFC 5545, 3.3.11. Control characters have no form and are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Adds a line, folded where it is too long, never within a character: RFC 5545, 3.1.
fn fold(line: &str, out: &mut String) {
    let mut octets = 0;
    for sign in line.chars() {
        if octets + sign.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(sign);
        octets += sign.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn feed(summary: &str) -> CalendarFeed {
        let day = date(2026, 12, 31);
        let event = |uid: &str, when| CalendarEvent {
            uid: uid.to_owned(),
            when,
            summary: summary.to_owned(),
            description: String::new(),
            location: "示意路1号".to_owned(),
            at: Position::from_e7(1_037_500_000, 360_600_000),
        };
        CalendarFeed {
            name: "集市".to_owned(),
            stamp: "2026-01-01T00:00:00+08:00".parse().unwrap(),
            events: vec![
                event("a@x", EventTime::Day(day)),
                event("b@x", EventTime::Span(day.at(8, 0, 0, 0), date(2027, 1, 1).at(0, 0, 0, 0))),
            ],
        }
    }

    /// The lines as a reader sees them.
    fn unfolded(text: &str) -> Vec<String> {
        let text = text.replace("\r\n ", "");
        text.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_is_told_in_chinas_time() {
        let text = write_calendar_feed(&feed("赶集日"));
        let lines = unfolded(&text);
        for line in [
            "BEGIN:VCALENDAR",
            "TZID:Asia/Shanghai",
            "DTSTAMP:20251231T160000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTART;TZID=Asia/Shanghai:20261231T080000",
            "DTEND;TZID=Asia/Shanghai:20270101T000000",
            "SUMMARY:赶集日",
            "GEO:36.060000;103.750000",
        ] {
            assert!(lines.iter().any(|it| it == line), "{line} is in {text}");
        }
        assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    }

    /// The slow twin of escaping: a reader of values.
    fn read(value: &str) -> String {
        let (mut out, mut signs) = (String::new(), value.chars());
        while let Some(sign) = signs.next() {
            match (sign, sign == '\\') {
                (_, true) => match signs.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(sign) => out.push(sign),
                    None => {}
                },
                (sign, false) => out.push(sign),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_from_short_lines(summary in "[\\PC\n\\\\;,中😀]{0,120}") {
            let text = write_calendar_feed(&feed(&summary));
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS_MAX, "{} octets: {line}", line.len());
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let lines = unfolded(&text);
            let told = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let plain: String = summary.chars().filter(|it| *it == '\n' || !it.is_control()).collect();
            prop_assert_eq!(read(told), plain);
        }
    }
}
