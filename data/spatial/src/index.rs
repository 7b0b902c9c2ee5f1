//! Which grid a point is in: a cell index over the edges of a partition, exact to the lattice step.
//!
//! The box of the territory is cut into equal cells whose sides run between lattice lines, so that
//! no vertex lies on one. A cell that no edge enters says whose it is; another lists the edges that
//! enter it, or is cut again where there are many. To decide a point in a listed cell, walk from
//! the point west to the cell's side, then south to its corner, whose grid is known:
//!
//! * the first edge crossed says whose land lies on the point's side of it;
//! * when none is crossed, the point is in the grid of the corner.
//!
//! Points on an edge or a vertex are decided by the symbolic shift (+ε, +ε²): east of the edge, and
//! north of a horizontal one (Edelsbrunner and Mücke, "Simulation of Simplicity", ACM Trans. Graph.
//! 9, 1990). The same shift is applied to corners of cells, so every step is a comparison of
//! integers. Everything inside works in half lattice steps: lattice points are even, corners odd.

use crate::partition::{NOBODY, Partition};
use model::Position;

/// More edges than this, and a cell is cut into smaller ones.
const LEAF_MAX: usize = 24;
/// How often a cell may be cut again.
const DEPTH_MAX: u32 = 6;
/// No cell is cut again once each line is listed in so many cells on average: lines that lie side
/// by side over many cells, or meet in one point by thousands, would fill the memory.
const LISTED_PER_LINE: usize = 16;

/// A point in half lattice steps.
type Half = [i64; 2];

mod block;
mod line;

use block::Block;
use line::Line;

/// What is known of a cell.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// No edge enters it: all of it is this grid's.
    Whole(u32),
    /// These entries of the list of lines enter it; the grid at its south-west corner.
    Lines { from: u32, to: u32, corner: u32 },
    /// It is cut again.
    Cut(u32),
}

/// Where a point was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The grid that the shift decides for, or [`NOBODY`].
    pub(crate) grid: u32,
    /// The smallest grid that the point touches when it lies on an edge.
    pub(crate) touched: Option<u32>,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    lines: Vec<Line>,
    listed: Vec<u32>,
    blocks: Vec<Block>,
}

impl Index {
    /// Builds the index. O(n) for edges of like length.
    pub(crate) fn new(partition: &Partition) -> Self {
        let mut index = Self::default();
        let Some(bounds) = partition.bounds() else { return index };
        for edge in partition.edges() {
            let grids = [edge.left, edge.right].map(|grid| grid.map_or(NOBODY, |grid| grid.0));
            for pair in edge.points.windows(2) {
                index.lines.push(Line::new(half(pair[0]), half(pair[1]), grids));
            }
        }
        let all: Vec<u32> = (0..index.lines.len() as u32).collect();
        let (low, high) = (half(bounds.min), half(bounds.max));
        index.cut([low[0] - 1, low[1] - 1], [high[0] + 1, high[1] + 1], &all, NOBODY, 0);
        index
    }

    /// Cuts a box with these lines in it into a block of cells; returns the block's number.
    fn cut(&mut self, low: Half, high: Half, lines: &[u32], corner: u32, depth: u32) -> u32 {
        let mut block = Block::over(low, high, lines.iter().map(|&k| &self.lines[k as usize]));
        let number = self.blocks.len() as u32;
        self.blocks.push(block.clone());
        let (from, listed) = self.list(&block, lines);
        // The grid at the corner of the first cell of a row, then eastward from cell to cell.
        let mut first = corner;
        for row in 0..block.count[1] {
            let mut grid = first;
            for column in 0..block.count[0] {
                let cell = (row * block.count[0] + column) as usize;
                let own = &listed[from[cell] as usize..from[cell + 1] as usize];
                let lines = || own.iter().map(|&k| &self.lines[k as usize]);
                let at = block.corner_of(column, row);
                let (east, north) =
                    ([at[0] + block.step[0], at[1]], [at[0], at[1] + block.step[1]]);
                let next = line::along_south_side(lines(), at, east, grid);
                if column == 0 {
                    first = line::along_west_side(lines(), at, north, grid);
                }
                let known = self.cell(&block, at, own, grid, depth);
                block.cells.push(known);
                grid = next;
            }
        }
        self.blocks[number as usize] = block;
        number
    }

    fn cell(&mut self, block: &Block, at: Half, lines: &[u32], corner: u32, depth: u32) -> Cell {
        if lines.is_empty() {
            return Cell::Whole(corner);
        }
        let worth = lines.len() > LEAF_MAX && block.step[0].max(block.step[1]) > 16;
        let room = depth < DEPTH_MAX && self.listed.len() < LISTED_PER_LINE * self.lines.len();
        if worth && room {
            let high = [at[0] + block.step[0], at[1] + block.step[1]];
            return Cell::Cut(self.cut(at, high, lines, corner, depth + 1));
        }
        let from = self.listed.len() as u32;
        self.listed.extend_from_slice(lines);
        Cell::Lines { from, to: self.listed.len() as u32, corner }
    }

    /// The lines that enter each cell of a block: where each cell's start, and the lines.
    fn list(&self, block: &Block, lines: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(2 * lines.len());
        for &k in lines {
            block.entered(&self.lines[k as usize], &mut |cell| entries.push((cell as u32, k)));
        }
        let keys: Vec<u32> = entries.iter().map(|&(cell, _)| cell).collect();
        let (from, mut order) =
            crate::faces::group(&keys, (block.count[0] * block.count[1]) as usize);
        for place in &mut order {
            *place = entries[*place as usize].1;
        }
        (from, order)
    }

    /// The grid at a point, and what it touches.
    pub(crate) fn find(&self, at: Position) -> Found {
        let nowhere = Found { grid: NOBODY, touched: None };
        let at = half(at);
        let Some(mut block) = self.blocks.first() else { return nowhere };
        loop {
            let Some((cell, corner)) = block.cell_at(at) else { return nowhere };
            match *cell {
                Cell::Whole(grid) => return Found { grid, touched: None },
                Cell::Cut(inner) => block = &self.blocks[inner as usize],
                Cell::Lines { from, to, corner: grid } => {
                    let listed = &self.listed[from as usize..to as usize];
                    return self.decide(at, corner, listed, grid);
                }
            }
        }
    }

    fn decide(&self, at: Half, corner: Half, listed: &[u32], grid: u32) -> Found {
        let mut nearest: Option<&Line> = None;
        let mut touched = NOBODY;
        for &k in listed {
            let line = &self.lines[k as usize];
            if at[1] < line.from[1] || at[1] > line.to[1] {
                continue;
            }
            // Negative: the point is to the right (east) of the line running north.
            let turn = line.turn(at);
            if turn == 0 && line.reaches(at[0]) {
                touched = touched.min(line.grids[0]).min(line.grids[1]);
            }
            let crosses_height = at[1] < line.to[1];
            let inside = || line.turn([corner[0], at[1]]) > 0;
            if crosses_height && turn <= 0 && inside() {
                let nearer = nearest.is_none_or(|other| line.is_east_of(other));
                if nearer {
                    nearest = Some(line);
                }
            }
        }
        let grid = if let Some(line) = nearest {
            line.grids[1]
        } else {
            let lines = listed.iter().map(|&k| &self.lines[k as usize]);
            line::along_west_side(lines, corner, [corner[0], at[1]], grid)
        };
        Found { grid, touched: (touched != NOBODY).then_some(touched) }
    }
}

fn half(at: Position) -> Half {
    [2 * i64::from(at.lon_e7()), 2 * i64::from(at.lat_e7())]
}
