//! Where service points and bases go: so that everybody is within reach, most are, or the way is
//! shortest; by a table of travel times, with present ones kept.
//!
//! | asked | in the literature | answered by |
//! |---|---|---|
//! | [`cover_all`] | location set covering (Toregas et al. 1971) | greedy, then what is not needed left out |
//! | [`cover_most`] | maximal covering (Church, `ReVelle` 1974) | greedy, then swaps |
//! | [`shortest`] | p-median (Hakimi 1964) | greedy, then swaps (Teitz, Bart 1968) |
//!
//! Each answer comes with a bound that no choice of sites can pass, from Lagrangian relaxation or,
//! for [`cover_all`], from places of which no site reaches two: the gap says what is left to gain.
//! What no site reaches is named.
//!
//! One thread, no chance, no clock: the same table gives the same answer on every machine.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places and sites are numbered in 32 bits, sums are below 2^62"
)]

mod cover;
mod median;
mod reach;
mod relax;

pub use cover::{AllCovered, MostCovered, cover_all, cover_most};
pub use median::{Shortest, shortest};
pub use reach::{PEOPLE_MAX, Reach, SECONDS_MAX, SitingError};
