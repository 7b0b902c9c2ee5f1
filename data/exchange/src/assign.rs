//! Copies a CSV and appends the grid of every row: the work of `gridbeat assign`.

use crate::incidents;
use crate::roles::Role;
use crate::table::{Table, TableError, number};
use model::Position;
use std::io::{BufRead, Write};

/// The columns with the coordinates, by header; guessed when `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct AssignColumns<'a> {
    /// The longitude.
    pub lon: Option<&'a str>,
    /// The latitude.
    pub lat: Option<&'a str>,
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignCounts {
    /// Rows below the header.
    pub rows: u64,
    /// Rows that lie in a grid.
    pub inside: u64,
    /// Rows with a position that lies in none.
    pub outside: u64,
    /// Rows without a position that can be read.
    pub invalid: u64,
    /// The line of the first of these.
    pub first_invalid: Option<u64>,
    /// Rows with fewer or more cells than the header.
    pub ragged: u64,
    /// The header of the longitude.
    pub lon: String,
    /// The header of the latitude.
    pub lat: String,
}

/// The header of the column that is appended.
const HEADER: &[u8] = b"grid";

/// Copies `input` to `output` row by row, every byte as it stands, and appends one column `grid`
/// that `grid_of` gives: same rows, same order. Empty where there is none.
///
/// A row whose coordinates cannot be read gets an empty cell and is counted as invalid. A row with
/// too few cells is filled up first, so that the column stays one; for the same reason a quote that
/// the file leaves open is closed. Empty lines are kept. Memory does
/// not grow with the file. `.gz` is opened; UTF-16 comes out as UTF-8.
///
/// # Errors
///
/// [`TableError`] when there is no header or no column of coordinates in it, or a stream breaks.
pub fn assign_csv<G: AsRef<str>>(
    input: impl BufRead,
    output: &mut impl Write,
    columns: AssignColumns<'_>,
    mut grid_of: impl FnMut(Position) -> Option<G>,
) -> Result<AssignCounts, TableError> {
    let mut table = Table::open(input)?;
    let named = [(Role::Lon, columns.lon), (Role::Lat, columns.lat)];
    let named: Vec<_> = named
        .into_iter()
        .filter_map(|(role, header)| header.map(|header| (role, header.to_owned())))
        .collect();
    incidents::choose(&mut table, &named)?;
    let header = |role| table.columns.header(role).unwrap_or_default().to_owned();
    let mut counts =
        AssignCounts { lon: header(Role::Lon), lat: header(Role::Lat), ..AssignCounts::default() };
    let places = (table.columns.place(Role::Lon), table.columns.place(Role::Lat));
    let (Some(lon), Some(lat)) = places else {
        return Err(table.missing("longitude and latitude"));
    };
    let width = table.records.len();
    let delimiter = table.records.delimiter();
    output.write_all(table.mark)?;
    append(&mut table, output, 0, HEADER)?;
    while table.records.advance()? {
        if table.records.len() == 0 {
            output.write_all(table.records.line_break())?;
            continue;
        }
        counts.rows += 1;
        let cells = table.records.len();
        counts.ragged += u64::from(cells != width);
        let degrees = |place| {
            let cell = table.records.cell(place)?;
            number(std::str::from_utf8(&cell).ok()?)
        };
        let at = degrees(lon).zip(degrees(lat));
        let at = at.and_then(|(lon, lat)| Position::from_degrees(lon, lat).ok());
        let fill = width.saturating_sub(cells);
        if let Some(at) = at {
            let grid = grid_of(at);
            counts.inside += u64::from(grid.is_some());
            counts.outside += u64::from(grid.is_none());
            let grid = grid.as_ref().map_or("", AsRef::as_ref);
            append(&mut table, output, fill, &quoted(grid, delimiter))?;
        } else {
            counts.invalid += 1;
            counts.first_invalid.get_or_insert(table.records.line);
            append(&mut table, output, fill, b"")?;
        }
    }
    output.flush()?;
    Ok(counts)
}

/// Writes the present record, `fill` empty cells, one more cell, and the line break.
fn append(
    table: &mut Table<'_>,
    output: &mut impl Write,
    fill: usize,
    cell: &[u8],
) -> Result<(), TableError> {
    let records = &table.records;
    output.write_all(records.content())?;
    if records.unclosed {
        output.write_all(b"\"")?;
    }
    for _ in 0..=fill {
        output.write_all(&[records.delimiter()])?;
    }
    output.write_all(cell)?;
    output.write_all(records.line_break())?;
    Ok(())
}

/// A cell with quotes where it needs them.
fn quoted(text: &str, delimiter: u8) -> std::borrow::Cow<'_, [u8]> {
    let needs = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if text.bytes().any(needs) {
        format!("\"{}\"", text.replace('"', "\"\"")).into_bytes().into()
    } else {
        text.as_bytes().into()
    }
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
