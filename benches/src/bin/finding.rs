//! How long a search by name takes, and how large its index is.
//!
//! ```text
//! finding city         the demo city: 325 grids with their units, service points and roads
//! finding made COUNT   so many made names: towns, communities, grids, counters with addresses, roads
//! ```
//!
//! Prints a row for each kind of query: how many, and the waits in ms, median, 95 %, longest; then all of them.

use benches::Failure;
use benches::latency::Latency;
use jiff::civil::date;
use samples::Like;
use search::{Entry, Finder};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::time::Instant;

/// Syllables that names are made of, with how they are read.
const SYLLABLES: [(&str, &str); 24] = [
    ("西", "xi"),
    ("园", "yuan"),
    ("安", "an"),
    ("宁", "ning"),
    ("河", "he"),
    ("山", "shan"),
    ("柳", "liu"),
    ("家", "jia"),
    ("湾", "wan"),
    ("新", "xin"),
    ("华", "hua"),
    ("石", "shi"),
    ("桥", "qiao"),
    ("东", "dong"),
    ("林", "lin"),
    ("马", "ma"),
    ("白", "bai"),
    ("泉", "quan"),
    ("金", "jin"),
    ("龙", "long"),
    ("城", "cheng"),
    ("兴", "xing"),
    ("平", "ping"),
    ("光", "guang"),
];

/// How often each query is asked.
const ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let entries = match *words.as_slice() {
        ["city"] => city()?,
        ["made", count] => made(count.parse()?),
        _ => return Err("usage: finding city | finding made COUNT".into()),
    };
    let mut out = std::io::stdout();
    let queries = queries(&entries);
    let (count, begun) = (entries.len(), Instant::now());
    let finder = Finder::build(entries);
    writeln!(out, "{count} entries, built in {:.2} s", begun.elapsed().as_secs_f64())?;
    let mut all = Latency::default();
    for (kind, queries) in queries {
        let mut waits = Latency::default();
        let mut empty = 0;
        for query in queries.iter().flat_map(|query| std::iter::repeat_n(query, ROUNDS)) {
            let begun = Instant::now();
            let answer = finder.find(query, None, 10);
            waits.add(begun.elapsed());
            empty += usize::from(answer.hits.is_empty());
        }
        say(&mut out, kind, &waits, empty)?;
        all.join(waits);
    }
    say(&mut out, "all", &all, 0)
}

fn say(
    out: &mut impl std::io::Write,
    kind: &str,
    waits: &Latency,
    empty: usize,
) -> Result<(), Failure> {
    let ms = |per_mille| waits.at(per_mille).as_secs_f64() * 1e3;
    let figures = format!("{:.2}\t{:.2}\t{:.2}", ms(500), ms(950), ms(1000));
    Ok(writeln!(out, "{kind}\t{}\t{figures}\t{empty} empty", waits.count())?)
}

/// The demo city as the server searches it.
fn city() -> Result<Vec<Entry>, Failure> {
    let town = samples::make(Like::Qilihe, 1, date(2026, 11, 21))?;
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(town.tree.units().iter().map(|unit| Entry {
        name: unit.name.clone(),
        code: Some(unit.code.as_str().to_owned()),
        weight: 9 - unit.level.get(),
        within: unit.parent.map(|above| above.0 as usize),
        ..Entry::default()
    }));
    entries.extend(town.places.iter().filter(|place| place.public).map(|place| Entry {
        name: place.name.clone(),
        code: Some(place.code.as_str().to_owned()),
        address: place.address.clone(),
        weight: 5,
        ..Entry::default()
    }));
    let roads: BTreeSet<&str> = town.network.ways.iter().map(|way| way.name.as_str()).collect();
    entries.extend(roads.into_iter().map(|name| Entry {
        name: name.to_owned(),
        weight: 3,
        numbered: true,
        ..Entry::default()
    }));
    Ok(entries)
}

/// The name of this number in syllables: two, from the 577th on three, and so on.
fn made_name(number: usize) -> String {
    let base = SYLLABLES.len();
    let mut rest = number + base;
    let mut name = String::new();
    while rest > 0 {
        name.push_str(SYLLABLES[rest % base].0);
        rest /= base;
    }
    name
}

/// So many names: 1 town for 50 communities of 40 grids, a counter and three roads.
fn made(count: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    let (mut town, mut community) = (0, 0);
    for number in 0..count {
        let (unit, part) = (number / 45, number % 45);
        let entry =
            |name: String, weight, within| Entry { name, weight, within, ..Entry::default() };
        let next = if number.is_multiple_of(45 * 50) {
            town = number;
            entry(format!("{}街道", made_name(unit / 50)), 8, None)
        } else if part == 0 || number % (45 * 50) == 1 {
            community = number;
            entry(format!("{}社区", made_name(unit)), 7, Some(town))
        } else if part == 44 {
            let address =
                format!("{}{}路{}号", entries[community].name, made_name(unit + 7), unit % 300);
            let name = format!("{}便民服务中心", entries[community].name);
            Entry { address: Some(address), ..entry(name, 5, Some(community)) }
        } else if part > 40 {
            Entry {
                numbered: true,
                ..entry(format!("{}路", made_name(number)), 3, Some(community))
            }
        } else {
            entry(format!("{}第{part}网格", entries[community].name), 6, Some(community))
        };
        entries.push(Entry { code: Some(format!("62{number:013}")), ..next });
    }
    for (id, entry) in (0..).zip(&mut entries) {
        entry.id = id;
    }
    entries
}

fn spelt(name: &str) -> String {
    let reading = |c: char| {
        let known = SYLLABLES.iter().find(|(it, _)| it.starts_with(c)).map(|it| it.1);
        known.or(match c {
            '街' => Some("jie"),
            '道' => Some("dao"),
            '社' => Some("she"),
            '区' => Some("qu"),
            _ => None,
        })
    };
    name.chars().filter_map(reading).collect()
}

/// Queries by kind, over a hundred names spread evenly.
fn queries(entries: &[Entry]) -> Vec<(&'static str, Vec<String>)> {
    let some: Vec<&Entry> = entries.iter().step_by((entries.len() / 100).max(1)).collect();
    let of = |make: fn(&Entry) -> String| some.iter().map(|entry| make(entry)).collect::<Vec<_>>();
    let chars = |entry: &Entry| entry.name.chars().collect::<Vec<_>>();
    let swapped = some.iter().map(|entry| {
        let mut chars = chars(entry);
        let last = chars.len() - 1;
        chars.swap(last / 2, last.div_ceil(2).max(1).min(last));
        chars.into_iter().collect()
    });
    let wrong = some.iter().map(|entry| {
        let mut chars = chars(entry);
        let middle = chars.len() / 2;
        chars[middle] = '鑫';
        chars.into_iter().collect()
    });
    let letters = |query: &String| query.len() > 5;
    let spellings: Vec<String> =
        of(|entry| spelt(&entry.name)).into_iter().filter(letters).collect();
    let letters_swapped = spellings.iter().map(|spelling| {
        let mut letters: Vec<char> = spelling.chars().collect();
        letters.swap(2, 3);
        letters.into_iter().collect()
    });
    vec![
        ("whole name", of(|entry| entry.name.clone())),
        ("two characters", of(|entry| entry.name.chars().take(2).collect())),
        ("one character", of(|entry| entry.name.chars().take(1).collect())),
        ("pinyin", spellings.clone()),
        ("two letters", spellings.iter().map(|it| it.chars().take(2).collect()).collect()),
        ("one letter", spellings.iter().map(|it| it.chars().take(1).collect()).collect()),
        ("code", of(|entry| entry.code.clone().unwrap_or_default())),
        (
            "end of a code",
            of(|entry| {
                entry.code.iter().flat_map(|code| code.chars().skip(code.len() - 5)).collect()
            }),
        ),
        ("address", of(|entry| entry.address.clone().unwrap_or_else(|| "新华路12号".into()))),
        ("two words", of(|entry| format!("西园 {}", entry.name))),
        ("character wrong", wrong.collect()),
        ("characters swapped", swapped.collect()),
        ("letters swapped", letters_swapped.collect()),
        (
            "nothing like it",
            vec!["鑫鑫鑫鑫鑫鑫".into(), "qqqqqqqqqqqqq".into(), "社区社区社区".into()],
        ),
    ]
}
