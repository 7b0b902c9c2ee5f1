//! Incidents: what happened or is asked for, where and when.

use crate::{Code, Position};
use jiff::Timestamp;
use std::fmt;

/// What sort of thing an incident is, in the words of the source: 1 to 128 bytes, no control
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(Box<str>);

/// How hard an incident is to settle; each class has its deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 一般: one month.
    #[default]
    General,
    /// 疑难: two months.
    Difficult,
    /// 重大: three months.
    Major,
}

/// Where an incident is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Taken in, nobody sent.
    #[default]
    Open,
    /// Somebody is on it.
    Handling,
    /// Settled.
    Closed,
}

/// Why an incident is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IncidentError {
    /// The kind is empty, too long, or holds control characters.
    #[error("the kind of an incident has 1 to 128 bytes and no control characters")]
    Kind,
}

impl Kind {
    /// The kind as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Kind {
    type Error = IncidentError;

    fn try_from(text: &str) -> Result<Self, IncidentError> {
        let text = text.trim();
        let fits = (1..=128).contains(&text.len()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.into())) } else { Err(IncidentError::Kind) }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Class {
    /// Every class, mildest first.
    pub const ALL: [Self; 3] = [Self::General, Self::Difficult, Self::Major];

    /// The name used in files, stores and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Difficult => "difficult",
            Self::Major => "major",
        }
    }

    /// The class of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

impl State {
    /// Every state, in order of life.
    pub const ALL: [Self; 3] = [Self::Open, Self::Handling, Self::Closed];

    /// The name used in files, stores and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Handling => "handling",
            Self::Closed => "closed",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Something that happened or is asked for at a place and time.
///
/// `source` and `external` together identify it: taking the same report in twice keeps one
/// incident. There is no field for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Which intake it came through: `12345`, `patrol`, `import` …
    pub source: Code,
    /// The number the source gave it.
    pub external: Code,
    /// What sort of thing it is.
    pub kind: Kind,
    /// How hard it is to settle.
    pub class: Class,
    /// Where it is in its life.
    pub state: State,
    /// Where it happened.
    pub at: Position,
    /// When it happened.
    pub occurred: Timestamp,
    /// What was said of it, without personal data.
    pub text: Option<String>,
}
