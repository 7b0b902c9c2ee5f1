//! The readers against files of others, and against attack.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod geojson;
mod real_areas;
mod shared;
