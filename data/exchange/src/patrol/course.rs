//! The way a crew goes, as drawn on a map, and the names of what a plan points at.

use model::Position;
use model::patrol::{Plan, Problem, Route, Stop, Target, TargetShape};

/// The way of `route`: base, stops, lines along their course, base. At least two positions; none
/// when the problem has no such crew.
pub fn course(problem: &Problem, route: &Route) -> Vec<Position> {
    let Some(crew) = problem.crews.get(route.crew) else { return Vec::new() };
    let mut way = vec![crew.base];
    for stop in &route.stops {
        let along = problem.targets.get(stop.target).map_or_else(Vec::new, |it| visit(it, stop));
        // Two stops at one spot are one position of the line.
        for at in along {
            if way.last() != Some(&at) {
                way.push(at);
            }
        }
    }
    if way.len() < 2 || way.last() != Some(&crew.base) {
        way.push(crew.base);
    }
    way
}

/// The positions of a visit, from where it begins to where it ends.
fn visit(target: &Target, stop: &Stop) -> Vec<Position> {
    match &target.shape {
        TargetShape::Point(at) | TargetShape::Area { gate: at, .. } => vec![*at],
        TargetShape::Line(line) if stop.reversed => line.iter().rev().copied().collect(),
        TargetShape::Line(line) => line.clone(),
    }
}

/// Where a visit begins, if the problem has the target.
pub(super) fn begins(problem: &Problem, stop: &Stop) -> Option<Position> {
    visit(problem.targets.get(stop.target)?, stop).first().copied()
}

/// One position for a target: the point, the gate, the first end of the line.
pub(super) fn place(target: &Target) -> Option<Position> {
    match &target.shape {
        TargetShape::Point(at) | TargetShape::Area { gate: at, .. } => Some(*at),
        TargetShape::Line(line) => line.first().copied(),
    }
}

/// The id of a crew; `#` and its number when the problem has none such.
pub(super) fn crew_id(problem: &Problem, crew: usize) -> String {
    problem.crews.get(crew).map_or_else(|| format!("#{crew}"), |crew| crew.id.clone())
}

/// The id of a target; `#` and its number when the problem has none such.
pub(super) fn target_id(problem: &Problem, target: usize) -> String {
    problem.targets.get(target).map_or_else(|| format!("#{target}"), |target| target.id.clone())
}

/// The routes of `plan` with the crews they are for, where the problem has them.
pub(super) fn routes<'a>(
    problem: &'a Problem,
    plan: &'a Plan,
) -> impl Iterator<Item = (&'a Route, &'a model::patrol::Crew)> {
    plan.routes.iter().filter_map(|route| Some((route, problem.crews.get(route.crew)?)))
}
