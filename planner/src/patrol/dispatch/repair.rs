//! The plan with an incident in it, changed for at most three crews.
//!
//! What has begun stays as it is, and so do all crews but the one that goes and the two that can
//! best take over from it. Two plans are made: in one the stops keep their crews and order, in the
//! other those of the three crews are planned anew; the second is taken only where it saves
//! required visits, or enough travel and reward for each stop that changes hands.

use super::super::cost::cost;
use super::super::fits::allowed;
use super::super::flat::{Day, service_length};
use super::super::problem_error::{ProblemError, sound};
use super::super::solve::{Settings, improve, plan_of};
use super::super::ways::{way_metres, way_time};
use super::order::{Course, fixed_starts, open_windows, seconds, timed};
use super::responders::{Incident, answer, with_incident};
use super::standing::{Standing, course, route_of, standing};
use crate::vrp::ground::{Point, clock};
use crate::vrp::unsettled;
use model::patrol::{Crew, Lock, Pause, Plan, Problem, Route, Stop, Target};
use model::{Metres, Seconds};
use std::ops::ControlFlow;

/// The most crews whose routes a repair changes.
pub const CREWS_TOUCHED_MAX: usize = 3;
/// What it must save, in seconds of travel, for each stop that another crew is to make.
const CHANGE_WORTH: u64 = 300;

/// A visit that another crew makes than was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The target's place in the problem.
    pub target: usize,
    /// The crew that was to make it.
    pub from: Option<usize>,
    /// The crew that makes it now.
    pub to: Option<usize>,
}

/// A repaired plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The problem with the incident as its last target.
    pub problem: Problem,
    /// The plan for it, which passes [`crate::check`].
    pub plan: Plan,
    /// The crews whose routes differ from the old plan's.
    pub touched: Vec<usize>,
    /// The visits that change hands, are given up or come in, the incident among them.
    pub changes: Vec<Change>,
}

/// Why there is no repaired plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DispatchError {
    /// The crew cannot be there and back within its shift, or its mode does not fit.
    #[error("the crew cannot go there within its shift")]
    CannotGo,
    /// The problem or the incident's target is unsound.
    #[error(transparent)]
    Problem(#[from] ProblemError),
}

/// Sends `crew` to `incident` at once and repairs `plan`, which must be a plan for `problem` that
/// passes [`crate::check`].
///
/// `watch` is called about every millisecond of work and may stop the search; the plan in which
/// everything else keeps its crew and order is there from the start.
///
/// # Errors
///
/// [`DispatchError`] when the crew cannot go.
pub fn repair(
    problem: &Problem,
    plan: &Plan,
    incident: &Incident,
    crew: usize,
    settings: &Settings,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Repair, DispatchError> {
    let mut with = with_incident(problem, &incident.target);
    // Who sends a crew away lifts what was fixed of its order.
    with.locks.retain(|lock| lock.order().is_none_or(|(of, ..)| of != crew));
    sound(&with)?;
    let (course, _) = answer(&with, plan, incident, crew).ok_or(DispatchError::CannotGo)?;
    let first = course.stops.first().copied().ok_or(DispatchError::CannotGo)?;
    let on = Some(&incident.under_way[..]);
    let who = standing(&with, plan, crew, incident.now, on).ok_or(DispatchError::CannotGo)?;
    let kept = assembled(&with, plan, &[(who.clone(), course)]);
    let mut crews = vec![who];
    crews.extend(helpers(&with, plan, incident, crew));
    let anew = replanned(&with, plan, (&crews, first), incident.now, settings, watch);
    let moved = |plan_now: &Plan| changes(&with, plan, plan_now);
    let mut best = kept;
    if let Some(anew) = anew {
        let (old, new) = (cost(&with, &best), cost(&with, &anew));
        let more = moved(&anew).len().saturating_sub(moved(&best).len()) as u64;
        let fewer = new.unserved_required < old.unserved_required;
        let same = new.unserved_required == old.unserved_required;
        if fewer || same && new.seconds() + more * CHANGE_WORTH < old.seconds() {
            best = anew;
        }
    }
    let crews = 0..with.crews.len();
    let touched = crews.filter(|&crew| route_of(plan, crew) != route_of(&best, crew)).collect();
    let changes = moved(&best);
    Ok(Repair { problem: with, plan: best, touched, changes })
}

/// The crews that can best take over: those nearest to what the responder was to do.
fn helpers(problem: &Problem, plan: &Plan, incident: &Incident, crew: usize) -> Vec<Standing> {
    let stops = route_of(plan, crew).map_or(&[][..], |route| &route.stops);
    let ahead = stops.iter().filter(|stop| stop.leave > incident.now);
    let places: Vec<Point> = ahead
        .filter_map(|stop| course(problem.targets.get(stop.target)?, stop))
        .map(|(enter, _)| Point::of(enter))
        .collect();
    let others = (0..problem.crews.len()).filter(|&other| other != crew);
    let mut all: Vec<(u64, Standing)> = others
        .filter_map(|other| {
            let from = standing(problem, plan, other, incident.now, None)?;
            let shift = problem.crews.get(other)?.shift;
            (from.free < shift.end()).then(|| {
                let here = Point::of(from.here);
                let way = places.iter().map(|place| u64::from(here.metres(*place).get())).sum();
                (way, from)
            })
        })
        .collect();
    all.sort_by_key(|(way, from)| (*way, from.crew));
    all.into_iter().take(CREWS_TOUCHED_MAX - 1).map(|(_, from)| from).collect()
}

/// A plan in which what lies before some crews, and what nobody makes, is planned anew for them;
/// the first of them begins with `first`.
fn replanned(
    problem: &Problem,
    plan: &Plan,
    (crews, first): (&[Standing], Stop),
    now: Seconds,
    settings: &Settings,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Option<Plan> {
    let done_of = |crew: usize| crews.iter().find(|from| from.crew == crew).map(|from| from.done);
    let ahead = |crew: usize, place: usize| done_of(crew).is_some_and(|done| place >= done);
    // What several crews do together, and orders that were fixed, are left as they are.
    let fixed = |lock: &Lock| {
        let order = lock.order();
        order.is_some_and(|(of, ..)| crews.iter().any(|from| from.crew == of))
    };
    if problem.locks.iter().any(fixed) {
        return None;
    }
    let shared = |stop: &Stop| problem.targets.get(stop.target).is_some_and(|it| it.crews > 1);
    let stops = |from: &Standing| route_of(plan, from.crew).map_or(&[][..], |route| &route.stops);
    if crews.iter().any(|from| stops(from).iter().skip(from.done).any(shared)) {
        return None;
    }
    let mut numbers = Vec::new();
    let mut part = Problem {
        travel: problem.travel.clone(),
        ..Problem::new(problem.day, Vec::new(), Vec::new())
    };
    for from in crews {
        let crew = problem.crews.get(from.crew)?.clone();
        let breaks = from.breaks.iter().filter_map(|number| crew.breaks.get(*number).copied());
        part.crews.push(Crew { capacity: from.room.clone(), breaks: breaks.collect(), ..crew });
    }
    for (number, target) in problem.targets.iter().enumerate() {
        let fixed = fixed_starts(plan, number, &ahead);
        let made = u16::try_from(fixed.len()).unwrap_or(u16::MAX);
        let visits = target.visits.saturating_sub(made);
        let windows = if number == first.target {
            model::patrol::Window::new(first.start, first.start).into_iter().collect()
        } else {
            open_windows(target, now, &fixed)
        };
        let somebody = crews.iter().any(|from| allowed(problem, from.crew, number));
        if visits > 0 && !windows.is_empty() && target.crews <= 1 && somebody {
            numbers.push(number);
            // How long a target waits is reckoned over the whole day only.
            let gap_max = target.gap_max.filter(|_| fixed.is_empty());
            part.targets.push(Target { visits, windows, gap_max, ..target.clone() });
        }
    }
    part.locks = locks(problem, crews, &numbers);
    sound(&part).ok()?;
    let starts: Vec<_> = crews.iter().map(|from| (from.here, from.free)).collect();
    let mut day = Day::starting(&part, &starts);
    let incident = numbers.iter().position(|number| *number == first.target)?;
    day.reserve(incident, 0);
    if unsettled(&day.instance).is_some() {
        return None;
    }
    let found = improve(&part, &mut day, settings, &mut |_| watch())?;
    let routes = crews.iter().enumerate().map(|(place, from)| {
        let Some(route) = route_of(&found, place) else {
            return Some((from.clone(), timed(problem, from, &[])?));
        };
        let stops = route.stops.iter();
        let stops =
            stops.filter_map(|stop| Some(Stop { target: *numbers.get(stop.target)?, ..*stop }));
        let numbered = from.breaks.iter().zip(&route.pauses);
        let pauses = numbered
            .map(|(number, pause)| (*number, Pause { after: from.done + pause.after, ..*pause }));
        Some((from.clone(), Course { stops: stops.collect(), pauses: pauses.collect() }))
    });
    let routes: Vec<(Standing, Course)> = routes.collect::<Option<_>>()?;
    let kept = routes.first()?.1.stops.first()?;
    (kept.target == first.target).then(|| assembled(problem, plan, &routes))
}

/// What was fixed by hand about who visits what, for some crews and targets.
fn locks(problem: &Problem, crews: &[Standing], targets: &[usize]) -> Vec<Lock> {
    let crew_of = |crew| crews.iter().position(|from| from.crew == crew);
    let target_of = |target| targets.iter().position(|number| *number == target);
    let locks = problem.locks.iter().filter_map(|lock| match *lock {
        Lock::Assigned { crew, target } => {
            Some(Lock::Assigned { crew: crew_of(crew)?, target: target_of(target)? })
        }
        Lock::Forbidden { crew, target } => {
            Some(Lock::Forbidden { crew: crew_of(crew)?, target: target_of(target)? })
        }
        Lock::Begins { .. } | Lock::Whole { .. } => None,
    });
    locks.collect()
}

/// `plan` with other stops for some crews from where they stand.
fn assembled(problem: &Problem, plan: &Plan, anew: &[(Standing, Course)]) -> Plan {
    let mut routes: Vec<Route> = Vec::new();
    for crew in 0..problem.crews.len() {
        let old = route_of(plan, crew);
        match anew.iter().find(|(from, _)| from.crew == crew) {
            Some((from, course)) => routes.extend(route(problem, old, from, course)),
            None => routes.extend(old.cloned()),
        }
    }
    plan_of(problem, routes)
}

/// The route of a crew: what is done, then `ahead`.
fn route(problem: &Problem, old: Option<&Route>, from: &Standing, ahead: &Course) -> Option<Route> {
    let crew = problem.crews.get(from.crew)?;
    let done = old.map_or(&[][..], |route| &route.stops);
    let mut all: Vec<Stop> = done.get(..from.done)?.to_vec();
    let begun = !all.is_empty();
    all.extend_from_slice(&ahead.stops);
    let first = *all.first()?;
    let (mut here, mut free, mut length) = (crew.base, Seconds::new(0), Metres::new(0));
    let mut depart = from.left;
    for (place, stop) in all.iter_mut().enumerate() {
        let target = problem.targets.get(stop.target)?;
        let (enter, leave) = course(target, stop)?;
        if place >= from.done {
            // From where the crew is: before that it was on its way.
            let at_once = place == from.done;
            let off = rested(ahead, place, if at_once { from.free } else { free });
            let off = clock(off.get());
            stop.arrive = seconds(if at_once {
                from.there(problem, crew, off, enter)
            } else {
                off.saturating_add(way_time(problem, crew, here, enter))
            });
        }
        length += way_metres(problem, crew, here, enter) + service_length(target);
        (here, free) = (leave, stop.leave);
        free = rested(ahead, place + 1, free);
    }
    if !begun && depart.is_none() {
        depart = Some(late_departure(crew, from, &first, problem)?);
        all.first_mut()?.arrive = first.start;
    }
    let back = seconds(clock(free.get()).saturating_add(way_time(problem, crew, here, crew.base)));
    length += way_metres(problem, crew, here, crew.base);
    let begun = old.map_or(&[][..], |route| &route.pauses).iter().copied().enumerate();
    let begun = begun.filter(|(number, _)| !from.breaks.contains(number));
    let mut pauses: Vec<(usize, Pause)> = begun.chain(ahead.pauses.iter().copied()).collect();
    pauses.sort_unstable_by_key(|(number, _)| *number);
    let pauses = pauses.into_iter().map(|(_, pause)| pause).collect();
    Some(Route { crew: from.crew, depart: depart?, stops: all, pauses, back, length })
}

/// When a crew can set off that is free from `free` on and takes its breaks after so many stops first.
fn rested(course: &Course, after: usize, free: Seconds) -> Seconds {
    let pauses = course.pauses.iter().filter(|(_, pause)| pause.after == after);
    pauses.map(|(_, pause)| pause.end).fold(free, Seconds::max)
}

/// When a crew that is at its base sets off so that nobody waits at the first stop.
fn late_departure(
    crew: &Crew,
    from: &Standing,
    first: &Stop,
    problem: &Problem,
) -> Option<Seconds> {
    let (enter, _) = course(problem.targets.get(first.target)?, first)?;
    Some(seconds(clock(first.start.get()) - way_time(problem, crew, from.here, enter)))
}

/// The visits that change hands between two plans.
fn changes(problem: &Problem, before: &Plan, after: &Plan) -> Vec<Change> {
    let makers = |plan: &Plan, target: usize| {
        let routes = plan.routes.iter();
        let mut crews: Vec<usize> = routes
            .flat_map(|route| route.stops.iter().map(move |stop| (stop.target, route.crew)))
            .filter(|(made, _)| *made == target)
            .map(|(_, crew)| crew)
            .collect();
        crews.sort_unstable();
        crews
    };
    let mut all = Vec::new();
    for target in 0..problem.targets.len() {
        let (mut old, mut new) = (makers(before, target), makers(after, target));
        old.retain(|crew| match new.iter().position(|other| other == crew) {
            Some(place) => {
                new.remove(place);
                false
            }
            None => true,
        });
        for k in 0..old.len().max(new.len()) {
            all.push(Change { target, from: old.get(k).copied(), to: new.get(k).copied() });
        }
    }
    all
}
