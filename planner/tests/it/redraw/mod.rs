//! Redrawing by machine, seen from outside.

mod brute;
mod counties;
mod grounds;
mod land;
mod promises;
