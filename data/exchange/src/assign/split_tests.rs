//! The splitter against its twin, which reads a stream byte by byte.

use super::*;
use crate::records::Records;
use proptest::prelude::*;

/// Content, line break, cells and the two wanted ones of every record.
type Rows = Vec<(Vec<u8>, Vec<u8>, usize, [Option<Vec<u8>>; 2], u64)>;

const PLACES: [usize; 2] = [2, 1];

fn twin(text: &[u8]) -> Rows {
    let mut records = Records::new(text, b',');
    let mut rows = Vec::new();
    while records.advance().unwrap() {
        let cell = |place| records.cell(place).map(Cow::into_owned);
        let (content, line_break) = (records.content().to_vec(), records.line_break().to_vec());
        rows.push((content, line_break, records.len(), PLACES.map(cell), records.line));
    }
    rows
}

fn ours(text: &[u8]) -> Rows {
    let mut bytes = text.to_vec();
    // What stands in the slack must not matter.
    bytes.extend_from_slice(b",\n\",\r,,\n");
    let mut splitter = Splitter::new(b',', PLACES);
    let (mut at, mut line, mut rows) = (0, 1, Vec::new());
    while at < text.len() {
        let cut = splitter.record(&bytes, at, text.len(), false);
        let record = splitter.record(&bytes, at, text.len(), true).unwrap();
        // Before the end of a block, a record is the same whatever follows.
        assert!(cut.is_none() || cut == Some(record));
        let content = |cell: Cell| cell.content(&bytes).into_owned();
        rows.push((
            bytes[at..record.end].to_vec(),
            bytes[record.end..record.next].to_vec(),
            record.cells,
            record.wanted.map(|cell| cell.map(content)),
            line,
        ));
        line += record.lines;
        at = record.next;
    }
    rows
}

#[test]
fn equal_bytes_are_found_and_no_others() {
    for byte in 0..=255_u8 {
        for beside in [0, 1, 0x7f, 0x80, 0xff, byte.wrapping_sub(1), byte.wrapping_add(1)] {
            let word = u64::from_le_bytes([byte, beside, byte, byte, beside, beside, byte, beside]);
            let found = equal(word, u64::from(byte) * LOW).to_le_bytes();
            let wanted = word.to_le_bytes().map(|it| if it == byte { 0x80 } else { 0 });
            assert_eq!(found, wanted, "{byte} beside {beside}");
        }
    }
}

#[test]
fn many_columns_are_no_trouble() {
    let text = format!("{}\n", vec!["abc"; 1_000].join(","));
    let rows = ours(text.as_bytes());
    assert_eq!((rows.len(), rows[0].2), (1, 1_000));
    assert_eq!(rows, twin(text.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn it_splits_as_its_twin_does(text in r#"([ab,\n]{0,9}|[ab,"\n\r]{0,9}|\r\n){0,8}"#) {
        prop_assert_eq!(ours(text.as_bytes()), twin(text.as_bytes()), "{:?}", text);
    }
}
