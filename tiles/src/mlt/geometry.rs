//! Geometries as columns: what each is, how many parts, rings and vertices it has, and the vertices.

use super::read::{Feature, Layer, take, unzigzag};
use super::streams::{self, Head};
use super::vertices::Places;
use crate::mvt::varint;

// What a geometry is (`MapLibre` Tile specification, geometry types).
const POINT: u32 = 0;
const LINE: u32 = 1;
const POLYGON: u32 = 2;
/// Added when there are several.
const MULTI: u32 = 3;

// Kinds of a vector tile, and its commands (MVT 2.1, section 4.3).
const KIND_POLYGON: u64 = 3;
const KIND_LINE: u64 = 2;
const KIND_POINT: u64 = 1;
const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// The geometries of a layer.
#[derive(Default)]
pub(super) struct Shapes {
    kinds: Vec<u32>,
    geometries: Vec<u32>,
    parts: Vec<u32>,
    rings: Vec<u32>,
    vertices: Vec<[i32; 2]>,
}

impl Shapes {
    /// `None` when a geometry is not one.
    pub(super) fn read(layer: &Layer<'_>) -> Option<Self> {
        let mut shapes = Self::default();
        let has_polygons = layer.features.iter().any(|feature| feature.kind == KIND_POLYGON);
        for feature in &layer.features {
            let first = shapes.vertices.len();
            let paths = paths(feature, &mut shapes.vertices)?;
            match feature.kind {
                KIND_POINT => shapes.points(paths.iter().sum()),
                KIND_LINE => shapes.lines(&paths, has_polygons),
                KIND_POLYGON => shapes.polygons(&paths, first),
                _ => return None,
            }
        }
        Some(shapes)
    }

    fn kind(&mut self, kind: u32, count: u32) {
        let several = count > 1;
        self.kinds.push(kind + if several { MULTI } else { 0 });
        if several {
            self.geometries.push(count);
        }
    }

    fn points(&mut self, count: u32) {
        self.kind(POINT, count);
    }

    fn lines(&mut self, lines: &[u32], has_polygons: bool) {
        self.kind(LINE, u32::try_from(lines.len()).unwrap_or(u32::MAX));
        if has_polygons { &mut self.rings } else { &mut self.parts }.extend_from_slice(lines);
    }

    /// Rings in the order of the vector tile: one that turns the way of outer rings begins a polygon.
    fn polygons(&mut self, rings: &[u32], mut first: usize) {
        let before = self.parts.len();
        for &ring in rings {
            let last = first + ring as usize;
            let is_outer = twice_area(&self.vertices[first..last]) > 0;
            match self.parts[before..].last_mut() {
                Some(rings) if !is_outer => *rings += 1,
                _ => self.parts.push(1),
            }
            self.rings.push(ring);
            first = last;
        }
        let polygons = self.parts.len() - before;
        self.kind(POLYGON, u32::try_from(polygons).unwrap_or(u32::MAX));
    }

    /// Writes the column: how many streams, then the streams.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut places = Places::for_up_to(self.vertices.len());
        let walk: Vec<u32> = self.vertices.iter().map(|&at| places.place(at)).collect();
        // A list of vertices pays where most are come to twice.
        let shared = places.vertices.len() * 4 < walk.len() * 3;
        let lengths = [
            (Head::GEOMETRIES, &self.geometries),
            (Head::PARTS, &self.parts),
            (Head::RINGS, &self.rings),
        ];
        let count = lengths.iter().filter(|(_, lengths)| !lengths.is_empty()).count();
        varint(out, 2 + count as u64 + u64::from(shared));
        streams::numbers(out, Head::LENGTHS, &self.kinds);
        for (head, lengths) in lengths {
            if !lengths.is_empty() {
                streams::numbers(out, head, lengths);
            }
        }
        if shared {
            streams::numbers(out, Head::VERTEX_PLACES, &walk);
        }
        streams::vertices(out, if shared { &places.vertices } else { &self.vertices });
    }
}

/// Adds the vertices of a feature; how many each path of it has.
fn paths(feature: &Feature<'_>, vertices: &mut Vec<[i32; 2]>) -> Option<Vec<u32>> {
    let mut paths: Vec<u32> = Vec::new();
    let mut commands = feature.geometry;
    let mut cursor = [0_i32; 2];
    while !commands.is_empty() {
        let command = take(&mut commands)?;
        let (command, count) = (command & 7, command >> 3);
        if command == CLOSE_PATH {
            continue;
        }
        for _ in 0..count {
            for axis in &mut cursor {
                let step = i32::try_from(unzigzag(take(&mut commands)?)).ok()?;
                *axis = axis.checked_add(step)?;
            }
            vertices.push(cursor);
            match command {
                MOVE_TO => paths.push(1),
                LINE_TO => *paths.last_mut()? += 1,
                _ => return None,
            }
        }
    }
    (!paths.is_empty()).then_some(paths)
}

/// Twice the area of a ring by the shoelace formula; positive for outer rings of a tile, whose y goes
/// down.
fn twice_area(ring: &[[i32; 2]]) -> i64 {
    let next = ring.iter().skip(1).chain(ring.first());
    let cross = |(a, b): (&[i32; 2], &[i32; 2])| {
        i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])
    };
    ring.iter().zip(next).map(cross).sum()
}
