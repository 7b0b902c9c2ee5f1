//! Patrol plans: who visits what, when, and the judge that checks it.
//!
//! [`solve`] makes a [`model::patrol::Plan`] for a [`model::patrol::Problem`]; [`check`] says
//! everything that is wrong with a plan, whoever made it, and shares no code with the solver;
//! [`cost`] says how good a plan is; [`reasons`] says what it leaves out and why. The model and its
//! mathematics are in this crate's `README.md`.
//!
//! # Invariants
//!
//! 1. Every plan that [`solve`] returns passes [`check`], also when it is stopped early.
//! 2. The same problem, settings and number of iterations give the same plan on every machine: no
//!    clock, no thread, no hash order, no function of the system's mathematics library.
//!
//! # Units and order
//!
//! Times are whole seconds from midnight at the start of the plan's day, lengths whole metres,
//! rounded up. Distances are straight lines over the ground where no travel times are given.
//!
//! # Not here
//!
//! No clock, file, thread or network: whoever calls [`solve`] watches the time and stops it.

pub mod design;
pub mod hotspots;
mod patrol;
mod random;
pub mod redraw;
pub mod roads;
pub mod siting;
mod vrp;

pub use patrol::{
    ANSWERS_MAX, Breach, CREWS_TOUCHED_MAX, Change, Choice, Cost, DispatchError, Guess, Incident,
    LOAD_MAX, Mixture, OVERDUE_PRICE, PLANS_MAX, Part, ProblemError, Progress, Relaxation, Relief,
    Repair, Responder, Settings, VISITS_MAX, Variety, Violation, check, cost, overdue, places,
    reasons, relax, repair, replan, responders, solve, vary,
};
pub use vrp::{
    AMOUNT_MAX, CLIENTS_MAX, RoutingError, RoutingFault, RoutingProgress, RoutingVerdict, Tuning,
    check_routing, solve_routing,
};
