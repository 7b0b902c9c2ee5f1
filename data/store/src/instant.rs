//! Instants as the store writes them: UTC text to the millisecond, `2026-11-22T03:04:05.678Z`.
//!
//! This is the one form of a GeoPackage's `DATETIME`; its texts sort as time does.

use crate::StoreError;
use jiff::Timestamp;

/// The text of an instant; what is finer than a millisecond is cut off.
///
/// # Errors
///
/// [`StoreError::Invalid`] outside the years 1 to 9999, which the form cannot say.
pub(crate) fn to_text(what: &'static str, at: Timestamp) -> Result<String, StoreError> {
    let text = at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    if text.len() == 24 && *"0001" <= *text {
        Ok(text)
    } else {
        Err(StoreError::invalid(what, "only the years 1 to 9999 are kept"))
    }
}

/// The instant of a text that the store wrote.
pub(crate) fn of_text(table: &'static str, text: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|error| StoreError::corrupt(table, text, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_cut_to_the_millisecond_and_sort_as_text() {
        let text = |at: &str| to_text("at", at.parse().unwrap());
        assert_eq!(text("2026-11-22T11:04:05.6789+08:00").unwrap(), "2026-11-22T03:04:05.678Z");
        assert_eq!(text("2026-11-22T03:04:05Z").unwrap(), "2026-11-22T03:04:05.000Z");
        // Before 1970 too, cutting goes towards the past: the order of instants is kept.
        assert_eq!(text("1969-12-31T23:59:59.9999Z").unwrap(), "1969-12-31T23:59:59.999Z");
        assert!(text("-000001-01-01T00:00:00Z").is_err());
        assert!(text("0000-06-01T00:00:00Z").is_err());
    }
}
