//! The blocks of a PBF file ("PBF Format", OpenStreetMap wiki): a length, a header, a packed blob.

use super::wire::{Damaged, Fields, Wire};
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read;

/// The format's own limit of a header.
const HEADER_BYTES_MAX: usize = 64 << 10;
/// The format's own limit of an unpacked blob.
const BLOB_BYTES_MAX: usize = 32 << 20;

/// Whether bytes open as a PBF file does.
pub(super) fn is_pbf(bytes: &[u8]) -> bool {
    let head = bytes.get(..64.min(bytes.len())).unwrap_or_default();
    head.windows(9).any(|window| window == b"OSMHeader")
}

/// The blobs of a file that hold data; ends after the first damage, as nothing says where the next
/// would begin.
#[derive(Clone, Debug)]
pub(super) struct Blobs<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Blobs<'a> {
    type Item = Result<&'a [u8], Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.0.is_empty() {
            match self.blob() {
                Ok((kind, blob)) if kind == b"OSMData" => return Some(Ok(blob)),
                Ok(_) => {}
                Err(Damaged) => {
                    self.0 = &[];
                    return Some(Err(Damaged));
                }
            }
        }
        None
    }
}

impl<'a> Blobs<'a> {
    /// The kind and the bytes of the next blob.
    fn blob(&mut self) -> Result<(&'a [u8], &'a [u8]), Damaged> {
        let (&length, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_too_large| Damaged)?;
        if length > HEADER_BYTES_MAX {
            return Err(Damaged);
        }
        let (header, rest) = rest.split_at_checked(length).ok_or(Damaged)?;
        let (mut kind, mut size): (&[u8], usize) = (b"", 0);
        for field in Fields(header) {
            match field? {
                (1, Wire::Bytes(name)) => kind = name,
                (3, Wire::Number(bytes)) => {
                    size = usize::try_from(bytes).map_err(|_too_large| Damaged)?;
                }
                _ => {}
            }
        }
        let (blob, rest) = rest.split_at_checked(size).ok_or(Damaged)?;
        self.0 = rest;
        Ok((kind, blob))
    }
}

/// Why a blob cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BlobError {
    /// It is no message, or its packing is damaged.
    #[error("a block cannot be unpacked")]
    Damaged,
    /// It is packed with something else than zlib.
    #[error("a block is packed with something else than zlib; write the file anew with zlib")]
    Packing,
    /// It is larger than the format allows.
    #[error("a block is larger than {BLOB_BYTES_MAX} bytes")]
    TooLarge,
}

impl From<Damaged> for BlobError {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

/// The content of a blob.
pub(super) fn unpacked(blob: &[u8]) -> Result<Cow<'_, [u8]>, BlobError> {
    let mut other = false;
    for field in Fields(blob) {
        match field? {
            (1, Wire::Bytes(raw)) if raw.len() > BLOB_BYTES_MAX => return Err(BlobError::TooLarge),
            (1, Wire::Bytes(raw)) => return Ok(Cow::Borrowed(raw)),
            (3, Wire::Bytes(packed)) => {
                let mut content = Vec::new();
                let one_more = BLOB_BYTES_MAX as u64 + 1;
                let read = ZlibDecoder::new(packed).take(one_more).read_to_end(&mut content);
                if read.is_err() {
                    return Err(BlobError::Damaged);
                }
                if content.len() > BLOB_BYTES_MAX {
                    return Err(BlobError::TooLarge);
                }
                return Ok(Cow::Owned(content));
            }
            (4..=7, Wire::Bytes(_)) => other = true,
            _ => {}
        }
    }
    Err(if other { BlobError::Packing } else { BlobError::Damaged })
}
