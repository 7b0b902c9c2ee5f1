//! The index answers as a plain scan of all grids.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spatial_fuzz::kernels::assign(bytes));
