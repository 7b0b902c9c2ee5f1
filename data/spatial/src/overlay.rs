//! Overlays: named areas and groups of units across the tree, which may lie over each other.
//!
//! A complex, a ring, a joint area on a disputed border, a listed area or a geofence has an area of
//! its own ([`Overlays`]) or is a group of units ([`UnitGroups`]), which needs no geometry.
//!
//! # Exactness
//!
//! Each overlay is looked at alone and as it was drawn: nothing is noded, snapped or rounded. A
//! polygon holds what is inside its outer ring and in none of its holes, each ring by itself
//! even-odd; an overlay holds what any of its polygons holds. A point on a border is decided as for
//! grids, by the symbolic shift (+ε, +ε²): it belongs to what lies east of it, on a horizontal
//! border north of it. [`Overlays::touching`] names the overlays whose border a point is on though
//! the shift takes it out of them, for those who want their areas closed.

use crate::exact::{Pt, cross};
use index::Index;
use model::{Area, Position, Ring};
use std::borrow::Cow;

mod block;
mod groups;
mod index;
mod line;

pub use groups::UnitGroups;
use line::Line;

/// Free areas that may lie over each other, indexed: which of them hold a point.
#[derive(Clone, Debug)]
pub struct Overlays {
    count: usize,
    index: Index,
}

/// Why overlays could not be indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// More sides than can be numbered.
    #[error("{sides} sides are more than can be indexed")]
    TooLarge {
        /// How many were given.
        sides: usize,
    },
    /// So many areas lie over each other in so many ways that the lists of them would fill the
    /// memory.
    #[error("areas lie over each other too deeply (lists of more than {limit} entries)")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
}

/// What a ring is part of.
#[derive(Clone, Copy, Debug)]
struct RingOf {
    overlay: u32,
    /// Counted over all overlays.
    polygon: u32,
    hole: bool,
}

impl Overlays {
    /// Indexes areas; area `k` is overlay `k`. Takes any areas: crossing, overlapping, crossing
    /// themselves, wound either way. O(n log n) for sides of like length.
    ///
    /// # Errors
    ///
    /// [`OverlayError`] for inputs beyond the limits on memory.
    pub fn build(areas: &[Area]) -> Result<Self, OverlayError> {
        let mut rings = Vec::new();
        let mut lines = Vec::new();
        let mut polygons = 0;
        for (overlay, area) in (0_u32..).zip(areas) {
            for polygon in &area.polygons {
                for (number, ring) in polygon.rings().enumerate() {
                    let id = rings.len() as u32;
                    rings.push(RingOf { overlay, polygon: polygons, hole: number > 0 });
                    lines.extend(sides(ring).map(|[a, b]| Line::new(a, b, id)));
                }
                polygons += 1;
            }
        }
        Ok(Self { count: areas.len(), index: Index::new(rings, lines)? })
    }

    /// How many overlays there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Every overlay that holds a point, by number. Exact; under a microsecond.
    pub fn at(&self, at: Position) -> Cow<'_, [u32]> {
        self.index.at(Pt::of(at))
    }

    /// Every overlay whose border a point is on though the rule does not give it the point.
    pub fn touching(&self, at: Position) -> Vec<u32> {
        let mut touched = self.index.touched(Pt::of(at));
        if !touched.is_empty() {
            let held = self.at(at);
            touched.retain(|overlay| held.binary_search(overlay).is_err());
        }
        touched
    }
}

/// Whether the half line that runs east from `at`, moved by the symbolic shift, passes the side
/// from `a` to `b`: an odd number of passed sides of a ring means inside.
pub(crate) fn passes_east(a: Pt, b: Pt, at: Pt) -> bool {
    (a.y <= at.y) != (b.y <= at.y) && (cross(a, b, at) > 0) == (b.y > a.y) && cross(a, b, at) != 0
}

/// The sides of a ring, those without length left out.
fn sides(ring: &Ring) -> impl Iterator<Item = [Pt; 2]> {
    let next = ring.iter().skip(1).chain(ring.first());
    let ends = ring.iter().zip(next).map(|(&a, &b)| [Pt::of(a), Pt::of(b)]);
    ends.filter(|[a, b]| a != b)
}
