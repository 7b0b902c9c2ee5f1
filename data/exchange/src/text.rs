//! Bytes as text: UTF-8 with or without byte order mark, UTF-16 with one, else GB18030.

use crate::Note;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// The text in `bytes`, and a note when it was not plain UTF-8.
///
/// Bytes that are no UTF-8 are taken for GB18030 when they are such without a fault, else for
/// Latin-1 (Windows-1252), which takes any bytes.
pub(crate) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<Note>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[mark..]).0;
        let name = encoding.name();
        let note = (encoding != UTF_8).then_some(Note::Encoding { name, guessed: false });
        return (text, note);
    }
    let encoding = guess(bytes);
    let text = encoding.decode_without_bom_handling(bytes).0;
    let name = encoding.name();
    (text, (encoding != UTF_8).then_some(Note::Encoding { name, guessed: true }))
}

/// The encoding that `bytes` without a mark are most likely in.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if is_gb18030(bytes) { GB18030 } else { WINDOWS_1252 }
}

/// Whether `bytes` decode as GB18030 without a fault, and look like it: in Chinese text the bytes
/// above ASCII come in pairs of which most are common characters (GB 2312: both bytes from 0xA1,
/// the first up to 0xF7). In Latin-1 a lone accented letter stands between ASCII letters.
fn is_gb18030(bytes: &[u8]) -> bool {
    let (text, broken) = GB18030.decode_without_bom_handling(bytes);
    if broken {
        return false;
    }
    let high = text.chars().filter(|c| !c.is_ascii()).count();
    let common = text.chars().filter(|c| matches!(*c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')).count();
    2 * common >= high
}

/// The encoding of this name, as `.cpg` files and people write it: `UTF-8`, `GBK`, `936`, `OEM`.
pub(crate) fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().trim_matches('\0').to_ascii_lowercase();
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "936" | "54936" | "18030" | "2312" => return Some(GB18030),
        "65001" => return Some(UTF_8),
        "950" => return Some(encoding_rs::BIG5),
        "932" => return Some(encoding_rs::SHIFT_JIS),
        "949" => return Some(encoding_rs::EUC_KR),
        "1252" | "88591" | "885915" | "28591" => return Some(WINDOWS_1252),
        "1200" => return Some(UTF_16LE),
        "1201" => return Some(UTF_16BE),
        _ => {}
    }
    Encoding::for_label(name.as_bytes())
        .or_else(|| {
            digits
                .starts_with("125")
                .then(|| Encoding::for_label(format!("windows-{digits}").as_bytes()))?
        })
        .map(|found| if found == encoding_rs::GBK { GB18030 } else { found })
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
