//! Days that are not as the week would have it: market and circuit days, changed hours.

use crate::timetable::{Timetable, joined};
use jiff::ToSpan as _;
use jiff::civil::Date;
use model::DayKind;

/// A day that is not as the week would have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Special {
    /// The day.
    pub day: Date,
    /// Why it is special.
    pub kind: SpecialKind,
    /// When it is open, from minute to minute; empty when it is closed all day.
    pub spans: Vec<(u16, u16)>,
}

/// Why a day is special.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecialKind {
    /// A recurring day, by its place in [`crate::Hours::recurring`].
    Recurring(usize),
    /// A day off, or one worked, on which the hours differ from those of its weekday. A recurring day is
    /// told beside it.
    Changed {
        /// What the day is named after.
        name: String,
        /// Whether it is a day off.
        off: bool,
    },
}

impl Timetable<'_> {
    /// The special days among `days` days from `from` on, in order.
    pub fn special_days(&self, from: Date, days: u16) -> Vec<Special> {
        let mut all = Vec::new();
        for day in from.series(1.days()).take(days.into()) {
            all.extend(self.changed(day));
            for (place, recurring) in self.hours.recurring().iter().enumerate() {
                if self.recurring_on(day).any(|it| std::ptr::eq(it, recurring)) {
                    let spans = joined(recurring.spans.clone());
                    all.push(Special { day, kind: SpecialKind::Recurring(place), spans });
                }
            }
        }
        all
    }

    fn changed(&self, day: Date) -> Option<Special> {
        let marked = self.almanac.calendar().get(day)?;
        let base = self.hours.base.as_ref()?;
        let now = base.day(day, self.almanac.calendar(), &self.almanac.context);
        if now == base.usual_day(day) {
            return None;
        }
        let spans = joined(now.iter().filter(|it| it.2).map(|it| (it.0, it.1)).collect());
        let off = marked.kind == DayKind::Off;
        Some(Special { day, kind: SpecialKind::Changed { name: marked.name.clone(), off }, spans })
    }
}
