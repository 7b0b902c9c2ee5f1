//! The judge: everything that is wrong with a plan, whoever made it.
//!
//! Nothing here is shared with the solver: times are added up anew, distances are geodesics by
//! another method (`geodesic`), given travel times are looked up by an index of its own (`way`). A plan may round distances to whole metres as it likes: half a metre
//! a leg is forgiven.

mod breach;
mod geodesic;
mod locks;
mod pauses;
mod tally;
mod walk;
mod way;

pub use breach::{Breach, Part, Violation};

use model::patrol::{Plan, Problem};

/// Everything in `plan` that `problem` forbids, in the order of the plan; empty means that the plan
/// can be carried out.
///
/// Leaving a required target out is no violation when the plan says so; [`crate::cost`] counts it.
/// Any plan may be given, also one that names crews or targets that do not exist.
pub fn check(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let mut found = Vec::new();
    let ways = way::Ways::of(problem);
    let mut routed = vec![false; problem.crews.len()];
    for (number, route) in plan.routes.iter().enumerate() {
        walk::route((problem, &ways), number, route, &mut routed, &mut found);
    }
    tally::gaps(problem, plan, &mut found);
    locks::kept(problem, plan, &mut found);
    tally::waits(problem, plan, &mut found);
    tally::visits(problem, plan, &mut found);
    found
}
