//! The literature's routing problems: solved by `gridbeat plan`, judged by `gridbeat check-plan`.

use super::say::{bar, complain, say};
use super::{Failure, Outcome};
use exchange::routing::{Options, read_routing, read_solution, write_solution};
use model::routing::Problem;
use planner::{RoutingVerdict, Tuning, check_routing, solve_routing};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long to search, and by which chance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// The longest time.
    pub(super) time: Duration,
    /// The most steps.
    pub(super) iterations: Option<u64>,
    /// The seed.
    pub(super) seed: u64,
}

/// Whether a file is a problem of the literature; problems of patrols are JSON.
pub(super) fn is_routing(text: &[u8]) -> bool {
    text.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| *byte != b'{')
}

/// Solves a problem; the text of its `.sol` file, and whether nothing is wrong with it.
pub(super) fn plan(
    name: &Path,
    text: &[u8],
    options: Options,
    effort: Effort,
) -> Result<(String, Outcome), Failure> {
    let problem = problem(name, text, options)?;
    let (begun, bar) = (Instant::now(), bar(1_000, "routing"));
    let solution = solve_routing(&problem, effort.seed, Tuning::default(), &mut |at| {
        let by_time = begun.elapsed().as_secs_f64() / effort.time.as_secs_f64().max(1e-9);
        // By steps alone where these are limited, so that the answer does not depend on the machine.
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let by_steps = effort.iterations.map(|most| at.iteration as f64 / most.max(1) as f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        bar.set_position((by_time.max(by_steps.unwrap_or(0.0)) * 1_000.0) as u64);
        let over = by_time >= 1.0 || by_steps.is_some_and(|share| share >= 1.0);
        (!over).then(|| by_steps.unwrap_or(by_time))
    });
    bar.finish_and_clear();
    let solution = solution.map_err(|error| Failure::new(name.display(), &error))?;
    let verdict = check_routing(&problem, &solution);
    for fault in &verdict.faults {
        complain(&format!("broken: {fault}"));
    }
    let clean = if verdict.faults.is_empty() { Outcome::Clean } else { Outcome::Faults };
    Ok((write_solution(&solution, &problem, verdict.cost), clean))
}

/// Judges a solution.
pub(super) fn check(
    name: &Path,
    text: &[u8],
    plan: (&Path, &[u8]),
    options: Options,
) -> Result<Outcome, Failure> {
    let problem = problem(name, text, options)?;
    let (solution, claimed) =
        read_solution(plan.1, &problem).map_err(|error| Failure::new(plan.0.display(), &error))?;
    let verdict = check_routing(&problem, &solution);
    for fault in &verdict.faults {
        say(&format!("broken: {fault}"));
    }
    say(&told(&problem, &verdict));
    #[expect(clippy::cast_precision_loss, reason = "costs far below 2⁵³")]
    let honest = claimed.is_none_or(|claimed| {
        let cost = verdict.cost as f64;
        let near = |unit: f64| (claimed * unit - cost).abs() <= 0.01 * unit + 1e-9 * cost;
        near(1.0) || near(problem.scale)
    });
    if !honest {
        say(&format!("broken: the file says that it costs {}", claimed.unwrap_or_default()));
    }
    Ok(if honest && verdict.faults.is_empty() { Outcome::Clean } else { Outcome::Faults })
}

fn problem(name: &Path, text: &[u8], options: Options) -> Result<Problem, Failure> {
    read_routing(text, options).map_err(|error| Failure::new(name.display(), &error))
}

#[expect(clippy::cast_precision_loss, reason = "lengths far below 2⁵³")]
fn told(problem: &Problem, verdict: &RoutingVerdict) -> String {
    format!(
        "{} faults; cost {}, {} vehicles, {} of {} clients, distance {}, prizes {}",
        verdict.faults.len(),
        verdict.cost,
        verdict.vehicles,
        verdict.visited,
        problem.clients.len(),
        verdict.distance as f64 / problem.scale,
        verdict.earned,
    )
}
