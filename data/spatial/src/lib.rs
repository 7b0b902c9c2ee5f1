//! Where things are: the exact planar partition of a territory into grids, and every question of
//! place about it.
//!
//! A [`Partition`] is a planar subdivision on the lattice of 1e-7 degree: nodes, edges shared by
//! two faces, and rings that run along them. It is built from any areas ([`Partition::build`]),
//! which names what is wrong with them, and then never changes. A [`GridMap`] is a partition with
//! its tree of units and an index: it says which grid a point is in, what a unit looks like and how
//! large it is.
//!
//! # Invariants
//!
//! 1. Edges share nothing but nodes; each has two different sides.
//! 2. Every grid is the land to the left of its rings; the rings of all grids and of the outside
//!    walk every edge exactly once in each direction.
//! 3. Every predicate is decided in integers: there is no epsilon, and the same input gives the
//!    same partition and the same answers on every machine.
//!
//! # Units and order
//!
//! Positions are lattice steps of 1e-7 degree, WGS 84, longitude first. An edge is a straight line
//! in longitude and latitude. Lengths are metres and areas square metres on the ellipsoid.
//!
//! # Example
//!
//! ```
//! use model::{Area, GridId, Polygon, Position};
//! use spatial::{Partition, RepairSettings};
//!
//! let corner = |(lon, lat): (f64, f64)| Position::from_degrees(lon, lat);
//! let square = |west: f64| -> Result<Area, model::PositionError> {
//!     let corners = [(west, 36.0), (west + 0.1, 36.0), (west + 0.1, 36.1), (west, 36.1)];
//!     let outer = corners.into_iter().map(corner).collect::<Result<_, _>>()?;
//!     Ok(Area { polygons: vec![Polygon { outer, holes: vec![] }] })
//! };
//! let areas = [square(103.8)?, square(103.9)?];
//! let built = Partition::build(&areas, &RepairSettings::default())?;
//! assert!(built.faults.is_empty());
//! assert_eq!(built.partition.edge_count(), 3);
//! let (neighbour, shared) = built.partition.neighbours(GridId(0))[0];
//! assert_eq!((neighbour, shared.get()), (GridId(1), 11_096));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Not here
//!
//! No file, clock, thread or database: see `store` for keeping drawings, `exchange` for files.

// Ids are counted in 32 bits all through and lattice numbers in 64: `Linework::new` refuses what
// would not fit, and differences of lattice numbers cannot leave an i64.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "counts are checked against SIDES_MAX, coordinates by Position"
)]

mod build;
mod cells;
mod clean;
mod cover;
mod drawn;
mod edit;
mod exact;
mod faces;
mod fault;
mod finder;
mod found;
mod hot;
mod index;
mod label;
mod lineage;
mod linework;
mod map;
mod measure;
mod near;
mod nearest;
mod nest;
mod noding;
mod overlay;
mod partition;
mod points;
mod region;
mod repair;
mod rings;
mod scraps;
mod shape;
mod snap;
mod strips;
mod weave;

pub use build::{BuildError, Built, RepairSettings, check};
pub use cells::{
    Cell, CellCounts, CellCover, CellError, CellPiece, CellResolution, CoverError, Recount,
    compact, uncompact,
};
pub use edit::{
    Course, Done, Draft, Edit, EditRules, Figures, Keep, NearEdge, Nearby, Refused, Segment, Torn,
    Warning,
};
pub use fault::{Fault, FaultKind};
pub use label::point as label_point;
pub use lineage::{SharedLand, shared_land};
pub use map::{GridMap, GridMapError};
pub use measure::{distance, ground_area, length};
pub use nearest::{Borders, Near, NearBorder, PlaceTree};
pub use nest::{NestFault, NestFaultKind, Nested, nest};
pub use overlay::{OverlayError, Overlays, UnitGroups};
pub use partition::{Edge, Partition};
pub use points::{Assigned, PointIndex};
pub use shape::shape_faults;
pub use snap::{Move, Moves};
