//! The face of the crate, tried as its users do.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::many_single_char_names,
    reason = "plain arithmetic on small numbers reads best"
)]

mod assigning;
mod building;
mod cells;
mod checker;
mod editing;
mod editing_asked;
mod editing_points;
mod editing_random;
mod editing_real;
mod editing_twin;
mod files;
mod flaws;
mod fuzzed;
mod ground;
#[path = "../../fuzz/src/kernels.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets call them from outside")]
mod kernels;
mod lineage;
mod measuring;
mod nearest;
mod nesting;
mod overlays;
mod real;
mod real_flawed;
mod towns;
