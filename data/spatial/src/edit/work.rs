//! One edit in the making: every change to a piece is noted, so that it can be dropped or kept as a
//! patch.

use super::draft::Draft;
use super::tree::Span;
use super::{Asked, Done, Refused, Warning};
use crate::exact::{Pt, around};
use crate::partition::NOBODY;
use model::{Bounds, GridId};
use std::collections::{BTreeMap, BTreeSet};

/// What lay beside each changed piece before and after.
pub(super) type Changes = Vec<(Span, Option<[u32; 2]>, Option<[u32; 2]>)>;

/// A draft with an edit begun.
pub(super) struct Work<'a> {
    draft: &'a mut Draft,
    /// What lay beside each piece that was changed, before it first was.
    before: BTreeMap<Span, Option<[u32; 2]>>,
    grids_before: u32,
    stamp_before: u128,
    /// Grids that may be left without land.
    pub(super) may_vanish: Vec<u32>,
    /// What a person should know.
    pub(super) warnings: Vec<Warning>,
    /// Grids that got their first land.
    pub(super) made: Vec<GridId>,
}

impl std::ops::Deref for Work<'_> {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        self.draft
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(draft: &'a mut Draft) -> Self {
        let (grids_before, stamp_before) = (draft.grid_count() as u32, draft.stamp());
        Self {
            draft,
            before: BTreeMap::new(),
            grids_before,
            stamp_before,
            may_vanish: Vec::new(),
            warnings: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Sets who lies beside a piece; `None` takes the piece away.
    pub(super) fn set(&mut self, span: Span, sides: Option<[u32; 2]>) {
        let old = self.draft.sides(span);
        self.before.entry(span).or_insert(old);
        if old != sides {
            self.draft.put(span, sides);
        }
    }

    /// Makes sure that there are numbers up to this grid.
    pub(super) fn number(&mut self, grid: GridId) {
        let grids = (self.draft.grid_count() as u32).max(grid.0.saturating_add(1));
        self.draft.set_grids(grids);
    }

    /// Takes everything back.
    pub(super) fn drop_all(self) {
        for (span, old) in self.before {
            self.draft.put(span, old);
        }
        self.draft.set_grids(self.grids_before);
    }

    /// Keeps the edit if the partition is whole; else takes everything back.
    pub(super) fn keep(self, asked: Asked) -> Result<Done, Refused> {
        let changes: Changes = self
            .before
            .iter()
            .map(|(&span, &old)| (span, old, self.draft.sides(span)))
            .filter(|(_, old, new)| old != new)
            .collect();
        let mut grids = BTreeSet::new();
        for (_, old, new) in &changes {
            grids.extend(old.iter().chain(new).flatten().filter(|&&grid| grid != NOBODY));
        }
        if let Err(refused) = self.whole(&changes, &grids) {
            self.drop_all();
            return Err(refused);
        }
        Ok(Done {
            boxes: boxes(&changes),
            grids: grids.into_iter().map(GridId).collect(),
            made: self.made,
            warnings: self.warnings,
            asked,
            changes,
            numbers: [self.grids_before, self.draft.grid_count() as u32],
            stamps: [self.stamp_before, self.draft.stamp()],
        })
    }

    /// Whether the pieces at a vertex agree on the land between them.
    pub(super) fn agrees_at(&self, at: Pt) -> bool {
        let mut fan: Vec<_> = self.draft.fan(at).collect();
        fan.sort_unstable_by(|a, b| around(at, a.0, b.0));
        let agree = |k: usize| {
            let ([left, right], [_, next]) = (fan[k].1, fan[(k + 1) % fan.len()].1);
            left == next && left != right
        };
        fan.len() != 1 && (0..fan.len()).all(agree)
    }

    /// Looks at every vertex touched: between two neighbouring pieces lies one grid only. That, with
    /// pieces meeting at vertices only, makes a partition.
    fn whole(&self, changes: &Changes, grids: &BTreeSet<u32>) -> Result<(), Refused> {
        let mut vertices: Vec<Pt> =
            changes.iter().flat_map(|(span, ..)| [span.low, span.high]).collect();
        vertices.sort_unstable();
        vertices.dedup();
        if let Some(at) = vertices.into_iter().find(|&at| !self.agrees_at(at)) {
            return Err(Refused::TooTangled { at: at.position() });
        }
        for &grid in grids {
            if !self.draft.has_land(grid) && !self.may_vanish.contains(&grid) {
                let lost = |sides: &Option<[u32; 2]>| sides.is_some_and(|of| of.contains(&grid));
                let at = changes.iter().find(|(_, old, _)| lost(old)).map(|(span, ..)| span.low);
                let at = at.unwrap_or(Pt { x: 0, y: 0 }).position();
                return Err(Refused::WouldVanish { grid: GridId(grid), at });
            }
        }
        Ok(())
    }
}

/// A box around each connected set of changed pieces, boxes that meet joined. What changes hands
/// has changed pieces all around it, so it lies in one of them.
fn boxes(changes: &Changes) -> Vec<Bounds> {
    let mut boxes: Vec<Bounds> = Vec::new();
    for (span, ..) in changes {
        let mut grown = Bounds::around([span.low, span.high].map(Pt::position));
        // A grown box may meet others that were apart.
        while let Some(one) = grown {
            let Some(k) = boxes.iter().position(|other| other.meets(&one)) else {
                boxes.push(one);
                break;
            };
            grown = Some(one.union(boxes.swap_remove(k)));
        }
    }
    boxes.sort_unstable_by_key(|one| (one.min, one.max));
    boxes
}
