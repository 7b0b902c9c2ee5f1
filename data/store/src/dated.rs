//! Periods in which something is so.

use crate::sql::row;
use crate::{Store, StoreError, instant};
use jiff::Timestamp;

/// A half-open period: from an instant on, until just before another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// From when; `None` when no beginning is known.
    pub from: Option<Timestamp>,
    /// Until when, that instant excluded; `None` when no end is known.
    pub to: Option<Timestamp>,
}

impl Validity {
    /// Always so, as far as is known.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// From an instant on.
    pub fn from(at: Timestamp) -> Self {
        Self { from: Some(at), to: None }
    }

    /// Whether it is so at an instant.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    /// Both ends as the store writes them.
    pub(crate) fn texts(&self) -> Result<(Option<String>, Option<String>), StoreError> {
        let text =
            |at: Option<Timestamp>| at.map(|at| instant::to_text("a period's end", at)).transpose();
        let (from, to) = (text(self.from)?, text(self.to)?);
        // Compared as they are kept: what is finer than a millisecond does not make a period.
        if matches!((&from, &to), (Some(from), Some(to)) if from >= to) {
            return Err(StoreError::invalid("a period", "ends before it begins"));
        }
        Ok((from, to))
    }

    /// The period between two kept instants.
    pub(crate) fn of_texts(
        table: &'static str,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Self, StoreError> {
        let read = |text: Option<&str>| text.map(|it| instant::of_text(table, it)).transpose();
        Ok(Self { from: read(from)?, to: read(to)? })
    }
}

/// An instant that may be left out, as the store writes it.
pub(crate) fn optional(
    what: &'static str,
    at: Option<Timestamp>,
) -> Result<Option<String>, StoreError> {
    at.map(|at| instant::to_text(what, at)).transpose()
}

impl Store {
    /// The first instant after `at` at which a drawing comes into force, or a place or an overlay
    /// begins or ends: until then every read as of now gives the same. `None` when nothing is to come.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn next_instant(&self, at: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            (Option<String>,),
            "select min(t) from (
                 select min(valid_from) as t from drawing where valid_from > $1
                 union all select min(valid_from) from places where valid_from > $1
                 union all select min(valid_to) from places where valid_to > $1
                 union all select min(valid_from) from place_past where valid_from > $1
                 union all select min(valid_to) from place_past where valid_to > $1
                 union all select min(valid_from) from overlays where valid_from > $1
                 union all select min(valid_to) from overlays where valid_to > $1
                 union all select min(valid_from) from overlay_past where valid_from > $1
                 union all select min(valid_to) from overlay_past where valid_to > $1)",
            "select utc(min(t)) from (
                 select min(valid_from) as t from drawing where valid_from > $1::timestamptz
                 union all select min(valid_from) from places where valid_from > $1::timestamptz
                 union all select min(valid_to) from places where valid_to > $1::timestamptz
                 union all select min(valid_from) from place_past
                     where valid_from > $1::timestamptz
                 union all select min(valid_to) from place_past where valid_to > $1::timestamptz
                 union all select min(valid_from) from overlays where valid_from > $1::timestamptz
                 union all select min(valid_to) from overlays where valid_to > $1::timestamptz
                 union all select min(valid_from) from overlay_past
                     where valid_from > $1::timestamptz
                 union all select min(valid_to) from overlay_past
                     where valid_to > $1::timestamptz) as instants",
            instant::to_text("at", at)?,
        )?;
        let text = found.and_then(|(text,)| text);
        text.map(|text| instant::of_text("drawing", &text)).transpose()
    }
}
