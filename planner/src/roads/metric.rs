//! What travelling costs at one time: slower hours and closed roads over the usual times.

use super::graph::{ArcId, CLOSED, RoadGraph};
use super::snap::{SHARE_ONE, Snap};
use model::{RoadClass, RoadNetwork};

/// What differs from the usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// Percent of the usual time on each class, in the order of [`RoadClass::ALL`]: 100 is as
    /// usual, 150 half as long again. At most 10,000.
    pub percent: [u16; 17],
    /// Edges that nobody may pass, as [`super::Roads::edges_near`] names them.
    pub closed: Vec<u32>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self { percent: [100; 17], closed: Vec::new() }
    }
}

impl Conditions {
    /// Roads of one class slower or faster than usual.
    #[must_use]
    pub fn with_class(mut self, class: RoadClass, percent: u16) -> Self {
        self.percent[class as usize] = percent.clamp(1, 10_000);
        self
    }
}

/// The time of every arc under some conditions.
#[derive(Clone, Debug)]
pub(super) struct Metric {
    times: Vec<u32>,
}

impl Metric {
    /// The times under conditions.
    pub(super) fn new(network: &RoadNetwork, graph: &RoadGraph, under: &Conditions) -> Self {
        let mut times = Vec::with_capacity(2 * graph.edges.len());
        for edge in &graph.edges {
            let class = network.ways.get(edge.way as usize).map_or(0, |way| way.class as usize);
            let percent = u64::from(under.percent[class].clamp(1, 10_000));
            for time in edge.time {
                let now = (u64::from(time) * percent).div_ceil(100).max(1);
                let longest = u64::from(CLOSED / 2);
                times.push(if time == CLOSED { CLOSED } else { now.min(longest) as u32 });
            }
        }
        for &edge in &under.closed {
            for arc in [2 * edge as usize, 2 * edge as usize + 1] {
                if let Some(time) = times.get_mut(arc) {
                    *time = CLOSED;
                }
            }
        }
        Self { times }
    }

    /// Hundredths of a second along an arc.
    pub(super) fn time(&self, arc: ArcId) -> u32 {
        self.times[arc as usize]
    }

    /// Hundredths of a second from the beginning of an arc to a point on its edge.
    pub(super) fn part(&self, arc: ArcId, at: &Snap) -> u32 {
        let share = if arc & 1 == 0 { at.share } else { SHARE_ONE - at.share };
        (u64::from(self.time(arc)) * u64::from(share) / u64::from(SHARE_ONE)) as u32
    }
}
