//! What the fuzz targets call.

#[path = "../../tests/it/checker.rs"]
mod checker;
pub mod kernels;
