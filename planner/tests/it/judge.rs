//! The judge catches every kind of tampering with a good plan.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::builders::{at, crew, problem, target, window};
use crate::district::day;
use model::patrol::{Break, Mode, Pause, Plan, Problem, Stop, TargetShape, Travel};
use model::{Metres, Seconds};
use planner::{Breach, Part, Settings, check, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

fn good(problem: &Problem) -> Plan {
    let settings = Settings { iterations: 300, seed: 1 };
    let plan = solve(problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(check(problem, &plan), vec![]);
    plan
}

/// Two crews, a point twice with a gap, a line, an area for cars.
fn town() -> Problem {
    let shift = window(28_800, 57_600);
    let (foot, car) = (Mode::Foot, Mode::Car);
    let crews =
        vec![crew("on foot", at(0, 0), shift, foot), crew("by car", at(900, 0), shift, car)];
    let hours = || vec![window(30_000, 40_000), window(45_000, 55_000)];
    let mut targets = vec![
        target("point", TargetShape::Point(at(500, 300)), 600, hours()),
        target("line", TargetShape::Line(vec![at(100, 900), at(700, 800)]), 60, hours()),
        target("gate", TargetShape::Point(at(1_500, 0)), 900, hours()),
        target("both", TargetShape::Point(at(700, 100)), 300, hours()),
    ];
    targets[3].crews = 2;
    targets[0].visits = 2;
    targets[0].gap = Seconds::new(7_200);
    targets[1].gap_max = Some(Seconds::new(9_000));
    targets[2].modes = vec![car];
    targets[2].needs = vec!["gates".to_owned()];
    targets[2].load = vec![0, 3];
    let mut problem = problem(crews, targets);
    problem.crews[1].skills = vec!["gates".to_owned()];
    problem.crews[1].capacity = vec![1, 3];
    for crew in &mut problem.crews {
        let rest = Break { window: window(36_000, 43_000), length: Seconds::new(1_800) };
        crew.breaks = vec![rest];
    }
    problem
}

fn breaches(change: impl Fn(&mut Plan)) -> Vec<Breach> {
    let problem = town();
    let mut plan = good(&problem);
    change(&mut plan);
    let found = check(&problem, &plan);
    assert!(found.iter().all(|violation| violation.to_string().len() > 20), "{found:?}");
    found.into_iter().map(|violation| violation.breach).collect()
}

/// The stop of a target, wherever it is.
fn stop_of(plan: &mut Plan, target: usize) -> &mut Stop {
    let mut stops = plan.routes.iter_mut().flat_map(|route| &mut route.stops);
    stops.find(|stop| stop.target == target).unwrap()
}

fn later(time: &mut Seconds, by: i64) {
    *time = Seconds::new(u32::try_from(i64::from(time.get()) + by).unwrap());
}

macro_rules! caught {
    ($name:ident, $breach:pat, $change:expr) => {
        #[test]
        fn $name() {
            let found = breaches($change);
            assert!(found.iter().any(|breach| matches!(breach, $breach)), "{found:?}");
        }
    };
}

caught!(an_unknown_crew, Breach::UnknownCrew, |plan| plan.routes[0].crew = 9);
caught!(an_unknown_target, Breach::UnknownTarget, |plan| plan.routes[0].stops[0].target = 9);
caught!(a_second_route, Breach::SecondRoute, |plan| plan.routes.push(plan.routes[0].clone()));
caught!(an_empty_route, Breach::NoStops, |plan| plan.routes[0].stops.clear());
caught!(a_start_outside_the_windows, Breach::OutsideWindows { .. }, |plan| {
    let stop = stop_of(plan, 0);
    (stop.start, stop.leave) = (Seconds::new(40_001), Seconds::new(40_601));
});
caught!(a_short_dwell, Breach::TooShort { .. }, |plan| later(&mut stop_of(plan, 0).leave, -1));
caught!(a_line_run_through, Breach::TooShort { .. }, |plan| {
    let stop = stop_of(plan, 1);
    stop.leave = stop.start + Seconds::new(60);
});
caught!(a_start_before_the_arrival, Breach::BeginsBeforeArrival { .. }, |plan| {
    let stop = stop_of(plan, 0);
    stop.arrive = stop.start + Seconds::new(1);
});
caught!(a_crew_that_flies, Breach::TooFast { .. }, |plan| later(&mut plan.routes[0].depart, 5));
caught!(
    a_line_entered_at_its_other_end,
    Breach::TooFast { .. } | Breach::BackTooFast { .. },
    |plan| {
        let stop = stop_of(plan, 1);
        stop.reversed = !stop.reversed;
    }
);
caught!(a_flight_home, Breach::BackTooFast { .. }, |plan| later(&mut plan.routes[0].back, -5));
caught!(an_early_departure, Breach::LeavesBeforeShift { .. }, |plan| {
    plan.routes[0].depart = Seconds::new(28_799);
});
caught!(a_late_return, Breach::BackAfterShift { .. }, |plan| {
    plan.routes[0].back = Seconds::new(57_601);
});
caught!(the_wrong_mode, Breach::WrongMode { mode: "foot" }, |plan| {
    for route in &mut plan.routes {
        route.crew = 1 - route.crew;
    }
    if plan.routes.len() == 1 {
        plan.routes[0].crew = 0;
    }
});
caught!(a_crew_without_the_skill, Breach::LacksSkill { .. }, |plan| {
    let gate = *stop_of(plan, 2);
    plan.routes.retain(|route| route.crew == 0);
    plan.routes.push(model::patrol::Route {
        crew: 0,
        depart: Seconds::new(30_000),
        stops: vec![gate],
        pauses: vec![],
        back: Seconds::new(50_000),
        length: Metres::new(0),
    });
});
caught!(an_overloaded_crew, Breach::Overloaded { dimension: 1, loaded: 6, capacity: 3 }, |plan| {
    let gate = *stop_of(plan, 2);
    let route = plan.routes.iter_mut().find(|route| route.crew == 1).unwrap();
    route.stops.push(gate);
});
caught!(a_break_dropped, Breach::BreaksMiscounted { given: 0, wanted: 1 }, |plan| {
    plan.routes[0].pauses.clear();
});
caught!(a_break_too_early, Breach::BreakOutsideWindow { .. }, |plan| {
    let pause = &mut plan.routes[0].pauses[0];
    (pause.start, pause.end) = (Seconds::new(35_999), Seconds::new(37_799));
});
caught!(a_short_break, Breach::BreakTooShort { .. }, |plan| {
    later(&mut plan.routes[0].pauses[0].end, -1);
});
caught!(a_break_during_a_visit, Breach::BreakNotFree { .. }, |plan| {
    let route = plan.routes.iter_mut().find(|route| !route.stops.is_empty()).unwrap();
    let first = route.stops[0];
    let (start, end) = (first.start, first.start + Seconds::new(1_800));
    route.pauses = vec![Pause { after: 1, start, end }];
});
caught!(a_break_after_a_stop_that_is_not, Breach::BreakNotFree { .. }, |plan| {
    plan.routes[0].pauses[0].after = 99;
});
caught!(a_break_that_the_crew_does_not_wait_out, Breach::BreakNotFree { .. }, |plan| {
    let depart = plan.routes[0].depart;
    let end = depart + Seconds::new(900);
    plan.routes[0].pauses[0] = Pause { after: 0, start: depart, end };
});
caught!(a_break_on_the_way, Breach::TooFast { .. } | Breach::BackTooFast { .. }, |plan| {
    let route = plan.routes.iter_mut().find(|route| route.stops.len() > 1).unwrap();
    let start = route.stops[0].leave;
    route.pauses[0] = Pause { after: 1, start, end: route.stops[1].arrive };
});
caught!(a_wait_that_is_not_said, Breach::TooLong { .. }, |plan| plan.overdue.clear());
caught!(a_wait_that_is_not, Breach::NotOverdue { .. }, |plan| {
    let (from, until) = (Seconds::new(30_000), Seconds::new(30_500));
    plan.overdue.push(model::patrol::Overdue { target: 1, from, until });
});
caught!(a_wait_of_nothing, Breach::NotOverdue { .. }, |plan| {
    let (from, until) = (Seconds::new(30_000), Seconds::new(55_000));
    plan.overdue.push(model::patrol::Overdue { target: 7, from, until });
});
caught!(a_crew_that_comes_alone, Breach::NotTogether { crews: 1, wanted: 2, .. }, |plan| {
    plan.routes[0].stops.retain(|stop| stop.target != 3);
});
caught!(a_crew_that_comes_later, Breach::NotTogether { crews: 1, .. }, |plan| {
    later(&mut stop_of(plan, 3).start, 1);
});
caught!(one_crew_for_two, Breach::NotTogether { crews: 1, wanted: 2, .. }, |plan| {
    plan.routes[0].stops.retain(|stop| stop.target != 3);
    let twice = *stop_of(plan, 3);
    plan.routes[1].stops.push(twice);
});
caught!(a_point_backwards, Breach::NotALine, |plan| stop_of(plan, 0).reversed = true);
caught!(visits_too_close, Breach::TooSoon { .. }, |plan| {
    let first = *stop_of(plan, 0);
    for stop in plan.routes.iter_mut().flat_map(|route| &mut route.stops) {
        if stop.target == 0 {
            stop.start = first.start + Seconds::new(if *stop == first { 0 } else { 7_199 });
        }
    }
});
caught!(a_visit_dropped_in_silence, Breach::Miscounted { made: 0, .. }, |plan| {
    for route in &mut plan.routes {
        route.stops.retain(|stop| stop.target != 1);
    }
});
caught!(a_visit_too_many, Breach::Miscounted { made: 2, wanted: 1, .. }, |plan| {
    let stop = *stop_of(plan, 1);
    plan.routes[0].stops.push(stop);
});
caught!(a_visit_both_made_and_left_out, Breach::Miscounted { .. }, |plan| {
    let reason = model::patrol::UnservedReason::NoTime;
    plan.unserved.push(model::patrol::Unserved { target: 1, visits: 1, reason });
});
caught!(an_unknown_target_left_out, Breach::UnknownTarget, |plan| {
    let reason = model::patrol::UnservedReason::NoTime;
    plan.unserved.push(model::patrol::Unserved { target: 7, visits: 1, reason });
});
caught!(a_wrong_length, Breach::WrongLength { .. }, |plan| {
    plan.routes[0].length += Metres::new(200);
});

#[test]
fn a_violation_says_where() {
    let problem = town();
    let mut plan = good(&problem);
    stop_of(&mut plan, 2).leave = Seconds::new(0);
    let found = check(&problem, &plan);
    let here = |part: &Part| matches!(part, Part::Stop { target, .. } if target == "gate");
    assert!(found.iter().any(|violation| here(&violation.part)), "{found:?}");
    let said = found[0].to_string();
    assert!(said.starts_with("crew by car, stop ") && said.contains("target gate"), "{said}");
}

#[test]
fn leaving_everything_out_is_no_violation_when_it_is_said() {
    let problem = town();
    let plan = Plan {
        unserved: planner::reasons(&problem, &[]),
        overdue: planner::overdue(&problem, &[]),
        ..Plan::default()
    };
    assert_eq!(check(&problem, &plan), vec![]);
    assert_eq!(planner::cost(&problem, &plan).unserved_required, 5);
}

/// A day and a good plan for it.
static DAY: LazyLock<(Problem, Plan)> = LazyLock::new(|| {
    let problem = day(4, 30, 3);
    let plan = good(&problem);
    (problem, plan)
});

proptest! {
    #[test]
    fn any_time_moved_forward_alone_is_caught(route in 0..99_usize, stop in 0..99_usize, which in 0..3) {
        let (problem, mut plan) = DAY.clone();
        let routes = plan.routes.len();
        let stops = &mut plan.routes[route % routes].stops;
        let count = stops.len();
        let stop = &mut stops[stop % count];
        match which {
            0 => later(&mut stop.arrive, 172_800),
            1 => later(&mut stop.start, 172_800),
            _ => later(&mut stop.leave, 172_800),
        }
        prop_assert!(!check(&problem, &plan).is_empty());
    }

    #[test]
    fn no_plan_makes_the_judge_stumble(
        numbers in prop::collection::vec((0..12_usize, any::<u32>(), any::<u32>(), any::<u32>()), 0..12),
        crews in prop::collection::vec(0..4_usize, 0..4),
    ) {
        let stops: Vec<Stop> = numbers.iter().map(|&(target, arrive, start, leave)| {
            let [arrive, start, leave] = [arrive, start, leave].map(Seconds::new);
            Stop { target, arrive, start, leave, reversed: arrive > start }
        }).collect();
        let routes = crews.iter().map(|&crew| model::patrol::Route {
            crew, depart: Seconds::new(u32::MAX), stops: stops.clone(), back: Seconds::new(0),
            pauses: vec![Pause { after: crew, start: Seconds::new(u32::MAX), end: Seconds::new(7) }],
            length: Metres::new(u32::MAX),
        });
        let plan = Plan { routes: routes.collect(), ..Plan::default() };
        prop_assert!(!check(&town(), &plan).is_empty());
        let _any = planner::cost(&town(), &plan);
    }
}

#[test]
fn given_times_are_what_the_judge_goes_by() {
    let mut problem = town();
    let walked = good(&problem);
    // Everything takes an hour on foot now, but for the way to oneself.
    let slow = |mode, time: Option<Seconds>| {
        let places = planner::places(&problem, mode);
        Arc::new(Travel::of_times(mode, &places, |_, _| time))
    };
    problem.travel = vec![slow(Mode::Foot, Some(Seconds::new(3_600))), slow(Mode::Car, None)];
    let found = check(&problem, &walked);
    let has = |what: &dyn Fn(&Breach) -> bool| found.iter().any(|it| what(&it.breach));
    assert!(has(&|breach| matches!(breach, Breach::NoWay { mode: "car" })), "{found:?}");
    let plan = good(&problem);
    assert!(plan.routes.iter().all(|route| problem.crews[route.crew].mode == Mode::Foot));
    let mut early = plan.clone();
    early.routes[0].back = Seconds::new(early.routes[0].back.get() - 1);
    let found = check(&problem, &early);
    let needed = Seconds::new(3_600);
    let fast = Breach::BackTooFast { given: 3_599, needed };
    assert!(found.iter().any(|violation| violation.breach == fast), "{found:?}");
}
