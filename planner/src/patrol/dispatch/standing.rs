//! Where a crew is at a moment, and what its route still holds.

use super::super::ways::way_time;
use crate::vrp::ground::clock;
use model::patrol::{Crew, Pause, Plan, Problem, Route, Stop, Target};
use model::{Position, Seconds};

/// A crew at a moment of the day.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// Its place in the problem.
    pub(super) crew: usize,
    /// Where it is, or will be when it is free.
    pub(super) here: Position,
    /// When it can set off.
    pub(super) free: Seconds,
    /// How many stops of its route are behind it, or will be when it is free.
    pub(super) done: usize,
    /// When it left its base, if it did.
    pub(super) left: Option<Seconds>,
    /// What it can still carry, by dimension.
    pub(super) room: Vec<u32>,
    /// The breaks it has yet to begin, by their places in its list.
    pub(super) breaks: Vec<usize>,
    /// Where and when it set out on the way that it is on, where ways are given times.
    pub(super) since: Option<(Position, Seconds)>,
}

impl Standing {
    /// When the crew is at `place` that sets off from where it stands at `off`. Nobody gets there sooner
    /// than by the given time of the whole way, wherever on it they are said to be.
    pub(super) fn there(&self, problem: &Problem, crew: &Crew, off: i32, place: Position) -> i32 {
        let there = off.saturating_add(way_time(problem, crew, self.here, place));
        let Some((from, left)) = self.since else { return there };
        let left = if off > clock(self.free.get()) { off } else { clock(left.get()) };
        there.max(left.saturating_add(way_time(problem, crew, from, place)))
    }
}

/// The route of `crew` in `plan`.
pub(super) fn route_of(plan: &Plan, crew: usize) -> Option<&Route> {
    plan.routes.iter().find(|route| route.crew == crew)
}

/// Where `crew` is at `now`, or `None` when it is off duty for the rest of the day.
///
/// With `called`, it breaks off what it does; otherwise it ends the visit that it is at. Under way it
/// is taken to be on the straight line between its stops, and where a line is patrolled at the
/// line's beginning. Where travel times are given, it is where `called` says, in a place of their table;
/// when that does not say, it goes on to where it was to be next, and is free there.
pub(super) fn standing(
    problem: &Problem,
    plan: &Plan,
    crew: usize,
    now: Seconds,
    called: Option<&[(usize, Position)]>,
) -> Option<Standing> {
    let data = problem.crews.get(crew)?;
    if now > data.shift.end() {
        return None;
    }
    let route = route_of(plan, crew);
    let begun = |place: &usize| {
        let pause = route.and_then(|route| route.pauses.get(*place));
        pause.is_some_and(|pause| pause.start <= now)
    };
    let home = Standing {
        crew,
        here: data.base,
        free: now.max(data.shift.start()),
        done: 0,
        left: None,
        room: Vec::new(),
        breaks: (0..data.breaks.len()).filter(|place| !begun(place)).collect(),
        since: None,
    };
    let from = match route {
        Some(route) => on_route(problem, route, &home, (now, called))?,
        None => home,
    };
    Some(Standing { room: room(problem, plan, crew, from.done), ..from })
}

/// Where a crew with a route is. A break that has begun is not broken off.
fn on_route(
    problem: &Problem,
    route: &Route,
    home: &Standing,
    (now, called): (Seconds, Option<&[(usize, Position)]>),
) -> Option<Standing> {
    let resting = |after: usize| {
        let begun = |pause: &&Pause| pause.after == after && pause.start <= now && now < pause.end;
        route.pauses.iter().find(begun).map(|pause| pause.end)
    };
    if now < route.depart || route.stops.is_empty() {
        return Some(Standing { free: resting(0).unwrap_or(home.free), ..home.clone() });
    }
    let at = |here, free, done| {
        Some(Standing { here, free, done, left: Some(route.depart), ..home.clone() })
    };
    let last = route.stops.len();
    if now >= route.back {
        return at(home.here, resting(last).unwrap_or(home.free), last);
    }
    let given = problem.travel_of(problem.crews.get(home.crew)?.mode).is_some();
    let known = called.and_then(|all| all.iter().find(|(crew, _)| *crew == home.crew));
    let known = known.map(|(_, on)| *on).filter(|_| given);
    let under_way = |on, since, done| Some(Standing { since: Some(since), ..at(on, now, done)? });
    let (mut here, mut free) = (home.here, route.depart);
    for (place, stop) in route.stops.iter().enumerate() {
        let (enter, leave) = course(problem.targets.get(stop.target)?, stop)?;
        if let Some(end) = resting(place) {
            return at(here, end, place);
        }
        free = rested(route, place, free);
        if now < free {
            return at(here, now, place);
        }
        if now < stop.arrive
            && let Some(on) = known
        {
            return under_way(on, (here, free), place);
        }
        if now < stop.arrive && given {
            return at(enter, stop.arrive, place);
        }
        if now < stop.arrive {
            return at(between(here, enter, (free, stop.arrive), now), now, place);
        }
        if now < stop.start || called.is_some() && now < stop.leave {
            return at(enter, now, place);
        }
        if now < stop.leave {
            return at(leave, stop.leave, place + 1);
        }
        (here, free) = (leave, stop.leave);
    }
    if let Some(end) = resting(last) {
        return at(here, end, last);
    }
    free = rested(route, last, free);
    if now < free {
        return at(here, now, last);
    }
    if let Some(on) = known {
        return under_way(on, (here, free), last);
    }
    if given {
        return at(home.here, route.back, last);
    }
    at(between(here, home.here, (free, route.back), now), now, last)
}

/// When a crew sets off that is free from `free` on and takes breaks after so many stops first.
fn rested(route: &Route, after: usize, free: Seconds) -> Seconds {
    let pauses = route.pauses.iter().filter(|pause| pause.after == after);
    let pauses = pauses.filter(|pause| pause.start < route.back);
    pauses.map(|pause| pause.end).fold(free, Seconds::max)
}

/// Where a visit begins and ends.
pub(super) fn course(target: &Target, stop: &Stop) -> Option<(Position, Position)> {
    target.ends(stop.reversed)
}

/// The point of the way from `from` to `to` at `now`, in straight degrees.
fn between(from: Position, to: Position, span: (Seconds, Seconds), now: Seconds) -> Position {
    let whole = i64::from(span.1.get()) - i64::from(span.0.get());
    let part = i64::from(now.get()) - i64::from(span.0.get());
    if whole <= 0 || part >= whole {
        return to;
    }
    let mix = |a: i32, b: i32| {
        let mixed = i64::from(a) + (i64::from(b) - i64::from(a)) * part / whole;
        i32::try_from(mixed).unwrap_or(a)
    };
    let mixed = Position::from_e7(mix(from.lon_e7(), to.lon_e7()), mix(from.lat_e7(), to.lat_e7()));
    mixed.unwrap_or(from)
}

/// What a crew can still carry after so many stops of its route, by dimension.
pub(super) fn room(problem: &Problem, plan: &Plan, crew: usize, done: usize) -> Vec<u32> {
    let mut room = problem.crews.get(crew).map_or_else(Vec::new, |crew| crew.capacity.clone());
    let stops = route_of(plan, crew).map_or(&[][..], |route| &route.stops);
    for stop in stops.iter().take(done) {
        let load = problem.targets.get(stop.target).map_or(&[][..], |target| &target.load);
        for (room, load) in room.iter_mut().zip(load) {
            *room = room.saturating_sub(*load);
        }
    }
    room
}
