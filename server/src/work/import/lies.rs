//! Whose land lies in whose: each unit against the areas of the level above.

use super::ImportError;
use super::draft::DraftLevel;
use super::found::Found;
use super::inside::inner_point;
use super::parents::{Parents, Rule, find};
use model::{Area, GridId};
use spatial::{NestFaultKind, Nested, Partition};
use std::collections::BTreeMap;

/// Less of a unit's land in its parent than this is said to be cut.
const SHARE_MIN: f64 = 0.99;

/// Finds the parents of every level, from the grids upwards, and says where land and words
/// disagree. `named` is a parent field that somebody chose.
///
/// # Errors
///
/// [`ImportError::Build`] for areas beyond the limits on memory.
pub(crate) fn parents(
    levels: &[DraftLevel],
    grids: &Partition,
    named: Option<&str>,
    found: &mut Vec<Found>,
) -> Result<Vec<Parents>, ImportError> {
    let lands = (0..).map(GridId).take(grids.grid_count());
    let weights: Vec<f64> =
        lands.map(|grid| spatial::ground_area(&grids.area(grid)).get()).collect();
    // Which unit of the level at hand each grid belongs to.
    let mut member: Vec<Option<usize>> = (0..weights.len()).map(Some).collect();
    let mut all = Vec::with_capacity(levels.len());
    for depth in (1..levels.len()).rev() {
        let (level, above) = (&levels[depth], &levels[depth - 1]);
        let parents = if has_areas(above) {
            let areas: Vec<Area> = above.units.iter().map(|unit| unit.area.clone()).collect();
            let nested = spatial::nest(grids, &areas).map_err(ImportError::Build)?;
            let lie = Lie::of(&nested, &weights, &member, level.units.len());
            let parents = find(level, above, named, &lie.parents());
            lie.say(level, above, &parents, found);
            if depth + 1 == levels.len() {
                outside(&nested, level, &parents, found);
            }
            parents
        } else {
            find(level, above, named, &vec![None; level.units.len()])
        };
        for unit in &mut member {
            *unit = unit.and_then(|unit| parents.of[unit]);
        }
        all.push(parents);
    }
    let top = levels.first().map_or(0, |top| top.units.len());
    all.push(Parents { of: vec![None; top], rule: Rule::Top, by_containment: 0 });
    all.reverse();
    Ok(all)
}

fn has_areas(level: &DraftLevel) -> bool {
    level.units.iter().any(|unit| !unit.area.polygons.is_empty())
}

/// How the land of each unit lies in the areas above.
struct Lie {
    /// By unit: the land it has in all, and in each unit above, in square metres.
    lands: Vec<(f64, BTreeMap<usize, f64>)>,
}

impl Lie {
    /// Sums up what is known of the grids for the units they belong to.
    fn of(nested: &Nested, weights: &[f64], member: &[Option<usize>], units: usize) -> Self {
        let mut lands = vec![(0.0, BTreeMap::new()); units];
        let mut add = |grid: usize, parent: usize, share: f64| {
            if let Some(member) = member[grid] {
                *lands[member].1.entry(parent).or_default() += weights[grid] * share;
            }
        };
        let cut = nested.faults.iter().filter(|fault| fault.kind == NestFaultKind::Cut);
        let mut split = vec![false; weights.len()];
        for (grid, parents) in
            cut.filter_map(|fault| Some((fault.grid?.0 as usize, &fault.parents)))
        {
            split[grid] = true;
            for (parent, share) in parents {
                add(grid, *parent, *share);
            }
        }
        for (grid, (parent, share)) in nested.parents.iter().zip(&nested.shares).enumerate() {
            if let (Some(parent), false) = (parent, split[grid]) {
                add(grid, *parent, *share);
            }
        }
        for (member, weight) in member.iter().zip(weights) {
            if let Some(member) = member {
                lands[*member].0 += weight;
            }
        }
        Self { lands }
    }

    /// By unit: the unit above that holds most of its land.
    fn parents(&self) -> Vec<Option<usize>> {
        let most = |(_, above): &(f64, BTreeMap<usize, f64>)| {
            above.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(parent, _)| *parent)
        };
        self.lands.iter().map(most).collect()
    }

    /// Says which units lie elsewhere than they belong, and which are cut by a line above.
    fn say(
        &self,
        level: &DraftLevel,
        above: &DraftLevel,
        parents: &Parents,
        found: &mut Vec<Found>,
    ) {
        for ((unit, said), (all, land)) in level.units.iter().zip(&parents.of).zip(&self.lands) {
            let Some(said) = said else { continue };
            let inside = land.get(said).copied().unwrap_or(0.0);
            if land.is_empty() || inside >= SHARE_MIN * all {
                continue;
            }
            let mut by_size: Vec<(&usize, &f64)> = land.iter().collect();
            by_size.sort_by(|a, b| b.1.total_cmp(a.1));
            let codes = by_size.iter().map(|(parent, _)| above.units[**parent].code.clone());
            let lies_elsewhere = by_size.first().is_some_and(|(most, _)| **most != *said);
            let parent = &above.units[*said];
            let percent = 100.0 * inside / all;
            let (kind, text) = if lies_elsewhere {
                (
                    "lies-elsewhere",
                    format!(
                        "{} belongs to {}, where {percent:.1} % of it lies",
                        unit.code, parent.code
                    ),
                )
            } else {
                let text =
                    format!("{}: only {percent:.1} % of it lies in {}", unit.code, parent.code);
                (NestFaultKind::Cut.as_str(), text)
            };
            let codes = std::iter::once(unit.code.clone()).chain(codes);
            let mut one = Found::new(kind, text).of(codes).at(inner_point(&unit.area));
            one.area_m2 = all - inside;
            one.share = Some(inside / all);
            found.push(one);
        }
    }
}

/// Says which grids belong somewhere by their words and lie in nobody's land.
fn outside(nested: &Nested, level: &DraftLevel, parents: &Parents, found: &mut Vec<Found>) {
    let faults = nested.faults.iter().filter(|fault| fault.kind == NestFaultKind::Outside);
    for place in faults.filter_map(|fault| fault.grid).map(|grid| grid.0 as usize) {
        let unit = &level.units[place];
        if parents.of[place].is_some() {
            let text = format!("{} has a parent and lies outside of all there are", unit.code);
            let one = Found::new(NestFaultKind::Outside.as_str(), text).of([&unit.code]);
            found.push(Found { share: Some(0.0), ..one.over(&unit.area) });
        }
    }
}
