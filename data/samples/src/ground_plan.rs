//! The drawn town as the makers of places and incidents see it: rings, who lives where, and points
//! inside.

use crate::point::{Ground, Pt, inside, squared};
use crate::rng::Dice;
use model::{Area, GridId, Level, Polygon, Position, Unit, UnitId, UnitTree};
use std::ops::Range;

/// A drawn town.
#[derive(Debug)]
pub(crate) struct GroundPlan<'a> {
    pub(crate) ground: Ground,
    pub(crate) outer: &'a [Pt],
    pub(crate) rings: &'a [Vec<Pt>],
    pub(crate) tree: &'a UnitTree,
}

/// A unit with the grids in it.
#[derive(Clone, Debug)]
pub(crate) struct Block<'a> {
    pub(crate) unit: &'a Unit,
    /// The town at the level of streets and towns that it lies in.
    pub(crate) town: &'a Unit,
    pub(crate) grids: Range<usize>,
}

impl<'a> GroundPlan<'a> {
    /// The communities, or any other level counted up from the grids: 1 is one up.
    pub(crate) fn blocks(&self, up: u8) -> Vec<Block<'a>> {
        let finest = self.tree.finest().get();
        let level = Level::new(finest.saturating_sub(up)).unwrap_or(Level::TOP);
        let town = Level::new(finest.saturating_sub(2)).unwrap_or(Level::TOP);
        let mut blocks: Vec<(UnitId, Block<'a>)> = Vec::new();
        for grid in 0..self.rings.len() {
            let own = self.tree.unit_of_grid(GridId(u32::try_from(grid).unwrap_or(u32::MAX)));
            let Some(id) = self.tree.ancestor(own, level) else { continue };
            match blocks.last_mut() {
                Some((last, block)) if *last == id => block.grids.end = grid + 1,
                _ => {
                    let unit = self.tree.unit(id);
                    let town = self.tree.ancestor(own, town).map_or(unit, |t| self.tree.unit(t));
                    blocks.push((id, Block { unit, town, grids: grid..grid + 1 }));
                }
            }
        }
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// The households of a grid.
    pub(crate) fn households(&self, grid: usize) -> u32 {
        let id = self.tree.unit_of_grid(GridId(u32::try_from(grid).unwrap_or(u32::MAX)));
        self.tree.unit(id).households.unwrap_or(0)
    }

    /// The kind of the unit that a grid lies in.
    pub(crate) fn kind_of(&self, grid: usize) -> Option<&str> {
        let id = self.tree.unit_of_grid(GridId(u32::try_from(grid).unwrap_or(u32::MAX)));
        let parent = self.tree.unit(id).parent?;
        self.tree.unit(parent).kind.as_deref()
    }

    /// A point somewhere inside a grid.
    pub(crate) fn point_in(&self, grid: usize, dice: &mut Dice) -> Pt {
        let ring = &self.rings[grid];
        let low = ring.iter().fold([i32::MAX; 2], |l, p| [l[0].min(p.x), l[1].min(p.y)]);
        let high = ring.iter().fold([i32::MIN; 2], |h, p| [h[0].max(p.x), h[1].max(p.y)]);
        for _ in 0..200 {
            let p = Pt { x: within(low[0], high[0], dice), y: within(low[1], high[1], dice) };
            if inside(p, ring) {
                return p;
            }
        }
        // Grids fill more than a third of their box; a corner would still be in the town.
        ring.first().copied().unwrap_or(Pt { x: 0, y: 0 })
    }

    /// A point well inside a grid: of a dozen, the one nearest to its middle.
    pub(crate) fn middle_of(&self, grid: usize, dice: &mut Dice) -> Pt {
        let ring = &self.rings[grid];
        let n = f64::from(u32::try_from(ring.len().max(1)).unwrap_or(u32::MAX));
        let sum = ring
            .iter()
            .map(|&p| self.ground.xy(p))
            .fold([0.0, 0.0], |s, p| [s[0] + p[0] / n, s[1] + p[1] / n]);
        let mut best = (f64::MAX, self.point_in(grid, dice));
        for _ in 0..12 {
            let p = self.point_in(grid, dice);
            let far = squared(self.ground.xy(p), sum);
            if far < best.0 {
                best = (far, p);
            }
        }
        best.1
    }

    /// A point within `radius_m` of a place and inside the town.
    pub(crate) fn point_near(&self, at: Pt, radius_m: f64, dice: &mut Dice) -> Pt {
        let middle = self.ground.xy(at);
        for _ in 0..50 {
            let xy = [middle[0] + dice.swing() * radius_m, middle[1] + dice.swing() * radius_m];
            let p = self.ground.pt(xy);
            if squared(xy, middle) <= radius_m * radius_m && inside(p, self.outer) {
                return p;
            }
        }
        at
    }

    /// The grid a point lies in, by a walk over all of them.
    pub(crate) fn grid_at(&self, at: Pt) -> Option<usize> {
        self.rings.iter().position(|ring| inside(at, ring))
    }

    /// The area of a grid.
    pub(crate) fn area(&self, grid: usize) -> Area {
        area(&self.rings[grid])
    }
}

/// A ring as an area.
pub(crate) fn area(ring: &[Pt]) -> Area {
    Area { polygons: vec![Polygon { outer: positions(ring), holes: Vec::new() }] }
}

/// Points as positions.
pub(crate) fn positions(points: &[Pt]) -> Vec<Position> {
    points.iter().filter_map(|p| p.position()).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "between two lattice numbers")]
fn within(low: i32, high: i32, dice: &mut Dice) -> i32 {
    dice.between(f64::from(low), f64::from(high)).round() as i32
}
