//! Visits that two crews make together: tiny problems are solved as well as can be.

use crate::builders::{at, crew, problem, target, window};
use model::Seconds;
use model::patrol::{Mode, Problem, TargetShape};
use planner::{Settings, check, cost, places, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;

type Visit = (i32, i32, u32, u32);

/// Crews on a line, and targets on it that two of them must begin together.
fn line(bases: &[i32], visits: &[Visit]) -> Problem {
    let day = window(0, 20_000);
    let crews = bases.iter().enumerate();
    let crews = crews.map(|(k, east)| crew(&format!("c{k}"), at(*east, 0), day, Mode::Foot));
    let targets = visits.iter().enumerate().map(|(k, &(east, north, open, long))| {
        let windows = vec![window(open, open + long)];
        let mut both = target(&format!("t{k}"), TargetShape::Point(at(east, north)), 300, windows);
        both.crews = 2;
        both
    });
    let mut problem = problem(crews.collect(), targets.collect());
    // Times as the planner measures them, so that they can be looked up below.
    let all = places(&problem, Mode::Foot);
    let far = |from: usize, to: usize| {
        let axis = |a: i32, b: i32| (a - b).unsigned_abs() / 150;
        let (a, b) = (all[from], all[to]);
        Some(Seconds::new(axis(a.lon_e7(), b.lon_e7()) + axis(a.lat_e7(), b.lat_e7())))
    };
    let table = model::patrol::Travel::of_times(Mode::Foot, &all, far);
    problem.travel = vec![std::sync::Arc::new(table)];
    problem
}

/// Tries every order of visits, with every two crews for each, as early as both can begin: a later
/// beginning never helps, as windows are single.
fn most_made(problem: &Problem, crews: &mut [(usize, u32)], left: &mut Vec<usize>) -> usize {
    let table = &problem.travel[0];
    let number = |at| table.number(at).map_or(0, |number| number);
    let time = |from, to| table.time(from, to).map_or(0, Seconds::get);
    let mut most = 0;
    for place in 0..left.len() {
        let visit = left.remove(place);
        let data = &problem.targets[visit];
        let TargetShape::Point(at) = data.shape else { return 0 };
        let here = number(at);
        for a in 0..crews.len() {
            for b in 0..a {
                let ready = |crew: (usize, u32)| crew.1 + time(crew.0, here);
                let start = ready(crews[a]).max(ready(crews[b])).max(data.windows[0].start().get());
                let end = start + data.dwell.get();
                let home = |crew: usize| end + time(here, number(problem.crews[crew].base));
                let late = [a, b].into_iter().any(|it| home(it) > 20_000);
                if start > data.windows[0].end().get() || late {
                    continue;
                }
                let old = (crews[a], crews[b]);
                (crews[a], crews[b]) = ((here, end), (here, end));
                most = most.max(1 + most_made(problem, crews, left));
                (crews[a], crews[b]) = old;
            }
        }
        left.insert(place, visit);
    }
    most
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn as_many_visits_are_made_together_as_can_be(
        bases in prop::collection::vec(0..4_000_i32, 2..4),
        visits in prop::collection::vec(
            (0..4_000_i32, 0..4_000_i32, 0..9_000_u32, 0..4_000_u32), 1..4),
    ) {
        let problem = line(&bases, &visits);
        let settings = Settings { iterations: 2_000, seed: 1 };
        let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(check(&problem, &plan), vec![]);
        let number = |at| problem.travel[0].number(at).map_or(0, |number| number);
        let mut crews: Vec<(usize, u32)> =
            problem.crews.iter().map(|crew| (number(crew.base), 0)).collect();
        let most = most_made(&problem, &mut crews, &mut (0..visits.len()).collect());
        let missed = cost(&problem, &plan).unserved_required as usize;
        prop_assert_eq!(visits.len() - missed, most);
    }
}
