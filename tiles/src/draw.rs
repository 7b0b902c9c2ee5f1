//! Drawing units and borders on one tile.

use crate::band::{Arcs, Band};
use crate::clip::{HIGH, LOW, clip_line, inside};
use crate::cut::cut;
use crate::fields::Fields;
use crate::graph::{Half, edge_of, way};
use crate::mvt::{Geometry, Kind, Writer};
use crate::outlines::Outlines;
use crate::rings::Rings;
use crate::simple::Sorter;
use crate::units::Units;
use crate::world::{Frame, TilePoint, WorldBox};

/// Draws on one tile; holds what is reused from one feature to the next.
#[derive(Debug)]
pub(crate) struct Pen {
    frame: Frame,
    rings: Rings,
    pieces: Rings,
    sorter: Sorter,
    line: Vec<TilePoint>,
}

impl Pen {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            rings: Rings::default(),
            pieces: Rings::default(),
            sorter: Sorter::default(),
            line: Vec::new(),
        }
    }

    /// Writes the units of a level on this tile, each as a polygon feature.
    pub(crate) fn units(
        &mut self,
        units: &Units,
        arcs: &Arcs,
        outlines: &Outlines,
        writer: &mut Writer<'_>,
    ) {
        let mut found = Vec::new();
        units.index.meeting(self.frame.reach(), &mut found);
        for unit in found {
            let geometry = writer.geometry();
            self.outline(arcs, outlines, unit, units.boxes[unit as usize], geometry);
            // Nothing is written where nothing was drawn.
            writer.feature(Kind::Polygon, Some(units.id(unit)), units.fields.tags(unit as usize));
        }
    }

    /// Draws one unit as polygons, unless nothing of it is left on this tile.
    fn outline(
        &mut self,
        arcs: &Arcs,
        outlines: &Outlines,
        unit: u32,
        bounds: WorldBox,
        geometry: &mut Geometry,
    ) {
        let whole = inside(self.frame.snap(bounds.min)) && inside(self.frame.snap(bounds.max));
        self.rings.clear();
        for ring in outlines.rings(unit) {
            for &half in ring {
                self.trace(arcs, half, whole);
            }
            self.rings.close();
        }
        let rings = if whole {
            &self.rings
        } else {
            cut(&self.rings, &mut self.pieces);
            &self.pieces
        };
        for ring in self.sorter.polygons(rings) {
            geometry.ring(ring);
        }
    }

    /// Adds the drawn points of a half to the ring being drawn.
    fn trace(&mut self, arcs: &Arcs, half: Half, whole: bool) {
        let (points, ranks) = arcs.points(edge_of(half));
        let (frame, zoom) = (self.frame, self.frame.zoom());
        // An arc that lies to one side of the window needs its ends only: between them nothing
        // can come into the window, and whether the ring goes around it stays the same.
        let ends_only = !whole && self.aside(arcs.bounds(edge_of(half)));
        let last = points.len().saturating_sub(1);
        let mut draw = |place: usize| {
            let drawn = if ends_only { place == 0 || place == last } else { ranks[place] <= zoom };
            if drawn {
                self.rings.push(frame.snap(points[place]));
            }
        };
        if way(half) == 0 {
            (0..points.len()).for_each(&mut draw);
        } else {
            (0..points.len()).rev().for_each(&mut draw);
        }
    }

    /// Whether a box lies wholly to one side of the window.
    fn aside(&self, bounds: WorldBox) -> bool {
        let (min, max) = (self.frame.snap(bounds.min), self.frame.snap(bounds.max));
        max.x < LOW || min.x > HIGH || max.y < LOW || min.y > HIGH
    }

    /// Writes the borders on this tile, one feature of many lines for each level that has some;
    /// `fields` by level, the rim first.
    pub(crate) fn borders(&mut self, band: &Band, fields: &Fields, writer: &mut Writer<'_>) {
        let mut found = Vec::new();
        band.arcs.meeting(self.frame.reach(), &mut found);
        for level in 0..=band.level {
            let geometry = writer.geometry();
            for arc in found.iter().map(|&arc| arc as usize) {
                if usize::from(band.arcs.border(arc)) != level {
                    continue;
                }
                self.line.clear();
                let (points, ranks) = band.arcs.points(arc);
                for (&at, &rank) in points.iter().zip(ranks) {
                    let at = self.frame.snap(at);
                    if rank <= self.frame.zoom() && self.line.last() != Some(&at) {
                        self.line.push(at);
                    }
                }
                clip_line(&self.line, |part| geometry.line(part));
            }
            writer.feature(Kind::Line, None, fields.tags(level));
        }
    }
}
