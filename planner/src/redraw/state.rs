//! A drawing while it is searched: which grid each atom is in, with all sums kept up to date.

use super::joined::Joined;
use super::mesh::Mesh;
use super::rim::Rim;

/// Neighbours among which the cheapest move is looked for; with more, any price is possible.
const NEAR_MAX: usize = 8;

/// What grids should be, in whole units.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// The least and the greatest weight that is well.
    pub(super) low: i64,
    pub(super) high: i64,
    /// What a unit of weight outside costs, in 2⁻¹⁶ units of the search, and being outside at all.
    pub(super) slope: i64,
    pub(super) jump: i64,
    /// What a unit of weight off the ideal costs, likewise: the wish for grids that are alike.
    pub(super) even: i64,
    pub(super) ideal: i64,
    /// What a unit of weight in another grid than at present costs, in 2⁻¹⁶ units of the search.
    pub(super) moved: i64,
    /// The present grid of each atom, `u32::MAX` for none.
    pub(super) present: Vec<u32>,
    /// Atoms that stay where they are.
    pub(super) fixed: Vec<bool>,
    /// Grids that take nothing and give nothing.
    pub(super) closed: Vec<bool>,
}

impl Rules {
    /// What a grid of this weight costs.
    #[inline]
    pub(super) fn penalty(&self, weight: i64) -> i64 {
        let off = (self.low - weight).max(weight - self.high).max(0);
        let outside = if off > 0 { self.jump + ((off * self.slope) >> 16) } else { 0 };
        outside + (((weight - self.ideal).abs() * self.even) >> 16)
    }

    /// What it costs that an atom of `weight` is in `grid`.
    #[inline]
    fn away(&self, atom: u32, grid: u32, weight: i64) -> i64 {
        let present = self.present[atom as usize];
        if present == grid || present == u32::MAX { 0 } else { (weight * self.moved) >> 16 }
    }
}

/// A drawing, all grids connected and none empty.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) grid_of: Vec<u32>,
    pub(super) weight: Vec<i64>,
    /// What each grid's weight costs.
    penalty: Vec<i64>,
    /// Links to other grids, by atom.
    foreign: Vec<u32>,
    /// Atoms that may move and border on another grid, by the least that it costs but for weights.
    pub(super) rim: Rim,
    /// The cost of all borders between grids.
    pub(super) cut: i64,
    /// Everything that is minimised.
    pub(super) energy: i64,
}

impl State {
    /// The sums of a drawing. O(atoms + borders).
    pub(super) fn of(mesh: &Mesh, rules: &Rules, grid_of: Vec<u32>, grids: usize) -> Self {
        let count = mesh.len();
        let mut state = Self {
            grid_of,
            weight: vec![0; grids],
            penalty: vec![0; grids],
            foreign: vec![0; count],
            rim: Rim::of(count),
            cut: 0,
            energy: 0,
        };
        for atom in 0..count as u32 {
            let grid = state.grid_of[atom as usize];
            let weight = mesh.weight[atom as usize];
            state.weight[grid as usize] += weight;
            state.energy += rules.away(atom, grid, weight);
            for link in mesh.links(atom) {
                if state.grid_of[link.to as usize] != grid {
                    state.foreign[atom as usize] += 1;
                    if atom < link.to {
                        state.cut += i64::from(link.cost);
                    }
                }
            }
        }
        for atom in 0..count as u32 {
            state.settle(mesh, rules, atom);
        }
        for grid in 0..grids {
            state.penalty[grid] = rules.penalty(state.weight[grid]);
        }
        state.energy += state.cut + state.penalty.iter().sum::<i64>();
        state
    }

    /// The energy under rules with other prices of weights.
    pub(super) fn energy_under(&self, rules: &Rules) -> i64 {
        let anew: i64 = self.weight.iter().map(|&weight| rules.penalty(weight)).sum();
        self.energy - self.penalty.iter().sum::<i64>() + anew
    }

    /// Reckons the costs of weights anew, for rules that price nothing else otherwise. O(grids).
    pub(super) fn reweigh(&mut self, rules: &Rules) {
        for (penalty, &weight) in self.penalty.iter_mut().zip(&self.weight) {
            self.energy -= *penalty;
            *penalty = rules.penalty(weight);
            self.energy += *penalty;
        }
    }

    /// Reckons all costs anew, for other rules.
    pub(super) fn reprice(&mut self, mesh: &Mesh, rules: &Rules) {
        self.energy = self.cut;
        for (penalty, &weight) in self.penalty.iter_mut().zip(&self.weight) {
            *penalty = rules.penalty(weight);
            self.energy += *penalty;
        }
        for atom in 0..mesh.len() as u32 {
            let grid = self.grid_of[atom as usize];
            self.energy += rules.away(atom, grid, mesh.weight[atom as usize]);
            self.settle(mesh, rules, atom);
        }
    }

    /// The grid beyond one of the borders of an atom in the rim; `chance` (20 bits) says which.
    #[inline]
    pub(super) fn other_side(&self, mesh: &Mesh, atom: u32, chance: u32) -> Option<u32> {
        let own = self.grid_of[atom as usize];
        let mut skip = (u64::from(self.foreign[atom as usize]) * u64::from(chance)) >> 20;
        for link in mesh.links(atom) {
            let other = self.grid_of[link.to as usize];
            if other != own {
                if skip == 0 {
                    return Some(other);
                }
                skip -= 1;
            }
        }
        None
    }

    /// What it would add to the energy if `atom` went to `to`, and to the cut.
    #[inline]
    pub(super) fn change(&self, mesh: &Mesh, rules: &Rules, atom: u32, to: u32) -> (i64, i64) {
        let own = self.grid_of[atom as usize];
        let mut cut = 0_i64;
        for link in mesh.links(atom) {
            let other = self.grid_of[link.to as usize];
            let cost = i64::from(link.cost);
            cut += if other == own { cost } else { 0 };
            cut -= if other == to { cost } else { 0 };
        }
        let weight = mesh.weight[atom as usize];
        let (left, taken) = (own as usize, to as usize);
        let mut energy = cut;
        if weight != 0 {
            energy += rules.penalty(self.weight[left] - weight) - self.penalty[left]
                + rules.penalty(self.weight[taken] + weight)
                - self.penalty[taken];
            if rules.moved != 0 {
                energy += rules.away(atom, to, weight) - rules.away(atom, own, weight);
            }
        }
        (energy, cut)
    }

    /// Whether `atom` may leave its grid.
    #[inline]
    pub(super) fn may_leave(&self, mesh: &Mesh, joined: &mut Joined, atom: u32) -> bool {
        joined.without(mesh, &self.grid_of, atom)
    }

    /// Puts `atom` into `to`; `change` is what [`State::change`] said.
    pub(super) fn put(
        &mut self,
        mesh: &Mesh,
        rules: &Rules,
        atom: u32,
        to: u32,
        change: (i64, i64),
    ) {
        let own = self.grid_of[atom as usize];
        self.grid_of[atom as usize] = to;
        self.energy += change.0;
        self.cut += change.1;
        let weight = mesh.weight[atom as usize];
        for (grid, weight) in [(own, -weight), (to, weight)] {
            let grid = grid as usize;
            self.weight[grid] += weight;
            self.penalty[grid] = rules.penalty(self.weight[grid]);
        }
        let mut foreign = 0;
        for link in mesh.links(atom) {
            let other = self.grid_of[link.to as usize];
            foreign += u32::from(other != to);
            if other == own {
                self.foreign[link.to as usize] += 1;
            } else if other == to {
                self.foreign[link.to as usize] -= 1;
            }
            self.settle(mesh, rules, link.to);
        }
        self.foreign[atom as usize] = foreign;
        self.settle(mesh, rules, atom);
    }

    /// Takes an atom into the rim or out of it, as its neighbours say.
    #[inline]
    fn settle(&mut self, mesh: &Mesh, rules: &Rules, atom: u32) {
        let at = atom as usize;
        let belongs =
            self.foreign[at] > 0 && !rules.fixed[at] && !rules.closed[self.grid_of[at] as usize];
        self.rim.set(atom, belongs.then(|| self.least(mesh, rules, atom)));
    }

    /// The least that it costs, but for weights, that an atom goes to a neighbour's grid; where it has
    /// many neighbours, less than that.
    #[inline]
    fn least(&self, mesh: &Mesh, rules: &Rules, atom: u32) -> i64 {
        let links = mesh.links(atom);
        let own = self.grid_of[atom as usize];
        let weight = mesh.weight[atom as usize];
        if links.len() > NEAR_MAX || (rules.moved != 0 && rules.away(atom, own, weight) != 0) {
            return 0;
        }
        // What is not there is in the own grid and costs nothing.
        let (mut grids, mut costs) = ([own; NEAR_MAX], [0_i32; NEAR_MAX]);
        for ((grid, cost), link) in grids.iter_mut().zip(&mut costs).zip(links) {
            *grid = self.grid_of[link.to as usize];
            *cost = link.cost as i32;
        }
        let with = |grid: u32| -> i32 {
            (0..NEAR_MAX).map(|at| if grids[at] == grid { costs[at] } else { 0 }).sum()
        };
        let best = grids.iter().map(|&grid| if grid == own { 0 } else { with(grid) }).max();
        i64::from(with(own) - best.unwrap_or(0))
    }

    /// Whether an atom may move and borders on another grid.
    #[inline]
    pub(super) fn is_rim(&self, atom: u32) -> bool {
        self.rim.holds(atom)
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
