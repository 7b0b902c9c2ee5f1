//! Drawing units on one tile.

use crate::arcs::ArcInfo;
use crate::band::Band;
use crate::clip::{HIGH, LOW};
use crate::cut::Cutter;
use crate::graph::{edge_of, twin};
use crate::mvt::{Geometry, Kind, Writer};
use crate::outlines::Outlines;
use crate::rings::Rings;
use crate::sheet::{Sheet, point};
use crate::simple::Sorter;
use crate::tangle::{is_tangled, is_tangled_at_rims, untangle};
use crate::units::Units;
use crate::world::{Frame, TilePoint};

/// Draws on one tile; holds what is reused from one feature to the next.
#[derive(Debug)]
pub(crate) struct Pen {
    frame: Frame,
    rings: Rings,
    pieces: Rings,
    cutter: Cutter,
    sorter: Sorter,
    found: Vec<u32>,
}

impl Pen {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            rings: Rings::default(),
            pieces: Rings::default(),
            cutter: Cutter::default(),
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
            if self.frame.is_on(bounds) {
                self.whole(level, unit, sheet, outlines, geometry);
            } else {
                self.part(level, unit, band, sheet, outlines, geometry);
            }
            // Nothing is written where nothing was drawn.
            units.write(unit, Kind::Polygon, writer);
        }
        self.found = found;
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
        let ring = outlines.only_ring(unit).filter(|_| self.frame.zoom() == sheet.zoom);
        if let Some(ring) = ring {
            // It comes to each node once, so the least of them is one place of the ring, however that
            // was walked.
            let first = (0..ring.len()).min_by_key(|&place| sheet.start(ring[place]));
            let first = first.unwrap_or(0);
            let Some(start) = sheet.start(ring[first]) else { return };
            let around = ring[first..].iter().chain(&ring[..first]);
            geometry.ring_along(onto(point(start)), around.map(|&half| sheet.stroke(half)));
            return;
        }
        self.rings.clear();
        for ring in outlines.rings(unit) {
            sheet.trace(ring, |at| self.rings.push(onto(at)));
            self.rings.close();
        }
        for ring in self.sorter.polygons(&self.rings) {
            geometry.ring(ring.iter().copied());
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
        let apart = sheet.apart(level, unit);
        if let Some(polygons) = apart {
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
                        for step in [half, twin(half)].into_iter().filter_map(|it| sheet.start(it))
                        {
                            self.rings.push(frame.place(point(step), sheet.zoom));
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
        self.cutter.cut(&self.rings, &mut self.pieces);
        // The rim of the window may close a bay, or join two points of the border.
        let tangled = if apart.is_some() {
            is_tangled(&self.pieces)
        } else {
            is_tangled_at_rims(&self.pieces)
        };
        if tangled {
            for ring in untangle(&self.pieces).iter() {
                geometry.ring(ring.iter().copied());
            }
        } else {
            for ring in self.sorter.of_simple(&mut self.pieces) {
                geometry.ring(ring.iter().copied());
            }
        }
    }

    /// Whether an arc lies wholly to one side of the window.
    fn is_aside(&self, info: &ArcInfo) -> bool {
        let (min, max) = (self.frame.snap(info.bounds.min), self.frame.snap(info.bounds.max));
        max.x < LOW || min.x > HIGH || max.y < LOW || min.y > HIGH
    }
}
