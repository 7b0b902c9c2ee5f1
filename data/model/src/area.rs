//! Polygons on the lattice, as somebody gave them.

use crate::Position;

/// A closed line of lattice points; the first is not repeated at the end.
pub type Ring = Vec<Position>;

/// One outer ring and the holes in it.
///
/// Nothing is promised about the rings: building a partition from them finds and names what is
/// wrong. What the house itself writes has outer rings counter-clockwise and holes clockwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polygon {
    /// The outer ring.
    pub outer: Ring,
    /// The holes.
    pub holes: Vec<Ring>,
}

/// One or more polygons that together are one area: a grid may have islands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The parts.
    pub polygons: Vec<Polygon>,
}

/// The smallest box on the lattice around some points; both corners belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// South-west corner.
    pub min: Position,
    /// North-east corner.
    pub max: Position,
}

impl Polygon {
    /// The outer ring, then the holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }
}

impl Area {
    /// Every ring of every part.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons.iter().flat_map(Polygon::rings)
    }

    /// Every point of every ring.
    pub fn positions(&self) -> impl Iterator<Item = Position> {
        self.rings().flatten().copied()
    }

    /// The box around the area, or `None` when it has no point.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.positions())
    }
}

impl Bounds {
    /// The box around `points`, or `None` when there is none.
    pub fn around(points: impl IntoIterator<Item = Position>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let one = Self { min: first, max: first };
        Some(points.fold(one, Self::with))
    }

    /// This box, widened to hold `at`.
    #[must_use]
    pub fn with(self, at: Position) -> Self {
        let corner = |lon, lat| Position::from_e7(lon, lat).unwrap_or(at);
        let (low, high) = (self.min, self.max);
        Self {
            min: corner(low.lon_e7().min(at.lon_e7()), low.lat_e7().min(at.lat_e7())),
            max: corner(high.lon_e7().max(at.lon_e7()), high.lat_e7().max(at.lat_e7())),
        }
    }

    /// The box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        self.with(other.min).with(other.max)
    }

    /// Whether `at` lies in the box or on its border.
    pub fn contains(&self, at: Position) -> bool {
        (self.min.lon_e7()..=self.max.lon_e7()).contains(&at.lon_e7())
            && (self.min.lat_e7()..=self.max.lat_e7()).contains(&at.lat_e7())
    }

    /// Whether the boxes share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.min.lon_e7() <= other.max.lon_e7()
            && other.min.lon_e7() <= self.max.lon_e7()
            && self.min.lat_e7() <= other.max.lat_e7()
            && other.min.lat_e7() <= self.max.lat_e7()
    }
}
