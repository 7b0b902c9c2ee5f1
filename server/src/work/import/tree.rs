//! From levels with parents to a tree that keeps its promises: nobody without a parent, nobody
//! without a child; what that costs is said.

use super::ImportError;
use super::draft::DraftLevel;
use super::found::Found;
use super::parents::Parents;
use exchange::GivenUnit;
use model::{Code, Level, Unit, UnitId, UnitTree};
use std::collections::HashSet;

/// What stands above units that lie in nobody's land.
const UNASSIGNED: &str = "unassigned";
/// Its name.
const UNASSIGNED_NAME: &str = "未归属";

/// Makes the tree. Level `k` of `levels` has the parents `parents[k]`, the top none.
///
/// The grids of the tree are the units of the last level, in order.
///
/// # Errors
///
/// [`ImportError::Tree`] when the units break a promise of [`UnitTree`] all the same.
pub(crate) fn tree(
    levels: &[DraftLevel],
    parents: &[Parents],
    found: &mut Vec<Found>,
) -> Result<UnitTree, ImportError> {
    let kept = with_children(levels, parents, found);
    let needs = homeless(levels, parents, &kept, found);
    let mut units: Vec<Unit> = Vec::new();
    // Where each unit of the level above stands in the tree, and the stand-in for no parent.
    let mut above: (Vec<Option<u32>>, Option<u32>) = (Vec::new(), None);
    for (depth, level) in levels.iter().enumerate() {
        let number = u8::try_from(depth + 1).ok().and_then(Level::new).unwrap_or(Level::MAX);
        let mut places = vec![None; level.units.len()];
        for (place, given) in level.units.iter().enumerate() {
            if !kept[depth][place] {
                continue;
            }
            let said = parents[depth].of.get(place).copied().flatten();
            let parent = said.and_then(|parent| above.0.get(parent).copied().flatten());
            places[place] = Some(id(units.len()));
            units.push(unit(given, number, parent.or(above.1).map(UnitId))?);
        }
        let mut stand_in = None;
        if needs[depth] {
            stand_in = Some(id(units.len()));
            let code = unused_code(level)?;
            let (name, parent) = (UNASSIGNED_NAME.to_owned(), above.1.map(UnitId));
            units.push(Unit { code, name, level: number, parent, households: None, kind: None });
        }
        above = (places, stand_in);
    }
    UnitTree::new(units).map_err(ImportError::Tree)
}

/// Which units have something below them, bottom up; the others are left out and said.
fn with_children(
    levels: &[DraftLevel],
    parents: &[Parents],
    found: &mut Vec<Found>,
) -> Vec<Vec<bool>> {
    let mut kept: Vec<Vec<bool>> = levels.iter().map(|it| vec![false; it.units.len()]).collect();
    if let Some(grids) = kept.last_mut() {
        grids.fill(true);
    }
    for depth in (1..levels.len()).rev() {
        let (upper, lower) = kept.split_at_mut(depth);
        for (parent, kept) in parents[depth].of.iter().zip(&lower[0]) {
            if let (Some(parent), true) = (parent, kept) {
                upper[depth - 1][*parent] = true;
            }
        }
        for (unit, kept) in levels[depth - 1].units.iter().zip(&upper[depth - 1]) {
            if !kept {
                let text = format!("{} has nothing below it and was left out", unit.name);
                found.push(Found::new("no-child", text).of([&unit.code]).over(&unit.area));
            }
        }
    }
    kept
}

/// Which levels need a stand-in because somebody below has no parent there.
fn homeless(
    levels: &[DraftLevel],
    parents: &[Parents],
    kept: &[Vec<bool>],
    found: &mut Vec<Found>,
) -> Vec<bool> {
    let mut needs = vec![false; levels.len()];
    for depth in (1..levels.len()).rev() {
        for (place, unit) in levels[depth].units.iter().enumerate() {
            if kept[depth][place] && parents[depth].of[place].is_none() {
                needs[depth - 1] = true;
                let text = format!("{} has no parent; it went to {UNASSIGNED_NAME}", unit.name);
                found.push(Found::new("no-parent", text).of([&unit.code]).over(&unit.area));
            }
        }
        // A stand-in needs one above it too.
        if depth >= 2 && needs[depth - 1] {
            needs[depth - 2] = true;
        }
    }
    needs
}

fn unit(given: &GivenUnit, level: Level, parent: Option<UnitId>) -> Result<Unit, ImportError> {
    Ok(Unit {
        code: Code::try_from(given.code.as_str()).map_err(ImportError::Code)?,
        name: given.name.clone(),
        level,
        parent,
        households: given.households,
        kind: given.kind.clone(),
    })
}

fn unused_code(level: &DraftLevel) -> Result<Code, ImportError> {
    let taken: HashSet<&str> = level.units.iter().map(|unit| unit.code.as_str()).collect();
    let others = (2..).map(|number: usize| format!("{UNASSIGNED}~{number}"));
    let mut codes = std::iter::once(UNASSIGNED.to_owned()).chain(others);
    let code = codes.find(|code| !taken.contains(code.as_str())).unwrap_or_default();
    Code::try_from(code.as_str()).map_err(ImportError::Code)
}

fn id(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
