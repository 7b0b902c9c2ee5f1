//! The search: single atoms change grids along the borders, under simulated annealing.

use super::joined::Joined;
use super::mesh::{MEAN_COST, Mesh};
use super::state::{Rules, State};
use crate::random::Random;

/// A swap is tried once in so many times, less one.
const SWAP: u32 = 3;

/// A move that costs more than it may, but for weights, is looked at once in so many times, less one.
const CALL: u32 = 15 << 2;

/// The most steps between two looks at the clock of the caller; fewer where there are few atoms.
const BATCH: u32 = 1 << 15;

/// Draws of chance that are made beforehand: −ln of even shares, in 2⁻¹⁶.
const DRAWS: usize = 1 << 12;

/// How hot a cooling may begin, in mean borders, and how cold all end.
const HEATS: [f64; 4] = [0.18, 0.3, 0.7, 0.9];
const COLD: f64 = 0.1;

/// When each cooling begins, as a share of the time, and when the last ends.
const CYCLES: [f64; 5] = [0.0, 0.05, 0.1, 0.2, 1.0];

/// Where atoms are heavy for the window, coolings of the rest of the time begin so hot that nothing is left
/// of the drawing, with weights outside at so little of their price; they have all of it after that share
/// of the cooling.
const HOT: f64 = 2.0;
const SOFT: f64 = 0.02;
const HARD_FROM: f64 = 0.7;
const HOT_CYCLES: [f64; 3] = [0.3, 0.6, 1.0];

/// What a search needs beside the drawing.
#[derive(Debug)]
pub(super) struct Annealer<'a> {
    pub(super) mesh: &'a Mesh,
    pub(super) joined: Joined,
    random: Random,
    draws: Vec<f64>,
    /// Steps made in all.
    pub(super) steps: u64,
}

impl<'a> Annealer<'a> {
    pub(super) fn of(mesh: &'a Mesh, seed: u64) -> Self {
        let draw = |at: usize| -libm::log((at as f64 + 0.5) / DRAWS as f64);
        Self {
            mesh,
            joined: Joined::of(mesh),
            random: Random::new(seed),
            draws: (0..DRAWS).map(draw).collect(),
            steps: 0,
        }
    }

    /// Begins the stream of chance anew.
    pub(super) const fn reseed(&mut self, seed: u64) {
        self.random = Random::new(seed);
        self.steps = 0;
    }

    /// Looks for a better drawing until `watch`, which hears the steps made, says that all of the
    /// time is over (a share from 0 to 1) or stops it (`None`).
    ///
    /// Several coolings, each begun at the best drawing so far. A good beginning is spoilt by too
    /// much heat and a bad one not healed by too little, so the heat of the short ones is tried out:
    /// the next is hotter if the last found something better, else cooler.
    ///
    /// In a `coarse` ground almost no step keeps weights inside the window. After a short search as above
    /// the walls are low at first and grow while it cools (strategic oscillation, Glover 1977).
    pub(super) fn search(
        &mut self,
        state: &mut State,
        rules: &Rules,
        coarse: bool,
        watch: &mut dyn FnMut(u64) -> Option<f64>,
    ) {
        let part = if coarse { HOT_CYCLES[0] } else { 1.0 };
        let mut heat = 1_usize;
        let mut gain_before = 0;
        for window in CYCLES.windows(2) {
            let before = state.energy;
            let window = [window[0] * part, window[1] * part];
            let ended = self.cool(state, rules, (HEATS[heat], 1.0), window, watch);
            let gain = before - state.energy;
            if gain > gain_before / 4 && gain > 0 {
                heat = (heat + 1).min(HEATS.len() - 1);
            } else {
                heat = heat.saturating_sub(1);
            }
            gain_before = gain;
            if !ended {
                return self.settle(state, rules);
            }
        }
        for window in HOT_CYCLES.windows(2).filter(|_| coarse) {
            if !self.cool(state, rules, (HOT, SOFT), [window[0], window[1]], watch) {
                break;
            }
        }
        self.settle(state, rules);
    }

    /// One cooling, over a span of the time, with weights outside at a share of their price in the
    /// beginning; false when stopped. The best drawing met is left in `state`.
    fn cool(
        &mut self,
        state: &mut State,
        rules: &Rules,
        (heat, soft): (f64, f64),
        [from, to]: [f64; 2],
        watch: &mut dyn FnMut(u64) -> Option<f64>,
    ) -> bool {
        let mut best = (state.energy, state.grid_of.clone());
        let mut ended = true;
        let mut priced = rules.clone();
        loop {
            let Some(over) = watch(self.steps) else {
                ended = false;
                break;
            };
            if over >= to || state.rim.atoms().is_empty() {
                break;
            }
            let share = ((over - from) / (to - from)).clamp(0.0, 1.0);
            let temperature = heat * libm::pow(COLD / heat, share) * MEAN_COST;
            if soft < 1.0 {
                let part = libm::pow(soft, (1.0 - share / HARD_FROM).max(0.0));
                priced.jump = (rules.jump as f64 * part) as i64;
                priced.slope = (rules.slope as f64 * part) as i64;
                state.reweigh(&priced);
            }
            self.batch(state, &priced, temperature);
            let energy = if soft < 1.0 { state.energy_under(rules) } else { state.energy };
            if energy < best.0 {
                best.0 = energy;
                best.1.clone_from(&state.grid_of);
            }
        }
        state.reweigh(rules);
        if best.0 < state.energy {
            *state = State::of(self.mesh, rules, best.1, state.weight.len());
        }
        ended
    }

    /// Goes downhill until no single step leads further down.
    fn settle(&mut self, state: &mut State, rules: &Rules) {
        let mut near = Vec::new();
        loop {
            let before = state.energy;
            let mut rim = state.rim.atoms().to_vec();
            rim.sort_unstable();
            for atom in rim {
                near.clear();
                near.extend(self.mesh.links(atom).iter().map(|it| state.grid_of[it.to as usize]));
                near.sort_unstable();
                near.dedup();
                for &to in &near {
                    if to == state.grid_of[atom as usize] || rules.closed[to as usize] {
                        continue;
                    }
                    let change = state.change(self.mesh, rules, atom, to);
                    if change.0 < 0 && state.may_leave(self.mesh, &mut self.joined, atom) {
                        state.put(self.mesh, rules, atom, to, change);
                    }
                }
            }
            if state.energy >= before {
                break;
            }
        }
    }

    /// Some steps at one temperature.
    fn batch(&mut self, state: &mut State, rules: &Rules, temperature: f64) {
        let count = (self.mesh.len() as u32).saturating_mul(8).clamp(BATCH / 16, BATCH);
        for _ in 0..count {
            let bits = self.random.bits();
            let rim = state.rim.atoms();
            let place = (((bits >> 32) * rim.len() as u64) >> 32) as usize;
            let low = (bits & 0xf_ffff) as u32;
            let limit = self.draws[(bits >> 20) as usize & (DRAWS - 1)] * temperature;
            // No move of that atom is so cheap, unless a weight outside the window calls for it.
            if place >= state.rim.below(limit) && low & CALL != 0 {
                continue;
            }
            let atom = rim[place];
            let Some(to) = state.other_side(self.mesh, atom, low) else { continue };
            if rules.closed[to as usize] {
                continue;
            }
            let change = state.change(self.mesh, rules, atom, to);
            if change.0 > 0 && change.0 as f64 >= limit {
                // Refused for its weight alone: perhaps another atom makes up for it.
                if change.0 > change.1 && (change.1 as f64) < limit && low & SWAP == 0 {
                    self.swap(state, rules, (atom, to, change), limit);
                }
                continue;
            }
            if state.may_leave(self.mesh, &mut self.joined, atom) {
                state.put(self.mesh, rules, atom, to, change);
            }
        }
        self.steps += u64::from(count);
    }

    /// Puts an atom into its new grid and takes another one out there, found by a short walk; back
    /// again if both together cost `limit` or more.
    fn swap(
        &mut self,
        state: &mut State,
        rules: &Rules,
        (atom, to, change): (u32, u32, (i64, i64)),
        limit: f64,
    ) {
        if !state.may_leave(self.mesh, &mut self.joined, atom) {
            return;
        }
        let own = state.grid_of[atom as usize];
        state.put(self.mesh, rules, atom, to, change);
        let bits = self.random.bits();
        let mut at = atom;
        for step in 0..2 + (bits & 7) {
            let links = self.mesh.links(at);
            let slot = (bits >> (8 + 6 * step)) as usize % links.len();
            let next = links[slot].to;
            if state.grid_of[next as usize] == to {
                at = next;
            }
        }
        if at != atom && state.is_rim(at) {
            let beyond = state.other_side(self.mesh, at, (bits >> 44) as u32);
            if let Some(beyond) = beyond.filter(|&grid| !rules.closed[grid as usize]) {
                let second = state.change(self.mesh, rules, at, beyond);
                let total = (change.0 + second.0) as f64;
                if total < limit && state.may_leave(self.mesh, &mut self.joined, at) {
                    state.put(self.mesh, rules, at, beyond, second);
                    return;
                }
            }
        }
        state.put(self.mesh, rules, atom, own, (-change.0, -change.1));
    }
}
