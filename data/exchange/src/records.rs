//! Splits a stream into the records of a CSV, keeping every byte.
//!
//! The rules are those of RFC 4180 as the `csv` crate reads them (a test compares the two): a quote
//! counts only where a cell begins, a doubled quote inside is one, what follows a closing quote
//! belongs to the cell, records end at `\n`, `\r` or `\r\n`. Works on bytes: in UTF-8 and GB18030 no
//! part of a longer character looks like a separator.

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::Range;

/// A longer record is an error: most likely a quote that never closes.
pub(crate) const RECORD_BYTES_MAX: usize = 8 << 20;

/// Where one cell lies in the bytes of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    range: Range<usize>,
    /// Whether it begins with a quote.
    quoted: bool,
}

/// Reads records one after the other into the same memory.
#[derive(Debug)]
pub(crate) struct Records<R> {
    reader: R,
    delimiter: u8,
    bytes: Vec<u8>,
    cells: Vec<Cell>,
    /// Where the record's content ends and its line break begins.
    content: usize,
    /// Whether the stream ended before a quote was closed.
    pub(crate) unclosed: bool,
    /// The line that the record begins on, from 1.
    pub(crate) line: u64,
    /// The line that the next record begins on.
    next_line: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: the end of it, or the first of two.
    QuoteInQuoted,
    /// After `\r`: a `\n` belongs to the line break.
    Return,
    Done,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(reader: R, delimiter: u8) -> Self {
        let (bytes, cells) = (Vec::new(), Vec::new());
        Self { reader, delimiter, bytes, cells, content: 0, unclosed: false, line: 1, next_line: 1 }
    }

    /// Reads the next record; `false` at the end. Empty lines are records without cells.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.cells.clear();
        self.line = self.next_line;
        let (mut state, mut start, mut quoted) = (State::CellStart, 0, false);
        while state != State::Done {
            let ready = match self.reader.fill_buf() {
                Ok(ready) => ready,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if ready.is_empty() {
                break;
            }
            let base = self.bytes.len();
            let mut used = 0;
            while used < ready.len() {
                let byte = ready[used];
                if state == State::Return {
                    used += usize::from(byte == b'\n');
                    state = State::Done;
                    break;
                }
                used += 1;
                if state == State::Quoted {
                    if byte == b'"' {
                        state = State::QuoteInQuoted;
                    }
                    self.next_line += u64::from(byte == b'\n');
                } else if byte == self.delimiter {
                    let range = start..base + used - 1;
                    self.cells.push(Cell { range, quoted });
                    (state, start, quoted) = (State::CellStart, base + used, false);
                } else if byte == b'\n' || byte == b'\r' {
                    self.content = base + used - 1;
                    self.cells.push(Cell { range: start..self.content, quoted });
                    self.next_line += 1;
                    state = if byte == b'\n' { State::Done } else { State::Return };
                    if state == State::Done {
                        break;
                    }
                } else if byte == b'"' && state == State::CellStart {
                    (state, quoted) = (State::Quoted, true);
                } else if byte == b'"' && state == State::QuoteInQuoted {
                    state = State::Quoted;
                } else {
                    state = State::Plain;
                }
            }
            self.bytes.extend_from_slice(&ready[..used]);
            self.reader.consume(used);
            if self.bytes.len() > RECORD_BYTES_MAX {
                return Err(too_long(self.line));
            }
        }
        if self.bytes.is_empty() {
            return Ok(false);
        }
        self.unclosed = state == State::Quoted;
        if !matches!(state, State::Done | State::Return) {
            self.content = self.bytes.len();
            self.cells.push(Cell { range: start..self.content, quoted });
        }
        if self.content == 0 {
            self.cells.clear();
        }
        Ok(true)
    }

    /// How many cells the record has; none for an empty line.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell at a place without its quotes, or `None` past the last.
    pub(crate) fn cell(&self, place: usize) -> Option<Cow<'_, [u8]>> {
        let cell = self.cells.get(place)?;
        Some(content(&self.bytes[cell.range.clone()], cell.quoted))
    }

    /// The bytes of the record without its line break.
    pub(crate) fn content(&self) -> &[u8] {
        &self.bytes[..self.content]
    }

    /// The line break as it stands; empty at the end of a file without one.
    pub(crate) fn line_break(&self) -> &[u8] {
        &self.bytes[self.content..]
    }

    /// What separates the cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The stream after the present record, and the line that comes next.
    pub(crate) fn into_rest(self) -> (R, u64) {
        (self.reader, self.next_line)
    }
}

/// What a cell says, without its quotes.
pub(crate) fn content(cell: &[u8], quoted: bool) -> Cow<'_, [u8]> {
    if !quoted {
        return Cow::Borrowed(cell);
    }
    let inner = cell.get(1..).unwrap_or_default();
    match inner.iter().position(|byte| *byte == b'"') {
        None => Cow::Borrowed(inner),
        Some(end) if end + 1 == inner.len() => Cow::Borrowed(&inner[..end]),
        Some(_) => Cow::Owned(unquoted(inner)),
    }
}

pub(crate) fn too_long(line: u64) -> io::Error {
    let why = format!(
        "the record that begins on line {line} is longer than {RECORD_BYTES_MAX} bytes; perhaps a \
         quote is not closed"
    );
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// What follows the opening quote, with doubled quotes halved and the closing one left out.
fn unquoted(inner: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    let mut open = true;
    while let Some(byte) = bytes.next() {
        if byte == b'"' && open {
            if bytes.next_if_eq(&b'"').is_some() {
                out.push(b'"');
            } else {
                open = false;
            }
        } else {
            out.push(byte);
        }
    }
    out
}

/// The delimiter of a file by its first line: the most frequent of comma, semicolon and tab.
pub(crate) fn delimiter_of(head: &[u8]) -> u8 {
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        line.iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                **byte == delimiter && !quoted
            })
            .count()
    };
    let mut best = b',';
    for delimiter in [b';', b'\t'] {
        if count(delimiter) > count(best) {
            best = delimiter;
        }
    }
    best
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
