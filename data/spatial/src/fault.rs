//! What is wrong with given areas, and what was done about it.

use model::{GridId, Position, SquareMetres};

/// What sort of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Land inside the territory that no grid covers.
    Gap,
    /// Land that several grids cover.
    Overlap,
    /// A thin scrap of a grid, cut off from the rest of it by overlaps or gaps.
    Sliver,
    /// A corner of one grid lies on a side of its neighbour, which has no corner there.
    TJunction,
    /// A ring, or two rings of one grid, cross.
    SelfCrossing,
    /// A ring runs out and straight back.
    Spike,
    /// A ring has the same point twice in a row (after rounding to the lattice).
    RepeatedPoint,
    /// A ring has fewer than three different points, or encloses nothing.
    TooFewPoints,
    /// A grid has no land left, or had none.
    Vanished,
    /// A grid has several parts that do not touch along a line. Not wrong in itself.
    MultiPart,
}

/// One thing found in given areas.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What sort of thing.
    pub kind: FaultKind,
    /// Where: on or beside it.
    pub at: Position,
    /// The grids that take part, in order.
    pub grids: Vec<GridId>,
    /// How much land is concerned; zero for what has none.
    pub area: SquareMetres,
    /// Whether the built partition is free of it. What is not mended was decided by a rule, or
    /// stays, and a person should look.
    pub mended: bool,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Gap,
        Self::Overlap,
        Self::Sliver,
        Self::TJunction,
        Self::SelfCrossing,
        Self::Spike,
        Self::RepeatedPoint,
        Self::TooFewPoints,
        Self::Vanished,
        Self::MultiPart,
    ];

    /// The name used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Overlap => "overlap",
            Self::Sliver => "sliver",
            Self::TJunction => "t-junction",
            Self::SelfCrossing => "self-crossing",
            Self::Spike => "spike",
            Self::RepeatedPoint => "repeated-point",
            Self::TooFewPoints => "too-few-points",
            Self::Vanished => "vanished",
            Self::MultiPart => "multi-part",
        }
    }

    /// Whether areas with such a fault are no exact partition as they were given. A grid of
    /// several parts is only worth knowing.
    pub const fn breaks_partition(self) -> bool {
        !matches!(self, Self::MultiPart | Self::RepeatedPoint)
    }
}
