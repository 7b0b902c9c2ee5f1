//! Files that others read and write, and the datums they come in.
//!
//! Everything here is bytes in, values out. A reader takes what real files hold, mends what can be
//! mended without guessing, and says so: a [`Layer`] carries [`Note`]s for what was found and done
//! and [`Fault`]s for what a person must look at. Nothing is dropped in silence.
//!
//! | file | door |
//! |---|---|
//! | GeoJSON, TopoJSON, Shapefile, also in `.zip` and `.gz` | [`read_layers`] |
//! | dual graphs of redistricting tools (JSON of networkx) | [`read_dual_graph`] |
//! | CSV of incidents and places | [`read_incidents`], [`read_places`] |
//! | CSV of days off, and of service items | [`read_day_calendar`], [`read_service_items`] |
//! | iCalendar | [`write_calendar_feed`] |
//! | roads: OpenStreetMap PBF, lines of a Shapefile or GeoJSON | [`read_roads`], [`write_roads`] |
//! | CSV whose rows get their grid | [`CsvTable`] |
//! | Parquet and Arrow, likewise (feature `columnar`) | `ParquetTable`, `ArrowTable` |
//! | geometry of a GeoPackage (its SQLite is the store's) | [`gpkg`] |
//! | what of a layer is a unit: codes, names, parents | [`grids_of`] |
//!
//! # Units and order
//!
//! Positions that leave this crate are WGS 84 on the lattice of [`model::Position`], longitude
//! first. A [`Geometry`] on its way in is in the units of its file, x (east) first.
//!
//! # Not here
//!
//! No file, clock, network or thread. No topology: whether areas overlap is `spatial`'s to say.

pub mod patrol;
pub mod routing;

mod archive;
mod assign;
mod calendar_feed;
mod columns;
mod crs;
mod datum;
mod dbf;
mod dual_graph;
mod fields;
mod geojson;
mod geometry;
pub mod gpkg;
mod guess;
mod hash;
mod incidents;
mod json;
mod lattice;
mod layer;
mod locate;
mod note;
mod places;
mod read;
mod records;
mod rings;
mod roads;
mod role_words;
mod roles;
mod shapefile;
mod small_tables;
mod stream;
mod table;
mod text;
mod topojson;
mod units;
mod when;
mod wkb;
mod wkt;
mod wkt_tree;
mod write;

pub use assign::{AddedColumn, AssignCounts, Assigner, CsvTable, PointColumns, PositionReader};
#[cfg(feature = "columnar")]
pub use assign::{ArrowTable, ColumnarError, ParquetTable};
pub use calendar_feed::{CalendarEvent, CalendarFeed, EventTime, write_calendar_feed};
pub use datum::{Datum, GaussKruger, ZoneWidth};
pub use dual_graph::{
    DualEdge, DualGraph, DualGraphError, DualNode, is_dual_graph, read_dual_graph,
};
pub use fields::GridFields;
pub use geometry::{Geometry, RawFeature, RawLayer};
pub use gpkg::{decode_gpkg_geometry, decode_gpkg_shape, encode_gpkg_geometry};
pub use guess::{Hypothesis, guess_datum};
pub use incidents::{IncidentSettings, Incidents, read_incidents};
pub use layer::{Feature, Layer, Part, Value};
pub use note::{Fault, Note, Reason, Seen};
pub use places::{GivenPlaces, MADE_CODE, PlaceSettings, places_of, read_places, sample_places};
pub use read::{Limits, ReadError, ReadSettings, read_layers, read_raw_layers};
pub use roads::{GivenRoads, RoadsFound, read_roads, write_roads};
pub use roles::{Columns, Role};
pub use small_tables::{
    read_day_calendar, read_service_items, write_day_calendar, write_service_items,
};
pub use table::{RowFault, RowReason, TableError};
pub use units::{GivenUnit, GivenUnits, grids_of};
pub use when::Clock;
pub use write::write_geometry;
