//! Roads: the fast answers against the plain ones, on random networks and on real cities.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod few;
mod net;
mod random;
mod reach;
mod real;
