//! A tile set after an edit: only what lies where something changed is made anew.
//!
//! An arc is another one when a piece of it is, or one of its ends has become a node or has ceased to be
//! one: both happen in the boxes of the edit. Its course depends on itself, on the vertices in its
//! box, and on the drawn vertices that it comes by. So the arcs whose boxes meet the edit are strung
//! together and drawn again, and those that come by a vertex which is drawn now and was not, or the
//! other way round. Everything else is shared with the set before.

mod restring;

use crate::arcs::ArcInfo;
use crate::band::{Band, drawn};
use crate::course::{Step, clamped, crowded, lead, widened};
use crate::dirty::DirtyTiles;
use crate::graph::Ancestry;
use crate::outlines::owners;
use crate::route::{Hot, Pixels};
use crate::trace::{Traced, Whole};
use crate::world::{TilePoint, WorldBox, WorldPoint};
use model::Bounds;
use spatial::Draft;
use std::collections::{BTreeMap, BTreeSet};

/// What an edit did to a band.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    /// By level from the first one on, the units whose outline is another at any zoom.
    pub(crate) units: Vec<BTreeSet<u32>>,
}

/// The arcs of a band while it is made anew.
struct Work<'a> {
    traced: Traced<'a>,
    band: &'a mut Band,
    /// Arcs strung together again, by number.
    whole: BTreeMap<u32, Whole>,
    /// Arcs that the edit may have changed: in `whole`, or gone.
    touched: BTreeSet<u32>,
    /// What they were before.
    before: BTreeMap<u32, ArcInfo>,
    /// Arcs that came or went, or have other ends or sides.
    renewed: BTreeSet<u32>,
    dirty: &'a mut DirtyTiles,
}

impl Band {
    /// Makes anew what an edit has changed in these boxes, and names the tiles.
    pub(crate) fn edit(
        &mut self,
        draft: &Draft,
        ancestry: &Ancestry,
        boxes: &[Bounds],
        dirty: &mut DirtyTiles,
    ) -> Changed {
        let level = self.level;
        let traced = Traced { draft, ancestry, level };
        if !traced.is_in(boxes) && !self.was_in(boxes) {
            return Changed { units: vec![BTreeSet::new(); level] };
        }
        let mut work = Work {
            traced,
            band: self,
            whole: BTreeMap::new(),
            touched: BTreeSet::new(),
            before: BTreeMap::new(),
            renewed: BTreeSet::new(),
            dirty,
        };
        let restrung = work.restring(boxes);
        let mut moved = work.redraw();
        moved.extend(restrung.iter().copied());
        work.finish(boxes, &restrung, &moved)
    }
}

impl Work<'_> {
    /// Draws at every zoom what must be drawn again. Gives the arcs whose courses are others.
    fn redraw(&mut self) -> BTreeSet<u32> {
        let mut moved = BTreeSet::new();
        let mut drawn_again: BTreeSet<u32> = BTreeSet::new();
        for place in 0..self.band.sheets.len() {
            let zoom = self.band.sheets[place].zoom;
            let pixels = Pixels::of(zoom);
            let again = self.led_again(place, pixels);
            for &arc in &again {
                self.know(arc);
            }
            let mut led = Vec::new();
            for &arc in &again {
                let Some(whole) = self.whole.get(&arc).cloned() else {
                    // Gone.
                    moved.extend(self.put(place, arc, &[]).then_some(arc));
                    continue;
                };
                let mut hots = self.hots(place, arc, &whole, &again);
                let touched = lead(&whole.line, &whole.masks, zoom, &mut hots, &mut led);
                drawn_again.insert(arc);
                let steps: Vec<Step> = led.iter().map(|&middle| pixels.step(middle)).collect();
                if self.note(arc, zoom, touched, crowded(&whole.line, &whole.masks, zoom)) {
                    moved.insert(arc);
                    let course = self.band.sheets[place].course(arc as usize).to_vec();
                    self.touch_course(place, &course);
                }
                moved.extend(self.put(place, arc, &steps).then_some(arc));
            }
        }
        // The box of an arc is that of its vertices and of all its courses.
        for &arc in &drawn_again {
            let (Some(whole), Some(info)) =
                (self.whole.get(&arc), self.band.arcs.get(arc as usize).copied())
            else {
                continue;
            };
            let mut bounds = whole.line.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
            for sheet in &self.band.sheets {
                let pixels = Pixels::of(sheet.zoom);
                for &step in sheet.course(arc as usize) {
                    bounds = bounds.with(clamped(pixels.middle_of(step)));
                }
            }
            let mut now = whole.info;
            (now.bounds, now.touched, now.crowded) = (bounds, info.touched, info.crowded);
            self.band.arcs.set(arc as usize, now);
            self.band.finder.set(arc, bounds);
        }
        moved
    }

    /// Writes down what was found out about an arc at a zoom. Says whether it touches others now and did
    /// not, or the other way round.
    fn note(&mut self, arc: u32, zoom: u8, touched: bool, crowded: [bool; 2]) -> bool {
        let Some(was) = self.band.arcs.get(arc as usize).copied() else { return false };
        let with = |bits: u32, now: bool| bits & !(1 << zoom) | u32::from(now) << zoom;
        let mut now = was;
        now.touched = with(was.touched, touched);
        now.crowded = [with(was.crowded[0], crowded[0]), with(was.crowded[1], crowded[1])];
        if now != was {
            self.band.arcs.set(arc as usize, now);
        }
        now.touched != was.touched
    }

    /// The arcs to be led again at a zoom: those the edit touched, and those that come by a pixel which
    /// has become hot or ceased to be.
    fn led_again(&self, place: usize, pixels: Pixels) -> BTreeSet<u32> {
        let sheet = &self.band.sheets[place];
        let mut before: BTreeSet<TilePoint> = BTreeSet::new();
        let mut now: BTreeSet<TilePoint> = BTreeSet::new();
        for &arc in &self.touched {
            if self.before.contains_key(&arc) {
                let steps = sheet.course(arc as usize).iter();
                before.extend(steps.map(|&step| pixels.middle_of(step)));
            }
            if let Some(whole) = self.whole.get(&arc) {
                now.extend(whole.kept(sheet.zoom).map(|at| pixels.middle(at)));
            }
        }
        let mut changed: BTreeSet<TilePoint> = before.symmetric_difference(&now).copied().collect();
        // Whose vertex a pixel is hot by matters too: of an arc that touched others it is not known,
        // and an end may have become the end of another arc.
        for (arc, info) in &self.before {
            if info.touched >> sheet.zoom & 1 == 1 {
                let steps = sheet.course(*arc as usize).iter();
                changed.extend(steps.map(|&step| pixels.middle_of(step)));
            }
            changed.extend(info.ends().map(|at| pixels.middle(at)));
        }
        let whole = self.touched.iter().filter_map(|arc| self.whole.get(arc));
        changed.extend(whole.flat_map(|whole| whole.info.ends()).map(|at| pixels.middle(at)));
        let mut again = self.touched.clone();
        let mut found = Vec::new();
        for middle in changed {
            let at = clamped(middle);
            let around = WorldBox { min: at, max: at }.widened(pixels.reach());
            self.band.finder.meeting(around, &mut found);
            again.extend(found.iter().copied());
        }
        again
    }

    /// Strings an arc that stays as it is together, for its vertices.
    fn know(&mut self, arc: u32) {
        if self.whole.contains_key(&arc) || self.touched.contains(&arc) {
            return;
        }
        if let Some(whole) = self.trace(arc) {
            self.whole.insert(arc, whole);
            self.rank(arc);
        }
    }

    /// The drawn vertices of other arcs near one.
    fn hots(&mut self, place: usize, arc: u32, own: &Whole, again: &BTreeSet<u32>) -> Vec<Hot> {
        let zoom = self.band.sheets[place].zoom;
        let pixels = Pixels::of(zoom);
        let bounds = own.line.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
        let around = widened(bounds, &drawn(&self.band.zooms));
        let ends: [Option<WorldPoint>; 2] = [own.line.first().copied(), own.line.last().copied()];
        let mut found = Vec::new();
        self.band.finder.meeting(around, &mut found);
        let mut hots = Vec::new();
        for other in found.into_iter().filter(|&other| other != arc) {
            let Some(info) = self.band.arcs.get(other as usize).copied() else { continue };
            // The course of an arc that touches no other is that of its own vertices.
            if again.contains(&other) || info.touched >> zoom & 1 == 1 {
                self.know(other);
            }
            if let Some(whole) = self.whole.get(&other) {
                let near = whole.kept(zoom).filter(|&at| around.contains(at));
                hots.extend(near.map(|at| Hot {
                    middle: pixels.middle(at),
                    foreign: !ends.contains(&Some(at)),
                }));
                continue;
            }
            let is_alone = |way: usize| info.crowded[way] >> zoom & 1 == 0;
            let [first, last] = info.ends().map(|at| ends.contains(&Some(at)));
            let (first, last) = (first && is_alone(0), last && is_alone(1));
            let course = self.band.sheets[place].course(other as usize);
            let end = course.len().saturating_sub(1);
            hots.extend(course.iter().enumerate().map(|(at, &step)| Hot {
                middle: pixels.middle_of(step),
                foreign: !(at == 0 && first || at == end && last),
            }));
        }
        hots
    }

    /// Sets the course of an arc and names the tiles where it is another. Says whether it is.
    fn put(&mut self, place: usize, arc: u32, steps: &[Step]) -> bool {
        let sheet = &self.band.sheets[place];
        let old = sheet.course(arc as usize);
        let renewed = self.renewed.contains(&arc);
        if old == steps && !renewed {
            return false;
        }
        // Only what differs is named, unless the line itself is another one.
        let same = |pairs: usize| if renewed { 0 } else { pairs.saturating_sub(1) };
        let head = same(old.iter().zip(steps).take_while(|(a, b)| a == b).count());
        let rest = old.len().min(steps.len()) - head;
        let tail = old.iter().rev().zip(steps.iter().rev()).take_while(|(a, b)| a == b).count();
        let tail = same(tail).min(rest);
        let part = |of: &[Step]| of.get(head..of.len() - tail).unwrap_or(of).to_vec();
        let (old, new) = (part(old), part(steps));
        self.touch_course(place, &old);
        self.touch_course(place, &new);
        self.band.sheets[place].set_course(arc as usize, steps);
        true
    }

    fn touch_course(&mut self, place: usize, steps: &[Step]) {
        let zoom = self.band.sheets[place].zoom;
        let pixels = Pixels::of(zoom);
        for pair in steps.windows(2) {
            let ends = [pair[0], pair[1]].map(|step| clamped(pixels.middle_of(step)));
            let around = ends.into_iter().fold(WorldBox::EMPTY, WorldBox::with);
            self.dirty.touch(zoom, around);
        }
    }

    /// Walks the outlines of the units beside what has changed anew, and looks at them at each zoom.
    fn finish(self, boxes: &[Bounds], restrung: &BTreeSet<u32>, moved: &BTreeSet<u32>) -> Changed {
        let Self { band, traced: Traced { ancestry, level: of, .. }, before, dirty, .. } = self;
        let mut changed = Changed::default();
        for level in 1..=of {
            let beside = |arc: u32, old: bool| {
                let info = if old { before.get(&arc) } else { band.arcs.get(arc as usize) };
                let owners = info.map(|info| owners(info, ancestry, of, level));
                owners.into_iter().flatten().map(move |(unit, way)| (unit, arc * 2 + way))
            };
            let mut beside_now: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for &arc in restrung {
                for (unit, _) in beside(arc, true) {
                    beside_now.entry(unit).or_default();
                }
                for (unit, half) in beside(arc, false) {
                    beside_now.entry(unit).or_default().push(half);
                }
            }
            let mut units: BTreeSet<u32> = beside_now.keys().copied().collect();
            units.extend(moved.iter().flat_map(|&arc| beside(arc, false)).map(|(unit, _)| unit));
            let outlines = &mut band.outlines[level - 1];
            for (unit, mut halves) in beside_now {
                let kept = outlines.halves(unit);
                halves.extend(kept.filter(|&half| !restrung.contains(&(half >> 1))));
                outlines.walk_again(unit, &band.arcs, halves);
            }
            for sheet in &mut band.sheets {
                for &unit in &units {
                    sheet.look_again(level, unit, &band.arcs, &band.outlines[level - 1]);
                }
            }
            changed.units.push(units);
        }
        if !restrung.is_empty() {
            for zoom in drawn(&band.zooms) {
                for &within in boxes {
                    dirty.touch(zoom, WorldBox::of(within));
                }
            }
        }
        let arcs = &band.arcs;
        band.finder.settle(|| arcs.iter().map(|info| info.bounds).collect());
        changed
    }
}
