//! A CSV with a header, read as a stream: cells as text, by role.

use crate::records::{Records, delimiter_of};
use crate::roles::{Columns, Role};
use crate::stream::{self, Head};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::io::{self, BufRead};

/// Why a table cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The stream broke.
    #[error("the table cannot be read")]
    Io(#[from] io::Error),
    /// There is no header.
    #[error("the table is empty")]
    Empty,
    /// There are more rows than may be held at once.
    #[error("the table has more than {0} rows")]
    TooMany(usize),
    /// A column that must be there is not, or was named and is not.
    #[error("there is no column for {what}; the columns are: {headers}")]
    NoColumn {
        /// What is missing.
        what: String,
        /// The headers there are.
        headers: String,
    },
}

/// What is wrong with one row, and which.
#[derive(Debug, thiserror::Error)]
#[error("line {line}")]
pub struct RowFault {
    /// The line the row begins on, from 1; the header is on line 1.
    pub line: u64,
    /// What is wrong.
    #[source]
    pub reason: RowReason,
}

/// What is wrong with a row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowReason {
    /// The stream broke here; nothing follows.
    #[error("the stream broke")]
    Io(#[from] io::Error),
    /// A cell that must hold something is empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// The two coordinates are no position.
    #[error("{x:?}, {y:?} are no coordinates")]
    Coordinates {
        /// The first as written.
        x: String,
        /// The second as written.
        y: String,
    },
    /// The time cannot be understood.
    #[error("{0:?} is no time")]
    Time(String),
    /// The number is no code.
    #[error("the number is no code")]
    Number(#[source] model::CodeError),
    /// A cell is not what stands in its column.
    #[error("{text:?} is no {what}")]
    Cell {
        /// What should stand there.
        what: &'static str,
        /// What stands there.
        text: String,
    },
    /// The kind is no kind.
    #[error("the kind cannot be used")]
    Kind(#[source] model::IncidentError),
}

/// An open table.
pub(crate) struct Table<'r> {
    pub(crate) records: Records<Box<dyn BufRead + 'r>>,
    pub(crate) columns: Columns,
    pub(crate) encoding: &'static Encoding,
    /// The byte order mark the stream began with.
    pub(crate) mark: &'static [u8],
    /// The first rows as cells, for guesses.
    pub(crate) sample: Vec<Vec<String>>,
}

/// Rows looked at beforehand.
const SAMPLE_ROWS: usize = 1_000;

impl<'r> Table<'r> {
    /// Reads the header and looks at the first rows.
    pub(crate) fn open(reader: impl BufRead + 'r) -> Result<Self, TableError> {
        let Head { sample, encoding, mark, reader } = stream::open(reader)?;
        let delimiter = delimiter_of(&sample);
        // The last record of the sample may be cut; it is left out unless it is the only one.
        let mut ahead = Records::new(&*sample, delimiter);
        let mut rows: Vec<Vec<String>> = Vec::new();
        while rows.len() <= SAMPLE_ROWS && ahead.advance().unwrap_or(false) {
            if ahead.len() > 0 {
                rows.push(cells(&ahead, encoding));
            }
        }
        if rows.len() > 2 {
            rows.pop();
        }
        let boxed: Box<dyn BufRead + 'r> = Box::new(reader);
        let mut records = Records::new(boxed, delimiter);
        loop {
            if !records.advance()? {
                return Err(TableError::Empty);
            }
            if records.len() > 0 {
                break;
            }
        }
        let columns = Columns::guess(cells(&records, encoding));
        let sample = rows.split_off(rows.len().min(1));
        Ok(Self { records, columns, encoding, mark, sample })
    }

    /// An error that names a missing column.
    pub(crate) fn missing(&self, what: &str) -> TableError {
        let headers = self.columns.headers.join(", ");
        TableError::NoColumn { what: what.to_owned(), headers }
    }

    /// The cell of a role in the present row, without spaces at either end; `None` when empty.
    pub(crate) fn text(&self, role: Role) -> Option<String> {
        let bytes = self.records.cell(self.columns.place(role)?)?;
        let text = decode(&bytes, self.encoding);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Moves on to the next row that is no empty line.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        while self.records.advance()? {
            // A row of nothing but delimiters is an empty line of a spreadsheet.
            let delimiter = self.records.delimiter();
            let blank = |byte: &u8| *byte == delimiter || *byte == b' ';
            if !self.records.content().iter().all(blank) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Every cell of the present row as text.
    pub(crate) fn row(&self) -> Vec<String> {
        cells(&self.records, self.encoding)
    }
}

fn cells<R: BufRead>(records: &Records<R>, encoding: &'static Encoding) -> Vec<String> {
    let cells = (0..records.len()).filter_map(|place| records.cell(place));
    cells.map(|bytes| decode(&bytes, encoding)).collect()
}

/// A cell as text. Where the head of the file was plain ASCII, later bytes may still be GB18030.
pub(crate) fn decode(bytes: &[u8], encoding: &'static Encoding) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if encoding == UTF_8 || text.is_ascii() => text.to_owned(),
        _ if encoding == UTF_8 => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        _ => encoding.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Two coordinates as written, as degrees of the file: plain numbers, or with a decimal comma.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('°');
    let number = text.parse::<f64>().ok().or_else(|| with_decimal_comma(text))?;
    number.is_finite().then_some(number)
}

/// `103,78` as some countries write 103.78: one comma, a digit on either side of it.
fn with_decimal_comma(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once(',')?;
    let digits = whole.ends_with(|c: char| c.is_ascii_digit())
        && part.starts_with(|c: char| c.is_ascii_digit());
    if digits { format!("{whole}.{part}").parse().ok() } else { None }
}

/// Two numbers in one cell: `103.78,36.06`, `(41.85, -87.73)`, `POINT (103.78 36.06)`.
pub(crate) fn pair(text: &str) -> Option<[f64; 2]> {
    let inner = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let inner = inner.trim_matches(['(', ')', '[', ']', ' ', '"']);
    let numbers = inner.split([',', ';', ' ', '，', '\t']).filter(|part| !part.is_empty());
    let numbers: Option<Vec<f64>> = numbers.map(|part| part.parse().ok()).collect();
    match numbers?[..] {
        [first, second] => Some([first, second]),
        _ => None,
    }
}
