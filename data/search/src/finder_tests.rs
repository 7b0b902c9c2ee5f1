//! What is found, and that a plain scan finds the same.

use super::*;
use crate::How;
use proptest::prelude::*;

fn entry(id: u32, name: &str, within: Option<usize>) -> Entry {
    Entry { id, name: name.to_owned(), within, ..Entry::default() }
}

/// A small town.
fn town() -> Finder {
    let mut entries = vec![
        Entry { weight: 9, code: Some("620103".into()), ..entry(0, "七里河区", None) },
        Entry { weight: 8, code: Some("620103001".into()), ..entry(1, "西园街道", Some(0)) },
        Entry { weight: 8, code: Some("620103007".into()), ..entry(2, "龚家湾街道", Some(0)) },
        Entry { weight: 7, code: Some("620103001001".into()), ..entry(3, "西园社区", Some(1)) },
        Entry { weight: 7, ..entry(4, "重华路社区", Some(2)) },
    ];
    for number in 1..=12 {
        let code = Some(format!("620103001001{number:03}"));
        let name = format!("西园社区第{number}网格");
        entries.push(Entry { weight: 5, code, ..entry(10 + number, &name, Some(3)) });
    }
    let at = |lon| Position::from_degrees(lon, 36.0).ok();
    let counter = |id, lon, within, address: &str| Entry {
        weight: 4,
        at: at(lon),
        address: Some(address.to_owned()),
        ..entry(id, "便民服务中心", Some(within))
    };
    entries.push(counter(30, 103.80, 3, "西园街道西园社区示意路12号"));
    entries.push(counter(31, 103.75, 4, "龚家湾街道重华路社区示意路120号院"));
    let road = |id, name| Entry { weight: 3, numbered: true, ..entry(id, name, None) };
    entries.push(Entry { others: vec!["老西津路".into()], ..road(40, "西津路") });
    entries.push(road(41, "西津东路"));
    Finder::build(entries)
}

fn first(query: &str) -> Option<(u32, How)> {
    let answer = town().find(query, None, 10);
    answer.hits.first().map(|hit| (hit.id, hit.how))
}

#[test]
fn what_people_type_finds_what_they_mean() {
    for (query, id, how) in [
        ("西园街道", 1, How::Exact),
        ("西园", 1, How::Prefix),
        ("園街", 1, How::Infix),
        ("xiyuan", 1, How::Pinyin),
        ("Xi Yuan", 1, How::Pinyin),
        ("xiyuanj", 1, How::Pinyin),
        ("西yuan", 1, How::Pinyin),
        ("XYJD", 1, How::Initials),
        ("西yjd", 1, How::Initials),
        ("西圆街道", 1, How::SameSound),
        ("西园街到", 1, How::SameSound),
        ("西园接街道", 1, How::Typo),
        ("西街园道", 1, How::Typo),
        ("xiyaunjiedao", 1, How::Typo),
        ("龔家灣街道", 2, How::Exact),
        ("chonghua", 4, How::Pinyin),
        ("zhonghua", 4, How::Pinyin),
        ("620103007", 2, How::Exact),
        ("６２０１０３００１００１０１２", 22, How::Exact),
        ("01012", 22, How::Infix),
        ("西园社区第十二网格", 22, How::Exact),
        ("西园社区 2", 12, How::Infix),
        ("西园3网格", 13, How::Infix),
        ("七里河 西园 街道", 1, How::Exact),
        ("重华路便民服务中心", 31, How::Exact),
        ("示意路120号", 31, How::Infix),
        ("示意路十二号", 30, How::Infix),
        ("老西津路", 40, How::Exact),
        ("xijindong", 41, How::Pinyin),
    ] {
        assert_eq!(first(query), Some((id, how)), "{query}");
    }
    for nothing in ["", "  ,。", "\u{301}", "😀😀", "xzq", "鑫鑫鑫鑫"] {
        assert_eq!(first(nothing), None, "{nothing}");
    }
}

#[test]
fn a_number_that_is_not_known_gives_the_road_and_says_so() {
    let answer = town().find("西津路 15号3单元", None, 10);
    assert_eq!(answer.hits[0].id, 40);
    assert_eq!(answer.hits[0].left_out.as_deref(), Some("15号3单元"));
    let answer = town().find("示意路12号3单元502室", None, 10);
    assert_eq!(answer.hits[0].id, 30);
    assert_eq!(answer.hits[0].left_out.as_deref(), Some("3单元502室"));
    assert!(town().find("示意路13号", None, 10).hits.iter().all(|hit| hit.left_out.is_none()));
}

#[test]
fn what_matched_is_said_in_characters_of_the_name() {
    let of = |query: &str| {
        let hits = town().find(query, None, 10).hits;
        hits[0].ranges.iter().map(|range| (range.start, range.end)).collect::<Vec<_>>()
    };
    assert_eq!(of("xiyuan"), [(0, 2)]);
    assert_eq!(of("园街道"), [(1, 4)]);
    assert_eq!(of("西园第十二网格"), [(0, 2), (4, 9)]);
    assert_eq!(of("第十二网格 西园"), [(0, 2), (4, 9)]);
    assert_eq!(of("示意路12号"), [(8, 14)]);
}

#[test]
fn of_equal_ones_the_nearest_comes_first() {
    let at = |lon| Position::from_degrees(lon, 36.0).ok();
    let first = |near| town().find("便民服务中心", near, 10).hits[0].id;
    assert_eq!([first(at(103.81)), first(at(103.74)), first(None)], [30, 31, 30]);
}

#[test]
fn whatever_is_typed_is_answered_within_bounds() {
    let finder = town();
    for query in
        ["西".repeat(10_000), "a".repeat(10_000), "1 ".repeat(5_000), "\u{301}e".repeat(99)]
    {
        assert!(finder.find(&query, None, usize::MAX).hits.len() <= HITS_MAX);
    }
    let lying = Entry { within: Some(0), ..entry(0, "甲乙丙", None) };
    let lost = Entry { within: Some(99), ..entry(1, "甲乙丁", None) };
    let pair =
        [Entry { within: Some(3), ..lost.clone() }, Entry { within: Some(2), ..lost.clone() }];
    let finder = Finder::build([vec![lying, lost], pair.to_vec()].concat());
    assert_eq!(finder.find("甲乙 丙 甲", None, 9).hits[0].id, 0);
    assert!(Finder::build(Vec::new()).find("甲", None, 9).hits.is_empty());
}

/// The slow plain twin: every entry is looked at in every way, and the best kept.
fn scan(finder: &Finder, query: &str, near: Option<Position>, limit: usize) -> Vec<(u32, u16)> {
    let Some((whole, shorter)) = finder.read(query) else { return Vec::new() };
    let score = |entry: u32, words: &[Word], nearly: bool| {
        together(words, |at| {
            let of = |entry| finder.best(&words[at], entry, nearly).map(|found| found.score);
            (of(entry), finder.above(entry).filter_map(of).max())
        })
    };
    let without = |entry: u32, words: &[Word]| {
        let stored = &finder.entries[entry as usize];
        let address = words.len() == 1 && {
            let found = finder.best(&words[0], entry, false);
            found.is_some_and(|found| {
                let mut texts = finder.texts(entry).iter();
                let text = texts.find(|(field, _)| *field == found.field).map(|it| it.1);
                let next = text.and_then(|text| text.get(found.end));
                found.field == Field::Address && !next.is_some_and(char::is_ascii_digit)
            })
        };
        let found = score(entry, words, false)?;
        (stored.entry.numbered || address).then(|| without_number(found))
    };
    let every = |of: &dyn Fn(u32) -> Option<u16>| -> Vec<(u32, u16)> {
        (0..place(finder.len())).filter_map(|entry| Some((entry, of(entry)?))).collect()
    };
    let best = |query: &Query, of: &dyn Fn(&[Word]) -> Option<u16>| {
        query.ways.iter().filter_map(|words| of(words)).max()
    };
    let plain = every(&|entry| best(&whole, &|words| score(entry, words, false)));
    let stand_ins = every(&|entry| {
        let of = |query: &Query| best(query, &|words| without(entry, words));
        shorter.iter().filter_map(of).max()
    });
    let nearly = every(&|entry| best(&whole, &|words| score(entry, words, true)));
    let good = plain.iter().any(|(_, score)| *score >= 600);
    let guesses = match (good, stand_ins.is_empty()) {
        (true, _) => Vec::new(),
        (false, true) => nearly,
        (false, false) => stand_ins,
    };
    let mut scores = std::collections::BTreeMap::new();
    for (entry, score) in plain.into_iter().chain(guesses) {
        let best = scores.entry(entry).or_insert(score);
        *best = score.max(*best);
    }
    let found = |(entry, score)| Found { entry, score, query: 0, way: 0, near: false };
    let mut all: Vec<Found> = scores.into_iter().map(found).collect();
    all.sort_by(|a, b| finder.order(a, b, near));
    all.truncate(limit);
    all.iter().map(|it| (finder.entries[it.entry as usize].entry.id, it.score)).collect()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[西园七里河重乐安中心an]{1,5}(街道|社区|路)?",
        "[西园中心]{1,3}社区第[1-9]{1,2}网格",
        "[a-c]{1,3} ?[西园a-c]{0,2}",
    ]
}

prop_compose! {
    fn some_entry(id: u32, max: usize)(
        name in name(),
        other in proptest::option::of(name()),
        code in proptest::option::of("[12]{3,9}|FW[0-9]{3}"),
        address in proptest::option::of("[西园中]{1,3}路[1-3]{1,2}号"),
        weight in 0_u8..3,
        lon in proptest::option::of(103_i32..105),
        within in proptest::option::of(0..max),
        numbered in any::<bool>(),
    ) -> Entry {
        let at = lon.and_then(|lon| Position::from_degrees(f64::from(lon), 36.0).ok());
        let others = other.into_iter().collect();
        Entry { id, name, others, code, address, weight, at, within, numbered }
    }
}

fn some_entries() -> impl Strategy<Value = Vec<Entry>> {
    (1_u32..24).prop_flat_map(|count| {
        (0..count).map(|id| some_entry(id, count as usize)).collect::<Vec<_>>()
    })
}

fn some_query() -> impl Strategy<Value = String> {
    prop_oneof![
        name(),
        "[西園元七里河重乐安中心街道社区路第网格 ]{1,8}",
        "(xi|yuan|qi|li|he|zhong|xin|she|qu|an|a|n|x|y|1|3| ){1,7}",
        "[西园中](yuan|xin|y|an|x){1,2}",
        "[西园中]{1,3}路[1-3]{1,2}号?([1-3]单元)?",
        "[12]{1,6}",
        ".{0,12}",
    ]
}

proptest! {
    #[test]
    fn a_scan_of_everything_finds_the_same(
        entries in some_entries(), query in some_query(), lon in proptest::option::of(103_i32..105),
    ) {
        let finder = Finder::build(entries);
        let near = lon.and_then(|lon| Position::from_degrees(f64::from(lon), 36.0).ok());
        for limit in [1, 5, 50] {
            let answer = finder.find(&query, near, limit);
            let found: Vec<(u32, u16)> = answer.hits.iter().map(|hit| (hit.id, hit.score)).collect();
            prop_assert_eq!(found, scan(&finder, &query, near, limit), "{}", query);
            prop_assert!(!answer.cut);
        }
    }

    #[test]
    fn what_matched_lies_in_the_text_that_matched(entries in some_entries(), query in some_query()) {
        let finder = Finder::build(entries.clone());
        for hit in finder.find(&query, None, 50).hits {
            let entry = &entries[hit.id as usize];
            let text = match hit.field {
                Field::Name => &entry.name,
                Field::Other(number) => &entry.others[usize::from(number)],
                Field::Code => entry.code.as_ref().unwrap(),
                Field::Address => entry.address.as_ref().unwrap(),
            };
            let length = text.chars().count();
            let mut from = 0;
            prop_assert!(!hit.ranges.is_empty());
            for range in hit.ranges {
                prop_assert!(range.start >= from && range.start < range.end && range.end <= length);
                from = range.end + 1;
            }
        }
    }
}
