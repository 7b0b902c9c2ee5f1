//! Reads tiles out of a `PMTiles` file, version 3, by the public description and not by our writer.
//!
//! Format: *PMTiles Version 3 Specification*, Protomaps, 2022.

use crate::Error;
use std::io::Read;

/// The head, in bytes.
const HEAD: usize = 127;
/// Nothing inside may be larger than this once unpacked: a tile of ours has less than 1 MB.
const UNPACKED_MAX: u64 = 64 << 20;
/// Directories inside directories: the specification knows a root and one level of leaves.
const DEPTH_MAX: u8 = 3;

/// One tile, still packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Zoom.
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
    offset: usize,
    length: usize,
}

/// A `PMTiles` file in memory.
#[derive(Debug)]
pub struct Archive {
    bytes: Vec<u8>,
    tiles: Vec<Place>,
}

/// One line of a directory.
struct Entry {
    id: u64,
    run: u64,
    length: usize,
    offset: u64,
}

impl Archive {
    /// Reads head and directories; the tiles stay packed.
    ///
    /// # Errors
    ///
    /// [`Error::Archive`] or [`Error::Gzip`] when the bytes are something else, cut off, or hold
    /// anything but vector tiles packed by gzip.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.len() < HEAD || !bytes.starts_with(b"PMTiles\x03") {
            return Err(Error::Archive("it does not begin as one of version 3"));
        }
        // Directories and tiles by gzip, vector tiles.
        if bytes[97..100] != [2, 2, 1] {
            return Err(Error::Archive("it does not hold vector tiles packed by gzip"));
        }
        let mut archive = Self { bytes, tiles: Vec::new() };
        let (root, length) = (archive.number(8)?, archive.number(16)?);
        archive.walk(root, length, 0)?;
        Ok(archive)
    }

    /// All tiles, in the file's order.
    pub fn tiles(&self) -> &[Place] {
        &self.tiles
    }

    /// The bytes of a tile, unpacked: a Mapbox Vector Tile.
    ///
    /// # Errors
    ///
    /// [`Error::Archive`] when it lies outside the file, [`Error::Gzip`] when it cannot be unpacked.
    pub fn tile(&self, at: Place) -> Result<Vec<u8>, Error> {
        unpack(self.part(at.offset, at.length)?)
    }

    /// A number of the head.
    fn number(&self, at: usize) -> Result<usize, Error> {
        let bytes = self.part(at, 8)?.try_into().map_err(|_short| Error::Archive("cut off"))?;
        usize::try_from(u64::from_le_bytes(bytes)).map_err(|_large| Error::Archive("too large"))
    }

    fn part(&self, offset: usize, length: usize) -> Result<&[u8], Error> {
        let end = offset.checked_add(length).ok_or(Error::Archive("too large"))?;
        self.bytes.get(offset..end).ok_or(Error::Archive("cut off"))
    }

    fn walk(&mut self, offset: usize, length: usize, depth: u8) -> Result<(), Error> {
        if depth > DEPTH_MAX {
            return Err(Error::Archive("directories in directories without end"));
        }
        let (leaves, tiles) = (self.number(40)?, self.number(56)?);
        for entry in directory(&unpack(self.part(offset, length)?)?)? {
            let start = if entry.run == 0 { leaves } else { tiles };
            let within = usize::try_from(entry.offset).ok();
            let at = within.and_then(|it| it.checked_add(start)).ok_or(Error::Archive("offset"))?;
            self.part(at, entry.length)?;
            if entry.run == 0 {
                self.walk(at, entry.length, depth + 1)?;
                continue;
            }
            if self.tiles.len() as u64 + entry.run > self.bytes.len() as u64 {
                return Err(Error::Archive("more tiles than bytes"));
            }
            for id in entry.id..entry.id.saturating_add(entry.run) {
                let (z, x, y) = place(id).ok_or(Error::Archive("a tile beyond zoom 26"))?;
                self.tiles.push(Place { z, x, y, offset: at, length: entry.length });
            }
        }
        Ok(())
    }
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(bytes).take(UNPACKED_MAX);
    reader.read_to_end(&mut out).map_err(Error::Gzip)?;
    Ok(out)
}

/// The lines of an unpacked directory: four columns of variable-length numbers.
fn directory(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    const WRONG: Error = Error::Archive("a directory cannot be read");
    let mut numbers = Numbers(bytes.iter());
    let mut next = || numbers.next().ok_or(WRONG);
    let count = usize::try_from(next()?).map_err(|_large| WRONG)?;
    if count > bytes.len() {
        return Err(WRONG);
    }
    let mut columns = [const { Vec::new() }; 4];
    for column in &mut columns {
        for _ in 0..count {
            column.push(next()?);
        }
    }
    let [steps, runs, lengths, offsets] = columns;
    let (mut id, mut end) = (0_u64, 0_u64);
    let mut entries = Vec::with_capacity(count);
    for at in 0..count {
        id = id.checked_add(steps[at]).ok_or(WRONG)?;
        // 0: right behind the one before.
        let offset = if offsets[at] == 0 { end } else { offsets[at] - 1 };
        end = offset.checked_add(lengths[at]).ok_or(WRONG)?;
        let length = usize::try_from(lengths[at]).map_err(|_large| WRONG)?;
        entries.push(Entry { id, run: runs[at], length, offset });
    }
    Ok(entries)
}

/// Numbers of seven bits a byte, the lowest first.
struct Numbers<'a>(std::slice::Iter<'a, u8>);

impl Iterator for Numbers<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.0.next()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// Zoom, column and row of a tile's id: zoom by zoom, along a Hilbert curve.
fn place(id: u64) -> Option<(u8, u32, u32)> {
    let mut along = id;
    let mut z = 0_u8;
    while along >= 1 << (2 * z) {
        along -= 1 << (2 * z);
        z += 1;
        if z > 26 {
            return None;
        }
    }
    let (mut x, mut y) = (0_u32, 0_u32);
    for level in 0..z {
        let side = 1_u32 << level;
        let right = u32::from(along & 2 != 0);
        let down = u32::from((along & 1 != 0) != (along & 2 != 0));
        if down == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        x += side * right;
        y += side * down;
        along >>= 2;
    }
    Some((z, x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the specification, and neighbours along the curve.
    #[test]
    fn ids_are_places_along_a_hilbert_curve() {
        assert_eq!(place(0), Some((0, 0, 0)));
        assert_eq!(
            [1, 2, 3, 4].map(place).map(Option::unwrap),
            [(1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0)]
        );
        assert_eq!(place(5), Some((2, 0, 0)));
        assert_eq!(place(19_078_479), Some((12, 3423, 1763)));
        let first = (4_u64.pow(6) - 1) / 3;
        for id in first..first + 4_u64.pow(6) - 1 {
            let ((_, x, y), (_, u, v)) = (place(id).unwrap(), place(id + 1).unwrap());
            assert_eq!(x.abs_diff(u) + y.abs_diff(v), 1, "{id}");
        }
        assert_eq!(place(u64::MAX), None);
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(matches!(Archive::new(Vec::new()), Err(Error::Archive(_))));
        let mut head = b"PMTiles\x03".to_vec();
        head.resize(HEAD, 0xff);
        assert!(matches!(Archive::new(head.clone()), Err(Error::Archive(_))));
        head[97..100].copy_from_slice(&[2, 2, 1]);
        assert!(matches!(Archive::new(head), Err(Error::Archive(_))));
        assert!(directory(&[9, 1]).is_err());
        assert!(directory(&[0xff; 30]).is_err());
    }
}
