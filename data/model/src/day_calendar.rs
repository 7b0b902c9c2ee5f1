//! The day calendar: which days are off and which days of a weekend are worked, by public notice.

use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// What a notice makes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// A day off, whatever weekday it is.
    Off,
    /// A day of a weekend that is worked to make up for a day off.
    Work {
        /// The weekday whose work is done on it, where the notice says so.
        like: Option<Weekday>,
    },
}

/// A day that a notice names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedDay {
    /// What it is.
    pub kind: DayKind,
    /// What it is named after: 国庆节.
    pub name: String,
}

/// The days off and the working weekends of some years.
///
/// A year is *known* when any of its days is named. Dates are local; 16 bytes and a name a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCalendar {
    days: BTreeMap<Date, MarkedDay>,
}

/// The month from whose first day on the next year is expected to be known: notices for a year are
/// given in the last quarter of the one before.
const EXPECTED_FROM_MONTH: i8 = 10;

impl DayCalendar {
    /// What is said of a day; `None` for one that is what its weekday is.
    pub fn get(&self, day: Date) -> Option<&MarkedDay> {
        self.days.get(&day)
    }

    /// Names a day. A later word on the same day takes the place of an earlier one, which is given back.
    pub fn insert(&mut self, day: Date, marked: MarkedDay) -> Option<MarkedDay> {
        self.days.insert(day, marked)
    }

    /// Every named day, in order.
    pub fn days(&self) -> impl Iterator<Item = (Date, &MarkedDay)> {
        self.days.iter().map(|(day, marked)| (*day, marked))
    }

    /// How many days are named.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether no day is named.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Whether any day of a year is named.
    pub fn knows(&self, year: i16) -> bool {
        self.days.keys().any(|day| day.year() == year)
    }

    /// The first year that should be known on `today` and is not: the year of today, and from 1 October
    /// on the next one, too.
    pub fn missing(&self, today: Date) -> Option<i16> {
        let next = (today.month() >= EXPECTED_FROM_MONTH).then(|| today.year() + 1);
        [Some(today.year()), next].into_iter().flatten().find(|year| !self.knows(*year))
    }
}

impl FromIterator<(Date, MarkedDay)> for DayCalendar {
    fn from_iter<I: IntoIterator<Item = (Date, MarkedDay)>>(days: I) -> Self {
        Self { days: days.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_next_year_is_missed_from_october_on() {
        let new_year = MarkedDay { kind: DayKind::Off, name: "元旦".to_owned() };
        let calendar = DayCalendar::from_iter([(date(2026, 1, 1), new_year)]);
        assert_eq!(calendar.missing(date(2026, 9, 30)), None);
        assert_eq!(calendar.missing(date(2026, 10, 1)), Some(2027));
        assert_eq!(calendar.missing(date(2027, 1, 1)), Some(2027));
        assert_eq!(DayCalendar::default().missing(date(2026, 11, 1)), Some(2026));
    }
}
