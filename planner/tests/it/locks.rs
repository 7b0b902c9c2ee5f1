//! What was fixed by hand is kept, and the rest is planned anew.

use crate::builders::{at, crew, problem, target, window};
use crate::towns::{any_problem, without_short_cuts};
use model::patrol::{Lock, LockedStop, Mode, Plan, Problem, TargetShape, UnservedReason};
use planner::{Breach, ProblemError, Settings, check, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;

fn plan(problem: &Problem, seed: u64) -> Result<Plan, ProblemError> {
    let settings = Settings { iterations: 300, seed };
    solve(problem, &settings, &mut |_| ControlFlow::Continue(()))
}

/// The first stops of a route that no other crew shares.
fn beginning(problem: &Problem, plan: &Plan, route: usize) -> Vec<LockedStop> {
    let stops = plan.routes[route].stops.iter();
    let alone = stops.take_while(|stop| problem.targets[stop.target].crews == 1);
    alone.map(|stop| LockedStop { target: stop.target, reversed: stop.reversed }).collect()
}

proptest! {
    #[test]
    fn any_route_of_a_plan_can_be_fixed(
        problem in any_problem(5, 18), seed in 0..99_u64, pick in any::<prop::sample::Index>(), all: bool,
    ) {
        // With short cuts, half a route need not lead home though the whole does.
        let mut problem = without_short_cuts(problem);
        problem.crews.iter_mut().for_each(|crew| crew.breaks.truncate(1));
        let old = plan(&problem, seed).unwrap();
        if old.routes.is_empty() { return Ok(()); }
        let route = pick.index(old.routes.len());
        let crew = old.routes[route].crew;
        let stops = beginning(&problem, &old, route);
        if all && stops.len() == old.routes[route].stops.len() {
            problem.locks.push(Lock::Whole { crew, stops });
        } else {
            let half = stops.len() / 2;
            problem.locks.push(Lock::Begins { crew, stops: stops[..half].to_vec() });
        }
        // Whoever makes the first visit of another route makes no other now.
        let other = &old.routes[pick.index(old.routes.len().div_ceil(2))];
        if other.crew != crew {
            problem.locks.push(Lock::Forbidden { crew: other.crew, target: other.stops[0].target });
        }
        let new = plan(&problem, seed + 1).unwrap();
        prop_assert_eq!(check(&problem, &new), vec![]);
        prop_assert_eq!(&plan(&problem, seed + 1).unwrap(), &new);
    }
}

/// Two crews and three posts in a row.
fn row(locks: Vec<Lock>) -> Problem {
    let day = window(0, 40_000);
    let crews =
        vec![crew("a", at(0, 0), day, Mode::Foot), crew("b", at(3_000, 0), day, Mode::Foot)];
    let post = |id: &str, east| target(id, TargetShape::Point(at(east, 0)), 60, vec![day]);
    let targets = vec![post("west", 500), post("middle", 1_000), post("east", 2_500)];
    let mut row = problem(crews, targets);
    row.locks = locks;
    row
}

fn stops(targets: &[usize]) -> Vec<LockedStop> {
    targets.iter().map(|&target| LockedStop { target, reversed: false }).collect()
}

#[test]
fn every_kind_of_lock_is_kept_and_guarded() {
    let free = plan(&row(vec![]), 1).unwrap();
    let broken = Breach::OrderBroken { stop: 0 };
    let cases = [
        (Lock::Assigned { crew: 1, target: 0 }, Breach::NotAssigned),
        (Lock::Forbidden { crew: 0, target: 1 }, Breach::Forbidden),
        (Lock::Begins { crew: 0, stops: stops(&[2, 0]) }, broken.clone()),
        (Lock::Whole { crew: 0, stops: stops(&[0]) }, broken),
    ];
    for (lock, breach) in cases {
        let problem = row(vec![lock]);
        let locked = plan(&problem, 1).unwrap();
        assert_eq!(check(&problem, &locked), vec![]);
        assert_eq!(locked.unserved, vec![]);
        let found = check(&problem, &free);
        let kind = std::mem::discriminant(&breach);
        assert!(found.iter().any(|it| std::mem::discriminant(&it.breach) == kind), "{found:?}");
    }
}

#[test]
fn locks_that_cannot_be_are_refused_or_said() {
    let refused = |lock| plan(&row(vec![lock]), 1).unwrap_err();
    let twice = Lock::Begins { crew: 0, stops: stops(&[1, 1]) };
    assert_eq!(refused(twice), ProblemError::LockedTarget("middle".to_owned()));
    assert_eq!(refused(Lock::Forbidden { crew: 0, target: 3 }), ProblemError::UnknownLocked);
    let mut late = row(vec![Lock::Begins { crew: 0, stops: stops(&[2, 0]) }]);
    late.targets[0].windows = vec![window(0, 600)];
    assert_eq!(plan(&late, 1).unwrap_err(), ProblemError::Locks("a".to_owned()));
    let nobody = [0, 1].map(|crew| Lock::Forbidden { crew, target: 1 });
    let left = plan(&row(nobody.to_vec()), 1).unwrap().unserved;
    assert_eq!((left[0].target, left[0].reason), (1, UnservedReason::Locked));
}
