//! Places: points, lines and areas with a kind.

use crate::{Area, Bounds, Code, Position};

/// What a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A checkpoint on a road.
    Checkpoint,
    /// A railway or coach station.
    Station,
    /// A shopping district.
    ShoppingDistrict,
    /// A counter or device where the public is served.
    ServicePoint,
    /// A place that wants regular visits.
    KeyPlace,
    /// Where crews start from: a police station or squad.
    Base,
    /// Technical equipment, counted for density only.
    Facility,
    /// A road or riverside that patrols travel along.
    PatrolLine,
}

impl PlaceKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Checkpoint,
        Self::Station,
        Self::ShoppingDistrict,
        Self::ServicePoint,
        Self::KeyPlace,
        Self::Base,
        Self::Facility,
        Self::PatrolLine,
    ];

    /// The name used in files, stores and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkpoint => "checkpoint",
            Self::Station => "station",
            Self::ShoppingDistrict => "shopping-district",
            Self::ServicePoint => "service-point",
            Self::KeyPlace => "key-place",
            Self::Base => "base",
            Self::Facility => "facility",
            Self::PatrolLine => "patrol-line",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Where a place is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A point.
    Point(Position),
    /// A line of at least two points.
    Line(Vec<Position>),
    /// An area.
    Area(Area),
}

impl Shape {
    /// The box around the shape, or `None` when it has no point.
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Point(at) => Bounds::around([*at]),
            Self::Line(line) => Bounds::around(line.iter().copied()),
            Self::Area(area) => area.bounds(),
        }
    }
}

/// A point, line or polygon with a kind.
///
/// A place is an office or a piece of the city, never a person: its contact is the office's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The code, unique among places.
    pub code: Code,
    /// The name shown.
    pub name: String,
    /// What it is for.
    pub kind: PlaceKind,
    /// Where it is.
    pub shape: Shape,
    /// Whether the public may see it.
    pub public: bool,
    /// When it is open, in the syntax of OpenStreetMap's `opening_hours`; recurring days after an `@`, as the
    /// crate `hours` reads them.
    pub hours: Option<String>,
    /// The office's telephone.
    pub phone: Option<String>,
    /// The address, from general to specific.
    pub address: Option<String>,
    /// The code of the unit it serves, where it serves one.
    pub serves: Option<Code>,
    /// What it offers or what rank it has, in a few words: 社区便民服务中心, 派出所, 一级检查站 …
    pub category: Option<String>,
}
