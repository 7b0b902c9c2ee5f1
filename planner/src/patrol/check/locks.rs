//! Whether a plan keeps what was fixed by hand.

use super::breach::{Breach, Part, Violation};
use model::patrol::{Lock, LockedStop, Plan, Problem};

/// Notes what differs from the locks of the problem.
pub(super) fn kept(problem: &Problem, plan: &Plan, found: &mut Vec<Violation>) {
    for lock in &problem.locks {
        match lock {
            Lock::Forbidden { crew, target } => {
                let breaks = |by: usize| by == *crew;
                visits(problem, plan, *target, &breaks, &Breach::Forbidden, found);
            }
            Lock::Assigned { target, .. } => {
                let chosen = |by: usize| {
                    problem.locks.contains(&Lock::Assigned { crew: by, target: *target })
                };
                visits(problem, plan, *target, &|by| !chosen(by), &Breach::NotAssigned, found);
            }
            Lock::Begins { crew, stops } => order(problem, plan, (*crew, stops, false), found),
            Lock::Whole { crew, stops } => order(problem, plan, (*crew, stops, true), found),
        }
    }
}

/// Notes every visit to `target` by a crew that `wrong` names.
fn visits(
    problem: &Problem,
    plan: &Plan,
    target: usize,
    wrong: &dyn Fn(usize) -> bool,
    breach: &Breach,
    found: &mut Vec<Violation>,
) {
    for route in plan.routes.iter().filter(|route| wrong(route.crew)) {
        for (stop, _) in route.stops.iter().enumerate().filter(|(_, stop)| stop.target == target) {
            let crew = problem.crews.get(route.crew).map(|crew| crew.id.clone());
            let id = problem.targets.get(target).map(|target| target.id.clone());
            let part = Part::Stop {
                crew: crew.unwrap_or_else(|| format!("#{}", route.crew)),
                stop,
                target: id.unwrap_or_else(|| format!("#{target}")),
            };
            found.push(Violation { part, breach: breach.clone() });
        }
    }
}

/// Notes a route that is not in the order that was fixed.
fn order(
    problem: &Problem,
    plan: &Plan,
    (crew, stops, all): (usize, &[LockedStop], bool),
    found: &mut Vec<Violation>,
) {
    let route = plan.routes.iter().find(|route| route.crew == crew);
    let made = route.map_or(&[][..], |route| &route.stops);
    let same = stops.iter().zip(made).take_while(|(locked, stop)| {
        locked.target == stop.target && locked.reversed == stop.reversed
    });
    let same = same.count();
    if same < stops.len() || all && made.len() > stops.len() {
        let id = problem.crews.get(crew).map(|crew| crew.id.clone());
        let part = Part::Route { crew: id.unwrap_or_else(|| format!("#{crew}")) };
        found.push(Violation { part, breach: Breach::OrderBroken { stop: same } });
    }
}
