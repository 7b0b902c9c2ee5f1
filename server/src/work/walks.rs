//! Walking times from one point to some: by the roads that are kept, or by straight lines and said so.

use model::{Pace, Position, Seconds};
use planner::roads::{DETOUR_PERCENT, Roads, Times, straight_times};

/// What is said of times without roads.
pub(crate) const ESTIMATE: &str = "no roads are kept: straight lines lengthened by 30 percent";
/// How fast people walk, in metres an hour.
const METRES_PER_HOUR: u32 = 5_000;

/// The times from one point to some.
#[derive(Debug)]
pub(crate) struct Walks(Option<Times>);

impl Walks {
    /// By `roads` on foot, or by straight lines at 5 km/h, lengthened by what roads usually add.
    pub(crate) fn new(from: Position, to: &[Position], roads: Option<&Roads>) -> Self {
        Self(match roads {
            Some(roads) => Some(roads.matrix(&[from], to)),
            None => Pace::from_metres_per_hour(METRES_PER_HOUR)
                .map(|pace| straight_times(&[from], to, pace, DETOUR_PERCENT)),
        })
    }

    /// The time to the point of this place; `None` where no way leads.
    pub(crate) fn get(&self, to: usize) -> Option<Seconds> {
        self.0.as_ref().and_then(|times| times.get(0, to))
    }
}

/// A distance to sort near points by: the square of one on a plane, in degrees of latitude.
pub(crate) fn flat_squared(a: Position, b: Position) -> f64 {
    let lat = b.lat() - a.lat();
    let lon = (b.lon() - a.lon()) * a.lat().to_radians().cos();
    lat * lat + lon * lon
}
