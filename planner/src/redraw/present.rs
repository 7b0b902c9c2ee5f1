//! Where improving begins: the present grids made whole, with some divided or given up until their
//! number is right.

use super::halve::Halver;
use super::mesh::Mesh;
use super::parts::Part;
use std::collections::{BTreeMap, BTreeSet};

/// A beginning.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) grid_of: Vec<u32>,
    /// How many numbers of grids there are; some may have no atom.
    pub(super) numbers: usize,
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
/// together. Where locks leave no way, there are more or fewer.
pub(super) fn begin(
    mesh: &Mesh,
    parts: &[Part],
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
    work.divide(grids);
    work.give_up(grids);
    Beginning { grid_of: work.grid_of, numbers: work.numbers as usize }
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
            let mut piece = vec![start];
            let mut head = 0;
            while let Some(&at) = piece.get(head) {
                head += 1;
                for link in self.mesh.links(at) {
                    let to = link.to as usize;
                    if self.grid_of[to] == grid && !std::mem::replace(&mut met[to], true) {
                        piece.push(link.to);
                    }
                }
            }
            let weight = piece.iter().map(|&atom| self.mesh.weight[atom as usize]).sum();
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
                let mut piece = vec![start];
                self.grid_of[start as usize] = self.numbers;
                while let Some(at) = piece.pop() {
                    for link in self.mesh.links(at) {
                        if self.grid_of[link.to as usize] == NONE {
                            self.grid_of[link.to as usize] = self.numbers;
                            piece.push(link.to);
                        }
                    }
                }
                self.numbers += 1;
            }
        }
    }

    /// The atoms of each grid.
    fn members(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (atom, &grid) in (0..).zip(&self.grid_of) {
            members.entry(grid).or_default().push(atom);
        }
        members
    }

    fn heft(&self, atoms: &[u32]) -> i64 {
        atoms.iter().map(|&atom| self.mesh.weight[atom as usize]).sum()
    }

    /// Divides the heaviest grid until there are enough; the heavier half keeps the number.
    fn divide(&mut self, grids: usize) {
        let mut members = self.members();
        while members.len() < grids {
            let may = |grid: &u32, atoms: &Vec<u32>| {
                let free = atoms.iter().all(|&atom| !self.fixed[atom as usize]);
                atoms.len() > 1 && free && !self.closed.contains(grid)
            };
            let open = members.iter().filter(|(grid, atoms)| may(grid, atoms));
            let heaviest = open.max_by_key(|(_, atoms)| (self.heft(atoms), atoms.len()));
            let Some((&grid, atoms)) = heaviest else { break };
            let atoms = atoms.clone();
            self.halver.divide(atoms.clone(), 2, self.numbers, &mut self.grid_of);
            let (one, other): (Vec<u32>, Vec<u32>) =
                atoms.iter().partition(|&&atom| self.grid_of[atom as usize] == self.numbers);
            let (kept, new) =
                if self.heft(&one) > self.heft(&other) { (one, other) } else { (other, one) };
            for &atom in &kept {
                self.grid_of[atom as usize] = grid;
            }
            for &atom in &new {
                self.grid_of[atom as usize] = self.numbers;
            }
            members.insert(grid, kept);
            members.insert(self.numbers, new);
            self.numbers += 1;
        }
    }

    /// Gives up the lightest grid to its lightest neighbour until there are few enough.
    fn give_up(&mut self, grids: usize) {
        let mut members = self.members();
        let mut stuck: BTreeSet<u32> = BTreeSet::new();
        while members.len() > grids {
            let may = |grid: &u32, atoms: &Vec<u32>| {
                let free = atoms.iter().all(|&atom| !self.fixed[atom as usize]);
                free && !self.closed.contains(grid) && !stuck.contains(grid)
            };
            let open = members.iter().filter(|(grid, atoms)| may(grid, atoms));
            let Some((&grid, atoms)) = open.min_by_key(|(_, atoms)| self.heft(atoms)) else {
                break;
            };
            let near: BTreeSet<u32> = atoms
                .iter()
                .flat_map(|&atom| self.mesh.links(atom))
                .map(|link| self.grid_of[link.to as usize])
                .filter(|other| *other != grid && !self.closed.contains(other))
                .collect();
            let Some(other) = near.into_iter().min_by_key(|it| self.heft(&members[it])) else {
                stuck.insert(grid);
                continue;
            };
            let atoms = members.remove(&grid).unwrap_or_default();
            for &atom in &atoms {
                self.grid_of[atom as usize] = other;
            }
            members.entry(other).or_default().extend(atoms);
            stuck.clear();
        }
    }
}
