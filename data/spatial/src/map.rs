//! A frozen map: the tree of units, the partition into grids, and the index that finds a point.

use crate::faces::group;
use crate::index::Index;
use crate::label;
use crate::partition::{NOBODY, Partition};
use model::{Area, Bounds, GridId, Position, SquareMetres, UnitId, UnitTree};
use std::sync::OnceLock;

/// Everything that questions of place need about one drawing. Built once, never changed: share it
/// in an `Arc`.
#[derive(Clone, Debug)]
pub struct GridMap {
    tree: UnitTree,
    partition: Partition,
    index: Index,
    /// Where the grids of each unit start in `members`, and the end of the last.
    member_from: Vec<u32>,
    /// The grids of each unit, in order.
    members: Vec<u32>,
    /// By grid, measured when first asked for.
    areas: OnceLock<Vec<f64>>,
}

/// Where a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The one grid that the point belongs to.
    pub grid: GridId,
    /// Whether the point lies exactly on a border.
    pub on_border: bool,
    /// Whether it lies on the outer border where the rule alone would give it to nobody, so that it
    /// went to the grid it touches.
    pub outer: bool,
}

/// Why a tree and a partition do not make a map.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridMapError {
    /// The tree has another number of grids than the partition.
    #[error("the tree has {tree} grids, the partition {partition}")]
    Counts {
        /// Grids in the tree.
        tree: usize,
        /// Grids in the partition.
        partition: usize,
    },
}

impl GridMap {
    /// Joins a tree and the partition of its grids: grid `k` of the one is grid `k` of the other.
    /// O(n) in the points of the partition.
    ///
    /// # Errors
    ///
    /// [`GridMapError`] when their numbers of grids differ.
    pub fn new(tree: UnitTree, partition: Partition) -> Result<Self, GridMapError> {
        let (in_tree, in_partition) = (tree.grid_count(), partition.grid_count());
        if in_tree != in_partition {
            return Err(GridMapError::Counts { tree: in_tree, partition: in_partition });
        }
        let index = Index::new(&partition);
        let pairs: Vec<(u32, u32)> = (0..in_tree as u32)
            .flat_map(|grid| {
                let chain = tree.chain(tree.unit_of_grid(GridId(grid)));
                chain.into_iter().map(move |unit| (unit.0, grid))
            })
            .collect();
        let units: Vec<u32> = pairs.iter().map(|&(unit, _)| unit).collect();
        let (member_from, mut members) = group(&units, tree.units().len());
        for place in &mut members {
            *place = pairs[*place as usize].1;
        }
        Ok(Self { tree, partition, index, member_from, members, areas: OnceLock::new() })
    }

    /// The map after an edit of its partition that leaves the tree as it is. `changed` are boxes that
    /// hold all land that went from one grid to another and every line that came or went. The index
    /// of points is built again inside them only; the rest is shared.
    ///
    /// # Errors
    ///
    /// [`GridMapError`] when the number of grids is another.
    pub fn edited(&self, partition: Partition, changed: &[Bounds]) -> Result<Self, GridMapError> {
        let (in_tree, in_partition) = (self.tree.grid_count(), partition.grid_count());
        if in_tree != in_partition {
            return Err(GridMapError::Counts { tree: in_tree, partition: in_partition });
        }
        let index = self
            .index
            .updated(changed, |bounds| Index::pieces_in(&partition, bounds))
            .unwrap_or_else(|| Index::new(&partition));
        Ok(Self {
            tree: self.tree.clone(),
            partition,
            index,
            member_from: self.member_from.clone(),
            members: self.members.clone(),
            areas: OnceLock::new(),
        })
    }

    /// The units.
    pub fn tree(&self) -> &UnitTree {
        &self.tree
    }

    /// The land of the grids.
    pub fn partition(&self) -> &Partition {
        &self.partition
    }

    /// The one grid that a point belongs to, or `None` outside the territory.
    ///
    /// A point on a border belongs to the grid to its **east**, on an exactly horizontal border to
    /// the grid to its **north** (a corner: the grid that holds the points a little to its east and
    /// by far less to its north). A point on the outer border that this gives to nobody belongs to
    /// the grid it touches, of several the one with the smallest number. Exact.
    pub fn assign(&self, at: Position) -> Option<Assigned> {
        let found = self.index.find(at);
        let on_border = found.touched.is_some();
        if found.grid != NOBODY {
            return Some(Assigned { grid: GridId(found.grid), on_border, outer: false });
        }
        found.touched.map(|grid| Assigned { grid: GridId(grid), on_border, outer: true })
    }

    /// The one grid that each point belongs to, as [`GridMap::assign`] gives it; appended to `grids`
    /// in the order of the points. One thread; several times as fast as asking one by one.
    pub fn assign_all(&self, points: &[Position], grids: &mut Vec<Option<GridId>>) {
        let mut numbers = [0; 1024];
        grids.reserve(points.len());
        for points in points.chunks(numbers.len()) {
            let numbers = &mut numbers[..points.len()];
            self.index.marks(points, numbers);
            grids.extend(numbers.iter().map(|number| number.checked_sub(1).map(GridId)));
        }
    }

    /// [`GridMap::assign_all`] for columns of plain numbers: one more than the number of the grid,
    /// or 0 outside the territory. Fills as many of `numbers` as there are points, and no more than
    /// there are numbers.
    pub fn assign_numbers(&self, points: &[Position], numbers: &mut [u32]) {
        self.index.marks(points, numbers);
    }

    /// The one grid that a point belongs to, when nothing else is asked.
    pub fn grid_at(&self, at: Position) -> Option<GridId> {
        let mark = self.index.mark(at);
        let touched = || self.index.find(at).touched;
        mark.checked_sub(1).or_else(touched).map(GridId)
    }

    /// How many bytes the index of points takes.
    pub fn index_bytes(&self) -> usize {
        self.index.bytes()
    }

    /// The outline of a unit: outer rings counter-clockwise, holes clockwise.
    pub fn outline(&self, unit: UnitId) -> Area {
        if let Some(grid) = self.tree.grid_of_unit(unit) {
            return self.partition.area(grid);
        }
        let members = self.members_of(unit);
        let holds = |grid: u32| members.binary_search(&grid).is_ok();
        self.partition.outline_of(members.iter().copied(), &holds)
    }

    /// The box around a unit, or `None` when it has no land.
    pub fn bounds_of(&self, unit: UnitId) -> Option<Bounds> {
        self.grids_of(unit).filter_map(|grid| self.partition.bounds_of(grid)).reduce(Bounds::union)
    }

    /// The area of a unit on the ellipsoid: the sum of its grids'. All grids are measured at the
    /// first call, a microsecond or two a point.
    pub fn ground_area(&self, unit: UnitId) -> SquareMetres {
        let areas = self.areas.get_or_init(|| self.partition.ground_areas());
        let grids = self.grids_of(unit).filter_map(|grid| areas.get(grid.0 as usize));
        SquareMetres::new(grids.sum())
    }

    /// A point well inside a unit, for its label: inside its largest polygon, far from the border.
    /// `None` when no lattice point lies inside.
    pub fn label_point(&self, unit: UnitId) -> Option<Position> {
        label::point(&self.outline(unit))
    }

    /// The grids of a unit, in order; the grid itself for a grid, nothing for a unit of another
    /// tree.
    pub fn grids_of(&self, unit: UnitId) -> impl ExactSizeIterator<Item = GridId> {
        self.members_of(unit).iter().map(|&grid| GridId(grid))
    }

    fn members_of(&self, unit: UnitId) -> &[u32] {
        match self.member_from.get(unit.0 as usize..) {
            Some(&[from, to, ..]) => &self.members[from as usize..to as usize],
            _ => &[],
        }
    }
}
