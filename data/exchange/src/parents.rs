//! Which unit belongs to which: by a field of the children, by the digits their codes begin with,
//! or by several fields of one layer.

use crate::columns::{columns, plain};
use crate::{Fault, Feature, GivenUnit, GridFields, Layer, Reason};
use std::collections::{HashMap, HashSet};

/// How the parent of a unit is read off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParentRule {
    /// A field holds the parent's code; leading noughts do not count (`03` is `3`).
    Field(String),
    /// The code begins with the parent's: this many characters of it, then noughts up to the length
    /// of the parent's (`620103001001003` belongs to `620103001000` by 9).
    Prefix(usize),
}

/// Parents known by their code, to be asked with what a file writes.
#[derive(Debug)]
pub struct Parents<'a> {
    exact: HashSet<&'a str>,
    /// The code by its shape without leading noughts; `None` where two share one.
    bare: HashMap<&'a str, Option<&'a str>>,
    /// The code by its beginning without trailing noughts.
    lengths: Vec<usize>,
}

impl<'a> Parents<'a> {
    /// The parents of these codes.
    pub fn new(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let exact: HashSet<&str> = codes.into_iter().collect();
        let mut sorted: Vec<&str> = exact.iter().copied().collect();
        sorted.sort_unstable();
        let mut bare: HashMap<&str, Option<&str>> = HashMap::new();
        let mut lengths: Vec<usize> = Vec::new();
        for code in sorted {
            let entry = bare.entry(code.trim_start_matches('0')).or_insert(Some(code));
            if *entry != Some(code) {
                *entry = None;
            }
            lengths.push(code.chars().count());
        }
        lengths.sort_unstable();
        lengths.dedup();
        Self { exact, bare, lengths }
    }

    /// The parent that a file names `text`.
    pub fn named(&self, text: &str) -> Option<&'a str> {
        let exact = self.exact.get(text).copied();
        exact.or_else(|| self.bare.get(text.trim_start_matches('0')).copied().flatten())
    }

    /// The parent whose code is the first `count` characters of `code`, then noughts.
    pub fn beginning(&self, code: &str, count: usize) -> Option<&'a str> {
        let (end, _) = code.char_indices().nth(count)?;
        let head = code.get(..end)?;
        self.lengths
            .iter()
            .filter(|length| **length >= count)
            .find_map(|length| self.exact.get(format!("{head:0<length$}").as_str()).copied())
    }
}

impl ParentRule {
    /// The code of the parent of a feature with this code, if it is one of `parents`.
    pub fn parent_of(
        &self,
        feature: &Feature,
        code: &str,
        parents: &Parents<'_>,
    ) -> Option<String> {
        let found = match self {
            Self::Field(name) => parents.named(&feature.text(name)?),
            Self::Prefix(count) => parents.beginning(code, *count),
        };
        found.map(str::to_owned)
    }

    /// Writes the parent into every unit read off `layer`; gives back the places of those that
    /// have none.
    pub fn apply(
        &self,
        units: &mut [GivenUnit],
        layer: &Layer,
        parents: &Parents<'_>,
    ) -> Vec<usize> {
        let by_place: HashMap<usize, &Feature> =
            layer.features.iter().rev().map(|feature| (feature.place, feature)).collect();
        let mut orphans = Vec::new();
        for unit in units {
            let feature = by_place.get(&unit.place);
            unit.parent = feature.and_then(|feature| self.parent_of(feature, &unit.code, parents));
            if unit.parent.is_none() {
                orphans.push(unit.place);
            }
        }
        orphans
    }
}

/// Lengths of the steps of official Chinese codes, which offices fill up with noughts.
const STEPS: [usize; 6] = [15, 12, 9, 6, 4, 2];

/// The rule by which every child finds one of `parents`; `None` when there is none.
///
/// `code` is the field of the children's own codes; it is guessed when `None`. A field beats a
/// prefix, a field named like a parent beats others, and the longest prefix wins.
pub fn parent_by(
    children: &Layer,
    code: Option<&str>,
    parents: &Parents<'_>,
) -> Option<ParentRule> {
    let columns = columns(&children.features);
    let given = GridFields { code: code.map(str::to_owned), ..GridFields::default() };
    let code = given.guess(&columns, children.features.len()).code;
    let with_shape = || children.features.iter().filter(|feature| feature.shape.is_some());
    with_shape().next()?;
    let fits = |rule: &ParentRule| {
        with_shape().all(|feature| {
            let code = code.as_deref().and_then(|code| feature.text(code)).unwrap_or_default();
            rule.parent_of(feature, &code, parents).is_some()
        })
    };
    let fields = columns.iter().filter(|column| Some(&column.name) != code.as_ref());
    let mut fields: Vec<_> = fields
        .map(|column| {
            let named = crate::fields::parent_score(
                column,
                children.features.len(),
                children.features.len(),
            );
            (named, column.distinct, ParentRule::Field(column.name.clone()))
        })
        .collect();
    fields.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let mut lengths: Vec<usize> = parents.lengths.iter().copied().chain(STEPS).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths.dedup();
    let prefixes = lengths.into_iter().filter(|length| *length > 0).map(ParentRule::Prefix);
    fields.into_iter().map(|(_, _, rule)| rule).chain(prefixes).find(fits)
}

/// Units of several levels that one layer gives by its fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// The units of each level, top first, with parents; only the last have an area, since the
    /// others are sets of those.
    pub levels: Vec<Vec<GivenUnit>>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Reads several levels off one layer: `fields` are the codes from the top down, as `DISTRICT`,
/// `SECTOR`, `BEAT_NUM`.
///
/// A code that comes under two parents is made unique by its parent's in front (`17-1`); other codes
/// stay as they are. Names come from fields that go with those of the codes (`TOWNCODE`,
/// `TOWNNAME`). Features of one chain of codes are one unit of several polygons.
pub fn levels_from_fields(layer: &Layer, fields: &[&str]) -> Levels {
    let columns = columns(&layer.features);
    let mut found = Levels { levels: vec![Vec::new(); fields.len()], faults: Vec::new() };
    for field in fields {
        if !columns.iter().any(|column| column.name == *field) {
            found.faults.push(Fault::whole(Reason::NoSuchField((*field).to_owned())));
        }
    }
    let names: Vec<_> = fields.iter().map(|field| name_field(field, &columns)).collect();
    let last = fields.len().saturating_sub(1);
    let units = crate::grids_of(
        layer,
        &GridFields {
            code: fields.last().map(|field| (*field).to_owned()),
            name: names.last().cloned().flatten(),
            ..GridFields::default()
        },
    );
    found.faults.extend(units.faults.into_iter().filter(|fault| fault.place.is_none()));
    let chains = Chains::of(layer, fields, &mut found.faults);
    // Where the unit of each chain of codes stands in its level.
    let mut places: HashMap<(usize, String), usize> = HashMap::new();
    for (feature, chain) in layer.features.iter().zip(&chains.of_features) {
        let Some(model::Shape::Area(area)) = &feature.shape else { continue };
        for (level, code) in chain.iter().enumerate() {
            let units = &mut found.levels[level];
            let place = *places.entry((level, code.clone())).or_insert_with(|| {
                let name = names[level].as_deref().and_then(|name| feature.text(name));
                units.push(GivenUnit {
                    code: code.clone(),
                    name: name.unwrap_or_else(|| code.clone()),
                    parent: level.checked_sub(1).map(|above| chain[above].clone()),
                    level: u8::try_from(level + 1).ok(),
                    households: None,
                    kind: None,
                    area: model::Area::default(),
                    place: feature.place,
                });
                units.len() - 1
            });
            if level == last {
                units[place].area.polygons.extend(area.polygons.iter().cloned());
            }
        }
    }
    found
}

/// The codes of every feature from the top down, unique within their level.
struct Chains {
    of_features: Vec<Vec<String>>,
}

impl Chains {
    fn of(layer: &Layer, fields: &[&str], faults: &mut Vec<Fault>) -> Self {
        let mut chains: Vec<Vec<String>> = Vec::with_capacity(layer.features.len());
        for feature in &layer.features {
            let code = |field: &&str| {
                let text =
                    feature.text(field).filter(|text| model::Code::try_from(&**text).is_ok());
                text.unwrap_or_else(|| {
                    let code = format!("#{}", feature.place + 1);
                    let reason = Reason::CodeMissing(code.clone());
                    faults.push(Fault::at(feature.place, reason));
                    code
                })
            };
            chains.push(fields.iter().map(code).collect());
        }
        for level in 1..fields.len() {
            let mut above: HashMap<&str, &str> = HashMap::new();
            let mut shared: HashSet<String> = HashSet::new();
            for chain in &chains {
                if *above.entry(&chain[level]).or_insert(&chain[level - 1]) != chain[level - 1] {
                    shared.insert(chain[level].clone());
                }
            }
            // All of a level alike: one code with its parent in front and another without would
            // be read as of two kinds.
            if !shared.is_empty() {
                for chain in &mut chains {
                    chain[level] = format!("{}-{}", chain[level - 1], chain[level]);
                }
            }
        }
        Self { of_features: chains }
    }
}

/// The field of names that goes with a field of codes: the same word, with `name` for `code`.
fn name_field(code: &str, columns: &[crate::columns::Column]) -> Option<String> {
    let code = plain(code);
    let stem = ["code", "编码", "代码", "编号", "cd", "id", "num", "no", "bm", "dm"]
        .iter()
        .find_map(|ending| code.strip_suffix(ending))
        .filter(|stem| !stem.is_empty())?;
    let endings = ["name", "名称", "nm", "名", "mc"];
    let wanted = |plain: &str| plain.strip_prefix(stem).is_some_and(|rest| endings.contains(&rest));
    columns.iter().find(|column| wanted(&column.plain)).map(|column| column.name.clone())
}
