//! A frozen map: the tree of units, the partition into grids, and the index that finds a point.

use crate::faces::group;
use crate::label;
use crate::partition::Partition;
use crate::points::{Assigned, PointIndex};
use model::{Area, Bounds, GridId, Position, SquareMetres, UnitId, UnitTree};
use std::sync::OnceLock;

/// Everything that questions of place need about one drawing. Built once, never changed: share it
/// in an `Arc`.
#[derive(Clone, Debug)]
pub struct GridMap {
    tree: UnitTree,
    partition: Partition,
    points: PointIndex,
    /// Where the grids of each unit start in `members`, and the end of the last.
    member_from: Vec<u32>,
    /// The grids of each unit, in order.
    members: Vec<u32>,
    /// By grid, measured when first asked for.
    areas: OnceLock<Vec<f64>>,
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
        let points = PointIndex::new(&partition);
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
        Ok(Self { tree, partition, points, member_from, members, areas: OnceLock::new() })
    }

    /// The map after an edit of its partition that leaves the tree as it is. `changed` are boxes that
    /// hold all land that went from one grid to another and every line that came or went. The index
    /// of points is built again inside them only; of the rest four bytes for each cell are copied.
    ///
    /// # Errors
    ///
    /// [`GridMapError`] when the number of grids is another.
    pub fn edited(&self, partition: Partition, changed: &[Bounds]) -> Result<Self, GridMapError> {
        let (in_tree, in_partition) = (self.tree.grid_count(), partition.grid_count());
        if in_tree != in_partition {
            return Err(GridMapError::Counts { tree: in_tree, partition: in_partition });
        }
        let points = self.points.changed(&partition, changed);
        Ok(Self {
            tree: self.tree.clone(),
            partition,
            points,
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

    /// The index of points, for many questions at once and for drafts.
    pub fn points(&self) -> &PointIndex {
        &self.points
    }

    /// The one grid that a point belongs to, by the rule that [`PointIndex`] states, or `None`
    /// outside the territory. The units above it follow from the tree.
    pub fn assign(&self, at: Position) -> Option<Assigned> {
        self.points.assign(at)
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
