//! Opens what is packed: `.gz`, `.zip` with folders, one in the other; within written limits.

use crate::Part;
use crate::read::{Limits, RATIO_FREE_BYTES, ReadError};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Archives in archives beyond this are refused.
const DEPTH_MAX: u8 = 3;
/// Entries of one archive.
const ENTRIES_MAX: usize = 20_000;

/// One file, unpacked.
#[derive(Debug)]
pub(crate) struct File<'a> {
    /// Its name with folders, as given.
    pub(crate) name: String,
    pub(crate) bytes: Cow<'a, [u8]>,
}

impl File<'_> {
    /// The name without folders.
    pub(crate) fn base(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The name without folders and ending.
    pub(crate) fn stem(&self) -> &str {
        let base = self.base();
        base.split_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
    }

    /// What follows the last point of the name, lower case.
    pub(crate) fn ending(&self) -> String {
        self.base().rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
    }
}

/// Every file of the input, unpacked, in order.
pub(crate) fn open<'a>(parts: &[Part<'a>], limits: &Limits) -> Result<Vec<File<'a>>, ReadError> {
    let mut opener = Opener { limits, left: limits.unpacked_bytes_max, files: Vec::new() };
    for part in parts {
        opener.add(part.name.to_owned(), Cow::Borrowed(part.bytes), 0)?;
    }
    Ok(opener.files)
}

struct Opener<'a, 'l> {
    limits: &'l Limits,
    /// Bytes that may still be unpacked.
    left: usize,
    files: Vec<File<'a>>,
}

impl<'a> Opener<'a, '_> {
    fn add(&mut self, name: String, bytes: Cow<'a, [u8]>, depth: u8) -> Result<(), ReadError> {
        let is_gz = bytes.starts_with(&[0x1f, 0x8b, 8]);
        let is_zip = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
        if !(is_gz || is_zip) {
            self.files.push(File { name, bytes });
            return Ok(());
        }
        if depth >= DEPTH_MAX {
            let why = "archives in archives in archives".to_owned();
            return Err(ReadError::Packed { name, why });
        }
        if is_zip {
            return self.unzip(&name, &bytes, depth);
        }
        let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ"));
        let plain = plain.unwrap_or(&name).to_owned();
        let unpacked = self.unpack(&name, MultiGzDecoder::new(&*bytes), bytes.len())?;
        self.add(plain, Cow::Owned(unpacked), depth + 1)
    }

    fn unzip(&mut self, name: &str, bytes: &[u8], depth: u8) -> Result<(), ReadError> {
        let damaged = |why: String| ReadError::Packed { name: name.to_owned(), why };
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
        if archive.len() > ENTRIES_MAX {
            return Err(ReadError::TooMany { what: "files in an archive", max: ENTRIES_MAX });
        }
        for number in 0..archive.len() {
            let entry = archive.by_index(number).map_err(|error| damaged(error.to_string()))?;
            let inner = entry_name(&entry);
            // Folders, and what a Macintosh leaves beside every file.
            if entry.is_dir() || inner.contains("__MACOSX/") || inner.ends_with(".DS_Store") {
                continue;
            }
            let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX);
            let unpacked = self.unpack(&inner, entry, packed.min(bytes.len()))?;
            self.add(inner, Cow::Owned(unpacked), depth + 1)?;
        }
        Ok(())
    }

    /// Reads all of `source`, or stops where it grows beyond the limits.
    fn unpack(
        &mut self,
        name: &str,
        source: impl Read,
        packed: usize,
    ) -> Result<Vec<u8>, ReadError> {
        let by_ratio = packed.saturating_mul(self.limits.ratio_max).max(RATIO_FREE_BYTES);
        let max = by_ratio.min(self.left);
        let mut unpacked = Vec::new();
        let one_more = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        source
            .take(one_more)
            .read_to_end(&mut unpacked)
            .map_err(|error| ReadError::Packed { name: name.to_owned(), why: error.to_string() })?;
        if unpacked.len() > max {
            let (max, ratio) = (self.limits.unpacked_bytes_max, self.limits.ratio_max);
            return Err(ReadError::Bomb { name: name.to_owned(), max, ratio });
        }
        self.left -= unpacked.len();
        Ok(unpacked)
    }
}

/// The name of an entry; archives made on Chinese Windows write it in GBK without saying so.
fn entry_name<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> String {
    let raw = entry.name_raw();
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
