//! Which field of a layer is the code, the name, the parent …: by its header in Chinese or English,
//! and by what stands in it.

use crate::columns::{Column, share};

/// The fields that make units of features; `None` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridFields {
    /// The official code.
    pub code: Option<String>,
    /// The name shown.
    pub name: Option<String>,
    /// The code of the unit one level up.
    pub parent: Option<String>,
    /// The level, 1 to 6.
    pub level: Option<String>,
    /// Households counted.
    pub households: Option<String>,
    /// What kind of unit it is.
    pub kind: Option<String>,
}

impl GridFields {
    /// Fills what is not given by guessing.
    pub(crate) fn guess(&self, columns: &[Column], features: usize) -> Self {
        let pick = |given: &Option<String>, score: &dyn Fn(&Column) -> f64| {
            given.clone().or_else(|| {
                let best = columns
                    .iter()
                    .map(|column| (score(column), column))
                    .filter(|(score, _)| *score > 0.0)
                    // The first of equals: files put the important fields first.
                    .reduce(|best, next| if next.0 > best.0 { next } else { best });
                best.map(|(_, column)| column.name.clone())
            })
        };
        let code = pick(&self.code, &|column| code_score(column, features));
        let is = |field: &Option<String>, column: &Column| field.as_ref() == Some(&column.name);
        let name = pick(&self.name, &|column| {
            if is(&code, column) { 0.0 } else { name_score(column, features, code.as_deref()) }
        });
        let taken = |column: &Column| is(&code, column) || is(&name, column);
        let codes = columns.iter().find(|column| is(&code, column)).map_or(0, |code| code.distinct);
        let free = |column: &Column, score: f64| if taken(column) { 0.0 } else { score };
        Self {
            parent: pick(&self.parent, &|column| {
                free(column, parent_score(column, features, codes))
            }),
            level: pick(&self.level, &|column| {
                let fits = column.distinct <= 6 && column.fractions == 0 && column.worded == 0;
                free(
                    column,
                    header(
                        column,
                        &["level", "层级", "级别", "网格层级", "deep", "adminlevel"],
                        fits,
                    ),
                )
            }),
            households: pick(&self.households, &|column| {
                let fits = column.fractions == 0 && column.worded == 0;
                free(column, header(column, &HOUSEHOLDS, fits))
            }),
            kind: pick(&self.kind, &|column| {
                let fits = column.worded * 2 > column.filled && column.uniqueness() < 0.9;
                free(
                    column,
                    header(
                        column,
                        &["kind", "type", "类型", "类别", "网格类型", "性质", "gridtype"],
                        fits,
                    ),
                )
            }),
            code,
            name,
        }
    }
}

const HOUSEHOLDS: [&str; 9] = [
    "households",
    "household",
    "户数",
    "总户数",
    "家庭户数",
    "常住户数",
    "户籍户数",
    "hh",
    "hushu",
];

/// 1 where the header is one of these and the content fits.
fn header(column: &Column, names: &[&str], fits: bool) -> f64 {
    if fits && column.filled > 0 && names.contains(&column.plain.as_str()) { 1.0 } else { 0.0 }
}

/// Headers that are codes and nothing else. The short ones are initials of pinyin, as the
/// databases of surveyors have them: 编码, 代码, 网格编码, 行政区代码.
const CODES: [&str; 18] = [
    "code",
    "编码",
    "代码",
    "编号",
    "网格编码",
    "网格编号",
    "网格代码",
    "网格号",
    "gridcode",
    "gridid",
    "gridno",
    "区划代码",
    "行政区划代码",
    "wgbm",
    "wgdm",
    "xzqdm",
    "bm",
    "dm",
];

fn code_score(column: &Column, features: usize) -> f64 {
    let usable = column.filled_for(features, 90) && column.long == 0 && column.fractions == 0;
    let unique = column.uniqueness();
    if !usable || column.distinct < 2 && features > 1 {
        return 0.0;
    }
    let name = column.plain.as_str();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let header = if CODES.contains(&name) {
        100.0
    } else if ["objectid", "fid", "ogcfid", "gid", "oid", "featureid", "@id"].contains(&name) {
        5.0
    } else if is_name_header(name) {
        -20.0
    } else if ["编码", "代码", "编号"].iter().any(|word| name.contains(word))
        || ends(&["code", "cd", "bm", "dm"])
        || name.starts_with("geoid")
        || name.contains("code")
    {
        80.0
    } else if ends(&["num", "no", "number", "nbr", "nr", "precinct", "beat", "grid"]) {
        50.0
    } else if name == "id" {
        40.0
    } else if ends(&["id"]) {
        45.0
    } else {
        15.0
    };
    // A field of words is a code only for want of a better one.
    let words = 20.0 * share(column.worded, column.filled).floor();
    if unique < 0.5 && header < 80.0 {
        return 0.0;
    }
    // Of two codes that fit alike the longer names the finer unit.
    header + 60.0 * unique * unique - words + (column.length() / 64.0).min(1.0)
}

fn is_name_header(plain: &str) -> bool {
    plain.contains("name") || plain.contains("名") || plain.ends_with("mc")
}

/// Headers that are names and nothing else.
const NAMES: [&str; 10] =
    ["name", "名称", "网格名称", "网格名", "gridname", "wgmc", "xzqmc", "mc", "namezh", "中文名"];

fn name_score(column: &Column, features: usize, code: Option<&str>) -> f64 {
    let worded = column.worded * 10 >= column.filled * 8;
    let usable = column.filled_for(features, 50) && worded && column.fractions == 0;
    if !usable || column.distinct < 2 && features > 1 {
        return 0.0;
    }
    let name = column.plain.as_str();
    let foreign = ["eng", "english", "pinyin", "英文", "拼音", "nameen", "alias"];
    let header = if NAMES.contains(&name) {
        100.0
    } else if is_name_header(name) || name.ends_with("nm") || name.contains("label") {
        80.0
    } else if name.ends_with("id") || name.contains("code") || name.ends_with("cd") {
        return 0.0;
    } else if column.uniqueness() > 0.8 && column.long == 0 {
        15.0
    } else {
        return 0.0;
    };
    let foreign = if foreign.iter().any(|word| name.ends_with(word)) { -30.0 } else { 0.0 };
    // VILLCODE goes with VILLNAME, lsoa11cd with lsoa11nm.
    let stem = crate::columns::plain(code.unwrap_or_default());
    let alike = stem.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let stem = if alike >= 3 { 25.0 } else { 0.0 };
    header + 60.0 * column.uniqueness() + foreign + stem
}

/// Words that name the unit above; with one in its header, a field with fewer values than there
/// are codes is taken for the parent.
const PARENTS: [&str; 16] = [
    "parent",
    "上级",
    "所属",
    "父",
    "district",
    "sector",
    "ward",
    "社区",
    "街道",
    "乡镇",
    "community",
    "street",
    "township",
    "sjbm",
    "pcode",
    "pid",
];

pub(crate) fn parent_score(column: &Column, features: usize, codes: usize) -> f64 {
    if !column.filled_for(features, 50) || column.long > 0 || column.fractions > 0 {
        return 0.0;
    }
    let Some(word) = PARENTS.iter().position(|word| column.plain.contains(word)) else {
        return 0.0;
    };
    let explicit = !(4..13).contains(&word);
    if !explicit && (column.distinct * 10 > codes * 9 || column.distinct < 2) {
        return 0.0;
    }
    // Codes before names; the closest level above before those further up.
    let digits = if column.worded * 2 > column.filled { 0.0 } else { 20.0 };
    let bonus = if explicit { 100.0 } else { 0.0 };
    bonus + digits + 10.0 * share(column.distinct, codes).min(1.0) + 1.0
}
