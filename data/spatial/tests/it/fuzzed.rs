//! The kernels of the fuzz targets on random bytes, and on every input that once failed.

use crate::kernels;
use crate::towns::cases;
use proptest::prelude::*;

/// Inputs that failed, with what was wrong.
const FAILED: &[&[u8]] = &[];

fn all(bytes: &[u8]) {
    kernels::partition(bytes);
    kernels::assign(bytes);
    kernels::overlays(bytes);
    kernels::nearest(bytes);
    kernels::cells(bytes);
}

#[test]
fn what_once_failed_does_not_fail_again() {
    for bytes in FAILED {
        all(bytes);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_bytes_are_areas_that_are_handled(bytes in prop::collection::vec(any::<u8>(), 0..160)) {
        all(&bytes);
    }
}
