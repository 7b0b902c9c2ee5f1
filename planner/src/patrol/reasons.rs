//! Why visits are left out.

use super::fits::{allowed, fits, fits_load, fits_mode, fits_skill};
use super::flat::{ends_of, service_length};
use super::ways::way_time;
use crate::vrp::ground::{clock, time};
use model::Seconds;
use model::patrol::{Crew, Overdue, Problem, Route, Target, Unserved, UnservedReason};

/// What `routes` leave out of `problem`, by target, and why.
///
/// A visit is *not reachable* when not even crews with nothing else to do could make it beside the
/// target's other visits: travel, stay, windows, shifts and the gap forbid it. What they could make
/// is left out for lack of time. A target may so have two entries.
pub fn reasons(problem: &Problem, routes: &[Route]) -> Vec<Unserved> {
    let mut made = vec![0_u32; problem.targets.len()];
    for stop in routes.iter().flat_map(|route| &route.stops) {
        if let Some(made) = made.get_mut(stop.target) {
            *made = made.saturating_add(1);
        }
    }
    let mut all = Vec::new();
    for (place, (target, made)) in problem.targets.iter().zip(made).enumerate() {
        let made = u16::try_from(made / u32::from(target.crews.max(1))).unwrap_or(u16::MAX);
        let missing = target.visits.saturating_sub(made);
        let mut add = |visits: u16, reason| {
            if visits > 0 {
                all.push(Unserved { target: place, visits, reason });
            }
        };
        if missing == 0 {
            continue;
        }
        if let Some(reason) = nobody(problem, place, target) {
            add(missing, reason);
            continue;
        }
        let beyond = target.visits.saturating_sub(most_visits(problem, target)).min(missing);
        add(beyond, UnservedReason::NotReachable);
        add(missing - beyond, UnservedReason::NoTime);
    }
    all
}

/// Where targets wait longer than they should under `routes`, by target and time.
pub fn overdue(problem: &Problem, routes: &[Route]) -> Vec<Overdue> {
    let mut starts: Vec<Vec<Seconds>> = vec![Vec::new(); problem.targets.len()];
    for stop in routes.iter().flat_map(|route| &route.stops) {
        if let Some(starts) = starts.get_mut(stop.target) {
            starts.push(stop.start);
        }
    }
    let mut all = Vec::new();
    for (target, (data, mut starts)) in problem.targets.iter().zip(starts).enumerate() {
        let (Some(most), Some(first), Some(last)) =
            (data.gap_max, data.windows.first(), data.windows.last())
        else {
            continue;
        };
        starts.extend([first.start(), last.end()]);
        starts.sort_unstable();
        let long = starts.windows(2).filter(|pair| pair[1] - pair[0] > most);
        all.extend(long.map(|pair| Overdue { target, from: pair[0], until: pair[1] }));
    }
    all
}

/// Why no crew could ever make a visit, if so.
fn nobody(problem: &Problem, number: usize, target: &Target) -> Option<UnservedReason> {
    type Test = fn(&Problem, (usize, &Crew), (usize, &Target)) -> bool;
    let tests: [(Test, UnservedReason); 4] = [
        (|_, (_, crew), (_, target)| fits_mode(crew, target), UnservedReason::NoMode),
        (|_, (_, crew), (_, target)| fits_skill(crew, target), UnservedReason::NoSkill),
        (|all, (crew, _), (target, _)| allowed(all, crew, target), UnservedReason::Locked),
        (|_, (_, crew), (_, target)| fits_load(crew, target), UnservedReason::NoRoom),
    ];
    let mut able: Vec<(usize, &Crew)> = problem.crews.iter().enumerate().collect();
    let missing = tests.into_iter().find_map(|(test, reason)| {
        able.retain(|crew| test(problem, *crew, (number, target)));
        able.is_empty().then_some(reason)
    });
    let few = able.len() < usize::from(target.crews);
    missing.or_else(|| few.then_some(UnservedReason::NoTeam))
}

/// The most visits that idle crews could make, each crew as if it made no other: the starts are
/// packed as early and as tightly as the gap allows.
fn most_visits(problem: &Problem, target: &Target) -> u16 {
    let crews = problem.crews.iter().filter(|crew| fits(crew, target) && fits_load(crew, target));
    let spans = crews.map(|crew| starts(problem, crew, target)).collect();
    let mut spans = together(spans, usize::from(target.crews));
    spans.sort_unstable();
    let gap = clock(target.gap.get());
    let (mut count, mut next) = (0_u16, i32::MIN);
    for (from, until) in spans {
        while from.max(next) <= until && count < target.visits {
            if gap == 0 {
                return target.visits;
            }
            next = from.max(next) + gap;
            count += 1;
        }
    }
    count
}

/// When at least so many of some crews could begin, given when each of them could.
fn together(crews: Vec<Vec<(i32, i32)>>, count: usize) -> Vec<(i32, i32)> {
    if count <= 1 {
        return crews.into_iter().flatten().collect();
    }
    let able = |at: i32| {
        let can = |spans: &&Vec<(i32, i32)>| spans.iter().any(|span| span.0 <= at && at <= span.1);
        crews.iter().filter(can).count() >= count
    };
    // Between two neighbouring ends of spans nothing changes.
    let mut ends: Vec<i32> = crews.iter().flatten().flat_map(|span| [span.0, span.1 + 1]).collect();
    ends.sort_unstable();
    ends.dedup();
    let spans = ends.windows(2).map(|pair| (pair[0], pair[1] - 1));
    spans.filter(|span| able(span.0)).collect()
}

/// When an idle `crew` could begin a visit.
fn starts(problem: &Problem, crew: &Crew, target: &Target) -> Vec<(i32, i32)> {
    let [Some(a), Some(b)] = ends_of(target) else { return Vec::new() };
    let base = crew.base;
    let stay = clock(target.dwell.get()) + time(service_length(target), crew.patrol_pace);
    let mut spans = Vec::new();
    for (enter, leave) in [(a, b), (b, a)] {
        let from = clock(crew.shift.start().get()) + way_time(problem, crew, base, enter);
        let until = clock(crew.shift.end().get()) - way_time(problem, crew, leave, base) - stay;
        let windows = target.windows.iter();
        spans.extend(windows.filter_map(|window| {
            let from = from.max(clock(window.start().get()));
            let until = until.min(clock(window.end().get()));
            (from <= until).then_some((from, until))
        }));
    }
    spans
}
