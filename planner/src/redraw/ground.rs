//! What is drawn on: atoms, and the borders between them.

/// The smallest unit of land that a redraw moves: a building, a courtyard, a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Atom {
    /// Households, or any other workload; whole.
    pub weight: u32,
    /// Land, in square metres; only reported.
    pub area_m2: f64,
    /// Border with the land outside, in metres; only reported.
    pub outside_m: f64,
    /// The community it lies in; a grid never reaches into a second one.
    pub community: u32,
    /// Where it is: east and north in any one unit, where that is known.
    pub at: Option<[f64; 2]>,
    /// Its present grid, from 0; `None` where there is none.
    pub present: Option<u32>,
    /// Whether it stays in its present grid whatever happens.
    pub locked: bool,
}

/// A line that two atoms share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Border {
    /// The two atoms, by number; their order means nothing.
    pub atoms: [u32; 2],
    /// How long it is, in metres. A link over water or by a bridge has length 0.
    pub length_m: f64,
    /// What a metre of it costs when grids part there, 1 for plain land: less along roads and
    /// rivers, more where a courtyard would be cut.
    pub cost: f64,
}

/// Land as atoms and borders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// The atoms, numbered from 0.
    pub atoms: Vec<Atom>,
    /// What they share, each pair at most once.
    pub borders: Vec<Border>,
}

/// The most atoms of one ground.
pub const ATOMS_MAX: usize = 1 << 24;

/// The greatest sum of all weights.
pub const WEIGHT_MAX: u64 = 1 << 40;

/// Why a drawing cannot be begun.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RedrawError {
    /// There is nothing to draw on.
    #[error("there are no atoms")]
    NoAtoms,
    /// More than can be held.
    #[error("{count} atoms are more than {ATOMS_MAX}")]
    TooMany {
        /// How many were given.
        count: usize,
    },
    /// Weights add up to more than can be reckoned with.
    #[error("the weights add up to {total}, more than {WEIGHT_MAX}")]
    TooHeavy {
        /// Their sum.
        total: u64,
    },
    /// All weights are nothing, so grids cannot be alike.
    #[error("no atom has a weight")]
    NoWeight,
    /// A border names an atom that is not there, or the same on both sides.
    #[error("border {border} is between atoms {} and {}, which cannot be", atoms[0], atoms[1])]
    Border {
        /// Its number.
        border: usize,
        /// What it names.
        atoms: [u32; 2],
    },
    /// Two atoms have two borders; their lengths are to be added up.
    #[error("atoms {} and {} have two borders, which should be one", atoms[0], atoms[1])]
    Twice {
        /// The atoms.
        atoms: [u32; 2],
    },
    /// A length or cost that is negative or no number.
    #[error("border {border} has a length or a cost that is no number from 0 up")]
    Length {
        /// Its number.
        border: usize,
    },
    /// The tolerance is not a share.
    #[error("a tolerance is a share from 0 up to 1, not {0}")]
    Tolerance(f64),
    /// Parts that are not connected, or lie in different communities, need a grid each.
    #[error(
        "{needed} grids at least are needed, one for each part that hangs together, not {grids}"
    )]
    TooFewGrids {
        /// How many were asked for.
        grids: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Every grid needs an atom of its own.
    #[error("{grids} grids cannot be made of {atoms} atoms that may be moved")]
    TooManyGrids {
        /// How many were asked for.
        grids: usize,
        /// How many atoms there are.
        atoms: usize,
    },
    /// Locks need something that stays.
    #[error("atoms and grids can be locked only when the present grids are improved")]
    LockedAnew,
    /// The number of a present grid is greater than there could be grids.
    #[error(
        "atom {atom} is in the present grid {grid}, and numbers of grids are below {ATOMS_MAX}"
    )]
    Present {
        /// The atom.
        atom: usize,
        /// The number.
        grid: u32,
    },
    /// What moving costs is negative or no number.
    #[error("what it costs to move is a number from 0 up, not {0}")]
    Stay(f64),
    /// A locked atom has no present grid.
    #[error("atom {atom} is locked and has no present grid")]
    LockedNowhere {
        /// The atom.
        atom: usize,
    },
}

impl Ground {
    /// The sum of all weights.
    pub fn weight(&self) -> u64 {
        self.atoms.iter().map(|atom| u64::from(atom.weight)).sum()
    }

    /// Whether everything is as the types promise.
    pub(super) fn sound(&self) -> Result<(), RedrawError> {
        let count = self.atoms.len();
        if count == 0 {
            return Err(RedrawError::NoAtoms);
        }
        if count > ATOMS_MAX {
            return Err(RedrawError::TooMany { count });
        }
        match self.weight() {
            0 => return Err(RedrawError::NoWeight),
            total if total > WEIGHT_MAX => return Err(RedrawError::TooHeavy { total }),
            _ => {}
        }
        for (border, Border { atoms, length_m, cost }) in self.borders.iter().enumerate() {
            if atoms[0] == atoms[1] || atoms.iter().any(|&atom| atom as usize >= count) {
                return Err(RedrawError::Border { border, atoms: *atoms });
            }
            let fine = |value: &f64| value.is_finite() && (0.0..1e12).contains(value);
            if !fine(length_m) || !fine(cost) {
                return Err(RedrawError::Length { border });
            }
        }
        let mut pairs: Vec<[u32; 2]> = self.borders.iter().map(|border| border.atoms).collect();
        for pair in &mut pairs {
            pair.sort_unstable();
        }
        pairs.sort_unstable();
        if let Some(twice) = pairs.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(RedrawError::Twice { atoms: twice[0] });
        }
        let beyond = |atom: &Atom| atom.present.filter(|&grid| grid as usize >= ATOMS_MAX);
        let mut presents = self.atoms.iter().enumerate();
        if let Some((atom, grid)) = presents.find_map(|(at, atom)| Some((at, beyond(atom)?))) {
            return Err(RedrawError::Present { atom, grid });
        }
        let nowhere = |atom: &Atom| atom.locked && atom.present.is_none();
        match self.atoms.iter().position(nowhere) {
            Some(atom) => Err(RedrawError::LockedNowhere { atom }),
            None => Ok(()),
        }
    }
}
