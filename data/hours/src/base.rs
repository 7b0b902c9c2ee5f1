//! The part of the hours that is OpenStreetMap's `opening_hours`, and how it is read on days off and
//! working weekends (see the crate's page).

use crate::recurring::RecurringError;
use jiff::civil::{Date, Weekday};
use model::{DayCalendar, DayKind};
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::rules::OpeningHoursExpression;
use opening_hours_syntax::rules::day::{self as osm, HolidayKind, MonthdayRange, WeekDayRange};

/// Why hours cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// The first part is no `opening_hours`.
    #[error("{0:?} are no opening hours in OpenStreetMap's syntax")]
    OpeningHours(String),
    /// What stands after an `@` is no recurring day.
    #[error("{text:?} is no recurring day")]
    Recurring {
        /// What stands there.
        text: String,
        /// What is wrong with it.
        #[source]
        source: RecurringError,
    },
    /// There is nothing.
    #[error("there are no hours")]
    Empty,
}

/// From minute to minute of a day, and whether it is open for certain.
pub(crate) type Stretch = (u16, u16, bool);

/// The parsed first part.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    hours: OpeningHours,
    expression: OpeningHoursExpression,
    names_days_off: bool,
    names_working_weekends: bool,
}

/// How the weekdays of one evaluation are read.
struct Reading {
    /// The weekday as which each weekday is read, from Monday on.
    as_weekday: [usize; 7],
    /// Whether it is a day off.
    off: [bool; 7],
}

impl Base {
    pub(crate) fn parse(text: &str) -> Result<Self, HoursError> {
        let bad = || HoursError::OpeningHours(text.to_owned());
        let hours: OpeningHours = text.parse().map_err(|_unread| bad())?;
        let expression = (*hours.get_expression()).clone();
        let names =
            |wanted: HolidayKind| {
                expression.rules.iter().flat_map(|rule| &rule.day_selector.weekday).any(
                    |range| matches!(range, WeekDayRange::Holiday { kind, .. } if *kind == wanted),
                )
            };
        let names_days_off = names(HolidayKind::Public);
        let names_working_weekends = names(HolidayKind::School);
        Ok(Self { hours, expression, names_days_off, names_working_weekends })
    }

    /// The stretches of a day that are not closed, in order, as the calendar has it.
    pub(crate) fn day(&self, day: Date, calendar: &DayCalendar, context: &Context) -> Vec<Stretch> {
        let before = day.yesterday().ok();
        let marked =
            |day: Date| self.stand_in(day, calendar).map(|(like, off)| (day.weekday(), like, off));
        let marks = [Some(day), before].map(|day| day.and_then(marked));
        let hours = self.hours.clone().with_context(context.clone());
        if marks.iter().all(Option::is_none) {
            return stretches(&hours, day);
        }
        let mut reading = Reading { as_weekday: [0, 1, 2, 3, 4, 5, 6], off: [false; 7] };
        for (weekday, like, off) in marks.into_iter().flatten() {
            reading.as_weekday[place(weekday)] = place(like);
            reading.off[place(weekday)] = off;
        }
        let read = reading.of(&self.expression);
        // What the expression writes of itself it reads again; were it not so, the hours as they stand
        // are the next best.
        match read.to_string().parse::<OpeningHours>() {
            _ if read.rules.is_empty() => Vec::new(),
            Ok(read) => stretches(&read.with_context(context.clone()), day),
            Err(_) => stretches(&hours, day),
        }
    }

    /// The stretches of a day if no notice named any day.
    pub(crate) fn usual_day(&self, day: Date) -> Vec<Stretch> {
        stretches(&self.hours, day)
    }

    /// The weekday as which a day is read, and whether it is off; `None` when it is what it is.
    fn stand_in(&self, day: Date, calendar: &DayCalendar) -> Option<(Weekday, bool)> {
        let marked = calendar.get(day)?;
        if self.names_date(day) {
            return None;
        }
        match (marked.kind, day.weekday()) {
            (DayKind::Off, _) => (!self.names_days_off).then_some((Weekday::Sunday, true)),
            (DayKind::Work { like }, Weekday::Saturday) if !self.names_working_weekends => {
                Some((like.unwrap_or(Weekday::Friday), false))
            }
            (DayKind::Work { like }, Weekday::Sunday) if !self.names_working_weekends => {
                Some((like.unwrap_or(Weekday::Monday), false))
            }
            (DayKind::Work { .. }, _) => None,
        }
    }

    /// Whether a rule is for this date alone, in this year or every year.
    fn names_date(&self, day: Date) -> bool {
        let is_day = |date: &osm::Date| match date {
            osm::Date::Fixed { year, month, day: of_month } => {
                year.is_none_or(|year| year.0 == i32::from(day.year()))
                    && i8::try_from(u8::from(*month)).is_ok_and(|month| month == day.month())
                    && i8::try_from(*of_month).is_ok_and(|of_month| of_month == day.day())
            }
            osm::Date::Weekday { .. } | osm::Date::Easter { .. } => false,
        };
        self.expression.rules.iter().flat_map(|rule| &rule.day_selector.monthday).any(|range| {
            matches!(range, MonthdayRange::Date { start, end } if start == end && is_day(&start.0))
        })
    }
}

impl Reading {
    /// The expression with its weekdays replaced.
    fn of(&self, expression: &OpeningHoursExpression) -> OpeningHoursExpression {
        let mut rules = Vec::with_capacity(expression.rules.len());
        for rule in &expression.rules {
            let mut rule = rule.clone();
            let given = std::mem::take(&mut rule.day_selector.weekday);
            let every_day = given.is_empty();
            rule.day_selector.weekday = given.iter().flat_map(|range| self.range(range)).collect();
            // A selector that is left with no weekday would mean every day.
            if every_day || !rule.day_selector.weekday.is_empty() {
                rules.push(rule);
            }
        }
        OpeningHoursExpression { rules }
    }

    fn range(&self, given: &WeekDayRange) -> Vec<WeekDayRange> {
        let WeekDayRange::Fixed { range, offset: 0, nth_from_start, nth_from_end } = given else {
            return vec![given.clone()];
        };
        let (first, last) = (*range.start() as usize, *range.end() as usize);
        let holds = |at: usize| {
            if first <= last { (first..=last).contains(&at) } else { at >= first || at <= last }
        };
        let counted = nth_from_start.contains(&false) || nth_from_end.contains(&false);
        let kept = |at: &usize| {
            if counted {
                holds(*at) && !(self.off[*at] && *at != 6)
            } else {
                holds(self.as_weekday[*at])
            }
        };
        let one = |at: usize| {
            let weekday = WEEKDAYS[at];
            WeekDayRange::Fixed {
                range: weekday..=weekday,
                offset: 0,
                nth_from_start: *nth_from_start,
                nth_from_end: *nth_from_end,
            }
        };
        (0..7).filter(kept).map(one).collect()
    }
}

const WEEKDAYS: [chrono::Weekday; 7] = [
    chrono::Weekday::Mon,
    chrono::Weekday::Tue,
    chrono::Weekday::Wed,
    chrono::Weekday::Thu,
    chrono::Weekday::Fri,
    chrono::Weekday::Sat,
    chrono::Weekday::Sun,
];

/// The place of a weekday, Monday first.
fn place(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}

/// The day as the crates of the hours count it.
pub(crate) fn naive(day: Date) -> Option<chrono::NaiveDate> {
    let part = |number: i8| u32::try_from(number).ok();
    chrono::NaiveDate::from_ymd_opt(day.year().into(), part(day.month())?, part(day.day())?)
}

fn stretches(hours: &OpeningHours, day: Date) -> Vec<Stretch> {
    let Some(day) = naive(day) else { return Vec::new() };
    let minutes = |time: opening_hours_syntax::ExtendedTime| {
        (u16::from(time.hour()) * 60 + u16::from(time.minute())).min(24 * 60)
    };
    let told = hours.schedule_at(day).into_iter().filter(|it| it.kind != RuleKind::Closed);
    told.map(|it| (minutes(it.range.start), minutes(it.range.end), it.kind == RuleKind::Open))
        .collect()
}
