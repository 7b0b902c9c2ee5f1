//! Areas as drawn, taken apart into rings, with the faults that one ring alone shows.

use crate::exact::{Pt, turns_back};
use crate::region::Scale;
use crate::{Fault, FaultKind};
use model::{Area, GridId, Ring};

/// One ring that was drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnRing {
    /// The grid it is drawn for.
    pub(crate) grid: u32,
    /// The polygon it is part of, counted over all grids.
    pub(crate) polygon: u32,
    /// Whether it cuts land out of its polygon.
    pub(crate) hole: bool,
}

/// A stretch that a ring runs out and straight back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retrace {
    /// The ring.
    pub(crate) ring: u32,
    /// One end and the other of a line that is there twice; the longer of the two lines.
    pub(crate) line: [Pt; 2],
}

/// Everything drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// Every ring with at least three points.
    pub(crate) rings: Vec<DrawnRing>,
    /// The points of them, no two in a row equal, the first not repeated.
    pub(crate) points: Vec<Pt>,
    /// Where the points of each ring start, and the end of the last.
    pub(crate) ring_from: Vec<u32>,
    /// How many polygons there are.
    pub(crate) polygons: u32,
    /// The parts of spikes.
    pub(crate) retraced: Vec<Retrace>,
}

impl Drawn {
    /// The rings of the areas; area `k` is grid `k`.
    pub(crate) fn of<'a>(
        areas: impl IntoIterator<Item = &'a Area>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let mut drawn = Self { ring_from: vec![0], ..Self::default() };
        for (grid, area) in (0..).zip(areas) {
            for polygon in &area.polygons {
                drawn.ring(grid, &polygon.outer, false, faults);
                for hole in &polygon.holes {
                    drawn.ring(grid, hole, true, faults);
                }
                drawn.polygons += 1;
            }
        }
        drawn
    }

    /// The points of a ring.
    pub(crate) fn ring_points(&self, ring: usize) -> &[Pt] {
        &self.points[self.ring_from[ring] as usize..self.ring_from[ring + 1] as usize]
    }

    fn ring(&mut self, grid: u32, ring: &Ring, hole: bool, faults: &mut Vec<Fault>) {
        let mut report = |kind, at: Pt, length_m| {
            let fault = Fault::point(kind, at.position(), vec![GridId(grid)]).mended(true);
            faults.push(Fault { length_m, ..fault });
        };
        let from = self.points.len();
        let mut repeated = None;
        for at in ring.iter().copied().map(Pt::of) {
            if self.points[from..].last() == Some(&at) {
                repeated = repeated.or(Some(at));
            } else {
                self.points.push(at);
            }
        }
        // A first point repeated at the end closes the ring as files do it: that is no fault.
        while self.points.len() > from + 1 && self.points.last() == self.points.get(from) {
            self.points.pop();
        }
        if let Some(at) = repeated {
            report(FaultKind::RepeatedPoint, at, 0.0);
        }
        let points = &self.points[from..];
        let Some(&start) = points.first() else { return };
        if points.len() < 3 {
            self.points.truncate(from);
            return report(FaultKind::TooFewPoints, start, 0.0);
        }
        let id = self.rings.len() as u32;
        for tip in 0..points.len() {
            let [a, b, c] = [points.len() - 1, 0, 1].map(|k| points[(tip + k) % points.len()]);
            if turns_back(a, b, c) {
                let (length_m, lines) = spike(points, tip);
                report(FaultKind::Spike, b, length_m);
                self.retraced.extend(lines.into_iter().map(|line| Retrace { ring: id, line }));
            }
        }
        self.rings.push(DrawnRing { grid, polygon: self.polygons, hole });
        self.ring_from.push(self.points.len() as u32);
    }
}

/// How far a ring runs out to the tip of a spike and back over the same points, in metres, and the
/// lines of it.
fn spike(points: &[Pt], tip: usize) -> (f64, Vec<[Pt; 2]>) {
    let count = points.len();
    let before = |steps: usize| points[(tip + count - steps % count) % count];
    let after = |steps: usize| points[(tip + steps) % count];
    let scale = Scale::at(f64::from(points[tip].y));
    let mut way = (0.0, Vec::new());
    for step in 0..count / 2 {
        let (from, there, back) = (before(step), before(step + 1), after(step + 1));
        if !turns_back(there, from, back) && there != back {
            break;
        }
        let (out, home) = (scale.distance(from, there), scale.distance(from, back));
        way.0 += out.min(home);
        way.1.push([from, if out > home { there } else { back }]);
        if there != back {
            break;
        }
    }
    way
}
