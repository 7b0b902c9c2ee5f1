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
}

impl Default for Tuning {
    fn default() -> Self {
        Self { hot: 1.0, cold: 0.01, removed: 10.0, longest: 10.0, beside: 40 }
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
}

/// The most stops of a tour that is taken out as a whole.
const WHOLE_MAX: usize = 60;
/// Clients near one another that are taken out one by one, on average.
const AROUND: usize = 10;
/// How many neighbours are listed for each client.
const WIDTH: usize = 100;

/// Searches until `pause`, which is told the iteration, the best so far and the work done, and
/// answers which share of the search is over; `None` stops it.
pub(crate) fn search(
    instance: &Instance,
    seed: u64,
    tuning: Tuning,
    pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>,
) -> Best {
    let mut search = Search::new(instance, seed, tuning);
    search.begin();
    search.run(pause);
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
        Self {
            near: Near::new(instance, WIDTH, true),
            adjacent: Near::new(instance, WIDTH, false),
            random: Random::new(seed),
            tuning,
            best: Best { nodes: state.nodes.clone(), required: state.required, cost: state.cost },
            ahead: false,
            used: 0,
            state,
        }
    }

    const fn how(&self) -> Recreate {
        Recreate { beside: self.tuning.beside, blink: 100, retried: 20 }
    }

    fn begin(&mut self) {
        let mut clients: Vec<u32> = (0..index(self.state.instance.clients.len())).collect();
        let how = self.how();
        let (state, near, random) = (&mut self.state, &mut self.near, &mut self.random);
        recreate(state, near, random, how, (&mut clients, i64::MAX), &mut 0);
        self.state.keep();
        self.ahead = true;
        self.note_best();
    }

    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
    fn run(&mut self, pause: &mut dyn FnMut(u64, &Best, u64) -> Option<f64>) {
        let prizes: i64 = self.state.left_out.iter().map(|&c| self.prize(c)).sum();
        let legs = (self.state.visited().max(1)) as f64;
        let leg = ((self.state.cost - prizes) as f64 / legs).max(1e-9);
        let (hot, cold) = (self.tuning.hot * leg, self.tuning.cold * leg);
        let cooling = libm::log(cold / hot);
        let mut temperature = hot;
        let mut removed = Vec::new();
        let (mut iteration, mut work) = (0_u64, 0_u64);
        loop {
            if iteration.is_multiple_of(64) {
                let Some(share) = pause(iteration, &self.best, work) else { return };
                work = 0;
                temperature = hot * libm::exp(cooling * share.clamp(0.0, 1.0));
                self.used = self.state.tours.iter().filter(|tour| tour.stops > 0).count();
            }
            iteration += 1;
            self.turn(temperature, &mut removed, &mut work);
        }
    }

    fn prize(&self, client: u32) -> i64 {
        let data = &self.state.instance.clients[client as usize];
        if data.required { 0 } else { data.prize }
    }

    fn turn(&mut self, temperature: f64, removed: &mut Vec<u32>, work: &mut u64) {
        let (required, cost) = (self.state.required, self.state.cost);
        removed.clear();
        let seed = ruin::any(&self.state, &mut self.random);
        let how = Ruin { mean: self.tuning.removed, longest: self.tuning.longest };
        let (state, near, random) = (&mut self.state, &mut self.adjacent, &mut self.random);
        match random.below(128) {
            0 => ruin::tour(state, near, seed, WHOLE_MAX, removed),
            1..6 => ruin::around(state, near, seed, 1 + random.below(2 * AROUND), removed),
            _ => ruin::strings(state, near, random, how, (seed, self.used), removed),
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
        if !accepted || self.state.broken {
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
        }
    }
}
