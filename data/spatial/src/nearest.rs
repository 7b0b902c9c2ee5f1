//! What is near a point: places in a tree that may change, and borders of a partition.
//!
//! Nearness is by the length of the shortest way on the ellipsoid ([`crate::distance`]). The trees
//! (`rstar`) hold boxes in space, in metres from the Earth's centre: the straight line through the
//! Earth is never longer than a way on it, so the distance to a box in space is a lower bound, at
//! the poles and across the antimeridian too. Candidates come in the order of that bound and are
//! measured until no other can be nearer.
//!
//! # Exactness
//!
//! Order and ties are those of the measured distances, ties by id. A point is measured to the last
//! digits. To a line or border, whose sides are straight in longitude and latitude, the way to the
//! point nearest through the Earth is measured: up to 1,000 km it is the shortest to a tenth of a
//! millimetre, up to 10,000 km to a part in 1e5, near the antipodes to three parts in a thousand.

mod borders;
mod places;
mod side;
mod space;

pub use borders::{Borders, NearBorder};
pub use places::{Near, PlaceTree};
