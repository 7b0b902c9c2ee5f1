//! Making a plan: the problem of a day, the solver with its time limit, the judge.

mod by_road;
mod call;
mod finish;
mod relax;
mod variety;

pub(crate) use call::{Call, CallError};
pub(crate) use relax::{Relaxed, kind_of, relax};
pub(crate) use variety::Vary;

pub(crate) use by_road::{ByRoad, RoadWays, Unusually};

use finish::finish;

use super::jobs::Progress;
use super::roads::RoadBook;
use exchange::patrol::{Way, read_plan, read_problem, read_ways};
use jiff::civil::Date;
use model::patrol::{Plan, Problem, Route, Stop};
use model::{Metres, Seconds};
use planner::Settings;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use store::PlanRoute;

/// Progress is told at most this often.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// The setting that holds the problem of every day: crews and targets, in its JSON form.
pub(crate) const STANDING_PROBLEM: &str = "patrol_problem";

/// What a plan is made from; kept with the job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlanRequest {
    /// The problem, in its JSON form.
    pub problem: Value,
    /// How long to look for a better plan.
    pub seconds: u32,
    /// The seed.
    pub seed: u64,
    /// The day planned for.
    pub day: Date,
    /// The account that asked.
    pub by: String,
    /// Whether crews go by road, where roads are kept.
    #[serde(default)]
    pub by_road: bool,
    /// What is not as usual on the roads.
    #[serde(flatten)]
    pub unusually: Unusually,
    /// The plan that it is to take the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The crews, by id, whose routes stay as they are there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
    /// How much it is to vary from other days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vary: Option<Vary>,
}

/// What is kept of a plan: the problem too, so that the plan can be judged and drawn again later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptPlan {
    /// The problem it answers.
    pub problem: Value,
    /// The plan, as the API tells it.
    pub plan: Value,
}

/// Why a kept plan cannot be read back.
#[derive(Debug, thiserror::Error)]
#[error("the kept plan is broken: {0}")]
pub(crate) struct Broken(String);

impl KeptPlan {
    /// Reads what is kept.
    ///
    /// # Errors
    ///
    /// [`Broken`], and so for [`Self::parts`].
    pub(crate) fn read(body: &str) -> Result<Self, Broken> {
        serde_json::from_str(body).map_err(|error| Broken(error.to_string()))
    }

    /// The problem and the plan as values.
    pub(crate) fn parts(&self) -> Result<(Problem, Plan), Broken> {
        let broken = |error: &dyn std::fmt::Display| Broken(error.to_string());
        let problem =
            read_problem(self.problem.to_string().as_bytes()).map_err(|error| broken(&error))?;
        let plan = read_plan(self.plan.to_string().as_bytes(), &problem);
        let plan = plan.map_err(|error| broken(&error))?;
        Ok((problem, plan))
    }

    /// The ways of the plan's routes, as they are drawn.
    pub(crate) fn ways(&self) -> Result<Vec<Way>, Broken> {
        read_ways(self.plan.to_string().as_bytes()).map_err(|error| Broken(error.to_string()))
    }
}

/// What a list shows of a plan.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PlanFigures {
    /// Visits made.
    pub served: u64,
    /// Visits wanted.
    pub wanted: u64,
    /// How far all crews travel together.
    pub length_m: u64,
}

impl PlanFigures {
    fn of(problem: &Problem, plan: &Plan, ways: &[Way]) -> Self {
        let length = |(place, route): (usize, &Route)| {
            let way = ways.get(place).and_then(|way| way.length);
            u64::from(way.unwrap_or(route.length).get())
        };
        Self {
            served: plan.routes.iter().map(|route| route.stops.len() as u64).sum(),
            wanted: problem.targets.iter().map(|target| u64::from(target.visits)).sum(),
            length_m: plan.routes.iter().enumerate().map(length).sum(),
        }
    }
}

/// A plan and its figures, both as JSON text, ready to be kept.
#[derive(Debug)]
pub(crate) struct MadePlan {
    /// The day it is for.
    pub day: Date,
    /// A [`KeptPlan`].
    pub body: String,
    /// A [`PlanFigures`].
    pub summary: String,
    /// The lines of its routes, for maps.
    pub routes: Vec<PlanRoute>,
}

/// Makes a plan and judges it, by the roads of `book` where there is one, and compares it with the one
/// that it is to take the place of.
///
/// `told` hears how far it is and says whether to go on.
///
/// # Errors
///
/// Why there is no plan, for a person to read.
pub(crate) fn make(
    request: &PlanRequest,
    book: Option<&RoadBook>,
    before: Option<&KeptPlan>,
    told: &mut dyn FnMut(Progress) -> bool,
) -> Result<MadePlan, String> {
    let text = request.problem.to_string();
    let mut problem = read_problem(text.as_bytes()).map_err(|error| error.to_string())?;
    let roads = match book {
        Some(book) => {
            let roads = RoadWays::of(book, request.unusually.clone(), &problem)?;
            roads.tell_times(&mut problem, &[])?;
            Some(roads)
        }
        None => None,
    };
    let stay = match before {
        Some(before) => routes_of(before, &request.keep, &problem)?,
        None => Vec::new(),
    };
    let limit = Duration::from_secs(u64::from(request.seconds));
    let (plan, variety) = if let Some(vary) = request.vary {
        // Half of the time for the best plan, half for the others.
        let limit = limit / 2;
        let mut first_half = |at: Progress| told(Progress { fraction: at.fraction / 2.0, ..at });
        let (first, done) = solve(&problem, &stay, limit, (None, request.seed), &mut first_half)?;
        let effort = (limit, done, request.seed);
        let (drawn, said) = variety::drawn((&problem, &first), vary, effort, told)?;
        (drawn, Some(said))
    } else {
        (solve(&problem, &stay, limit, (None, request.seed), told)?.0, None)
    };
    let before = request.before.zip(before);
    finish(request.problem.clone(), (&problem, &plan), roads.as_ref(), (before, variety))
}

/// The routes of some crews as they are in a plan; of no stops for those that stay at their base.
fn routes_of(before: &KeptPlan, keep: &[String], problem: &Problem) -> Result<Vec<Route>, String> {
    let (old, plan) = before.parts().map_err(|error| error.to_string())?;
    let targets: HashMap<&str, usize> =
        problem.targets.iter().map(|it| it.id.as_str()).zip(0..).collect();
    let route = |id: &String| {
        let crew = problem.crews.iter().position(|crew| crew.id == *id);
        let crew = crew.ok_or_else(|| format!("keep: there is no crew {id:?}"))?;
        let found =
            plan.routes.iter().find(|it| old.crews.get(it.crew).map(|it| &it.id) == Some(id));
        let Some(found) = found else { return Ok(staying(crew)) };
        let stop = |stop: &Stop| {
            let target = old.targets.get(stop.target).map_or("", |target| &*target.id);
            let given_up = || format!("keep: {id} visits {target}, which is given up");
            Ok(Stop { target: *targets.get(target).ok_or_else(given_up)?, ..*stop })
        };
        let stops = found.stops.iter().map(stop).collect::<Result<_, String>>()?;
        Ok(Route { crew, stops, ..found.clone() })
    };
    keep.iter().map(route).collect()
}

/// A crew that does not leave its base.
fn staying(crew: usize) -> Route {
    let (depart, back) = (Seconds::new(0), Seconds::new(0));
    let (stops, pauses) = (Vec::new(), Vec::new());
    Route { crew, depart, stops, pauses, back, length: Metres::new(0) }
}

/// Runs the solver until `limit` has passed, as many iterations are done as there may be or `told` says
/// stop. Crews with a route in `stay` keep it. Gives the plan and how many iterations were done.
pub(crate) fn solve(
    problem: &Problem,
    stay: &[Route],
    limit: Duration,
    (iterations, seed): (Option<u64>, u64),
    told: &mut dyn FnMut(Progress) -> bool,
) -> Result<(Plan, u64), String> {
    let started = Instant::now();
    let mut last = None::<Instant>;
    let mut done = 0;
    let settings = Settings { iterations: iterations.unwrap_or(u64::MAX), seed };
    let mut watch = |at: planner::Progress| {
        let gone = started.elapsed();
        done = at.iteration;
        if last.is_none_or(|last| last.elapsed() >= TOLD_EVERY) || gone >= limit {
            last = Some(Instant::now());
            let fraction = (gone.as_secs_f64() / limit.as_secs_f64().max(1e-3)).min(1.0);
            let progress = Progress {
                fraction,
                cost: at.cost.seconds(),
                served: at.served,
                wanted: at.wanted,
            };
            if !told(progress) {
                return ControlFlow::Break(());
            }
        }
        if gone >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let solved = if stay.is_empty() {
        planner::solve(problem, &settings, &mut watch)
    } else {
        planner::replan(problem, stay, &settings, &mut watch)
    };
    solved.map(|plan| (plan, done)).map_err(|error| error.to_string())
}
