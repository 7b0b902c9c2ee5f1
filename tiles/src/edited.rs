//! The tile set after an edit of a draft.

use crate::dirty::DirtyTiles;
use crate::graph::Ancestry;
use crate::ground::area_beside;
use crate::units::Units;
use crate::world::WorldBox;
use crate::{SOURCE_MAX_ZOOM, TileSet, ids};
use model::{Bounds, GridId, Level, UnitId, UnitTree};
use spatial::Draft;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl TileSet {
    /// The set after edits were made or taken back: `draft` and `tree` as they are now, `boxes` and
    /// `grids` what [`spatial::Done`] says of the edits, those of several one after the other. Gives the
    /// tiles that are others now, too.
    ///
    /// The tree may have got grids at its end since this set was made; nothing else of it may have
    /// changed. Levels are shown from the zooms they were shown from. Everything that did not change is
    /// shared with this set. Costs what lies near the edit, some bytes for every thousand grids, and
    /// once for the whole length of each border that the edit touches.
    #[must_use]
    pub fn edited(
        &self,
        draft: &Draft,
        tree: &UnitTree,
        boxes: &[Bounds],
        grids: &[GridId],
    ) -> (Self, DirtyTiles) {
        let mut set = self.clone();
        let mut dirty = DirtyTiles::default();
        if set.levels.last().is_none_or(|units| units.len() != tree.grid_count()) {
            set.ancestry = Arc::new(Ancestry::of(tree));
        }
        let ancestry = Arc::clone(&set.ancestry);
        let mut units: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); set.levels.len()];
        for band in &mut set.bands {
            let changed = band.edit(draft, &ancestry, boxes, &mut dirty);
            for (all, own) in units.iter_mut().zip(changed.units) {
                all.extend(own);
            }
        }
        let gained = set.gained(draft, grids, &ancestry);
        for ((place, mut own), gained) in units.into_iter().enumerate().zip(gained) {
            own.extend(gained.keys());
            for unit in own {
                let more = gained.get(&unit).copied().unwrap_or(0);
                set.measure_again(place, unit, more, tree, &mut dirty);
            }
        }
        for within in boxes {
            set.bounds = Some(set.bounds.map_or(*within, |bounds| bounds.union(*within)));
        }
        set.values.settle_when_many();
        (set, dirty)
    }

    /// By level from the first one on, by how much the units of some grids have grown.
    fn gained(
        &self,
        draft: &Draft,
        grids: &[GridId],
        ancestry: &Ancestry,
    ) -> Vec<BTreeMap<u32, i64>> {
        let mut gained = vec![BTreeMap::new(); self.levels.len()];
        let before = |grid: u32| self.levels.last().and_then(|units| units.shape(grid));
        for &grid in grids {
            let area = draft.area(grid);
            let now: i64 = area
                .rings()
                .map(|ring| {
                    let closed: Vec<_> = ring.iter().chain(ring.first()).copied().collect();
                    area_beside(&closed)
                })
                .sum();
            let more = now - before(grid.0).map_or(0, |shape| shape.area);
            for (level, units) in (1..).zip(&mut gained) {
                *units.entry(ancestry.unit(level, grid.0)).or_default() += more;
            }
        }
        gained
    }

    fn measure_again(
        &mut self,
        place: usize,
        unit: u32,
        gained: i64,
        tree: &UnitTree,
        dirty: &mut DirtyTiles,
    ) {
        let Some(level) = u8::try_from(place + 1).ok().and_then(Level::new) else { return };
        let first = tree.of_level(level).next().map_or(0, |(id, _)| id.0);
        let Some(about) = tree.units().get((first + unit) as usize) else { return };
        let units: &mut Units = &mut self.levels[place];
        let before = units.shape(unit).copied();
        let id = before.map_or_else(
            || ids::one_more(level, about.code.as_str(), units.ids()),
            |shape| shape.id,
        );
        let area = before.map_or(0, |shape| shape.area) + gained;
        let now = units.measure(&self.bands, unit, id, area);
        if before == Some(now) {
            return;
        }
        units.put(unit, tree, tree.unit(UnitId(first + unit)), now, &mut self.values);
        units.find_again(unit);
        let label = |shape: Option<crate::units::Shape>| shape.map(|it| (it.label, it.area));
        if label(before) == label(Some(now)) {
            return;
        }
        for at in [before.and_then(|shape| shape.label), now.label].into_iter().flatten() {
            for zoom in units.min_zoom..=SOURCE_MAX_ZOOM {
                dirty.touch_proper(zoom, WorldBox { min: at, max: at });
            }
        }
    }
}
