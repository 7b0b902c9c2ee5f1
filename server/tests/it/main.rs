//! The house seen from outside: its structure, and the program as its users start it.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod house;
mod import_grids;
mod import_real;
mod points;
mod program;
mod tool;
