//! Atoms to draw grids from: read from areas or from a dual graph, with what was wrong said.

use exchange::{
    DualGraph, DualGraphError, GivenUnit, GridFields, Layer, Part, ReadError, ReadSettings, Value,
    grids_of, is_dual_graph, read_dual_graph, read_layers,
};
use model::{Area, GridId, Shape};
use planner::redraw::{Atom, Border, Ground, ground_of, link_islands};
use spatial::{BuildError, Partition, RepairSettings};
use std::collections::{BTreeMap, BTreeSet};

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
    #[error("no atom has a field {name:?}; there are: {known}")]
    NoField {
        /// The field that was asked for.
        name: String,
        /// The fields there are, or the first of them.
        known: String,
    },
}

/// Reads atoms from a dual graph (JSON of networkx) or from areas (GeoJSON, Shapefile in .zip …).
pub(crate) fn read(name: &str, bytes: &[u8], ask: &Ask) -> Result<Atoms, AtomsError> {
    let mut atoms = if is_dual_graph(bytes) {
        of_graph(read_dual_graph(bytes)?, ask)?
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
    alone(&mut atoms);
    for [island, shore] in link_islands(&mut atoms.ground) {
        let [island, shore] = [island, shore].map(|atom| &atoms.codes[atom as usize]);
        atoms.notes.push(format!("{island} borders on nothing near it: linked to {shore}"));
    }
    Ok(atoms)
}

/// Says it when most atoms touch no other, as houses do: linked by nothing but nearness they have no
/// borders that could be short.
fn alone(atoms: &mut Atoms) {
    let mut touches = vec![false; atoms.ground.atoms.len()];
    for border in &atoms.ground.borders {
        let [a, b] = border.atoms.map(|atom| atom as usize);
        if atoms.ground.atoms[a].community == atoms.ground.atoms[b].community {
            (touches[a], touches[b]) = (true, true);
        }
    }
    let alone = touches.iter().filter(|touches| !**touches).count();
    if alone * 2 > touches.len() {
        atoms.faults.push(format!(
            "{alone} of {} atoms touch no other in their community: such are linked to the nearest, and \
             borders between them count as nothing",
            touches.len()
        ));
    }
}

/// Areas: what borders on what is read off their exact partition.
fn of_areas(name: &str, bytes: &[u8], ask: &Ask) -> Result<Atoms, AtomsError> {
    let layers = read_layers(&[Part { name, bytes }], &ReadSettings::default())?;
    let layer = layers.first().ok_or(AtomsError::Nothing)?;
    let given = grids_of(layer, &GridFields { code: ask.code.clone(), ..GridFields::default() });
    let mut faults: Vec<String> = given.faults.iter().map(ToString::to_string).collect();
    let mut notes: Vec<String> =
        layer.notes.iter().chain(&given.notes).map(ToString::to_string).collect();
    let code = given.fields.code.clone();
    let mut units = given.units;
    let areas =
        |units: &[GivenUnit]| -> Vec<Area> { units.iter().map(|unit| unit.area.clone()).collect() };
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
    let mut fields: Vec<Vec<(String, Value)>> = fields.map(Option::unwrap_or_default).collect();
    if let Some(code) = code {
        faults.extend(add_up(layer, &code, &units, &mut fields, &ask.weight));
    }
    Ok(Atoms {
        fields,
        codes: units.into_iter().map(|unit| unit.code).collect(),
        ground: ground_of(&land),
        present: Vec::new(),
        communities: vec![String::new()],
        land: Some(land),
        notes,
        faults,
    })
}

/// Features of one code and name are one atom: their weights are added up, which is said, as each might
/// hold the weight of the whole. What else they have is that of the first.
fn add_up(
    layer: &Layer,
    code: &str,
    units: &[GivenUnit],
    fields: &mut [Vec<(String, Value)>],
    weight: &str,
) -> Option<String> {
    let by_code: BTreeMap<&str, usize> =
        (0..).zip(units).map(|(number, unit)| (unit.code.as_str(), number)).collect();
    let firsts: BTreeSet<usize> = units.iter().map(|unit| unit.place).collect();
    let (mut count, mut example) = (0_usize, None);
    for feature in &layer.features {
        let more =
            matches!(feature.shape, Some(Shape::Area(_))) && !firsts.contains(&feature.place);
        let given = feature.text(code).filter(|_| more);
        let unit = given.and_then(|given| by_code.get(given.trim()).copied());
        let Some(unit) = unit else { continue };
        let add = feature.field(weight).and_then(number).unwrap_or_default();
        let known = fields[unit].iter_mut().find(|(key, _)| key == weight);
        match known {
            Some((_, value)) => {
                *value = Value::Float(number(value).unwrap_or_default() + add);
            }
            None => fields[unit].push((weight.to_owned(), Value::Float(add))),
        }
        count += 1;
        example.get_or_insert(&units[unit].code);
    }
    let example = example?;
    Some(format!(
        "features with the code and name of another one: {count}, the first {example}; taken as one atom, \
         {weight} added up"
    ))
}

/// A graph: lengths, areas and places are those of its attributes, where it has them.
fn of_graph(graph: DualGraph, ask: &Ask) -> Result<Atoms, AtomsError> {
    let mut faults = Vec::new();
    let codes = match &ask.code {
        Some(name) => codes(&graph, name, &mut faults)?,
        None => graph.nodes.iter().map(|node| node.id.clone()).collect(),
    };
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
    Ok(Atoms {
        codes,
        fields: graph.nodes.into_iter().map(|node| node.fields).collect(),
        ground,
        present: Vec::new(),
        communities: vec![String::new()],
        land: None,
        notes: vec![note],
        faults,
    })
}

/// The codes of a graph's nodes by a field; where it is missing the id is the code, and a code that was
/// there before gets the id behind it, which is said.
fn codes(
    graph: &DualGraph,
    name: &str,
    faults: &mut Vec<String>,
) -> Result<Vec<String>, AtomsError> {
    let mut met = BTreeSet::new();
    let (mut without, mut again) = (0_usize, 0_usize);
    let code = |node: &exchange::DualNode| {
        let code = node.field(name).and_then(Value::text);
        without += usize::from(code.is_none());
        let code = code.unwrap_or_else(|| node.id.clone());
        if met.insert(code.clone()) {
            return code;
        }
        again += 1;
        let code = format!("{code}~{}", node.id);
        met.insert(code.clone());
        code
    };
    let codes: Vec<String> = graph.nodes.iter().map(code).collect();
    if without == codes.len() {
        return Err(no_field(name, graph.nodes.iter().map(|node| node.fields.as_slice())));
    }
    if without > 0 {
        faults.push(format!("{without} nodes have no {name}: their ids are their codes"));
    }
    if again > 0 {
        faults
            .push(format!("{again} nodes have a {name} of another one: their ids stand behind it"));
    }
    Ok(codes)
}

/// That no atom has a field, with the fields there are.
fn no_field<'a>(name: &str, atoms: impl Iterator<Item = &'a [(String, Value)]>) -> AtomsError {
    /// Fields that are named.
    const NAMED_MAX: usize = 30;
    let mut known: Vec<&str> = Vec::new();
    let mut met = BTreeSet::new();
    for (key, _) in atoms.flatten() {
        if met.insert(key.as_str()) {
            known.push(key);
        }
    }
    let more = if known.len() > NAMED_MAX { " …" } else { "" };
    known.truncate(NAMED_MAX);
    AtomsError::NoField { name: name.to_owned(), known: known.join(", ") + more }
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
        return Err(no_field(name, atoms.fields.iter().map(Vec::as_slice)));
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
        return Err(no_field(name, atoms.fields.iter().map(Vec::as_slice)));
    }
    Ok((names, numbers))
}
