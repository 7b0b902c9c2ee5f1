//! The door for the literature's problems: a problem in, a solution out.

use super::flat::{RoutingError, sound};
use super::instance::Instance;
use super::search::{Best, Tuning, search};
use model::routing::{Problem, Route, Solution};

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutingProgress {
    /// Steps done.
    pub iteration: u64,
    /// Clients that must be visited and are not.
    pub missing: i64,
    /// What the best solution so far costs, in units of the instance.
    pub cost: i64,
}

/// Solves `problem` until `watch` says to stop.
///
/// One thread. `watch` is called every 64 steps of ruin and recreate, hears how far the search is,
/// and answers which share of it is over, from 0 to 1, or `None` to stop. A share that is worked
/// out from the iteration makes the answer the same on every machine.
///
/// # Errors
///
/// [`RoutingError`] when the problem breaks a promise of its types.
pub fn solve_routing(
    problem: &Problem,
    seed: u64,
    tuning: Tuning,
    watch: &mut dyn FnMut(RoutingProgress) -> Option<f64>,
) -> Result<Solution, RoutingError> {
    sound(problem)?;
    if problem.clients.is_empty() {
        return Ok(Solution::default());
    }
    let instance = Instance::of(problem);
    let best = search(&instance, seed, tuning, &mut |iteration, best, _| {
        watch(RoutingProgress { iteration, missing: best.required, cost: best.cost })
    });
    Ok(written(&instance, &best))
}

/// The tours in the words of the model.
fn written(instance: &Instance, best: &Best) -> Solution {
    let count = instance.clients.len();
    let mut routes = Vec::new();
    for (vehicle, &kind) in instance.vehicles.iter().enumerate() {
        let mut clients = Vec::new();
        let mut at = best.nodes[count + 2 * vehicle].next as usize;
        while at < count {
            clients.push(instance.numbers.get(at).map_or(at, |number| *number as usize));
            at = best.nodes[at].next as usize;
        }
        if !clients.is_empty() {
            routes.push(Route { vehicle: kind as usize, clients });
        }
    }
    Solution { routes }
}
