//! CSV whose rows get a grid.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::assign(bytes));
