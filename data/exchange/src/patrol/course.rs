//! The way a crew goes, as drawn on a map, and the names of what a plan points at.

use super::document::{WaysRead, parse};
use super::error::PatrolError;
use super::shape::Geometry;
use model::patrol::{Crew, Plan, Problem, Route, Stop, Target, TargetShape};
use model::{Metres, Position};

/// How a crew goes from one place to another: the positions on the way, the two places among them
/// or not; `None` is straight.
pub type Leg<'a> = dyn Fn(&Crew, Position, Position) -> Option<Vec<Position>> + 'a;

/// The whole way of a route, as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// From the base over the stops and back.
    pub line: Vec<Position>,
    /// How long that is, where somebody measured it.
    pub length: Option<Metres>,
}

/// The way of `route` in straight legs: base, stops, lines along their course, base. At least two
/// positions; none when the problem has no such crew.
pub fn course(problem: &Problem, route: &Route) -> Vec<Position> {
    course_by(problem, route, &|_, _, _| None)
}

/// The same with the legs that `leg` gives.
pub fn course_by(problem: &Problem, route: &Route, leg: &Leg<'_>) -> Vec<Position> {
    let Some(crew) = problem.crews.get(route.crew) else { return Vec::new() };
    let mut way = vec![crew.base];
    // Two stops at one spot are one position of the line.
    let push = |way: &mut Vec<Position>, at: Position| {
        if way.last() != Some(&at) {
            way.push(at);
        }
    };
    let go = |way: &mut Vec<Position>, from: Position, to: Position| {
        let between = if from == to { None } else { leg(crew, from, to) };
        for at in between.into_iter().flatten().chain([to]) {
            push(way, at);
        }
    };
    let mut here = crew.base;
    for stop in &route.stops {
        let along = problem.targets.get(stop.target).map_or_else(Vec::new, |it| visit(it, stop));
        let (Some(first), Some(last)) = (along.first(), along.last()) else { continue };
        go(&mut way, here, *first);
        for at in &along {
            push(&mut way, *at);
        }
        here = *last;
    }
    go(&mut way, here, crew.base);
    if way.len() < 2 {
        way.push(crew.base);
    }
    way
}

/// The drawn way of the route at `place`: that of `ways`, or straight.
pub(super) fn drawn(problem: &Problem, route: &Route, place: usize, ways: &[Way]) -> Vec<Position> {
    let given = ways.get(place).filter(|way| way.line.len() > 1);
    given.map_or_else(|| course(problem, route), |way| way.line.clone())
}

/// The ways that a written plan has, one for each of its routes.
///
/// # Errors
///
/// [`PatrolError`] when it is no plan.
pub fn read_ways(bytes: &[u8]) -> Result<Vec<Way>, PatrolError> {
    let read: WaysRead = parse(bytes)?;
    let way = |route: super::document::WayRead| {
        let line = match route.line {
            Some(Geometry::LineString { coordinates }) => {
                coordinates.into_iter().map(|at| at.0).collect()
            }
            _ => Vec::new(),
        };
        Way { line, length: route.way_m.map(Metres::new) }
    };
    Ok(read.routes.into_iter().map(way).collect())
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
    Some(problem.targets.get(stop.target)?.ends(stop.reversed)?.0)
}

/// One position for a target: the point, the gate, the first end of the line.
pub(super) fn place(target: &Target) -> Option<Position> {
    Some(target.ends(false)?.0)
}

/// The id of a crew; `#` and its number when the problem has none such.
pub(super) fn crew_id(problem: &Problem, crew: usize) -> String {
    problem.crews.get(crew).map_or_else(|| format!("#{crew}"), |crew| crew.id.clone())
}

/// The id of a target; `#` and its number when the problem has none such.
pub(super) fn target_id(problem: &Problem, target: usize) -> String {
    problem.targets.get(target).map_or_else(|| format!("#{target}"), |target| target.id.clone())
}

/// The routes of `plan` with their places in it and the crews they are for, where the problem has
/// them.
pub(super) fn routes<'a>(
    problem: &'a Problem,
    plan: &'a Plan,
) -> impl Iterator<Item = (usize, &'a Route, &'a Crew)> {
    let routes = plan.routes.iter().enumerate();
    routes.filter_map(|(place, route)| Some((place, route, problem.crews.get(route.crew)?)))
}
