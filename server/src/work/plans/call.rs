//! Something came up while a plan is under way: who can go, what each would lose, the plan repaired.

use super::finish::finish;
use super::{Broken, ByRoad, KeptPlan, MadePlan, RoadWays};
use crate::work::roads::RoadBook;
use exchange::patrol::write_problem;
use model::patrol::{Mode, Plan, Problem, Route, Target};
use model::{Position, Seconds};
use planner::{DispatchError, Incident, Responder, Settings};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How long a repair may look for something better than to leave all others as they are.
const LIMIT: Duration = Duration::from_millis(600);
/// And how many steps: by these it ends nearly always, so that the same call gives the same plan.
const ITERATIONS: u64 = 4_000;

/// Why a call is not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// What is kept cannot be read.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The roads do not serve.
    #[error("{0}")]
    Roads(String),
    /// The crew cannot go, or what is asked is unsound.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// There is no such crew.
    #[error("the plan has no crew {0:?}")]
    NoCrew(String),
    /// The repaired plan was refused: roads may be others than when the plan was made.
    #[error("the repaired plan does not hold, perhaps since the roads are others now: {0}")]
    Refused(String),
}

/// A day under way, and what came up.
#[derive(Debug)]
pub(crate) struct Call {
    problem: Problem,
    plan: Plan,
    roads: Option<RoadWays>,
    incident: Incident,
}

impl Call {
    /// Reads the kept plan, by the roads of `book` where it was made by road; `target` came up at `now`.
    ///
    /// # Errors
    ///
    /// [`CallError`] when the plan or the roads cannot be read.
    pub(crate) fn new(
        kept: &KeptPlan,
        book: Option<&RoadBook>,
        target: Target,
        now: Seconds,
    ) -> Result<Self, CallError> {
        let (mut problem, plan, roads) = day(kept, book)?;
        let mut target = target;
        // An id that the problem does not have: the same place may call again.
        while problem.targets.iter().any(|other| other.id == target.id) {
            target.id.push('+');
        }
        let mut call = Incident { target, now, under_way: Vec::new() };
        if let Some(roads) = &roads {
            call.under_way = under_way(&problem, &plan, roads, now);
            let mut more: Vec<Position> = call.under_way.iter().map(|(_, on)| *on).collect();
            let (first, last) = (call.target.ends(false), call.target.ends(true));
            more.extend(first.into_iter().chain(last).map(|(enter, _)| enter));
            roads.tell_times(&mut problem, &more).map_err(CallError::Roads)?;
        }
        Ok(Self { problem, plan, roads, incident: call })
    }

    /// The problem as it was.
    pub(crate) fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The crews that can go, soonest first.
    pub(crate) fn responders(&self) -> Vec<Responder> {
        planner::responders(&self.problem, &self.plan, &self.incident)
    }

    /// Sends a crew and repairs the plan, which was kept as number `id`.
    ///
    /// # Errors
    ///
    /// [`CallError`] when the crew cannot go.
    pub(crate) fn repair(
        &self,
        crew: &str,
        (id, kept): (u64, &KeptPlan),
    ) -> Result<MadePlan, CallError> {
        let number = self.problem.crews.iter().position(|one| one.id == crew);
        let number = number.ok_or_else(|| CallError::NoCrew(crew.chars().take(100).collect()))?;
        let started = Instant::now();
        let mut watch = || {
            let over = started.elapsed() >= LIMIT;
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let settings = Settings { iterations: ITERATIONS, seed: 1 };
        let Self { problem, plan, roads, incident } = self;
        let repaired = planner::repair(problem, plan, incident, number, &settings, &mut watch)?;
        let mut stands = repaired.problem.clone();
        if let Some(roads) = roads {
            roads.forget_times(&mut stands);
        }
        let stands = serde_json::from_str(&write_problem(&stands));
        let stands = stands.map_err(|error| CallError::Refused(error.to_string()))?;
        let parts = (&repaired.problem, &repaired.plan);
        finish(stands, parts, roads.as_ref(), (Some((id, kept)), None)).map_err(CallError::Refused)
    }
}

/// A kept plan with its problem and the roads that it goes by; the problem is still without their times.
pub(super) fn day(
    kept: &KeptPlan,
    book: Option<&RoadBook>,
) -> Result<(Problem, Plan, Option<RoadWays>), CallError> {
    let (problem, plan) = kept.parts()?;
    let said = serde_json::from_value::<ByRoad>(kept.plan["by_road"].clone()).ok();
    let roads = match (said, book) {
        (Some(said), Some(book)) => {
            let roads = RoadWays::of(book, said.unusually, &problem);
            Some(roads.map_err(CallError::Roads)?)
        }
        _ => None,
    };
    Ok((problem, plan, roads))
}

/// Where the crews are that are between two places.
fn under_way(
    problem: &Problem,
    plan: &Plan,
    roads: &RoadWays,
    now: Seconds,
) -> Vec<(usize, Position)> {
    let one = |route: &Route| {
        let crew = problem.crews.get(route.crew)?;
        let (mut from, mut left) = (crew.base, route.depart);
        for (place, stop) in route.stops.iter().enumerate() {
            let (enter, leave) = problem.targets.get(stop.target)?.ends(stop.reversed)?;
            left = rested(route, place, left);
            if left <= now && now < stop.arrive {
                return on(roads, crew.mode, (from, left), (enter, stop.arrive), now);
            }
            (from, left) = (leave, stop.leave);
        }
        left = rested(route, route.stops.len(), left);
        let home = left <= now && now < route.back;
        home.then(|| on(roads, crew.mode, (from, left), (crew.base, route.back), now))?
    };
    plan.routes.iter().filter_map(|route| Some((route.crew, one(route)?))).collect()
}

fn on(
    roads: &RoadWays,
    mode: Mode,
    from: (Position, Seconds),
    to: (Position, Seconds),
    now: Seconds,
) -> Option<Position> {
    if from.0 == to.0 { Some(from.0) } else { roads.on_the_way(mode, from, to, now) }
}

/// When a crew sets off that takes its breaks after so many stops first.
fn rested(route: &Route, after: usize, free: Seconds) -> Seconds {
    let pauses = route.pauses.iter().filter(|pause| pause.after == after);
    let pauses = pauses.filter(|pause| pause.start < route.back);
    pauses.map(|pause| pause.end).fold(free, Seconds::max)
}
