//! What is asked for, and what comes out.

use super::figures::Figures;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// How many grids.
    pub grids: usize,
    /// How far the weight of a grid may be from the mean, as a share of it: 0.1 is ten percent.
    pub tolerance: f64,
    /// Begin at the present grids, with as few households moved as the shape allows; else anew.
    pub improve: bool,
    /// What it costs to move the weight of one whole mean grid, in mean borders; used with
    /// `improve`. `None` makes several drawings, from few moved to well shaped.
    pub stay: Option<f64>,
    /// Present grids that take nothing and give nothing.
    pub locked: Vec<u32>,
    /// How many drawings to choose from; at least one is made.
    pub candidates: usize,
    /// The seed.
    pub seed: u64,
}

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The drawing that is worked on, from 0, and how many there will be.
    pub candidate: usize,
    /// How many there will be.
    pub candidates: usize,
    /// Steps made for this drawing.
    pub steps: u64,
}

impl Progress {
    /// Which share of the work is over when every drawing has so many steps: an answer that makes the
    /// drawings the same on every machine.
    pub fn share(self, steps: u64) -> f64 {
        let within = (self.steps as f64 / steps.max(1) as f64).min(1.0);
        (self.candidate as f64 + within) / self.candidates.max(1) as f64
    }
}

/// What a drawing was made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// The shortest borders.
    Compact,
    /// Grids as alike in weight as their shape allows.
    Even,
    /// Few moved: what a mean grid's weight cost to move, in mean borders.
    Stay(f64),
}

/// One drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The grid of every atom, from 0. When the present grids were improved, those keep their
    /// numbers and new ones follow; a grid that was given up has no atom.
    pub grid_of: Vec<u32>,
    /// What it was made for.
    pub aim: Aim,
    /// How good it is, reckoned anew from the ground.
    pub figures: Figures,
    /// In what it is the best of its company, in words; empty when in nothing.
    pub best_in: Vec<Merit>,
}

/// What a drawing can be best in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// Fewest grids outside the window.
    Inside,
    /// Shortest borders.
    Compact,
    /// Least difference between the heaviest and the lightest grid.
    Even,
    /// Fewest moved.
    Stays,
}

/// Why some grid must be outside the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Infeasible {
    /// A single atom is too heavy.
    Atom {
        /// Its number.
        atom: u32,
        /// Its weight.
        weight: u64,
    },
    /// A part that hangs together inside a community cannot be divided into grids of the window.
    Part {
        /// The community.
        community: u32,
        /// Its first atom, and how many there are.
        first: u32,
        /// How many atoms it has.
        atoms: usize,
        /// Their weight.
        weight: u64,
        /// How many grids it gets.
        grids: usize,
    },
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Redrawn {
    /// The least weight inside the window.
    pub low: u64,
    /// The greatest weight inside the window.
    pub high: u64,
    /// Where no drawing can be inside the window.
    pub infeasible: Vec<Infeasible>,
    /// Drawings to choose from, at least one, no two the same.
    pub drawings: Vec<Drawing>,
    /// No drawing with all grids inside can move less than this weight; 0 when drawn anew.
    pub moved_bound: u64,
}
