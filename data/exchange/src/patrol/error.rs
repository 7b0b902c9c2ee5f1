//! What is wrong with the JSON of a problem or a plan, and where.

use model::patrol::TravelError;

/// Why a problem or plan was not read, and which part of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}{reason}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct PatrolError {
    /// The part, as `targets[3].windows[0].end`; empty for the whole.
    pub path: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with one part of a problem or a plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// No JSON, a field missing, unknown or of another type, a number out of range.
    #[error("{0}")]
    Malformed(String),
    /// More of something than may be.
    #[error("has {0} entries; at most {1} are allowed")]
    TooMany(usize, usize),
    /// Fewer of something than must be.
    #[error("has {0} entries; at least {1} are needed")]
    TooFew(usize, usize),
    /// An id that is empty, longer than 100 characters or holds control characters.
    #[error("{0:?} is no id: 1 to 100 characters, no control characters")]
    NoId(String),
    /// A name that is longer than 200 characters or holds control characters.
    #[error("is no name: up to 200 characters, no control characters")]
    NoName,
    /// An id that is taken.
    #[error("the id {0:?} is taken by an earlier one")]
    TakenId(String),
    /// A span that ends before it starts.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// Windows that overlap, touch or stand in the wrong order.
    #[error("does not begin after the window before it ends")]
    WindowsNotApart,
    /// No visit wanted.
    #[error("must be at least 1")]
    NoVisit,
    /// A pace that is not above zero or faster than 1000 km/h.
    #[error("{0} is no pace; it must be at least 0.001 and at most 1000 km/h")]
    NoPace(f64),
    /// A mode that does not exist.
    #[error("{0:?} is no mode; there are foot, bike, car and boat")]
    NoMode(String),
    /// A ring whose last position is not its first.
    #[error("is no closed ring: its last position must repeat its first")]
    OpenRing,
    /// An area without a gate.
    #[error("is missing: an area needs the position of its gate")]
    NoGate,
    /// A gate without an area.
    #[error("belongs to areas only")]
    StrayGate,
    /// A crew that the problem does not have.
    #[error("the problem has no crew {0:?}")]
    UnknownCrew(String),
    /// A target that the problem does not have.
    #[error("the problem has no target {0:?}")]
    UnknownTarget(String),
    /// A reason that does not exist.
    #[error(
        "{0:?} is no reason; there are no-mode, no-skill, locked, no-room, no-team, not-reachable and no-time"
    )]
    NoReason(String),
    /// A table of travel times whose places are not told apart.
    #[error(transparent)]
    Travel(#[from] TravelError),
    /// A second table for one mode.
    #[error("there is a table for {0:?} already")]
    SecondTravel(String),
    /// A plan for another day.
    #[error("is {0}, but the problem is for {1}")]
    OtherDay(String, String),
}

impl PatrolError {
    /// `reason` at `path`.
    pub(super) fn at(path: impl Into<String>, reason: Reason) -> Self {
        Self { path: path.into(), reason }
    }
}
