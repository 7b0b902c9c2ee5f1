//! The conformance suite: what a store promises, on both backends.
//!
//! Every test of a promise runs on a GeoPackage in a folder of its own and, when
//! `GRIDBEAT_TEST_POSTGRES` holds a `postgres://` URL, on a PostGIS database of its own, which is
//! dropped afterwards.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stdout, reason = "a child process tells its parent how far it came")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod backup;
mod bulk;
mod changes;
mod crash;
mod designs;
mod drawings;
mod faults;
mod files;
mod foreign;
mod gdal;
mod given;
mod home;
mod incident_search;
mod incidents;
mod intake;
mod leases;
mod lineage;
mod news;
mod overlays;
mod pair;
mod people;
mod places;
mod schema;
mod standby;
mod times;
mod users;
mod work;
