//! CSV of incidents and places.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::tables(bytes));
