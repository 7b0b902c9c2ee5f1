//! Cells that know which rings hold their corner and which sides enter them.
//!
//! To decide a point, walk from it west to its cell's side, then south to the cell's corner: every
//! side crossed on the way turns its ring from inside to outside or back (even-odd), starting from
//! the rings that hold the corner. Which corner is held by which rings is found the same way, from
//! cell to cell, beginning outside of everything.

use super::block::{Block, Cell};
use super::line::{Half, Line, half};
use super::{OverlayError, Pt, RingOf};
use crate::faces::group;
use std::borrow::Cow;
use std::collections::HashMap;

/// More lines than this, and a cell is cut into smaller ones.
const LEAF_MAX: usize = 16;
/// How often a cell may be cut again.
const DEPTH_MAX: u32 = 8;
/// No cell is cut again once each line is listed in so many cells on average.
const LISTED_PER_LINE: usize = 16;
/// The most sides.
const SIDES_MAX: usize = 200_000_000;
/// The most entries in the lists of rings.
const SETS_MAX: usize = 50_000_000;

/// The index.
#[derive(Clone, Debug)]
pub(super) struct Index {
    rings: Vec<RingOf>,
    lines: Vec<Line>,
    listed: Vec<u32>,
    blocks: Vec<Block>,
    /// Lists of rings, each with the overlays that they make.
    sets: Vec<(Vec<u32>, Vec<u32>)>,
}

/// What only building needs.
struct Builder {
    made: Index,
    known: HashMap<Vec<u32>, u32>,
    /// How many entries the lists have together.
    entries: usize,
}

impl Index {
    pub(super) fn new(rings: Vec<RingOf>, lines: Vec<Line>) -> Result<Self, OverlayError> {
        if lines.len() > SIDES_MAX {
            return Err(OverlayError::TooLarge { sides: lines.len() });
        }
        let ends = || lines.iter().flat_map(Line::ends);
        let low = ends().reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])]);
        let high = ends().reduce(|a, b| [a[0].max(b[0]), a[1].max(b[1])]);
        let all: Vec<u32> = (0..lines.len() as u32).collect();
        let made = Self { rings, lines, listed: Vec::new(), blocks: Vec::new(), sets: Vec::new() };
        let mut builder = Builder { made, known: HashMap::new(), entries: 0 };
        if let (Some(low), Some(high)) = (low, high) {
            let (low, high) = ([low[0] - 1, low[1] - 1], [high[0] + 1, high[1] + 1]);
            builder.cut(low, high, &all, Vec::new(), 0)?;
        }
        Ok(builder.made)
    }

    /// The overlays that hold a point.
    pub(super) fn at(&self, at: Pt) -> Cow<'_, [u32]> {
        let at = half(at);
        let (set, from, to, corner) = match self.leaf(at) {
            Some((Cell::Lines { from, to, set }, corner)) => (set, from, to, corner),
            Some((Cell::Whole { set }, corner)) => (set, 0, 0, corner),
            // A leaf is not cut.
            Some((Cell::Cut { .. }, _)) | None => return Cow::Borrowed(&[]),
        };
        let (rings, overlays) = &self.sets[set as usize];
        let west = [corner[0], at[1]];
        let mut turned: Vec<u32> = Vec::new();
        for &line in &self.listed[from as usize..to as usize] {
            let line = &self.lines[line as usize];
            // A side crossed on both legs turns its ring twice.
            if line.crosses_west(at, corner[0]) != line.crosses_south(west, corner) {
                turned.push(line.ring);
            }
        }
        let turned = odd_ones(turned);
        if turned.is_empty() {
            return Cow::Borrowed(overlays);
        }
        Cow::Owned(self.overlays(&toggled(rings, &turned)))
    }

    /// The overlays whose border a point is on, by number.
    pub(super) fn touched(&self, at: Pt) -> Vec<u32> {
        let at = half(at);
        let Some((Cell::Lines { from, to, .. }, _)) = self.leaf(at) else { return Vec::new() };
        let lines = self.listed[from as usize..to as usize].iter();
        let touched = lines.map(|&line| &self.lines[line as usize]).filter(|line| line.holds(at));
        let mut overlays: Vec<u32> =
            touched.map(|line| self.rings[line.ring as usize].overlay).collect();
        overlays.sort_unstable();
        overlays.dedup();
        overlays
    }

    /// The cell that is not cut again, and its corner.
    fn leaf(&self, at: Half) -> Option<(Cell, Half)> {
        let mut block = self.blocks.first()?;
        loop {
            match block.cell_at(at)? {
                (Cell::Cut { block: inner }, _) => block = self.blocks.get(inner as usize)?,
                leaf => return Some(leaf),
            }
        }
    }

    /// The overlays that hold what some rings hold: rings of one polygon are numbered in a row, its
    /// outer one first.
    fn overlays(&self, rings: &[u32]) -> Vec<u32> {
        let of = |ring: u32| self.rings[ring as usize];
        let polygons = rings.chunk_by(|&a, &b| of(a).polygon == of(b).polygon);
        let whole = polygons.filter(|rings| rings.iter().all(|&ring| !of(ring).hole));
        let mut overlays: Vec<u32> = whole.map(|rings| of(rings[0]).overlay).collect();
        overlays.dedup();
        overlays
    }
}

impl Builder {
    /// Cuts a box with these lines in it into a block of cells, given the rings that hold its
    /// corner; returns the block's number.
    fn cut(
        &mut self,
        low: Half,
        high: Half,
        lines: &[u32],
        corner: Vec<u32>,
        depth: u32,
    ) -> Result<u32, OverlayError> {
        let line = |made: &Index, k: u32| made.lines[k as usize];
        let mut block = Block::over(low, high, lines.iter().map(|&k| &self.made.lines[k as usize]));
        let number = self.made.blocks.len() as u32;
        self.made.blocks.push(block.clone());
        let (from, listed) = self.list(&block, lines);
        let mut first = corner;
        for row in 0..block.count[1] {
            let mut here = first.clone();
            for column in 0..block.count[0] {
                let cell = (row * block.count[0] + column) as usize;
                let own = &listed[from[cell] as usize..from[cell + 1] as usize];
                let at = block.corner_of(column, row);
                let (east, north) = ([at[0] + block.step, at[1]], [at[0], at[1] + block.step]);
                let crossed = |crosses: &dyn Fn(&Line) -> bool| {
                    let lines = own.iter().map(|&k| line(&self.made, k));
                    odd_ones(lines.filter(crosses).map(|line| line.ring).collect())
                };
                let eastward = crossed(&|line| line.crosses_west(east, at[0]));
                if column == 0 {
                    first = toggled(&first, &crossed(&|line| line.crosses_south(north, at)));
                }
                let next = toggled(&here, &eastward);
                let known = self.cell(&block, at, own, here, depth)?;
                block.cells.push(known);
                here = next;
            }
        }
        self.made.blocks[number as usize] = block;
        Ok(number)
    }

    fn cell(
        &mut self,
        block: &Block,
        at: Half,
        lines: &[u32],
        corner: Vec<u32>,
        depth: u32,
    ) -> Result<Cell, OverlayError> {
        let worth = lines.len() > LEAF_MAX && block.step > 16;
        let room = self.made.listed.len() < LISTED_PER_LINE * self.made.lines.len();
        if worth && room && depth < DEPTH_MAX {
            let high = [at[0] + block.step, at[1] + block.step];
            return Ok(Cell::Cut { block: self.cut(at, high, lines, corner, depth + 1)? });
        }
        let set = self.set(corner)?;
        if lines.is_empty() {
            return Ok(Cell::Whole { set });
        }
        let from = self.made.listed.len() as u32;
        self.made.listed.extend_from_slice(lines);
        Ok(Cell::Lines { from, to: self.made.listed.len() as u32, set })
    }

    /// The number of a list of rings.
    fn set(&mut self, rings: Vec<u32>) -> Result<u32, OverlayError> {
        if let Some(&known) = self.known.get(&rings) {
            return Ok(known);
        }
        self.entries += rings.len();
        if self.entries > SETS_MAX {
            return Err(OverlayError::TooDeep { limit: SETS_MAX });
        }
        let number = self.made.sets.len() as u32;
        let overlays = self.made.overlays(&rings);
        self.made.sets.push((rings.clone(), overlays));
        self.known.insert(rings, number);
        Ok(number)
    }

    /// The lines that enter each cell of a block: where each cell's start, and the lines.
    fn list(&self, block: &Block, lines: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(2 * lines.len());
        for &k in lines {
            block.entered(&self.made.lines[k as usize], &mut |cell| entries.push((cell as u32, k)));
        }
        let keys: Vec<u32> = entries.iter().map(|&(cell, _)| cell).collect();
        let (from, mut order) = group(&keys, (block.count[0] * block.count[1]) as usize);
        for place in &mut order {
            *place = entries[*place as usize].1;
        }
        (from, order)
    }
}

/// What is there an odd number of times, sorted.
fn odd_ones(mut all: Vec<u32>) -> Vec<u32> {
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1).map(|same| same[0]).collect()
}

/// What is in one of two sorted lists but not in both.
fn toggled(list: &[u32], turned: &[u32]) -> Vec<u32> {
    if turned.is_empty() { list.to_vec() } else { odd_ones([list, turned].concat()) }
}
