//! Roads in PBF.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::roads(bytes));
