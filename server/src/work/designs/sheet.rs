//! The tiles of a design as it is now.

use crate::work::atlas::Ground;
use crate::work::stamps::Stamps;
use model::{Bounds, Code, GridId, Unit, UnitTree};
use planner::design::{Change, Design};
use spatial::GridMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use tiles::{DirtyTiles, TileId, TileSet};

/// Tiles that follow a design. Nothing is drawn until somebody asks, and then what changed since.
#[derive(Debug)]
pub(super) struct Sheet {
    drawn: DraftTiles,
    /// What the grids were called when it was drawn, by number.
    called: Vec<(Code, String)>,
    /// Where land changed since.
    boxes: Vec<Bounds>,
    grids: BTreeSet<GridId>,
    /// Whether anything did.
    stale: bool,
}

/// The tiles of one state of a design.
#[derive(Clone, Debug)]
pub(crate) struct DraftTiles {
    /// Cut from this.
    pub(crate) set: Arc<TileSet>,
    stamps: Arc<Stamps>,
}

impl DraftTiles {
    /// Since when a tile is what it is.
    pub(crate) fn stamp_of(&self, tile: TileId) -> u64 {
        self.stamps.of(tile)
    }
}

impl Sheet {
    /// Of a design that was just begun, or with everything drawn anew: levels are shown from the zooms
    /// at which the drawing that it began with shows them.
    pub(super) fn new(ground: &Ground, design: &Design) -> Option<Self> {
        let tree = tree(design)?;
        let map = GridMap::new(tree, design.draft().freeze()).ok()?;
        let set = Arc::new(ground.tiles.build_alike(&map, &[]));
        let drawn = DraftTiles { set, stamps: Arc::new(Stamps::new()) };
        Some(Self {
            drawn,
            called: called(design),
            boxes: Vec::new(),
            grids: BTreeSet::new(),
            stale: false,
        })
    }

    /// Takes note of a step.
    pub(super) fn note(&mut self, change: &Change) {
        self.boxes.extend(&change.boxes);
        self.grids.extend(&change.grids);
        self.stale = true;
    }

    /// The tiles as the design is now, and those that are others since the last look; `None` when
    /// everything may be. Costs what lies near what changed; all anew when grids were given other
    /// names or codes.
    pub(super) fn catch_up(
        &mut self,
        ground: &Ground,
        design: &Design,
    ) -> Option<(DraftTiles, Option<DirtyTiles>)> {
        if !self.stale {
            return Some((self.drawn.clone(), Some(DirtyTiles::default())));
        }
        let now = called(design);
        let same = now.iter().zip(&self.called).all(|(now, before)| now == before);
        if !same || now.len() < self.called.len() {
            *self = Self::new(ground, design)?;
            return Some((self.drawn.clone(), None));
        }
        let grids: Vec<GridId> = std::mem::take(&mut self.grids).into_iter().collect();
        let boxes = std::mem::take(&mut self.boxes);
        let tree = tree(design)?;
        let (set, dirty) = self.drawn.set.edited(design.draft(), &tree, &boxes, &grids);
        let mut stamps = Stamps::new();
        stamps.follow(&self.drawn.stamps, dirty.clone());
        self.drawn = DraftTiles { set: Arc::new(set), stamps: Arc::new(stamps) };
        self.called = now;
        self.stale = false;
        Some((self.drawn.clone(), Some(dirty)))
    }
}

/// What every grid is called, those that have gone too.
fn called(design: &Design) -> Vec<(Code, String)> {
    let all =
        design.all_grids().map(|(_, grid)| (grid.named.code.clone(), grid.named.name.clone()));
    all.collect()
}

/// The units above the grids as they were, and every grid by number, those that have gone too: tiles
/// know grids by their numbers. `None` when two grids are called alike, which a design does
/// not let happen.
fn tree(design: &Design) -> Option<UnitTree> {
    let base = design.tree();
    let finest = base.finest();
    let mut units: Vec<Unit> =
        base.units().iter().filter(|unit| unit.level < finest).cloned().collect();
    let mut used: BTreeSet<Code> = BTreeSet::new();
    used.extend(design.grids().map(|(_, info)| info.named.code.clone()));
    for (grid, info) in design.all_grids() {
        // The code of one that has gone may be another's by now.
        let own = info.named.code.clone();
        let free = design.grid(grid).is_some() || used.insert(own.clone());
        let code = if free { own } else { Code::try_from(&*format!("gone-{}", grid.0)).ok()? };
        units.push(Unit {
            code,
            name: info.named.name.clone(),
            level: finest,
            parent: info.parent,
            households: design.households(grid).and_then(|it| u32::try_from(it).ok()),
            kind: info.kind.clone(),
        });
    }
    UnitTree::new(units).ok()
}
