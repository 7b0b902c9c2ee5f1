//! Which parent each grid lies in, by the share of its land.
//!
//! Grids and parents are laid over each other like the areas of one build: sides noded exactly,
//! faces labelled with the grid and the parent that cover them, areas summed up in integers. Lines
//! drawn twice with tiny differences cost tiny shares and nothing else.

use crate::build::BuildError;
use crate::cover::Covers;
use crate::drawn::Drawn;
use crate::faces::{Faces, OUTSIDE};
use crate::linework::Linework;
use crate::noding::node;
use crate::partition::Partition;
use model::{Area, GridId, Position};

/// A grid with less of its land in its parent is reported as cut.
const SHARE_MIN: f64 = 0.99;

/// Which parent each grid belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    /// By grid: the number of the parent that holds most of its land; `None` when none holds any.
    pub parents: Vec<Option<usize>>,
    /// By grid: the share of its land that lies in that parent, 0 to 1.
    pub shares: Vec<f64>,
    /// What does not fit, by grid, then by parent.
    pub faults: Vec<NestFault>,
}

/// One misfit of grids and parents.
#[derive(Clone, Debug, PartialEq)]
pub struct NestFault {
    /// What sort of misfit.
    pub kind: NestFaultKind,
    /// A point of the grid or parent in question, when it has any.
    pub at: Option<Position>,
    /// The grid; none for a parent without grids.
    pub grid: Option<GridId>,
    /// The parents in question with their shares of the grid's land, largest share first.
    pub parents: Vec<(usize, f64)>,
}

/// What sort of misfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NestFaultKind {
    /// A grid has no land in any parent.
    Outside,
    /// Less than 99 % of a grid's land lies in its parent.
    Cut,
    /// A parent holds most of no grid.
    Childless,
}

impl NestFaultKind {
    /// The name used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => "outside-every-parent",
            Self::Cut => "cut-by-parent-line",
            Self::Childless => "parent-without-children",
        }
    }
}

/// Finds for each grid the parent that holds most of its land. Where parents overlap, land counts
/// for the one with the smallest number; of equal shares the smallest number wins. O(n log n).
///
/// # Errors
///
/// [`BuildError`] for inputs beyond the limits on memory.
pub fn nest(children: &Partition, parents: &[Area]) -> Result<Nested, BuildError> {
    let grids = children.grid_count();
    let shares = shares(children, parents)?;
    let mut nested =
        Nested { parents: vec![None; grids], shares: vec![0.0; grids], faults: Vec::new() };
    let mut chosen = vec![false; parents.len()];
    for (place, shares) in shares.into_iter().enumerate() {
        let grid = GridId(place as u32);
        if let Some(&(parent, share)) = shares.first() {
            nested.parents[place] = Some(parent);
            nested.shares[place] = share;
            chosen[parent] = true;
        }
        let share = nested.shares[place];
        if share < SHARE_MIN {
            let kind = if shares.is_empty() { NestFaultKind::Outside } else { NestFaultKind::Cut };
            let at = children.bounds_of(grid).and_then(|_| {
                children
                    .ring_range(grid)
                    .next()
                    .map(|ring| children.edge_points(children.ring_halves(ring)[0] as usize / 2)[0])
            });
            nested.faults.push(NestFault { kind, at, grid: Some(grid), parents: shares });
        }
    }
    let childless = (0..parents.len()).filter(|&parent| !chosen[parent]);
    nested.faults.extend(childless.map(|parent| NestFault {
        kind: NestFaultKind::Childless,
        at: parents[parent].positions().next(),
        grid: None,
        parents: vec![(parent, 0.0)],
    }));
    Ok(nested)
}

/// By grid: the parents that hold some of its land, largest share first.
fn shares(children: &Partition, parents: &[Area]) -> Result<Vec<Vec<(usize, f64)>>, BuildError> {
    let grids = children.grid_count() as u32;
    let areas: Vec<Area> = children.grids().map(|grid| children.area(grid)).collect();
    let drawn = Drawn::of(areas.iter().chain(parents), &mut Vec::new());
    let lines = node(Linework::of(&drawn)?)?.lines;
    let faces = Faces::trace(&lines);
    let covers = Covers::find(&lines, &faces, &drawn, grids + parents.len() as u32);
    let mut pieces: Vec<(u32, Option<u32>, i128)> = Vec::new();
    for (face, turn) in faces.turns(&lines).into_iter().enumerate() {
        let mut over = covers.grids(covers.of_face[face]);
        let child = over.next().filter(|&child| child < grids && face as u32 != OUTSIDE);
        if let Some(child) = child {
            let parent = over.find(|&parent| parent >= grids).map(|parent| parent - grids);
            pieces.push((child, parent, turn));
        }
    }
    pieces.sort_unstable();
    let mut shares = vec![Vec::new(); grids as usize];
    for of_grid in pieces.chunk_by(|a, b| a.0 == b.0) {
        let all: i128 = of_grid.iter().map(|&(.., turn)| turn).sum();
        let own: &mut Vec<(usize, f64)> = &mut shares[of_grid[0].0 as usize];
        for same in of_grid.chunk_by(|a, b| a.1 == b.1) {
            let part: i128 = same.iter().map(|&(.., turn)| turn).sum();
            #[expect(clippy::cast_precision_loss, reason = "a share for people")]
            let share = part as f64 / all as f64;
            own.extend(same[0].1.map(|parent| (parent as usize, share)));
        }
        own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    Ok(shares)
}
