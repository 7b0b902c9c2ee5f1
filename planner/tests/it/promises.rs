//! What every plan keeps, whatever the problem.

use crate::builders::{at, crew, problem, target, window};
use crate::towns::any_problem;
use model::Seconds;
use model::patrol::{Break, Mode, Stop, TargetShape, UnservedReason};
use planner::{ProblemError, Settings, check, cost, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;

proptest! {
    #[test]
    fn every_plan_passes_the_judge(problem in any_problem(6, 25), seed in 0..1_000_u64) {
        let settings = Settings { iterations: 400, seed };
        let mut last = None;
        let plan = solve(&problem, &settings, &mut |progress| {
            last = Some(progress);
            ControlFlow::Continue(())
        }).unwrap();
        prop_assert_eq!(check(&problem, &plan), vec![]);
        let last = last.unwrap();
        prop_assert_eq!(last.cost, cost(&problem, &plan));
        let stops = plan.routes.iter().flat_map(|route| &route.stops);
        let alone = |stop: &&Stop| problem.targets[stop.target].crews == 1;
        let (one, two): (Vec<&Stop>, Vec<&Stop>) = stops.partition(alone);
        prop_assert_eq!(last.served, one.len() + two.len() / 2);
        let left_out: usize = plan.unserved.iter().map(|left| usize::from(left.visits)).sum();
        prop_assert_eq!(last.served + left_out, last.wanted);
    }

    #[test]
    fn the_same_seed_gives_the_same_plan(problem in any_problem(4, 12), seed in 0..1_000_u64) {
        let settings = Settings { iterations: 300, seed };
        let plans = [(), ()].map(|()| {
            solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap()
        });
        prop_assert_eq!(&plans[0], &plans[1]);
    }

    #[test]
    fn stopping_at_any_call_gives_a_sound_plan(
        problem in any_problem(6, 25), seed in 0..1_000_u64, calls in 0..40_u32,
    ) {
        let settings = Settings { iterations: 5_000, seed };
        let mut left = calls;
        let plan = solve(&problem, &settings, &mut |_| {
            if left == 0 { return ControlFlow::Break(()); }
            left -= 1;
            ControlFlow::Continue(())
        }).unwrap();
        prop_assert_eq!(check(&problem, &plan), vec![]);
    }
}

#[test]
fn reasons_tell_modes_reach_and_time_apart() {
    let shift = window(0, 3_600);
    let day = vec![window(0, 86_400)];
    let point = |east| TargetShape::Point(at(east, 0));
    let mut targets = vec![
        target("near", point(100), 3_000, day.clone()),
        target("also near", point(200), 3_000, day.clone()),
        target("far", point(90_000), 0, day.clone()),
        target("by boat", point(100), 0, day.clone()),
        target("often", point(100), 10, day.clone()),
        target("special", point(100), 0, day.clone()),
        target("heavy", point(100), 0, day),
    ];
    targets[5].needs = vec!["drone".to_owned()];
    targets[6].load = vec![9];
    targets[3].modes = vec![Mode::Boat];
    targets[4].visits = 9;
    targets[4].gap = Seconds::new(1_800);
    let mut problem = problem(vec![crew("c", at(0, 0), shift, Mode::Foot)], targets);
    problem.crews[0].capacity = vec![8];
    let settings = Settings { iterations: 2_000, seed: 1 };
    let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    let left: Vec<(usize, u16, UnservedReason)> =
        plan.unserved.iter().map(|left| (left.target, left.visits, left.reason)).collect();
    assert!(left.contains(&(2, 1, UnservedReason::NotReachable)), "{left:?}");
    assert!(left.contains(&(3, 1, UnservedReason::NoMode)), "{left:?}");
    assert!(left.contains(&(4, 7, UnservedReason::NotReachable)), "{left:?}");
    assert!(left.contains(&(5, 1, UnservedReason::NoSkill)), "{left:?}");
    assert!(left.contains(&(6, 1, UnservedReason::NoRoom)), "{left:?}");
    assert!(left.iter().any(|left| left.2 == UnservedReason::NoTime), "{left:?}");
}

#[test]
fn unsound_problems_are_refused() {
    let day = window(0, 86_400);
    let sound = target("t", TargetShape::Point(at(0, 0)), 0, vec![day]);
    let refuse = |change: &dyn Fn(&mut model::patrol::Target)| {
        let mut target = sound.clone();
        change(&mut target);
        let crews = vec![crew("c", at(0, 0), day, Mode::Foot)];
        let settings = Settings { iterations: 10, seed: 1 };
        solve(&problem(crews, vec![target]), &settings, &mut |_| ControlFlow::Continue(()))
    };
    let id = || "t".to_owned();
    assert_eq!(refuse(&|t| t.windows.clear()), Err(ProblemError::NoWindow(id())));
    assert_eq!(refuse(&|t| t.windows.push(day)), Err(ProblemError::WindowsOutOfOrder(id())));
    assert_eq!(refuse(&|t| t.visits = 0), Err(ProblemError::NoVisit(id())));
    assert_eq!(
        refuse(&|t| t.shape = TargetShape::Line(vec![at(0, 0)])),
        Err(ProblemError::NoLine(id()))
    );
    let crossed = |t: &mut model::patrol::Target| {
        (t.gap, t.gap_max) = (Seconds::new(9), Some(Seconds::new(8)));
    };
    assert_eq!(refuse(&crossed), Err(ProblemError::GapsCross(id())));
    assert_eq!(
        refuse(&|t| t.load = vec![0, planner::LOAD_MAX + 1]),
        Err(ProblemError::TooMuchLoad(id()))
    );
    assert!(refuse(&|_| ()).is_ok());
    let mut tired = crew("c", at(0, 0), day, Mode::Foot);
    tired.breaks =
        [0, 100].map(|end| Break { window: window(0, end), length: Seconds::new(101) }).to_vec();
    let settings = Settings { iterations: 10, seed: 1 };
    let refused =
        solve(&problem(vec![tired], vec![sound]), &settings, &mut |_| ControlFlow::Continue(()));
    assert_eq!(refused, Err(ProblemError::Breaks("c".to_owned())));
}

#[test]
fn numbers_at_their_ends_do_no_harm() {
    let day = window(0, 172_800);
    let mut targets = vec![target("t", TargetShape::Point(at(0, 0)), u32::MAX, vec![day])];
    targets.push(target("u", TargetShape::Point(at(40, 0)), 0, vec![window(172_800, 172_800)]));
    for target in &mut targets {
        target.visits = 300;
        target.gap = Seconds::new(u32::MAX);
        target.reward = u32::MAX;
        target.required = false;
    }
    targets.push(target(
        "v",
        TargetShape::Point(model::Position::from_e7(-763_000_000, -360_500_000).unwrap()),
        1,
        vec![day],
    ));
    let mut slow = crew("c", at(0, 0), day, Mode::Foot);
    slow.pace = model::Pace::from_metres_per_hour(1).unwrap();
    slow.patrol_pace = slow.pace;
    let problem = problem(vec![slow], targets);
    let settings = Settings { iterations: 500, seed: 1 };
    let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(check(&problem, &plan), vec![]);
}
