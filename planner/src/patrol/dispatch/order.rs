//! What a crew can keep of its stops, in their order, after something came up.

use super::super::flat::service_length;
use super::super::ways::way_time;
use super::standing::{Standing, course};
use crate::vrp::ground::{clock, time};
use model::Seconds;
use model::patrol::{Crew, Pause, Plan, Problem, Stop, Target, Window};

/// The windows of `target` in which a visit may still begin: not before `now`, and a gap away from
/// each of its visits in `others`, which stay as they are.
pub(in crate::patrol) fn open_windows(
    target: &Target,
    now: Seconds,
    others: &[Seconds],
) -> Vec<Window> {
    let mut open: Vec<(i64, i64)> = target
        .windows
        .iter()
        .map(|window| (i64::from(window.start().max(now).get()), i64::from(window.end().get())))
        .collect();
    let gap = i64::from(target.gap.get());
    for other in others.iter().filter(|_| gap > 0) {
        let other = i64::from(other.get());
        let cut = |(from, until): &(i64, i64)| {
            [(*from, *until.min(&(other - gap))), (*from.max(&(other + gap)), *until)]
        };
        open = open.iter().flat_map(cut).filter(|(from, until)| from <= until).collect();
    }
    let seconds = |at: i64| Seconds::new(u32::try_from(at).unwrap_or(0));
    open.retain(|(from, until)| from <= until);
    open.dedup();
    open.iter().filter_map(|(from, until)| Window::new(seconds(*from), seconds(*until))).collect()
}

/// When the visits to `target` begin that stay as they are: all in `plan` but those in `but`, given
/// by crew and place in the route.
pub(super) fn fixed_starts(
    plan: &Plan,
    target: usize,
    but: &dyn Fn(usize, usize) -> bool,
) -> Vec<Seconds> {
    let mut starts = Vec::new();
    for route in &plan.routes {
        let stops = route.stops.iter().enumerate();
        let fixed = stops.filter(|(place, stop)| stop.target == target && !but(route.crew, *place));
        starts.extend(fixed.map(|(_, stop)| stop.start));
    }
    starts
}

/// One thing that a crew is to do.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    /// The stop, with times that mean nothing yet.
    pub(super) stop: Stop,
    /// When it may begin.
    pub(super) windows: Vec<Window>,
}

/// What a crew does from now on: its stops, and its breaks with their places in its list.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub(super) stops: Vec<Stop>,
    pub(super) pauses: Vec<(usize, Pause)>,
}

/// Times `duties` one after another from where the crew stands; nothing when they do not all fit
/// into windows, gaps and the shift. A break is put off as long as its window lets it.
pub(super) fn timed(problem: &Problem, from: &Standing, duties: &[Duty]) -> Option<Course> {
    let crew = problem.crews.get(from.crew)?;
    let (mut here, mut now) = (from.here, clock(from.free.get()));
    let mut stops: Vec<Stop> = Vec::with_capacity(duties.len());
    let mut room = from.room.clone();
    let mut pauses = Vec::new();
    let mut ahead = from.breaks.clone();
    let last = |number: &usize| crew.breaks.get(*number).map(|it| it.window.end());
    ahead.sort_by_key(last);
    for duty in duties {
        let target = problem.targets.get(duty.stop.target)?;
        for (room, load) in room.iter_mut().zip(&target.load) {
            *room = room.checked_sub(*load)?;
        }
        let (enter, leave) = course(target, &duty.stop)?;
        let visit = |now: i32| {
            let arrive = if stops.is_empty() {
                from.there(problem, crew, now, enter)
            } else {
                now.saturating_add(way_time(problem, crew, here, enter))
            };
            let before = stops.iter().rev().find(|stop| stop.target == duty.stop.target);
            let apart = before.map_or(0, |stop| clock((stop.start + target.gap).get()));
            let earliest = arrive.max(apart);
            let open = |open: &&Window| clock(open.end().get()) >= earliest;
            let window = duty.windows.iter().find(open)?;
            let start = earliest.max(clock(window.start().get()));
            Some((arrive, start, start.saturating_add(stay(crew, target))))
        };
        let mut done = visit(now);
        // A break that could not begin any more after the visit is taken before it.
        while let Some(place) = ahead.iter().position(|&number| {
            let last = crew.breaks.get(number).map_or(0, |it| clock(it.window.end().get()));
            done.is_none_or(|(_, _, left)| left > last)
        }) {
            let number = ahead.remove(place);
            let pause = rest(crew, number, &mut now, from.done + stops.len())?;
            pauses.push((number, pause));
            done = visit(now);
        }
        let (arrive, start, left) = done?;
        now = left;
        let [arrive, start, left] = [arrive, start, left].map(seconds);
        stops.push(Stop { arrive, start, leave: left, ..duty.stop });
        here = leave;
    }
    for number in ahead {
        let pause = rest(crew, number, &mut now, from.done + stops.len())?;
        pauses.push((number, pause));
    }
    let back = now.saturating_add(way_time(problem, crew, here, crew.base));
    (back <= clock(crew.shift.end().get())).then_some(Course { stops, pauses })
}

/// A break taken from `now` on, as soon as it may begin; `now` becomes its end.
fn rest(crew: &Crew, number: usize, now: &mut i32, after: usize) -> Option<Pause> {
    let wanted = crew.breaks.get(number)?;
    let start = clock(wanted.window.start().get()).max(*now);
    let end = start.saturating_add(clock(wanted.length.get()));
    *now = end;
    let in_time = start <= clock(wanted.window.end().get());
    in_time.then(|| Pause { after, start: seconds(start), end: seconds(end) })
}

/// The most of `wanted` that the crew can do after `first`, in the given order, required ones and
/// those worth most first; with the duties that have to go.
pub(super) fn kept(
    problem: &Problem,
    from: &Standing,
    first: &[Duty],
    wanted: &[Duty],
) -> (Course, Vec<usize>) {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let worth = |place: &usize| {
        let target = problem.targets.get(wanted[*place].stop.target);
        target.map(|target| (target.required, target.reward))
    };
    order.sort_by_key(|place| std::cmp::Reverse(worth(place)));
    let mut keeps = vec![false; wanted.len()];
    let mut stops = timed(problem, from, first).unwrap_or_default();
    for place in order {
        keeps[place] = true;
        let chosen = wanted.iter().zip(&keeps).filter(|(_, keep)| **keep).map(|(duty, _)| duty);
        let duties: Vec<Duty> = first.iter().chain(chosen).cloned().collect();
        match timed(problem, from, &duties) {
            Some(fits) => stops = fits,
            None => keeps[place] = false,
        }
    }
    let lost = (0..wanted.len()).filter(|place| !keeps[*place]);
    (stops, lost.collect())
}

/// How long a visit takes.
fn stay(crew: &Crew, target: &Target) -> i32 {
    clock(target.dwell.get()).saturating_add(time(service_length(target), crew.patrol_pace))
}

pub(super) fn seconds(count: i32) -> Seconds {
    Seconds::new(u32::try_from(count).unwrap_or(0))
}
