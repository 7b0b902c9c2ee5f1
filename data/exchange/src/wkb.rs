//! Well-known binary (OGC 06-103r4, ISO 13249-3): both byte orders, every dimension, Multi*,
//! collections. Heights and measures are left out. The extended flags of PostGIS are read too.

use crate::Geometry;
use model::{Position, Ring, Shape};

/// How deep collections may nest.
const DEPTH_MAX: u8 = 16;

/// Why bytes are no geometry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WkbError {
    /// The bytes end too early.
    #[error("the geometry ends too early")]
    Truncated,
    /// A byte order that is neither 0 nor 1.
    #[error("{0} is no byte order")]
    ByteOrder(u8),
    /// A type of geometry that is not known: curves, surfaces.
    #[error("geometry type {0} is not known")]
    Type(u32),
    /// A part of the wrong type inside a multi-geometry, or collections nested too deep.
    #[error("the parts of the geometry do not fit together")]
    Nesting,
}

/// Reads little- or big-endian numbers off the front of a slice.
#[derive(Debug)]
pub(crate) struct Bytes<'a> {
    pub(crate) rest: &'a [u8],
    pub(crate) little: bool,
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], WkbError> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(WkbError::Truncated)?;
        self.rest = rest;
        let mut head = *head;
        if !self.little {
            head.reverse();
        }
        Ok(head)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, WkbError> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, WkbError> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn f64(&mut self) -> Result<f64, WkbError> {
        self.take().map(f64::from_le_bytes)
    }

    /// A count of things that take at least `bytes` bytes each, so that no count in the input can
    /// ask for more memory than the input has.
    fn count(&mut self, bytes: usize) -> Result<usize, WkbError> {
        let count = self.u32()? as usize;
        let fits = count.checked_mul(bytes).is_some_and(|needed| needed <= self.rest.len());
        if fits { Ok(count) } else { Err(WkbError::Truncated) }
    }

    /// One point; `dimensions` numbers of which the first two count.
    fn point(&mut self, dimensions: usize) -> Result<[f64; 2], WkbError> {
        let at = [self.f64()?, self.f64()?];
        for _ in 2..dimensions {
            self.f64()?;
        }
        Ok(at)
    }

    fn line(&mut self, dimensions: usize) -> Result<Vec<[f64; 2]>, WkbError> {
        let count = self.count(dimensions * 8)?;
        (0..count).map(|_| self.point(dimensions)).collect()
    }
}

/// Reads one geometry; bytes after it are left in `bytes`.
pub(crate) fn decode(bytes: &mut Bytes<'_>) -> Result<Geometry, WkbError> {
    let mut into = Geometry::default();
    decode_into(bytes, None, 0, &mut into)?;
    Ok(into)
}

fn decode_into(
    bytes: &mut Bytes<'_>,
    wanted: Option<u32>,
    depth: u8,
    into: &mut Geometry,
) -> Result<(), WkbError> {
    if depth > DEPTH_MAX {
        return Err(WkbError::Nesting);
    }
    bytes.little = match bytes.u8()? {
        0 => false,
        1 => true,
        other => return Err(WkbError::ByteOrder(other)),
    };
    let word = bytes.u32()?;
    if word & 0x2000_0000 != 0 {
        bytes.u32()?; // the SRID of extended WKB
    }
    let number = word & 0x0fff_ffff;
    let extra = u32::from(word & 0x8000_0000 != 0) + u32::from(word & 0x4000_0000 != 0);
    let (kind, iso_extra) = (number % 1000, [0, 1, 1, 2].get((number / 1000) as usize));
    let Some(iso_extra) = iso_extra else { return Err(WkbError::Type(word)) };
    let dimensions = 2 + extra.max(*iso_extra) as usize;
    if wanted.is_some_and(|wanted| wanted != kind) {
        return Err(WkbError::Nesting);
    }
    match kind {
        1 => {
            let at = bytes.point(dimensions)?;
            // An empty point is written as two NaN.
            if !at.iter().all(|number| number.is_nan()) {
                into.points.push(at);
            }
        }
        2 => {
            let line = bytes.line(dimensions)?;
            if !line.is_empty() {
                into.lines.push(line);
            }
        }
        3 => {
            let count = bytes.count(4)?;
            let rings: Vec<_> =
                (0..count).map(|_| bytes.line(dimensions)).collect::<Result<_, _>>()?;
            if !rings.is_empty() {
                into.polygons.push(rings);
            }
        }
        4..=7 => {
            let part = [Some(1), Some(2), Some(3), None][(kind - 4) as usize];
            for _ in 0..bytes.count(5)? {
                decode_into(bytes, part, depth + 1, into)?;
            }
        }
        _ => return Err(WkbError::Type(word)),
    }
    Ok(())
}

/// Writes a shape in little-endian WKB: a point, a line string, or a multi-polygon for any area.
pub(crate) fn encode(shape: &Shape, out: &mut Vec<u8>) {
    match shape {
        Shape::Point(at) => {
            head(1, out);
            point(*at, out);
        }
        Shape::Line(line) => {
            head(2, out);
            count(line.len(), out);
            for at in line {
                point(*at, out);
            }
        }
        Shape::Area(area) => {
            head(6, out);
            count(area.polygons.len(), out);
            for polygon in &area.polygons {
                head(3, out);
                count(polygon.rings().count(), out);
                for line in polygon.rings() {
                    ring(line, out);
                }
            }
        }
    }
}

/// A ring with its first point repeated at the end, as the format wants it.
fn ring(ring: &Ring, out: &mut Vec<u8>) {
    count(ring.len() + usize::from(!ring.is_empty()), out);
    for at in ring.iter().chain(ring.first()) {
        point(*at, out);
    }
}

fn head(kind: u32, out: &mut Vec<u8>) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

/// Counts have 32 bits in the format; no list in memory has more points than that.
fn count(count: usize, out: &mut Vec<u8>) {
    out.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn point(at: Position, out: &mut Vec<u8>) {
    out.extend(at.lon().to_le_bytes());
    out.extend(at.lat().to_le_bytes());
}
