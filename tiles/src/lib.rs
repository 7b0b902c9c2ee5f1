//! Cutting, generalising and encoding vector tiles from the planar partition.

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
