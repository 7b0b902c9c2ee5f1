//! What was fixed by hand, and is not to be planned anew.

/// One decision that a plan keeps. Crews and targets are given by their places in the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Visits to the target are made by this crew, or by others that are assigned to it as well.
    Assigned {
        /// The crew.
        crew: usize,
        /// The target.
        target: usize,
    },
    /// No visit to the target is made by this crew.
    Forbidden {
        /// The crew.
        crew: usize,
        /// The target.
        target: usize,
    },
    /// The crew's route begins with these stops, in this order, with nothing between them but breaks.
    Begins {
        /// The crew.
        crew: usize,
        /// The stops.
        stops: Vec<LockedStop>,
    },
    /// The crew's route has these stops, in this order, and no other.
    Whole {
        /// The crew.
        crew: usize,
        /// The stops.
        stops: Vec<LockedStop>,
    },
}

/// A stop whose place in a route is fixed; its times are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockedStop {
    /// The target's place in the problem.
    pub target: usize,
    /// A line is travelled from its last point to its first.
    pub reversed: bool,
}

impl Lock {
    /// The crew and the stops whose order is fixed, if this fixes an order; whether they are all.
    pub fn order(&self) -> Option<(usize, &[LockedStop], bool)> {
        match self {
            Self::Begins { crew, stops } => Some((*crew, stops, false)),
            Self::Whole { crew, stops } => Some((*crew, stops, true)),
            Self::Assigned { .. } | Self::Forbidden { .. } => None,
        }
    }
}
