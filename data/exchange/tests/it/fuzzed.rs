//! The kernels of the fuzz targets on random bytes, and on every input that once failed.

use crate::kernels;
use proptest::prelude::*;

/// Inputs that failed, with what was wrong.
const FAILED: &[&[u8]] = &[];

fn all(bytes: &[u8]) {
    kernels::layers(bytes);
    kernels::shapefile(bytes);
    kernels::crs(bytes);
    kernels::gpkg(bytes);
    kernels::tables(bytes);
    kernels::assign(bytes);
    kernels::roads(bytes);
}

#[test]
fn what_once_failed_does_not_fail_again() {
    for bytes in FAILED {
        all(bytes);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_handled(
        start in prop_oneof![Just(""), Just("lon,lat\n"), Just("经度;纬度;时间\n\"1"), Just("GP\0\u{1}")],
        bytes in prop::collection::vec(any::<u8>(), 0..160),
    ) {
        all(&[start.as_bytes(), &bytes].concat());
    }
}
