//! Why an edit was not made.

use model::{GridId, Position};

/// Why an edit was not made; the draft is as it was. The text says what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such grid, or a number for new land is far beyond the last one.
    #[error("there is no grid {}; choose one of the drawing", .grid.0)]
    UnknownGrid {
        /// The number given.
        grid: GridId,
    },
    /// The grid has no land, so there is nothing to edit.
    #[error("grid {} has no land; choose one that has", .grid.0)]
    Empty {
        /// The grid.
        grid: GridId,
    },
    /// New land was to go to a number that a grid with land has, or one number was given twice.
    #[error("grid {} is in use; give new land a number that is not", .grid.0)]
    InUse {
        /// The grid.
        grid: GridId,
    },
    /// Land was to go from a grid to the same grid.
    #[error("grid {} was named on both sides; choose two different ones", .grid.0)]
    SameGrid {
        /// The grid.
        grid: GridId,
    },
    /// The line cuts the grid into more parts than there are numbers for.
    #[error("the line cuts grid {} into {parts} parts; give {} numbers for new land, or draw a line that crosses it once", .grid.0, .parts - 1)]
    TooFewNumbers {
        /// The grid.
        grid: GridId,
        /// The parts, the one that keeps the number included.
        parts: usize,
        /// A vertex of the smallest part.
        at: Position,
    },
    /// Two grids share no line, so land cannot pass between them.
    #[error("grids {} and {} share no border here; bring in the land between them first", .grids[0].0, .grids[1].0)]
    NotAdjacent {
        /// The grids.
        grids: [GridId; 2],
        /// Where the land is.
        at: Position,
    },
    /// A grid would be left without land.
    #[error("grid {} would lose all its land; merge it, or allow it to vanish", .grid.0)]
    WouldVanish {
        /// The grid.
        grid: GridId,
        /// Where its land is.
        at: Position,
    },
    /// A grid would fall into more parts than it has.
    #[error("grid {} would fall into {parts} parts; choose land at its edge, or allow several parts", .grid.0)]
    WouldTear {
        /// The grid.
        grid: GridId,
        /// The parts it would have.
        parts: usize,
        /// Where the change is.
        at: Position,
    },
    /// No part of the line lies in the grid.
    #[error("the line does not meet grid {}; draw it across the grid", .grid.0)]
    LineMissesGrid {
        /// The grid.
        grid: GridId,
        /// Where the line begins.
        at: Position,
    },
    /// The line runs through the grid and leaves it in one part.
    #[error("the line leaves grid {} in one part; draw it from border to border", .grid.0)]
    CutsNothing {
        /// The grid.
        grid: GridId,
        /// Where the line begins.
        at: Position,
    },
    /// A line would cross or touch a border that stays, or itself.
    #[error("the line would meet another border or itself at {at:?}; keep clear of it")]
    Crosses {
        /// Where.
        at: Position,
        /// The grids beside the border that is in the way.
        grids: Vec<GridId>,
    },
    /// A line would be moved across another vertex, so that land would change hands.
    #[error("the line would pass over the vertex at {at:?}; move that one first")]
    PassesOver {
        /// The vertex.
        at: Position,
    },
    /// Borders would fall into one, and the land between them would be gone.
    #[error("borders would fall into one at {at:?}; leave some land between them")]
    Collapses {
        /// Where.
        at: Position,
    },
    /// There is no vertex at that place.
    #[error("there is no vertex at {at:?}; choose one that there is")]
    NoVertex {
        /// The place.
        at: Position,
    },
    /// Three or more borders meet there, so the vertex cannot be removed.
    #[error("{borders} borders meet at {at:?}; move it, or merge two of the grids")]
    IsNode {
        /// The node.
        at: Position,
        /// How many.
        borders: usize,
    },
    /// There is no piece of border between those places.
    #[error("no border runs straight from {from:?} to {to:?}; choose two neighbouring vertices")]
    NotOnBorder {
        /// One end.
        from: Position,
        /// The other.
        to: Position,
    },
    /// The new course of an edge must begin and end where the edge does.
    #[error(
        "the line must begin or end at {at:?}, as the border does; move the node to change that"
    )]
    EndsMoved {
        /// The end of the edge that the line misses.
        at: Position,
    },
    /// A line with fewer than two different points, or an area that encloses nothing.
    #[error("what was drawn has too few points; draw at least two for a line, three for an area")]
    TooFewPoints,
    /// More points than one edit may bring.
    #[error("{points} points are more than one edit may have ({most}); import them instead")]
    TooLarge {
        /// How many.
        points: usize,
        /// The limit.
        most: usize,
    },
    /// What was drawn crosses itself or borders in too many places, or rounding would not settle.
    #[error("too many lines cross near {at:?}; draw a simpler line there")]
    TooTangled {
        /// Near here.
        at: Position,
    },
    /// The edit would change nothing: no land of the giver lies there, or the vertex is there.
    #[error("there is nothing to change at {at:?}")]
    NothingToDo {
        /// Where it was tried.
        at: Position,
    },
    /// Something was edited since, so this cannot be taken back before that is.
    #[error("the drawing was changed since; take back the later edits first")]
    NotTheLast,
}

impl Refused {
    /// The place that a person should look at, where there is one.
    pub fn place(&self) -> Option<Position> {
        match *self {
            Self::TooFewNumbers { at, .. }
            | Self::NotAdjacent { at, .. }
            | Self::WouldVanish { at, .. }
            | Self::WouldTear { at, .. }
            | Self::LineMissesGrid { at, .. }
            | Self::CutsNothing { at, .. }
            | Self::Crosses { at, .. }
            | Self::PassesOver { at }
            | Self::Collapses { at }
            | Self::NoVertex { at }
            | Self::IsNode { at, .. }
            | Self::EndsMoved { at }
            | Self::TooTangled { at }
            | Self::NothingToDo { at }
            | Self::NotOnBorder { from: at, .. } => Some(at),
            Self::UnknownGrid { .. }
            | Self::Empty { .. }
            | Self::InUse { .. }
            | Self::SameGrid { .. }
            | Self::TooFewPoints
            | Self::TooLarge { .. }
            | Self::NotTheLast => None,
        }
    }

    /// The grids concerned.
    pub fn grids(&self) -> &[GridId] {
        match self {
            Self::UnknownGrid { grid }
            | Self::Empty { grid }
            | Self::InUse { grid }
            | Self::SameGrid { grid }
            | Self::TooFewNumbers { grid, .. }
            | Self::WouldVanish { grid, .. }
            | Self::WouldTear { grid, .. }
            | Self::LineMissesGrid { grid, .. }
            | Self::CutsNothing { grid, .. } => std::slice::from_ref(grid),
            Self::NotAdjacent { grids, .. } => grids,
            Self::Crosses { grids, .. } => grids,
            Self::PassesOver { .. }
            | Self::Collapses { .. }
            | Self::NoVertex { .. }
            | Self::IsNode { .. }
            | Self::NotOnBorder { .. }
            | Self::EndsMoved { .. }
            | Self::TooFewPoints
            | Self::TooLarge { .. }
            | Self::TooTangled { .. }
            | Self::NothingToDo { .. }
            | Self::NotTheLast => &[],
        }
    }
}
