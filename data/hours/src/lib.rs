//! When a place is open.
//!
//! # The syntax
//!
//! Hours are kept as one text: OpenStreetMap's `opening_hours`, then any number of *recurring days*, each
//! after an `@`:
//!
//! ```text
//! Mo-Fr 09:00-12:00,14:00-17:30; PH off @ lunar ending 3,6,9 08:00-13:00 "赶集日"
//! ```
//!
//! `@` is no sign of the `opening_hours` grammar, so a text without it is plain OpenStreetMap, and another
//! program gets that part by cutting at the first `@` outside quotes. (`||` would not do: there it begins a
//! fallback rule, and a reader would take the wrong hours for right ones.) The first part may be empty.
//! After `@` stands when, then `hh:mm-hh:mm` with commas (the whole day when left out), `PH off` where a
//! day off is left out, and a name in quotes:
//!
//! | when | which days |
//! |---|---|
//! | `lunar 1,15` | these days of each month of the Chinese calendar, leap months included |
//! | `lunar ending 3,6,9` | 逢三六九: days 3, 6, 9, 13, 16, 19, 23, 26 and 29; 0 is 10, 20 and 30 |
//! | `every 5 days from 2026-01-03` | that day and each fifth after it |
//! | `monthly Mo[1],Fr[-1]` | the first Monday and the last Friday of each month |
//! | `dates 2026-03-05,2026-06-05` | these days |
//!
//! A day of the lunar calendar that a month lacks (day 30 of a short one) is left out. Recurring days add
//! open time to what the first part says; days off do not touch them but where `PH off` stands.
//!
//! # Days off and working weekends
//!
//! [`model::DayCalendar`] says which days are off and which days of a weekend are worked. It meets the first
//! part so:
//!
//! 1. `PH` is a day off. Hours that name `PH` anywhere are evaluated on such days exactly as written.
//! 2. Hours that do not are read on a day off *as if it were a Sunday*: a counter of `Mo-Fr` is closed on
//!    2026-10-06, one of `Mo-Su` or `24/7` is open. The n-th weekday of a month is left out that day.
//! 3. `SH` is a working day of a weekend (no table of school holidays is kept). Hours that name `SH` are
//!    evaluated on such days exactly as written.
//! 4. Hours that do not are read on a working Saturday as on the Friday before, on a working Sunday as on
//!    the Monday after, or on the weekday that the table names. Only the weekday is replaced: months,
//!    weeks of the year and the n-th weekday of a month go by the date itself.
//! 5. Hours that name the very date (`2026 Oct 10 off`) are evaluated on it exactly as written.
//!
//! Everything is in local civil time; China has had one offset without daylight saving since 1992. Times
//! are whole minutes; a span that goes past midnight (`22:00-02:00`) is told on both days.
//!
//! # Cost
//!
//! A day takes some microseconds, a marked day some tens of them. The next opening is looked for
//! [`HORIZON_DAYS`] ahead.

mod base;
mod lunar;
mod recurring;
mod special;
mod timetable;
mod words;

pub use base::HoursError;
pub use lunar::{LunarDay, lunar_day};
pub use recurring::{Recurring, RecurringError, When};
pub use special::{Special, SpecialKind};
pub use timetable::{Almanac, HORIZON_DAYS, Hours, Span, Timetable};
pub use words::{recurring_in_words, spans_in_words, state_in_words, week_in_words};

#[cfg(test)]
mod tests;
