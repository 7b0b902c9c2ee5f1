//! The face of the crate, tried as its users do.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod assigning;
mod building;
mod checker;
mod towns;
