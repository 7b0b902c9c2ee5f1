//! Reading a query: as one word, as several, and without the house number at its end.

use crate::QUERY_CHARS_MAX;
use crate::fold::{Folded, Folder};
use crate::words::{Word, stem};
use std::collections::HashSet;

/// The most parts a query is taken in.
const PARTS_MAX: usize = 6;

/// The ways in which a query can be read.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    /// Each way is one word or several, all of which must match. The first way is the whole as one word.
    pub ways: Vec<Vec<Word>>,
    /// What was taken off its end.
    pub left_out: Option<String>,
}

/// The names of what contains others, with and without the kind at their end (西园街道, 西园).
#[derive(Clone, Debug, Default)]
pub(crate) struct Containers(HashSet<Box<[char]>>);

impl Containers {
    /// Adds a folded name.
    pub(crate) fn add(&mut self, name: &[char]) {
        self.0.insert(name.into());
        self.0.extend(stem(name).map(Into::into));
    }

    /// The longest of the names that a text begins with, so that something is left.
    fn first_of(&self, text: &[char]) -> Option<usize> {
        (2..text.len()).rev().find(|length| self.0.contains(&text[..*length]))
    }
}

/// Reads a query; `None` when nothing of it can be searched. The second is what it can be without the
/// numbers at its end, fewest taken off first.
pub(crate) fn read(
    text: &str,
    folder: &Folder,
    containers: &Containers,
) -> Option<(Query, Vec<Query>)> {
    let mut typed = folder.fold(text, QUERY_CHARS_MAX * 4);
    typed.cut(QUERY_CHARS_MAX);
    let whole = Query { ways: ways(&typed, containers)?, left_out: None };
    let all: Vec<char> = text.chars().take(QUERY_CHARS_MAX * 4).collect();
    let mut shorter = Vec::new();
    for cut in number_cuts(&typed.chars) {
        let from = typed.spans[cut].start;
        let left_out: String = all[from..].iter().collect();
        let mut rest = typed.clone();
        rest.cut(cut);
        let Some(those) = ways(&rest, containers) else { continue };
        shorter.push(Query { ways: those, left_out: Some(left_out.trim().to_owned()) });
    }
    Some((whole, shorter))
}

fn ways(folded: &Folded, containers: &Containers) -> Option<Vec<Vec<Word>>> {
    let chars = &folded.chars;
    let mut found = vec![vec![Word::new(chars)?]];
    if !folded.breaks.is_empty() {
        let mut parts = Vec::new();
        let mut from = 0;
        for &at in folded.breaks.iter().take(PARTS_MAX - 1) {
            parts.extend(Word::new(&chars[from..at]));
            from = at;
        }
        parts.extend(Word::new(&chars[from..]));
        found.push(parts);
    }
    let mut parts = Vec::new();
    let mut from = 0;
    while parts.len() + 1 < PARTS_MAX
        && let Some(length) = containers.first_of(&chars[from..])
    {
        parts.extend(Word::new(&chars[from..from + length]));
        from += length;
        let mut way: Vec<Word> = parts.clone();
        way.extend(Word::new(&chars[from..]));
        if !found.contains(&way) {
            found.push(way);
        }
    }
    Some(found)
}

/// What stands after the number of a house, stair, floor or room; longer ones first.
const NUMBERED: [&[char]; 10] = [
    &['号', '楼'],
    &['单', '元'],
    &['号'],
    &['弄'],
    &['栋'],
    &['幢'],
    &['楼'],
    &['层'],
    &['室'],
    &['户'],
];

/// Where the numbers at the end of a query begin, the last first; at least two characters stay before.
fn number_cuts(chars: &[char]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut end = chars.len();
    loop {
        let text = &chars[..end];
        let unit = NUMBERED.iter().find(|unit| text.ends_with(unit)).map_or(0, |unit| unit.len());
        let text = &text[..end - unit];
        let number = |c: &&char| c.is_ascii_digit() || **c == '-';
        let digits = text.iter().rev().take_while(number).count();
        let start = text.len() - digits;
        if digits == 0 || start < 2 || cuts.len() + 1 == PARTS_MAX {
            return cuts;
        }
        cuts.push(start);
        end = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> (Vec<String>, Vec<(String, String)>) {
        let mut containers = Containers::default();
        for name in ["七里河区", "西园街道", "中心社区"] {
            containers.add(&name.chars().collect::<Vec<_>>());
        }
        let text_of = |way: &Vec<Word>| {
            let words = way.iter().map(|word| word.chars.iter().collect::<String>());
            words.collect::<Vec<_>>().join("|")
        };
        let (query, shorter) = read(text, &Folder::new(), &containers).unwrap();
        let cut = |query: &Query| (text_of(&query.ways[0]), query.left_out.clone().unwrap());
        (query.ways.iter().map(text_of).collect(), shorter.iter().map(cut).collect())
    }

    #[test]
    fn a_query_is_one_word_or_its_parts() {
        assert_eq!(read_all("xi yuan").0, ["xiyuan", "xi|yuan"]);
        assert_eq!(
            read_all("西园街道中心便民服务").0,
            ["西园街道中心便民服务", "西园街道|中心便民服务", "西园街道|中心|便民服务"]
        );
        assert_eq!(read_all("西园街道").0, ["西园街道", "西园|街道"]);
    }

    #[test]
    fn numbers_at_the_end_are_taken_off_one_by_one() {
        let (_, shorter) = read_all("西津路 十五号 3单元502室");
        let expected = [
            ("西津路15号3单元", "502室"),
            ("西津路15号", "3单元502室"),
            ("西津路", "十五号 3单元502室"),
        ];
        let expected = expected.map(|(rest, out)| (rest.to_owned(), out.to_owned()));
        assert_eq!(shorter, expected);
        assert_eq!(read_all("第3网格").1, []);
        assert_eq!(read_all("15号").1, []);
    }
}
