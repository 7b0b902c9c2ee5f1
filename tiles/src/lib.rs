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
//! | edges strung together from junction to junction, each written in one way only | `chains`, `arcs` |
//! | the vertices each zoom draws, so that no line is moved over another | `rank`, `thin` |
//! | lines led along the steps of each zoom, so that they meet in shared vertices only | `route`, `course` |
//! | the rings of each unit as walks over arcs | `outlines` |
//! | units that touch themselves at a zoom, taken apart | `tangle`, `sheet` |
//! | on one tile: find, cut, write | `finder`, `draw`, `lines`, `cut`, `mvt`, `mlt` |
//!
//! # Exact at every zoom
//!
//! In every tile polygons are valid, meet in shared corners only, and cover each place of the
//! territory once; tiles side by side have the same points on the line between them. A unit that
//! has no area left at a zoom is not drawn there (its label is). Beyond zoom 16 tiles show what
//! zoom 16 shows, enlarged: its steps are 15 cm.
//!
//! Tiles are Mapbox Vector Tiles 2.1 with extent 4096 and buffer 64, in the usual web square;
//! [`to_mlt`] says the same as a `MapLibre` Tile.
//!
//! # Layers and their fields
//!
//! | layer | features | fields |
//! |---|---|---|
//! | `grids-1` … `grids-n` | one polygon a unit of the level, from the zoom on at which they can be told apart | `code`, `name`, `level`, `parent` (the code of the unit above), `households` |
//! | `borders` | one feature of lines a level: each line once, with the coarsest level it parts | `level`; 0 is the rim of the territory |
//! | `labels` | one point a unit shown, in exactly one tile, far from its border | `code`, `name`, `level`, `area_km2` |
//! | `service-points` | points | what was given |
//!
//! Layers of their own, of points, lines and cells: [`FeatureSet`].
//!
//! A unit's polygon and label have one id, made from its level and code: it stays when the unit is
//! redrawn. Ids are below 2^53. A level, and a layer of points, is shown from the zoom on at which no
//! tile holds more than some 1,200 of them, which keeps tiles within [`TILE_BUDGET_BYTES`].
//!
//! # Not here
//!
//! No compression, cache, address or JSON: those are the server's.

mod archive;
mod arcs;
mod band;
mod chains;
mod clip;
mod course;
mod cut;
mod dirty;
mod draw;
mod edit;
mod edited;
mod features;
mod fields;
mod finder;
mod graph;
mod ground;
mod ids;
mod index;
mod info;
mod label;
mod lines;
mod lists;
mod mlt;
mod mvt;
mod outlines;
mod points;
mod rank;
mod rings;
mod route;
mod set;
mod sheet;
mod simple;
mod since;
mod slots;
mod strokes;
mod tangle;
mod thin;
mod tile_id;
mod trace;
mod units;
mod values;
mod world;
mod zooms;

pub use archive::{ARCHIVE_HEAD_BYTES, ArchiveEnds, Directory, DirectoryError};
pub use dirty::DirtyTiles;
pub use features::{Feature, FeatureSet, Mark};
pub use info::{Geometry, LayerInfo, SourceInfo};
pub use mlt::to_mlt;
pub use points::{PointFeature, PointLayer};
pub use set::TileSet;
pub use tile_id::{MAX_ZOOM, SOURCE_MAX_ZOOM, TileId};
pub use values::FieldValue;
pub use zooms::TILE_BUDGET_BYTES;
