//! Redrawing by machine, seen from outside.

mod brute;
mod grounds;
mod land;
mod promises;
