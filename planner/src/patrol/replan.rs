//! Some crews planned anew while the others go as they did.

use super::cost::cost;
use super::dispatch::open_windows;
use super::flat::Day;
use super::problem_error::{ProblemError, sound};
use super::solve::{Progress, Settings, improve, plan_of};
use crate::vrp::unsettled;
use model::Seconds;
use model::patrol::{Lock, LockedStop, Plan, Problem, Route, Stop, Target};
use std::ops::ControlFlow;

/// Plans `problem` for the crews that have no route in `stay`; those that have go by it, to the second.
/// A crew that is to stay at its base stands in `stay` with a route of no stops.
///
/// Visits that stay are apart from new ones as the targets want. What fixes the order of a crew that
/// stays is of no account. Otherwise as [`solve`](fn@super::solve); it costs what planning those crews
/// alone would.
///
/// # Errors
///
/// [`ProblemError`] as for planning all, and when a visit of several crews together stays in part only.
/// Whether the routes that stay can be gone is the judge's to say.
pub fn replan(
    problem: &Problem,
    stay: &[Route],
    settings: &Settings,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, ProblemError> {
    sound(problem)?;
    let stays = |crew: usize| stay.iter().any(|route| route.crew == crew);
    let crews: Vec<usize> = (0..problem.crews.len()).filter(|crew| !stays(*crew)).collect();
    let mut targets = Vec::new();
    let mut part = Problem {
        travel: problem.travel.clone(),
        crews: crews.iter().filter_map(|crew| problem.crews.get(*crew).cloned()).collect(),
        ..Problem::new(problem.day, Vec::new(), Vec::new())
    };
    for (number, target) in problem.targets.iter().enumerate() {
        let fixed = starts(stay, number, target)?;
        let made = u16::try_from(fixed.len()).unwrap_or(u16::MAX);
        let visits = target.visits.saturating_sub(made);
        let windows = open_windows(target, Seconds::new(0), &fixed);
        if visits > 0 && !windows.is_empty() {
            targets.push(number);
            // How long a target waits is reckoned over the whole day only.
            let gap_max = target.gap_max.filter(|_| fixed.is_empty());
            part.targets.push(Target { visits, windows, gap_max, ..target.clone() });
        }
    }
    part.locks = locks(problem, &crews, &targets);
    sound(&part)?;
    let mut day = Day::new(&part);
    if let Some(crew) = unsettled(&day.instance) {
        let id = part.crews.get(crew as usize).map_or_else(String::new, |it| it.id.clone());
        let by_breaks = day.instance.pins.is_empty();
        return Err(if by_breaks { ProblemError::Breaks(id) } else { ProblemError::Locks(id) });
    }
    let gone: Vec<Route> = stay.iter().filter(|route| !route.stops.is_empty()).cloned().collect();
    let before = cost(problem, &plan_of(problem, gone.clone()));
    let served: usize = gone.iter().map(|route| route.stops.len()).sum();
    let found = improve(&part, &mut day, settings, &mut |at| {
        let mut all = at;
        all.served += served;
        all.wanted += served;
        all.cost.travel += before.travel;
        watch(all)
    });
    let found = found.unwrap_or_default();
    let route = |route: Route| {
        let stop = |stop: &Stop| Some(Stop { target: *targets.get(stop.target)?, ..*stop });
        let stops = route.stops.iter().filter_map(stop).collect();
        Some(Route { crew: *crews.get(route.crew)?, stops, ..route })
    };
    let mut routes: Vec<Route> = found.routes.into_iter().filter_map(route).chain(gone).collect();
    routes.sort_by_key(|route| route.crew);
    Ok(plan_of(problem, routes))
}

/// When the visits to a target begin that stay, once for each however many crews make it.
fn starts(stay: &[Route], number: usize, target: &Target) -> Result<Vec<Seconds>, ProblemError> {
    let stops = stay.iter().flat_map(|route| &route.stops);
    let mut starts: Vec<Seconds> =
        stops.filter(|stop| stop.target == number).map(|stop| stop.start).collect();
    if target.crews > 1 {
        starts.sort_unstable();
        let team = usize::from(target.crews);
        if starts.chunk_by(|a, b| a == b).any(|visit| !visit.len().is_multiple_of(team)) {
            return Err(ProblemError::LockedTarget(target.id.clone()));
        }
        starts = starts.into_iter().step_by(team).collect();
    }
    Ok(starts)
}

/// What was fixed by hand about some crews and targets, by their places among these.
fn locks(problem: &Problem, crews: &[usize], targets: &[usize]) -> Vec<Lock> {
    let crew_of = |crew| crews.iter().position(|it| *it == crew);
    let target_of = |target| targets.iter().position(|it| *it == target);
    let order = |stops: &[LockedStop]| {
        let stop = |stop: &LockedStop| {
            Some(LockedStop { target: target_of(stop.target)?, reversed: stop.reversed })
        };
        stops.iter().filter_map(stop).collect()
    };
    let locks = problem.locks.iter().filter_map(|lock| {
        Some(match lock {
            Lock::Assigned { crew, target } => {
                Lock::Assigned { crew: crew_of(*crew)?, target: target_of(*target)? }
            }
            Lock::Forbidden { crew, target } => {
                Lock::Forbidden { crew: crew_of(*crew)?, target: target_of(*target)? }
            }
            Lock::Begins { crew, stops } => {
                Lock::Begins { crew: crew_of(*crew)?, stops: order(stops) }
            }
            Lock::Whole { crew, stops } => {
                Lock::Whole { crew: crew_of(*crew)?, stops: order(stops) }
            }
        })
    });
    locks.collect()
}
