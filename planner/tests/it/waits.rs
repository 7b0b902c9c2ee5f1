//! Visits that should not be too far apart.

use crate::builders::{at, crew, problem, target, window};
use model::Seconds;
use model::patrol::{Mode, Problem, TargetShape};
use planner::{Settings, check, cost, solve};
use proptest::prelude::*;
use std::ops::ControlFlow;

/// One crew at the only target, which may be visited all day.
fn post(visits: u16, most: u32, day: u32) -> Problem {
    let shift = window(0, 86_400);
    let mut post =
        target("post", TargetShape::Point(at(0, 0)), 60, vec![window(1_000, 1_000 + day)]);
    post.visits = visits;
    post.gap = Seconds::new(60);
    post.gap_max = Some(Seconds::new(most));
    problem(vec![crew("c", at(0, 0), shift, Mode::Foot)], vec![post])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn visits_are_spread_as_far_as_they_reach(
        visits in 1..8_u16, most in 600..9_000_u32, day in 3_600..60_000_u32, seed in 0..9_u64,
    ) {
        let problem = post(visits, most, day);
        let settings = Settings { iterations: 300, seed };
        let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(check(&problem, &plan), vec![]);
        // So many visits can keep so many times the most and one more from being too long.
        let least = day.saturating_sub((u32::from(visits) + 1) * most);
        prop_assert_eq!(cost(&problem, &plan).overdue.get(), least);
    }
}
