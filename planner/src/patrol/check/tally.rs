//! Counts over the whole plan: visits of each target, and the time between them.

use super::breach::{Breach, Part, Violation};
use model::Seconds;
use model::patrol::{Overdue, Plan, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// Notes visits of one target that begin too soon after one another, whoever makes them.
pub(super) fn gaps(problem: &Problem, plan: &Plan, found: &mut Vec<Violation>) {
    let mut starts: Vec<Vec<Seconds>> = vec![Vec::new(); problem.targets.len()];
    for stop in plan.routes.iter().flat_map(|route| &route.stops) {
        if let Some(starts) = starts.get_mut(stop.target) {
            starts.push(stop.start);
        }
    }
    for (target, mut starts) in problem.targets.iter().zip(starts) {
        starts.sort_unstable();
        if target.crews > 1 {
            // What begins together is one visit.
            starts.dedup();
        }
        for pair in starts.windows(2) {
            let (before, start, gap) = (pair[0], pair[1], target.gap);
            if start.get() - before.get() < gap.get() {
                let part = Part::Target { target: target.id.clone() };
                found.push(Violation { part, breach: Breach::TooSoon { before, start, gap } });
            }
        }
    }
}

/// Notes visits that not as many crews as must begin together, and says how many were made so.
fn together(problem: &Problem, plan: &Plan, number: usize, found: &mut Vec<Violation>) -> u64 {
    let Some(target) = problem.targets.get(number) else { return 0 };
    let mut moments: BTreeMap<Seconds, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for route in &plan.routes {
        for stop in route.stops.iter().filter(|stop| stop.target == number) {
            let (stops, crews) = moments.entry(stop.start).or_default();
            *stops += 1;
            crews.insert(route.crew);
        }
    }
    let (wanted, mut made) = (target.crews, 0);
    for (start, (stops, crews)) in moments {
        let whole = stops % usize::from(wanted.max(1)) == 0 && stops == crews.len();
        if !whole {
            let part = Part::Target { target: target.id.clone() };
            let breach = Breach::NotTogether { start, crews: crews.len(), wanted };
            found.push(Violation { part, breach });
        }
        made += (stops / usize::from(wanted.max(1))) as u64;
    }
    made
}

/// Notes targets that wait longer than they should where the plan does not say so, and the other way
/// round.
pub(super) fn waits(problem: &Problem, plan: &Plan, found: &mut Vec<Violation>) {
    let mut said: BTreeSet<Overdue> = plan.overdue.iter().copied().collect();
    for (number, target) in problem.targets.iter().enumerate() {
        let Some(most) = target.gap_max else { continue };
        let (Some(first), Some(last)) = (target.windows.first(), target.windows.last()) else {
            continue;
        };
        let stops = plan.routes.iter().flat_map(|route| &route.stops);
        let starts = stops.filter(|stop| stop.target == number).map(|stop| stop.start);
        let mut times: BTreeSet<Seconds> = starts.collect();
        times.insert(last.end());
        let mut from = first.start();
        for until in times {
            let waits = i64::from(until.get()) - i64::from(from.get());
            let long = waits > i64::from(most.get());
            if long && !said.remove(&Overdue { target: number, from, until }) {
                let part = Part::Target { target: target.id.clone() };
                found.push(Violation { part, breach: Breach::TooLong { from, until, most } });
            }
            from = until;
        }
    }
    for Overdue { target, from, until } in said {
        let id = problem.targets.get(target).map(|target| target.id.clone());
        let part = Part::Target { target: id.unwrap_or_else(|| format!("#{target}")) };
        found.push(Violation { part, breach: Breach::NotOverdue { from, until } });
    }
}

/// Notes targets whose visits, made and left out, are not the visits wanted.
pub(super) fn visits(problem: &Problem, plan: &Plan, found: &mut Vec<Violation>) {
    let mut counts = vec![(0_u64, 0_u64); problem.targets.len()];
    for stop in plan.routes.iter().flat_map(|route| &route.stops) {
        if let Some((made, _)) = counts.get_mut(stop.target) {
            *made += 1;
        }
    }
    for unserved in &plan.unserved {
        match counts.get_mut(unserved.target) {
            Some((_, left_out)) => *left_out += u64::from(unserved.visits),
            None => found.push(Violation {
                part: Part::Target { target: format!("#{}", unserved.target) },
                breach: Breach::UnknownTarget,
            }),
        }
    }
    for (number, (target, (made, left_out))) in problem.targets.iter().zip(counts).enumerate() {
        let made = if target.crews > 1 { together(problem, plan, number, found) } else { made };
        if made + left_out != u64::from(target.visits) {
            let breach = Breach::Miscounted { made, left_out, wanted: target.visits };
            found.push(Violation { part: Part::Target { target: target.id.clone() }, breach });
        }
    }
}
