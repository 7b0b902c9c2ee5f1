//! Cutting, generalising and encoding vector tiles from the planar partition.
//!
//! Everything is drawn from the partition's **edges**, which two grids share. An edge is thinned once,
//! and both its neighbours follow it, so they have every vertex in common at every zoom: no gap and
//! no overlap, in any tile. An edge is part of the outline of a level when its two sides are in
//! different units of that level, so units of every level follow the same edges too.
//!
//! From the partition to a tile:
//!
//! | step | where |
//! |---|---|
//! | positions onto the web square, 2^32 units a side, in integers | `world` |
//! | edges with their sides; who belongs to whom at each level | `graph` |
//! | from which zoom a level is shown | `zooms` |
//! | edges strung together from junction to junction, for a band of zooms | `chains`, `band` |
//! | the lowest zoom that draws each vertex | `rank` |
//! | the rings of each unit as walks over arcs | `outlines` |
//! | on one tile: find, snap, cut, take apart, write | `index`, `draw`, `cut`, `simple`, `mvt` |
//!
//! Tiles are Mapbox Vector Tiles 2.1 with extent 4096 and buffer 64, in the usual web square.
//!
//! # Not here
//!
//! No compression, cache, address or JSON: those are the server's.

mod band;
mod chains;
mod clip;
mod cut;
mod draw;
mod fields;
mod graph;
mod ground;
mod index;
mod info;
mod label;
mod mvt;
mod outlines;
mod points;
mod rank;
mod rings;
mod set;
mod simple;
mod slots;
mod tile_id;
mod units;
mod values;
mod world;
mod zooms;

pub use info::{Geometry, LayerInfo, SourceInfo};
pub use points::{PointFeature, PointLayer};
pub use set::TileSet;
pub use tile_id::{MAX_ZOOM, SOURCE_MAX_ZOOM, TileId};
pub use values::FieldValue;
