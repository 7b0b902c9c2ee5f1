//! An incident on a running day: crews, what they lose, the plan repaired.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::builders::{at, target, window};
use crate::district::day;
use model::patrol::{Break, Lock, Mode, Plan, Problem, Route, TargetShape, Travel};
use model::{Metres, Position, Seconds};
use planner::{
    CREWS_TOUCHED_MAX, DispatchError, Incident, Settings, check, places, repair, replan,
    responders, solve,
};
use proptest::prelude::*;
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

static DAY: LazyLock<(Problem, Plan)> = LazyLock::new(|| {
    let mut problem = day(8, 60, 3);
    for crew in &mut problem.crews {
        let middle = crew.shift.start().get() + 3 * 3_600;
        let rest = window(middle, middle + 7_200);
        crew.breaks = vec![Break { window: rest, length: Seconds::new(1_800) }];
    }
    let settings = Settings { iterations: 2_000, seed: 1 };
    let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(check(&problem, &plan), vec![]);
    (problem, plan)
});

fn incident(east: i32, north: i32, now: u32) -> Incident {
    let target = target("incident", TargetShape::Point(at(east, north)), 1_200, Vec::new());
    Incident { target, now: Seconds::new(now), under_way: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_repaired_plan_passes_the_judge_and_leaves_the_rest_alone(
        east in 0..14_000, north in 0..4_000, now in 20_000..95_000_u32, pick in 0..4_usize,
    ) {
        let (problem, plan) = &*DAY;
        let incident = incident(east, north, now);
        let able = responders(problem, plan, &incident);
        prop_assert!(able.windows(2).all(|pair| pair[0].arrive <= pair[1].arrive));
        let Some(chosen) = able.get(pick) else { return Ok(()) };
        let settings = Settings { iterations: 500, seed: 1 };
        let go = &mut || ControlFlow::Continue(());
        let repaired = repair(problem, plan, &incident, chosen.crew, &settings, go).unwrap();
        prop_assert_eq!(check(&repaired.problem, &repaired.plan), vec![]);
        prop_assert!(repaired.touched.len() <= CREWS_TOUCHED_MAX);
        let number = problem.targets.len();
        let route = repaired.plan.routes.iter().find(|route| route.crew == chosen.crew).unwrap();
        let stop = route.stops.iter().find(|stop| stop.target == number).unwrap();
        prop_assert_eq!(stop.arrive, chosen.arrive);
        // Whatever was begun stays, but the visit that the crew is called away from.
        for old in &plan.routes {
            let new = repaired.plan.routes.iter().find(|route| route.crew == old.crew);
            for stop in &old.stops {
                let called = old.crew == chosen.crew && stop.leave > incident.now;
                if stop.start <= incident.now && !called {
                    prop_assert!(new.unwrap().stops.contains(stop), "{stop:?}");
                }
            }
        }
        let lists = repaired.changes.iter().any(|change| {
            change.target == number && change.to == Some(chosen.crew)
        });
        prop_assert!(lists);
    }
}

/// Times between all places of the day and some more: half again as long as straight at 20 km/h, and
/// longer one way than the other.
fn by_table(more: &[Position]) -> Problem {
    let mut problem = DAY.0.clone();
    for mode in Mode::ALL {
        let mut all = places(&problem, mode);
        all.extend(more);
        let time = |from: usize, to: usize| {
            let (from, to): (Position, Position) = (all[from], all[to]);
            let off = |a: i32, b: i32| i64::from(a.abs_diff(b));
            let e7 = off(from.lon_e7(), to.lon_e7()) + off(from.lat_e7(), to.lat_e7());
            let uphill = if from.lat_e7() < to.lat_e7() { 30 } else { 0 };
            u32::try_from(e7 / 500 + uphill).ok().map(Seconds::new)
        };
        let table = Travel::of_times(mode, &all, time);
        problem.travel.push(Arc::new(table));
    }
    problem
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn a_crew_under_way_by_given_times_turns_round_where_it_is(
        east in 0..14_000, north in 0..4_000, now in 20_000..95_000_u32, part in 0..100_i64,
    ) {
        let spot = at(east, north);
        let whole = by_table(&[spot]);
        let settings = Settings { iterations: 300, seed: 1 };
        let plan = solve(&whole, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(check(&whole, &plan), vec![]);
        // Somewhere between any two places, for every crew: nobody asks where it is before it leaves.
        let mix = |from: Position, to: Position| {
            let mix = |a: i32, b: i32| {
                i32::try_from(i64::from(a) + i64::from(b - a) * part / 100).unwrap()
            };
            let (lon, lat) = (mix(from.lon_e7(), to.lon_e7()), mix(from.lat_e7(), to.lat_e7()));
            Position::from_e7(lon, lat).unwrap()
        };
        let on: Vec<(usize, Position)> =
            (0..).zip(&whole.crews).map(|(place, crew)| (place, mix(crew.base, spot))).collect();
        let more: Vec<Position> = on.iter().map(|(_, on)| *on).chain([spot]).collect();
        let problem = by_table(&more);
        let mut incident = incident(east, north, now);
        let late = responders(&problem, &plan, &incident);
        incident.under_way = on;
        let able = responders(&problem, &plan, &incident);
        prop_assert!(able.len() + 1 >= late.len());
        let go = &mut || ControlFlow::Continue(());
        for one in able.iter().take(3) {
            let repaired = repair(&problem, &plan, &incident, one.crew, &settings, go).unwrap();
            prop_assert_eq!(check(&repaired.problem, &repaired.plan), vec![]);
            let number = problem.targets.len();
            let routes = repaired.plan.routes.iter();
            let mut stops = routes.flat_map(|route| &route.stops);
            prop_assert_eq!(stops.find(|stop| stop.target == number).unwrap().arrive, one.arrive);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn crews_that_stay_go_as_they_did_and_the_rest_is_planned_anew(
        free in prop::collection::btree_set(0..8_usize, 1..5), target in 0..60_usize, seed in 0..9_u64,
    ) {
        let (problem, plan) = &*DAY;
        let home = |crew: usize| Route {
            crew,
            depart: Seconds::new(0),
            stops: Vec::new(),
            pauses: Vec::new(),
            back: Seconds::new(0),
            length: Metres::new(0),
        };
        let route = |crew: usize| plan.routes.iter().find(|route| route.crew == crew).cloned();
        let stay: Vec<Route> = (0..problem.crews.len())
            .filter(|crew| !free.contains(crew))
            .map(|crew| route(crew).unwrap_or_else(|| home(crew)))
            .collect();
        let taker = *free.first().unwrap();
        let mut problem = problem.clone();
        let fixed_elsewhere = stay.iter().any(|it| it.stops.iter().any(|it| it.target == target));
        if !fixed_elsewhere {
            problem.locks = vec![Lock::Assigned { crew: taker, target }];
        }
        let settings = Settings { iterations: 400, seed };
        let anew = replan(&problem, &stay, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(check(&problem, &anew), vec![]);
        for old in stay.iter().filter(|route| !route.stops.is_empty()) {
            prop_assert_eq!(anew.routes.iter().find(|it| it.crew == old.crew), Some(old));
        }
        let kept = |crew: usize| stay.iter().any(|route| route.crew == crew);
        let idle = anew.routes.iter().all(|route| {
            !kept(route.crew) || stay.iter().any(|it| it == route)
        });
        prop_assert!(idle, "a crew that is to stay at its base goes out");
        let again = replan(&problem, &stay, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(anew, again);
    }
}

#[test]
fn a_crew_off_duty_or_of_another_mode_cannot_go() {
    let (problem, plan) = &*DAY;
    let mut incident = incident(100, 100, 95_000);
    assert_eq!(responders(problem, plan, &incident), vec![]);
    let settings = Settings { iterations: 10, seed: 1 };
    let refused = repair(problem, plan, &incident, 0, &settings, &mut || ControlFlow::Continue(()));
    assert_eq!(refused, Err(DispatchError::CannotGo));
    incident.now = Seconds::new(40_000);
    incident.target.modes = vec![Mode::Boat];
    assert_eq!(responders(problem, plan, &incident), vec![]);
}
