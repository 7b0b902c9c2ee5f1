//! Degrees written as plain decimals, straight to lattice steps in integers.
//!
//! What a table says is read as `f64` and rounded by [`Position::from_degrees`]. For the numbers
//! that tables are full of (`103.8371`, `-0.5`, `36`) the same step can be told from the digits:
//! `f64` is off by at most 2^-53 of the number, and its product with 10^7 by as much again, together
//! less than 1e-6 of a step. So unless the digits come that near to half a step, both round alike.
//! What comes near, is not written plainly, or may be off the Earth goes the long way.

use crate::table::number;
use model::Position;

/// Digits after the point that make whole steps.
const STEP_DIGITS: usize = 7;
/// More digits than this may not fit into 64 bits.
const DIGITS_MAX: usize = 19;
/// Degrees of longitude at most, either way.
const LON_MAX: u64 = 180;
/// Degrees of latitude at most, either way.
const LAT_MAX: u64 = 90;

const POWERS: [u64; 13] = {
    let mut powers = [1; 13];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

/// The position that two cells of a table write as degrees of WGS 84; `None` when they write none.
pub(super) fn position(lon: &[u8], lat: &[u8]) -> Option<Position> {
    if let (Some(lon), Some(lat)) = (plain_steps(lon, LON_MAX), plain_steps(lat, LAT_MAX)) {
        return Position::from_e7(lon, lat);
    }
    let [lon, lat] = degrees(lon, lat)?;
    Position::from_degrees(lon, lat).ok()
}

/// Two cells of a table as degrees, however they write them.
pub(super) fn degrees(lon: &[u8], lat: &[u8]) -> Option<[f64; 2]> {
    let read = |cell| number(std::str::from_utf8(cell).ok()?);
    Some([read(lon)?, read(lat)?])
}

/// The steps of a plain decimal; `None` where the long way must be gone.
fn plain_steps(text: &[u8], degrees_max: u64) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.len() > DIGITS_MAX {
        return None;
    }
    let (mut value, mut point) = (0_u64, None);
    for (place, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() && place > 0 {
            point = Some(place + 1);
        } else {
            return None;
        }
    }
    // Nothing after the point, or nothing at all, is rare enough for the long way.
    let places = digits.len() - point.unwrap_or(digits.len());
    if digits.is_empty() || (point.is_some() && places == 0) {
        return None;
    }
    let steps = if places <= STEP_DIGITS {
        value.checked_mul(POWERS[STEP_DIGITS - places])?
    } else {
        let unit = *POWERS.get(places - STEP_DIGITS)?;
        let (whole, rest) = (value / unit, value % unit);
        // The rest in ten-thousandths of a step; too near to a half is too near to tell.
        let rest = rest * 10_000 / unit;
        if rest == 4_999 || rest == 5_000 {
            return None;
        }
        whole + u64::from(rest > 5_000)
    };
    if steps >= degrees_max * POWERS[STEP_DIGITS] {
        return None;
    }
    let steps = i32::try_from(steps).ok()?;
    Some(if negative { -steps } else { steps })
}

#[cfg(test)]
#[path = "degrees_tests.rs"]
mod tests;
