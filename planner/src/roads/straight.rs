//! Times where no roads are known: straight lines, lengthened by what roads usually add.

use super::Times;
use super::ground::far_metres;
use super::profile::hundredths;
use model::{Pace, Position};

/// How long roads are in percent of the straight line, where nothing better is known: an assumption
/// of this house, to be put right by any place whose roads are known.
pub const DETOUR_PERCENT: u32 = 130;

/// The times between points over straight lines of `detour_percent` of their length. They are
/// estimates, and must be shown as such.
pub fn straight_times(
    from: &[Position],
    to: &[Position],
    pace: Pace,
    detour_percent: u32,
) -> Times {
    let kmh = f64::from(pace.metres_per_hour()) / 1_000.0;
    let time = |a: Position, b: Position| {
        let length_m = far_metres(a, b) * f64::from(detour_percent) / 100.0;
        if a == b { 0 } else { hundredths(length_m, kmh) }
    };
    let times = from.iter().flat_map(|&a| to.iter().map(move |&b| time(a, b))).collect();
    Times::new(to.len(), times)
}
