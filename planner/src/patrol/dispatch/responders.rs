//! The crews that can go to an incident, soonest first, with what each would lose.

use super::super::fits::fits;
use super::order::{Course, Duty, fixed_starts, kept, open_windows, seconds};
use super::standing::{Standing, route_of, standing};
use crate::vrp::ground::clock;
use model::patrol::{Plan, Problem, Stop, Target, Window};
use model::{Position, Seconds};

/// Something that came up, as a target of its own: where it is, how long it takes, which modes
/// can serve it. Its windows, visits and worth do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Where and how long.
    pub target: Target,
    /// When it is known.
    pub now: Seconds,
    /// Where crews are that are under way by given travel times, which must know these places too; a crew
    /// that is not among them goes on to its next stop before it turns round.
    pub under_way: Vec<(usize, Position)>,
}

/// A crew that could go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responder {
    /// The crew's place in the problem.
    pub crew: usize,
    /// When it would be there.
    pub arrive: Seconds,
    /// The targets, by their places in the problem, a visit of which it would have to leave out,
    /// the visit that it is at among them.
    pub lost: Vec<usize>,
    /// How many of these visits are required.
    pub lost_required: u32,
    /// What the others are worth, in seconds of travel.
    pub lost_reward: u64,
}

/// Every crew that can be at `incident` and back within its shift, soonest first; of those there at
/// the same time the one that loses least.
///
/// What a crew loses is worked out with its stops in their order; [`repair`](fn@super::repair) may save more
/// of them. Takes time linear in the stops of all crews and cubic in those of one.
pub fn responders(problem: &Problem, plan: &Plan, incident: &Incident) -> Vec<Responder> {
    let with = with_incident(problem, &incident.target);
    let crews = 0..problem.crews.len();
    let mut all: Vec<Responder> =
        crews.filter_map(|crew| responder(&with, plan, incident, crew)).collect();
    all.sort_by_key(|crew| (crew.arrive, crew.lost_required, crew.lost_reward, crew.crew));
    all
}

fn responder(
    problem: &Problem,
    plan: &Plan,
    incident: &Incident,
    crew: usize,
) -> Option<Responder> {
    let (course, lost) = answer(problem, plan, incident, crew)?;
    let mut found = Responder {
        crew,
        arrive: course.stops.first()?.arrive,
        lost: Vec::new(),
        lost_required: 0,
        lost_reward: 0,
    };
    for target in lost {
        let data = problem.targets.get(target)?;
        found.lost_required += u32::from(data.required);
        found.lost_reward += if data.required { 0 } else { u64::from(data.reward) };
        found.lost.push(target);
    }
    Some(found)
}

/// The problem with the incident as its last target, required.
pub(super) fn with_incident(problem: &Problem, target: &Target) -> Problem {
    let mut with = problem.clone();
    let day = Window::new(Seconds::new(0), Seconds::new(48 * 3_600));
    with.targets.push(Target {
        windows: day.into_iter().collect(),
        visits: 1,
        required: true,
        ..target.clone()
    });
    with
}

/// What `crew` does from now on when it goes to the incident, the last target of `problem`, at
/// once: its stops and breaks, and the targets that it loses.
pub(super) fn answer(
    problem: &Problem,
    plan: &Plan,
    incident: &Incident,
    crew: usize,
) -> Option<(Course, Vec<usize>)> {
    let (number, target) = problem.targets.iter().enumerate().next_back()?;
    let from = standing(problem, plan, crew, incident.now, Some(&incident.under_way))?;
    let data = problem.crews.get(crew)?;
    if !fits(data, target) {
        return None;
    }
    let first = at_once(problem, &from, number)?;
    let wanted = duties(problem, plan, &from, incident.now);
    let (course, lost) = kept(problem, &from, std::slice::from_ref(&first), &wanted);
    // Nobody is called away from what others come to as well.
    let shared = |place: &usize| {
        let target = problem.targets.get(wanted[*place].stop.target);
        target.is_some_and(|target| target.crews > 1)
    };
    if lost.iter().any(shared) {
        return None;
    }
    let gone = lost.iter().map(|&place| wanted[place].stop.target).collect();
    (course.stops.first()?.target == number).then_some((course, gone))
}

/// The incident, begun as soon as the crew can be there, whichever end of it is nearer.
fn at_once(problem: &Problem, from: &Standing, target: usize) -> Option<Duty> {
    let data = problem.targets.get(target)?;
    let crew = problem.crews.get(from.crew)?;
    let time = Seconds::new(0);
    let ways = [false, true].into_iter().filter_map(|reversed| {
        let stop = Stop { target, arrive: time, start: time, leave: time, reversed };
        let (enter, leave) = super::standing::course(data, &stop)?;
        let there = from.there(problem, crew, clock(from.free.get()), enter);
        (!reversed || enter != leave).then_some((there, stop))
    });
    let (there, stop) = ways.min_by_key(|(there, _)| *there)?;
    let there = seconds(there);
    let windows = Window::new(there, there).into_iter().collect();
    Some(Duty { stop, windows })
}

/// What lies before a crew, with when each may begin beside the visits of all others.
pub(super) fn duties(problem: &Problem, plan: &Plan, from: &Standing, now: Seconds) -> Vec<Duty> {
    let stops = route_of(plan, from.crew).map_or(&[][..], |route| &route.stops);
    let ahead = |crew: usize, place: usize| crew == from.crew && place >= from.done;
    let duty = |stop: &Stop| {
        let target = problem.targets.get(stop.target)?;
        let others = fixed_starts(plan, stop.target, &ahead);
        if target.crews > 1 {
            // The others come at this moment.
            let windows = Window::new(stop.start, stop.start).into_iter().collect();
            return Some(Duty { stop: *stop, windows });
        }
        Some(Duty { stop: *stop, windows: open_windows(target, now, &others) })
    };
    stops.get(from.done..).unwrap_or_default().iter().filter_map(duty).collect()
}
