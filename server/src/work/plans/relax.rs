//! What would have to give way so that a plan can make the required visits that it leaves out.

use super::KeptPlan;
use super::by_road::RoadWays;
use super::call::{CallError, day};
use crate::work::roads::RoadBook;
use model::patrol::Problem;
use planner::{Relaxation, Relief};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How long answers are looked for.
const LIMIT: Duration = Duration::from_secs(8);
/// Steps of search for each change that is tried.
const ITERATIONS: u64 = 1_500;

/// What was found, and whether all was tried in the time there was.
#[derive(Debug)]
pub(crate) struct Relaxed {
    /// The problem of the plan.
    pub problem: Problem,
    /// Single changes that let more required visits in, by target, the least first.
    pub answers: Vec<Relaxation>,
    /// Whether time was enough to try all.
    pub complete: bool,
}

/// Looks for what would have to give way, by the roads of `book` where the plan was made by road.
///
/// # Errors
///
/// [`CallError`] when the plan or the roads cannot be read.
pub(crate) fn relax(kept: &KeptPlan, book: Option<&RoadBook>) -> Result<Relaxed, CallError> {
    let (mut problem, plan, roads) = day(kept, book)?;
    if let Some(roads) = &roads {
        all_places(roads, &mut problem)?;
    }
    let started = Instant::now();
    let mut complete = true;
    let answers = planner::relax(&problem, &plan, ITERATIONS, &mut || {
        let over = started.elapsed() >= LIMIT;
        complete &= !over;
        if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    Ok(Relaxed { problem, answers, complete })
}

/// Tells the times between all places for every mode: a target may be given to another one.
fn all_places(roads: &RoadWays, problem: &mut Problem) -> Result<(), CallError> {
    let ends = problem.targets.iter().filter_map(|target| target.ends(false));
    let more: Vec<_> = ends.flat_map(|(first, last)| [first, last]).collect();
    roads.tell_times(problem, &more).map_err(CallError::Roads)
}

/// The name of a kind of change, as the API has it.
pub(crate) const fn kind_of(relief: &Relief) -> &'static str {
    match relief {
        Relief::ShiftEnds { .. } => "shift-ends",
        Relief::ShiftBegins { .. } => "shift-begins",
        Relief::WindowEnds { .. } => "window-ends",
        Relief::WindowBegins { .. } => "window-begins",
        Relief::Mode { .. } => "mode",
        Relief::Skills { .. } => "skills",
        Relief::Capacity { .. } => "capacity",
        Relief::Locks { .. } => "locks",
        Relief::Crew { .. } => "crew",
        _ => "other",
    }
}
