//! The nouns of grid governance, each with its unit and its invariant.
//!
//! A value of a type in this crate is right by construction: it is parsed once, at a door, and
//! nobody checks it again. The words are those of the field; the ones that are easily confused:
//!
//! | word | meaning here |
//! |---|---|
//! | [`Unit`] | an area at any level: grid, community, street … levels are data, not code |
//! | grid | a unit of the finest level; *never* a lattice. H3 things are cells, web things tiles |
//! | [`UnitTree`] | the units of one drawing, nested |
//! | [`Area`] | polygons as somebody gave them; nothing is promised about their validity |
//! | [`Place`] | a point, line or polygon with a kind: checkpoint, base, service point … |
//! | [`DayCalendar`] | days off and working weekends, by public notice |
//! | [`ServiceItem`] | what people come to a service point for |
//! | [`Incident`] | something that happened or is asked for at a place and time |
//! | [`RoadNetwork`] | ways over shared nodes; ways that cross without a common node do not meet |
//! | [`patrol::Target`] | what a patrol must do: visit a point, travel a line, sweep an area |
//!
//! # Units and order
//!
//! Positions are integers of 1e-7 degree in WGS 84, longitude first. Lengths are whole metres,
//! durations whole seconds. Instants are UTC.
//!
//! # Not here
//!
//! No file, network, clock, serialisation or async. No person: a crew is a unit of people, and
//! nothing in this crate can hold a name of one.

mod area;
mod code;
mod day_calendar;
mod incident;
pub mod patrol;
mod place;
mod position;
mod road;
mod role;
pub mod routing;
mod service_item;
mod unit;
mod units;

pub use area::{Area, Bounds, Polygon, Ring};
pub use code::{Code, CodeError};
pub use day_calendar::{DayCalendar, DayKind, MarkedDay};
pub use incident::{Class, Incident, IncidentError, Kind, State};
pub use place::{Place, PlaceKind, Shape};
pub use position::{E7_PER_DEGREE, Position, PositionError};
pub use road::{Lie, Passage, RoadClass, RoadNetwork, RoadNode, RoadWay, TurnRule};
pub use role::Role;
pub use service_item::ServiceItem;
pub use unit::{GridId, Level, Unit, UnitId, UnitTree, UnitTreeError};
pub use units::{Metres, Pace, Seconds, SquareMetres};
