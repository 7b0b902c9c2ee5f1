//! Copies a CSV and appends the grid of every row.
//!
//! The stream is read in blocks of some hundred kilobytes. Of each block the whole records are
//! split, their positions read and assigned together, and the bytes written as they stand with the
//! new cells between them; what is left of the last record moves to the front of the next block.

use super::split::{Record, SLACK, Splitter};
use super::suffix::Suffixes;
use super::{AddedColumn, AssignCounts, Assigner, PointColumns, PositionReader, degrees};
use crate::Datum;
use crate::incidents;
use crate::records::{RECORD_BYTES_MAX, too_long};
use crate::roles::Role;
use crate::table::{Table, TableError, decode};
use encoding_rs::Encoding;
use model::{GridId, Position};
use std::io::{self, BufRead, ErrorKind, Read, Write};

/// Bytes read at once. A block and what belongs to it stay in a processor's own cache.
const BLOCK_BYTES: usize = 256 << 10;

/// A CSV of points with its header read: comma, semicolon or tab, UTF-8, UTF-16 or GB18030, plain or
/// `.gz`.
pub struct CsvTable<'r> {
    reader: Box<dyn BufRead + 'r>,
    block_bytes: usize,
    /// The header's bytes, and its line break.
    header: Vec<u8>,
    header_break: Vec<u8>,
    /// The line after it.
    line: u64,
    delimiter: u8,
    encoding: &'static Encoding,
    /// Cells in the header.
    width: usize,
    places: [usize; 2],
    named: Option<PositionReader>,
    datum: Datum,
    sample: Vec<[f64; 2]>,
    called: Vec<String>,
}

impl std::fmt::Debug for CsvTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvTable").field("columns", &self.called).finish_non_exhaustive()
    }
}

impl<'r> CsvTable<'r> {
    /// Reads the header and finds the columns.
    ///
    /// # Errors
    ///
    /// [`TableError`] when there is no header or a column is not in it, or the stream breaks.
    pub fn open(input: impl BufRead + 'r, columns: PointColumns<'_>) -> Result<Self, TableError> {
        let mut table = Table::open(input)?;
        let (places, called) = match columns.named {
            Some((header, _)) => one_column(&mut table, header)?,
            None => two_columns(&mut table, columns)?,
        };
        let sample = if columns.named.is_none() { incidents::sample(&table) } else { Vec::new() };
        let records = &table.records;
        let mut header = table.mark.to_vec();
        for _ in 1..records.line {
            header.extend_from_slice(records.line_break());
        }
        header.extend_from_slice(records.content());
        if records.unclosed {
            header.push(b'"');
        }
        let (width, delimiter) = (records.len(), records.delimiter());
        let header_break = records.line_break().to_vec();
        let encoding = table.encoding;
        let (reader, line) = table.records.into_rest();
        Ok(Self {
            reader,
            block_bytes: BLOCK_BYTES,
            header,
            header_break,
            line,
            delimiter,
            encoding,
            width,
            places,
            named: columns.named.map(|(_, read)| read),
            datum: columns.datum,
            sample,
            called,
        })
    }

    /// The headers of the columns that are read: longitude and latitude, or the one column.
    pub fn columns(&self) -> &[String] {
        &self.called
    }

    /// Longitude and latitude of up to a thousand first rows as they stand, in degrees; nothing when
    /// one column says it all. For [`crate::guess_datum`].
    pub fn sample(&self) -> &[[f64; 2]] {
        &self.sample
    }

    /// Copies the table row by row, every byte as it stands, and appends `added`: same rows, same
    /// order. The new cells are empty where there is no grid.
    ///
    /// A row whose coordinates cannot be read gets empty cells and is counted as invalid. A row with
    /// too few cells is filled up first, so that the columns stay whole; for the same reason a quote
    /// that the file leaves open is closed. Empty lines are kept. UTF-16 comes out as UTF-8. Memory
    /// does not grow with the table: less than a megabyte, unless records are longer.
    ///
    /// # Errors
    ///
    /// [`TableError`] when a stream breaks or a record is longer than 8 MiB.
    pub fn assign(
        mut self,
        output: &mut dyn Write,
        added: &[AddedColumn],
        assigner: &mut Assigner<'_>,
    ) -> Result<AssignCounts, TableError> {
        let suffixes = Suffixes::new(added, self.delimiter, self.encoding);
        output.write_all(&self.header)?;
        output.write_all(&suffixes.header)?;
        output.write_all(&self.header_break)?;
        let mut bytes = vec![0; self.block_bytes + SLACK];
        let (mut end, mut last) = (0, false);
        let mut block = Block::new(&self, &suffixes);
        while !last {
            if end + SLACK == bytes.len() {
                let longest = RECORD_BYTES_MAX + self.block_bytes;
                bytes.resize((2 * end).min(longest) + SLACK, 0);
            }
            let space = bytes.len() - SLACK;
            let read = read(&mut self.reader, &mut bytes[end..space])?;
            last = read == 0;
            end += read;
            let used = block.copy(&bytes, end, last, assigner);
            if used == 0 && end > RECORD_BYTES_MAX {
                return Err(too_long(block.line).into());
            }
            output.write_all(&block.out)?;
            bytes.copy_within(used..end, 0);
            end -= used;
        }
        output.flush()?;
        Ok(block.counts)
    }
}

/// Finds the columns of longitude and latitude.
fn two_columns(
    table: &mut Table<'_>,
    columns: PointColumns<'_>,
) -> Result<([usize; 2], Vec<String>), TableError> {
    let named = [(Role::Lon, columns.lon), (Role::Lat, columns.lat)];
    let named: Vec<_> = named
        .into_iter()
        .filter_map(|(role, header)| header.map(|header| (role, header.to_owned())))
        .collect();
    incidents::choose(table, &named)?;
    let header = |role| table.columns.header(role).unwrap_or_default().to_owned();
    match (table.columns.place(Role::Lon), table.columns.place(Role::Lat)) {
        (Some(lon), Some(lat)) => Ok(([lon, lat], vec![header(Role::Lon), header(Role::Lat)])),
        _ => Err(table.missing("longitude and latitude")),
    }
}

/// Finds a column by its header.
fn one_column(
    table: &mut Table<'_>,
    header: &str,
) -> Result<([usize; 2], Vec<String>), TableError> {
    incidents::set(table, Role::Pair, header)?;
    let place = table.columns.place(Role::Pair).ok_or_else(|| table.missing(header))?;
    Ok(([place; 2], vec![table.columns.header(Role::Pair).unwrap_or_default().to_owned()]))
}

/// Reads what is there, waiting for something; nothing at the end.
fn read(reader: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// A row of a block that gets new cells.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where its content ends.
    end: usize,
    /// Whether it has a position, the next of the list.
    valid: bool,
    /// Whether its last quote must be closed first.
    unclosed: bool,
    /// Cells that it lacks.
    fill: usize,
}

/// What is known of the block in hand, and what was counted so far. Its lists keep their memory.
struct Block<'t> {
    splitter: Splitter,
    suffixes: &'t Suffixes,
    delimiter: u8,
    width: usize,
    encoding: &'static Encoding,
    named: Option<PositionReader>,
    datum: Datum,
    rows: Vec<Row>,
    positions: Vec<Position>,
    found: Vec<Option<GridId>>,
    out: Vec<u8>,
    counts: AssignCounts,
    line: u64,
}

impl<'t> Block<'t> {
    fn new(table: &CsvTable<'_>, suffixes: &'t Suffixes) -> Self {
        Self {
            splitter: Splitter::new(table.delimiter, table.places),
            suffixes,
            delimiter: table.delimiter,
            width: table.width,
            encoding: table.encoding,
            named: table.named,
            datum: table.datum,
            rows: Vec::new(),
            positions: Vec::new(),
            found: Vec::new(),
            out: Vec::new(),
            counts: AssignCounts::default(),
            line: table.line,
        }
    }

    /// Takes the whole records before `end` and leaves in `out` what is to be written for them.
    /// Gives where the rest begins.
    fn copy(&mut self, bytes: &[u8], end: usize, last: bool, assigner: &mut Assigner<'_>) -> usize {
        let used = self.read(bytes, end, last);
        self.found.clear();
        assigner(&self.positions, &mut self.found);
        self.write(&bytes[..used]);
        used
    }

    /// Reads the positions of all whole records.
    fn read(&mut self, bytes: &[u8], end: usize, last: bool) -> usize {
        self.rows.clear();
        self.positions.clear();
        self.splitter.begin();
        let mut at = 0;
        while at < end {
            let Some(record) = self.splitter.record(bytes, at, end, last) else { break };
            if record.cells > 0 {
                let position = self.position(bytes, &record);
                if position.is_none() {
                    self.counts.first_invalid.get_or_insert(self.line);
                }
                self.positions.extend(position);
                self.counts.ragged += u64::from(record.cells != self.width);
                self.rows.push(Row {
                    end: record.end,
                    valid: position.is_some(),
                    unclosed: record.unclosed,
                    fill: self.width.saturating_sub(record.cells),
                });
            }
            self.line += record.lines;
            at = record.next;
        }
        at
    }

    fn position(&self, bytes: &[u8], record: &Record) -> Option<Position> {
        let [first, second] = record.wanted;
        let first = first?.content(bytes);
        if let Some(read) = self.named {
            return read(decode(&first, self.encoding).trim());
        }
        let second = second?.content(bytes);
        if self.datum == Datum::Wgs84 {
            return degrees::position(&first, &second);
        }
        let [lon, lat] = self.datum.to_wgs84(degrees::degrees(&first, &second)?);
        Position::from_degrees(lon, lat).ok()
    }

    /// Writes the records in `bytes` with what was found for them.
    fn write(&mut self, bytes: &[u8]) {
        self.out.clear();
        let mut found = self.found.iter();
        let mut copied = 0;
        let mut inside = 0;
        for row in &self.rows {
            // The line break of the row before, and the content of this one.
            self.out.extend_from_slice(&bytes[copied..row.end]);
            copied = row.end;
            if row.unclosed {
                self.out.push(b'"');
            }
            for _ in 0..row.fill {
                self.out.push(self.delimiter);
            }
            let grid = if row.valid { found.next().copied().flatten() } else { None };
            inside += u64::from(grid.is_some());
            self.out.extend_from_slice(self.suffixes.of(grid));
        }
        self.out.extend_from_slice(&bytes[copied..]);
        let (rows, valid) = (self.rows.len() as u64, self.positions.len() as u64);
        self.counts.rows += rows;
        self.counts.inside += inside;
        self.counts.outside += valid - inside;
        self.counts.invalid += rows - valid;
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
