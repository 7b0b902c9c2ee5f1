//! `gridbeat check-plan`: the independent judge of plans and of solutions to routing problems.

use super::plan::read_input;
use super::roads::PlanRoads;
use super::routes;
use super::say::{complain, say};
use super::{Failure, Outcome};
use crate::work::plans::ByRoad;
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
    #[command(flatten)]
    roads: PlanRoads,
}

/// What a plan of the service says of its roads.
#[derive(serde::Deserialize)]
struct Said {
    by_road: Option<ByRoad>,
}

/// Judges.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let text = read_input(&args.problem)?;
    if routes::is_routing(&text) {
        let options = Options { fleet_first: args.fleet_first, tours: args.tours };
        let plan = read_input(&args.plan)?;
        return routes::check(&args.problem, &text, (&args.plan, &plan), options);
    }
    let mut problem =
        read_problem(&text).map_err(|error| Failure::new(args.problem.display(), &error))?;
    let given = read_input(&args.plan)?;
    let plan =
        read_plan(&given, &problem).map_err(|error| Failure::new(args.plan.display(), &error))?;
    // A plan of the service says what was not as usual on the roads.
    let said: Option<Said> = serde_json::from_slice(&given).ok();
    let said = said.and_then(|said| said.by_road);
    if said.is_some() && !args.roads.are_named() {
        complain("the plan was made by road: name the roads with --roads or --store");
    }
    args.roads.tell(&mut problem, said.map(|said| said.unusually).unwrap_or_default())?;
    let violations = planner::check(&problem, &plan);
    for violation in &violations {
        say(&format!("broken: {violation}"));
    }
    let cost = planner::cost(&problem, &plan);
    say(&format!("{} violations; {cost}", violations.len()));
    Ok(if violations.is_empty() { Outcome::Clean } else { Outcome::Faults })
}
