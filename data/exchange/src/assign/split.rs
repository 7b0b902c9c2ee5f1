//! Splits a block of bytes into the records of a CSV, finding only the cells that are wanted.
//!
//! The rules are those of [`Records`](crate::records::Records) (a test compares the two). A record
//! without quotes is found by its line break and split eight bytes at a time; any other goes through
//! a state machine, byte by byte.

use crate::records::content;
use memchr::memchr;
use std::borrow::Cow;

/// Bytes after the end of what is split that can be read all the same.
pub(super) const SLACK: usize = 8;

const LOW: u64 = u64::from_le_bytes([0x01; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// Where a wanted cell lies in its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    from: usize,
    to: usize,
    quoted: bool,
}

impl Cell {
    /// What it says, without its quotes.
    pub(super) fn content(self, block: &[u8]) -> Cow<'_, [u8]> {
        content(&block[self.from..self.to], self.quoted)
    }
}

/// Where a record lies in its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Where its content ends and its line break begins.
    pub(super) end: usize,
    /// Where the next record begins.
    pub(super) next: usize,
    /// How many cells it has; none for an empty line.
    pub(super) cells: usize,
    /// The wanted cells, where there are such.
    pub(super) wanted: [Option<Cell>; 2],
    /// Whether the stream ended before a quote was closed.
    pub(super) unclosed: bool,
    /// Over how many lines it runs.
    pub(super) lines: u64,
}

/// Splits one block after the other.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: u8,
    /// The places of the two wanted cells; may be the same.
    places: [usize; 2],
    /// Where the first delimiters of a record are, up to the last wanted one.
    marks: Vec<usize>,
    /// What is next in the block, as far as it was looked.
    line: Ahead,
    quote: Ahead,
    carriage: Ahead,
}

/// The first place of a byte at or after another place, remembered until that is passed.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    byte: u8,
    place: Option<usize>,
}

impl Ahead {
    /// Its first place from `start` on; the end of the block when there is none.
    fn from(&mut self, block: &[u8], start: usize) -> usize {
        match self.place {
            Some(place) if place >= start => place,
            _ => {
                let found = memchr(self.byte, &block[start..]);
                *self.place.insert(found.map_or(block.len(), |place| start + place))
            }
        }
    }
}

impl Splitter {
    pub(super) fn new(delimiter: u8, places: [usize; 2]) -> Self {
        let marks = vec![0; places[0].max(places[1]) + 1];
        let [line, quote, carriage] = [b'\n', b'"', b'\r'].map(|byte| Ahead { byte, place: None });
        Self { delimiter, places, marks, line, quote, carriage }
    }

    /// Forgets what was looked ahead, for a block with other bytes.
    pub(super) fn begin(&mut self) {
        for ahead in [&mut self.line, &mut self.quote, &mut self.carriage] {
            ahead.place = None;
        }
    }

    /// The record that begins at `start`, or `None` when it does not end before `end`. With `last`
    /// the stream ends there, and so does every record. `bytes` reach [`SLACK`] further than `end`.
    pub(super) fn record(
        &mut self,
        bytes: &[u8],
        start: usize,
        end: usize,
        last: bool,
    ) -> Option<Record> {
        let block = &bytes[..end];
        let line = self.line.from(block, start);
        if line < end && self.quote.from(block, start) > line {
            let carriage = self.carriage.from(block, start);
            if carriage + 1 >= line {
                return Some(self.plain(bytes, start, line.min(carriage), line + 1));
            }
        }
        self.any(block, start, last)
    }

    /// A record without quotes whose content ends at `end`.
    fn plain(&mut self, bytes: &[u8], start: usize, end: usize, next: usize) -> Record {
        if start == end {
            return Record { end, next, lines: 1, ..Record::default() };
        }
        let pattern = u64::from(self.delimiter) * LOW;
        let (mut at, mut count) = (start, 0);
        while at < end {
            let mut hits = equal(word(bytes, at), pattern);
            if end - at < 8 {
                hits &= (1 << (8 * (end - at))) - 1;
            }
            while hits != 0 {
                if let Some(mark) = self.marks.get_mut(count) {
                    *mark = at + hits.trailing_zeros() as usize / 8;
                }
                count += 1;
                hits &= hits - 1;
            }
            at += 8;
        }
        let cell = |place: usize| {
            let from = if place == 0 { start } else { self.marks[place - 1] + 1 };
            let to = if place == count { end } else { self.marks[place] };
            Cell { from, to, quoted: false }
        };
        let wanted = self.places.map(|place| (place <= count).then(|| cell(place)));
        Record { end, next, cells: count + 1, wanted, unclosed: false, lines: 1 }
    }

    /// Any record, byte by byte.
    fn any(&self, block: &[u8], start: usize, last: bool) -> Option<Record> {
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum State {
            CellStart,
            Plain,
            Quoted,
            /// After a quote inside a quoted cell: the end of it, or the first of two.
            QuoteInQuoted,
        }
        let mut record = Record::default();
        let (mut state, mut from, mut quoted) = (State::CellStart, start, false);
        let cell = |record: &mut Record, from, to, quoted| {
            for (wanted, place) in record.wanted.iter_mut().zip(self.places) {
                if place == record.cells {
                    *wanted = Some(Cell { from, to, quoted });
                }
            }
            record.cells += 1;
        };
        let mut at = start;
        let mut ended = false;
        while at < block.len() {
            let byte = block[at];
            at += 1;
            if state == State::Quoted {
                if byte == b'"' {
                    state = State::QuoteInQuoted;
                }
                record.lines += u64::from(byte == b'\n');
            } else if byte == self.delimiter {
                cell(&mut record, from, at - 1, quoted);
                (state, from, quoted) = (State::CellStart, at, false);
            } else if byte == b'\n' || byte == b'\r' {
                // Whether `\n` belongs to the line break is not known at the end of a block.
                if byte == b'\r' && at == block.len() && !last {
                    return None;
                }
                record.end = at - 1;
                at += usize::from(byte == b'\r' && block.get(at) == Some(&b'\n'));
                record.lines += 1;
                ended = true;
                break;
            } else if byte == b'"' && state == State::CellStart {
                (state, quoted) = (State::Quoted, true);
            } else if byte == b'"' && state == State::QuoteInQuoted {
                state = State::Quoted;
            } else {
                state = State::Plain;
            }
        }
        if !ended {
            if !last {
                return None;
            }
            record.end = at;
            record.unclosed = state == State::Quoted;
        }
        record.next = at;
        if record.end == start {
            return Some(Record { cells: 0, wanted: [None; 2], ..record });
        }
        let end = record.end;
        cell(&mut record, from, end, quoted);
        Some(record)
    }
}

/// Eight bytes of a block.
fn word(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |word| u64::from_le_bytes(*word))
}

/// The high bit of each byte of `word` that is that of `pattern`, and no other bit.
///
/// Adding 0x7f carries into the high bit of every byte with a lower bit set, and into no neighbour.
fn equal(word: u64, pattern: u64) -> u64 {
    let differs = word ^ pattern;
    !(((differs & !HIGH) + !HIGH) | differs) & HIGH
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
