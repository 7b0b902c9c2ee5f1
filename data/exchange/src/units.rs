//! From features to units: areas with a code, a name and a parent.

use crate::columns::{columns, plain};
use crate::lattice::see;
use crate::{Fault, Feature, GridFields, Layer, Note, Reason, Seen, Value};
use model::{Area, Code, Shape};
use std::collections::HashMap;

/// One unit as a file gives it, not yet in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUnit {
    /// Its code; made up where the file has none (then a fault says so). Always a valid
    /// [`model::Code`], unique within its level of the layer.
    pub code: String,
    /// Its name; the code where the file has none.
    pub name: String,
    /// The code of the unit above, where a field says it.
    pub parent: Option<String>,
    /// Its level, where a field says it.
    pub level: Option<u8>,
    /// Households counted in it, where a field says it.
    pub households: Option<u32>,
    /// What kind of unit it is, where a field says it.
    pub kind: Option<String>,
    /// Where it is; the parts of all features of its code.
    pub area: Area,
    /// The place of its first feature in the file.
    pub place: usize,
}

/// The units of a layer, and how they were read off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenUnits {
    /// The units, in the order of the file.
    pub units: Vec<GivenUnit>,
    /// The fields that were used: given ones, else guessed ones.
    pub fields: GridFields,
    /// What was done beyond reading the layer.
    pub notes: Vec<Note>,
    /// The faults of the layer with codes where known, and what is wrong with codes and shapes.
    pub faults: Vec<Fault>,
}

/// Reads the units off a layer; `fields` says which fields to use, the rest is guessed.
///
/// Features of one code and name become one unit of several polygons. A feature without a usable
/// code, or with the code of another unit, gets a made-up one and a fault. One without an area is
/// left out with a fault.
pub fn grids_of(layer: &Layer, fields: &GridFields) -> GivenUnits {
    let columns = columns(&layer.features);
    let mut faults = Vec::new();
    let mut known = |given: &Option<String>| {
        let given = given.as_ref()?;
        let exact = columns.iter().find(|column| column.name == *given);
        let found = exact.or_else(|| columns.iter().find(|column| column.plain == plain(given)));
        if found.is_none() {
            faults.push(Fault::whole(Reason::NoSuchField(given.clone())));
        }
        found.map(|column| column.name.clone())
    };
    let given = GridFields {
        code: known(&fields.code),
        name: known(&fields.name),
        parent: known(&fields.parent),
        level: known(&fields.level),
        households: known(&fields.households),
        kind: known(&fields.kind),
    };
    let fields = given.guess(&columns, layer.features.len());
    let mut reader = Reader { fields, faults, ..Reader::default() };
    for feature in &layer.features {
        reader.take(feature);
    }
    reader.finish(layer)
}

#[derive(Default)]
struct Reader {
    fields: GridFields,
    units: Vec<GivenUnit>,
    /// The unit of each level and code.
    by_code: HashMap<(Option<u8>, String), usize>,
    /// The codes of features, to name them in the faults of the layer.
    codes: HashMap<usize, String>,
    merged: Seen,
    faults: Vec<Fault>,
}

impl Reader {
    fn take(&mut self, feature: &Feature) {
        let fields = &self.fields;
        let text = |field: &Option<String>| field.as_deref().and_then(|name| feature.text(name));
        let value = |field: &Option<String>| field.as_deref().and_then(|name| feature.field(name));
        let level =
            value(&fields.level).and_then(Value::int).and_then(|level| u8::try_from(level).ok());
        let households = value(&fields.households).and_then(Value::int);
        let households = households.and_then(|count| u32::try_from(count).ok());
        let (given, name) = (text(&fields.code), text(&fields.name));
        let (parent, kind) = (text(&fields.parent), text(&fields.kind));
        if let Some(code) = &given {
            self.codes.insert(feature.place, code.clone());
        }
        let fault = |reason| Fault { place: Some(feature.place), code: given.clone(), reason };
        let area = match &feature.shape {
            Some(Shape::Area(area)) => area.clone(),
            Some(_) => return self.faults.push(fault(Reason::NotAnArea)),
            // The layer's own faults say why.
            None => return,
        };
        let stand_in = format!("#{}", feature.place + 1);
        let code = match given.as_deref().map(Code::try_from) {
            Some(Ok(code)) => code.as_str().to_owned(),
            None if self.fields.code.is_none() => stand_in,
            None => {
                self.faults.push(fault(Reason::CodeMissing(stand_in.clone())));
                stand_in
            }
            Some(Err(error)) => {
                self.faults.push(fault(Reason::Code { error, code: stand_in.clone() }));
                stand_in
            }
        };
        let name = name.unwrap_or_else(|| code.clone());
        let mut unit =
            GivenUnit { name, parent, level, households, kind, area, place: feature.place, code };
        let known = self.by_code.get(&(level, unit.code.clone())).copied();
        if let Some(known) = known {
            let other = &mut self.units[known];
            if other.name == unit.name && other.parent == unit.parent {
                other.area.polygons.append(&mut unit.area.polygons);
                if other.place != unit.place {
                    see(&mut self.merged, unit.place);
                }
                return;
            }
            let first = other.place;
            let given = std::mem::take(&mut unit.code);
            unit.code = self.unused(level, &given);
            let reason = Reason::CodeRepeated { first, code: unit.code.clone() };
            self.faults.push(Fault { place: Some(unit.place), code: Some(given), reason });
        }
        self.by_code.insert((level, unit.code.clone()), self.units.len());
        self.units.push(unit);
    }

    /// A code made of `given` that no unit of the level has yet.
    fn unused(&self, level: Option<u8>, given: &str) -> String {
        // Room for the ending within the 64 bytes of a code.
        let mut end = given.len().min(52);
        while !given.is_char_boundary(end) {
            end -= 1;
        }
        let stem = given.get(..end).unwrap_or_default();
        (2..=usize::MAX)
            .map(|number| format!("{stem}~{number}"))
            .find(|code| !self.by_code.contains_key(&(level, code.clone())))
            .unwrap_or_default()
    }

    fn finish(mut self, layer: &Layer) -> GivenUnits {
        for fault in &layer.faults {
            let code = fault.place.and_then(|place| self.codes.get(&place).cloned());
            self.faults.push(Fault { code: fault.code.clone().or(code), ..fault.clone() });
        }
        self.faults.sort_by_key(|fault| fault.place);
        let notes = (self.merged.count > 0).then_some(Note::Merged(self.merged));
        GivenUnits {
            units: self.units,
            fields: self.fields,
            notes: notes.into_iter().collect(),
            faults: self.faults,
        }
    }
}
