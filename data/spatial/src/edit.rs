//! Edits of a partition as a designer makes them: exact, local, and taken back to the same bytes.
//!
//! A [`Draft`] holds the pieces of border between neighbouring vertices with the grids on both
//! sides, and nothing else: polygons, edges and nodes are read off them. An [`Edit`] is plain data;
//! [`Draft::apply`] makes it or refuses it with a reason, and gives back what [`Draft::undo`] needs.
//!
//! # How an edit with new lines works
//!
//! 1. The new lines are noded with the pieces near them by exact snap rounding ([`node`]): pieces
//!    they cross get a vertex at the rounded crossing, on both sides alike.
//! 2. Each new piece learns whose land it lies in, from the pieces at its ends.
//! 3. Every piece beside land that changes hands gets its new grids; pieces with the same grid on
//!    both sides go.
//! 4. Vertices that were put on borders where no new line stays are taken out again.
//! 5. At every vertex touched, neighbouring pieces must agree on the land between them, and no grid
//!    may have lost all its land; else everything is taken back.
//!
//! Nothing looks at more of the map than what lies along the lines, inside the drawn areas, or
//! around the grids that are divided.

mod ask;
mod carve;
mod course;
mod draft;
mod figures;
mod lines;
mod moved;
mod node;
mod overlay;
mod reach;
mod refused;
mod split;
mod tree;
mod vertex;
mod work;

pub use ask::{Course, NearEdge, Nearby, Segment};
pub use draft::Draft;
pub use figures::Figures;
pub use refused::Refused;

use model::{Area, Bounds, GridId, Position};
use work::{Changes, Work};

/// The most points that one edit may bring.
const POINTS_MAX: usize = 100_000;

/// Edits that stay so many lattice steps apart do not bend each other's borders.
const APART: i32 = 4;

/// New land may get a number at most so far beyond the last one.
const NUMBERS_AHEAD_MAX: u32 = 65_536;

/// One change, as plain data: it can be kept in a log and made again.
///
/// Vertices are named by their places. Grids by their numbers: one for new land is either that of a
/// grid without land or a new one, usually [`Draft::grid_count`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Divides a grid along a line.
    ///
    /// An end inside the grid runs on straight to the border, an end beyond the border is cut off
    /// there; parts of the line outside the grid do nothing. A line that crosses the grid several
    /// times makes several parts, a closed one inside it an island. The new parts get the new
    /// numbers, the largest part first.
    Split {
        /// The grid to divide.
        grid: GridId,
        /// The line, at least two points.
        line: Vec<Position>,
        /// The part that keeps the number.
        keep: Keep,
        /// The numbers of the new parts; those left over are not used.
        new: Vec<GridId>,
    },
    /// Gives all land of one grid to a neighbour; its number stays, without land.
    Merge {
        /// The grid that goes.
        from: GridId,
        /// The grid that gets the land.
        into: GridId,
    },
    /// Moves a vertex or node, with all borders that end there, along a straight way.
    MoveVertex {
        /// Where it is.
        from: Position,
        /// Where it goes.
        to: Position,
    },
    /// Puts a vertex into a straight piece of border; the border bends if it is not on the piece.
    InsertVertex {
        /// The two ends of the piece.
        between: [Position; 2],
        /// The new vertex.
        at: Position,
    },
    /// Takes out a vertex at which two pieces meet: one straight piece takes their place.
    RemoveVertex {
        /// The vertex.
        at: Position,
    },
    /// Gives an edge, from node to node, another course.
    Reroute {
        /// The ends of any piece of the edge.
        piece: [Position; 2],
        /// From one node to the other, both included, in either direction. For an edge without
        /// nodes: a ring through one of its vertices, which begins and ends there.
        line: Vec<Position>,
    },
    /// Gives the part of a grid that lies in an area to a neighbour, or to a new grid.
    MoveArea {
        /// The giver.
        from: GridId,
        /// The taker.
        to: GridId,
        /// Any shape; only the giver's land in it moves.
        area: Area,
    },
    /// Gives the land in an area that belongs to nobody to a grid, or to a new one.
    AddLand {
        /// The taker.
        to: GridId,
        /// Any shape; only land of nobody in it is taken.
        area: Area,
    },
    /// Makes the land in an area nobody's.
    RemoveLand {
        /// The givers; `None` is every grid.
        from: Option<Vec<GridId>>,
        /// Any shape.
        area: Area,
    },
}

/// Which part keeps the number of a divided grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The largest; of equally large ones the most western.
    #[default]
    Largest,
    /// The one with this place in it; the largest when none has it.
    At(Position),
}

/// What to do when a grid would fall into more parts than it had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Torn {
    /// Say so with a [`Warning`].
    #[default]
    Warn,
    /// Refuse the edit.
    Refuse,
}

/// What edits may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EditRules {
    /// Whether a grid may be left without land by moving or removing areas.
    pub may_vanish: bool,
    /// When a grid would fall into more parts.
    pub torn: Torn,
}

/// Something to know about an edit that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A grid fell into more parts than it had.
    Torn {
        /// The grid.
        grid: GridId,
        /// Its parts now.
        parts: usize,
    },
}

/// An edit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What an index or a tile must make anew: all land that changed hands and all pieces that
    /// changed lie in these boxes, which do not meet each other.
    pub boxes: Vec<Bounds>,
    /// The grids whose border changed in any way, in order, those without land now included.
    pub grids: Vec<GridId>,
    /// The grids that got their first land.
    pub made: Vec<GridId>,
    /// What a person should know.
    pub warnings: Vec<Warning>,
    asked: Asked,
    changes: Changes,
    /// Numbers for grids before and after.
    numbers: [u32; 2],
    /// The draft before and after.
    stamps: [u128; 2],
}

impl Done {
    /// Whether two edits have nothing to do with each other: then they may be made, and taken back,
    /// in either order, with the same end. True when neither changed a grid that the other changed
    /// or named, nor anything within some steps of what the other changed or of its area or line.
    pub fn apart_from(&self, other: &Self) -> bool {
        let moved = |at: Position, by: i32| {
            Position::from_e7(at.lon_e7().saturating_add(by), at.lat_e7().saturating_add(by))
        };
        let wide = |of: &Bounds| Bounds {
            min: moved(of.min, -APART).unwrap_or(of.min),
            max: moved(of.max, APART).unwrap_or(of.max),
        };
        let free = |one: &Self, two: &Self| {
            let seen = two.boxes.iter().chain(&two.asked.within).map(wide);
            let named = || two.grids.iter().chain(&two.asked.grids);
            seen.into_iter().all(|seen| one.boxes.iter().all(|of| !of.meets(&seen)))
                && one.grids.iter().all(|grid| named().all(|other| other != grid))
        };
        free(self, other) && free(other, self)
    }
}

/// What an edit names, whether it changed it or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    grids: Vec<GridId>,
    within: Option<Bounds>,
}

impl Asked {
    fn by(edit: &Edit) -> Self {
        let around = |points: &[Position]| Bounds::around(points.iter().copied());
        let (grids, within) = match edit {
            Edit::Split { grid, line, new, .. } => {
                ([&[*grid], new.as_slice()].concat(), around(line))
            }
            Edit::Merge { from, into } => (vec![*from, *into], None),
            Edit::MoveVertex { from, to } => (Vec::new(), around(&[*from, *to])),
            Edit::InsertVertex { at, .. } | Edit::RemoveVertex { at } => {
                (Vec::new(), around(&[*at]))
            }
            Edit::Reroute { line, .. } => (Vec::new(), around(line)),
            Edit::MoveArea { from, to, area } => (vec![*from, *to], area.bounds()),
            Edit::AddLand { to, area } => (vec![*to], area.bounds()),
            Edit::RemoveLand { from, area } => (from.clone().unwrap_or_default(), area.bounds()),
        };
        Self { grids, within }
    }
}

impl Draft {
    /// Makes an edit.
    ///
    /// ```
    /// use model::{Area, GridId, Polygon, Position};
    /// use spatial::{Draft, Edit, EditRules, Keep, Partition, RepairSettings};
    ///
    /// let at = |lon, lat| Position::from_degrees(lon, lat);
    /// let outer = vec![at(103.8, 36.0)?, at(103.9, 36.0)?, at(103.9, 36.1)?, at(103.8, 36.1)?];
    /// let area = Area { polygons: vec![Polygon { outer, holes: vec![] }] };
    /// let built = Partition::build(&[area], &RepairSettings::default())?;
    /// let mut draft = Draft::new(&built.partition);
    /// let edit = Edit::Split {
    ///     grid: GridId(0),
    ///     line: vec![at(103.82, 36.04)?, at(103.82, 36.06)?],
    ///     keep: Keep::Largest,
    ///     new: vec![GridId(1)],
    /// };
    /// let done = draft.apply(&edit, EditRules::default())?;
    /// assert_eq!(done.made, [GridId(1)]);
    /// assert_eq!(draft.figures(GridId(1)).neighbours[0].0, GridId(0));
    /// draft.undo(&done)?;
    /// assert_eq!(draft.freeze(), built.partition);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Refused`] says why and where; then nothing has changed.
    pub fn apply(&mut self, edit: &Edit, rules: EditRules) -> Result<Done, Refused> {
        let mut work = Work::new(self);
        let made = match edit {
            Edit::Split { grid, line, keep, new } => {
                split::split(&mut work, *grid, line, *keep, new)
            }
            Edit::Merge { from, into } => carve::merge(&mut work, *from, *into),
            Edit::MoveVertex { from, to } => vertex::shift(&mut work, *from, *to),
            Edit::InsertVertex { between, at } => vertex::insert(&mut work, *between, *at),
            Edit::RemoveVertex { at } => vertex::remove(&mut work, *at),
            Edit::Reroute { piece, line } => course::reroute_edge(&mut work, *piece, line),
            Edit::MoveArea { from, to, area } => {
                carve::move_area(&mut work, *from, *to, area, rules)
            }
            Edit::AddLand { to, area } => carve::add_land(&mut work, *to, area, rules),
            Edit::RemoveLand { from, area } => {
                carve::remove_land(&mut work, from.as_deref(), area, rules)
            }
        };
        match made {
            Ok(()) => work.keep(Asked::by(edit)),
            Err(refused) => {
                work.drop_all();
                Err(refused)
            }
        }
    }

    /// Takes back the last edit that was not taken back: the draft is as before it, to the byte.
    /// What comes out takes the taking back back.
    ///
    /// # Errors
    ///
    /// [`Refused::NotTheLast`] when the draft is not as the edit left it.
    pub fn undo(&mut self, done: &Done) -> Result<Done, Refused> {
        if self.stamp() != done.stamps[1] {
            return Err(Refused::NotTheLast);
        }
        let turned = |&(span, old, new): &(_, _, _)| (span, new, old);
        for &(span, old, _) in &done.changes {
            self.put(span, old);
        }
        self.set_grids(done.numbers[0]);
        let [first, last] = done.numbers;
        let [before, after] = done.stamps;
        Ok(Done {
            boxes: done.boxes.clone(),
            grids: done.grids.clone(),
            made: Vec::new(),
            warnings: Vec::new(),
            asked: done.asked.clone(),
            changes: done.changes.iter().map(turned).collect(),
            numbers: [last, first],
            stamps: [after, before],
        })
    }
}
