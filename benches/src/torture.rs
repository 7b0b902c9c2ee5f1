//! `kill -9` at random moments: what a store is put through, and how it is judged afterwards.
//!
//! 1. A child opens a store (making it, or bringing it up from an older schema) and writes without
//!    end: single incidents in bursts, imports, places, drawings. Each time a call has returned, it
//!    says so on its standard output.
//! 2. After a random time it is killed.
//! 3. The store is opened again, as any start does it, and judged: the database and the chain of
//!    changes are whole, everything that was told is there, nothing is half there, and there is one
//!    record for each thing that is there.
//!
//! Numbers are never used twice, so every incident tells which call it came with.

pub mod judge;
pub mod round;
pub mod work;

/// How many incidents one import brings.
pub const IMPORT: u32 = 300;
/// How many single incidents come at once.
pub const BURST: u32 = 40;
/// How many places are replaced at once.
pub const PLACES: u32 = 20;
/// How many grids a drawing has, on each side.
pub const SIDE: i32 = 8;
