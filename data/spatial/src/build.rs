//! Building a partition from areas as somebody drew them.

use crate::cover::Covers;
use crate::drawn::Drawn;
use crate::faces::Faces;
use crate::linework::Linework;
use crate::noding::{Noded, node};
use crate::partition::{NOBODY, Partition};
use crate::snap::{Moves, Snapped, snap};
use crate::{Fault, FaultKind, clean, found, repair, weave};
use model::{Area, GridId};
use std::collections::BTreeSet;

/// So often snapping is tried again without grids that it made vanish; then nothing is snapped.
const ROUNDS_MAX: usize = 8;

/// What may be repaired without asking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepairSettings {
    /// Gaps and overlaps whose mean width (twice the area over the length of the border) is less,
    /// in metres, go to the neighbour with the longest shared border.
    pub width_max_m: f64,
    /// Vertices and sides of different grids that are no further apart than this, in metres, are
    /// brought together before anything else; no vertex moves further. 0 switches it off.
    pub snap_m: f64,
}

impl RepairSettings {
    /// Nothing is moved and nothing filled: for areas that came out of a partition, which build to
    /// the same partition again, point by point.
    pub const NOTHING: Self = Self { width_max_m: 0.0, snap_m: 0.0 };
}

impl Default for RepairSettings {
    /// Gaps and overlaps below two metres: what drawing the same border twice leaves behind, and
    /// less than any lane. Snapping within a decimetre: the noise of coordinates that were rounded
    /// to six decimals of a degree or finer, and of numbers that were computed twice.
    fn default() -> Self {
        Self { width_max_m: 2.0, snap_m: 0.1 }
    }
}

/// A partition with everything that was found on the way to it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The partition: exact whatever was found.
    pub partition: Partition,
    /// What was found in the areas as they were drawn, and what had to be left; by kind and place.
    pub faults: Vec<Fault>,
    /// What snapping moved.
    pub moves: Moves,
}

/// Why areas could not be built into a partition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// More sides than can be numbered.
    #[error("{sides} sides are more than one partition can hold")]
    TooLarge {
        /// How many were given.
        sides: usize,
    },
    /// Sides cross, or lie across each other, in more places than can be held or looked at.
    #[error("the areas cross each other in too many places (more than {meetings} is too many)")]
    TooTangled {
        /// The limit.
        meetings: usize,
    },
    /// Cutting sides did not come to an end. No input is known for which this happens.
    #[error("the areas could not be cut into an exact partition")]
    Unsettled,
}

impl Partition {
    /// Builds the exact partition of the land that `areas` cover; area `k` is grid `k`.
    ///
    /// Takes any areas: crossing, overlapping, wound either way, with holes between them. Within a
    /// grid a point is covered when some polygon's outer ring holds it and none of that polygon's
    /// holes does, each ring by itself even-odd. What is closer than the tolerance is snapped,
    /// unless a grid would vanish for it; sides are cut where they meet and crossings
    /// rounded to the lattice; then land that several grids cover, and narrow land that none does,
    /// is given to one of them, and every such place is reported. Areas that already fit together
    /// come out as they went in. O(n log n) for those.
    ///
    /// # Errors
    ///
    /// [`BuildError`] for inputs beyond the limits on memory.
    pub fn build(areas: &[Area], settings: &RepairSettings) -> Result<Built, BuildError> {
        let mut faults = Vec::new();
        let drawn = Drawn::of(areas, &mut faults);
        let lines = Linework::of(&drawn)?;
        found::doubled(&drawn, &lines, &mut faults);
        found::shapes(&drawn, areas, settings.width_max_m, &mut faults);
        let mut fixed = vec![false; areas.len()];
        let mut snapped = snap(&drawn, &lines, settings.snap_m, &fixed)?;
        let again = if snapped.is_some() { lines.clone() } else { Linework::default() };
        let mut land = Land::settle(lines, &drawn, areas.len(), *settings, &mut faults)?;
        let mut moves = Moves::default();
        for _ in 0..ROUNDS_MAX {
            let Some(Snapped { drawn: redrawn, moves: made }) = snapped else { break };
            let (redrawn_lines, mut left_over) = (Linework::of(&redrawn)?, Vec::new());
            let other =
                Land::settle(redrawn_lines, &redrawn, areas.len(), *settings, &mut left_over)?;
            let (before, after) = (land.owners(areas.len()), other.owners(areas.len()));
            let lost: Vec<usize> = (0..areas.len()).filter(|&k| before[k] && !after[k]).collect();
            if lost.is_empty() {
                add_left_over(left_over, &mut faults);
                (land, moves) = (other, made);
                break;
            }
            for grid in lost {
                fixed[grid] = true;
            }
            snapped = snap(&drawn, &again, settings.snap_m, &fixed)?;
        }
        let partition = weave::weave(&land.lines, &land.left, areas.len());
        found::without_land(&partition, areas, &mut faults);
        found::torn(&partition, settings.width_max_m, &mut faults);
        faults.sort_by(Fault::order);
        Ok(Built { partition, faults, moves })
    }
}

/// Takes in what is left to be done after snapping, and what is not.
fn add_left_over(left_over: Vec<Fault>, faults: &mut Vec<Fault>) {
    let key = |fault: &Fault| (fault.kind, fault.grids.clone());
    let open: BTreeSet<_> = left_over.iter().filter(|it| !it.mended).map(key).collect();
    let mut known = BTreeSet::new();
    for fault in faults.iter_mut().filter(|fault| !fault.mended) {
        if matches!(fault.kind, FaultKind::Gap | FaultKind::Overlap) {
            fault.mended = !open.contains(&key(fault));
        }
        known.insert(key(fault));
    }
    faults.extend(left_over.into_iter().filter(|it| !it.mended && !known.contains(&key(it))));
}

/// What keeps `areas` from being an exact partition as they are drawn, and what is odd about their
/// shapes; nothing mended; by kind and place.
///
/// # Errors
///
/// [`BuildError`] as for [`Partition::build`].
pub fn check(areas: &[Area]) -> Result<Vec<Fault>, BuildError> {
    let mut faults = Vec::new();
    let drawn = Drawn::of(areas, &mut faults);
    let lines = Linework::of(&drawn)?;
    found::doubled(&drawn, &lines, &mut faults);
    found::shapes(&drawn, areas, RepairSettings::default().width_max_m, &mut faults);
    let nothing = RepairSettings::NOTHING;
    let land = Land::settle(lines, &drawn, areas.len(), nothing, &mut faults)?;
    let has_land = land.owners(areas.len());
    for (grid, area) in areas.iter().enumerate().filter(|(grid, _)| !has_land[*grid]) {
        let at = area.positions().next().unwrap_or(found::NOWHERE);
        faults.push(Fault::point(FaultKind::Vanished, at, vec![GridId(grid as u32)]));
    }
    for fault in &mut faults {
        fault.mended = false;
    }
    faults.sort_by(Fault::order);
    Ok(faults)
}

/// Sides that share nothing but ends, and the owners of the land between them.
struct Land {
    lines: Linework,
    /// The grid on the left of each half, or nobody.
    left: Vec<u32>,
}

impl Land {
    /// Cuts lines where they meet and gives every face to somebody, or nobody.
    fn settle(
        lines: Linework,
        drawn: &Drawn,
        grids: usize,
        settings: RepairSettings,
        faults: &mut Vec<Fault>,
    ) -> Result<Self, BuildError> {
        if let Some(left) = clean::left_of_halves(drawn, &lines, settings, faults) {
            return Ok(Self { lines, left });
        }
        Self::cut(lines, drawn, grids, settings, faults)
    }

    /// The same for lines of any sort.
    fn cut(
        lines: Linework,
        drawn: &Drawn,
        grids: usize,
        settings: RepairSettings,
        faults: &mut Vec<Fault>,
    ) -> Result<Self, BuildError> {
        let noded = node(lines)?;
        found::meetings(&noded, drawn, faults);
        let Noded { lines, .. } = noded;
        let faces = Faces::trace(&lines);
        let covers = Covers::find(&lines, &faces, drawn, grids as u32);
        let owner = repair::owners(&lines, &faces, &covers, settings, faults);
        let left = faces.of_half.iter().map(|&face| owner[face as usize]).collect();
        Ok(Self { lines, left })
    }

    /// By grid: whether it has any land.
    fn owners(&self, grids: usize) -> Vec<bool> {
        let mut owners = vec![false; grids];
        for &grid in self.left.iter().filter(|&&grid| grid != NOBODY) {
            owners[grid as usize] = true;
        }
        owners
    }
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
