//! Geometry as a GeoPackage keeps it (OGC 12-128r19, clause 2.1.3): a header with the reference
//! system and the envelope, then well-known binary.
//!
//! What this crate writes is WGS 84 (`srs_id` 4326), little-endian, with an envelope for
//! everything but points, and every area as a multi-polygon. What it reads is anything the
//! standard allows without curves.

use crate::Geometry;
use crate::lattice::{self, Mended};
use crate::wkb::{self, Bytes};
use model::Shape;

pub use crate::wkb::WkbError;

/// The reference system this crate writes: WGS 84.
pub const SRS_WGS84: i32 = 4326;

/// Why a blob is no geometry of a GeoPackage.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GpkgError {
    /// It does not begin with `GP` and version 0.
    #[error("the blob is no GeoPackage geometry")]
    Magic,
    /// The header is of an extended kind or says impossible things.
    #[error("flags {0:#04x} are not those of a standard geometry")]
    Flags(u8),
    /// The geometry behind the header cannot be read.
    #[error("the geometry cannot be read")]
    Wkb(#[from] WkbError),
    /// It was read, but is no single shape in WGS 84.
    #[error("the geometry is no single point, line or area in WGS 84")]
    NotOneShape,
}

/// Reads a blob: the number of its reference system, and its geometry in that system.
///
/// The geometry is empty when the blob says so.
///
/// # Errors
///
/// [`GpkgError`] when the blob is damaged or of a kind that is not read here.
pub fn decode_gpkg_geometry(blob: &[u8]) -> Result<(i32, Geometry), GpkgError> {
    let Some(([b'G', b'P', 0, flags], rest)) = blob.split_first_chunk::<4>() else {
        return Err(GpkgError::Magic);
    };
    let envelope_numbers = match (flags >> 1) & 7 {
        0 => 0,
        1 => 4,
        2 | 3 => 6,
        4 => 8,
        _ => return Err(GpkgError::Flags(*flags)),
    };
    if flags & 0x20 != 0 {
        return Err(GpkgError::Flags(*flags));
    }
    let mut bytes = Bytes { rest, little: flags & 1 == 1 };
    let srs = bytes.u32()?.cast_signed();
    for _ in 0..envelope_numbers {
        bytes.f64()?;
    }
    Ok((srs, wkb::decode(&mut bytes)?))
}

/// Reads a blob that holds one shape in WGS 84, as this crate writes it; `None` when it is empty.
///
/// # Errors
///
/// [`GpkgError`] when the blob is damaged, in another reference system, off the Earth, or holds
/// several points or lines.
pub fn decode_gpkg_shape(blob: &[u8]) -> Result<Option<Shape>, GpkgError> {
    let (srs, geometry) = decode_gpkg_geometry(blob)?;
    if srs != SRS_WGS84 {
        return Err(GpkgError::NotOneShape);
    }
    let mut faults = Vec::new();
    let mut shapes = lattice::shapes(&geometry, 0, &mut Mended::default(), &mut faults);
    if shapes.len() > 1 || !faults.is_empty() {
        return Err(GpkgError::NotOneShape);
    }
    Ok(shapes.pop())
}

/// Writes a shape as a blob in WGS 84.
///
/// Reading it with [`decode_gpkg_shape`] gives the same shape back, as long as its rings are wound
/// as [`model::Polygon`] says.
pub fn encode_gpkg_geometry(shape: &Shape) -> Vec<u8> {
    let envelope = match shape {
        Shape::Point(_) => None,
        Shape::Line(_) | Shape::Area(_) => shape.bounds(),
    };
    let empty = shape.bounds().is_none();
    let flags = 1 | if envelope.is_some() { 2 } else { 0 } | if empty { 0x10 } else { 0 };
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend(SRS_WGS84.to_le_bytes());
    if let Some(around) = envelope {
        let (low, high) = (around.min, around.max);
        for number in [low.lon(), high.lon(), low.lat(), high.lat()] {
            out.extend(number.to_le_bytes());
        }
    }
    wkb::encode(shape, &mut out);
    out
}

#[cfg(test)]
#[path = "gpkg_tests.rs"]
mod tests;
