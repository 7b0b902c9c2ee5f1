//! Files that others read and write, and the datums they come in.

pub mod patrol;
