//! Lattice geometry as the databases hold it: little-endian well-known binary (OGC 06-103r4,
//! clause 8), in a GeoPackage behind the header of OGC 12-128r17, clause 2.1.3.
//!
//! Writing and reading are exact inverses: a lattice number divided by 1e7 and rounded back is
//! itself. Rings are closed when written (the first point again at the end) and opened when read.

use crate::StoreError;
use model::{Area, Bounds, Polygon, Position, Ring, Shape};

const SRS_ID: i32 = 4326;
const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// A shape as well-known binary. An area is always a multipolygon, whatever the number of parts.
pub(crate) fn of_shape(shape: &Shape) -> Vec<u8> {
    match shape {
        Shape::Point(at) => {
            let mut out = start(POINT, 16);
            put_position(&mut out, *at);
            out
        }
        Shape::Line(line) => {
            let mut out = start(LINE, 4 + 16 * line.len());
            put_line(&mut out, line, false);
            out
        }
        Shape::Area(area) => of_area(area),
    }
}

/// An area as a well-known binary multipolygon.
pub(crate) fn of_area(area: &Area) -> Vec<u8> {
    let mut out = start(MULTI_POLYGON, 4 + 16 * area.positions().count());
    put_count(&mut out, area.polygons.len());
    for polygon in &area.polygons {
        out.extend(start(POLYGON, 0));
        put_count(&mut out, 1 + polygon.holes.len());
        for ring in polygon.rings() {
            put_line(&mut out, ring, true);
        }
    }
    out
}

/// The GeoPackage header that goes before a geometry within these bounds, with its envelope unless
/// that is a point or nothing.
pub(crate) fn header(bounds: Option<Bounds>) -> Vec<u8> {
    // Flags: little-endian; bit 1: an envelope of two axes; bit 4: empty.
    let wide = bounds.filter(|bounds| bounds.min != bounds.max);
    let flags = match (bounds, wide) {
        (None, _) => 0b0001_0001,
        (_, None) => 0b0000_0001,
        _ => 0b0000_0011,
    };
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend(SRS_ID.to_le_bytes());
    if let Some(Bounds { min, max }) = wide {
        for degrees in [min.lon(), max.lon(), min.lat(), max.lat()] {
            out.extend(degrees.to_le_bytes());
        }
    }
    out
}

/// The well-known binary behind a GeoPackage header.
fn without_header(blob: &[u8]) -> Option<&[u8]> {
    let &[b'G', b'P', _, flags, ..] = blob else { return None };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    blob.get(8 + envelope..)
}

/// Reads a GeoPackage geometry that the store wrote, or a GIS after it. PostGIS answers with the
/// same header before its own binary, so that there is one form to read.
pub(crate) fn to_shape(table: &'static str, key: &str, blob: &[u8]) -> Result<Shape, StoreError> {
    let read = || {
        let mut reader = Reader { left: without_header(blob)?, big_endian: false };
        let shape = reader.shape()?;
        reader.left.is_empty().then_some(shape)
    };
    read().ok_or_else(|| StoreError::corrupt(table, key, "its geometry cannot be read"))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn start(kind: u32, room: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(5 + room);
    out.push(1);
    out.extend(kind.to_le_bytes());
    out
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    // A count over 32 bits would need 64 GiB of points in memory first.
    out.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_position(out: &mut Vec<u8>, at: Position) {
    out.extend(at.lon().to_le_bytes());
    out.extend(at.lat().to_le_bytes());
}

fn put_line(out: &mut Vec<u8>, line: &[Position], closed: bool) {
    let again = line.first().filter(|_| closed);
    put_count(out, line.len() + usize::from(again.is_some()));
    for at in line.iter().chain(again) {
        put_position(out, *at);
    }
}

struct Reader<'a> {
    left: &'a [u8],
    big_endian: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, left) = self.left.split_first_chunk::<N>()?;
        self.left = left;
        let mut bytes = *head;
        if self.big_endian {
            bytes.reverse();
        }
        Some(bytes)
    }

    fn kind(&mut self) -> Option<u32> {
        self.big_endian = match self.take::<1>()? {
            [0] => true,
            [1] => false,
            _ => return None,
        };
        self.take().map(u32::from_le_bytes)
    }

    /// A count of things that each take at least `bytes_min`, so that a lie allocates nothing.
    fn count(&mut self, bytes_min: usize) -> Option<usize> {
        let count = usize::try_from(self.take().map(u32::from_le_bytes)?).ok()?;
        (count <= self.left.len() / bytes_min).then_some(count)
    }

    fn position(&mut self) -> Option<Position> {
        let lon = self.take().map(f64::from_le_bytes)?;
        let lat = self.take().map(f64::from_le_bytes)?;
        Position::from_degrees(lon, lat).ok()
    }

    fn line(&mut self) -> Option<Vec<Position>> {
        let count = self.count(16)?;
        (0..count).map(|_| self.position()).collect()
    }

    fn ring(&mut self) -> Option<Ring> {
        let mut ring = self.line()?;
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        Some(ring)
    }

    fn polygon(&mut self) -> Option<Polygon> {
        let rings = self.count(4)?;
        let outer = if rings == 0 { Ring::new() } else { self.ring()? };
        let holes = (1..rings).map(|_| self.ring()).collect::<Option<_>>()?;
        Some(Polygon { outer, holes })
    }

    fn shape(&mut self) -> Option<Shape> {
        Some(match self.kind()? {
            POINT => Shape::Point(self.position()?),
            LINE => Shape::Line(self.line()?),
            POLYGON => Shape::Area(Area { polygons: vec![self.polygon()?] }),
            MULTI_POLYGON => {
                let count = self.count(9)?;
                let part = |_| (self.kind()? == POLYGON).then(|| self.polygon())?;
                Shape::Area(Area { polygons: (0..count).map(part).collect::<Option<_>>()? })
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
#[path = "wkb_tests.rs"]
mod tests;
