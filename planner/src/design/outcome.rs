//! What comes out of a design: how it differs from what it began with, and the drawing to publish.

use super::desk::Design;
use model::{Area, GridId, Unit, UnitTree, UnitTreeError};

/// How far, in metres, all of a border may be elsewhere before its grid counts as changed.
const BEND_M: f64 = 0.02;

/// What became of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is as it was.
    Same,
    /// It has another border, code or name.
    Changed,
    /// It is new.
    New,
    /// It has no land any more.
    Gone,
}

/// One grid, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The grid.
    pub grid: GridId,
    /// What became of it.
    pub became: Became,
    /// Its households, before and after.
    pub households: [u64; 2],
    /// Its incidents, before and after.
    pub incidents: [u64; 2],
    /// Households that were in it and are in another grid now.
    pub left: u64,
    /// Households that are in it and were in another grid.
    pub came: u64,
}

impl Design {
    /// Every grid that there was or is, by number, with what moved. O(points of the load).
    pub fn differences(&self) -> Vec<Difference> {
        let mut all: Vec<Difference> = (0..self.number())
            .map(|number| Difference {
                grid: GridId(number),
                became: Became::Same,
                households: [0; 2],
                incidents: [0; 2],
                left: 0,
                came: 0,
            })
            .collect();
        for (point, owner) in self.load.points.iter().zip(&self.owners) {
            let (households, incidents) = (u64::from(point.households), u64::from(point.incidents));
            let moved = point.base != *owner;
            for (side, grid) in [point.base, *owner].into_iter().enumerate() {
                let Some(row) = grid.and_then(|grid| all.get_mut(grid.0 as usize)) else {
                    continue;
                };
                row.households[side] += households;
                row.incidents[side] += incidents;
                match side {
                    _ if !moved => {}
                    0 => row.left += households,
                    _ => row.came += households,
                }
            }
        }
        // Land that was divided off and merged again is nothing to tell of.
        let begun = self.tree.grid_count();
        all.retain(|row| (row.grid.0 as usize) < begun || self.draft.has_grid(row.grid));
        for row in &mut all {
            row.became = self.became(row.grid);
        }
        all
    }

    /// How many households are in another grid than at the beginning.
    pub fn households_moved(&self) -> u64 {
        let points = self.load.points.iter().zip(&self.owners);
        let moved = points.filter(|(point, owner)| point.base != **owner);
        moved.map(|(point, _)| u64::from(point.households)).sum()
    }

    fn became(&self, grid: GridId) -> Became {
        let place = grid.0 as usize;
        let had = place < self.tree.grid_count();
        match (had, self.draft.has_grid(grid)) {
            (_, false) => Became::Gone,
            (false, true) => Became::New,
            (true, true) => {
                let unit = self.tree.unit(self.tree.unit_of_grid(grid));
                let named = &self.grids[place].named;
                let called = named.code == unit.code && named.name == unit.name;
                let (before, now) = (&self.base[place], self.draft.figures(grid));
                let other = (before.area.get() - now.area.get()).abs();
                // A neighbour's new corner bends the border by a step of the lattice: no change.
                let same = called && other <= BEND_M * now.perimeter_m.max(before.perimeter_m);
                if same { Became::Same } else { Became::Changed }
            }
        }
    }

    /// The units and the land of the drawing as it is now: the units above the grids as they were,
    /// the grids of each in the order of their codes; area k is that of grid k. `kept` says which
    /// grid of the design each is.
    ///
    /// # Errors
    ///
    /// [`UnitTreeError`] when two grids have one code, or a unit has lost all of its grids.
    pub fn drawing(&self) -> Result<(UnitTree, Vec<Area>, Vec<GridId>), UnitTreeError> {
        let finest = self.tree.finest();
        let upper = self.tree.units().iter().filter(|unit| unit.level < finest);
        let mut units: Vec<Unit> = upper.cloned().collect();
        let mut kept: Vec<GridId> = self.grids().map(|(grid, _)| grid).collect();
        kept.sort_by_key(|grid| {
            let info = &self.grids[grid.0 as usize];
            (info.parent, info.named.code.clone())
        });
        for grid in &kept {
            let info = &self.grids[grid.0 as usize];
            let households = self.households(*grid).and_then(|count| u32::try_from(count).ok());
            units.push(Unit {
                code: info.named.code.clone(),
                name: info.named.name.clone(),
                level: finest,
                parent: info.parent,
                households,
                kind: info.kind.clone(),
            });
        }
        let areas = kept.iter().map(|grid| self.draft.area(*grid)).collect();
        Ok((UnitTree::new(units)?, areas, kept))
    }
}
