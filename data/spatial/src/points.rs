//! Which grid points are in: the index of points as its users see it.

use crate::edit::{Done, Draft, Segment};
use crate::index::{Index, Piece};
use crate::partition::{NOBODY, Partition};
use model::{Bounds, GridId, Position};

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

/// The index of points of a partition.
///
/// A point on a border belongs to the grid to its **east**, on an exactly horizontal border to the
/// grid to its **north** (a corner: the grid that holds the points a little to its east and by far
/// less to its north). A point on the outer border that this gives to nobody belongs to the grid it
/// touches, of several the one with the smallest number. Exact for every point of the lattice.
///
/// A copy shares its memory. Some 70 bytes for each piece of a border where grids are of like size, 110
/// where dense towns lie in a wide country.
#[derive(Clone, Debug)]
pub struct PointIndex {
    index: Index,
}

impl PointIndex {
    /// Builds the index. O(n) in the points of the partition, on all threads; the same on any number
    /// of them.
    pub fn new(partition: &Partition) -> Self {
        Self { index: Index::new(partition) }
    }

    /// The one grid that a point belongs to, and how; `None` outside the territory.
    pub fn assign(&self, at: Position) -> Option<Assigned> {
        let found = self.index.find(at);
        let on_border = found.touched.is_some();
        if found.grid != NOBODY {
            return Some(Assigned { grid: GridId(found.grid), on_border, outer: false });
        }
        found.touched.map(|grid| Assigned { grid: GridId(grid), on_border, outer: true })
    }

    /// The one grid that a point belongs to, when nothing else is asked.
    #[inline]
    pub fn grid_at(&self, at: Position) -> Option<GridId> {
        let mark = self.index.mark(at);
        let touched = || self.index.find(at).touched;
        mark.checked_sub(1).or_else(touched).map(GridId)
    }

    /// [`PointIndex::grid_at`] for many points, in their order, appended to `grids`. One thread;
    /// several times as fast as asking one by one.
    pub fn assign_all(&self, points: &[Position], grids: &mut Vec<Option<GridId>>) {
        self.append(points, grids, |_| {});
    }

    /// [`PointIndex::assign_all`]; tells how many of the points lie exactly on a border.
    /// Points away from borders cost no more; the others are looked at once more, one by one.
    pub fn assign_all_counting(
        &self,
        points: &[Position],
        grids: &mut Vec<Option<GridId>>,
    ) -> usize {
        let mut on_border = 0;
        self.append(points, grids, |at| {
            on_border += usize::from(self.index.find(at).touched.is_some());
        });
        on_border
    }

    fn append(
        &self,
        points: &[Position],
        grids: &mut Vec<Option<GridId>>,
        mut close: impl FnMut(Position),
    ) {
        let mut numbers = [0; 1024];
        grids.reserve(points.len());
        for points in points.chunks(numbers.len()) {
            let numbers = &mut numbers[..points.len()];
            self.index.marks(points, numbers, &mut close);
            grids.extend(numbers.iter().map(|number| number.checked_sub(1).map(GridId)));
        }
    }

    /// [`PointIndex::assign_all`] for columns of plain numbers: one more than the number of the grid,
    /// or 0 outside the territory. Fills as many of `numbers` as there are points, and no more than
    /// there are numbers.
    pub fn assign_numbers(&self, points: &[Position], numbers: &mut [u32]) {
        self.index.marks(points, numbers, |_| {});
    }

    /// How many bytes the index takes.
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }

    /// Follows an edit of the draft that the index stands for, or one taken back. Only cells that the
    /// edit touches are built again, unless a copy of the index is still about: then four bytes for
    /// each of the others are copied first. Where the draft grew out of the index, or after very many
    /// edits, all is built anew.
    pub fn follow(&mut self, draft: &Draft, done: &Done) {
        let mark = |grid: Option<GridId>| grid.map_or(0, |grid| grid.0 + 1);
        let piece = |it: Segment| Piece::new(it.from, it.to, [mark(it.left), mark(it.right)]);
        let pieces_in = |bounds: Bounds| draft.segments_in(bounds).map(piece).collect();
        if !self.index.follow(&done.boxes, pieces_in) {
            self.index = Index::new(&draft.freeze());
        }
    }

    /// The index of another partition that differs from this one inside some boxes only: they hold
    /// all land that went from one grid to another and every line that came or went.
    #[must_use]
    pub fn changed(&self, partition: &Partition, boxes: &[Bounds]) -> Self {
        let mut index = self.index.clone();
        if !index.follow(boxes, |bounds| Index::pieces_in(partition, bounds)) {
            index = Index::new(partition);
        }
        Self { index }
    }
}
