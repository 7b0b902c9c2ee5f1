//! Tables in the encodings of the field, whole and cut.

use super::*;

/// A table of one text and one number field.
fn table(texts: &[&[u8]], language: u8) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    bytes[0] = 3;
    bytes[4..8].copy_from_slice(&u32::try_from(texts.len()).unwrap().to_le_bytes());
    bytes[8..10].copy_from_slice(&97_u16.to_le_bytes());
    bytes[10..12].copy_from_slice(&21_u16.to_le_bytes());
    bytes[29] = language;
    for (name, kind, width) in [(&b"NAME"[..], b'C', 12), (b"COUNT", b'N', 8)] {
        let mut field = vec![0; 32];
        field[..name.len()].copy_from_slice(name);
        field[11] = kind;
        field[16] = width;
        bytes.extend(field);
    }
    bytes.push(0x0d);
    for text in texts {
        bytes.push(b' ');
        let mut cell = text.to_vec();
        cell.resize(12, b' ');
        bytes.extend(cell);
        bytes.extend(b"      42");
    }
    bytes
}

fn names(bytes: &[u8], cpg: Option<&str>) -> Vec<String> {
    let table = Table::read(bytes, cpg).unwrap();
    (0..table.row_count)
        .map(|place| table.row(place).unwrap().fields[0].1.text().unwrap())
        .collect()
}

#[test]
fn chinese_is_read_by_mark_by_language_and_by_its_bytes() {
    let gb = GB18030.encode("西园街道").0.into_owned();
    assert_eq!(names(&table(&[&gb], 0), Some("GBK")), ["西园街道"]);
    assert_eq!(names(&table(&[&gb], 0x4d), None), ["西园街道"]);
    assert_eq!(names(&table(&[&gb], 0x57), None), ["西园街道"]);
    // The mark is wrong: the bytes are believed.
    assert_eq!(names(&table(&[&gb], 0), Some("UTF-8")), ["西园街道"]);
    let utf8 = "西园街道".as_bytes();
    assert_eq!(names(&table(&[utf8], 0x57), None), ["西园街道"]);
    assert_eq!(names(&table(&[b"Caf\xe9 Z\xfcrich"], 0x57), None), ["Café Zürich"]);
}

#[test]
fn half_a_character_at_the_end_is_left_out() {
    // 12 bytes hold four characters of UTF-8; the fifth was cut after one or two bytes.
    let cut = &"七x里河区西园".as_bytes()[..12];
    assert_eq!(names(&table(&[cut], 0), Some("UTF-8")), ["七x里河"]);
    assert_eq!(names(&table(&[cut], 0), None), ["七x里河"]);
}

#[test]
fn numbers_are_whole_where_they_are_whole() {
    let bytes = table(&[b"a"], 0);
    let row = Table::read(&bytes, None).unwrap().row(0).unwrap();
    assert_eq!(row.fields[1], ("COUNT".to_owned(), Value::Int(42)));
    assert_eq!(number(" 1.500 "), Value::Float(1.5));
    assert_eq!(number("****"), Value::Null);
    assert_eq!(number("62010300100100100123"), Value::Text("62010300100100100123".to_owned()));
}

#[test]
fn cut_tables_give_what_is_there() {
    let bytes = table(&[b"one", b"two", b"three"], 0);
    for end in 0..bytes.len() {
        if let Ok(table) = Table::read(&bytes[..end], None) {
            assert!(table.row_count < 3);
            assert!(table.row(table.row_count).is_none());
        }
    }
}
