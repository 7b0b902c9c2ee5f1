//! Units, their levels, and the tree they form in one drawing.

use crate::Code;
use std::collections::HashMap;
use std::fmt;

/// How far down the tree a unit is: 1 is the top (street or town), at most 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// The top level.
    pub const TOP: Self = Self(1);
    /// The deepest level there may be.
    pub const MAX: Self = Self(6);

    /// The level of this number, or `None` outside 1 to 6.
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 6 { Some(Self(number)) } else { None }
    }

    /// The number, 1 to 6.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of a unit in its [`UnitTree`], counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// The place of a grid among the grids (the units of the finest level), counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridId(pub u32);

/// An area at any level, without its geometry: grids have polygons, upper units are sets of grids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The official code, unique within the level and drawing.
    pub code: Code,
    /// The name shown, as an office writes it.
    pub name: String,
    /// The level.
    pub level: Level,
    /// The unit one level up; only units of the top level have none.
    pub parent: Option<UnitId>,
    /// Households counted in it, where known.
    pub households: Option<u32>,
    /// What kind of unit an office calls it (街道, 镇, 社区, 村 …), where known.
    pub kind: Option<String>,
}

/// The units of one drawing, nested: every unit but those of the top has a parent exactly one level
/// up, every unit but the grids has a child, and codes are unique within a level.
///
/// Units are ordered by level, so that a parent comes before its children and the grids come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTree {
    units: Vec<Unit>,
    /// Where each level starts in `units`, and the end of the last.
    starts: Vec<usize>,
}

/// Why some units form no tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitTreeError {
    /// There is no unit at all.
    #[error("there is no unit")]
    Empty,
    /// A unit stands before one of a level further up, or a level is left out.
    #[error("unit {code} of level {level} stands out of order")]
    OutOfOrder {
        /// The unit's code.
        code: Code,
        /// Its level.
        level: Level,
    },
    /// The parent is not one level up, or missing, or given at the top.
    #[error("unit {code} of level {level} has no parent one level up")]
    Orphan {
        /// The unit's code.
        code: Code,
        /// Its level.
        level: Level,
    },
    /// Two units of one level share a code.
    #[error("code {code} stands for two units of level {level}")]
    DuplicateCode {
        /// The code.
        code: Code,
        /// The level.
        level: Level,
    },
    /// A unit above the finest level has no child.
    #[error("unit {code} of level {level} has nothing below it")]
    Childless {
        /// The unit's code.
        code: Code,
        /// Its level.
        level: Level,
    },
}

impl UnitTree {
    /// Takes units ordered by level, parents given by their place in `units`.
    ///
    /// # Errors
    ///
    /// [`UnitTreeError`], naming the first unit that breaks an invariant.
    pub fn new(units: Vec<Unit>) -> Result<Self, UnitTreeError> {
        let Some(last) = units.last() else { return Err(UnitTreeError::Empty) };
        let depth = usize::from(last.level.get());
        let mut starts = Vec::with_capacity(depth + 1);
        let mut codes = HashMap::with_capacity(units.len());
        let mut has_child = vec![false; units.len()];
        for (place, unit) in units.iter().enumerate() {
            let (code, level) = (unit.code.clone(), unit.level);
            let number = usize::from(level.get());
            if number > starts.len() {
                starts.push(place);
            }
            if number != starts.len() {
                return Err(UnitTreeError::OutOfOrder { code, level });
            }
            if codes.insert((level, &unit.code), place).is_some() {
                return Err(UnitTreeError::DuplicateCode { code, level });
            }
            match unit.parent.map(|UnitId(parent)| parent as usize) {
                None if level == Level::TOP => {}
                Some(parent)
                    if parent < place && usize::from(units[parent].level.get()) + 1 == number =>
                {
                    has_child[parent] = true;
                }
                _ => return Err(UnitTreeError::Orphan { code, level }),
            }
        }
        let grids_from = starts[depth - 1];
        if let Some(lone) = has_child[..grids_from].iter().position(|has| !has) {
            let unit = &units[lone];
            return Err(UnitTreeError::Childless { code: unit.code.clone(), level: unit.level });
        }
        starts.push(units.len());
        Ok(Self { units, starts })
    }

    /// Every unit, parents before children, grids last.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit at a place.
    ///
    /// # Panics
    ///
    /// When `id` is of another tree and too large for this one.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The finest level: that of the grids.
    pub fn finest(&self) -> Level {
        self.units.last().map_or(Level::TOP, |unit| unit.level)
    }

    /// The units of one level with their places; nothing for a level this tree does not have.
    pub fn of_level(&self, level: Level) -> impl ExactSizeIterator<Item = (UnitId, &Unit)> {
        let number = usize::from(level.get());
        let range = if number < self.starts.len() {
            self.starts[number - 1]..self.starts[number]
        } else {
            0..0
        };
        let first = range.start;
        self.units[range].iter().enumerate().map(move |(i, unit)| (id(first + i), unit))
    }

    /// How many grids there are.
    pub fn grid_count(&self) -> usize {
        self.units.len() - self.grids_from()
    }

    /// The unit that a grid is.
    pub fn unit_of_grid(&self, grid: GridId) -> UnitId {
        id(self.grids_from() + grid.0 as usize)
    }

    /// The grid that a unit is, when it is of the finest level.
    pub fn grid_of_unit(&self, unit: UnitId) -> Option<GridId> {
        let from = u32::try_from(self.grids_from()).ok()?;
        unit.0.checked_sub(from).map(GridId)
    }

    /// The ancestor of `unit` at `level` (itself at its own level), or `None` further down.
    pub fn ancestor(&self, unit: UnitId, level: Level) -> Option<UnitId> {
        let mut at = unit;
        while self.unit(at).level > level {
            at = self.unit(at).parent?;
        }
        (self.unit(at).level == level).then_some(at)
    }

    /// From the top down to `unit`, inclusive.
    pub fn chain(&self, unit: UnitId) -> Vec<UnitId> {
        let mut chain = vec![unit];
        let mut at = unit;
        while let Some(parent) = self.unit(at).parent {
            chain.push(parent);
            at = parent;
        }
        chain.reverse();
        chain
    }

    fn grids_from(&self) -> usize {
        self.starts[self.starts.len() - 2]
    }
}

/// Units are counted in 32 bits; a tree with more could not be held in memory anyway.
fn id(place: usize) -> UnitId {
    UnitId(u32::try_from(place).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "unit_tests.rs"]
mod tests;
