//! Overlays answer as each area alone.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spatial_fuzz::kernels::overlays(bytes));
