//! Cutting, generalising and encoding vector tiles from the planar partition.
#![expect(dead_code, reason = "wip")]

mod clip;
mod cut;
mod index;
mod mvt;
mod rank;
mod rings;
mod simple;
mod slots;
mod tile_id;
mod values;
mod world;

pub use tile_id::{MAX_ZOOM, SOURCE_MAX_ZOOM, TileId};
