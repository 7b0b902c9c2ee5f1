//! From layers to levels: what stands above what, before anybody knows who belongs to whom.

use super::found::{Found, chain, kind_of};
use super::groups::Group;
use super::inside::inner_point;
use super::{ImportError, chosen, stacked};
use exchange::{GivenUnit, GivenUnits, GridFields, Layer, grids_of};
use model::Level;
use std::collections::{BTreeMap, HashMap};

/// The units of one level as files give them.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftLevel {
    /// What the level is called: its layer, or the field that its codes stand in.
    pub title: String,
    /// The fields that were used.
    pub fields: GridFields,
    /// Its units; those of an upper level may have no area.
    pub units: Vec<GivenUnit>,
    /// The other fields of the units: name, and a text for each unit.
    pub columns: Vec<(String, Vec<Option<String>>)>,
}

/// The levels, the top first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// At least one; the last is that of the grids.
    pub levels: Vec<DraftLevel>,
    /// What was found in the layers.
    pub found: Vec<Found>,
    /// What was done, for people.
    pub notes: Vec<String>,
}

/// Reads the levels off groups of layers. `fields` and `levels` name fields to use, the rest is
/// guessed; with `as_given` groups come top first, else the one with the fewest units does.
///
/// # Errors
///
/// [`ImportError`] when a named field is nowhere, or there is no unit, or too many levels.
pub(crate) fn draft(
    groups: Vec<Group>,
    fields: &GridFields,
    levels: &[String],
    as_given: bool,
) -> Result<Draft, ImportError> {
    chosen::check(&groups, fields, levels)?;
    let mut draft = Draft::default();
    if !levels.is_empty() && groups.len() > 1 {
        return Err(ImportError::LevelsOfSeveral { layers: groups.len() });
    }
    let several = groups.len() > 1;
    for mut group in groups {
        let fields = chosen::of_layer(&group.layer, fields);
        let mut given = grids_of(&group.layer, &fields);
        let by_fields: Option<Vec<String>> = match levels {
            [] if several || given.fields.level.is_some() => None,
            [] => stacked::guess(&group.layer, &given),
            named => Some(named.iter().filter_map(|it| chosen::actual(&group.layer, it)).collect()),
        };
        if let Some(by_fields) = by_fields {
            let key = stacked::last_key(&mut group.layer, &by_fields);
            let parent = by_fields.iter().rev().nth(1).cloned();
            given = grids_of(&group.layer, &GridFields { code: Some(key), parent, ..fields });
            draft.say(&group, &given);
            draft.levels.extend(stacked::split(&group.layer, given, &by_fields));
        } else {
            draft.say(&group, &given);
            let split = if several { None } else { by_level(&group, &given) };
            let split = split.or_else(|| (!several).then(|| by_parent(&group, &given)).flatten());
            draft.levels.extend(split.unwrap_or_else(|| {
                let title = group.title(given.fields.code.as_deref());
                vec![DraftLevel::new(title, &group.layer, &given.fields, given.units)]
            }));
        }
    }
    draft.levels.retain(|level| !level.units.is_empty());
    if several && !as_given {
        draft.levels.sort_by_key(|level| level.units.len());
    }
    match draft.levels.len() {
        0 => Err(ImportError::NoUnits { why: draft.first_reason() }),
        count if count > usize::from(Level::MAX.get()) => Err(ImportError::TooManyLevels {
            count,
            layers: draft.levels.iter().map(|level| level.title.clone()).collect(),
        }),
        _ => Ok(draft),
    }
}

impl DraftLevel {
    fn new(title: String, layer: &Layer, fields: &GridFields, units: Vec<GivenUnit>) -> Self {
        let mut level = Self { title, fields: fields.clone(), units, columns: Vec::new() };
        level.columns = columns(layer, &level.units);
        level
    }

    /// Keeps the units for which `keep` says so.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let kept = || keep.iter().copied();
        let mut marks = kept();
        self.units.retain(|_| marks.next().unwrap_or(true));
        for (_, texts) in &mut self.columns {
            let mut marks = kept();
            texts.retain(|_| marks.next().unwrap_or(true));
        }
    }
}

/// The texts of all fields for each unit, by its first feature.
pub(super) fn columns(layer: &Layer, units: &[GivenUnit]) -> Vec<(String, Vec<Option<String>>)> {
    let at: HashMap<usize, usize> =
        units.iter().enumerate().map(|(unit, it)| (it.place, unit)).collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut columns: Vec<(String, Vec<Option<String>>)> = Vec::new();
    for feature in &layer.features {
        let Some(&unit) = at.get(&feature.place) else { continue };
        for (name, value) in &feature.fields {
            let column = *places.entry(name).or_insert_with(|| {
                columns.push((name.clone(), vec![None; units.len()]));
                columns.len() - 1
            });
            columns[column].1[unit] = value.text();
        }
    }
    columns
}

/// One layer that says the level of each unit itself, as our own export does.
fn by_level(group: &Group, given: &GivenUnits) -> Option<Vec<DraftLevel>> {
    let field = given.fields.level.as_ref()?;
    let mut levels: BTreeMap<u8, Vec<GivenUnit>> = BTreeMap::new();
    for unit in &given.units {
        levels.entry(unit.level?).or_default().push(unit.clone());
    }
    let level = |(number, units)| {
        DraftLevel::new(format!("{field} {number}"), &group.layer, &given.fields, units)
    };
    (levels.len() > 1).then(|| levels.into_iter().map(level).collect())
}

/// One layer of all levels in which units name their parents among themselves: as deep as the
/// chain of parents is long.
fn by_parent(group: &Group, given: &GivenUnits) -> Option<Vec<DraftLevel>> {
    let field = given.fields.parent.as_ref()?;
    let by_code: HashMap<&str, usize> =
        given.units.iter().enumerate().map(|(unit, it)| (it.code.as_str(), unit)).collect();
    let above = |unit: usize| {
        let parent = given.units[unit].parent.as_deref()?;
        by_code.get(parent).copied().filter(|&parent| parent != unit)
    };
    let with = (0..given.units.len()).filter(|&unit| above(unit).is_some()).count();
    if 2 * with < given.units.len() {
        return None;
    }
    let limit = usize::from(Level::MAX.get());
    let depth =
        |unit: usize| std::iter::successors(Some(unit), |&at| above(at)).take(limit + 2).count();
    let mut levels: BTreeMap<usize, Vec<GivenUnit>> = BTreeMap::new();
    for (unit, given) in given.units.iter().enumerate() {
        levels.entry(depth(unit)).or_default().push(given.clone());
    }
    // A chain longer than there may be levels runs in a circle.
    if levels.keys().any(|&depth| depth > limit) {
        return None;
    }
    let level = |(number, units)| {
        let title = format!("{field}, {number} deep");
        DraftLevel::new(title, &group.layer, &given.fields, units)
    };
    Some(levels.into_iter().map(level).collect())
}

impl Draft {
    /// Takes over what reading a group of layers had to say.
    fn say(&mut self, group: &Group, given: &GivenUnits) {
        let at: HashMap<usize, &GivenUnit> =
            given.units.iter().map(|unit| (unit.place, unit)).collect();
        for fault in &given.faults {
            let unit = fault.place.and_then(|place| at.get(&place));
            let place = fault.place.map_or_else(|| group.title(None), |place| group.origin(place));
            let text = format!("{place}: {}", chain(&fault.reason));
            let code = fault.code.clone().or_else(|| unit.map(|unit| unit.code.clone()));
            let found = Found::new(kind_of(&fault.reason), text).of(code);
            self.found.push(found.at(unit.and_then(|unit| inner_point(&unit.area))));
        }
        let notes = group.layer.notes.iter().chain(&given.notes);
        for note in notes.filter(|note| note.warns()) {
            self.found.push(Found::new(note.as_str(), note.to_string()));
        }
        for note in &given.notes {
            self.notes.push(note.to_string());
        }
    }

    fn first_reason(&self) -> String {
        self.found.first().map_or_else(String::new, |found| format!(": {}", found.text))
    }
}
