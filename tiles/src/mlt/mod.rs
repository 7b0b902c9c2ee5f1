//! The same tile as a `MapLibre` Tile: columns instead of features, and every vertex once.
//!
//! A vector tile says each border twice, once for the unit on either side. Here a layer has a list of
//! its vertices, in the order in which rings come to them, and rings are places in that list. Along a
//! border that a ring is the first to walk, places go up by one; where its neighbour walks it back, they
//! go down by one. Differences of such places are long runs of two numbers, which cost next to nothing.

mod columns;
mod geometry;
mod read;
mod streams;
mod vertices;

use crate::mvt::varint;
use columns::columns;
use geometry::Shapes;
use read::Layer;
use streams::Head;

/// Which layout of a layer follows: version 1 of the format.
const LAYER: u8 = 1;
/// Columns without a name: ids, each wide enough for 64 bits, and the geometry.
const IDS: u8 = 2;
const IDS_OR_NONE: u8 = 3;
const GEOMETRY: u8 = 4;

/// A Mapbox Vector Tile as a `MapLibre` Tile (version 1): the same layers, features in the same order,
/// ids, fields and vertices. `None` when the bytes are no vector tile; no bytes when there were none.
///
/// Whole numbers beyond 32 bits become floating point numbers, as they are to JavaScript anyway; a
/// field of several types becomes text. Integers are written as varints, so that a compressor that
/// follows finds what repeats.
///
/// Takes time in proportion to the tile. Source: the `MapLibre` Tile specification, "Tile layout" and
/// "Encodings"; the order of the vertices is of our own making.
pub fn to_mlt(tile: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(tile.len());
    for layer in read::layers(tile)? {
        let layer = layer?;
        if layer.features.is_empty() {
            continue;
        }
        let body = table(&layer)?;
        varint(&mut out, body.len() as u64);
        out.extend_from_slice(&body);
    }
    Some(out)
}

/// One layer: what columns there are, then what they hold.
fn table(layer: &Layer<'_>) -> Option<Vec<u8>> {
    let columns = columns(layer)?;
    let shapes = Shapes::read(layer)?;
    let mut out = vec![LAYER];
    text(&mut out, layer.name);
    varint(&mut out, u64::from(layer.extent));
    let has_ids = layer.features.iter().any(|feature| feature.id.is_some());
    varint(&mut out, columns.len() as u64 + 1 + u64::from(has_ids));
    let all = layer.features.iter().all(|feature| feature.id.is_some());
    if has_ids {
        out.push(if all { IDS } else { IDS_OR_NONE });
    }
    out.push(GEOMETRY);
    for column in &columns {
        out.push(column.kind());
        text(&mut out, column.name);
    }
    if has_ids {
        if !all {
            let present = layer.features.iter().map(|feature| feature.id.is_some());
            streams::bits(&mut out, Head::PRESENT, present);
        }
        let ids: Vec<u64> = layer.features.iter().filter_map(|feature| feature.id).collect();
        streams::long(&mut out, Head::DATA, &ids);
    }
    shapes.write(&mut out);
    for column in &columns {
        column.write(&mut out);
    }
    Some(out)
}

fn text(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}
