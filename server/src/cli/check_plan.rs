//! `gridbeat check-plan`: the independent judge of plans and of solutions to routing problems.

use super::plan::read_input;
use super::routes;
use super::say::say;
use super::{Failure, Outcome};
use exchange::patrol::{read_plan, read_problem};
use exchange::routing::Options;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The problem as JSON, or one of the literature.
    problem: PathBuf,
    /// The plan as JSON, or a `.sol` file.
    plan: PathBuf,
    /// For problems in Solomon's format: exact distances.
    #[arg(long)]
    fleet_first: bool,
    /// For orienteering problems: how many tours there may be.
    #[arg(long)]
    tours: Option<u32>,
}

/// Judges.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let text = read_input(&args.problem)?;
    if routes::is_routing(&text) {
        let options = Options { fleet_first: args.fleet_first, tours: args.tours };
        let plan = read_input(&args.plan)?;
        return routes::check(&args.problem, &text, (&args.plan, &plan), options);
    }
    let problem =
        read_problem(&text).map_err(|error| Failure::new(args.problem.display(), &error))?;
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
