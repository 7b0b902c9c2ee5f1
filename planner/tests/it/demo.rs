//! A day of the size of a district's: everything required is done, and more time never hurts.

use crate::district::day;
use planner::{Settings, check, cost, solve};
use std::ops::ControlFlow;

#[test]
fn a_district_day_has_every_required_visit() {
    let problem = day(12, 150, 1);
    let plan = |iterations| {
        let settings = Settings { iterations, seed: 1 };
        let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(check(&problem, &plan), vec![]);
        cost(&problem, &plan)
    };
    let (first, more) = (plan(0), plan(3_000));
    assert_eq!(more.unserved_required, 0);
    assert!(more < first, "{first} should be beaten by {more}");
}
