//! Any areas give an exact partition.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spatial_fuzz::kernels::partition(bytes));
