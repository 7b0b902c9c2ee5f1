//! One crew's round: its stops in order, with the earliest and the latest time of each.
//!
//! Every stop starts as early as the stops before it allow ([`Stop::start`]) and knows how late it
//! may start without breaking anything after it ([`Stop::latest`]): forward and backward time
//! slack (Savelsbergh 1992, "The vehicle routing problem with time windows: minimizing route
//! duration"). With both at hand, whether another visit fits between two stops is decided without
//! walking the round. Nothing in the cost depends on when things happen, so "as early as possible"
//! loses nothing.

use super::instance::Instance;

/// One stop of a round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    /// Which visit it is.
    pub(super) visit: u32,
    /// Which task the visit belongs to.
    pub(super) task: u32,
    /// The place it begins at.
    pub(super) enter: u32,
    /// The place it ends at.
    pub(super) leave: u32,
    /// Whether a line is travelled backwards.
    pub(super) reversed: bool,
    /// The travel from the stop before, or from the base.
    pub(super) leg: i32,
    /// The earliest start that the round allows.
    pub(super) start: i32,
    /// The end of a visit that begins at `start`.
    pub(super) end: i32,
    /// The latest start that keeps everything after it in time.
    pub(super) latest: i32,
    /// The slot that keeps the visit apart from the other visits of its task: not earlier …
    pub(super) not_before: i32,
    /// … and not later.
    pub(super) not_after: i32,
}

/// One crew's stops and what travelling between them takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Round {
    pub(super) stops: Vec<Stop>,
    /// The travel from the last stop to the base.
    pub(super) home: i32,
    /// Seconds between stops; time along a line is service, not travel.
    pub(super) travel: i64,
}

impl Round {
    /// Works out every time anew. False when the round is not feasible; then its times mean
    /// nothing, and the change that led here must be taken back.
    pub(super) fn time(&mut self, instance: &Instance, crew: usize) -> bool {
        let roster = &instance.crews[crew];
        let (mut now, mut here, mut travel) = (roster.from, roster.base, 0);
        for stop in &mut self.stops {
            let leg = instance.travel(roster.pace, here, stop.enter);
            let arrive = now.saturating_add(leg);
            let Some(start) = instance.next_start(stop.task, arrive.max(stop.not_before)) else {
                return false;
            };
            stop.leg = leg;
            stop.start = start;
            now = start.saturating_add(instance.service(crew, stop.task));
            stop.end = now;
            here = stop.leave;
            travel += i64::from(leg);
        }
        self.home = instance.travel(roster.pace, here, roster.base);
        self.travel = travel + i64::from(self.home);
        self.time_back(instance, crew)
    }

    fn time_back(&mut self, instance: &Instance, crew: usize) -> bool {
        let roster = &instance.crews[crew];
        let (mut deadline, mut leg) = (roster.until, self.home);
        for stop in self.stops.iter_mut().rev() {
            let bound = deadline - leg - instance.service(crew, stop.task);
            let Some(latest) = instance.last_start(stop.task, bound.min(stop.not_after)) else {
                return false;
            };
            if latest < stop.start {
                return false;
            }
            stop.latest = latest;
            deadline = latest;
            leg = stop.leg;
        }
        true
    }
}
