//! GeoJSON, TopoJSON, zip and gz, by what the bytes look like.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::layers(bytes));
