//! What would have to give way: every answer holds, and the plain ones are found.

use crate::builders::{at, crew, problem, target, window};
use crate::towns::any_problem;
use model::Seconds;
use model::patrol::{Mode, Plan, Problem, TargetShape};
use planner::{ANSWERS_MAX, Relaxation, Relief, Settings, check, cost, relax, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;

fn plan(problem: &Problem) -> Plan {
    let settings = Settings { iterations: 300, seed: 1 };
    solve(problem, &settings, &mut |_| ControlFlow::Continue(())).expect("a sound problem")
}

fn answers(problem: &Problem, plan: &Plan) -> Vec<Relaxation> {
    relax(problem, plan, 60, &mut || ControlFlow::Continue(()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn every_answer_lets_a_visit_in(problem in any_problem(4, 8)) {
        let plan = plan(&problem);
        let before = cost(&problem, &plan).unserved_required;
        let answers = answers(&problem, &plan);
        for answer in &answers {
            let changed = answer.relief.applied(&problem).expect("an answer that was tried");
            prop_assert_eq!(check(&changed, &answer.plan), vec![]);
            prop_assert_eq!(cost(&changed, &answer.plan).unserved_required, answer.unserved_required);
            prop_assert!(answer.unserved_required < before);
            prop_assert!(answer.relief.words(&problem).len() > 10);
        }
        let targets = plan.unserved.len();
        prop_assert!(answers.len() <= targets * ANSWERS_MAX);
    }
}

/// One crew at its base with a shift of an hour, and two posts there of half an hour each.
fn hour() -> Problem {
    let day = vec![window(0, 86_400)];
    let post = |id: &str| target(id, TargetShape::Point(at(0, 0)), 1_800, day.clone());
    let shift = window(36_000, 39_600);
    problem(vec![crew("c", at(0, 0), shift, Mode::Foot)], vec![post("a"), post("b")])
}

fn reliefs(problem: &Problem) -> Vec<Relief> {
    let plan = plan(problem);
    answers(problem, &plan).into_iter().map(|answer| answer.relief).collect()
}

#[test]
fn the_least_that_is_enough_is_named() {
    let quarter = Seconds::new(900);
    let mut late = hour();
    late.crews[0].shift = window(36_000, 39_000);
    let found = reliefs(&late);
    assert!(found.contains(&Relief::ShiftEnds { crew: 0, by: quarter }), "{found:?}");
    assert!(found.contains(&Relief::ShiftBegins { crew: 0, by: quarter }), "{found:?}");
    let mut closed = hour();
    closed.targets[1].windows = vec![window(0, 37_000)];
    closed.targets[0].windows = vec![window(0, 37_000)];
    let found = reliefs(&closed);
    assert!(
        found.iter().any(|it| matches!(it, Relief::WindowEnds { by, .. } if *by == quarter)),
        "{found:?}"
    );
    let mut by_boat = hour();
    by_boat.targets[0].modes = vec![Mode::Boat];
    assert_eq!(reliefs(&by_boat), vec![Relief::Mode { target: 0, mode: Mode::Foot }]);
    let mut skilled = hour();
    skilled.targets[0].needs = vec!["drone".to_owned()];
    assert_eq!(reliefs(&skilled), vec![Relief::Skills { crew: 0, target: 0 }]);
    let mut both = hour();
    both.targets[0].crews = 2;
    assert_eq!(reliefs(&both), vec![Relief::Crew { like: 0 }]);
    assert_eq!(reliefs(&hour()), vec![]);
}
