//! The table beside a Shapefile: dBASE III and what grew from it.

use crate::{Note, Value, text};
use encoding_rs::{Encoding, GB18030, UTF_8, WINDOWS_1252};

/// A table whose header was read.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    columns: Vec<Column>,
    rows: &'a [u8],
    row_bytes: usize,
    /// Rows there are, which may be fewer than the header says.
    pub(crate) row_count: usize,
    /// Rows the header says.
    pub(crate) row_count_said: usize,
    encoding: &'static Encoding,
    /// What was found out about the encoding.
    pub(crate) note: Option<Note>,
}

#[derive(Debug)]
struct Column {
    name: String,
    kind: u8,
    from: usize,
    to: usize,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// Whether it is marked as deleted.
    pub(crate) deleted: bool,
    pub(crate) fields: Vec<(String, Value)>,
}

/// Bytes looked at to tell the encoding.
const SAMPLE_BYTES: usize = 4 << 20;

impl<'a> Table<'a> {
    /// Reads the header; `cpg` is what the `.cpg` file beside says of the encoding.
    pub(crate) fn read(bytes: &'a [u8], cpg: Option<&str>) -> Result<Self, String> {
        let short = || "the table ends within its header".to_owned();
        let head: &[u8; 32] = bytes.first_chunk().ok_or_else(short)?;
        let row_count_said = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let head_bytes = usize::from(u16::from_le_bytes([head[8], head[9]]));
        let row_bytes = usize::from(u16::from_le_bytes([head[10], head[11]]));
        if row_bytes == 0 || head_bytes < 33 {
            return Err("the header of the table makes no sense".to_owned());
        }
        let rows = bytes.get(head_bytes..).ok_or_else(short)?;
        let described = bytes.get(32..head_bytes).ok_or_else(short)?;
        let mut raw = Vec::new();
        let mut from = 1;
        for field in described.chunks_exact(32).take_while(|field| field[0] != 0x0d) {
            let to = from + usize::from(field[16]);
            if to > row_bytes {
                return Err("the fields of the table are wider than its rows".to_owned());
            }
            let name = field[..11].split(|byte| *byte == 0).next().unwrap_or_default();
            raw.push((name, field[11], from, to));
            from = to;
        }
        let row_count = row_count_said.min(rows.len() / row_bytes);
        let texts = || {
            let names = raw.iter().map(|(name, ..)| *name);
            let cells = rows.chunks_exact(row_bytes).take(row_count).flat_map(|row| {
                let texts = raw.iter().filter(|(_, kind, ..)| *kind == b'C');
                texts.map(|(_, _, from, to)| &row[*from..*to])
            });
            names.chain(cells)
        };
        let (encoding, note) = encoding_of(texts, cpg, head[29]);
        let columns = raw
            .iter()
            .map(|&(name, kind, from, to)| Column { name: decode(name, encoding), kind, from, to })
            .collect();
        Ok(Self { columns, rows, row_bytes, row_count, row_count_said, encoding, note })
    }

    /// The row at a place, or `None` past the end.
    pub(crate) fn row(&self, place: usize) -> Option<Row> {
        if place >= self.row_count {
            return None;
        }
        let row = self.rows.get(place * self.row_bytes..(place + 1) * self.row_bytes)?;
        let fields = self.columns.iter().map(|column| {
            (column.name.clone(), self.value(column.kind, &row[column.from..column.to]))
        });
        Some(Row { deleted: row[0] == b'*', fields: fields.collect() })
    }

    fn value(&self, kind: u8, bytes: &[u8]) -> Value {
        match kind {
            b'N' | b'F' => number(&decode(bytes, WINDOWS_1252)),
            b'L' => match bytes.first() {
                Some(b'T' | b't' | b'Y' | b'y') => Value::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Value::Bool(false),
                _ => Value::Null,
            },
            b'D' => match std::str::from_utf8(bytes).map(str::trim) {
                Ok(day) if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) => {
                    let (year, rest) = day.split_at(4);
                    let (month, day) = rest.split_at(2);
                    Value::Text(format!("{year}-{month}-{day}"))
                }
                _ => Value::Null,
            },
            b'I' | b'+' if bytes.len() == 4 => {
                let bytes = bytes.first_chunk().copied().unwrap_or_default();
                Value::Int(i64::from(i32::from_le_bytes(bytes)))
            }
            b'B' | b'O' if bytes.len() == 8 => {
                let number = f64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default());
                if number.is_finite() { Value::Float(number) } else { Value::Null }
            }
            // Long texts, pictures and the like lie in a file of their own that is not read.
            b'M' | b'G' | b'P' => Value::Null,
            _ => {
                let text = decode(bytes, self.encoding);
                if text.is_empty() { Value::Null } else { Value::Text(text) }
            }
        }
    }
}

/// A number as written; what is no number is kept as text, stars and blanks are nothing.
fn number(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
        return Value::Null;
    }
    if let Ok(whole) = text.parse() {
        return Value::Int(whole);
    }
    match text.parse::<f64>() {
        // 20 digits without a point are a code, not a quantity.
        Ok(number) if number.is_finite() && text.contains(['.', 'e', 'E']) => {
            // Codes are often held as numbers with a point and noughts behind: 620103.000.
            let value = Value::Float(number);
            value.int().map_or(value, Value::Int)
        }
        _ => Value::Text(text.to_owned()),
    }
}

/// The text of a cell, without the blanks that fill it. Cells cut texts where they end, also in
/// the midst of a character; half a character is left out.
fn decode(bytes: &[u8], encoding: &'static Encoding) -> String {
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |last| last + 1);
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..end]);
    text.trim().trim_end_matches('\u{fffd}').to_owned()
}

/// The encoding of the texts: what `.cpg` says, else the language byte of the header, else what
/// the bytes look like. What is said is not believed against the bytes.
fn encoding_of<'t, I: Iterator<Item = &'t [u8]>>(
    texts: impl Fn() -> I,
    cpg: Option<&str>,
    language: u8,
) -> (&'static Encoding, Option<Note>) {
    let said = cpg.and_then(text::named).or_else(|| by_language(language));
    let mut high = Vec::new();
    for cell in texts() {
        if !cell.is_ascii() {
            high.extend_from_slice(whole_characters(cell));
            high.push(b'\n');
        }
        if high.len() > SAMPLE_BYTES {
            break;
        }
    }
    if high.is_empty() {
        return (said.unwrap_or(UTF_8), None);
    }
    if let Some(said) = said
        && !said.decode_without_bom_handling(&high).1
    {
        return (said, Some(Note::Encoding { name: said.name(), guessed: false }));
    }
    let guessed = text::guess(&high);
    (guessed, Some(Note::Encoding { name: guessed.name(), guessed: true }))
}

/// A cell without the half of a character that may end it.
fn whole_characters(cell: &[u8]) -> &[u8] {
    let end = cell.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |last| last + 1);
    let cell = &cell[..end];
    match std::str::from_utf8(cell) {
        Ok(_) => cell,
        // It is UTF-8 up to a last character that misses its end.
        Err(error) if error.error_len().is_none() => &cell[..error.valid_up_to()],
        Err(_) => {
            let fits = |bytes: &[u8]| !GB18030.decode_without_bom_handling(bytes).1;
            let shorter = &cell[..cell.len().saturating_sub(1)];
            if !fits(cell) && fits(shorter) { shorter } else { cell }
        }
    }
}

/// The encoding by the language driver of the header (byte 29). The code of "ANSI" (0x57) and of
/// Western Windows (0x03) are not believed: they are written by default everywhere.
fn by_language(language: u8) -> Option<&'static Encoding> {
    match language {
        0x4d | 0x7a => Some(GB18030),
        0x4f | 0x78 => Some(encoding_rs::BIG5),
        0x13 | 0x7b => Some(encoding_rs::SHIFT_JIS),
        0x4e | 0x79 => Some(encoding_rs::EUC_KR),
        0xc8 => Some(encoding_rs::WINDOWS_1250),
        0xc9 => Some(encoding_rs::WINDOWS_1251),
        _ => None,
    }
}

#[cfg(test)]
#[path = "dbf_tests.rs"]
mod tests;
