//! `PMTiles`, version 3: all tiles in one file, written from front to back.
//!
//! Head and root directory, then the tiles in the order of a Hilbert curve ("clustered"), equal ones
//! once, then metadata and leaf directories; a reader finds any tile in two or three reads. The first
//! part has a fixed size, so a file is written from front to back and only its head at last. Here are
//! the parts that are not tiles; who writes the file brings the tiles and the compressor.
//!
//! Format: *PMTiles Version 3 Specification*, Protomaps, 2022.

use crate::mvt::varint;
use crate::{SourceInfo, TileId};

/// Head and root directory lie in so many bytes at the front; the tiles begin after them.
pub const ARCHIVE_HEAD_BYTES: usize = 16_384;
/// The head.
const HEAD: usize = 127;
/// Entries in the first attempt at leaf directories.
const LEAF: usize = 4_096;

/// One tile or several equal ones in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    id: u64,
    offset: u64,
    length: u32,
    run: u32,
}

/// Which tiles lie where, collected in the order of [`Directory::id`].
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: Vec<Entry>,
    tiles: u64,
    contents: u64,
    end: u64,
}

/// Everything in the file that is not tiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveEnds {
    /// The first [`ARCHIVE_HEAD_BYTES`] bytes of the file.
    pub head: Vec<u8>,
    /// What follows the tiles.
    pub tail: Vec<u8>,
}

/// Why a directory cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// Tiles must come in the order of their ids.
    #[error("tiles come in the wrong order")]
    Order,
}

impl Directory {
    /// The place of a tile in the file: zoom by zoom, along a Hilbert curve.
    pub fn id(tile: TileId) -> u64 {
        let before = ((1_u64 << (2 * u32::from(tile.z()))) - 1) / 3;
        before + along(tile)
    }

    /// Adds the next tile, whose content lies at `offset` of the tiles' part: new content at its end,
    /// or content that is there already.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::Order`] when a later tile was added before.
    pub fn add(&mut self, tile: TileId, offset: u64, length: u32) -> Result<(), DirectoryError> {
        let id = Self::id(tile);
        if offset == self.end {
            self.contents += 1;
            self.end += u64::from(length);
        }
        self.tiles += 1;
        if let Some(last) = self.entries.last_mut() {
            let next = last.id + u64::from(last.run);
            if id < next {
                return Err(DirectoryError::Order);
            }
            if id == next && (last.offset, last.length) == (offset, length) {
                last.run += 1;
                return Ok(());
            }
        }
        self.entries.push(Entry { id, offset, length, run: 1 });
        Ok(())
    }

    /// How many tiles there are, and how many different contents.
    pub fn counts(&self) -> (u64, u64) {
        (self.tiles, self.contents)
    }

    /// How long the tiles' part is, in bytes.
    pub fn tile_bytes(&self) -> u64 {
        self.end
    }

    /// What goes around the tiles. `metadata` is JSON; `gzip` compresses directories and metadata, the
    /// tiles must be compressed alike. `zooms` are the coarsest and the finest zoom written.
    pub fn ends(
        &self,
        info: &SourceInfo,
        zooms: [u8; 2],
        metadata: &[u8],
        gzip: impl Fn(&[u8]) -> Vec<u8>,
    ) -> ArchiveEnds {
        let (root, leaves) = self.directories(&gzip);
        let mut tail = gzip(metadata);
        let tiles = ARCHIVE_HEAD_BYTES as u64;
        let after = tiles + self.end;
        let metadata = tail.len() as u64;
        let mut bytes = Vec::with_capacity(ARCHIVE_HEAD_BYTES);
        bytes.extend_from_slice(b"PMTiles\x03");
        for (at, length) in [
            (HEAD as u64, root.len() as u64),
            (after, metadata),
            (after + metadata, leaves.len() as u64),
            (tiles, self.end),
        ] {
            bytes.extend(at.to_le_bytes());
            bytes.extend(length.to_le_bytes());
        }
        for number in [self.tiles, self.entries.len() as u64, self.contents] {
            bytes.extend(number.to_le_bytes());
        }
        // Clustered; inside and tiles by gzip; vector tiles.
        bytes.extend([1, 2, 2, 1]);
        bytes.extend(zooms);
        let corner =
            |at: Option<model::Position>| at.map_or([0, 0], |at| [at.lon_e7(), at.lat_e7()]);
        let box_corners = [info.bounds.map(|it| it.min), info.bounds.map(|it| it.max)];
        for number in box_corners.map(corner).concat() {
            bytes.extend(number.to_le_bytes());
        }
        let (center, zoom) = info.center.map_or((None, 0), |(at, zoom)| (Some(at), zoom));
        bytes.push(zoom.clamp(zooms[0], zooms[1]));
        for number in corner(center) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend_from_slice(&root);
        bytes.resize(ARCHIVE_HEAD_BYTES, 0);
        tail.extend_from_slice(&leaves);
        ArchiveEnds { head: bytes, tail }
    }

    /// The root directory, and the leaf directories one after the other where there are any.
    fn directories(&self, gzip: &impl Fn(&[u8]) -> Vec<u8>) -> (Vec<u8>, Vec<u8>) {
        let root = gzip(&encode(&self.entries));
        if HEAD + root.len() <= ARCHIVE_HEAD_BYTES {
            return (root, Vec::new());
        }
        let mut size = LEAF;
        loop {
            let (mut top, mut leaves) = (Vec::new(), Vec::new());
            for entries in self.entries.chunks(size) {
                let leaf = gzip(&encode(entries));
                top.push(Entry {
                    id: entries[0].id,
                    offset: leaves.len() as u64,
                    length: u32::try_from(leaf.len()).unwrap_or(u32::MAX),
                    run: 0,
                });
                leaves.extend_from_slice(&leaf);
            }
            let root = gzip(&encode(&top));
            if HEAD + root.len() <= ARCHIVE_HEAD_BYTES || top.len() < 2 {
                return (root, leaves);
            }
            size *= 2;
        }
    }
}

/// A directory: ids as differences, runs, lengths, offsets (0 where one follows the last).
fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint(&mut bytes, entries.len() as u64);
    let mut before = 0;
    for entry in entries {
        varint(&mut bytes, entry.id - before);
        before = entry.id;
    }
    for entry in entries {
        varint(&mut bytes, u64::from(entry.run));
    }
    for entry in entries {
        varint(&mut bytes, u64::from(entry.length));
    }
    let mut follows = None;
    for entry in entries {
        let next = follows == Some(entry.offset);
        varint(&mut bytes, if next { 0 } else { entry.offset + 1 });
        follows = Some(entry.offset + u64::from(entry.length));
    }
    bytes
}

/// How far along the Hilbert curve of its zoom a tile lies.
fn along(tile: TileId) -> u64 {
    let (mut x, mut y) = (u64::from(tile.x()), u64::from(tile.y()));
    let mut along = 0;
    for bit in (0..tile.z()).rev() {
        let side = 1_u64 << bit;
        let (right, low) = (x & side != 0, y & side != 0);
        along += side * side * ((3 * u64::from(right)) ^ u64::from(low));
        // Into the quarter's own frame.
        (x, y) = (x & (side - 1), y & (side - 1));
        if !low {
            if right {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
