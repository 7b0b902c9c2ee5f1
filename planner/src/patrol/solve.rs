//! The door of the solver: settings in, progress on the way, a plan out.

use super::cost::Cost;
use super::instance::{Instance, service_length};
use super::problem_error::{ProblemError, sound};
use super::reasons::reasons;
use super::round::Round;
use super::search::{Best, search};
use model::patrol::{Plan, Problem, Route, Stop};
use model::{Metres, Seconds};
use std::ops::ControlFlow;

/// Spots looked at between two calls of the watcher: about a millisecond.
const WORK_PER_CALL: usize = 60_000;

/// How long to search, and by which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Ruin-and-recreate steps; `u64::MAX` searches until the watcher stops it.
    pub iterations: u64,
    /// Another seed, another near-optimal plan.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { iterations: 100_000, seed: 1 }
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done; 0 while the first plan is made.
    pub iteration: u64,
    /// Steps in all.
    pub of: u64,
    /// What the best plan so far costs.
    pub cost: Cost,
    /// The visits that the best plan makes.
    pub served: usize,
    /// The visits wanted.
    pub wanted: usize,
}

/// Plans `problem`.
///
/// One thread; the same answer for the same problem and settings on every machine. `watch` is
/// called about every millisecond of work and may stop the search: the best plan so far is
/// returned, at the very least the plan in which nobody goes anywhere. Every plan returned passes
/// [`crate::check`].
///
/// # Errors
///
/// [`ProblemError`] when the problem breaks a promise of its types or asks for too many visits.
pub fn solve(
    problem: &Problem,
    settings: &Settings,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, ProblemError> {
    sound(problem)?;
    let mut watcher = Watcher::new(problem, settings, watch);
    let mut instance = Instance::new(problem);
    let stopped = instance.measure(&mut |work| watcher.spend(0, None, work));
    if stopped {
        return Ok(Plan { routes: Vec::new(), unserved: reasons(problem, &[]) });
    }
    let best =
        search(&instance, settings.seed, settings.iterations, &mut |iteration, best, work| {
            watcher.spend(iteration, Some(best), work)
        });
    watcher.call(settings.iterations.min(watcher.iteration), Some(&best));
    Ok(written(problem, &instance, &best))
}

struct Watcher<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    work: usize,
    iteration: u64,
    of: u64,
    wanted: usize,
    rewards: u64,
    required: u32,
}

impl<'w> Watcher<'w> {
    fn new(
        problem: &Problem,
        settings: &Settings,
        watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Self {
        let visits = |required: bool| {
            let targets = problem.targets.iter().filter(move |target| target.required == required);
            targets.map(|target| (u64::from(target.reward), u32::from(target.visits)))
        };
        let required = visits(true).map(|(_, visits)| visits).sum::<u32>();
        Self {
            watch,
            work: 0,
            iteration: 0,
            of: settings.iterations,
            wanted: problem.targets.iter().map(|target| usize::from(target.visits)).sum(),
            rewards: visits(false).map(|(reward, visits)| reward * u64::from(visits)).sum(),
            required,
        }
    }

    /// Counts work, and calls the watcher when enough has come together; true means stop.
    fn spend(&mut self, iteration: u64, best: Option<&Best>, work: usize) -> bool {
        self.work += work;
        self.iteration = iteration;
        if self.work < WORK_PER_CALL {
            return false;
        }
        self.work = 0;
        self.call(iteration, best)
    }

    fn call(&mut self, iteration: u64, best: Option<&Best>) -> bool {
        let nothing = Cost {
            unserved_required: self.required,
            missed_reward: self.rewards,
            travel: Seconds::new(0),
        };
        let cost = best.map_or(nothing, |best| Cost {
            unserved_required: u32::try_from(best.score.required).unwrap_or(u32::MAX),
            missed_reward: u64::try_from(best.score.seconds - best.travel()).unwrap_or(0),
            travel: seconds_of(best.travel()),
        });
        let served = best.map_or(0, Best::served);
        let progress = Progress { iteration, of: self.of, cost, served, wanted: self.wanted };
        (self.watch)(progress).is_break()
    }
}

/// The plan in the words of the house.
fn written(problem: &Problem, instance: &Instance, best: &Best) -> Plan {
    let used = best.rounds.iter().enumerate().filter(|(_, round)| !round.stops.is_empty());
    let routes: Vec<Route> =
        used.map(|(crew, round)| route(problem, instance, crew, round)).collect();
    let unserved = reasons(problem, &routes);
    Plan { routes, unserved }
}

fn route(problem: &Problem, instance: &Instance, crew: usize, round: &Round) -> Route {
    let roster = &instance.crews[crew];
    let leg = |from, to| i64::from(instance.travel(roster.pace, from, to));
    let (mut here, mut free, mut length) = (roster.base, None, Metres::new(0));
    let mut depart = i64::from(roster.from);
    let mut stops = Vec::with_capacity(round.stops.len());
    for stop in &round.stops {
        let travel = leg(here, stop.enter);
        // The first leg is begun so late that nobody waits at its end.
        let arrive = free.map_or(i64::from(stop.start), |free: i64| free + travel);
        if free.is_none() {
            depart = arrive - travel;
        }
        let target = stop.task as usize;
        length += instance.metres(here, stop.enter) + service_length(&problem.targets[target]);
        stops.push(Stop {
            target,
            arrive: seconds_of(arrive),
            start: seconds_of(i64::from(stop.start)),
            leave: seconds_of(i64::from(stop.end)),
            reversed: stop.reversed,
        });
        free = Some(i64::from(stop.end));
        here = stop.leave;
    }
    let back = free.unwrap_or(depart) + leg(here, roster.base);
    length += instance.metres(here, roster.base);
    Route { crew, depart: seconds_of(depart), stops, back: seconds_of(back), length }
}

fn seconds_of(count: i64) -> Seconds {
    Seconds::new(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}
