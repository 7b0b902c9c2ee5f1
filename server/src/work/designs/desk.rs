//! One design as it is open in this process, kept up with what others write.

use super::record::{Deed, Record, at};
use super::sheet::{DraftTiles, Sheet};
use super::{DesignError, Others};
use crate::work::atlas::Ground;
use jiff::Timestamp;
use model::{Bounds, GridId, Position};
use planner::design::{Change, Design};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use store::{DesignId, DesignStep, Entry, Store};
use tiles::DirtyTiles;

/// How many steps one read brings.
const PAGE: u32 = 1_000;
/// A place is told apart from others by so many lattice steps.
const REACH: i32 = 2;

/// A design with the number of its last step.
#[derive(Debug)]
pub(crate) struct Desk {
    id: DesignId,
    pub(crate) design: Design,
    /// The number of the last step that it holds.
    pub(crate) seq: u64,
    /// Who did what to which grids, step by step.
    done: Vec<Deeds>,
    /// Its tiles, once somebody has asked for them.
    sheet: Option<Sheet>,
}

/// What one step did.
#[derive(Clone, Debug)]
pub(crate) struct Deeds {
    /// Its number.
    pub(crate) seq: u64,
    /// Who made it.
    pub(crate) who: String,
    /// When.
    pub(crate) at: Timestamp,
    /// The grids that it changed.
    pub(crate) grids: Vec<GridId>,
    /// What it was.
    pub(crate) record: Record,
}

impl Desk {
    /// The design as it was begun; [`Desk::catch_up`] brings its steps.
    pub(super) fn new(id: DesignId, design: Design) -> Self {
        Self { id, design, seq: 0, done: Vec::new(), sheet: None }
    }

    /// Every step, the first first.
    pub(crate) fn history(&self) -> &[Deeds] {
        &self.done
    }

    /// Makes the steps that were written since.
    pub(super) async fn catch_up(&mut self, store: &Store) -> Result<(), DesignError> {
        loop {
            let steps = store.design_steps(self.id, self.seq, PAGE).await?;
            let whole = steps.len() == PAGE as usize;
            for step in steps {
                self.follow(step)?;
            }
            if !whole {
                return Ok(());
            }
        }
    }

    fn follow(&mut self, step: DesignStep) -> Result<(), DesignError> {
        let broken = |what: String| DesignError::Broken { step: step.seq, what };
        let record: Record =
            serde_json::from_str(&step.what).map_err(|error| broken(error.to_string()))?;
        let (_, change) = self.make(&record).map_err(|error| broken(error.to_string()))?;
        self.note(step.seq, step.who, step.at, change.grids, record);
        Ok(())
    }

    fn note(&mut self, seq: u64, who: String, at: Timestamp, grids: Vec<GridId>, record: Record) {
        self.seq = seq;
        self.done.push(Deeds { seq, who, at, grids, record });
    }

    /// Makes a step here, without writing it.
    fn make(&mut self, record: &Record) -> Result<(Record, Change), DesignError> {
        let (record, change) = match record.deed().map_err(DesignError::Unreadable)? {
            Deed::Step(step) => {
                let (made, change) = self.design.apply(step)?;
                (record.clone().filled(&made), change)
            }
            Deed::Undo => (Record::Undo, self.design.undo()?),
            Deed::Redo => (Record::Redo, self.design.redo()?),
        };
        if let Some(sheet) = &mut self.sheet {
            sheet.note(&change);
        }
        Ok((record, change))
    }

    /// The tiles as the design is now, and which are others since the last look; `None` in their place
    /// when all may be. Nothing at all when nobody has asked for tiles and nobody does (`ask`).
    pub(super) fn tiles(
        &mut self,
        ground: &Ground,
        ask: bool,
    ) -> Option<(DraftTiles, Option<DirtyTiles>)> {
        if self.sheet.is_none() {
            self.sheet = if ask { Sheet::new(ground, &self.design) } else { None };
        }
        let drawn = self.sheet.as_mut()?.catch_up(ground, &self.design);
        if drawn.is_none() {
            // What it had noted is lost with it.
            self.sheet = None;
        }
        drawn
    }

    /// Asks about the design as it would be after a step; nothing is written, and nothing stays.
    pub(super) fn weigh<T>(
        &mut self,
        record: &Record,
        ask: impl FnOnce(&Design, &Change) -> T,
    ) -> Result<T, DesignError> {
        match record.deed().map_err(DesignError::Unreadable)? {
            Deed::Step(step) => Ok(self.design.weigh(step, ask)?),
            Deed::Undo | Deed::Redo => {
                Err(DesignError::Unreadable("only a new step can be tried".to_owned()))
            }
        }
    }

    /// The grids that changed after a step, in order; those that have gone since, too.
    pub(crate) fn changed_since(&self, seq: u64) -> BTreeSet<GridId> {
        let since = self.done.iter().filter(|deeds| deeds.seq > seq);
        since.flat_map(|deeds| deeds.grids.iter().copied()).collect()
    }

    /// Makes a step and writes it. `seen` is the last step that its maker had seen: when others changed
    /// the same grids since, it is refused with what they did. `false` beside the change when somebody
    /// else's step came first, and this desk is to be thrown away.
    pub(super) async fn add(
        &mut self,
        store: &Store,
        seen: u64,
        record: &Record,
        entry: &Entry,
    ) -> Result<Option<Change>, DesignError> {
        self.refuse_conflicts(seen, record, &entry.who)?;
        let (record, change) = self.make(record)?;
        let what = serde_json::to_string(&record)
            .map_err(|error| DesignError::Unreadable(error.to_string()))?;
        let seq = self.seq + 1;
        if !store.add_design_step(self.id, seq, &what, entry).await? {
            return Ok(None);
        }
        self.note(seq, entry.who.clone(), entry.at, change.grids.clone(), record);
        Ok(Some(change))
    }

    fn refuse_conflicts(&self, seen: u64, record: &Record, who: &str) -> Result<(), DesignError> {
        let since = self.done.iter().filter(|deeds| deeds.seq > seen && deeds.who != who);
        let mut since = since.peekable();
        if since.peek().is_none() {
            return Ok(());
        }
        let touched = self.touched(record);
        // Taking back and making again is of whatever is last.
        let any = matches!(record, Record::Undo | Record::Redo);
        let met = |deeds: &&Deeds| any || deeds.grids.iter().any(|grid| touched.contains(grid));
        let others: Vec<Deeds> = since.filter(met).cloned().collect();
        if others.is_empty() { Ok(()) } else { Err(DesignError::Conflict(Others(others))) }
    }

    /// The grids that a step may change: those it names and those beside the places it names.
    fn touched(&self, record: &Record) -> BTreeSet<GridId> {
        let mut grids: BTreeSet<GridId> = record.grids().into_iter().map(GridId).collect();
        for place in record.places().into_iter().filter_map(|place| at(place).ok()) {
            let moved = |by: i32| Position::from_e7(place.lon_e7() + by, place.lat_e7() + by);
            let (Some(min), Some(max)) = (moved(-REACH), moved(REACH)) else { continue };
            let near = self.design.draft().segments_in(Bounds { min, max });
            grids.extend(near.flat_map(|segment| [segment.left, segment.right]).flatten());
            grids.extend(self.design.draft().owner_at(place).map(|found| found.grid));
        }
        grids
    }

    /// 64 hexadecimal digits that stand for the land and everything that its grids are called.
    pub(crate) fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.design.draft().encode());
        for (grid, info) in self.design.grids() {
            hash.update(format!("\n{}\t{}\t{}", grid.0, info.named.code, info.named.name));
        }
        let mut digits = String::with_capacity(64);
        for byte in hash.finalize() {
            // Writing into a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}
