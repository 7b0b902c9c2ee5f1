//! Which grids cover each face, by one walk over all faces.
//!
//! Crossing a side steps into or out of every ring that runs along it. A polygon covers a face that
//! is inside its outer ring and inside none of its holes (each ring by itself even-odd), a grid one
//! that any of its polygons covers.

use crate::drawn::{Drawn, DrawnRing};
use crate::faces::{Faces, OUTSIDE};
use crate::linework::Linework;
use std::collections::HashMap;

/// The most claimants remembered of one overlap: the ones with the smallest numbers.
const CLAIMANTS_MAX: usize = 16;

/// Who covers a face: 0 is nobody, `1 + grid` one grid, larger numbers are sets of several.
pub(crate) type CoverId = u32;

/// Who covers each face.
#[derive(Debug)]
pub(crate) struct Covers {
    /// By face.
    pub(crate) of_face: Vec<CoverId>,
    grids: u32,
    several: Vec<Vec<u32>>,
}

impl Covers {
    /// Walks over all faces. O(n) times the depth of overlaps.
    pub(crate) fn find(lines: &Linework, faces: &Faces, drawn: &Drawn, grids: u32) -> Self {
        let mut covers = Self { of_face: vec![0; faces.len()], grids, several: Vec::new() };
        let mut known: HashMap<Vec<u32>, CoverId> = HashMap::new();
        let mut here = Standing::new(drawn);
        let mut seen = vec![false; faces.len()];
        // Each step: the face, how many of its halves are done, and the side it was entered by.
        let mut path: Vec<(u32, usize, Option<u32>)> = vec![(OUTSIDE, 0, None)];
        seen[OUTSIDE as usize] = true;
        while let Some((face, done, entered)) = path.last_mut() {
            if let Some(&half) = faces.halves(*face).get(*done) {
                *done += 1;
                let other = faces.of_half[(half ^ 1) as usize];
                if !std::mem::replace(&mut seen[other as usize], true) {
                    here.cross(lines.rings(half as usize / 2));
                    covers.of_face[other as usize] = covers.id(&here.grids, &mut known);
                    path.push((other, 0, Some(half / 2)));
                }
            } else {
                if let Some(side) = entered {
                    here.cross(lines.rings(*side as usize));
                }
                path.pop();
            }
        }
        covers
    }

    /// The grids behind a number, in order.
    pub(crate) fn grids(&self, cover: CoverId) -> impl Iterator<Item = u32> {
        let single = (1..=self.grids).contains(&cover).then(|| cover - 1);
        let several = cover
            .checked_sub(self.grids + 1)
            .and_then(|k| self.several.get(k as usize))
            .map_or(&[][..], Vec::as_slice);
        single.into_iter().chain(several.iter().copied())
    }

    /// How many different covers there are, nobody included.
    pub(crate) fn len(&self) -> usize {
        1 + self.grids as usize + self.several.len()
    }

    fn id(&mut self, grids: &[u32], known: &mut HashMap<Vec<u32>, CoverId>) -> CoverId {
        match *grids {
            [] => 0,
            [grid] => 1 + grid,
            _ => {
                let claimants = &grids[..grids.len().min(CLAIMANTS_MAX)];
                if let Some(&id) = known.get(claimants) {
                    return id;
                }
                let id = self.len() as u32;
                self.several.push(claimants.to_vec());
                known.insert(claimants.to_vec(), id);
                id
            }
        }
    }
}

/// Where the walk stands: inside which rings, polygons and grids.
struct Standing<'a> {
    rings: &'a [DrawnRing],
    inside: Vec<bool>,
    /// By polygon: inside its outer ring, and inside how many of its holes.
    polygons: Vec<(bool, u32)>,
    /// By grid: inside how many of its polygons.
    depth: HashMap<u32, u32>,
    /// The grids with a depth, sorted.
    grids: Vec<u32>,
}

impl<'a> Standing<'a> {
    fn new(drawn: &'a Drawn) -> Self {
        Self {
            rings: &drawn.rings,
            inside: vec![false; drawn.rings.len()],
            polygons: vec![(false, 0); drawn.polygons as usize],
            depth: HashMap::new(),
            grids: Vec::new(),
        }
    }

    fn cross(&mut self, rings: impl Iterator<Item = u32>) {
        for ring in rings {
            let DrawnRing { grid, polygon, hole } = self.rings[ring as usize];
            let inside = &mut self.inside[ring as usize];
            *inside = !*inside;
            let polygon = &mut self.polygons[polygon as usize];
            let before = *polygon == (true, 0);
            match (hole, *inside) {
                (false, now) => polygon.0 = now,
                (true, true) => polygon.1 += 1,
                (true, false) => polygon.1 -= 1,
            }
            match (before, *polygon == (true, 0)) {
                (false, true) => self.enter(grid),
                (true, false) => self.leave(grid),
                _ => {}
            }
        }
    }

    fn enter(&mut self, grid: u32) {
        let depth = self.depth.entry(grid).or_insert(0);
        *depth += 1;
        if *depth == 1 {
            let place = self.grids.partition_point(|&other| other < grid);
            self.grids.insert(place, grid);
        }
    }

    fn leave(&mut self, grid: u32) {
        let Some(depth) = self.depth.get_mut(&grid) else { return };
        *depth -= 1;
        if *depth == 0 {
            self.depth.remove(&grid);
            self.grids.retain(|&other| other != grid);
        }
    }
}
