//! The towns, looked at from outside.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod checker;
mod content;
mod partition;
mod roads;
mod same;
mod search;
