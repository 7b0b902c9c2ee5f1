//! The arcs of a band that an edit may have changed, strung together again.

use super::Work;
use crate::arcs::ArcInfo;
use crate::band::drawn;
use crate::course::masks;
use crate::thin::Nearby;
use crate::trace::{Whole, strung};
use crate::world::WorldBox;
use model::Bounds;
use std::collections::{BTreeMap, BTreeSet};

impl Work<'_> {
    /// Strings the arcs in the boxes together again. Gives the numbers of those that came, went, or
    /// lead otherwise from node to node.
    pub(super) fn restring(&mut self, boxes: &[Bounds]) -> BTreeSet<u32> {
        let mut candidates: BTreeMap<_, u32> = BTreeMap::new();
        let mut found = Vec::new();
        for within in boxes {
            self.band.finder.meeting(WorldBox::of(*within).widened(2), &mut found);
            for &arc in &found {
                if let Some(info) = self.band.arcs.get(arc as usize) {
                    candidates.insert((info.ends[0], info.next[0]), arc);
                    self.before.insert(arc, *info);
                }
            }
        }
        let mut now = self.traced.within(boxes);
        for &(start, second) in candidates.keys() {
            now.extend(self.traced.through(start, second));
        }
        now.sort_by_key(|(info, _)| info.key());
        now.dedup_by_key(|(info, _)| info.key());
        let mut changed = BTreeSet::new();
        let mut fresh = Vec::new();
        for (info, line) in now {
            match candidates.remove(&(info.ends[0], info.next[0])) {
                Some(arc) => {
                    let old = self.before.get(&arc);
                    let same = |old: &ArcInfo| {
                        (old.ends, old.next, old.sides, old.border)
                            == (info.ends, info.next, info.sides, info.border)
                    };
                    if !old.is_some_and(same) {
                        changed.insert(arc);
                    }
                    let alike = |old: &ArcInfo| {
                        (old.ends, old.sides, old.border) == (info.ends, info.sides, info.border)
                    };
                    if !old.is_some_and(alike) {
                        self.renewed.insert(arc);
                    }
                    self.whole.insert(arc, strung(info, &line));
                }
                None => fresh.push(strung(info, &line)),
            }
        }
        self.number(candidates.into_values().collect(), fresh, &mut changed);
        for arc in self.whole.keys().copied().collect::<Vec<u32>>() {
            self.rank(arc);
        }
        changed
    }

    /// Gives numbers to arcs that came: those of arcs that went (`free`), then new ones.
    fn number(&mut self, mut free: Vec<u32>, fresh: Vec<Whole>, changed: &mut BTreeSet<u32>) {
        self.touched.extend(free.iter().copied());
        changed.extend(free.iter().copied());
        self.renewed.extend(free.iter().copied());
        free.reverse();
        for whole in fresh {
            let next = u32::try_from(self.band.arcs.len()).unwrap_or(u32::MAX);
            let arc = free.pop().unwrap_or(next);
            self.band.arcs.set(arc as usize, whole.info);
            self.band.in_order = false;
            changed.insert(arc);
            self.renewed.insert(arc);
            self.whole.insert(arc, whole);
        }
        for arc in free {
            if let Some(mut gone) = self.band.arcs.get(arc as usize).copied() {
                gone.bounds = WorldBox::EMPTY;
                self.band.arcs.set(arc as usize, gone);
                self.band.finder.set(arc, WorldBox::EMPTY);
            }
        }
        self.touched.extend(self.whole.keys().copied());
        // Found from now on where they are, and where they were: other arcs may have to leave them.
        for (&arc, whole) in &self.whole {
            let old = self.before.get(&arc).map_or(WorldBox::EMPTY, |info| info.bounds);
            self.band.finder.set(arc, whole.info.bounds.union(old));
        }
    }

    /// Finds out which vertices of an arc are drawn at which zoom.
    pub(super) fn rank(&mut self, arc: u32) {
        let Some(own) = self.whole.get(&arc).map(|whole| whole.line.clone()) else { return };
        let bounds = own.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
        let mut found = Vec::new();
        self.band.finder.meeting(bounds, &mut found);
        let mut nearby: Vec<Nearby> = Vec::new();
        for other in found.into_iter().filter(|&other| other != arc) {
            let traced;
            let line = if let Some(whole) = self.whole.get(&other) {
                &whole.line
            } else {
                traced = self.trace(other).map(|whole| whole.line).unwrap_or_default();
                &traced
            };
            let near = line.iter().filter(|&&at| bounds.contains(at));
            nearby.extend(near.map(|&at| Nearby { at, own: None }));
        }
        let masks = masks(&own, &mut nearby, &drawn(&self.band.zooms));
        if let Some(whole) = self.whole.get_mut(&arc) {
            whole.masks = masks;
        }
    }

    /// Strings an arc that stays as it is together.
    pub(super) fn trace(&self, arc: u32) -> Option<Whole> {
        let info = self.band.arcs.get(arc as usize).copied()?;
        let (_, line) = self.traced.through(info.ends[0], info.next[0])?;
        Some(strung(info, &line))
    }
}
