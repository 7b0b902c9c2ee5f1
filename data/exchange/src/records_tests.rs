//! The splitter against its twin, the `csv` crate.

use super::*;
use proptest::prelude::*;
use std::io::BufReader;

fn ours(text: &[u8], capacity: usize) -> Vec<Vec<Vec<u8>>> {
    let mut records = Records::new(BufReader::with_capacity(capacity, text), b',');
    let mut rows = Vec::new();
    let mut copy = Vec::new();
    while records.advance().unwrap() {
        copy.extend_from_slice(records.content());
        copy.extend_from_slice(records.line_break());
        if records.len() > 0 {
            rows.push(
                (0..records.len()).map(|cell| records.cell(cell).unwrap().into_owned()).collect(),
            );
        }
    }
    assert_eq!(copy, text, "every byte is kept");
    rows
}

fn twin(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
}

#[test]
fn lines_are_counted_through_quoted_breaks() {
    let mut records = Records::new(&b"a,b\n\"x\ny\",2\r\n\r\nlast,\"3\"\"4\""[..], b',');
    let (mut lines, mut last) = (Vec::new(), None);
    while records.advance().unwrap() {
        lines.push((records.line, records.len()));
        last = records.cell(1).map(Cow::into_owned);
    }
    assert_eq!(lines, [(1, 2), (2, 2), (4, 0), (5, 2)]);
    assert_eq!(last.unwrap(), b"3\"4");
}

#[test]
fn a_quote_that_never_closes_is_an_error_not_a_flood() {
    let text = [b"a,\"b".as_slice(), &vec![b'x'; RECORD_BYTES_MAX + 100_000]].concat();
    let mut records = Records::new(&*text, b',');
    assert!(records.advance().is_err());
}

#[test]
fn delimiters_are_told_by_the_first_line() {
    assert_eq!(delimiter_of("经度;纬度;时间\n1,5;2,5".as_bytes()), b';');
    assert_eq!(delimiter_of(b"a\tb\tc\n1,2,3,4"), b'\t');
    assert_eq!(delimiter_of(b"\"a;b;c\",d"), b',');
    assert_eq!(delimiter_of(b""), b',');
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn it_splits_as_its_twin_does(text in r#"[ab,"\n\r]{0,40}"#, capacity in 1..9_usize) {
        prop_assert_eq!(ours(text.as_bytes(), capacity), twin(text.as_bytes()), "{:?}", text);
    }
}
