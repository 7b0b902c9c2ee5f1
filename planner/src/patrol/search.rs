//! The search: ruin, recreate, accept or take back, under simulated annealing.
//!
//! The plan cools from a temperature of five times the travel per stop to a hundredth of that, by
//! geometric steps, in cycles: each is three times as long as the one before and begins at the best
//! plan so far. A search that is stopped at any time has therefore spent at least a quarter of its
//! iterations in cycles that ran to their end; nobody has to know beforehand how long it will run.
//! On two made-up district days this loses nothing against one cooling of known length.

use super::construct::construct;
use super::instance::Instance;
use super::near::Near;
use super::recreate::{prune, recreate};
use super::round::Round;
use super::ruin::ruin;
use super::state::{Score, State};
use crate::random::Random;
use std::cmp::Ordering;

/// The steps of a cooling, and what each multiplies the temperature by: to a hundredth in all.
const STEPS: u64 = 64;
const COOLING: f64 = 0.930_572_040_929_699;

/// The shortest cycle, in iterations, and how much longer each is than the one before.
const CYCLE_MIN: u64 = 1_000;
const GROWTH: u64 = 3;

/// The best plan so far.
#[derive(Clone, Debug)]
pub(super) struct Best {
    pub(super) rounds: Vec<Round>,
    pub(super) score: Score,
}

impl Best {
    /// How many visits it makes.
    pub(super) fn served(&self) -> usize {
        self.rounds.iter().map(|round| round.stops.len()).sum()
    }

    /// Seconds of travel.
    pub(super) fn travel(&self) -> i64 {
        self.rounds.iter().map(|round| round.travel).sum()
    }
}

/// Searches for `iterations` or until `pause` says to stop; it is told the iteration, the best plan
/// and the work done since the last call.
pub(super) fn search(
    instance: &Instance,
    seed: u64,
    iterations: u64,
    pause: &mut dyn FnMut(u64, &Best, usize) -> bool,
) -> Best {
    let mut search = Search::new(instance, seed);
    if search.begin(pause) || search.state.instance.task_of.is_empty() {
        return search.best;
    }
    let mut length = CYCLE_MIN.max(4 * instance.task_of.len() as u64);
    while search.iteration < iterations {
        let left = iterations - search.iteration;
        // What is left after this cycle must be enough for the next.
        let cycle = if left < length.saturating_mul(1 + GROWTH) { left } else { length };
        if search.cycle(cycle, pause) {
            break;
        }
        length = length.saturating_mul(GROWTH);
    }
    search.best
}

struct Search<'a> {
    state: State<'a>,
    near: Near,
    random: Random,
    best: Best,
    /// The crews whose rounds differ from the best plan's.
    changed: Vec<bool>,
    iteration: u64,
}

impl<'a> Search<'a> {
    fn new(instance: &'a Instance, seed: u64) -> Self {
        let state = State::new(instance);
        Self {
            near: Near::new(instance.tasks.len()),
            random: Random::new(seed),
            best: Best { rounds: state.rounds.clone(), score: state.score },
            changed: vec![false; state.rounds.len()],
            iteration: 0,
            state,
        }
    }

    /// Makes the first plan; says whether it was stopped.
    fn begin(&mut self, pause: &mut dyn FnMut(u64, &Best, usize) -> bool) -> bool {
        let (mut stopped, best) = (false, &self.best);
        construct(&mut self.state, &mut self.near, &mut self.random, &mut |_, work| {
            stopped = pause(0, best, work);
            stopped
        });
        self.state.keep(&mut self.changed);
        self.changed.fill(true);
        self.note_best();
        stopped
    }

    /// One cooling; says whether it was stopped.
    fn cycle(&mut self, length: u64, pause: &mut dyn FnMut(u64, &Best, usize) -> bool) -> bool {
        self.state.become_like(&self.best.rounds);
        let mut temperature = self.warmth();
        let step = (length / STEPS).max(1);
        let mut removed = Vec::new();
        for turn in 1..=length {
            let mut work = 40;
            self.iteration += 1;
            self.turn(temperature, &mut removed, &mut work);
            if pause(self.iteration, &self.best, work) {
                return true;
            }
            if turn % step == 0 {
                temperature *= COOLING;
            }
        }
        false
    }

    fn turn(&mut self, temperature: f64, removed: &mut Vec<u32>, work: &mut usize) {
        let before = self.state.score;
        removed.clear();
        let seed = ruin(&mut self.state, &mut self.near, &mut self.random, removed);
        let (state, near, random) = (&mut self.state, &mut self.near, &mut self.random);
        recreate(state, near, random, removed, Some(seed), work);
        // A detour that does not pay yet may stay, for a later step to make more of.
        if random.once_in(2) {
            prune(state);
        }
        let loss = state.score.seconds - before.seconds;
        let accepted = match state.score.required.cmp(&before.required) {
            Ordering::Less => true,
            Ordering::Equal => random.accepts(loss, temperature),
            Ordering::Greater => false,
        };
        if accepted && !state.broken {
            self.state.keep(&mut self.changed);
            if self.state.score < self.best.score {
                self.note_best();
            }
        } else {
            self.state.take_back();
        }
    }

    /// Copies the rounds that differ into the best plan.
    fn note_best(&mut self) {
        self.best.score = self.state.score;
        for (crew, changed) in self.changed.iter_mut().enumerate().filter(|(_, changed)| **changed)
        {
            self.best.rounds[crew].clone_from(&self.state.rounds[crew]);
            *changed = false;
        }
    }

    /// The temperature a cycle begins at, in seconds of travel.
    #[expect(clippy::cast_precision_loss, reason = "seconds and counts far below 2⁵³")]
    fn warmth(&self) -> f64 {
        let served = self.best.served().max(1) as f64;
        (5.0 * self.best.travel() as f64 / served).max(1.0)
    }
}
