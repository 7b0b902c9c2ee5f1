//! What is wrong with given areas, and what was done about it.

use model::{GridId, Position, SquareMetres};

/// What sort of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Land inside the territory that no grid covers. What is open to the outside is none.
    Gap,
    /// Land that several grids cover.
    Overlap,
    /// A thin scrap of a grid, cut off from the rest of it by overlaps or gaps.
    Sliver,
    /// A corner of one grid lies on a side of its neighbour, which has no corner there.
    TJunction,
    /// A ring, or two rings of one grid, cross.
    SelfCrossing,
    /// A dangling line: a ring runs out and straight back.
    Spike,
    /// A grid draws the same side more than once: it lies on both sides of its own border.
    DuplicateEdge,
    /// A ring has the same point twice in a row (after rounding to the lattice).
    RepeatedPoint,
    /// A ring has fewer than three different points, or encloses nothing.
    TooFewPoints,
    /// A grid has no land left, or had none.
    Vanished,
    /// A part of a grid that does not touch the largest part along a line. Not wrong in itself.
    MultiPart,
    /// A grid lies all around other land. Not wrong in itself.
    Hole,
    /// A grid touches itself at a point. Not wrong in itself.
    Pinch,
    /// A grid, or one of its parts, is narrow all along. Not wrong in itself.
    Narrow,
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
    /// How wide the land is on the mean, twice its area over the length of its border, in metres;
    /// zero for what has no land.
    pub width_m: f64,
    /// How long it is, in metres: half the border of land, the way out and not back of a spike,
    /// the side of a duplicate edge; zero for a point.
    pub length_m: f64,
    /// Whether the built partition is free of it. What is not mended was decided by a rule, or
    /// stays, and a person should look.
    pub mended: bool,
}

impl Fault {
    /// Something at a point: it has no size, and is not mended.
    pub(crate) fn point(kind: FaultKind, at: Position, grids: Vec<GridId>) -> Self {
        let area = SquareMetres::default();
        Self { kind, at, grids, area, width_m: 0.0, length_m: 0.0, mended: false }
    }

    /// Something with land of so many square metres and metres of border.
    pub(crate) fn land(
        kind: FaultKind,
        at: Position,
        grids: Vec<GridId>,
        (area_m2, border_m): (f64, f64),
    ) -> Self {
        let width_m = if border_m > 0.0 { 2.0 * area_m2 / border_m } else { 0.0 };
        let area = SquareMetres::new(area_m2);
        Self { kind, at, grids, area, width_m, length_m: border_m / 2.0, mended: false }
    }

    /// The same, mended or not.
    pub(crate) fn mended(self, mended: bool) -> Self {
        Self { mended, ..self }
    }

    /// The order of reports: by kind, place and grids.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |fault: &Self| (fault.kind, fault.at);
        key(self).cmp(&key(other)).then_with(|| self.grids.cmp(&other.grids))
    }
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Gap,
        Self::Overlap,
        Self::Sliver,
        Self::TJunction,
        Self::SelfCrossing,
        Self::Spike,
        Self::DuplicateEdge,
        Self::RepeatedPoint,
        Self::TooFewPoints,
        Self::Vanished,
        Self::MultiPart,
        Self::Hole,
        Self::Pinch,
        Self::Narrow,
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
            Self::DuplicateEdge => "duplicate-edge",
            Self::RepeatedPoint => "repeated-point",
            Self::TooFewPoints => "too-few-points",
            Self::Vanished => "vanished",
            Self::MultiPart => "multi-part",
            Self::Hole => "hole",
            Self::Pinch => "pinch",
            Self::Narrow => "narrow",
        }
    }

    /// Whether areas with such a fault are no exact partition as they were given. The shape of a
    /// single grid, and points drawn twice, are only worth knowing.
    pub const fn breaks_partition(self) -> bool {
        !matches!(
            self,
            Self::MultiPart | Self::RepeatedPoint | Self::Hole | Self::Pinch | Self::Narrow
        )
    }
}
