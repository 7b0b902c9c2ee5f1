//! How long crews travel from place to place: by the times given for their mode, or straight.

use super::flat::ends_of;
use crate::vrp::ground::{NEVER, Point, clock, time};
use model::patrol::{Crew, Mode, Problem, Target, Travel};
use model::{Metres, Position};
use std::collections::BTreeSet;

/// The time `crew` takes from one place to another; [`NEVER`] where the times given for its mode
/// know no way.
pub(super) fn way_time(problem: &Problem, crew: &Crew, from: Position, to: Position) -> i32 {
    let Some(table) = problem.travel_of(crew.mode) else {
        return time(Point::of(from).metres(Point::of(to)), crew.pace);
    };
    let ends = numbers(table, from, to);
    let given = ends.and_then(|(from, to)| table.time(from, to));
    given.map_or(NEVER, |given| clock(given.get()))
}

/// How far that is: as the table has it, or straight where it has no lengths.
pub(super) fn way_metres(problem: &Problem, crew: &Crew, from: Position, to: Position) -> Metres {
    let straight = || Point::of(from).metres(Point::of(to));
    let Some(table) = problem.travel_of(crew.mode).filter(|table| table.has_lengths()) else {
        return straight();
    };
    let ends = numbers(table, from, to);
    ends.and_then(|(from, to)| table.length(from, to)).unwrap_or_else(straight)
}

/// Every place that crews of `mode` may go to: what a table of travel times for them must know. Each
/// place once, in order.
pub fn places(problem: &Problem, mode: Mode) -> Vec<Position> {
    let crews = problem.crews.iter().filter(|crew| crew.mode == mode);
    let visited = |target: &&Target| target.modes.is_empty() || target.modes.contains(&mode);
    let targets = problem.targets.iter().filter(visited);
    let ends = targets.flat_map(|target| ends_of(target).into_iter().flatten());
    let all: BTreeSet<Position> = crews.map(|crew| crew.base).chain(ends).collect();
    all.into_iter().collect()
}

fn numbers(table: &Travel, from: Position, to: Position) -> Option<(usize, usize)> {
    Some((table.number(from)?, table.number(to)?))
}
