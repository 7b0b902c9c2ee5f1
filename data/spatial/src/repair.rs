//! Who owns each face: the one grid that covers it, or a rule where none or several do.
//!
//! Neighbouring faces with the same cover form one *region*. A region with one grid is that grid's.
//! The others, in this order:
//!
//! 1. An overlap with a grid that has no land of its own goes to that grid: an enclave drawn
//!    without a hole around it keeps its land.
//! 2. A narrow overlap goes to the claimant it has the longest border with, a narrow gap to the
//!    grid it has the longest border with. Regions between unsettled ones wait for their neighbours.
//! 3. A wide overlap goes to the claimant with the smallest number; a wide gap stays nobody's.
//!    Both are reported as not mended.
//!
//! Narrow means that the mean width, twice the area over the length of the border, is less than the
//! width set. Of equally long borders the one with the smaller number wins.

use crate::cover::Covers;
use crate::faces::{Faces, OUTSIDE, group};
use crate::linework::Linework;
use crate::partition::NOBODY;
use crate::region::{Regions, Scale};
use crate::scraps::{self, longest};
use crate::{Fault, FaultKind, RepairSettings};
use model::GridId;

/// The owner of each face, and what was found on the way.
pub(crate) fn owners(
    lines: &Linework,
    faces: &Faces,
    covers: &Covers,
    settings: RepairSettings,
    faults: &mut Vec<Fault>,
) -> Vec<u32> {
    let regions = Regions::join(lines, faces, |a, b| {
        covers.of_face[a as usize] == covers.of_face[b as usize]
    });
    let mut owner: Vec<u32> = Vec::with_capacity(regions.len());
    let mut has_land = vec![false; covers.len()];
    let mut odd = Vec::new();
    for region in 0..regions.len() as u32 {
        let mut claimants = covers.grids(covers.of_face[regions.first_face(region) as usize]);
        match (claimants.next(), claimants.next()) {
            (Some(grid), None) => {
                has_land[grid as usize] = true;
                owner.push(grid);
            }
            (None, _) if region == regions.of_face[OUTSIDE as usize] => owner.push(NOBODY),
            _ => {
                odd.push(region);
                owner.push(NOBODY);
            }
        }
    }
    if odd.is_empty() {
        return regions.of_face.iter().map(|&region| owner[region as usize]).collect();
    }
    let mut repair = Repair { lines, faces, covers, regions: &regions, owner, has_land };
    repair.settle(&odd, settings, faults);
    let mut was_odd = vec![false; regions.len()];
    let of_region = repair.owner;
    for region in odd {
        // A gap that stays is not settled: nothing beside it was cut off by a rule.
        was_odd[region as usize] = of_region[region as usize] != NOBODY;
    }
    let mut owner: Vec<u32> =
        regions.of_face.iter().map(|&region| of_region[region as usize]).collect();
    let settled = |face: u32| was_odd[regions.of_face[face as usize] as usize];
    scraps::give_away(lines, faces, settled, settings, &mut owner, faults);
    owner
}

/// The state of a repair.
struct Repair<'a> {
    lines: &'a Linework,
    faces: &'a Faces,
    covers: &'a Covers,
    regions: &'a Regions,
    /// By region.
    owner: Vec<u32>,
    /// By grid: whether some land is its alone.
    has_land: Vec<bool>,
}

/// A region that nobody or several cover.
struct Odd {
    region: u32,
    claimants: Vec<u32>,
    /// Halves with the region on the left and another on the right.
    border: Vec<u32>,
    area_m2: f64,
    /// Of the border.
    length_m: f64,
    settled: bool,
    mended: bool,
}

impl Repair<'_> {
    fn settle(&mut self, odd: &[u32], settings: RepairSettings, faults: &mut Vec<Fault>) {
        let mut place = vec![u32::MAX; self.regions.len()];
        for (k, &region) in odd.iter().enumerate() {
            place[region as usize] = k as u32;
        }
        let mut list = self.odd_regions(odd.len(), &place);
        let outside = self.regions.of_face[OUTSIDE as usize];
        let mut settled: Vec<(usize, u32)> = Vec::new();
        for (k, one) in list.iter_mut().enumerate() {
            let lone = one.claimants.iter().copied().find(|&grid| !self.has_land[grid as usize]);
            let wide = 2.0 * one.area_m2 >= settings.width_max_m * one.length_m;
            match (lone, one.claimants.first()) {
                (Some(grid), _) => settled.push((k, grid)),
                (None, Some(&grid)) if wide => settled.push((k, grid)),
                (None, None) if wide => settled.push((k, NOBODY)),
                _ => {}
            }
        }
        // Waves: what can be settled by the neighbours as they are now, then their neighbours.
        loop {
            for &(k, grid) in &settled {
                self.owner[list[k].region as usize] = grid;
                list[k].settled = true;
            }
            let wave: Vec<usize> = if settled.iter().any(|&(k, _)| list[k].mended) {
                let mut beside: Vec<usize> = settled
                    .iter()
                    .flat_map(|&(k, _)| &list[k].border)
                    .map(|&half| place[self.region_of(half ^ 1) as usize] as usize)
                    .filter(|&k| k < list.len())
                    .collect();
                beside.sort_unstable();
                beside.dedup();
                beside
            } else {
                (0..list.len()).collect()
            };
            settled.clear();
            for k in wave {
                if list[k].settled {
                    continue;
                }
                if let Some(grid) = self.longest(&list[k], &place, &list, outside) {
                    settled.push((k, grid));
                }
            }
            for &(k, _) in &settled {
                list[k].mended = true;
            }
            if settled.is_empty() {
                break;
            }
        }
        for mut one in list {
            if !one.settled {
                // Only overlaps and gaps that border each other and nothing else are left.
                self.owner[one.region as usize] = one.claimants.first().copied().unwrap_or(NOBODY);
                one.mended = !one.claimants.is_empty();
            }
            faults.push(self.fault(&one));
        }
    }

    fn region_of(&self, half: u32) -> u32 {
        self.regions.of_face[self.faces.of_half[half as usize] as usize]
    }

    /// The odd regions with their borders and measures.
    fn odd_regions(&self, count: usize, place: &[u32]) -> Vec<Odd> {
        let keys: Vec<u32> = (0..self.faces.of_half.len() as u32)
            .map(|half| place[self.region_of(half) as usize].min(count as u32))
            .collect();
        let (from, halves) = group(&keys, count + 1);
        (0..count)
            .map(|k| {
                let border: Vec<u32> = halves[from[k] as usize..from[k + 1] as usize]
                    .iter()
                    .copied()
                    .filter(|&half| self.region_of(half) != self.region_of(half ^ 1))
                    .collect();
                let region = self.region_of(border[0]);
                let cover = self.covers.of_face[self.regions.first_face(region) as usize];
                let scale = Scale::of(self.lines, &border);
                let area_m2 = scale.area(self.lines, &border);
                let length_m: f64 = border.iter().map(|&h| scale.length(self.lines, h)).sum();
                Odd {
                    region,
                    claimants: self.covers.grids(cover).collect(),
                    area_m2,
                    length_m,
                    border,
                    settled: false,
                    mended: false,
                }
            })
            .collect()
    }

    /// The grid with the longest border among settled neighbours that may have the region.
    fn longest(&self, one: &Odd, place: &[u32], list: &[Odd], outside: u32) -> Option<u32> {
        let scale = Scale::of(self.lines, &one.border);
        let beside = one.border.iter().filter_map(|&half| {
            let other = self.region_of(half ^ 1);
            let waits = list.get(place[other as usize] as usize).is_some_and(|odd| !odd.settled);
            let owner = self.owner[other as usize];
            let may = one.claimants.is_empty() || one.claimants.contains(&owner);
            let counts = !waits && other != outside && owner != NOBODY && may;
            counts.then(|| (owner, scale.length(self.lines, half)))
        });
        longest(beside)
    }

    fn fault(&self, one: &Odd) -> Fault {
        let mut grids = one.claimants.clone();
        if grids.is_empty() {
            let beside =
                one.border.iter().map(|&half| self.owner[self.region_of(half ^ 1) as usize]);
            grids = beside.filter(|&grid| grid != NOBODY).collect();
            grids.sort_unstable();
            grids.dedup();
        }
        let kind = if one.claimants.is_empty() { FaultKind::Gap } else { FaultKind::Overlap };
        let at = crate::region::place(self.lines, &one.border).position();
        let grids = grids.into_iter().map(GridId).collect();
        Fault::land(kind, at, grids, (one.area_m2, one.length_m)).mended(one.mended)
    }
}
