//! Which cells of one resolution meet a territory.
//!
//! 1. Every border is walked in steps shorter than half the inradius of the smallest cell: whatever
//!    cell it runs through is the cell of such a step or a neighbour of one.
//! 2. From those inward: a cell that no border comes near is wholly on one side, so its centre says
//!    which grid it is in; as long as there is one, its neighbours are asked too.

use super::{Cell, CellResolution, CoverError, ground};
use crate::GridMap;
use crate::exact::Pt;
use crate::region::Scale;
use h3o::CellIndex;
use model::{GridId, Position};
use std::collections::HashSet;

/// The most cells of one cover.
pub(super) const CELLS_MAX: usize = 2_000_000;
/// The same, to compare measures with.
const CELLS_MAX_F: f64 = 2_000_000.0;

/// Cells that may meet the borders of grids, and cells wholly inside one.
#[derive(Debug)]
pub(super) struct Candidates {
    /// In the order of ids.
    pub(super) near_border: Vec<Cell>,
    /// In the order of ids.
    pub(super) inside: Vec<(Cell, GridId)>,
}

impl Candidates {
    /// All of a territory, or of one grid.
    pub(super) fn find(
        map: &GridMap,
        resolution: CellResolution,
        only: Option<GridId>,
    ) -> Result<Self, CoverError> {
        let mut walk = Walk::new(resolution);
        let concerns = |grid: Option<GridId>| grid.is_some() && (only.is_none() || grid == only);
        // Borders inside the land cancel out, so this is the area of the land.
        let mut land_m2 = 0.0;
        for edge in map.partition().edges() {
            let ends = edge.points.windows(2).map(|side| (Pt::of(side[0]), Pt::of(side[1])));
            let inside = concerns(edge.left) != concerns(edge.right);
            let under: f64 = ends.filter(|_| inside).map(|(a, b)| ground::below(a, b)).sum();
            land_m2 += if concerns(edge.left) { under } else { -under };
        }
        // No cell is twice as large as the mean.
        if land_m2 > 2.0 * resolution.0.area_m2() * CELLS_MAX_F {
            return Err(CoverError::TooManyCells { limit: CELLS_MAX });
        }
        for edge in map.partition().edges() {
            if concerns(edge.left) || concerns(edge.right) {
                walk.line(edge.points)?;
            }
        }
        walk.settle()?;
        let disks = walk.cells.iter().flat_map(|cell| cell.grid_disk::<Vec<_>>(1));
        let mut near: Vec<CellIndex> = disks.collect();
        near.sort_unstable();
        near.dedup();
        let inside = flood(map, &near, only)?;
        Ok(Self { near_border: near.into_iter().map(Cell).collect(), inside })
    }
}

/// The cells inward of the ones near borders.
fn flood(
    map: &GridMap,
    near: &[CellIndex],
    only: Option<GridId>,
) -> Result<Vec<(Cell, GridId)>, CoverError> {
    let mut seen: HashSet<CellIndex> = near.iter().copied().collect();
    let mut open = near.to_vec();
    let mut inside = Vec::new();
    while let Some(from) = open.pop() {
        for cell in from.grid_disk::<Vec<_>>(1) {
            if !seen.insert(cell) {
                continue;
            }
            let grid = map.assign(Cell(cell).centre()).map(|at| at.grid);
            if let Some(grid) = grid.filter(|grid| only.is_none_or(|only| only == *grid)) {
                inside.push((Cell(cell), grid));
                open.push(cell);
            }
        }
        if inside.len() + near.len() > CELLS_MAX {
            return Err(CoverError::TooManyCells { limit: CELLS_MAX });
        }
    }
    inside.sort_unstable();
    Ok(inside)
}

/// A walk along borders, noting the cells under its steps.
struct Walk {
    resolution: CellResolution,
    step_m: f64,
    /// Where the last step was.
    last: Option<Pt>,
    cells: Vec<CellIndex>,
}

impl Walk {
    fn new(resolution: CellResolution) -> Self {
        // The shortest sides are 0.6 of the mean, an inradius is 0.86 of a side.
        Self { resolution, step_m: resolution.side_m() / 4.0, last: None, cells: Vec::new() }
    }

    fn line(&mut self, points: &[Position]) -> Result<(), CoverError> {
        self.last = None;
        for pair in points.windows(2) {
            let (a, b) = (Pt::of(pair[0]), Pt::of(pair[1]));
            // When both ends are near the last step, so is all between them.
            let near = |end: Pt| self.last.is_some_and(|last| at_most(last, end) <= self.step_m);
            if near(a) && near(b) {
                continue;
            }
            let steps = (at_most(a, b) / self.step_m).ceil().max(1.0);
            let mut done = 0.0;
            while done <= steps {
                self.step(part_way(a, b, done / steps));
                done += 1.0;
            }
            self.last = Some(b);
            if self.cells.len() > 4 * CELLS_MAX {
                self.settle()?;
            }
        }
        Ok(())
    }

    fn step(&mut self, at: Position) {
        let cell = Cell::of(at, self.resolution).0;
        if self.cells.last() != Some(&cell) {
            self.cells.push(cell);
        }
    }

    /// Keeps each cell once.
    fn settle(&mut self) -> Result<(), CoverError> {
        self.cells.sort_unstable();
        self.cells.dedup();
        if self.cells.len() > CELLS_MAX {
            return Err(CoverError::TooManyCells { limit: CELLS_MAX });
        }
        Ok(())
    }
}

/// No less than the metres between two points.
fn at_most(a: Pt, b: Pt) -> f64 {
    // Degrees of longitude are longest nearest to the equator, those of latitude at the poles.
    let nearest =
        if (a.y < 0) == (b.y < 0) { f64::from(a.y).abs().min(f64::from(b.y).abs()) } else { 0.0 };
    let [east, _] = Scale::at(nearest).metres_from(a, b);
    let [_, north] = Scale::at(900_000_000.0).metres_from(a, b);
    east.hypot(north)
}

/// The lattice point nearest to a part of the way from `a` to `b`.
fn part_way(a: Pt, b: Pt, part: f64) -> Position {
    let between =
        |a: i32, b: i32| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as i32;
    Pt { x: between(a.x, b.x), y: between(a.y, b.y) }.position()
}
