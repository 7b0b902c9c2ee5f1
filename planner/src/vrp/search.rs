//! The search: ruin, recreate, accept or take back, under simulated annealing.
//!
//! The temperature falls geometrically with the share of the search that is over, which the caller
//! tells: by iterations, so that a plan is repeatable, or by the time that is left.

use super::instance::{Instance, index};
use super::near::{Beside, Near};
use super::recreate::{Recreate, recreate};
use super::ruin::{self, Ruin};
use super::state::{Node, State};
use crate::random::Random;

/// What the search may be tuned by.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// The first temperature, in legs of average cost.
    pub hot: f64,
    /// The last temperature, in legs of average cost.
    pub cold: f64,
    /// Clients taken out in a step, on average.
    pub removed: f64,
    /// The longest string taken out.
    pub longest: f64,
    /// How many near clients' spots are looked at.
    pub beside: usize,
    /// One step in so many takes out a whole tour.
    pub tours: usize,
    /// One step in so many takes out near clients one by one.
    pub around: usize,
}

impl Tuning {
    /// For days of patrols, which are small, with few alike vehicles and many alike visits.
    pub(crate) fn for_days(clients: usize) -> Self {
        let beside = if clients <= ALL_MAX { clients } else { 60 };
        Self { hot: 5.0, cold: 0.05, beside, tours: 20, around: 8, ..Self::default() }
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            hot: 0.6,
            cold: 0.015,
            removed: 10.0,
            longest: 10.0,
            beside: 40,
            tours: 128,
            around: 24,
        }
    }
}

/// The best tours so far.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    pub(crate) nodes: Vec<Node>,
    /// Required clients left out.
    pub(crate) required: i64,
    /// What the rest costs.
    pub(crate) cost: i64,
    /// The prizes of optional clients that nobody visits, which are part of the cost.
    pub(crate) missed: i64,
    /// What the time beyond the most between starts costs, at worst, which is part of the cost.
    pub(crate) overdue: i64,
    /// How many clients are visited.
    pub(crate) visited: usize,
}

/// Clients put in between two calls while the first tours are made.
const FIRST_BATCH: usize = 64;
/// Steps between two calls, and what a step takes beside looking at spots.
const STEPS_PER_CALL: u64 = 64;
const STEP_WORK: u64 = 100;
/// The most stops of a tour that is taken out as a whole.
const WHOLE_MAX: usize = 60;
/// Clients near one another that are taken out one by one, on average.
const AROUND: usize = 10;
/// A day of so many visits is looked through from end to end.
const ALL_MAX: usize = 400;
/// How many neighbours are listed for each client.
const WIDTH: usize = 100;

/// Searches until `pause`, which is told the iteration, the best so far and the work done, and
/// answers which share of the search is over; `None` stops it. A share that falls begins again at
/// the best so far.
pub(crate) fn search(
    instance: &Instance,
    seed: u64,
    tuning: Tuning,
    pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>,
) -> Best {
    let mut search = Search::new(instance, seed, tuning);
    if instance.clients.is_empty() || instance.vehicles.is_empty() {
        return search.best;
    }
    if search.begin(pause) {
        search.run(pause);
    }
    search.note_best();
    search.best
}

/// The same, begun at tours that are there already.
pub(crate) fn search_from(
    instance: &Instance,
    nodes: &[Node],
    seed: u64,
    tuning: Tuning,
    pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>,
) -> Best {
    let mut search = Search::new(instance, seed, tuning);
    if instance.clients.is_empty() || instance.vehicles.is_empty() {
        return search.best;
    }
    search.state.become_like(nodes);
    search.ahead = true;
    search.note_best();
    if search.begin(pause) {
        search.run(pause);
    }
    search.note_best();
    search.best
}

struct Search<'a> {
    state: State<'a>,
    near: Near,
    adjacent: Near,
    random: Random,
    tuning: Tuning,
    best: Best,
    /// Whether the state is better than the best and not yet copied.
    ahead: bool,
    used: usize,
}

impl<'a> Search<'a> {
    fn new(instance: &'a Instance, seed: u64, tuning: Tuning) -> Self {
        let state = State::new(instance);
        let best = Best {
            nodes: state.nodes.clone(),
            required: state.required,
            cost: state.cost,
            missed: state.missed(),
            overdue: state.overdue_cost(),
            visited: 0,
        };
        let width = WIDTH.max(tuning.beside);
        Self {
            near: Near::new(instance, width, true),
            adjacent: Near::new(instance, width, false),
            random: Random::new(seed),
            tuning,
            best,
            ahead: false,
            used: 0,
            state,
        }
    }

    const fn how(&self) -> Recreate {
        Recreate { beside: self.tuning.beside, blink: 100, retried: 20 }
    }

    /// Makes the first tours; false when it was stopped.
    fn begin(&mut self, pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>) -> bool {
        let mut clients: Vec<u32> = (0..index(self.state.instance.clients.len())).collect();
        clients.retain(|&client| !self.state.is_visited(client));
        self.random.shuffle(&mut clients);
        clients.sort_by_key(|client| !self.state.instance.clients[*client as usize].required);
        let how = self.how();
        let mut go = true;
        for batch in clients.chunks_mut(FIRST_BATCH) {
            let mut work = 0;
            let (state, near, random) = (&mut self.state, &mut self.near, &mut self.random);
            recreate(state, near, random, how, (batch, i64::MAX), &mut work);
            if self.state.broken || self.state.owed > 0 {
                self.state.take_back();
            } else {
                self.state.keep();
            }
            work += (batch.len() * self.state.instance.clients.len()) as u64;
            go = pause(0, &self.best, work).is_some();
            if !go {
                break;
            }
        }
        self.ahead = true;
        self.note_best();
        go
    }

    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
    fn run(&mut self, pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>) {
        let mut temperature = 0.0;
        let mut removed = Vec::new();
        let (mut iteration, mut work, mut last) = (0_u64, 0_u64, f64::INFINITY);
        let mut hot = 1.0;
        let cooling = libm::log(self.tuning.cold / self.tuning.hot);
        loop {
            if iteration.is_multiple_of(STEPS_PER_CALL) {
                let Some(share) = pause(iteration, &self.best, work) else { return };
                work = 0;
                if share < last {
                    self.note_best();
                    self.state.become_like(&self.best.nodes);
                    let legs = self.best.visited.max(1) as f64;
                    let leg = (self.best.cost - self.best.missed - self.best.overdue) as f64 / legs;
                    hot = (self.tuning.hot * leg).max(1.0);
                }
                last = share;
                temperature = hot * libm::exp(cooling * share.clamp(0.0, 1.0));
                self.used = self.state.tours.iter().filter(|tour| tour.stops > 0).count();
            }
            iteration += 1;
            work += STEP_WORK;
            self.turn(temperature, &mut removed, &mut work);
        }
    }

    fn turn(&mut self, temperature: f64, removed: &mut Vec<u32>, work: &mut u64) {
        let (required, cost) = (self.state.required, self.state.cost);
        removed.clear();
        let seed = ruin::any(&self.state, &mut self.random);
        let how = Ruin { mean: self.tuning.removed, longest: self.tuning.longest };
        let (state, near, random) = (&mut self.state, &mut self.adjacent, &mut self.random);
        if random.once_in(self.tuning.tours) {
            ruin::tour(state, near, seed, WHOLE_MAX, removed);
        } else if random.once_in(self.tuning.around) {
            ruin::around(state, near, seed, 1 + random.below(2 * AROUND), removed);
        } else {
            ruin::strings(state, near, random, how, (seed, self.used), removed);
        }
        self.retry(seed, removed);
        let how = self.how();
        // Metropolis, with the draw made first, so that what is sure to be refused ends early.
        let most = cost.saturating_add(self.random.loss_at(temperature));
        let (state, near, random) = (&mut self.state, &mut self.near, &mut self.random);
        let hopeless = if required == 0 { most } else { i64::MAX };
        recreate(state, near, random, how, (removed, hopeless), work);
        let better = self.state.required < required;
        let same = self.state.required == required;
        let accepted = better || same && self.state.cost <= most;
        if !accepted || self.state.broken || self.state.owed > 0 {
            self.state.take_back();
            return;
        }
        let now = (self.state.required, self.state.cost);
        if self.ahead && now > (required, cost) {
            // The step leads away from the best: take back, copy it, and go on from there.
            self.state.take_back();
            self.note_best();
            return;
        }
        self.state.keep();
        self.ahead |= now < (self.best.required, self.best.cost);
    }

    /// Adds clients that were left out before, near `seed`.
    fn retry(&mut self, seed: u32, removed: &mut Vec<u32>) {
        let fresh = self.state.left_out.len() - removed.len();
        if fresh == 0 {
            return;
        }
        let most = self.how().retried;
        let gone = removed.len();
        if fresh <= most {
            let others = self.state.left_out.iter().filter(|c| !removed[..gone].contains(c));
            let others: Vec<u32> = others.copied().collect();
            removed.extend(others);
            return;
        }
        if !self.state.is_visited(seed) && !removed.contains(&seed) {
            removed.push(seed);
        }
        for &Beside { other, .. } in self.adjacent.of(self.state.instance, seed) {
            if removed.len() >= gone + most {
                break;
            }
            if !self.state.is_visited(other) && !removed[..gone].contains(&other) {
                removed.push(other);
            }
        }
    }

    fn note_best(&mut self) {
        if std::mem::take(&mut self.ahead) {
            self.best.nodes.clone_from(&self.state.nodes);
            self.best.required = self.state.required;
            self.best.cost = self.state.cost;
            self.best.missed = self.state.missed();
            self.best.overdue = self.state.overdue_cost();
            self.best.visited = self.state.visited();
        }
    }
}
