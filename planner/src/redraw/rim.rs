//! The atoms on the rims of grids, in the order of what moving them would cost at least.
//!
//! A step of the search draws an atom and a price that it is ready to pay; most draws come to nothing,
//! because no move of that atom is so cheap. With the rim in order of the least price, that is seen by the
//! place of the draw alone, without a look at the atom (the idea of annealing without refused moves, Greene
//! and Supowit 1986, kept exactly the same chain of drawings).

/// How many prices are told apart, and the width of each, in units of the search (a sixteenth of a mean
/// border).
const LEVELS: usize = 24;
const WIDTH: i64 = 64;

const NOWHERE: u32 = u32::MAX;

/// Atoms in order of their levels, in no order within a level.
#[derive(Clone, Debug)]
pub(super) struct Rim {
    atoms: Vec<u32>,
    /// By level: the end of its atoms, and so the beginning of those of the next.
    ends: [u32; LEVELS],
    /// By atom: its place above, or `NOWHERE`, and its level.
    place: Vec<u32>,
    level: Vec<u8>,
}

impl Rim {
    /// Without any of so many atoms.
    pub(super) fn of(atoms: usize) -> Self {
        Self {
            atoms: Vec::new(),
            ends: [0; LEVELS],
            place: vec![NOWHERE; atoms],
            level: vec![0; atoms],
        }
    }

    /// All atoms, those with the lowest prices first.
    pub(super) fn atoms(&self) -> &[u32] {
        &self.atoms
    }

    /// Whether an atom is here.
    #[inline]
    pub(super) fn holds(&self, atom: u32) -> bool {
        self.place[atom as usize] != NOWHERE
    }

    /// How many of the first atoms may have a move that costs less than `limit`; no other has.
    #[inline]
    pub(super) fn below(&self, limit: f64) -> usize {
        let level = ((limit / WIDTH as f64) as usize).min(LEVELS - 1);
        self.ends[level] as usize
    }

    /// Takes an atom in, or to another place, by the least that a move of it costs; out if `None`.
    #[inline]
    pub(super) fn set(&mut self, atom: u32, least: Option<i64>) {
        let there = self.holds(atom);
        let Some(least) = least else {
            if there {
                self.remove(atom);
            }
            return;
        };
        let level = ((least.max(0) / WIDTH) as usize).min(LEVELS - 1);
        if !there {
            self.place[atom as usize] = self.atoms.len() as u32;
            self.level[atom as usize] = (LEVELS - 1) as u8;
            self.atoms.push(atom);
            self.ends[LEVELS - 1] += 1;
        }
        self.shift(atom, level);
    }

    fn remove(&mut self, atom: u32) {
        self.shift(atom, LEVELS - 1);
        self.swap(atom, self.atoms.len() as u32 - 1);
        self.atoms.pop();
        self.ends[LEVELS - 1] -= 1;
        self.place[atom as usize] = NOWHERE;
    }

    /// Moves an atom over the borders between its level and another one.
    fn shift(&mut self, atom: u32, to: usize) {
        let from = usize::from(self.level[atom as usize]);
        for level in (to..from).rev() {
            self.swap(atom, self.ends[level]);
            self.ends[level] += 1;
        }
        for level in from..to {
            self.ends[level] -= 1;
            self.swap(atom, self.ends[level]);
        }
        self.level[atom as usize] = to as u8;
    }

    /// Lets an atom and the one at a place change places.
    fn swap(&mut self, atom: u32, place: u32) {
        let (own, other) = (self.place[atom as usize], self.atoms[place as usize]);
        self.atoms.swap(own as usize, place as usize);
        self.place[other as usize] = own;
        self.place[atom as usize] = place;
    }
}

#[cfg(test)]
#[path = "rim_tests.rs"]
mod tests;
