//! While the day runs: who can go to an incident, what each would lose, and the plan repaired.
//!
//! | file | holds |
//! |---|---|
//! | `standing` | where a crew is at a moment of its route, and what lies before it |
//! | `order` | what a crew can keep of its stops, in their order, after something came up |
//! | `responders` | the crews for an incident, soonest first |
//! | `repair` | the plan with the incident in it, changed for at most three crews |

mod order;
mod repair;
mod responders;
mod standing;

pub(super) use order::open_windows;
pub use repair::{CREWS_TOUCHED_MAX, Change, DispatchError, Repair, repair};
pub use responders::{Incident, Responder, responders};
