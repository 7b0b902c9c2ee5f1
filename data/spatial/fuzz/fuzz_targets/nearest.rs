//! The nearest places are those that measuring all finds.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spatial_fuzz::kernels::nearest(bytes));
