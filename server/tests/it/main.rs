//! The house seen from outside: its structure, and the program as its users start it.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is left out says so")]

mod assigning;
mod backup;
mod checking;
mod designs;
mod dispatch;
mod faults;
mod gdal;
mod hotspots;
mod house;
mod import_grids;
mod import_real;
mod intake;
mod load;
mod nodes;
#[path = "../../../data/store/tests/it/pair.rs"]
mod pair;
mod points;
mod program;
mod redraw;
mod roads;
mod search;
mod sites;
mod standby;
mod stats;
mod tile_doors;
mod tile_storms;
mod tool;
