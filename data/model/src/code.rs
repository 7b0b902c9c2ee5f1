//! Official codes of units and places.

use std::fmt;

/// The longest code taken, in bytes. The longest scheme known has 20 digits.
const BYTES_MAX: usize = 64;

/// A code as an office writes it: 1 to 64 bytes of UTF-8 without control characters, with no space
/// at either end.
///
/// Compared and ordered as text. Codes move between units over time, so a code identifies a unit
/// within one drawing only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Box<str>);

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing but spaces.
    #[error("a code must not be empty")]
    Empty,
    /// More than 64 bytes.
    #[error("a code has at most {BYTES_MAX} bytes, this one has {0}")]
    TooLong(usize),
    /// A line break, tab or other control character inside.
    #[error("a code must not hold control characters")]
    Control,
}

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Code {
    type Error = CodeError;

    /// Reads a code, leaving out spaces at either end.
    fn try_from(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        if text.len() > BYTES_MAX {
            return Err(CodeError::TooLong(text.len()));
        }
        if text.chars().any(char::is_control) {
            return Err(CodeError::Control);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_trimmed_and_bounded() {
        assert_eq!(Code::try_from(" 620103001001003 ").unwrap().as_str(), "620103001001003");
        assert_eq!(Code::try_from("  "), Err(CodeError::Empty));
        assert_eq!(Code::try_from("a\nb"), Err(CodeError::Control));
        assert_eq!(Code::try_from(&*"9".repeat(65)), Err(CodeError::TooLong(65)));
    }
}
