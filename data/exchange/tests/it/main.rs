//! The readers against files of others, and against attack.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#![expect(clippy::disallowed_methods, reason = "real files are read from the disk")]

mod datums;
mod dual_graphs;
mod fuzzed;
mod geojson;
mod hostile;
#[path = "../../fuzz/src/kernels.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets call them from outside")]
mod kernels;
mod real_areas;
mod roads;
mod routing;
mod shapefile;
mod shared;
mod tables;
mod topojson;
