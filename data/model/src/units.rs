//! Lengths, durations, areas and paces that cannot be mistaken for one another.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::{Add, AddAssign, Sub};

/// A length on the ground, in whole metres.
///
/// Lengths add to lengths and to nothing else:
///
/// ```compile_fail
/// use model::{Metres, Seconds};
/// let _ = Metres::new(300) + Seconds::new(60);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metres(u32);

/// A duration, or a time of day counted from midnight, in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(u32);

/// An area on the ellipsoid, in square metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct SquareMetres(f64);

/// A speed of travel, in whole metres an hour; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pace(NonZeroU32);

macro_rules! whole_numbers {
    ($name:ident, $unit:literal) => {
        impl $name {
            #[doc = concat!("This many ", $unit, ".")]
            pub const fn new(count: u32) -> Self {
                Self(count)
            }

            #[doc = concat!("The count of ", $unit, ".")]
            pub const fn get(self) -> u32 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;

            /// The sum, held at the largest count where it would not fit.
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sub for $name {
            type Output = Self;

            /// The difference, held at zero where it would be negative.
            fn sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }
    };
}

whole_numbers!(Metres, "metres");
whole_numbers!(Seconds, "seconds");

impl Metres {
    /// The time to cover this length at `pace`, rounded up to the next second.
    pub fn at(self, pace: Pace) -> Seconds {
        let seconds = (u64::from(self.0) * 3_600).div_ceil(u64::from(pace.0.get()));
        Seconds(u32::try_from(seconds).unwrap_or(u32::MAX))
    }
}

impl Seconds {
    /// A time of day.
    pub const fn from_hm(hours: u32, minutes: u32) -> Self {
        Self(hours * 3_600 + minutes * 60)
    }
}

impl fmt::Display for Seconds {
    /// Hours, minutes and seconds, `08:05:00`; hours go on past 24 for the next day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60, self.0 % 60)
    }
}

impl SquareMetres {
    /// This many square metres.
    pub const fn new(count: f64) -> Self {
        Self(count)
    }

    /// The count of square metres.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Pace {
    /// A pace in metres an hour, or `None` for zero.
    pub const fn from_metres_per_hour(count: u32) -> Option<Self> {
        match NonZeroU32::new(count) {
            Some(count) => Some(Self(count)),
            None => None,
        }
    }

    /// The pace in metres an hour.
    pub const fn metres_per_hour(self) -> u32 {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn travel_time_is_rounded_up() {
        // 1 m at 5 km/h takes 0.72 s.
        let walk = Pace::from_metres_per_hour(5_000).unwrap();
        assert_eq!(Metres::new(1).at(walk), Seconds::new(1));
        assert_eq!(Metres::new(5_000).at(walk), Seconds::new(3_600));
        assert_eq!(
            Metres::new(u32::MAX).at(Pace::from_metres_per_hour(1).unwrap()).get(),
            u32::MAX
        );
    }

    #[test]
    fn time_of_day_reads_as_a_clock() {
        assert_eq!(Seconds::from_hm(7, 30).to_string(), "07:30:00");
        assert_eq!(Seconds::from_hm(25, 0).to_string(), "25:00:00");
    }
}
