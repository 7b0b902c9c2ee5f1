//! Several levels in the fields of one layer: each grid says its district, its sector, its beat.
//!
//! A code that is unique only inside the unit above (sector 1 of every district) is joined with the
//! code above it: `17-1`.

use super::draft::{DraftLevel, columns};
use super::words::{Word, read_word};
use exchange::{Feature, GivenUnit, GivenUnits, GridFields, Layer, Value};
use model::{Area, Code};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A level must have so many times the units of the one above, or it tells nothing new.
const GROWTH_MIN: f64 = 1.15;

/// The fields that make levels of one layer, the top first, when their names make it plain; at
/// least two, the last that of the codes.
pub(crate) fn guess(layer: &Layer, given: &GivenUnits) -> Option<Vec<String>> {
    let code = given.fields.code.clone()?;
    let own = read_word(&code);
    let mut by_rank: BTreeMap<(u8, Word), (bool, u8, String)> = BTreeMap::new();
    for (name, values) in columns(layer, &given.units) {
        let Some(read) = read_word(&name) else { continue };
        let below = own.as_ref().is_none_or(|own| read.rank < own.rank);
        let filled = values.iter().flatten().count();
        if name == code || !below || filled * 10 < values.len() * 9 {
            continue;
        }
        let better = (read.is_name, read.suffix_rank, name);
        let known = by_rank.entry((read.rank, read.word)).or_insert_with(|| better.clone());
        if better < *known {
            *known = better;
        }
    }
    let mut fields = Vec::new();
    let mut count = 1.0;
    let whole = number(given.units.len());
    for (_, _, name) in by_rank.into_values() {
        let mut longer: Vec<String> = fields.clone();
        longer.push(name.clone());
        let paths: HashSet<Vec<Option<String>>> =
            layer.features.iter().map(|feature| path(feature, &longer)).collect();
        let paths = number(paths.len());
        if paths >= 2.0 && paths >= count * GROWTH_MIN && whole >= paths * GROWTH_MIN {
            fields = longer;
            count = paths;
        }
    }
    if fields.is_empty() || fields.len() >= usize::from(model::Level::MAX.get()) {
        return None;
    }
    fields.push(code);
    Some(fields)
}

#[expect(clippy::cast_precision_loss, reason = "a ratio needs no 53 bits")]
fn number(count: usize) -> f64 {
    count as f64
}

fn path(feature: &Feature, fields: &[String]) -> Vec<Option<String>> {
    fields.iter().map(|field| feature.text(field)).collect()
}

/// How many of the last fields of `fields` it takes to tell the units of that level apart.
fn width(layer: &Layer, fields: &[String]) -> usize {
    let paths: HashSet<Vec<Option<String>>> =
        layer.features.iter().map(|feature| path(feature, fields)).collect();
    let tells = |width: usize| {
        let ends: HashSet<&[Option<String>]> =
            paths.iter().map(|path| &path[path.len() - width..]).collect();
        ends.len() == paths.len()
    };
    (1..fields.len()).find(|&width| tells(width)).unwrap_or(fields.len())
}

/// The code of a feature at the level of the last of `fields`, from the last `width` of them.
fn joined(feature: &Feature, fields: &[String], width: usize) -> Option<String> {
    let texts = fields[fields.len() - width..].iter().map(|field| feature.text(field));
    let joined = texts.collect::<Option<Vec<String>>>()?.join("-");
    Code::try_from(joined.as_str()).ok().map(|code| code.as_str().to_owned())
}

/// The field that holds the codes of the finest level: the last of `fields`, or a joined one that
/// is added to every feature.
pub(crate) fn last_key(layer: &mut Layer, fields: &[String]) -> String {
    let width = width(layer, fields);
    let key = fields[fields.len() - width..].join("-");
    if width > 1 {
        for feature in &mut layer.features {
            let code = joined(feature, fields, width).map_or(Value::Null, Value::Text);
            feature.fields.push((key.clone(), code));
        }
    }
    key
}

/// The levels of `fields`; `given` are the units of the last.
pub(crate) fn split(layer: &Layer, given: GivenUnits, fields: &[String]) -> Vec<DraftLevel> {
    let features: HashMap<usize, &Feature> =
        layer.features.iter().map(|feature| (feature.place, feature)).collect();
    let texts = columns(layer, &given.units);
    let mut levels: Vec<DraftLevel> = Vec::new();
    for depth in 1..fields.len() {
        levels.push(upper(layer, &given.units, &features, &fields[..depth], &texts));
    }
    let above = &fields[..fields.len() - 1];
    let width = if above.is_empty() { 0 } else { width(layer, above) };
    let mut units = given.units;
    for unit in &mut units {
        let feature = features.get(&unit.place).filter(|_| width > 0);
        unit.parent = feature.and_then(|feature| joined(feature, above, width));
    }
    let title = fields.last().cloned().unwrap_or_default();
    levels.push(DraftLevel { title, fields: given.fields, units, columns: Vec::new() });
    levels
}

/// One upper level: a unit for every different way down to it.
fn upper(
    layer: &Layer,
    grids: &[GivenUnit],
    features: &HashMap<usize, &Feature>,
    fields: &[String],
    texts: &[(String, Vec<Option<String>>)],
) -> DraftLevel {
    let wide = width(layer, fields);
    let above = &fields[..fields.len() - 1];
    let above_wide = if above.is_empty() { 0 } else { width(layer, above) };
    let mut units: Vec<GivenUnit> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut unit_of_grid = Vec::with_capacity(grids.len());
    for grid in grids {
        let feature = features.get(&grid.place);
        let code = feature.and_then(|feature| joined(feature, fields, wide));
        unit_of_grid.push(code.map(|code| {
            *known.entry(code.clone()).or_insert_with(|| {
                let parent = feature.filter(|_| above_wide > 0);
                units.push(GivenUnit {
                    name: code.clone(),
                    parent: parent.and_then(|feature| joined(feature, above, above_wide)),
                    level: None,
                    households: None,
                    kind: None,
                    area: Area::default(),
                    place: grid.place,
                    code,
                });
                units.len() - 1
            })
        }));
    }
    let title = fields.last().cloned().unwrap_or_default();
    let name = name_field(&title, units.len(), &unit_of_grid, texts);
    if let Some((_, names)) = name.as_ref().and_then(|name| texts.iter().find(|it| it.0 == *name)) {
        for (name, unit) in names.iter().zip(&unit_of_grid) {
            if let (Some(name), Some(unit)) = (name, unit) {
                units[*unit].name.clone_from(name);
            }
        }
    }
    let code = Some(fields[fields.len() - wide..].join("-"));
    let fields = GridFields { code, name, ..GridFields::default() };
    DraftLevel { title, fields, units, columns: Vec::new() }
}

/// The field that names the units whose codes stand in `field`: TOWNNAME for TOWNCODE. It must say
/// one thing of each unit.
fn name_field(
    field: &str,
    count: usize,
    unit_of_grid: &[Option<usize>],
    texts: &[(String, Vec<Option<String>>)],
) -> Option<String> {
    let word = read_word(field)?.word;
    let fits = |(name, values): &&(String, Vec<Option<String>>)| {
        let named =
            name != field && read_word(name).is_some_and(|it| it.is_name && it.word == word);
        if !named {
            return false;
        }
        let pairs: BTreeSet<(usize, &str)> = unit_of_grid
            .iter()
            .zip(values)
            .filter_map(|(unit, value)| Some(((*unit)?, value.as_deref()?)))
            .collect();
        pairs.len() == count
    };
    texts.iter().find(fits).map(|(name, _)| name.clone())
}
