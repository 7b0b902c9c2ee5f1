//! Atoms to draw grids from: read from areas or from a dual graph, with what was wrong said.

use exchange::{
    DualGraph, DualGraphError, GridFields, Part, ReadError, ReadSettings, Value, grids_of,
    is_dual_graph, read_dual_graph, read_layers,
};
use model::{Area, GridId};
use planner::redraw::{Atom, Border, Ground, ground_of, link_islands};
use spatial::{BuildError, Partition, RepairSettings};
use std::collections::BTreeMap;

/// Which fields to use.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The households, or any other workload.
    pub(crate) weight: String,
    /// The community, if grids are to stay inside.
    pub(crate) within: Option<String>,
    /// The present grid, if there are any to improve.
    pub(crate) from: Option<String>,
    /// The atoms' codes; guessed when left out.
    pub(crate) code: Option<String>,
}

/// Atoms, ready to be drawn on.
#[derive(Debug)]
pub(crate) struct Atoms {
    /// Their codes.
    pub(crate) codes: Vec<String>,
    /// All their fields, as the file has them.
    pub(crate) fields: Vec<Vec<(String, Value)>>,
    /// The ground, with weights, communities and present grids by number.
    pub(crate) ground: Ground,
    /// The names of the present grids.
    pub(crate) present: Vec<String>,
    /// The names of the communities; one without a name when there are none.
    pub(crate) communities: Vec<String>,
    /// Their land, when they came with it.
    pub(crate) land: Option<Partition>,
    /// What was done, in words.
    pub(crate) notes: Vec<String>,
    /// What was wrong, in words.
    pub(crate) faults: Vec<String>,
}

/// Why there are no atoms.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AtomsError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It is a graph that cannot be read.
    #[error(transparent)]
    Graph(#[from] DualGraphError),
    /// The land cannot be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// There is nothing in it.
    #[error("it holds no areas")]
    Nothing,
    /// No atom has the field.
    #[error("no atom has a field {0:?}; name the right one with --weight, --within or --from")]
    NoField(String),
}

/// Reads atoms from a dual graph (JSON of networkx) or from areas (GeoJSON, Shapefile in .zip …).
pub(crate) fn read(name: &str, bytes: &[u8], ask: &Ask) -> Result<Atoms, AtomsError> {
    let mut atoms = if is_dual_graph(bytes) {
        of_graph(read_dual_graph(bytes)?)
    } else {
        of_areas(name, bytes, ask)?
    };
    weigh(&mut atoms, &ask.weight)?;
    if let Some(within) = &ask.within {
        let (names, numbers) = numbered(&atoms, within)?;
        let without = numbers.iter().filter(|number| number.is_none()).count();
        atoms.communities = names;
        if without > 0 {
            atoms
                .faults
                .push(format!("{without} atoms have no {within}: taken as one more community"));
            atoms.communities.push(String::new());
        }
        let rest = atoms.communities.len().saturating_sub(1);
        for (atom, number) in atoms.ground.atoms.iter_mut().zip(numbers) {
            atom.community = number.or(u32::try_from(rest).ok()).unwrap_or_default();
        }
    }
    if let Some(from) = &ask.from {
        let (names, numbers) = numbered(&atoms, from)?;
        atoms.present = names;
        for (atom, number) in atoms.ground.atoms.iter_mut().zip(numbers) {
            atom.present = number;
        }
    }
    for [island, shore] in link_islands(&mut atoms.ground) {
        let [island, shore] = [island, shore].map(|atom| &atoms.codes[atom as usize]);
        atoms.notes.push(format!("{island} borders on nothing near it: linked to {shore}"));
    }
    Ok(atoms)
}

/// Areas: what borders on what is read off their exact partition.
fn of_areas(name: &str, bytes: &[u8], ask: &Ask) -> Result<Atoms, AtomsError> {
    let layers = read_layers(&[Part { name, bytes }], &ReadSettings::default())?;
    let layer = layers.first().ok_or(AtomsError::Nothing)?;
    let given = grids_of(layer, &GridFields { code: ask.code.clone(), ..GridFields::default() });
    let mut faults: Vec<String> = given.faults.iter().map(ToString::to_string).collect();
    let mut notes: Vec<String> = layer.notes.iter().map(ToString::to_string).collect();
    let mut units = given.units;
    let areas = |units: &[exchange::GivenUnit]| -> Vec<Area> {
        units.iter().map(|unit| unit.area.clone()).collect()
    };
    let built = Partition::build(&areas(&units), &RepairSettings::default())?;
    let mut land = built.partition;
    let mended = built.faults.len();
    if mended > 0 {
        notes.push(format!("{mended} places do not fit together; `gridbeat check` names them"));
    }
    let there: Vec<bool> = land.grids().map(|grid| land.bounds_of(grid).is_some()).collect();
    if there.contains(&false) {
        let left = (0..).map(GridId).zip(&there).filter(|(_, there)| **there);
        let areas: Vec<Area> = left.map(|(grid, _)| land.area(grid)).collect();
        land = Partition::build(&areas, &RepairSettings::NOTHING)?.partition;
        let gone = units.iter().zip(&there).filter(|(_, there)| !**there);
        faults.extend(gone.map(|(unit, _)| format!("{} has no land and is left out", unit.code)));
        let mut at = there.iter();
        units.retain(|_| at.next().copied().unwrap_or_default());
    }
    if units.is_empty() {
        return Err(AtomsError::Nothing);
    }
    let by_place: BTreeMap<usize, &exchange::Feature> =
        layer.features.iter().map(|feature| (feature.place, feature)).collect();
    let fields = units.iter().map(|unit| by_place.get(&unit.place).map(|it| it.fields.clone()));
    Ok(Atoms {
        fields: fields.map(Option::unwrap_or_default).collect(),
        codes: units.into_iter().map(|unit| unit.code).collect(),
        ground: ground_of(&land),
        present: Vec::new(),
        communities: vec![String::new()],
        land: Some(land),
        notes,
        faults,
    })
}

/// A graph: lengths, areas and places are those of its attributes, where it has them.
fn of_graph(graph: DualGraph) -> Atoms {
    let number = |fields: &[(String, Value)], names: &[&str]| {
        let found = fields.iter().find(|(key, _)| names.contains(&key.as_str()));
        found.and_then(|(_, value)| number(value))
    };
    let atom = |fields: &[(String, Value)]| Atom {
        area_m2: number(fields, &["area"]).unwrap_or_default(),
        outside_m: number(fields, &["boundary_perim"]).unwrap_or_default(),
        at: number(fields, &["C_X", "x", "INTPTLON20", "INTPTLON10", "INTPTLON"])
            .zip(number(fields, &["C_Y", "y", "INTPTLAT20", "INTPTLAT10", "INTPTLAT"]))
            .map(|(x, y)| [x, y]),
        ..Atom::default()
    };
    let border =
        |edge: &exchange::DualEdge| Border { atoms: edge.nodes, length_m: edge.length, cost: 1.0 };
    let ground = Ground {
        atoms: graph.nodes.iter().map(|node| atom(&node.fields)).collect(),
        borders: graph.edges.iter().map(border).collect(),
    };
    let note = if graph.measured {
        "lengths are the shared perimeters of the graph, in its own unit".to_owned()
    } else {
        "the graph has no shared perimeter on every edge: each counts as 1".to_owned()
    };
    Atoms {
        codes: graph.nodes.iter().map(|node| node.id.clone()).collect(),
        fields: graph.nodes.into_iter().map(|node| node.fields).collect(),
        ground,
        present: Vec::new(),
        communities: vec![String::new()],
        land: None,
        notes: vec![note],
        faults: Vec::new(),
    }
}

/// A value as a finite number, also one written with a sign.
fn number(value: &Value) -> Option<f64> {
    let text = value.text()?;
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn field<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Fills the weights in, rounded to whole ones.
fn weigh(atoms: &mut Atoms, name: &str) -> Result<(), AtomsError> {
    if atoms.fields.iter().all(|fields| field(fields, name).is_none()) {
        return Err(AtomsError::NoField(name.to_owned()));
    }
    let (mut unread, mut first) = (0_usize, None);
    for ((atom, fields), code) in atoms.ground.atoms.iter_mut().zip(&atoms.fields).zip(&atoms.codes)
    {
        let weight = field(fields, name).and_then(number);
        let weight = weight.filter(|weight| (0.0..=f64::from(u32::MAX)).contains(weight));
        if weight.is_none() {
            unread += 1;
            first.get_or_insert(code);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let whole = weight.unwrap_or_default().round() as u32;
        atom.weight = whole;
    }
    if let Some(first) = first {
        atoms.faults.push(format!(
            "{unread} atoms have no number from 0 up in {name}, the first is {first}: counted as 0"
        ));
    }
    Ok(())
}

/// The values of a field, each once in order of appearance, and the place of each atom's among them.
fn numbered(atoms: &Atoms, name: &str) -> Result<(Vec<String>, Vec<Option<u32>>), AtomsError> {
    let mut places: BTreeMap<String, u32> = BTreeMap::new();
    let mut names = Vec::new();
    let mut numbers = Vec::with_capacity(atoms.fields.len());
    for fields in &atoms.fields {
        let text = field(fields, name).and_then(Value::text);
        numbers.push(text.map(|text| {
            *places.entry(text).or_insert_with_key(|text| {
                names.push(text.clone());
                u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
            })
        }));
    }
    if names.is_empty() {
        return Err(AtomsError::NoField(name.to_owned()));
    }
    Ok((names, numbers))
}
