//! Numbers of columns as degrees.

/// A whole number and how many of its digits stand after the point, as the nearest `f64`: what
/// reading the decimal as text would give.
pub(super) fn scaled(unscaled: i128, scale: i32) -> Option<f64> {
    /// Whole numbers below this are exact, and so are powers of ten up to the 22nd.
    const EXACT: i128 = 1 << 53;
    if unscaled.abs() < EXACT && (0..=22).contains(&scale) {
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        return Some(unscaled as f64 / 10_f64.powi(scale));
    }
    format!("{unscaled}e{}", -i64::from(scale)).parse().ok()
}

/// A decimal in big-endian two's complement, of at most 16 bytes.
pub(super) fn big_endian(bytes: &[u8]) -> Option<i128> {
    let first = *bytes.first()?;
    let mut whole = [if first >= 0x80 { 0xff } else { 0 }; 16];
    let from = whole.len().checked_sub(bytes.len())?;
    whole[from..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(whole))
}

/// The digits after the point of whole numbers in a column called so: `lon_e7` holds 1e-7 degrees.
pub(super) fn scale_of(header: &str) -> i32 {
    let header = header.to_ascii_lowercase();
    let scale = header.rsplit_once('e').map(|(before, digits)| (before.ends_with('_'), digits));
    match scale {
        Some((true, "7")) => 7,
        Some((true, "6")) => 6,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_of_any_width_are_read() {
        assert_eq!(big_endian(&[0xff, 0x38]), Some(-200));
        assert_eq!(big_endian(&[0x7f]), Some(127));
        assert_eq!(big_endian(&i128::MIN.to_be_bytes()), Some(i128::MIN));
        assert_eq!(big_endian(&[]), None);
        assert_eq!(big_endian(&[0; 17]), None);
        assert_eq!([scale_of("lon_e7"), scale_of("LAT_E6"), scale_of("the7")], [7, 6, 0]);
        assert_eq!(scaled(1, -2), Some(100.0));
    }

    proptest! {
        #[test]
        fn a_decimal_is_what_its_text_is(unscaled in any::<i64>(), shift in 0..63_u32, scale in 0..40_i32) {
            let unscaled = unscaled >> shift;
            let text = format!("{unscaled}e-{scale}");
            prop_assert_eq!(scaled(i128::from(unscaled), scale), text.parse().ok());
        }
    }
}
