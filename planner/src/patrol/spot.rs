//! Where a visit fits best: which crew, between which stops, which way round, and when.

use super::instance::{Instance, index};
use super::random::Random;
use super::round::Stop;
use super::state::State;

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
        if !instance.can_serve(crew, self.task) {
            return;
        }
        let data = &instance.tasks[self.task as usize];
        let service = instance.service(crew, self.task);
        let stops = &self.state.rounds[crew].stops;
        // Starts grow along a round: the places where the visit would begin after its last window,
        // or would have to end before its first, are a prefix and a suffix.
        let first = stops.partition_point(|stop| stop.latest < data.opens + service);
        for place in first..=stops.len() {
            if place > 0 && stops[place - 1].end > data.closes {
                break;
            }
            if blink.as_mut().is_some_and(|(random, often)| random.once_in(*often)) {
                continue;
            }
            self.look_at(crew, place);
        }
    }

    /// Looks at the place before stop `place` of `crew`, whose mode must fit.
    pub(super) fn look_at(&mut self, crew: usize, place: usize) {
        self.work += 1;
        let instance = self.state.instance;
        let roster = &instance.crews[crew];
        let stops = &self.state.rounds[crew].stops;
        let before = place.checked_sub(1).map(|k| &stops[k]);
        let after = stops.get(place);
        let (free, from) =
            before.map_or((roster.from, roster.base), |stop: &Stop| (stop.end, stop.leave));
        let (due, to) = after.map_or((roster.until, roster.base), |stop| (stop.latest, stop.enter));
        let direct = if stops.is_empty() { 0 } else { instance.travel(roster.pace, from, to) };
        for reversed in [self.first_way, !self.first_way] {
            if reversed && !self.two_ways {
                break;
            }
            let (enter, leave) = instance.ends(self.task, reversed);
            let there = instance.travel(roster.pace, from, enter);
            let on = instance.travel(roster.pace, leave, to);
            let added = there.saturating_add(on).saturating_sub(direct);
            if added >= self.limit {
                continue;
            }
            let due = due - on - instance.service(crew, self.task);
            if let Some(start) = self.start(instance, crew, place, free.saturating_add(there), due)
            {
                let crew = index(crew);
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
