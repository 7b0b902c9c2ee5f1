//! How characters are read: pinyin without tones, in plain letters.

use pinyin::{Pinyin, ToPinyin as _, ToPinyinMulti as _};

/// The most readings of one character that are tried.
const READINGS_MAX: usize = 4;

/// The readings of one folded character, without tones and without repeats.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Readings {
    all: [&'static str; READINGS_MAX],
    count: usize,
}

impl Readings {
    /// The readings, the most usual first.
    pub(crate) fn as_slice(&self) -> &[&'static str] {
        &self.all[..self.count]
    }

    fn add(&mut self, reading: &'static str) {
        if self.count < READINGS_MAX
            && !reading.is_empty()
            && reading.bytes().all(|b| b.is_ascii_lowercase())
            && !self.as_slice().contains(&reading)
        {
            self.all[self.count] = reading;
            self.count += 1;
        }
    }
}

/// How a digit is read.
const DIGITS: [&str; 10] = ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"];

/// The readings of a folded character; none of a letter, which is itself.
pub(crate) fn readings(c: char) -> Readings {
    let mut found = Readings::default();
    if let Some(digit) = c.to_digit(10) {
        found.add(DIGITS[digit as usize]);
        return found;
    }
    if c.is_ascii() {
        return found;
    }
    found.add(c.to_pinyin().map_or("", plain));
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        found.add(plain(reading));
    }
    found
}

/// The most usual reading in letters; a letter or digit is itself.
pub(crate) fn spell(c: char, into: &mut Vec<u8>) -> bool {
    if c.is_ascii_alphanumeric() {
        into.extend(u8::try_from(c));
        return true;
    }
    let found = readings(c);
    let first = found.as_slice().first();
    into.extend(first.into_iter().flat_map(|reading| reading.bytes()));
    first.is_some()
}

/// The letters of a reading. The data write ü as such or as v; keyboards have v.
fn plain(reading: Pinyin) -> &'static str {
    match reading.plain() {
        "lü" => "lv",
        "lüe" => "lve",
        "nü" => "nv",
        "nüe" => "nve",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_has_every_reading_once() {
        assert_eq!(readings('西').as_slice()[0], "xi");
        for reading in ["zhong", "chong"] {
            assert!(readings('重').as_slice().contains(&reading), "{:?}", readings('重'));
        }
        assert_eq!(readings('绿').as_slice()[0], "lv");
        assert_eq!(readings('3').as_slice(), ["san"]);
        assert!(readings('x').as_slice().is_empty() && readings('😀').as_slice().is_empty());
    }
}
