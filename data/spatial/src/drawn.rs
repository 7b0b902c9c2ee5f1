//! Areas as drawn, taken apart into rings and sides, with the faults that one ring alone shows.

use crate::exact::{Pt, turns_back};
use crate::linework::Side;
use crate::{Fault, FaultKind};
use model::{Area, GridId, Ring, SquareMetres};

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

/// Everything drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// Every ring with at least three different points.
    pub(crate) rings: Vec<DrawnRing>,
    /// Every side of them.
    pub(crate) sides: Vec<Side>,
    /// How many polygons there are.
    pub(crate) polygons: u32,
}

impl Drawn {
    /// Adds the rings of the areas; area `k` is grid `first + k`.
    pub(crate) fn add(&mut self, first: u32, areas: &[Area], faults: &mut Vec<Fault>) {
        for (grid, area) in (first..).zip(areas) {
            for polygon in &area.polygons {
                self.ring(grid, &polygon.outer, false, faults);
                for hole in &polygon.holes {
                    self.ring(grid, hole, true, faults);
                }
                self.polygons += 1;
            }
        }
    }

    fn ring(&mut self, grid: u32, ring: &Ring, hole: bool, faults: &mut Vec<Fault>) {
        let mut report = |kind, at: Pt| {
            faults.push(Fault {
                kind,
                at: at.position(),
                grids: vec![GridId(grid)],
                area: SquareMetres::default(),
                mended: true,
            });
        };
        let mut points: Vec<Pt> = ring.iter().copied().map(Pt::of).collect();
        // A first point repeated at the end closes the ring as files do it: that is no fault.
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if let Some(twice) = points.windows(2).find(|pair| pair[0] == pair[1]) {
            report(FaultKind::RepeatedPoint, twice[0]);
            points.dedup();
        }
        let Some(&start) = points.first() else { return };
        let around = |step: usize| points[step % points.len()];
        if points.len() < 3 {
            return report(FaultKind::TooFewPoints, start);
        }
        if let Some(tip) = (0..points.len())
            .find(|&k| turns_back(around(k), around(k + 1), around(k + 2)))
            .map(|k| around(k + 1))
        {
            report(FaultKind::Spike, tip);
        }
        let id = self.rings.len() as u32;
        self.rings.push(DrawnRing { grid, polygon: self.polygons, hole });
        self.sides.extend((0..points.len()).map(|k| Side::new(around(k), around(k + 1), id)));
    }
}
