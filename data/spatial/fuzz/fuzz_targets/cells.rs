//! Texts are cells or refused, and shares of covers add up.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spatial_fuzz::kernels::cells(bytes));
