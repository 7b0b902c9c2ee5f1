//! Planning one day of patrols: the problem made flat, the search over it, and the judge.
//!
//! | file | holds |
//! |---|---|
//! | `ground` | distances and travel times, precomputed where they fit |
//! | `instance` | the problem as flat tables, checked once |
//! | `round` | one crew's stops with the earliest and latest time of each |
//! | `state` | all rounds, what is missing, and the way back to before a change |
//! | `spot` | where a visit fits best, and when |
//! | `construct` | the first plan, by regret |
//! | `ruin`, `recreate` | taking strings of visits out, putting them back |
//! | `search` | the loop, its cooling and its acceptance |
//! | `solve` | the door: settings, progress, the plan |
//! | `cost`, `reasons` | how good a plan is; what it leaves out and why |
//! | `check` | the judge, which uses none of the above |

mod check;
mod construct;
mod cost;
mod instance;
mod near;
mod problem_error;
mod reasons;
mod recreate;
mod round;
mod ruin;
mod search;
mod solve;
mod spot;
mod state;

pub use check::{Breach, Part, Violation, check};
pub use cost::{Cost, cost};
pub use problem_error::{ProblemError, VISITS_MAX};
pub use reasons::reasons;
pub use solve::{Progress, Settings, solve};
