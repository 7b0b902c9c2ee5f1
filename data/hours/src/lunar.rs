//! Days of the Chinese lunisolar calendar, by `icu_calendar`'s table of months.

use icu_calendar::cal::ChineseTraditional;
use jiff::civil::Date;

/// A day of the Chinese calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LunarDay {
    /// The Gregorian year in which its year began.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// Whether the month is the leap month that follows the month of the same number.
    pub leap: bool,
    /// 1 to 30.
    pub day: u8,
}

/// The day of the Chinese calendar that a day is; `None` outside of 1912 to 2102, where no table of
/// months is kept.
pub fn lunar_day(day: Date) -> Option<LunarDay> {
    if !(1912..=2102).contains(&day.year()) {
        return None;
    }
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    let iso = icu_calendar::Date::try_new_iso(day.year().into(), month, of_month).ok()?;
    let date = iso.to_calendar(ChineseTraditional::new());
    let month = date.month().to_input();
    Some(LunarDay {
        year: date.year().extended_year(),
        month: month.number(),
        leap: month.is_leap(),
        day: date.day_of_month().0,
    })
}
