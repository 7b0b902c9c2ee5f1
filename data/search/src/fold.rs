//! Folding: one form for what can be typed in several.

use hanconv::RawDictionary;
use std::collections::HashMap;
use std::ops::Range;

/// A folded text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// Letters, digits and characters; `-` between two digits. Nothing else.
    pub chars: Vec<char>,
    /// For each the characters of the original that it stands for.
    pub spans: Vec<Range<usize>>,
    /// Before which of them something was left out: where words may begin.
    pub breaks: Vec<usize>,
}

/// Folds texts.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    simplified: HashMap<char, char>,
}

/// What a counting numeral stands before.
const COUNTED: &str = "号弄巷街路单栋幢楼室组网院户层";

impl Folder {
    /// Reads the table of characters.
    pub(crate) fn new() -> Self {
        let one = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let pairs = RawDictionary::TSCharacters.iter();
        Self { simplified: pairs.filter_map(|(from, to)| Some((one(from)?, one(to)?))).collect() }
    }

    /// Folds the first `max` characters of a text.
    pub(crate) fn fold(&self, text: &str, max: usize) -> Folded {
        let mut folded = Folded::default();
        let mut gap = false;
        for (place, original) in text.chars().take(max).enumerate() {
            let c = self.one(original);
            if !(c.is_alphanumeric() || matches!(c, '-' | '–' | '—')) {
                gap = true;
                continue;
            }
            if std::mem::take(&mut gap) && !folded.chars.is_empty() {
                folded.breaks.push(folded.chars.len());
            }
            folded.push(c, place..place + 1);
        }
        folded.hyphens();
        folded.count();
        folded.yards();
        folded
    }

    fn one(&self, c: char) -> char {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            'Ā' | 'Á' | 'Ǎ' | 'À' | 'ā' | 'á' | 'ǎ' | 'à' => 'a',
            'Ē' | 'É' | 'Ě' | 'È' | 'ē' | 'é' | 'ě' | 'è' => 'e',
            'ī' | 'í' | 'ǐ' | 'ì' => 'i',
            'Ō' | 'Ó' | 'Ǒ' | 'Ò' | 'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
            'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
            'ü' | 'Ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
            _ => c,
        };
        let c = c.to_lowercase().next().unwrap_or(c);
        self.simplified.get(&c).copied().unwrap_or(c)
    }
}

impl Folded {
    fn push(&mut self, c: char, span: Range<usize>) {
        self.chars.push(c);
        self.spans.push(span);
    }

    fn remove(&mut self, place: usize) {
        self.chars.remove(place);
        self.spans.remove(place);
        self.breaks.iter_mut().filter(|at| **at > place).for_each(|at| *at -= 1);
    }

    /// Keeps hyphens between digits only; others part words.
    fn hyphens(&mut self) {
        let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let mut place = 0;
        while place < self.chars.len() {
            if !matches!(self.chars[place], '-' | '–' | '—') {
                place += 1;
            } else if place > 0
                && digit(self.chars.get(place - 1))
                && digit(self.chars.get(place + 1))
            {
                self.chars[place] = '-';
                place += 1;
            } else {
                self.remove(place);
                self.breaks.push(place);
            }
        }
        let end = self.chars.len();
        self.breaks.retain(|at| (1..end).contains(at));
        self.breaks.sort_unstable();
        self.breaks.dedup();
    }

    /// Writes numerals that count something in digits: after 第, or before 号 and the like.
    fn count(&mut self) {
        let mut place = 0;
        while place < self.chars.len() {
            let run = self.chars[place..].iter().take_while(|c| numeral(**c).is_some()).count();
            if run == 0 {
                place += 1;
                continue;
            }
            let after = self.chars.get(place + run);
            let counts = (place > 0 && self.chars[place - 1] == '第')
                || after.is_some_and(|c| COUNTED.contains(*c));
            let value = counts.then(|| number(&self.chars[place..place + run])).flatten();
            let Some(value) = value else {
                place += run;
                continue;
            };
            let span = self.spans[place].start..self.spans[place + run - 1].end;
            let digits: Vec<char> = value.chars().collect();
            let (old, new) = (run, digits.len());
            self.spans.splice(place..place + run, digits.iter().map(|_| span.clone()));
            self.chars.splice(place..place + run, digits);
            for at in self.breaks.iter_mut().filter(|at| **at > place) {
                *at = if *at >= place + old { *at - old + new } else { place + new };
            }
            place += new;
        }
        self.breaks.dedup();
        let end = self.chars.len();
        self.breaks.retain(|at| *at < end);
    }

    /// A yard of a number (12号院) is found by the number.
    fn yards(&mut self) {
        let mut place = 2;
        while place < self.chars.len() {
            if self.chars[place] == '院'
                && self.chars[place - 1] == '号'
                && self.chars[place - 2].is_ascii_digit()
            {
                self.remove(place);
            } else {
                place += 1;
            }
        }
        let end = self.chars.len();
        self.breaks.retain(|at| *at < end);
    }

    /// Keeps the first `length` characters.
    pub(crate) fn cut(&mut self, length: usize) {
        self.chars.truncate(length);
        self.spans.truncate(length);
        self.breaks.retain(|at| *at < length);
    }

    /// Takes hyphens out, as codes are compared without.
    pub(crate) fn without_hyphens(mut self) -> Self {
        while let Some(place) = self.chars.iter().position(|c| *c == '-') {
            self.remove(place);
        }
        self
    }

    /// The characters of the original from one folded character to before another.
    pub(crate) fn original(&self, range: Range<usize>) -> Option<Range<usize>> {
        let spans = self.spans.get(range)?;
        Some(spans.first()?.start..spans.last()?.end)
    }
}

/// The value of a Chinese numeral: a digit, or ten and hundred.
fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// The number written: digit by digit (一〇二), or with tens and hundreds (一百零二); `None` when it
/// is neither.
fn number(run: &[char]) -> Option<String> {
    let values: Vec<u32> = run.iter().filter_map(|c| numeral(*c)).collect();
    if values.iter().all(|value| *value < 10) {
        return Some(values.iter().map(ToString::to_string).collect());
    }
    let (mut sum, mut digit, mut last) = (0, None, u32::MAX);
    for value in values {
        match value {
            10 | 100 if value >= last => return None,
            10 | 100 => {
                sum += digit.take().unwrap_or(1) * value;
                last = value;
            }
            0 => digit = None,
            _ if digit.is_some() => return None,
            _ => digit = Some(value),
        }
    }
    Some((sum + digit.unwrap_or(0)).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        Folder::new().fold(text, 64).chars.into_iter().collect()
    }

    #[test]
    fn one_form_for_what_is_typed_in_several() {
        for (typed, folded) in [
            ("ＦＷ０１２", "fw012"),
            ("西園街道", "西园街道"),
            ("龔家灣", "龚家湾"),
            ("Xī Yuán", "xiyuan"),
            ("第三网格", "第3网格"),
            ("第二十三网格", "第23网格"),
            ("西津路一百零五号院", "西津路105号"),
            ("西津路十五號", "西津路15号"),
            ("一〇二室", "102室"),
            ("七里河区", "七里河区"),
            ("十十号", "十十号"),
            ("15-2号", "15-2号"),
            ("a-b · c—", "abc"),
            ("\u{301}\u{0}😀", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn what_is_folded_knows_where_it_was() {
        let folded = Folder::new().fold("（西园） 第二十三网格 号", 64);
        assert_eq!(folded.chars.iter().collect::<String>(), "西园第23网格号");
        assert_eq!(folded.breaks, [2, 7]);
        assert_eq!(folded.original(0..2), Some(1..3));
        assert_eq!(folded.original(3..4), Some(6..9));
        assert_eq!(folded.original(4..6), Some(6..10));
    }
}
