//! All tiles of a drawing in one file that needs no server (`PMTiles`).

use flate2::{Compression, write::GzEncoder};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::{self, Seek, SeekFrom, Write};
use tiles::{ARCHIVE_HEAD_BYTES, Directory, TileId, TileSet};

/// Tiles cut and held at a time.
const BATCH: usize = 512;

/// What was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    /// Tiles with something on them.
    pub tiles: u64,
    /// Different ones among them.
    pub contents: u64,
}

/// Writes the tiles of `zooms` into `out`, which is empty; `step` is told of the tiles looked at, and how
/// many there are at their zoom. Holds some bytes for each tile, and a few hundred tiles.
///
/// # Errors
///
/// What writing says.
pub(crate) fn write(
    set: &TileSet,
    name: &str,
    zooms: [u8; 2],
    out: &mut (impl Write + Seek),
    mut step: impl FnMut(u8, usize, usize),
) -> io::Result<Written> {
    out.write_all(&vec![0; ARCHIVE_HEAD_BYTES])?;
    let mut directory = Directory::default();
    let mut known: HashMap<[u8; 16], (u64, u32)> = HashMap::new();
    let mut here: Vec<TileId> = TileId::new(0, 0, 0).into_iter().collect();
    for zoom in 0..=zooms[1] {
        if zoom > 0 {
            here = set.tiles_below(&here);
        }
        if zoom < zooms[0] {
            continue;
        }
        here.sort_by_key(|&tile| Directory::id(tile));
        for batch in here.chunks(BATCH) {
            let cut = set.cut_many(batch, |bytes| (!bytes.is_empty()).then(|| packed(&bytes)));
            for (&tile, cut) in batch.iter().zip(cut) {
                let Some((hash, bytes)) = cut else { continue };
                let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
                let end = directory.tile_bytes();
                let (offset, length) = *known.entry(hash).or_insert((end, length));
                if offset == end {
                    out.write_all(&bytes)?;
                }
                directory.add(tile, offset, length).map_err(io::Error::other)?;
            }
            step(zoom, batch.len(), here.len());
        }
    }
    let Some(info) = set.info("grids") else {
        return Err(io::Error::other("there is nothing to draw"));
    };
    let layers = info.layers.iter().filter(|layer| layer.min_zoom <= zooms[1]).map(|layer| {
        let fields: serde_json::Map<String, serde_json::Value> =
            layer.fields.iter().map(|(name, kind)| (name.clone(), json!(kind))).collect();
        json!({
            "id": layer.name, "fields": fields,
            "minzoom": layer.min_zoom.max(zooms[0]), "maxzoom": layer.max_zoom.min(zooms[1]),
        })
    });
    let metadata = json!({
        "name": name,
        "type": "overlay",
        "version": "1",
        "generator": concat!("gridbeat ", env!("CARGO_PKG_VERSION")),
        "vector_layers": layers.collect::<Vec<_>>(),
    });
    let ends = directory.ends(&info, zooms, metadata.to_string().as_bytes(), gzip);
    out.write_all(&ends.tail)?;
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&ends.head)?;
    let (tiles, contents) = directory.counts();
    Ok(Written { tiles, contents })
}

fn packed(bytes: &[u8]) -> ([u8; 16], Vec<u8>) {
    let mut hash = [0; 16];
    hash.copy_from_slice(&Sha256::digest(bytes)[..16]);
    (hash, gzip(bytes))
}

/// Bytes in the gzip format.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    // Writing into memory cannot fail.
    let _written = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
