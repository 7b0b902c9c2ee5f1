//! Building a partition from areas as somebody drew them.

use crate::cover::Covers;
use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::faces::Faces;
use crate::linework::Linework;
use crate::noding::{Meeting, Noded, node};
use crate::partition::Partition;
use crate::{Fault, FaultKind, repair, weave};
use model::{Area, GridId, Position, SquareMetres};

/// What may be repaired without asking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepairSettings {
    /// Gaps and overlaps whose mean width (twice the area over the length of the border) is less,
    /// in metres, go to the neighbour with the longest shared border.
    pub width_max_m: f64,
}

impl Default for RepairSettings {
    /// Two metres: what drawing the same border twice leaves behind, and less than any lane.
    fn default() -> Self {
        Self { width_max_m: 2.0 }
    }
}

/// A partition with everything that was found on the way to it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The partition: exact whatever was found.
    pub partition: Partition,
    /// What was found, by kind and place.
    pub faults: Vec<Fault>,
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
    /// holes does, each ring by itself even-odd. Sides are cut where they meet and crossings
    /// rounded to the lattice; then land that several grids cover, and narrow land that none does,
    /// is given to one of them, and every such place is reported. Areas that already fit together
    /// come out as they went in. O(n log n) for those.
    ///
    /// # Errors
    ///
    /// [`BuildError`] for inputs beyond the limits on memory.
    pub fn build(areas: &[Area], settings: &RepairSettings) -> Result<Built, BuildError> {
        let mut faults = Vec::new();
        let mut drawn = Drawn::default();
        drawn.add(0, areas, &mut faults);
        let lines = Linework::new(std::mem::take(&mut drawn.sides))?;
        let noded = node(lines)?;
        meeting_faults(&noded, &drawn, &mut faults);
        let Noded { lines, .. } = noded;
        let faces = Faces::trace(&lines);
        let covers = Covers::find(&lines, &faces, &drawn, areas.len() as u32);
        let owner = repair::owners(&lines, &faces, &covers, *settings, &mut faults);
        let partition = weave::weave(&lines, &faces, &owner, areas.len());
        land_faults(&partition, areas, &mut faults);
        faults.sort_by(|a, b| (a.kind, a.at, &a.grids).cmp(&(b.kind, b.at, &b.grids)));
        Ok(Built { partition, faults })
    }
}

/// What keeps `areas` from being an exact partition as they are, nothing mended; by kind and place.
///
/// # Errors
///
/// [`BuildError`] as for [`Partition::build`].
pub fn check(areas: &[Area]) -> Result<Vec<Fault>, BuildError> {
    let mut faults = Partition::build(areas, &RepairSettings { width_max_m: 0.0 })?.faults;
    for fault in &mut faults {
        fault.mended = false;
    }
    Ok(faults)
}

/// Rings of one grid that cross, and corners that a neighbour lacks.
fn meeting_faults(noded: &Noded, drawn: &Drawn, faults: &mut Vec<Fault>) {
    let grids = |side: u32| {
        noded.drawn.rings(side as usize).iter().map(|&ring| drawn.rings[ring as usize].grid)
    };
    let mut places: Vec<(FaultKind, Pt, Vec<u32>)> = Vec::new();
    for &meeting in &noded.found {
        match meeting {
            Meeting::Cross { sides: [s, t], at } => {
                let both = grids(s).filter(|&grid| grids(t).any(|other| other == grid));
                places.extend(both.map(|grid| (FaultKind::SelfCrossing, at, vec![grid])));
            }
            Meeting::Touch { end_of, inside, at } => {
                let mut all: Vec<u32> = grids(end_of).chain(grids(inside)).collect();
                all.sort_unstable();
                all.dedup();
                if all.len() > 1 {
                    places.push((FaultKind::TJunction, at, all));
                }
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    // Several sides end at one corner: one junction with all their grids.
    for same in places.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let mut grids: Vec<u32> = same.iter().flat_map(|(.., grids)| grids).copied().collect();
        grids.sort_unstable();
        grids.dedup();
        faults.push(Fault {
            kind: same[0].0,
            at: same[0].1.position(),
            grids: grids.into_iter().map(GridId).collect(),
            area: SquareMetres::default(),
            mended: true,
        });
    }
}

/// Grids without land, and grids in several parts.
fn land_faults(partition: &Partition, areas: &[Area], faults: &mut Vec<Fault>) {
    let mut report = |kind, grid: usize, at: Position| {
        faults.push(Fault {
            kind,
            at,
            grids: vec![GridId(grid as u32)],
            area: SquareMetres::default(),
            mended: false,
        });
    };
    for (grid, area) in areas.iter().enumerate() {
        let rings = partition.ring_range(GridId(grid as u32));
        let outers = rings.clone().filter(|&ring| partition.rings.outer[ring]).count();
        if outers == 0 {
            let at = area.positions().next().or(partition.points.first().copied());
            report(FaultKind::Vanished, grid, at.unwrap_or(Pt { x: 0, y: 0 }.position()));
        } else if outers > 1 {
            let half = partition.ring_halves(rings.start)[0];
            report(FaultKind::MultiPart, grid, partition.edge_points(half as usize / 2)[0]);
        }
    }
}
