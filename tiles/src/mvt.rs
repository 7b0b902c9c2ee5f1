//! Writing vector tiles: Mapbox Vector Tile specification 2.1, a protocol buffer.

use crate::slots::Slots;
use crate::strokes;
use crate::values::Values;
use crate::world::{EXTENT, TilePoint};

// Field numbers and wire types of the specification's `vector_tile.proto`, section 4.
const TILE_LAYER: u8 = 3 << 3 | 2;
const LAYER_VERSION: u8 = 15 << 3;
const LAYER_NAME: u8 = 1 << 3 | 2;
const LAYER_FEATURE: u8 = 2 << 3 | 2;
const LAYER_KEY: u8 = 3 << 3 | 2;
const LAYER_EXTENT: u8 = 5 << 3;
const FEATURE_ID: u8 = 1 << 3;
const FEATURE_TAGS: u8 = 2 << 3 | 2;
const FEATURE_KIND: u8 = 3 << 3;
const FEATURE_GEOMETRY: u8 = 4 << 3 | 2;

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// What a tile of some dozen polygons takes.
const ABOUT_BYTES: usize = 16 << 10;

/// What kind of geometry a feature has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Point = 1,
    Line = 2,
    Polygon = 3,
}

/// A key and a value of a feature: a place in the layer's list of keys, and a place in [`Values`].
pub(crate) type Tag = (u32, u32);

/// Writes the layers of one tile, one after the other.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    tile: Vec<u8>,
    values: &'a Values,
    layer: Layer,
    geometry: Geometry,
    feature: Vec<u8>,
    tags: Vec<u8>,
}

/// The layer being written.
#[derive(Debug, Default)]
struct Layer {
    features: Vec<u8>,
    /// The layer's values, and which place each has in it.
    values: Vec<u8>,
    places: Slots,
    count: u32,
}

/// The geometry of the feature being written: commands relative to a cursor (section 4.3).
#[derive(Debug, Default)]
pub(crate) struct Geometry {
    commands: Vec<u8>,
    cursor: (i64, i64),
}

impl<'a> Writer<'a> {
    pub(crate) fn new(values: &'a Values) -> Self {
        let mut layer = Layer::default();
        layer.features.reserve(ABOUT_BYTES);
        Self {
            tile: Vec::with_capacity(ABOUT_BYTES),
            values,
            layer,
            geometry: Geometry::default(),
            feature: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// The geometry of the next feature, empty.
    pub(crate) fn geometry(&mut self) -> &mut Geometry {
        self.geometry.commands.clear();
        self.geometry.cursor = (0, 0);
        &mut self.geometry
    }

    /// Adds a feature with the geometry drawn since [`Self::geometry`], unless that is empty.
    pub(crate) fn feature(&mut self, kind: Kind, id: Option<u64>, tags: &[Tag]) {
        if self.geometry.commands.is_empty() {
            return;
        }
        self.tags.clear();
        for &(key, value) in tags {
            let place = self.layer.place(value, self.values);
            varint(&mut self.tags, u64::from(key));
            varint(&mut self.tags, u64::from(place));
        }
        self.feature.clear();
        if let Some(id) = id {
            self.feature.push(FEATURE_ID);
            varint(&mut self.feature, id);
        }
        block(&mut self.feature, FEATURE_TAGS, &self.tags);
        self.feature.extend([FEATURE_KIND, kind as u8]);
        block(&mut self.feature, FEATURE_GEOMETRY, &self.geometry.commands);
        block(&mut self.layer.features, LAYER_FEATURE, &self.feature);
    }

    /// Ends the layer. One without features is not written.
    pub(crate) fn end_layer<'k>(&mut self, name: &str, keys: impl IntoIterator<Item = &'k str>) {
        if !self.layer.features.is_empty() {
            let mut head = vec![LAYER_VERSION, 2];
            block(&mut head, LAYER_NAME, name.as_bytes());
            let mut tail = Vec::new();
            for key in keys {
                block(&mut tail, LAYER_KEY, key.as_bytes());
            }
            tail.extend_from_slice(&self.layer.values);
            tail.push(LAYER_EXTENT);
            varint(&mut tail, EXTENT.unsigned_abs());
            self.tile.push(TILE_LAYER);
            let length = head.len() + self.layer.features.len() + tail.len();
            varint(&mut self.tile, length as u64);
            self.tile.extend_from_slice(&head);
            self.tile.extend_from_slice(&self.layer.features);
            self.tile.extend_from_slice(&tail);
        }
        self.layer.clear();
    }

    /// The tile; empty when no layer had a feature.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.tile
    }
}

impl Layer {
    /// The place of a value in this layer; a value is written once.
    fn place(&mut self, value: u32, values: &Values) -> u32 {
        let (place, known) = self.places.get_or_set(u64::from(value), self.count);
        if !known {
            self.count += 1;
            self.values.extend_from_slice(values.encoded(value));
        }
        *place
    }

    fn clear(&mut self) {
        self.features.clear();
        self.values.clear();
        self.places.clear();
        self.count = 0;
    }
}

impl Geometry {
    /// One point.
    pub(crate) fn point(&mut self, at: TilePoint) {
        self.command(MOVE_TO, 1);
        self.to(at);
    }

    /// A line of two points or more.
    pub(crate) fn line(&mut self, points: &[TilePoint]) {
        self.path(points.iter().copied());
    }

    /// A ring of three points or more, the first not repeated. The specification wants positive area
    /// for outer rings and negative for holes, each hole after its outer ring.
    pub(crate) fn ring(&mut self, points: impl ExactSizeIterator<Item = TilePoint>) {
        self.path(points);
        self.command(CLOSE_PATH, 1);
    }

    /// The ring along some strokes, each from where the one before it ends, the last back to `start`;
    /// nothing when it has fewer than three points.
    pub(crate) fn ring_along<'s>(
        &mut self,
        start: TilePoint,
        strokes: impl Iterator<Item = &'s [u8]> + Clone,
    ) {
        // The way back to the start is not written.
        let count = strokes.clone().map(strokes::count).sum::<usize>().saturating_sub(1);
        if count < 2 {
            return;
        }
        self.command(MOVE_TO, 1);
        self.to(start);
        self.command(LINE_TO, count);
        for stroke in strokes {
            self.commands.extend_from_slice(stroke);
        }
        let (dx, dy) = strokes::pop(&mut self.commands);
        self.cursor = (start.x - dx, start.y - dy);
        self.command(CLOSE_PATH, 1);
    }

    /// The line along one stroke that ends at `end`.
    pub(crate) fn line_along(&mut self, start: TilePoint, stroke: &[u8], end: TilePoint) {
        self.command(MOVE_TO, 1);
        self.to(start);
        self.command(LINE_TO, strokes::count(stroke));
        self.commands.extend_from_slice(stroke);
        self.cursor = (end.x, end.y);
    }

    fn path(&mut self, mut points: impl ExactSizeIterator<Item = TilePoint>) {
        let Some(first) = points.next() else { return };
        self.command(MOVE_TO, 1);
        self.to(first);
        self.command(LINE_TO, points.len());
        for at in points {
            self.to(at);
        }
    }

    fn command(&mut self, id: u64, count: usize) {
        varint(&mut self.commands, (count as u64) << 3 | id);
    }

    fn to(&mut self, at: TilePoint) {
        varint(&mut self.commands, zigzag(at.x - self.cursor.0));
        varint(&mut self.commands, zigzag(at.y - self.cursor.1));
        self.cursor = (at.x, at.y);
    }
}

/// A tagged run of bytes with its length.
pub(crate) fn block(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Seven bits a byte, the lowest first.
#[expect(clippy::cast_possible_truncation, reason = "the low seven bits are meant")]
pub(crate) fn varint(out: &mut Vec<u8>, mut value: u64) {
    // Nearly all are short.
    if value < 0x80 {
        out.push(value as u8);
        return;
    }
    if value < 0x4000 {
        out.extend_from_slice(&[value as u8 | 0x80, (value >> 7) as u8]);
        return;
    }
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Small numbers of either sign to small numbers.
#[expect(clippy::cast_sign_loss, reason = "the bits are meant")]
pub(crate) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}
