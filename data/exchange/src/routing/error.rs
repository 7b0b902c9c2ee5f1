//! What can be wrong with a routing file.

/// Why a file is no routing problem or solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoutingFileError {
    /// Not UTF-8.
    #[error("the file is not text")]
    NotText,
    /// None of the formats.
    #[error("the file is neither VRPLIB, Solomon's format nor Cordeau's")]
    Unknown,
    /// A word where a number should be, or too few numbers.
    #[error("line {line}: {expected} expected")]
    Expected {
        /// The line, from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The file ends before it should.
    #[error("the file ends where {0} should follow")]
    Short(&'static str),
    /// A part that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value that this reader does not know.
    #[error("{key} {value} is not supported")]
    Unsupported {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// A number beyond what a problem may hold.
    #[error("{0} is too large")]
    TooLarge(&'static str),
    /// A solution that names a client or route that the problem does not have, or has twice.
    #[error("line {line}: client {client} is not one of the problem")]
    UnknownClient {
        /// The line, from 1.
        line: usize,
        /// The number.
        client: u64,
    },
}
