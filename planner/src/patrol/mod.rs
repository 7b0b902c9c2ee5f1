//! Planning one day of patrols: the problem made flat, the kernel's search, and the judge.
//!
//! | file | holds |
//! |---|---|
//! | `flat`, `fits`, `ways` | the problem as the routing kernel reads it; who can serve what; travel |
//! | `solve` | the door: settings, progress, the plan |
//! | `cost`, `reasons` | how good a plan is; what it leaves out and why |
//! | `relax`, `warm` | what would have to give way; a plan as the kernel's tours |
//! | `vary` | near-optimal plans and how often each is gone by |
//! | `replan` | some crews planned anew while the others go as they did |
//! | `dispatch` | an incident: who can go, and the plan repaired |
//! | `check` | the judge, which uses none of the above |

mod check;
mod cost;
mod dispatch;
mod fits;
mod flat;
mod problem_error;
mod reasons;
mod relax;
mod replan;
mod solve;
mod vary;
mod warm;
mod ways;

pub use check::{Breach, Part, Violation, check};
pub use cost::{Cost, OVERDUE_PRICE, cost};
pub use dispatch::{
    CREWS_TOUCHED_MAX, Change, DispatchError, Incident, Repair, Responder, repair, responders,
};
pub use problem_error::{LOAD_MAX, ProblemError, VISITS_MAX};
pub use reasons::{overdue, reasons};
pub use relax::{ANSWERS_MAX, Relaxation, Relief, relax};
pub use replan::replan;
pub use solve::{Progress, Settings, solve};
pub use vary::{Choice, Guess, Mixture, PLANS_MAX, Variety, vary};
pub use ways::places;
