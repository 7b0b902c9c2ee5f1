//! What residents type finds what they mean: queries made over the town by rules, each with the name that
//! must come first.

use crate::partition::town;
use model::{PlaceKind, Shape, UnitTree};
use samples::{Like, Town};
use search::{Entry, Finder};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Readings of the characters that names are spelt with here, from a dictionary and not from the crate
/// that is tested.
const READINGS: &str = "西xi 园yuan 街jie 道dao 湖hu 建jian 兰lan 路lu 敦dun 煌huang 站zhan 晏yan 家jia 坪ping \
    龚gong 湾wan 土tu 门men 墩dun 秀xiu 川chuan 阿a 干gan 镇zhen 八ba 里li 彭peng 果guo 黄huang 峪yu 魏wei 岭ling 乡xiang \
    社she 区qu 村cun 上shang 下xia 林lin 庄zhuang 河he 柏bai 树shu 五wu 星xing 华hua 山shan 文wen 化hua 宫gong 工gong \
    骆luo 驼tuo 巷xiang 梁liang 中zhong 小xiao 津jin 桥qiao 瓜gua 州zhou 王wang 健jian 康kang 吴wu 石shi 金jin 港gang 城cheng \
    郑zheng 任ren 光guang 柳liu 营ying 机ji 车che 厂chang 东dong 客ke 三san 角jiao 线xian 武wu 威wei 北bei 院yuan 南nan 丽li \
    民min 马ma 滩tan 崔cui 银yin 花hua 公gong 共gong 法fa 律lv 服fu 务wu 便bian 政zheng 厅ting 大da 心xin 网wang 格ge";
/// Simplified and traditional forms.
const TRADITIONAL: &str = "园園 兰蘭 龚龔 湾灣 门門 干幹 镇鎮 黄黃 岭嶺 乡鄉 区區 庄莊 树樹 华華 宫宮 骆駱 驼駝 桥橋 吴吳 郑鄭 \
    营營 机機 车車 厂廠 东東 线線 丽麗 马馬 滩灘 银銀 务務 厅廳 号號 网網 沟溝 铁鐵 乐樂";
/// Characters and others of the same sound.
const SAME_SOUND: &str = "园圆 湖胡 兰蓝 路陆 站占 家佳 坪平 湾弯 门们 川穿 镇阵 里李 果裹 岭领 林临 庄装 河合 山珊 文纹 \
    化画 工功 巷象 梁粮 津金 桥乔 石时 城成 营迎 机鸡 车彻 东冬 角脚 院愿 民敏 滩摊 银吟 花华 村存 区曲 街接 小晓 光广 \
    柳流 王汪 港刚 南男 丽力 武舞 五午";

fn table(text: &'static str) -> BTreeMap<char, &'static str> {
    let pair = |pair: &'static str| Some((pair.chars().next()?, pair.get(3..)?));
    text.split_whitespace().filter_map(pair).collect()
}

/// A query with the rule it was made by and the name that is meant.
struct Case {
    rule: &'static str,
    query: String,
    meant: String,
}

/// `SplitMix64`, so that the same seed makes the same queries.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed >> 33) % count as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a Entry], count: usize) -> Vec<&'a Entry> {
        let mut left = from.to_vec();
        (0..count.min(from.len())).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}

/// What the public may search: units, public places and roads, in the way of the server.
fn entries(town: &Town) -> Vec<Entry> {
    let tree: &UnitTree = &town.tree;
    let mut entries = vec![Entry { name: town.name.clone(), weight: 9, ..Entry::default() }];
    entries.extend(tree.units().iter().map(|unit| Entry {
        name: unit.name.clone(),
        code: Some(unit.code.as_str().to_owned()),
        weight: 9 - unit.level.get(),
        within: Some(unit.parent.map_or(0, |above| above.0 as usize + 1)),
        ..Entry::default()
    }));
    for place in town.places.iter().filter(|place| place.public) {
        assert_eq!(place.kind, PlaceKind::ServicePoint);
        let Shape::Point(at) = place.shape else { panic!("{} is no point", place.name) };
        let serves = tree.units().iter().position(|unit| Some(&unit.code) == place.serves.as_ref());
        entries.push(Entry {
            name: place.name.clone(),
            code: Some(place.code.as_str().to_owned()),
            address: place.address.clone(),
            weight: 5,
            at: Some(at),
            within: serves.map(|unit| unit + 1),
            ..Entry::default()
        });
    }
    let roads: BTreeSet<&str> = town.network.ways.iter().map(|way| way.name.as_str()).collect();
    entries.extend(roads.into_iter().filter(|name| !name.is_empty()).map(|name| Entry {
        name: name.to_owned(),
        weight: 3,
        numbered: true,
        ..Entry::default()
    }));
    for (id, entry) in (0..).zip(&mut entries) {
        entry.id = id;
    }
    entries
}

fn spelt(name: &str) -> Option<Vec<&'static str>> {
    let table = table(READINGS);
    name.chars().map(|c| table.get(&c).copied()).collect()
}

/// The characters with the one at `at` replaced by others, or by none.
fn with(name: &str, at: usize, others: &str) -> String {
    name.chars()
        .enumerate()
        .map(|(i, c)| if i == at { others.to_owned() } else { c.into() })
        .collect()
}

fn swapped(text: &str, at: usize) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    chars.swap(at, at + 1);
    chars.into_iter().collect()
}

fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect()
}

fn numeral(number: &str) -> String {
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let number: usize = number.parse().unwrap();
    let ten = if number < 10 { "" } else { "十" };
    let tens = if number < 20 { String::new() } else { digits[number / 10].to_string() };
    let ones = if number.is_multiple_of(10) { String::new() } else { digits[number % 10].into() };
    format!("{tens}{ten}{ones}")
}

/// What queries are made of.
struct Maker<'a> {
    entries: &'a [Entry],
    dice: Dice,
    cases: Vec<Case>,
}

impl<'a> Maker<'a> {
    /// The entries of a weight: 8 towns, 7 communities, 6 grids, 5 points, 3 roads.
    fn of(&self, weight: u8) -> Vec<&'a Entry> {
        self.entries.iter().filter(|entry| entry.weight == weight).collect()
    }

    fn units(&self) -> Vec<&'a Entry> {
        [self.of(8), self.of(7)].concat()
    }

    fn add(&mut self, rule: &'static str, entry: &Entry, query: String) {
        self.cases.push(Case { rule, query, meant: entry.name.clone() });
    }

    fn names(&mut self) {
        let (units, points) = (self.units(), self.of(5));
        for entry in self.dice.pick(&units, 15).into_iter().chain(self.dice.pick(&points, 5)) {
            self.add("exact", entry, entry.name.clone());
        }
        for entry in self.of(8) {
            let stem = entry.name.trim_end_matches("街道").trim_end_matches(['镇', '乡']);
            // Where a road has that very name, that is meant.
            if !self.entries.iter().any(|other| other.name == stem) {
                self.add("prefix", entry, stem.to_owned());
            }
        }
    }

    fn pinyin(&mut self) {
        let known = |from: Vec<&'a Entry>| -> Vec<&'a Entry> {
            from.into_iter().filter(|entry| spelt(&entry.name).is_some()).collect()
        };
        let (towns, known, points) = (self.of(8), known(self.units()), known(self.of(5)));
        for entry in self.dice.pick(&known, 15).into_iter().chain(self.dice.pick(&points, 5)) {
            self.add("pinyin", entry, spelt(&entry.name).unwrap().concat());
        }
        for entry in &towns[..9] {
            let part = spelt(&entry.name).unwrap().concat();
            self.add("part of pinyin", entry, part.trim_end_matches("ao").to_owned());
            let spaced = spelt(&entry.name).unwrap().join(" ");
            self.add("pinyin with spaces", entry, spaced.to_uppercase());
        }
        for entry in self.dice.pick(&known, 10) {
            let mut spelt = spelt(&entry.name).unwrap();
            let first: String = entry.name.chars().take(1).collect();
            spelt.remove(0);
            self.add("mixed", entry, format!("{first}{}", spelt.concat()));
        }
        for entry in towns.iter().copied().chain(self.dice.pick(&points, 8)) {
            let initials =
                spelt(&entry.name).unwrap().iter().filter_map(|it| it.chars().next()).collect();
            self.add("initials", entry, initials);
        }
        for entry in self.dice.pick(&known, 12) {
            let letters = spelt(&entry.name).unwrap().concat();
            let at = 1 + self.dice.below(letters.len() - 3);
            self.add("two letters swapped", entry, swapped(&letters, at));
            self.add("one letter missing", entry, with(&letters, at, ""));
        }
    }

    fn forms(&mut self) {
        let (units, grids, points) = (self.units(), self.of(6), self.of(5));
        let traditional = table(TRADITIONAL);
        let turned = |name: &str| -> String {
            name.chars()
                .map(|c| traditional.get(&c).map_or(c.to_string(), |&it| it.to_owned()))
                .collect()
        };
        let turns = |e: &&&Entry| turned(&e.name) != e.name;
        let turning: Vec<&Entry> = units.iter().filter(turns).copied().collect();
        for entry in self.dice.pick(&turning, 20) {
            self.add("traditional", entry, turned(&entry.name));
        }
        for entry in self.dice.pick(&grids, 10) {
            let code = entry.code.as_deref().unwrap();
            self.add("code", entry, code.to_owned());
            self.add("code in full width", entry, wide(code));
            self.add("end of a code", entry, code.get(6..).unwrap().to_owned());
        }
        for entry in self.dice.pick(&points, 6) {
            self.add("code in small letters", entry, entry.code.as_deref().unwrap().to_lowercase());
        }
        for entry in self.dice.pick(&grids, 10) {
            let (community, number) = entry.name.trim_end_matches("网格").split_once('第').unwrap();
            self.add("numeral", entry, format!("{community}第{}网格", numeral(number)));
            self.add("without 第", entry, format!("{community}{number}网格"));
            self.add("number in full width", entry, format!("{community}第{}网格", wide(number)));
        }
    }

    fn typos(&mut self) {
        let units = self.units();
        let long = |entry: &&&Entry| entry.name.chars().count() >= 4;
        let long: Vec<&Entry> = units.iter().filter(long).copied().collect();
        for entry in self.dice.pick(&long, 20) {
            let at = self.dice.below(entry.name.chars().count());
            let wrong = ["鑫", "宝", "龙", "福"][self.dice.below(4)];
            self.add("one character wrong", entry, with(&entry.name, at, wrong));
        }
        let sounds = table(SAME_SOUND);
        for entry in self.dice.pick(&units, 40) {
            let same = |(at, c)| Some((at, *sounds.get(&c)?));
            if let Some((at, other)) = entry.name.chars().enumerate().find_map(same) {
                self.add("same sound", entry, with(&entry.name, at, other));
            }
        }
        for entry in self.dice.pick(&long, 15) {
            let at = 1 + self.dice.below(entry.name.chars().count() - 2);
            self.add("one character missing", entry, with(&entry.name, at, ""));
            let at = self.dice.below(entry.name.chars().count() - 1);
            self.add("two characters swapped", entry, swapped(&entry.name, at));
        }
    }

    fn addresses(&mut self) {
        let (entries, points, roads) = (self.entries, self.of(5), self.of(3));
        for entry in self.dice.pick(&points, 15) {
            let above = &entries[entry.within.unwrap()];
            let above = above.within.filter(|at| *at > 0).map_or(above, |at| &entries[at]);
            self.add("place with its unit", entry, format!("{} {}", above.name, entry.name));
            self.add("place after its unit", entry, format!("{}{}", above.name, entry.name));
            self.add("other order", entry, format!("{} {}", entry.name, above.name));
            self.add("address", entry, entry.address.clone().unwrap());
            let address = entry.address.as_deref().unwrap();
            self.add(
                "end of an address",
                entry,
                address.split_once("街道").unwrap_or(("", address)).1.into(),
            );
        }
        for entry in self.dice.pick(&roads, 10) {
            self.add("road", entry, entry.name.clone());
            let number = 1 + self.dice.below(300);
            self.add("road with a number", entry, format!("{}{number}号", entry.name));
        }
    }
}

/// Every query with what is meant.
fn cases(entries: &[Entry], seed: u64) -> Vec<Case> {
    let mut maker = Maker { entries, dice: Dice(seed), cases: Vec::new() };
    maker.names();
    maker.pinyin();
    maker.forms();
    maker.typos();
    maker.addresses();
    maker.cases
}

#[test]
fn the_first_answer_is_right() {
    let town = town(Like::Qilihe, 1);
    let entries = entries(&town);
    let finder = Finder::build(entries.clone());
    let mut report = String::new();
    let (mut right, mut count) = (0, 0);
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases(&entries, 20) {
        let answer = finder.find(&case.query, None, 10);
        let first = answer.hits.first();
        let name = first.map_or("nothing", |hit| &entries[hit.id as usize].name);
        let good = name == case.meant;
        let rule = rules.entry(case.rule).or_default();
        (rule.0, rule.1) = (rule.0 + usize::from(good), rule.1 + 1);
        (right, count) = (right + usize::from(good), count + 1);
        if !good {
            let (rule, query, meant) = (case.rule, &case.query, &case.meant);
            let seen = first.map(|hit| (hit.score, hit.how));
            let _ = writeln!(report, "{rule}: {query} gives {name} {seen:?}, not {meant}");
        }
    }
    let rates = rules.iter().map(|(rule, (right, of))| format!("{rule} {right}/{of}"));
    let rates = rates.collect::<Vec<_>>().join(", ");
    assert!(count >= 200, "{count} queries");
    assert!(right * 100 >= count * 95, "{right} of {count}: {rates}\n{report}");
    // Each rule by itself, so that none hides behind others.
    for (rule, (right, of)) in rules {
        assert!(right * 100 >= of * 80, "{rule}: {right} of {of}\n{report}");
    }
}
