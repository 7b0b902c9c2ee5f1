//! What was painted against what should be.
//!
//! Five questions:
//!
//! 1. **Pixels.** The canvas samples at the centres of pixels and [`plain`](crate::plain) knows whose
//!    they are. Every one must have its grid's colour, or none outside the territory. Only centres
//!    exactly on a border are left out. The tolerance is 0: vertices lie on whole units, a unit is at
//!    least an eighth of a pixel, and drivers place vertices to the 256th of one.
//! 2. **Claims.** No centre lies in two grids: the tile itself would have an overlap.
//! 3. **Areas.** What a grid has painted is its area in the tile, within what a boundary of that
//!    length can do: a pixel is wrong at most where the boundary passes within half a diagonal of its
//!    centre, so the areas differ by at most √2 · side of a pixel · length, and a pixel or two at
//!    each end. The same for the whole tile, with the rim of the territory for a boundary, which
//!    leaves no room for what is lost between grids.
//! 4. **The tile as it is.** For the first question each grid became a source layer of its own. The
//!    bytes of the file themselves are drawn too, in one colour: every pixel of a grid has it, no other.
//! 5. **Holes.** All that compares a tile with its own polygons, and would not miss land that no
//!    polygon has. But every level covers the same land: no centre lies in a grid of one and in none of another.

use crate::Error;
use crate::canvas::{BACKGROUND, Canvas, Colour, Paint};
use crate::plain::{Due, area, due, length_inside};
use crate::tile::{EXTENT, Grid, Shape, write};
use std::collections::BTreeMap;

/// Grids that are drawn at once; more are drawn in several goes.
const GRIDS_MAX: u32 = 1_000;

/// What was found in one tile or in many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Findings {
    /// Tiles.
    pub tiles: u64,
    /// Grids, counted in each tile anew.
    pub grids: u64,
    /// Pixels compared.
    pub pixels: u64,
    /// Pixels left out because their centre lies on a border.
    pub on_border: u64,
    /// Pixels inside a grid with the background showing through.
    pub gaps: u64,
    /// Pixels of a grid in another's colour, or outside the territory in any.
    pub strays: u64,
    /// Pixels whose centre lies in two grids or more.
    pub overlaps: u64,
    /// Grids whose painted area is beyond what their boundary allows.
    pub areas: u64,
    /// Tiles whose painted area is beyond what the rim of the territory allows.
    pub wholes: u64,
    /// Pixels that differ when the bytes of the file are drawn as they are.
    pub as_is: u64,
    /// Pixels that a grid of one level has and none of another, in the same tile.
    pub holes: u64,
    /// What was painted, in tiles.
    pub painted: f64,
    /// What the polygons cover, in tiles.
    pub covered: f64,
}

impl Findings {
    /// Nothing is wrong.
    pub fn clean(&self) -> bool {
        self.gaps + self.strays + self.overlaps + self.areas + self.wholes + self.as_is + self.holes
            == 0
    }

    /// These and those.
    pub fn add(&mut self, other: &Self) {
        self.tiles += other.tiles;
        self.grids += other.grids;
        self.pixels += other.pixels;
        self.on_border += other.on_border;
        self.gaps += other.gaps;
        self.strays += other.strays;
        self.overlaps += other.overlaps;
        self.areas += other.areas;
        self.wholes += other.wholes;
        self.as_is += other.as_is;
        self.holes += other.holes;
        self.painted += other.painted;
        self.covered += other.covered;
    }
}

/// Draws tiles and compares.
#[derive(Debug)]
pub struct Checker {
    canvas: Canvas,
    size: u32,
}

fn name(at: u32) -> String {
    format!("g{at}")
}

/// The colour of the grid with this place in a draw, counted from 1.
fn colour(at: u32) -> Colour {
    let [_, r, g, b] = at.to_be_bytes();
    [r, g, b]
}

impl Checker {
    /// One that draws `size` × `size` pixels a tile; `size` is 512, 1024 or 2048. `layers` are those
    /// that [`Self::as_is`] is asked for.
    ///
    /// # Errors
    ///
    /// As [`Canvas::new`].
    pub fn new(size: u32, layers: &[String]) -> Result<Self, Error> {
        let grids = (1..=GRIDS_MAX).map(|at| (name(at), at));
        let paints: Vec<_> = (layers.iter().map(|layer| (layer.clone(), 1)).chain(grids))
            .map(|(layer, at)| Paint { layer, colour: colour(at), height: 1 })
            .collect();
        Ok(Self { canvas: Canvas::new(size, false, &paints)?, size })
    }

    /// Who has each pixel: the grid's place in the list, counted from 1, 0 for nobody.
    ///
    /// # Errors
    ///
    /// [`Error::Tile`] when the polygons cannot be written as a tile.
    pub fn paint(&mut self, grids: &[Grid]) -> Result<Vec<u32>, Error> {
        let mut owners = vec![0; (self.size * self.size) as usize];
        let mut before = 0;
        for part in grids.chunks(GRIDS_MAX as usize) {
            let shapes: Vec<_> =
                (1..).zip(part).map(|(at, grid)| (name(at), Shape::Areas(grid))).collect();
            let pixels = self.canvas.draw(write(&shapes)?, None);
            for (owner, [r, g, b]) in owners.iter_mut().zip(pixels) {
                if [r, g, b] != BACKGROUND {
                    *owner = before + u32::from_be_bytes([0, r, g, b]);
                }
            }
            before += u32::try_from(part.len()).unwrap_or_default();
        }
        Ok(owners)
    }

    /// Draws the polygons of one tile and compares.
    ///
    /// # Errors
    ///
    /// As [`Self::paint`].
    pub fn tile(&mut self, grids: &[Grid]) -> Result<Findings, Error> {
        let owners = self.paint(grids)?;
        Ok(compare(grids, &owners, self.size))
    }

    /// Draws a layer of a tile as it is and counts the pixels that are painted outside its polygons
    /// or not painted within. `grids` are those polygons, so that the bytes are known to be a tile.
    pub fn as_is(&mut self, bytes: &[u8], layer: &str, grids: &[Grid]) -> u64 {
        let pixels = self.canvas.draw(bytes.to_vec(), Some(layer));
        let due = due(grids, self.size);
        let differs = due
            .iter()
            .zip(&pixels)
            .filter(|(due, pixel)| !due.border && (due.owner != 0) != (**pixel != BACKGROUND));
        differs.count() as u64
    }
}

/// Pixels that a grid of one level has and none of the other, borders left out.
pub fn holes(one: &[Due], other: &[Due]) -> u64 {
    let differs = one.iter().zip(other).filter(|(one, other)| {
        !one.border && !other.border && (one.owner == 0) != (other.owner == 0)
    });
    differs.count() as u64
}

/// The pixels of a tile, each with the place of who has it, against its polygons.
pub fn compare(grids: &[Grid], owners: &[u32], size: u32) -> Findings {
    let mut found = Findings { tiles: 1, grids: grids.len() as u64, ..Findings::default() };
    for (due, &owner) in due(grids, size).iter().zip(owners) {
        if due.border {
            found.on_border += 1;
            continue;
        }
        found.pixels += 1;
        if due.claims > 1 {
            found.overlaps += 1;
        } else if owner != due.owner {
            if owner == 0 { found.gaps += 1 } else { found.strays += 1 }
        }
    }
    let pixel = f64::from(EXTENT) / f64::from(size);
    let mut counts = vec![0_u32; grids.len() + 1];
    for &owner in owners {
        if let Some(count) = counts.get_mut(owner as usize) {
            *count += 1;
        }
    }
    let beyond = |painted: f64, covered: f64, length: f64, ends: usize| {
        let ends = 2.0 * f64::from(u32::try_from(ends).unwrap_or(u32::MAX));
        (painted - covered).abs() > pixel * (2_f64.sqrt() * length + ends * pixel)
    };
    // A side that two grids have is no rim.
    let mut rim = BTreeMap::new();
    let (mut painted, mut covered) = (0.0, 0.0);
    for (grid, &count) in grids.iter().zip(&counts[1..]) {
        let (is, due) = (f64::from(count) * pixel * pixel, area(grid));
        let length: f64 = grid.sides().map(length_inside).sum();
        found.areas += u64::from(beyond(is, due, length, grid.rings().count()));
        painted += is;
        covered += due;
        for [from, to] in grid.sides() {
            *rim.entry([from.min(to), from.max(to)]).or_insert(0_u32) += 1;
        }
    }
    let rim = rim.iter().filter(|(_, count)| *count % 2 == 1);
    let length: f64 = rim.map(|(side, _)| length_inside(*side)).sum();
    found.wholes = u64::from(beyond(painted, covered, length, usize::from(length > 0.0)));
    let whole = f64::from(EXTENT) * f64::from(EXTENT);
    found.painted = painted / whole;
    found.covered = covered / whole;
    found
}
