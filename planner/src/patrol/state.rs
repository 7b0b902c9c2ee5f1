//! The plan that the search changes, and the way back to what it was.
//!
//! The visits of a task with a gap are kept apart by **slots**: each has a span
//! `[not_before, not_after]`, and the spans of one task lie at least a gap apart. Within its slot a
//! visit may move as its round needs, and whatever the rounds do the gap holds, so rounds never
//! have to be timed together. A slot opens at the time its visit had when it was put in and ends
//! a gap before the next slot opens.

use super::instance::{Instance, index};
use super::round::{Round, Stop};
use super::spot::Spot;

/// Marks a visit that no crew makes.
pub(super) const NOBODY: u32 = u32::MAX;

/// What the search compares: required visits missing, then seconds of reward missed and travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    pub(super) required: i64,
    pub(super) seconds: i64,
}

/// All rounds, where each visit is, and what is missing.
#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) instance: &'a Instance,
    pub(super) rounds: Vec<Round>,
    /// The crew of each visit, or [`NOBODY`].
    pub(super) crew_of: Vec<u32>,
    /// The place in its round of each visit that is made.
    pub(super) place_of: Vec<u32>,
    /// How many visits of each task are not made.
    pub(super) missing: Vec<u32>,
    pub(super) score: Score,
    /// A round came out infeasible: the change must be taken back.
    pub(super) broken: bool,
    /// The tasks with missing visits, and where each stands among them.
    pub(super) left_out: Vec<u32>,
    rank: Vec<u32>,
    saved: Vec<(usize, Round)>,
    is_saved: Vec<bool>,
    /// The tasks whose missing count changed: up by one or down by one.
    changes: Vec<(u32, bool)>,
    saved_score: Score,
}

impl<'a> State<'a> {
    /// No crew goes anywhere.
    pub(super) fn new(instance: &'a Instance) -> Self {
        let visits = |task: &super::instance::Task| i64::from(task.visits);
        let (must, may): (Vec<_>, Vec<_>) = instance.tasks.iter().partition(|task| task.required);
        let score = Score {
            required: must.into_iter().map(visits).sum(),
            seconds: may.into_iter().map(|task| visits(task) * task.reward).sum(),
        };
        let mut rounds = vec![Round::default(); instance.crews.len()];
        for (crew, round) in rounds.iter_mut().enumerate() {
            round.time(instance, crew);
        }
        Self {
            instance,
            rounds,
            crew_of: vec![NOBODY; instance.task_of.len()],
            place_of: vec![0; instance.task_of.len()],
            missing: instance.tasks.iter().map(|task| task.visits).collect(),
            score,
            broken: false,
            left_out: (0..index(instance.tasks.len())).collect(),
            rank: (0..index(instance.tasks.len())).collect(),
            saved: Vec::new(),
            is_saved: vec![false; instance.crews.len()],
            changes: Vec::new(),
            saved_score: score,
        }
    }

    /// How many visits are made.
    pub(super) fn served(&self) -> usize {
        self.rounds.iter().map(|round| round.stops.len()).sum()
    }

    /// The stop of a visit that is made.
    pub(super) fn stop(&self, visit: usize) -> &Stop {
        &self.rounds[self.crew_of[visit] as usize].stops[self.place_of[visit] as usize]
    }

    /// Puts a visit of `task` where `spot` says; the task must have one missing.
    pub(super) fn insert(&mut self, task: u32, spot: &Spot) {
        let free = self.instance.visits(task).find(|&visit| self.crew_of[visit] == NOBODY);
        let Some(visit) = free else { return };
        let crew = spot.crew as usize;
        self.save(crew);
        self.count(task, false);
        let (enter, leave) = self.instance.ends(task, spot.reversed);
        let gap = self.instance.tasks[task as usize].gap;
        let stop = Stop {
            visit: index(visit),
            task,
            enter,
            leave,
            reversed: spot.reversed,
            leg: 0,
            start: spot.start,
            end: spot.start,
            latest: spot.start,
            not_before: if gap > 0 { spot.start } else { 0 },
            not_after: i32::MAX,
        };
        self.rounds[crew].stops.insert(spot.place as usize, stop);
        self.renumber(crew);
        if gap > 0 {
            self.push_next(task, visit, spot.start);
            self.relink(task);
        }
        self.retime(crew);
    }

    /// Opens the slot of the visit that follows the `new` one no earlier than its own start and a
    /// gap after `start`, where the new one begins.
    fn push_next(&mut self, task: u32, new: usize, start: i32) {
        let gap = self.instance.tasks[task as usize].gap;
        let (crew, place) = (self.crew_of[new], self.place_of[new]);
        let follows = |visit: usize, stop: &Stop| {
            if self.crew_of[visit] == crew {
                self.place_of[visit] > place
            } else {
                stop.start > start - gap
            }
        };
        let next = self
            .made(task)
            .filter(|(visit, stop)| follows(*visit, stop))
            .min_by_key(|(_, stop)| stop.start)
            .map(|(visit, stop)| (visit, stop.start.max(start + gap)));
        if let Some((visit, opens)) = next {
            let (crew, place) = (self.crew_of[visit] as usize, self.place_of[visit] as usize);
            self.save(crew);
            self.rounds[crew].stops[place].not_before = opens;
            self.retime(crew);
        }
    }

    /// The visits of `task` that are made, and their stops.
    pub(super) fn made(&self, task: u32) -> impl Iterator<Item = (usize, &Stop)> {
        let visits = self.instance.visits(task);
        visits.filter(|&visit| self.crew_of[visit] != NOBODY).map(|visit| (visit, self.stop(visit)))
    }

    /// Ends every slot of `task` a gap before the next opens.
    pub(super) fn relink(&mut self, task: u32) {
        let gap = self.instance.tasks[task as usize].gap;
        let mut slots: Vec<(i32, usize)> =
            self.made(task).map(|(visit, stop)| (stop.not_before, visit)).collect();
        slots.sort_unstable();
        for k in 0..slots.len() {
            let closes = slots.get(k + 1).map_or(i32::MAX, |next| next.0 - gap);
            let visit = slots[k].1;
            let (crew, place) = (self.crew_of[visit] as usize, self.place_of[visit] as usize);
            if self.rounds[crew].stops[place].not_after != closes {
                self.save(crew);
                self.rounds[crew].stops[place].not_after = closes;
                self.retime(crew);
            }
        }
    }

    /// Takes the stops at `places` (marked true) out of the round of `crew`; their tasks go into
    /// `removed`.
    pub(super) fn remove(&mut self, crew: usize, places: &[bool], removed: &mut Vec<u32>) {
        self.save(crew);
        let first = removed.len();
        let mut stops = std::mem::take(&mut self.rounds[crew].stops);
        let mut marks = places.iter();
        stops.retain(|stop| {
            let goes = marks.next().copied().unwrap_or(false);
            if goes {
                self.crew_of[stop.visit as usize] = NOBODY;
                removed.push(stop.task);
            }
            !goes
        });
        self.rounds[crew].stops = stops;
        self.renumber(crew);
        for &task in &removed[first..] {
            self.count(task, true);
            if self.instance.tasks[task as usize].gap > 0 {
                self.relink(task);
            }
        }
        self.retime(crew);
    }

    /// Takes on other rounds as they are.
    pub(super) fn become_like(&mut self, rounds: &[Round]) {
        let fresh = Self::new(self.instance);
        *self = Self { rounds: rounds.to_vec(), ..fresh };
        for crew in 0..self.rounds.len() {
            self.renumber(crew);
            self.score.seconds += self.rounds[crew].travel;
        }
        for visit in 0..self.crew_of.len() {
            if self.crew_of[visit] != NOBODY {
                self.count(self.instance.task_of[visit], false);
            }
        }
        self.changes.clear();
        self.saved_score = self.score;
    }

    /// The crews whose rounds changed since changes were last kept or taken back.
    pub(super) fn touched(&self) -> Vec<usize> {
        self.saved.iter().map(|(crew, _)| *crew).collect()
    }

    fn renumber(&mut self, crew: usize) {
        for (stop, place) in self.rounds[crew].stops.iter().zip(0..) {
            self.crew_of[stop.visit as usize] = index(crew);
            self.place_of[stop.visit as usize] = place;
        }
    }

    fn retime(&mut self, crew: usize) {
        let round = &mut self.rounds[crew];
        self.score.seconds -= round.travel;
        self.broken |= !round.time(self.instance, crew);
        self.score.seconds += round.travel;
    }

    /// One visit of `task` more, or fewer, is missing.
    fn count(&mut self, task: u32, more: bool) {
        self.changes.push((task, more));
        self.recount(task, more);
        let data = &self.instance.tasks[task as usize];
        let sign = if more { 1 } else { -1 };
        if data.required {
            self.score.required += sign;
        } else {
            self.score.seconds += sign * data.reward;
        }
    }

    fn recount(&mut self, task: u32, more: bool) {
        let missing = &mut self.missing[task as usize];
        if more {
            if *missing == 0 {
                self.rank[task as usize] = index(self.left_out.len());
                self.left_out.push(task);
            }
            *missing += 1;
        } else {
            *missing -= 1;
            if *missing == 0 {
                let rank = self.rank[task as usize];
                self.left_out.swap_remove(rank as usize);
                if let Some(&moved) = self.left_out.get(rank as usize) {
                    self.rank[moved as usize] = rank;
                }
            }
        }
    }

    fn save(&mut self, crew: usize) {
        if !self.is_saved[crew] {
            self.is_saved[crew] = true;
            self.saved.push((crew, self.rounds[crew].clone()));
        }
    }

    /// Keeps every change since the last call of this or of [`State::take_back`]; the crews whose
    /// rounds changed go into `changed`.
    pub(super) fn keep(&mut self, changed: &mut [bool]) {
        for (crew, _) in self.saved.drain(..) {
            self.is_saved[crew] = false;
            changed[crew] = true;
        }
        self.changes.clear();
        self.saved_score = self.score;
    }

    /// Takes every change back since the last call of this or of [`State::keep`].
    pub(super) fn take_back(&mut self) {
        for (crew, _) in &self.saved {
            for stop in &self.rounds[*crew].stops {
                self.crew_of[stop.visit as usize] = NOBODY;
            }
        }
        while let Some((crew, round)) = self.saved.pop() {
            self.is_saved[crew] = false;
            self.rounds[crew] = round;
            self.renumber(crew);
        }
        while let Some((task, more)) = self.changes.pop() {
            self.recount(task, !more);
        }
        self.score = self.saved_score;
        self.broken = false;
    }
}
