//! Names of coordinate systems, WKT and proj strings.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::crs(bytes));
