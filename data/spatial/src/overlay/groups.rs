//! Overlays that are groups of units: membership by grid, through the tree.

use crate::GridMap;
use crate::faces::group;
use model::{GridId, UnitId};

/// Which groups each grid is in. A group holds its units with everything below them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitGroups {
    /// Where the groups of each grid start in `groups`, and the end of the last.
    from: Vec<u32>,
    groups: Vec<u32>,
}

impl UnitGroups {
    /// Groups of units of a map's tree, of whatever levels; group `k` is `groups[k]`. Units of
    /// another tree count for nothing. O(n) in grids of groups.
    pub fn new<G: AsRef<[UnitId]>>(map: &GridMap, groups: &[G]) -> Self {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (number, units) in (0_u32..).zip(groups) {
            let grids = units.as_ref().iter().flat_map(|&unit| map.grids_of(unit));
            pairs.extend(grids.map(|GridId(grid)| (grid, number)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let keys: Vec<u32> = pairs.iter().map(|&(grid, _)| grid).collect();
        let (from, _) = group(&keys, map.partition().grid_count());
        Self { from, groups: pairs.into_iter().map(|(_, number)| number).collect() }
    }

    /// The groups that a grid is in, by number.
    pub fn of_grid(&self, grid: GridId) -> &[u32] {
        match self.from.get(grid.0 as usize..) {
            Some(&[from, to, ..]) => &self.groups[from as usize..to as usize],
            _ => &[],
        }
    }
}
