//! A first drawing: a part that hangs together is swept over in several directions and divided
//! where the line is shortest, again and again.

use super::mesh::Mesh;

/// How far from its fair share a side may be, in shares of the tolerance.
const SLACK: f64 = 0.6;

/// A part of more grids than this that falls apart so that one side gets less than one grid in so many
/// is peeled instead: a star would lose one atom with every sweep over all of it.
const PEELED: usize = 16;

/// East, north, and the two diagonals.
const DIRECTIONS: [[f64; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [0.7, 0.7], [0.7, -0.7]];
/// How much a division costs that does not leave whole rows of grids on both sides.
const RAGGED: f64 = 1.0;

/// Divides parts; keeps its scratch space.
#[derive(Debug)]
pub(super) struct Halver<'a> {
    mesh: &'a Mesh,
    at: &'a [Option<[f64; 2]>],
    tolerance: f64,
    /// Which piece of work an atom is in at the moment.
    inside: Vec<u32>,
    work: u32,
    /// By atom: its place in a sweep, its side, a distance.
    key: Vec<f64>,
    steps: Vec<u32>,
    taken: Vec<bool>,
}

impl<'a> Halver<'a> {
    pub(super) fn of(mesh: &'a Mesh, at: &'a [Option<[f64; 2]>], tolerance: f64) -> Self {
        let count = mesh.len();
        Self {
            mesh,
            at,
            tolerance,
            inside: vec![0; count],
            work: 0,
            key: vec![0.0; count],
            steps: vec![0; count],
            taken: vec![false; count],
        }
    }

    /// Divides `atoms`, which hang together, into `grids` grids that hang together, numbered from
    /// `first`. There are at least as many atoms as grids.
    pub(super) fn divide(
        &mut self,
        atoms: Vec<u32>,
        grids: usize,
        first: u32,
        grid_of: &mut [u32],
    ) {
        let mut open = vec![(atoms, grids, first)];
        while let Some((atoms, grids, first)) = open.pop() {
            if grids == 1 {
                for atom in atoms {
                    grid_of[atom as usize] = first;
                }
                continue;
            }
            let (one, other, share) = self.halves(&atoms, grids);
            if grids > 2 * PEELED && share.min(grids - share) * PEELED < grids {
                self.peel(&atoms, grids, first, grid_of);
                continue;
            }
            open.push((one, share, first));
            open.push((other, grids - share, first + share as u32));
        }
    }

    /// Divides like `divide`, in one go and less neatly: branches of a tree of shortest ways come off
    /// where they weigh enough for a grid. O(atoms log atoms).
    fn peel(&mut self, atoms: &[u32], grids: usize, first: u32, grid_of: &mut [u32]) {
        self.work += 1;
        for &atom in atoms {
            self.inside[atom as usize] = self.work;
        }
        let order = {
            let (inside, met) = (&mut self.inside, self.work | 1 << 31);
            inside[atoms[0] as usize] = met;
            let now = self.work;
            self.mesh.piece(atoms[0], |to| {
                let here = inside[to as usize] == now;
                if here {
                    inside[to as usize] = met;
                }
                here
            })
        };
        for (place, &atom) in (0..).zip(&order) {
            self.steps[atom as usize] = place;
        }
        let met = self.work | 1 << 31;
        // The neighbour met first is the one from which an atom was met.
        let parent = |atom: u32| {
            let near = self.mesh.links(atom).iter().map(|link| link.to as usize);
            let near = near.filter(|&to| self.inside[to] == met);
            near.map(|to| self.steps[to] as usize).min().unwrap_or_default()
        };
        let parents: Vec<usize> = order.iter().map(|&atom| parent(atom)).collect();
        let enough = self.mesh.heft(atoms) as f64 / grids as f64 * (1.0 - self.tolerance * SLACK);
        let mut held: Vec<i64> = order.iter().map(|&it| self.mesh.weight[it as usize]).collect();
        let mut off = vec![false; order.len()];
        let mut missing = grids - 1;
        for place in (1..order.len()).rev() {
            if missing > 0 && held[place] as f64 >= enough {
                off[place] = true;
                missing -= 1;
            } else {
                held[parents[place]] += held[place];
            }
        }
        let mut rest: Vec<usize> = (1..order.len()).filter(|&place| !off[place]).collect();
        rest.sort_by_key(|&place| std::cmp::Reverse(held[place]));
        for &place in rest.iter().take(missing) {
            off[place] = true;
        }
        let mut next = first;
        for (place, &atom) in order.iter().enumerate() {
            grid_of[atom as usize] = if place == 0 {
                first
            } else if off[place] {
                next += 1;
                next
            } else {
                grid_of[order[parents[place]] as usize]
            };
        }
        for &atom in atoms {
            self.inside[atom as usize] = self.work;
        }
    }

    /// Two sides that hang together, and the grids of the first.
    fn halves(&mut self, atoms: &[u32], grids: usize) -> (Vec<u32>, Vec<u32>, usize) {
        self.work += 1;
        for &atom in atoms {
            self.inside[atom as usize] = self.work;
        }
        let total = self.mesh.heft(atoms);
        let mut best: Option<(f64, Vec<u32>, usize)> = None;
        let mut order = atoms.to_vec();
        for sweep in 0..self.sweeps(atoms) {
            self.lay(atoms, sweep);
            let key = &self.key;
            order.sort_unstable_by(|&a, &b| {
                key[a as usize].total_cmp(&key[b as usize]).then(a.cmp(&b))
            });
            let rows = self.rows(&order, sweep, grids);
            let (score, length, share) = self.shortest(&order, grids, total, rows);
            if best.as_ref().is_none_or(|known| score < known.0) {
                best = Some((score, order[..length].to_vec(), share));
            }
        }
        let (_, side, share) = best.unwrap_or_else(|| (0.0, atoms[..1].to_vec(), 1));
        self.parted(atoms, &side, share, grids)
    }

    /// How many sweeps there are over these atoms.
    fn sweeps(&self, atoms: &[u32]) -> usize {
        if atoms.iter().all(|&atom| self.at[atom as usize].is_some()) { 6 } else { 2 }
    }

    /// Gives every atom its key in a sweep.
    fn lay(&mut self, atoms: &[u32], sweep: usize) {
        if sweep >= 2 {
            // East, north, and the two diagonals.
            let [x, y] = DIRECTIONS[sweep - 2];
            for &atom in atoms {
                let [east, north] = self.at[atom as usize].unwrap_or_default();
                self.key[atom as usize] = x * east + y * north;
            }
            return;
        }
        // By steps from one end to the other: how much nearer an atom is to one than to the other.
        let one = self.walk(atoms[0]);
        let other = self.walk(one);
        for &atom in atoms {
            self.key[atom as usize] = f64::from(self.steps[atom as usize]);
        }
        if sweep == 1 {
            self.walk(other);
            for &atom in atoms {
                self.key[atom as usize] -= f64::from(self.steps[atom as usize]);
            }
        }
    }

    /// Counts steps from an atom through the piece of work; the last atom met.
    fn walk(&mut self, from: u32) -> u32 {
        // A second number for the same atoms tells those that were met.
        let (now, met) = (self.work, self.work | 1 << 31);
        let mut queue = vec![from];
        self.inside[from as usize] = met;
        self.steps[from as usize] = 0;
        let mut head = 0;
        while let Some(&at) = queue.get(head) {
            head += 1;
            for link in self.mesh.links(at) {
                let to = link.to as usize;
                if self.inside[to] == now {
                    self.inside[to] = met;
                    self.steps[to] = self.steps[at as usize] + 1;
                    queue.push(link.to);
                }
            }
        }
        for &atom in &queue {
            self.inside[atom as usize] = now;
        }
        queue.last().copied().unwrap_or(from)
    }

    /// How many grids stand side by side along the line that divides an order, if they are about as
    /// long as wide: a division into whole rows leaves two parts that can be filled neatly.
    fn rows(&self, order: &[u32], sweep: usize, grids: usize) -> f64 {
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else { return 1.0 };
        let long = self.key[last as usize] - self.key[first as usize];
        let columns = if sweep < 2 {
            let steps = if sweep == 0 { long } else { long / 2.0 };
            (steps + 1.0) * libm::sqrt(grids as f64 / order.len() as f64)
        } else {
            let [x, y] = DIRECTIONS[sweep - 2];
            let across = order.iter().map(|&atom| {
                let [east, north] = self.at[atom as usize].unwrap_or_default();
                x * north - y * east
            });
            let (low, high) = across.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
                (low.min(it), high.max(it))
            });
            libm::sqrt(grids as f64 * long / (high - low).max(1e-9))
        };
        grids as f64 / columns.round().clamp(1.0, grids as f64)
    }

    /// Where to divide an order: the score, how many atoms come before, and for how many grids.
    fn shortest(
        &mut self,
        order: &[u32],
        grids: usize,
        total: i64,
        rows: f64,
    ) -> (f64, usize, usize) {
        let ideal = total as f64 / grids as f64;
        let (mut cut, mut weight) = (0_i64, 0_i64);
        let mut best = (f64::INFINITY, 1, 1);
        let (least, most) = (
            grids.div_ceil(3).min(grids / 2).max(1),
            grids - (grids.div_ceil(3).min(grids / 2)).max(1),
        );
        for (at, &atom) in order[..order.len() - 1].iter().enumerate() {
            self.taken[atom as usize] = true;
            weight += self.mesh.weight[atom as usize];
            for link in self.mesh.links(atom) {
                if self.inside[link.to as usize] == self.work {
                    let cost = i64::from(link.cost);
                    cut += if self.taken[link.to as usize] { -cost } else { cost };
                }
            }
            let share = (weight as f64 / ideal).round().clamp(least as f64, most as f64) as usize;
            if at + 1 < share || order.len() - at - 1 < grids - share {
                continue;
            }
            let off = (weight as f64 - share as f64 * ideal).abs()
                / (share.min(grids - share) as f64 * ideal);
            let part = off / (self.tolerance * SLACK).max(1e-3);
            let lean = (share as f64 * 2.0 / grids as f64 - 1.0).abs();
            let ragged = (share as f64 / rows - (share as f64 / rows).round()).abs() * rows
                / (share.min(grids - share) as f64);
            let score = cut as f64
                * (1.0 + 0.3 * part * part + 0.5 * lean * lean + RAGGED * ragged)
                + if part > 1.0 { 1e9 * part } else { 0.0 };
            if score < best.0 {
                best = (score, at + 1, share);
            }
        }
        for &atom in order {
            self.taken[atom as usize] = false;
        }
        best
    }

    /// Makes both sides hang together: of each the largest piece is kept, what is left goes over,
    /// until nothing is left over.
    fn parted(
        &mut self,
        atoms: &[u32],
        side: &[u32],
        share: usize,
        grids: usize,
    ) -> (Vec<u32>, Vec<u32>, usize) {
        for &atom in side {
            self.taken[atom as usize] = true;
        }
        for first in [true, false] {
            let pieces = self.pieces(atoms, first);
            let heft = |piece: &Vec<u32>| (self.mesh.heft(piece), piece.len());
            // Of equals the first.
            let largest = (0..pieces.len()).rev().max_by_key(|&at| heft(&pieces[at]));
            for (at, piece) in pieces.iter().enumerate() {
                if Some(at) != largest {
                    for &atom in piece {
                        self.taken[atom as usize] = !first;
                    }
                }
            }
        }
        let (one, other): (Vec<u32>, Vec<u32>) =
            atoms.iter().partition(|&&atom| self.taken[atom as usize]);
        for &atom in atoms {
            self.taken[atom as usize] = false;
        }
        // Pieces that went over can leave a side with fewer atoms than grids.
        let total = self.mesh.heft(atoms).max(1);
        let fair = (self.mesh.heft(&one) as f64 / total as f64 * grids as f64).round() as usize;
        let share = if fair.abs_diff(share) > 1 { fair } else { share };
        let most = one.len().min(grids - 1);
        let share = share.clamp(1.max(grids.saturating_sub(other.len())), most.max(1));
        (one, other, share)
    }

    /// The pieces of one side that hang together.
    fn pieces(&mut self, atoms: &[u32], side: bool) -> Vec<Vec<u32>> {
        let (now, met) = (self.work, self.work | 1 << 31);
        let mut pieces = Vec::new();
        for &start in atoms {
            if self.taken[start as usize] != side || self.inside[start as usize] != now {
                continue;
            }
            self.inside[start as usize] = met;
            let (inside, taken) = (&mut self.inside, &self.taken);
            pieces.push(self.mesh.piece(start, |to| {
                let here = inside[to as usize] == now && taken[to as usize] == side;
                if here {
                    inside[to as usize] = met;
                }
                here
            }));
        }
        for &atom in atoms {
            self.inside[atom as usize] = now;
        }
        pieces
    }
}
