//! The head of a stream: what is packed is opened, what is UTF-16 is turned into UTF-8, and a sample
//! is taken without losing it.

use crate::text;
use encoding_rs::{Decoder, Encoding, UTF_8};
use flate2::bufread::MultiGzDecoder;
use std::fmt;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// Bytes looked at to tell delimiter, encoding and columns.
const SAMPLE_BYTES: usize = 128 << 10;

/// A stream of text with its head known.
pub(crate) struct Head<'r> {
    /// The first bytes, without byte order mark; they come again from `reader`.
    pub(crate) sample: Vec<u8>,
    pub(crate) encoding: &'static Encoding,
    /// What the stream began with, to be kept by copies: a byte order mark or nothing.
    pub(crate) mark: &'static [u8],
    pub(crate) reader: Chain<Cursor<Vec<u8>>, Box<dyn BufRead + 'r>>,
}

impl fmt::Debug for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head").field("encoding", &self.encoding).finish_non_exhaustive()
    }
}

/// Looks at the head of a stream; `.gz` is opened.
pub(crate) fn open<'r>(mut reader: impl BufRead + 'r) -> io::Result<Head<'r>> {
    let start = fill(&mut reader, 4)?;
    let whole = Cursor::new(start.clone()).chain(reader);
    let mut reader: Box<dyn BufRead + 'r> = if start.starts_with(&[0x1f, 0x8b, 8]) {
        Box::new(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(whole)))
    } else {
        Box::new(whole)
    };
    let mut sample = fill(&mut reader, SAMPLE_BYTES)?;
    if let Some((encoding, _)) = Encoding::for_bom(&sample)
        && encoding != UTF_8
    {
        let whole = Cursor::new(std::mem::take(&mut sample)).chain(reader);
        let plain = Transcoded {
            reader: whole,
            decoder: encoding.new_decoder(),
            out: Vec::new(),
            at: 0,
            ended: false,
        };
        reader = Box::new(BufReader::with_capacity(64 << 10, plain));
        sample = fill(&mut reader, SAMPLE_BYTES)?;
    }
    let mut mark: &[u8] = b"";
    if sample.starts_with(b"\xef\xbb\xbf") {
        sample.drain(..3);
        mark = b"\xef\xbb\xbf";
    }
    // The last line of a sample may be cut within a character.
    let whole_lines =
        sample.iter().rposition(|byte| *byte == b'\n').map_or(sample.len(), |end| end + 1);
    let encoding = text::guess(&sample[..whole_lines]);
    Ok(Head { encoding, mark, reader: Cursor::new(sample.clone()).chain(reader), sample })
}

/// Reads up to `count` bytes.
fn fill(reader: &mut impl Read, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(count as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A stream in another encoding as UTF-8.
struct Transcoded<R> {
    reader: R,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() && !self.ended {
            let ready = self.reader.fill_buf()?;
            let (used, last) = (ready.len(), ready.is_empty());
            let mut text = String::with_capacity(
                self.decoder.max_utf8_buffer_length(used).unwrap_or(used * 3 + 16),
            );
            let (_, read, _) = self.decoder.decode_to_string(ready, &mut text, last);
            self.reader.consume(read);
            (self.out, self.at, self.ended) = (text.into_bytes(), 0, last);
        }
        let count = into.len().min(self.out.len() - self.at);
        into[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
