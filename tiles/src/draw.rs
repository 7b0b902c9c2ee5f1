//! Drawing units on one tile.

use crate::arcs::ArcInfo;
use crate::band::Band;
use crate::clip::{HIGH, LOW};
use crate::cut::cut;
use crate::graph::{edge_of, way};
use crate::mvt::{Geometry, Kind, Writer};
use crate::outlines::Outlines;
use crate::rings::Rings;
use crate::sheet::Sheet;
use crate::simple::Sorter;
use crate::tangle::{is_tangled, untangle};
use crate::units::Units;
use crate::world::{EXTENT, Frame, TilePoint, WorldBox};

/// Draws on one tile; holds what is reused from one feature to the next.
#[derive(Debug)]
pub(crate) struct Pen {
    frame: Frame,
    rings: Rings,
    pieces: Rings,
    sorter: Sorter,
    found: Vec<u32>,
}

impl Pen {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            rings: Rings::default(),
            pieces: Rings::default(),
            sorter: Sorter::default(),
            found: Vec::new(),
        }
    }

    /// Writes the units of a level on this tile, each as a polygon feature.
    pub(crate) fn units(
        &mut self,
        level: usize,
        units: &Units,
        band: &Band,
        writer: &mut Writer<'_>,
    ) {
        let (Some(sheet), Some(outlines)) =
            (band.sheet(self.frame.zoom()), band.outlines.get(level - 1))
        else {
            return;
        };
        let mut found = std::mem::take(&mut self.found);
        units.finder.meeting(self.frame.reach(), &mut found);
        for &unit in &found {
            let geometry = writer.geometry();
            let bounds = units.bounds(unit);
            if self.is_proper(bounds) {
                self.whole(level, unit, sheet, outlines, geometry);
            } else {
                self.part(level, unit, band, sheet, outlines, geometry);
            }
            // Nothing is written where nothing was drawn.
            units.write(unit, Kind::Polygon, writer);
        }
        self.found = found;
    }

    /// Whether a box lies wholly on the tile proper.
    fn is_proper(&self, bounds: WorldBox) -> bool {
        let (min, max) = (self.frame.snap(bounds.min), self.frame.snap(bounds.max));
        min.x.min(min.y) >= 0 && max.x.max(max.y) <= EXTENT
    }

    /// Draws a unit that lies on the tile proper.
    fn whole(
        &mut self,
        level: usize,
        unit: u32,
        sheet: &Sheet,
        outlines: &Outlines,
        geometry: &mut Geometry,
    ) {
        let onto = |at: TilePoint| self.frame.place(at, sheet.zoom);
        if let Some(polygons) = sheet.apart(level, unit) {
            for ring in polygons.iter() {
                geometry.ring(ring.iter().map(|&at| onto(at)));
            }
            return;
        }
        self.rings.clear();
        for ring in outlines.rings(unit) {
            sheet.trace(ring, |at| self.rings.push(onto(at)));
            self.rings.close();
        }
        if self.rings.len() > 1 {
            for ring in self.sorter.polygons(&self.rings) {
                geometry.ring(ring.iter().copied());
            }
        } else {
            self.rings.start_at_least();
            for ring in self.rings.iter() {
                geometry.ring(ring.iter().copied());
            }
        }
    }

    /// Draws what the window shows of a unit.
    fn part(
        &mut self,
        level: usize,
        unit: u32,
        band: &Band,
        sheet: &Sheet,
        outlines: &Outlines,
        geometry: &mut Geometry,
    ) {
        let frame = self.frame;
        self.rings.clear();
        if let Some(polygons) = sheet.apart(level, unit) {
            for ring in polygons.iter() {
                for &at in ring {
                    self.rings.push(frame.place(at, sheet.zoom));
                }
                self.rings.close();
            }
        } else {
            for ring in outlines.rings(unit) {
                for &half in ring {
                    // An arc that lies to one side of the window needs its ends only: between them
                    // nothing can come into the window, and whether the ring goes around it stays.
                    let arc = edge_of(half);
                    if band.arcs.get(arc).is_some_and(|info| self.is_aside(info)) {
                        let course = sheet.courses.get(arc);
                        let mut ends = [course.first(), course.last()];
                        if way(half) == 1 {
                            ends.reverse();
                        }
                        for step in ends.into_iter().flatten() {
                            let at = TilePoint { x: i64::from(step[0]), y: i64::from(step[1]) };
                            self.rings.push(frame.place(at, sheet.zoom));
                        }
                    } else {
                        sheet.trace(&[half], |at| {
                            self.rings.push(frame.place(at, sheet.zoom));
                        });
                    }
                }
                self.rings.close();
            }
        }
        cut(&self.rings, &mut self.pieces);
        // The rim of the window may close a bay, or join two points of the border.
        if is_tangled(&self.pieces) {
            self.pieces = untangle(&self.pieces);
        }
        for ring in self.sorter.polygons(&self.pieces) {
            geometry.ring(ring.iter().copied());
        }
    }

    /// Whether an arc lies wholly to one side of the window.
    fn is_aside(&self, info: &ArcInfo) -> bool {
        let (min, max) = (self.frame.snap(info.bounds.min), self.frame.snap(info.bounds.max));
        max.x < LOW || min.x > HIGH || max.y < LOW || min.y > HIGH
    }
}
