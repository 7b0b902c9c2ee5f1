//! What is appended to the rows of a CSV, made once for every grid.

use super::AddedColumn;
use encoding_rs::{Encoding, UTF_8};
use model::GridId;
use std::borrow::Cow;

/// The bytes that follow a row, by grid: a delimiter and a cell for each added column.
#[derive(Debug)]
pub(super) struct Suffixes {
    pub(super) header: Vec<u8>,
    /// That of no grid first, then that of each.
    bytes: Vec<u8>,
    /// Where each begins in `bytes`, and the end of the last.
    starts: Vec<usize>,
}

impl Suffixes {
    pub(super) fn new(columns: &[AddedColumn], delimiter: u8, encoding: &'static Encoding) -> Self {
        let cell = |bytes: &mut Vec<u8>, text: &str| {
            bytes.push(delimiter);
            bytes.extend_from_slice(&quoted(&encoded(text, encoding), delimiter));
        };
        let mut header = Vec::new();
        for column in columns {
            cell(&mut header, &column.header);
        }
        let grids = columns.iter().map(|column| column.of_grid.len()).max().unwrap_or(0);
        let (mut bytes, mut starts) = (vec![delimiter; columns.len()], vec![0]);
        for grid in (0..).map(GridId).take(grids) {
            starts.push(bytes.len());
            for column in columns {
                cell(&mut bytes, column.text(grid));
            }
        }
        starts.push(bytes.len());
        Self { header, bytes, starts }
    }

    /// What follows a row that lies in this grid, or in none.
    pub(super) fn of(&self, grid: Option<GridId>) -> &[u8] {
        let place = grid.map_or(0, |grid| grid.0 as usize + 1);
        match self.starts.get(place..) {
            Some(&[from, to, ..]) => &self.bytes[from..to],
            _ => &self.bytes[..self.starts[1]],
        }
    }
}

/// A text in the encoding of the table.
fn encoded<'t>(text: &'t str, encoding: &'static Encoding) -> Cow<'t, [u8]> {
    if encoding == UTF_8 { text.as_bytes().into() } else { encoding.encode(text).0 }
}

/// A cell with quotes where it needs them.
fn quoted(text: &[u8], delimiter: u8) -> Cow<'_, [u8]> {
    let needs = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if !text.iter().any(needs) {
        return text.into();
    }
    let mut out = vec![b'"'];
    for byte in text {
        out.extend_from_slice(if *byte == b'"' { b"\"\"" } else { std::slice::from_ref(byte) });
    }
    out.push(b'"');
    out.into()
}
