//! Who belongs to whom: by a field that holds the codes of the level above, else by the beginning
//! of the code, else by where the land lies.

use super::draft::DraftLevel;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// How the units of a level came to their parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// They are of the top level.
    Top,
    /// A field says it.
    Field(String),
    /// Their codes begin with the parent's.
    Prefix,
    /// Most of their land lies in the parent's.
    Containment,
    /// Nothing says it: no field, no prefix, and the level above has no areas.
    Unknown,
}

/// The parents of one level.
#[derive(Clone, Debug)]
pub(crate) struct Parents {
    /// For each unit, its parent among the units one level up.
    pub of: Vec<Option<usize>>,
    /// The rule that most of them follow.
    pub rule: Rule,
    /// How many of them were found by containment because the rule says nothing of them.
    pub by_containment: usize,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top => write!(f, "the top"),
            Self::Field(name) => write!(f, "parents by field {name}"),
            Self::Prefix => write!(f, "parents by the beginning of the code"),
            Self::Containment => write!(f, "parents by containment"),
            Self::Unknown => write!(f, "nothing says their parents"),
        }
    }
}

/// Of hundred units, so many must have a parent by a guessed rule for it to be believed.
const SHARE_MIN: usize = 90;

/// Finds the parents of `level` among the units of `above`. `named` is a field somebody chose;
/// `lies_in` says in which unit of `above` most of each unit's land is, where that is known.
pub(crate) fn find(
    level: &DraftLevel,
    above: &DraftLevel,
    named: Option<&str>,
    lies_in: &[Option<usize>],
) -> Parents {
    let codes = Codes::of(above);
    let count = level.units.len();
    let ready = || {
        let of: Vec<_> = level.units.iter().map(|it| codes.find(it.parent.as_deref()?)).collect();
        (Rule::Field(level.fields.parent.clone().unwrap_or_else(|| above.title.clone())), of)
    };
    let chosen = match named.and_then(|name| column(level, name)) {
        Some((name, texts)) => Some((Rule::Field(name.clone()), codes.find_all(texts))),
        None => Some(ready())
            .filter(|(_, of)| enough(of, above.units.len()))
            .or_else(|| by_column(level, &codes, above.units.len()))
            .or_else(|| by_prefix(level, above))
            .filter(|(_, of)| believable(of, lies_in)),
    };
    let geometry = lies_in.iter().any(Option::is_some);
    let (rule, mut of) = chosen.unwrap_or_else(|| {
        let rule = if geometry { Rule::Containment } else { Rule::Unknown };
        (rule, vec![None; count])
    });
    let mut by_containment = 0;
    for (parent, lies_in) in of.iter_mut().zip(lies_in) {
        if parent.is_none() && lies_in.is_some() {
            *parent = *lies_in;
            by_containment += usize::from(rule != Rule::Containment);
        }
    }
    Parents { of, rule, by_containment }
}

fn column<'a>(level: &'a DraftLevel, name: &str) -> Option<&'a (String, Vec<Option<String>>)> {
    level.columns.iter().find(|(it, _)| it.eq_ignore_ascii_case(name))
}

fn matched(of: &[Option<usize>]) -> usize {
    of.iter().flatten().count()
}

/// Whether a guess reaches most of the units and at least half of the parents.
fn enough(of: &[Option<usize>], parents: usize) -> bool {
    let reached: HashSet<usize> = of.iter().flatten().copied().collect();
    100 * matched(of) >= SHARE_MIN * of.len() && 2 * reached.len() >= parents && !of.is_empty()
}

/// Whether the land does not contradict a guess for more than every fifth unit.
fn believable(of: &[Option<usize>], lies_in: &[Option<usize>]) -> bool {
    let both = || of.iter().zip(lies_in).filter_map(|(said, lies)| Some(((*said)?, (*lies)?)));
    let against = both().filter(|(said, lies)| said != lies).count();
    5 * against <= both().count()
}

/// The field whose texts are the codes of the level above, for most units.
fn by_column(
    level: &DraftLevel,
    codes: &Codes<'_>,
    parents: usize,
) -> Option<(Rule, Vec<Option<usize>>)> {
    let own = level.fields.code.as_deref();
    let found = level.columns.iter().filter(|(name, _)| Some(name.as_str()) != own);
    let found = found.map(|(name, texts)| (name, codes.find_all(texts)));
    let fits = found.filter(|(_, of)| enough(of, parents));
    // The field that reaches most units, of equals most parents, of equals the first.
    let rank =
        |of: &[Option<usize>]| (matched(of), of.iter().flatten().collect::<HashSet<_>>().len());
    let best = fits.reduce(|best, next| if rank(&next.1) > rank(&best.1) { next } else { best });
    best.map(|(name, of)| (Rule::Field(name.clone()), of))
}

/// Parents whose code the unit's own begins with: the longest such. Zeros that fill a code up to
/// the length of its scheme (620103001000) are left out where the others still differ.
fn by_prefix(level: &DraftLevel, above: &DraftLevel) -> Option<(Rule, Vec<Option<usize>>)> {
    let trimmed = |code: &str| code.trim_end_matches('0').len();
    let plain = |_: &str| usize::MAX;
    let attempt = |cut: &dyn Fn(&str) -> usize| {
        let mut by_code: HashMap<&str, usize> = HashMap::new();
        for (place, unit) in above.units.iter().enumerate() {
            let stem = unit.code.get(..cut(&unit.code).min(unit.code.len()))?;
            if stem.is_empty() || by_code.insert(stem, place).is_some() {
                return None;
            }
        }
        let longest = |code: &str| {
            let ends = code.char_indices().map(|(end, _)| end).skip(1);
            let found = ends.filter_map(|end| by_code.get(code.get(..end)?).copied());
            found.last()
        };
        let of: Vec<_> = level.units.iter().map(|unit| longest(&unit.code)).collect();
        enough(&of, above.units.len()).then_some((Rule::Prefix, of))
    };
    attempt(&plain).or_else(|| attempt(&trimmed))
}

/// The codes of a level, to be found as others write them.
struct Codes<'a> {
    exact: HashMap<&'a str, usize>,
    /// Without zeros in front; `None` where two codes are then the same.
    numbers: HashMap<&'a str, Option<usize>>,
}

impl<'a> Codes<'a> {
    fn of(level: &'a DraftLevel) -> Self {
        let mut codes = Self { exact: HashMap::new(), numbers: HashMap::new() };
        for (place, unit) in level.units.iter().enumerate() {
            codes.exact.entry(&unit.code).or_insert(place);
            if let Some(number) = number(&unit.code) {
                codes.numbers.entry(number).and_modify(|it| *it = None).or_insert(Some(place));
            }
        }
        codes
    }

    fn find(&self, text: &str) -> Option<usize> {
        let by_number = || self.numbers.get(number(text)?).copied().flatten();
        self.exact.get(text).copied().or_else(by_number)
    }

    fn find_all(&self, texts: &[Option<String>]) -> Vec<Option<usize>> {
        texts.iter().map(|text| self.find(text.as_deref()?)).collect()
    }
}

/// A code of digits without the zeros in front of it: `01` and `1` mean the same district.
fn number(code: &str) -> Option<&str> {
    code.bytes().all(|byte| byte.is_ascii_digit()).then(|| code.trim_start_matches('0'))
}
