//! What has changed from one tile set to another one.

use crate::TileSet;
use crate::arcs::ArcInfo;
use crate::band::Band;
use crate::course::{Step, clamped};
use crate::dirty::DirtyTiles;
use crate::graph::NOBODY;
use crate::route::Pixels;
use crate::sheet::Sheet;
use crate::units::Units;
use crate::world::WorldBox;
use crate::{SOURCE_MAX_ZOOM, values::Values};
use std::collections::HashMap;

/// An arc as it is drawn: its course, the ids of the units beside it, the level it parts, and whether
/// it is drawn piece by piece.
type Drawn<'a> = (&'a [Step], [u64; 2], u8, bool);

impl TileSet {
    /// The tiles of `grids` that are others than in the set before; `None` when everything may be, as
    /// when a level is shown from another zoom on. Costs some tens of nanoseconds for each vertex that is
    /// drawn.
    pub fn dirty_since(&self, before: &Self) -> Option<DirtyTiles> {
        let alike = |one: &Band, other: &Band| one.level == other.level && one.zooms == other.zooms;
        let same_bands = self.bands.len() == before.bands.len()
            && self.bands.iter().zip(&before.bands).all(|(one, other)| alike(one, other));
        if !same_bands || self.levels.len() != before.levels.len() {
            return None;
        }
        let mut dirty = DirtyTiles::default();
        for (now, was) in self.levels.iter().zip(&before.levels) {
            let finest = now.level == self.levels.len();
            self.units_since(now, before, was, finest, &mut dirty)?;
        }
        for (now, was) in self.bands.iter().zip(&before.bands) {
            let pairs = now.sheets.iter().zip(&was.sheets);
            for (sheet, old) in pairs {
                let (ours, theirs) = (self.drawn(now, sheet), before.drawn(was, old));
                let mut count: HashMap<Drawn<'_>, i32> = HashMap::with_capacity(ours.len());
                for &arc in &ours {
                    *count.entry(arc).or_default() += 1;
                }
                for &arc in &theirs {
                    *count.entry(arc).or_default() -= 1;
                }
                for arc in ours.iter().chain(&theirs).filter(|arc| count[*arc] != 0) {
                    touch(sheet.zoom, arc.0, &mut dirty);
                }
            }
        }
        Some(dirty)
    }

    fn drawn<'a>(&self, band: &'a Band, sheet: &'a Sheet) -> Vec<Drawn<'a>> {
        let units = band.level.checked_sub(1).and_then(|place| self.levels.get(place));
        let id = |unit: u32| match units {
            _ if unit == NOBODY => 0,
            // Only the rim of the territory is drawn: there is one unit.
            None => 1,
            Some(units) => units.shape(unit).map_or(0, |shape| shape.id),
        };
        let there = |(_, info): &(usize, &ArcInfo)| !info.bounds.is_empty();
        let arcs = band.arcs.iter().enumerate().filter(there);
        arcs.map(|(arc, info)| {
            let touched = info.touched >> sheet.zoom & 1 == 1;
            (sheet.course(arc), info.sides.map(id), info.border, touched)
        })
        .collect()
    }

    /// Names the tiles of units that came, went, or say something else of themselves; `None` when units
    /// that stayed come in another order.
    fn units_since(
        &self,
        now: &Units,
        before: &Self,
        was: &Units,
        finest: bool,
        dirty: &mut DirtyTiles,
    ) -> Option<()> {
        let old: HashMap<u64, u32> = was.ids().zip(0..).collect();
        let mut last = None;
        let mut seen = vec![false; was.len()];
        let zooms = || now.min_zoom..=SOURCE_MAX_ZOOM;
        for (unit, id) in (0..).zip(now.ids()) {
            let Some(&other) = old.get(&id) else {
                touch_all(now, unit, zooms(), dirty);
                touch_label(now, unit, dirty);
                continue;
            };
            if last.is_some_and(|last| other < last) {
                return None;
            }
            last = Some(other);
            seen[other as usize] = true;
            let [ours, theirs] = [(self, now, unit), (before, was, other)]
                .map(|(set, units, unit)| said(units, unit, &set.values));
            let moved = finest
                && now.shape(unit).map(|it| (it.bounds, it.area))
                    != was.shape(other).map(|it| (it.bounds, it.area));
            if ours.0 != theirs.0 || moved {
                touch_all(now, unit, 0..=SOURCE_MAX_ZOOM, dirty);
                touch_all(was, other, 0..=SOURCE_MAX_ZOOM, dirty);
            }
            let label = |units: &Units, unit| units.shape(unit).and_then(|it| it.label);
            if ours.1 != theirs.1 || label(now, unit) != label(was, other) {
                touch_label(now, unit, dirty);
                touch_label(was, other, dirty);
            }
        }
        for (unit, _) in (0..).zip(seen).filter(|(_, seen)| !seen) {
            touch_all(was, unit, zooms(), dirty);
            touch_label(was, unit, dirty);
        }
        Some(())
    }
}

/// What the features of a unit say, polygon and label, as bytes.
fn said(units: &Units, unit: u32, values: &Values) -> (Vec<u8>, Vec<u8>) {
    let bytes = |tags: &[crate::mvt::Tag]| {
        let each = tags.iter().flat_map(|&(key, value)| {
            key.to_le_bytes().into_iter().chain(values.encoded(value).iter().copied())
        });
        each.collect()
    };
    let (own, label) = units.said(unit);
    (bytes(own), bytes(label))
}

fn touch_all(units: &Units, unit: u32, zooms: impl Iterator<Item = u8>, dirty: &mut DirtyTiles) {
    for zoom in zooms {
        dirty.touch(zoom, units.bounds(unit));
    }
}

fn touch_label(units: &Units, unit: u32, dirty: &mut DirtyTiles) {
    if let Some(at) = units.shape(unit).and_then(|shape| shape.label) {
        for zoom in units.min_zoom..=SOURCE_MAX_ZOOM {
            dirty.touch_proper(zoom, WorldBox { min: at, max: at });
        }
    }
}

/// Names the tiles along a course.
fn touch(zoom: u8, course: &[Step], dirty: &mut DirtyTiles) {
    let pixels = Pixels::of(zoom);
    for pair in course.windows(2) {
        let ends = [pair[0], pair[1]].map(|step| clamped(pixels.middle_of(step)));
        dirty.touch(zoom, ends.into_iter().fold(WorldBox::EMPTY, WorldBox::with));
    }
}
