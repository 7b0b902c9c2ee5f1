//! Whose land lies in whose: each unit against the areas of the level above.

use super::draft::DraftLevel;
use super::found::Found;
use super::inside::{holds, inner_point};
use super::parents::{Parents, Rule, find};
use model::{Area, GridId};
use spatial::Partition;
use std::collections::BTreeMap;

/// Finds the parents of every level, from the grids upwards, and says where land and words
/// disagree. `named` is a parent field that somebody chose.
pub(crate) fn parents(
    levels: &[DraftLevel],
    grids: &Partition,
    named: Option<&str>,
    found: &mut Vec<Found>,
) -> Vec<Parents> {
    let lands: Vec<Area> =
        (0..).map(GridId).take(grids.grid_count()).map(|grid| grids.area(grid)).collect();
    let weights: Vec<f64> = lands.iter().map(|land| spatial::ground_area(land).get()).collect();
    // Which unit of the level at hand each grid belongs to.
    let mut member: Vec<Option<usize>> = (0..lands.len()).map(Some).collect();
    let mut all = Vec::with_capacity(levels.len());
    for depth in (1..levels.len()).rev() {
        let (level, above) = (&levels[depth], &levels[depth - 1]);
        let held = has_areas(above).then(|| nest(&lands, above));
        let lies_in = held.map_or_else(
            || vec![None; level.units.len()],
            |held| mostly(&held, &weights, &member, level.units.len()),
        );
        let parents = find(level, above, named, &lies_in);
        disagreements(level, above, &parents, &lies_in, found);
        for unit in &mut member {
            *unit = unit.and_then(|unit| parents.of[unit]);
        }
        all.push(parents);
    }
    let top = levels.first().map_or(0, |top| top.units.len());
    all.push(Parents { of: vec![None; top], rule: Rule::Top, by_containment: 0 });
    all.reverse();
    all
}

fn has_areas(level: &DraftLevel) -> bool {
    level.units.iter().any(|unit| !unit.area.polygons.is_empty())
}

/// For each grid the unit of `above` that holds a point well inside it.
fn nest(lands: &[Area], above: &DraftLevel) -> Vec<Option<usize>> {
    let bounds: Vec<_> = above.units.iter().map(|unit| unit.area.bounds()).collect();
    let parent = |land: &Area| {
        let at = inner_point(land)?;
        let near = |unit: &usize| bounds[*unit].is_some_and(|bounds| bounds.contains(at));
        (0..bounds.len()).filter(near).find(|&unit| holds(&above.units[unit].area, at))
    };
    lands.iter().map(parent).collect()
}

/// For each unit, which unit above holds most of the land of its grids.
fn mostly(
    held: &[Option<usize>],
    weights: &[f64],
    member: &[Option<usize>],
    units: usize,
) -> Vec<Option<usize>> {
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); units];
    for ((held, weight), member) in held.iter().zip(weights).zip(member) {
        if let (Some(held), Some(member)) = (held, member) {
            *sums[*member].entry(*held).or_default() += weight;
        }
    }
    let most = |sums: BTreeMap<usize, f64>| {
        sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(parent, _)| parent)
    };
    sums.into_iter().map(most).collect()
}

/// Units whose words name one parent and whose land lies in another.
fn disagreements(
    level: &DraftLevel,
    above: &DraftLevel,
    parents: &Parents,
    lies_in: &[Option<usize>],
    found: &mut Vec<Found>,
) {
    let both = level.units.iter().zip(&parents.of).zip(lies_in);
    for ((unit, said), lies) in both {
        let (Some(said), Some(lies)) = (said, lies) else { continue };
        if said != lies {
            let (said, lies) = (&above.units[*said], &above.units[*lies]);
            let text = format!("{} belongs to {} but lies in {}", unit.code, said.code, lies.code);
            let at = inner_point(&unit.area);
            let codes = [&unit.code, &said.code, &lies.code];
            found.push(Found::new("lies-elsewhere", text).of(codes).at(at));
        }
    }
}
