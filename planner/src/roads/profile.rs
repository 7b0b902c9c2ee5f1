//! How fast a mode goes on what, and what turning costs it.
//!
//! The paces are assumptions of this house for crews on duty in a city, in the range of what open
//! routers use; posted limits cap them.

use model::patrol::Mode;
use model::{RoadClass, RoadWay};

/// Hundredths of a second; the unit of every time in this part.
pub(super) const PER_SECOND: u32 = 100;

/// How a mode travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The mode.
    pub mode: Mode,
    /// km/h on each class, in the order of [`RoadClass::ALL`].
    pub kmh: [f64; 17],
    /// Seconds lost at traffic signals.
    pub signals_s: u32,
    /// Seconds lost by turning right; `None` when turns are free and rules at junctions do not
    /// bind.
    pub turns: Option<TurnCosts>,
}

/// Seconds lost by turning. Traffic keeps to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnCosts {
    /// By a right turn.
    pub right_s: u32,
    /// By a left turn, across the others.
    pub left_s: u32,
    /// By turning back, which is only done where there is no other way on.
    pub back_s: u32,
}

/// km/h of walking, also off the roads.
pub(super) const WALK_KMH: f64 = 5.0;

impl Profile {
    /// The usual profile of a mode.
    pub fn of(mode: Mode) -> Self {
        let kmh = RoadClass::ALL.map(|class| usual_kmh(mode, class));
        let turns = TurnCosts { right_s: 2, left_s: 5, back_s: 20 };
        let signals_s = match mode {
            Mode::Foot => 8,
            Mode::Bike => 10,
            Mode::Car => 12,
            Mode::Boat => 0,
        };
        Self { mode, kmh, signals_s, turns: (mode == Mode::Car).then_some(turns) }
    }

    /// km/h on a way.
    pub(super) fn kmh_on(&self, way: &RoadWay) -> f64 {
        let usual = self.kmh[way.class as usize].clamp(0.1, 300.0);
        let usual = if way.link && self.mode == Mode::Car { usual * 0.6 } else { usual };
        match (self.mode, way.limit_kmh) {
            // A limit is rarely driven through to the end of a street; where it is above what is
            // usual, the road is faster than others of its class.
            (Mode::Car, Some(limit)) => {
                let limit = f64::from(limit.max(3));
                (limit * 0.85).clamp(usual.min(limit) * 0.5, usual.max(limit))
            }
            (Mode::Bike, Some(limit)) => usual.min(f64::from(limit.max(3))),
            _ => usual,
        }
    }
}

fn usual_kmh(mode: Mode, class: RoadClass) -> f64 {
    match mode {
        Mode::Foot => match class {
            RoadClass::Steps => 3.0,
            RoadClass::Track | RoadClass::Path => 4.5,
            RoadClass::Ferry => 6.0,
            _ => WALK_KMH,
        },
        Mode::Bike => match class {
            RoadClass::Cycleway | RoadClass::Secondary | RoadClass::Tertiary => 20.0,
            RoadClass::Pedestrian | RoadClass::Footway | RoadClass::LivingStreet => 10.0,
            RoadClass::Path | RoadClass::Track | RoadClass::Service => 13.0,
            RoadClass::Steps => 2.0,
            RoadClass::Ferry => 6.0,
            _ => 18.0,
        },
        Mode::Car => match class {
            RoadClass::Motorway => 95.0,
            RoadClass::Trunk => 65.0,
            RoadClass::Primary => 45.0,
            RoadClass::Secondary => 40.0,
            RoadClass::Tertiary => 32.0,
            RoadClass::Unclassified => 28.0,
            RoadClass::Residential => 22.0,
            RoadClass::LivingStreet | RoadClass::Service => 12.0,
            RoadClass::Track => 15.0,
            RoadClass::Ferry => 6.0,
            _ => 8.0,
        },
        Mode::Boat => match class {
            RoadClass::Ferry => 15.0,
            _ => 18.0,
        },
    }
}

/// Hundredths of a second for a length at a pace; at least one.
pub(super) fn hundredths(length_m: f64, kmh: f64) -> u32 {
    let time = length_m * 3.6 / kmh * f64::from(PER_SECOND);
    // Well below the sentinel of closed roads, however long an edge is.
    time.round().clamp(1.0, f64::from(super::UNREACHED / 2)) as u32
}
