//! Who writes, when and why; and the numbers that things are known by.

use crate::{StoreError, instant};
use jiff::Timestamp;
use std::fmt;

/// What goes into the change log beside the change itself. The store never reads the clock: the
/// time of a write is the caller's to say, so that the same calls give the same store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who: an account's name, or the part of the house that acts by itself (1 to 256 characters).
    pub who: String,
    /// Why, where there is something to say (1 to 4096 characters).
    pub why: Option<String>,
    /// When. Kept to the millisecond, finer parts are cut off.
    pub at: Timestamp,
}

impl Entry {
    /// An entry without a reason.
    pub fn new(who: impl Into<String>, at: Timestamp) -> Self {
        Self { who: who.into(), why: None, at }
    }

    /// The same entry with a reason.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }

    /// The instant as the store writes it, once the rest is known to be in order.
    pub(crate) fn checked(&self) -> Result<String, StoreError> {
        check_text("entry.who", &self.who, 256)?;
        if self.who.is_empty() {
            return Err(StoreError::invalid("entry.who", "somebody must be named"));
        }
        if let Some(why) = &self.why {
            check_text("entry.why", why, 4096)?;
            if why.is_empty() {
                return Err(StoreError::invalid("entry.why", "leave it out rather than empty"));
            }
        }
        instant::to_text("entry.at", self.at)
    }
}

/// Refuses what one of the backends cannot keep: text over its limit, or with a NUL in it.
pub(crate) fn check_text(
    what: &'static str,
    text: &str,
    bytes_max: usize,
) -> Result<(), StoreError> {
    if text.len() > bytes_max {
        let why = format!("has {} bytes, at most {bytes_max} are kept", text.len());
        return Err(StoreError::invalid(what, why));
    }
    if text.contains('\0') {
        return Err(StoreError::invalid(what, "holds a NUL character"));
    }
    Ok(())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl $name {
            /// As the database takes it: a number too large for it belongs to nothing there.
            pub(crate) fn key(self) -> i64 {
                i64::try_from(self.0).unwrap_or(-1)
            }

            pub(crate) fn of_key(key: i64) -> Self {
                Self(u64::try_from(key).unwrap_or(0))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// The number of a published drawing; the first is 1.
    DrawingId
    /// The number of an incident; the first is 1. Never given twice.
    IncidentId
    /// The number of a plan; the first is 1.
    PlanId
    /// The number of a design; the first is 1.
    DesignId
}
