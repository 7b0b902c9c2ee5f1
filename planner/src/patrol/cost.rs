//! How good a plan is.

use super::flat::ends_of;
use super::ways::way_time;
use model::Seconds;
use model::patrol::{Crew, Plan, Problem, Stop};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Add;

/// What a second costs that a target waits longer than it should, in seconds of travel.
pub const OVERDUE_PRICE: i64 = 10;

/// The cost of a plan: what it leaves out, and what it travels.
///
/// Costs compare as the planner compares plans: first by the required visits that are not made,
/// then by missed reward and travel together, since a reward is given in seconds of travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Required visits that are not made.
    pub unserved_required: u32,
    /// The rewards of the optional visits that are not made, in seconds of travel.
    pub missed_reward: u64,
    /// The time that targets wait longer than they should, [`OVERDUE_PRICE`] seconds of travel a second.
    pub overdue: Seconds,
    /// The time all crews travel between base and stops; patrolling a line is not travel.
    pub travel: Seconds,
}

impl Cost {
    /// Missed reward, overdue time at its price and travel together, in seconds.
    pub fn seconds(&self) -> u64 {
        let overdue = u64::from(self.overdue.get()) * OVERDUE_PRICE.unsigned_abs();
        self.missed_reward.saturating_add(overdue).saturating_add(u64::from(self.travel.get()))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |cost: &Self| (cost.unserved_required, cost.seconds(), cost.missed_reward);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} required visits left out, {} s of reward missed, {} s of travel",
            self.unserved_required,
            self.missed_reward,
            self.travel.get()
        )?;
        if self.overdue.get() > 0 {
            write!(f, ", {} s overdue", self.overdue.get())?;
        }
        Ok(())
    }
}

/// What `plan` costs, by the planner's own distances or the times given. Stops and routes that name no crew or target
/// of `problem` count for nothing; [`crate::check`] says what is wrong with such a plan.
pub fn cost(problem: &Problem, plan: &Plan) -> Cost {
    let mut made = vec![0_u32; problem.targets.len()];
    for stop in plan.routes.iter().flat_map(|route| &route.stops) {
        if let Some(made) = made.get_mut(stop.target) {
            *made = made.saturating_add(1);
        }
    }
    let mut cost = Cost::default();
    for (target, made) in problem.targets.iter().zip(made) {
        let made = made / u32::from(target.crews.max(1));
        let missing = u32::from(target.visits).saturating_sub(made);
        if target.required {
            cost.unserved_required = cost.unserved_required.saturating_add(missing);
        } else {
            cost.missed_reward += u64::from(missing) * u64::from(target.reward);
        }
    }
    let late = super::reasons::overdue(problem, &plan.routes).into_iter().map(|late| {
        let most = problem.targets.get(late.target).and_then(|target| target.gap_max);
        most.map_or(Seconds::new(0), |most| late.until - late.from - most)
    });
    cost.overdue = late.fold(Seconds::new(0), Seconds::add);
    cost.travel = plan
        .routes
        .iter()
        .filter_map(|route| Some(travel(problem, problem.crews.get(route.crew)?, &route.stops)))
        .fold(Seconds::new(0), Seconds::add);
    cost
}

/// The time a crew travels from its base over the stops and back.
fn travel(problem: &Problem, crew: &Crew, stops: &[Stop]) -> Seconds {
    let (mut here, mut total) = (crew.base, 0_u32);
    let mut go = |from, to| {
        let time = u32::try_from(way_time(problem, crew, from, to)).unwrap_or(0);
        total = total.saturating_add(time);
    };
    for stop in stops {
        let Some(target) = problem.targets.get(stop.target) else { continue };
        let [Some(enter), Some(leave)] = ends_of(target) else { continue };
        let (enter, leave) = if stop.reversed { (leave, enter) } else { (enter, leave) };
        go(here, enter);
        here = leave;
    }
    go(here, crew.base);
    Seconds::new(total)
}
