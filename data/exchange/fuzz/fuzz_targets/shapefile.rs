//! The parts of a Shapefile: shp, dbf, prj, cpg.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exchange_fuzz::kernels::shapefile(bytes));
