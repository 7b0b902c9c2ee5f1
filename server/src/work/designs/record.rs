//! A step as it is sent and kept: JSON, with positions in degrees.

use model::{Area, Code, GridId, Polygon, Position};
use planner::design::{Named, Step};
use serde::{Deserialize, Serialize};
use spatial::{Edit, Keep};

/// Longitude and latitude in degrees, WGS 84.
pub(crate) type LonLat = [f64; 2];

/// One step of a design. Positions are longitude and latitude in degrees; a vertex is named by its
/// place, a grid by its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Record {
    /// Divides a grid along a line; its largest part keeps the number, or the one with `keep` in it.
    Split {
        grid: u32,
        line: Vec<LonLat>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep: Option<LonLat>,
        /// What the new grids are called; made up where it is left out.
        #[serde(default)]
        names: Vec<Called>,
    },
    /// Gives all land of one grid to a neighbour.
    Merge { from: u32, into: u32 },
    /// Moves a vertex with all borders that end there.
    MoveVertex { from: LonLat, to: LonLat },
    /// Puts a vertex into a straight piece of border.
    InsertVertex { between: [LonLat; 2], at: LonLat },
    /// Takes out a vertex at which two pieces meet.
    RemoveVertex { at: LonLat },
    /// Gives the border that `piece` is of another course, from node to node.
    Reroute { piece: [LonLat; 2], line: Vec<LonLat> },
    /// Gives the part of a grid that lies in an area to a neighbour, or to a new grid.
    MoveArea {
        from: u32,
        /// A new grid when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<u32>,
        /// Polygons of rings, as in the coordinates of a GeoJSON `MultiPolygon`.
        area: Vec<Vec<Vec<LonLat>>>,
        #[serde(default)]
        names: Vec<Called>,
    },
    /// Gives a grid another code and name.
    Name { grid: u32, code: String, name: String },
    /// Locks a grid, or lets it go.
    Lock { grid: u32, locked: bool },
    /// Takes the last step back that was not taken back.
    Undo,
    /// Makes the last step again that was taken back.
    Redo,
}

/// What a grid is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Called {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// What is to be done with a design.
pub(super) enum Deed {
    Step(Step),
    Undo,
    Redo,
}

impl Record {
    /// What it says.
    ///
    /// # Errors
    ///
    /// What is wrong with it: a place that is not on the Earth, a code that is none.
    pub(super) fn deed(&self) -> Result<Deed, String> {
        let land = |edit, names: &[Called]| {
            let names = names.iter().map(named).collect::<Result<_, _>>()?;
            Ok(Deed::Step(Step::Land { edit, names }))
        };
        match self {
            Self::Split { grid, line, keep, names } => {
                let keep = keep.map(at).transpose()?.map_or(Keep::Largest, Keep::At);
                let line = all(line)?;
                land(Edit::Split { grid: GridId(*grid), line, keep, new: Vec::new() }, names)
            }
            Self::Merge { from, into } => {
                land(Edit::Merge { from: GridId(*from), into: GridId(*into) }, &[])
            }
            Self::MoveVertex { from, to } => {
                land(Edit::MoveVertex { from: at(*from)?, to: at(*to)? }, &[])
            }
            Self::InsertVertex { between: [a, b], at: vertex } => {
                let between = [at(*a)?, at(*b)?];
                land(Edit::InsertVertex { between, at: at(*vertex)? }, &[])
            }
            Self::RemoveVertex { at: vertex } => land(Edit::RemoveVertex { at: at(*vertex)? }, &[]),
            Self::Reroute { piece: [a, b], line } => {
                land(Edit::Reroute { piece: [at(*a)?, at(*b)?], line: all(line)? }, &[])
            }
            Self::MoveArea { from, to, area, names } => {
                let to = GridId(to.unwrap_or(u32::MAX));
                let polygons = area.iter().map(|rings| polygon(rings)).collect::<Result<_, _>>()?;
                let area = Area { polygons };
                land(Edit::MoveArea { from: GridId(*from), to, area }, names)
            }
            Self::Name { grid, code, name } => {
                let called = Called { code: code.clone(), name: name.clone() };
                Ok(Deed::Step(Step::Name { grid: GridId(*grid), named: named(&called)? }))
            }
            Self::Lock { grid, locked } => {
                Ok(Deed::Step(Step::Lock { grid: GridId(*grid), locked: *locked }))
            }
            Self::Undo => Ok(Deed::Undo),
            Self::Redo => Ok(Deed::Redo),
        }
    }

    /// The same with the names that were given to new grids, so that it says the same once more.
    pub(super) fn filled(mut self, made: &Step) -> Self {
        if let (
            Self::Split { names, .. } | Self::MoveArea { names, .. },
            Step::Land { names: given, .. },
        ) = (&mut self, made)
        {
            let called = |it: &Named| Called { code: it.code.to_string(), name: it.name.clone() };
            *names = given.iter().map(called).collect();
        }
        self
    }

    /// The places that it names, for finding out what it touches.
    pub(super) fn places(&self) -> Vec<LonLat> {
        match self {
            Self::MoveVertex { from, to } => vec![*from, *to],
            Self::InsertVertex { between, at } => vec![between[0], between[1], *at],
            Self::RemoveVertex { at } => vec![*at],
            Self::Reroute { line, .. } => line.clone(),
            _ => Vec::new(),
        }
    }

    /// The grids that it names.
    pub(super) fn grids(&self) -> Vec<u32> {
        match self {
            Self::Split { grid, .. } | Self::Name { grid, .. } | Self::Lock { grid, .. } => {
                vec![*grid]
            }
            Self::Merge { from, into } => vec![*from, *into],
            Self::MoveArea { from, to, .. } => std::iter::once(*from).chain(*to).collect(),
            _ => Vec::new(),
        }
    }
}

fn named(called: &Called) -> Result<Named, String> {
    let code = Code::try_from(&*called.code).map_err(|error| error.to_string())?;
    Ok(Named { code, name: called.name.clone() })
}

/// The lattice point of a place in degrees.
pub(super) fn at([lon, lat]: LonLat) -> Result<Position, String> {
    Position::from_degrees(lon, lat).map_err(|error| error.to_string())
}

fn all(line: &[LonLat]) -> Result<Vec<Position>, String> {
    line.iter().copied().map(at).collect()
}

fn polygon(rings: &[Vec<LonLat>]) -> Result<Polygon, String> {
    let ring = |ring: &Vec<LonLat>| {
        let mut ring = all(ring)?;
        // GeoJSON repeats the first point.
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        Ok::<_, String>(ring)
    };
    let mut rings = rings.iter().map(ring);
    let outer = rings.next().unwrap_or_else(|| Ok(Vec::new()))?;
    Ok(Polygon { outer, holes: rings.collect::<Result<_, _>>()? })
}
