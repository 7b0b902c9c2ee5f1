//! What a designer does, as plain data, and why it may be refused.

use model::{Bounds, Code, GridId, Position};
use spatial::{Edit, Refused, Warning};

/// One step of a design: it can be kept in a log and made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Changes land.
    Land {
        /// The edit. New grids need no numbers: `new` of a split is filled in, and the taker of
        /// moved land that is beyond the last grid is a new one.
        edit: Edit,
        /// What the new grids are called, in the order of their numbers. Those without are given
        /// the next free code of their unit.
        names: Vec<Named>,
    },
    /// Gives a grid another code and name.
    Name {
        /// The grid.
        grid: GridId,
        /// What it is called from now on.
        named: Named,
    },
    /// Locks a grid, so that its border stays as it is, or lets it go.
    Lock {
        /// The grid.
        grid: GridId,
        /// Whether its border must stay.
        locked: bool,
    },
}

/// What a grid is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The official code, unique among the grids.
    pub code: Code,
    /// The name shown.
    pub name: String,
}

/// What a step changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The grids whose border, name, lock or load is another, in order; those that have gone too.
    pub grids: Vec<GridId>,
    /// The grids that got their first land.
    pub made: Vec<GridId>,
    /// Where land changed hands or borders moved.
    pub boxes: Vec<Bounds>,
    /// What a person should know.
    pub warnings: Vec<Warning>,
}

/// Why a step cannot be made; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The geometry does not allow it.
    #[error(transparent)]
    Land(#[from] Refused),
    /// A border between upper units, or of the territory, would move.
    #[error("the border of {unit} would move; change it with the units above, not here")]
    MovesUpperBorder {
        /// The name of the upper unit, or nothing for the territory.
        unit: String,
        /// Where.
        at: Position,
    },
    /// A locked grid would change.
    #[error("grid {grid:?} is locked; unlock it first")]
    Locked {
        /// The grid.
        grid: GridId,
        /// Where it would change, if it is its land.
        at: Option<Position>,
    },
    /// There is no such grid, or it has no land any more.
    #[error("there is no grid {grid:?}")]
    NoGrid {
        /// The number asked for.
        grid: GridId,
    },
    /// Another grid has this code.
    #[error("the code {code} belongs to another grid")]
    CodeTaken {
        /// The code.
        code: Code,
        /// Whose it is.
        by: GridId,
    },
    /// The code meant another place in an earlier drawing.
    #[error("the code {code} belonged to another grid before; choose one that nobody had")]
    CodeOfThePast {
        /// The code.
        code: Code,
    },
    /// A name is empty or too long.
    #[error("a name has 1 to {most} bytes")]
    BadName {
        /// The limit.
        most: usize,
    },
    /// Nothing is left to take back, or to make again.
    #[error("there is nothing to take back")]
    NothingLeft,
}

impl Refusal {
    /// The place to look at, where there is one.
    pub fn place(&self) -> Option<Position> {
        match self {
            Self::Land(refused) => refused.place(),
            Self::MovesUpperBorder { at, .. } => Some(*at),
            Self::Locked { at, .. } => *at,
            _ => None,
        }
    }

    /// The grids concerned.
    pub fn grids(&self) -> &[GridId] {
        match self {
            Self::Land(refused) => refused.grids(),
            Self::Locked { grid, .. }
            | Self::NoGrid { grid }
            | Self::CodeTaken { by: grid, .. } => std::slice::from_ref(grid),
            _ => &[],
        }
    }

    /// A word for programs: what kind of refusal it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Land(refused) => kind_of(refused),
            Self::MovesUpperBorder { .. } => "moves-upper-border",
            Self::Locked { .. } => "locked",
            Self::NoGrid { .. } => "no-grid",
            Self::CodeTaken { .. } => "code-taken",
            Self::CodeOfThePast { .. } => "code-of-the-past",
            Self::BadName { .. } => "bad-name",
            Self::NothingLeft => "nothing-left",
        }
    }
}

const fn kind_of(refused: &Refused) -> &'static str {
    match refused {
        Refused::UnknownGrid { .. } | Refused::Empty { .. } => "no-grid",
        Refused::InUse { .. } => "in-use",
        Refused::SameGrid { .. } => "same-grid",
        Refused::TooFewNumbers { .. } => "too-many-parts",
        Refused::NotAdjacent { .. } => "not-adjacent",
        Refused::WouldVanish { .. } => "would-vanish",
        Refused::WouldTear { .. } => "would-tear",
        Refused::LineMissesGrid { .. } => "line-misses-grid",
        Refused::CutsNothing { .. } => "cuts-nothing",
        Refused::Crosses { .. } => "crosses",
        Refused::PassesOver { .. } => "passes-over",
        Refused::Collapses { .. } => "collapses",
        Refused::NoVertex { .. } => "no-vertex",
        Refused::IsNode { .. } => "is-node",
        Refused::NotOnBorder { .. } => "not-on-border",
        Refused::EndsMoved { .. } => "ends-moved",
        Refused::TooFewPoints => "too-few-points",
        Refused::TooLarge { .. } => "too-large",
        Refused::TooTangled { .. } => "too-tangled",
        Refused::NothingToDo { .. } => "nothing-to-do",
        Refused::NotTheLast => "not-the-last",
    }
}
