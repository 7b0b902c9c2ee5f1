//! Where improving begins: the present grids made whole, with some divided or given up until their
//! number is right in every part that hangs together.

use super::halve::Halver;
use super::mesh::Mesh;
use super::parts::{Claim, Part, Window, shares_from};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A beginning.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) grid_of: Vec<u32>,
    /// How many numbers of grids there are; some may have no atom.
    pub(super) numbers: usize,
    /// How many grids each part has; one that reaches into several is of the part of its first atom.
    pub(super) shares: Vec<usize>,
}

const NONE: u32 = u32::MAX;

/// What the steps share.
struct Work<'a, 'b> {
    mesh: &'a Mesh,
    fixed: &'a [bool],
    closed: &'a BTreeSet<u32>,
    halver: &'a mut Halver<'b>,
    grid_of: Vec<u32>,
    numbers: u32,
}

/// The present drawing (`NONE` where an atom has no grid), made into one of `grids` grids that hang
/// together. Where locks leave no way, there are more or fewer. O(atoms log atoms), and for each grid
/// that is given up its atoms.
pub(super) fn begin(
    mesh: &Mesh,
    (parts, window): (&[Part], &Window),
    present: &[u32],
    (fixed, closed): (&[bool], &BTreeSet<u32>),
    grids: usize,
    halver: &mut Halver<'_>,
) -> Beginning {
    let numbers = present.iter().filter(|&&grid| grid != NONE).max().map_or(0, |&grid| grid + 1);
    let grid_of = present.to_vec();
    let mut work = Work { mesh, fixed, closed, halver, grid_of, numbers };
    work.loosen_strays();
    work.grow();
    for part in parts {
        // A part without any grid is one.
        if work.grid_of[part.atoms[0] as usize] == NONE {
            for &atom in &part.atoms {
                work.grid_of[atom as usize] = work.numbers;
            }
            work.numbers += 1;
        }
    }
    let mut held = Held::of(&work, parts);
    let mut there: Vec<Vec<u32>> = vec![Vec::new(); parts.len()];
    for grid in held.there() {
        there[held.part[grid as usize]].push(grid);
    }
    // A part that a closed grid of another one fills counts as having one.
    let had: Vec<usize> = there.iter().map(|there| there.len().max(1)).collect();
    let wanted = shares_from(parts, &had, grids, window);
    for ((wanted, had), there) in wanted.into_iter().zip(had).zip(there) {
        work.divide(&mut held, &there, wanted.saturating_sub(had));
        work.give_up(&mut held, &there, had.saturating_sub(wanted));
    }
    // Where locks left no way in some part, others make up for it.
    let there = held.there();
    work.divide(&mut held, &there, grids.saturating_sub(there.len()));
    work.give_up(&mut held, &there, there.len().saturating_sub(grids));
    let shares = held.shares(parts.len());
    Beginning { grid_of: work.grid_of, numbers: work.numbers as usize, shares }
}

/// What each grid holds, by number.
struct Held {
    atoms: Vec<Vec<u32>>,
    weight: Vec<i64>,
    /// The part of its first atom.
    part: Vec<usize>,
}

impl Held {
    fn of(work: &Work<'_, '_>, parts: &[Part]) -> Self {
        let mut part_of = vec![0; work.mesh.len()];
        for (number, part) in parts.iter().enumerate() {
            for &atom in &part.atoms {
                part_of[atom as usize] = number;
            }
        }
        let mut atoms: Vec<Vec<u32>> = vec![Vec::new(); work.numbers as usize];
        for (atom, &grid) in (0..).zip(&work.grid_of) {
            atoms[grid as usize].push(atom);
        }
        let weight = atoms.iter().map(|atoms| work.mesh.heft(atoms)).collect();
        let part =
            atoms.iter().map(|it| it.first().map_or(0, |&it| part_of[it as usize])).collect();
        Self { atoms, weight, part }
    }

    /// The grids with atoms, by number.
    fn there(&self) -> Vec<u32> {
        let all = (0_u32..).zip(&self.atoms);
        all.filter(|(_, atoms)| !atoms.is_empty()).map(|(grid, _)| grid).collect()
    }

    /// How many grids each part has.
    fn shares(&self, parts: usize) -> Vec<usize> {
        let mut shares = vec![0; parts];
        for grid in self.there() {
            shares[self.part[grid as usize]] += 1;
        }
        shares
    }
}

impl Work<'_, '_> {
    /// Of a grid in several pieces the heaviest keeps the number (those with locked atoms all do).
    fn loosen_strays(&mut self) {
        let mut best: BTreeMap<u32, (i64, usize)> = BTreeMap::new();
        let mut pieces: Vec<Vec<u32>> = Vec::new();
        let mut met = vec![false; self.mesh.len()];
        for start in 0..self.mesh.len() as u32 {
            let grid = self.grid_of[start as usize];
            if grid == NONE || std::mem::replace(&mut met[start as usize], true) {
                continue;
            }
            let piece = self.mesh.piece(start, |to| {
                let to = to as usize;
                self.grid_of[to] == grid && !std::mem::replace(&mut met[to], true)
            });
            let weight = self.mesh.heft(&piece);
            let known = best.entry(grid).or_insert((i64::MIN, 0));
            if weight > known.0 {
                *known = (weight, pieces.len());
            }
            pieces.push(piece);
        }
        for (number, piece) in pieces.iter().enumerate() {
            let grid = self.grid_of[piece[0] as usize];
            let stays = best.get(&grid).is_some_and(|&(_, kept)| kept == number)
                || self.closed.contains(&grid)
                || piece.iter().any(|&atom| self.fixed[atom as usize]);
            if !stays {
                for &atom in piece {
                    self.grid_of[atom as usize] = NONE;
                }
            }
        }
    }

    /// Atoms without a grid join an open neighbour, from the borders inwards.
    fn grow(&mut self) {
        let mut queue: Vec<u32> = (0..self.mesh.len() as u32)
            .filter(|&atom| {
                let grid = self.grid_of[atom as usize];
                grid != NONE && !self.closed.contains(&grid)
            })
            .collect();
        let mut head = 0;
        while let Some(&at) = queue.get(head) {
            head += 1;
            for link in self.mesh.links(at) {
                if self.grid_of[link.to as usize] == NONE {
                    self.grid_of[link.to as usize] = self.grid_of[at as usize];
                    queue.push(link.to);
                }
            }
        }
        // What only closed grids surround becomes grids of its own, piece by piece.
        for start in 0..self.mesh.len() as u32 {
            let lone = self.grid_of[start as usize] == NONE;
            let near = self.mesh.links(start);
            if lone && near.iter().any(|link| self.grid_of[link.to as usize] != NONE) {
                let (grid_of, number) = (&mut self.grid_of, self.numbers);
                grid_of[start as usize] = number;
                self.mesh.piece(start, |to| {
                    let lone = grid_of[to as usize] == NONE;
                    if lone {
                        grid_of[to as usize] = number;
                    }
                    lone
                });
                self.numbers += 1;
            }
        }
    }

    /// Whether a grid may be divided or given up.
    fn is_free(&self, held: &Held, grid: u32) -> bool {
        let fixed = |&atom: &u32| self.fixed[atom as usize];
        !self.closed.contains(&grid) && !held.atoms[grid as usize].iter().any(fixed)
    }

    /// Divides those of `grids` that may be until there are `more`: one more piece for the one with the
    /// heaviest pieces, again and again. The heaviest piece keeps the number.
    fn divide(&mut self, held: &mut Held, grids: &[u32], more: usize) {
        let claim = |held: &Held, grid: u32, pieces: usize| {
            Claim(held.weight[grid as usize] as f64 / pieces as f64)
        };
        let free = grids.iter().filter(|&&grid| more > 0 && self.is_free(held, grid));
        let mut queue: BinaryHeap<(Claim, usize, u32, usize)> = free
            .map(|&grid| (claim(held, grid, 1), held.atoms[grid as usize].len(), grid, 1))
            .collect();
        let mut pieces: BTreeMap<u32, usize> = BTreeMap::new();
        for _ in 0..more {
            // A grid of one atom, or already divided into all its atoms, asks for nothing more.
            let Some((_, atoms, grid, own)) =
                std::iter::from_fn(|| queue.pop()).find(|it| it.3 < it.1)
            else {
                break;
            };
            pieces.insert(grid, own + 1);
            queue.push((claim(held, grid, own + 1), atoms, grid, own + 1));
        }
        for (grid, pieces) in pieces {
            self.split(held, grid, pieces);
        }
    }

    /// Divides a grid into so many pieces.
    fn split(&mut self, held: &mut Held, grid: u32, pieces: usize) {
        let atoms = std::mem::take(&mut held.atoms[grid as usize]);
        let first = self.numbers;
        self.halver.divide(atoms.clone(), pieces, first, &mut self.grid_of);
        let mut made: Vec<Vec<u32>> = vec![Vec::new(); pieces];
        for atom in atoms {
            made[(self.grid_of[atom as usize] - first) as usize].push(atom);
        }
        let heaviest = (0..pieces).max_by_key(|&at| self.mesh.heft(&made[at])).unwrap_or_default();
        made.swap(0, heaviest);
        let part = held.part[grid as usize];
        for (at, atoms) in made.into_iter().enumerate() {
            let number = if at == 0 { grid } else { self.numbers };
            for &atom in &atoms {
                self.grid_of[atom as usize] = number;
            }
            let weight = self.mesh.heft(&atoms);
            if at == 0 {
                (held.atoms[grid as usize], held.weight[grid as usize]) = (atoms, weight);
            } else {
                held.atoms.push(atoms);
                held.weight.push(weight);
                held.part.push(part);
                self.numbers += 1;
            }
        }
    }

    /// Gives so many of `grids` up, the lightest that may be each time to its lightest neighbour.
    fn give_up(&mut self, held: &mut Held, grids: &[u32], mut fewer: usize) {
        let free = grids.iter().filter(|&&grid| fewer > 0 && self.is_free(held, grid));
        let mut open: BTreeSet<(i64, u32)> =
            free.map(|&grid| (held.weight[grid as usize], grid)).collect();
        while fewer > 0
            && let Some((weight, grid)) = open.pop_first()
        {
            let links = held.atoms[grid as usize].iter().flat_map(|&atom| self.mesh.links(atom));
            let near: BTreeSet<u32> = links
                .map(|link| self.grid_of[link.to as usize])
                .filter(|other| *other != grid && !self.closed.contains(other))
                .collect();
            // One that only closed grids surround stays so: it is not asked again.
            let Some(other) = near.into_iter().min_by_key(|&it| held.weight[it as usize]) else {
                continue;
            };
            let atoms = std::mem::take(&mut held.atoms[grid as usize]);
            held.weight[grid as usize] = 0;
            for &atom in &atoms {
                self.grid_of[atom as usize] = other;
            }
            let to = other as usize;
            let was_open = open.remove(&(held.weight[to], other));
            held.atoms[to].extend(atoms);
            held.weight[to] += weight;
            if was_open {
                open.insert((held.weight[to], other));
            }
            fewer -= 1;
        }
    }
}
