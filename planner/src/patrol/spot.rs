//! Where a visit fits best: which crew, between which stops, which way round, and when.

use super::instance::{Instance, Ways, index};
use super::state::State;
use crate::random::Random;

/// A place for a visit that was found to be feasible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The travel it adds, in seconds.
    pub(super) added: i32,
    /// Whose round.
    pub(super) crew: u32,
    /// Before which stop.
    pub(super) place: u32,
    /// Whether a line is travelled backwards.
    pub(super) reversed: bool,
    /// When the visit begins.
    pub(super) start: i32,
}

/// Another visit of the same task: its times, and where it is.
#[derive(Clone, Copy, Debug)]
struct Other {
    start: i32,
    latest: i32,
    crew: usize,
    place: usize,
}

/// A crew that could make the visit, with what that takes.
#[derive(Debug)]
struct Visitor<'a> {
    crew: usize,
    service: i32,
    /// The ways from and to where the visit begins, travelled forwards.
    enter: Ways<'a>,
    /// The ways from and to where it ends.
    leave: Ways<'a>,
}

/// Looks for the best spot for one visit of one task.
#[derive(Debug)]
pub(super) struct Finder<'s, 'a> {
    state: &'s State<'a>,
    task: u32,
    gap: i32,
    two_ways: bool,
    /// Which way a line is tried first; the first of two equal spots wins.
    first_way: bool,
    /// The made visits of the task, by start; empty when no gap keeps them apart.
    others: Vec<Other>,
    /// Only spots that add less are of interest.
    limit: i32,
    best: Option<Spot>,
    /// How many spots were looked at.
    pub(super) work: usize,
}

impl<'s, 'a> Finder<'s, 'a> {
    /// A search for spots of `task` that add less than `limit` seconds of travel.
    pub(super) fn new(state: &'s State<'a>, task: u32, limit: i64, first_way: bool) -> Self {
        let data = &state.instance.tasks[task as usize];
        let mut others = Vec::new();
        if data.gap > 0 && data.visits > 1 {
            others.extend(state.made(task).map(|(visit, stop)| Other {
                start: stop.start,
                latest: stop.latest,
                crew: state.crew_of[visit] as usize,
                place: state.place_of[visit] as usize,
            }));
            others.sort_unstable_by_key(|other| other.start);
        }
        Self {
            state,
            task,
            gap: data.gap,
            two_ways: data.enter != data.leave,
            first_way: first_way && data.enter != data.leave,
            others,
            limit: i32::try_from(limit).unwrap_or(i32::MAX),
            best: None,
            work: 0,
        }
    }

    /// The best spot seen.
    pub(super) const fn best(&self) -> Option<Spot> {
        self.best
    }

    /// Looks at every place of the round of `crew`; with `blink`, overlooks one in so many.
    pub(super) fn look_along(&mut self, crew: usize, mut blink: Option<(&mut Random, usize)>) {
        let instance = self.state.instance;
        let Some(visitor) = self.visitor(crew) else { return };
        let data = &instance.tasks[self.task as usize];
        let stops = &self.state.rounds[crew].stops;
        // Starts grow along a round: the places where the visit would begin after its last window,
        // or would have to end before its first, are a prefix and a suffix.
        let first = stops.partition_point(|stop| stop.latest < data.opens + visitor.service);
        for place in first..=stops.len() {
            if place > 0 && stops[place - 1].end > data.closes {
                break;
            }
            if blink.as_mut().is_some_and(|(random, often)| random.once_in(*often)) {
                continue;
            }
            self.weigh(&visitor, place);
        }
    }

    /// Looks at the place before stop `place` of `crew`.
    pub(super) fn look_at(&mut self, crew: usize, place: usize) {
        if let Some(visitor) = self.visitor(crew) {
            self.weigh(&visitor, place);
        }
    }

    /// `crew` as the one who would make the visit, if its mode can.
    fn visitor(&self, crew: usize) -> Option<Visitor<'a>> {
        let instance = self.state.instance;
        if !instance.can_serve(crew, self.task) {
            return None;
        }
        let (pace, (enter, leave)) = (instance.crews[crew].pace, instance.ends(self.task, false));
        Some(Visitor {
            crew,
            service: instance.service(crew, self.task),
            enter: instance.ways(pace, enter),
            leave: instance.ways(pace, leave),
        })
    }

    fn weigh(&mut self, visitor: &Visitor<'_>, place: usize) {
        self.work += 1;
        let instance = self.state.instance;
        let roster = &instance.crews[visitor.crew];
        let round = &self.state.rounds[visitor.crew];
        let (free, from) = match place.checked_sub(1) {
            Some(before) => (round.stops[before].end, round.stops[before].leave),
            None => (roster.from, roster.base),
        };
        let (due, to, direct) = match round.stops.get(place) {
            Some(after) => (after.latest, after.enter, after.leg),
            None => (roster.until, roster.base, round.home),
        };
        for reversed in [self.first_way, !self.first_way] {
            if reversed && !self.two_ways {
                break;
            }
            let (enter, leave) = if reversed {
                (&visitor.leave, &visitor.enter)
            } else {
                (&visitor.enter, &visitor.leave)
            };
            let (there, on) = (enter.to(from), leave.to(to));
            let added = there + on - direct;
            if added >= self.limit {
                continue;
            }
            let due = due - on - visitor.service;
            if let Some(start) = self.start(instance, visitor.crew, place, free + there, due) {
                let crew = index(visitor.crew);
                self.best = Some(Spot { added, crew, place: index(place), reversed, start });
                self.limit = added;
            }
        }
    }

    /// The first time from `arrive` to `due` at which the visit may begin there: in a window, a gap
    /// after some other visits of the task and a gap before the rest.
    ///
    /// The visit that follows may have to wait for it, as far as its own round allows. Visits of the
    /// same round come before or after by their place.
    fn start(
        &self,
        instance: &Instance,
        crew: usize,
        place: usize,
        arrive: i32,
        due: i32,
    ) -> Option<i32> {
        let within = |from: i32| instance.next_start(self.task, from).filter(|&start| start <= due);
        let mut start = within(arrive)?;
        for other in &self.others {
            let follows = other.crew == crew && other.place >= place;
            let leads = other.crew == crew && other.place < place;
            if !follows && other.start + self.gap <= start {
                continue;
            }
            if !leads && start + self.gap <= other.latest {
                break;
            }
            if follows {
                return None;
            }
            start = within(other.start + self.gap)?;
        }
        Some(start)
    }
}
