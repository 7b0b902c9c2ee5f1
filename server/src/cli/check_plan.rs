//! `gridbeat check-plan`: the independent judge of plans.

use super::plan::read_input;
use super::say::say;
use super::{Failure, Outcome};
use exchange::patrol::{read_plan, read_problem};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The problem as JSON.
    problem: PathBuf,
    /// The plan as JSON.
    plan: PathBuf,
}

/// Judges.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let problem = read_problem(&read_input(&args.problem)?)
        .map_err(|error| Failure::new(args.problem.display(), &error))?;
    let plan = read_plan(&read_input(&args.plan)?, &problem)
        .map_err(|error| Failure::new(args.plan.display(), &error))?;
    let violations = planner::check(&problem, &plan);
    for violation in &violations {
        say(&format!("broken: {violation}"));
    }
    let cost = planner::cost(&problem, &plan);
    say(&format!("{} violations; {cost}", violations.len()));
    Ok(if violations.is_empty() { Outcome::Clean } else { Outcome::Faults })
}
