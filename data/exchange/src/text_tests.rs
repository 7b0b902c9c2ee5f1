//! Encodings are told apart.

use super::*;

#[test]
fn marks_and_bytes_are_told_apart() {
    let chinese = "七里河区西园街道，网格";
    let gb = GB18030.encode(chinese).0;
    assert_eq!(decode(&gb).0, chinese);
    assert_eq!(decode(&gb).1, Some(Note::Encoding { name: "gb18030", guessed: true }));
    let marked = [b"\xef\xbb\xbf", chinese.as_bytes()].concat();
    assert_eq!(decode(&marked), (chinese.into(), None));
    assert_eq!(decode(b"caf\xe9 cr\xe8me").0, "café crème");
    let utf16: Vec<u8> = "\u{feff}网格".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&utf16).0, "网格");
}

#[test]
fn names_are_read_as_people_write_them() {
    for name in ["GBK", "936", "cp936", "GB2312", "gb18030", "ANSI 936"] {
        assert_eq!(named(name), Some(GB18030), "{name}");
    }
    for name in ["UTF-8", "utf8", "65001"] {
        assert_eq!(named(name), Some(UTF_8), "{name}");
    }
    for name in ["ISO-8859-1", "ISO 88591", "1252", "ISO88591"] {
        assert_eq!(named(name), Some(WINDOWS_1252), "{name}");
    }
    assert_eq!(named("runes"), None);
}
