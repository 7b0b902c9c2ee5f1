//! The door of the solver: settings in, progress on the way, a plan out.

use super::cost::{Cost, OVERDUE_PRICE, cost};
use super::flat::{Day, service_length};
use super::problem_error::{ProblemError, sound};
use super::reasons::{overdue, reasons};
use super::ways::way_metres;
use crate::vrp::{Best, Tuning, index, search, unsettled};
use model::patrol::{Pause, Plan, Problem, Route, Stop};
use model::{Metres, Seconds};
use std::ops::ControlFlow;

/// Spots looked at between two calls of the watcher: about a millisecond.
const WORK_PER_CALL: u64 = 60_000;
/// The shortest cooling, in iterations, and how much longer each is than the one before.
const CYCLE_MIN: u64 = 2_000;
const GROWTH: u64 = 3;

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
    let mut day = Day::new(problem);
    if let Some(crew) = unsettled(&day.instance) {
        let crew = problem.crews.get(crew as usize).map_or_else(String::new, |it| it.id.clone());
        return Err(if day.instance.pins.is_empty() {
            ProblemError::Breaks(crew)
        } else {
            ProblemError::Locks(crew)
        });
    }
    let found = improve(problem, &mut day, settings, watch);
    Ok(found.unwrap_or_else(|| plan_of(problem, Vec::new())))
}

/// The best plan found for a day that is flat already; `None` when stopped before the search began.
pub(super) fn improve(
    problem: &Problem,
    day: &mut Day,
    settings: &Settings,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Plan> {
    let mut watcher = Watcher::new(problem, settings, watch);
    if day.measure(&mut |work| watcher.spend(0, None, work)) {
        return None;
    }
    let mut cooling = Cooling::new(settings.iterations, day.instance.clients.len());
    let tuning = Tuning::for_days(day.instance.clients.len());
    let best = search(&day.instance, settings.seed, tuning, &mut |iteration, best, work| {
        let over = iteration >= settings.iterations || watcher.spend(iteration, Some(best), work);
        (!over).then(|| cooling.share(iteration))
    });
    let plan = written(problem, day, &best);
    let cost = cost(problem, &plan);
    watcher.tell(settings.iterations.min(watcher.iteration), cost, best.visited);
    Some(plan)
}

/// Which share of a cooling is over.
///
/// Coolings follow one another, each three times as long as the one before and begun at the best
/// plan so far. A search that is stopped at any time has therefore spent at least a quarter of its
/// iterations in coolings that ran to their end; nobody has to know beforehand how long it will run.
struct Cooling {
    begun: u64,
    length: u64,
    of: u64,
}

impl Cooling {
    fn new(iterations: u64, clients: usize) -> Self {
        let length = CYCLE_MIN.max(8 * clients as u64);
        Self { begun: 0, length: Self::last(iterations, length), of: iterations }
    }

    /// The next cooling, or all that is left where that would not be enough for another one.
    const fn last(left: u64, length: u64) -> u64 {
        if left < length.saturating_mul(1 + GROWTH) { left } else { length }
    }

    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn share(&mut self, iteration: u64) -> f64 {
        if iteration >= self.begun + self.length {
            self.begun += self.length;
            let next = self.length.saturating_mul(GROWTH);
            self.length = Self::last(self.of.saturating_sub(self.begun), next).max(1);
        }
        (iteration - self.begun) as f64 / self.length as f64
    }
}

struct Watcher<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    work: u64,
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
    fn spend(&mut self, iteration: u64, best: Option<&Best>, work: u64) -> bool {
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
            ..Cost::default()
        };
        let cost = best.map_or(nothing, |best| Cost {
            unserved_required: u32::try_from(best.required).unwrap_or(u32::MAX),
            missed_reward: u64::try_from(best.missed).unwrap_or(0),
            overdue: seconds_of(best.overdue / OVERDUE_PRICE),
            travel: seconds_of(best.cost - best.missed - best.overdue),
        });
        self.tell(iteration, cost, best.map_or(0, |best| best.visited))
    }

    fn tell(&mut self, iteration: u64, cost: Cost, served: usize) -> bool {
        let progress = Progress { iteration, of: self.of, cost, served, wanted: self.wanted };
        (self.watch)(progress).is_break()
    }
}

/// The plan in the words of the house.
pub(super) fn written(problem: &Problem, day: &Day, best: &Best) -> Plan {
    let crews = 0..problem.crews.len();
    let routes: Vec<Route> = crews.filter_map(|crew| route(problem, day, crew, best)).collect();
    plan_of(problem, routes)
}

/// The plan of some routes, with what they leave out.
pub(super) fn plan_of(problem: &Problem, routes: Vec<Route>) -> Plan {
    let (unserved, overdue) = (reasons(problem, &routes), overdue(problem, &routes));
    Plan { routes, unserved, overdue }
}

/// The route of a crew, if it goes anywhere.
fn route(problem: &Problem, day: &Day, crew: usize, best: &Best) -> Option<Route> {
    let count = day.instance.clients.len();
    let kind = &day.instance.kinds[crew];
    let table = &day.instance.tables[kind.time as usize];
    let leg = |from, to| i64::from(table.between(from, to));
    let metres = |from, to| {
        let (from, to) = (day.position(from), day.position(to));
        way_metres(problem, &problem.crews[crew], from, to)
    };
    let (mut here, mut free, mut length) = (kind.start, None, Metres::new(0));
    let mut depart = i64::from(kind.from);
    let mut stops = Vec::new();
    let rests = day.instance.rests.clone();
    let breaks = problem.crews[..crew].iter().map(|crew| crew.breaks.len()).sum::<usize>();
    let mut pauses: Vec<(usize, Pause)> = Vec::new();
    let mut at = best.nodes[count + 2 * crew].next as usize;
    while at < count {
        let node = &best.nodes[at];
        if rests.contains(&index(at)) {
            let (start, end) = (i64::from(node.start), i64::from(node.depart));
            let (start, end) = (seconds_of(start), seconds_of(end));
            let number = at - rests.start as usize - breaks;
            pauses.push((number, Pause { after: stops.len(), start, end }));
            free = free.map(|_| i64::from(node.depart));
            at = node.next as usize;
            continue;
        }
        let travel = leg(here, node.enter);
        let start = i64::from(node.start);
        // The first leg is begun so late that nobody waits at its end.
        let arrive = free.map_or(start, |free: i64| free + travel);
        if free.is_none() {
            depart = arrive - travel;
        }
        let target = day.target_of[at];
        length += metres(here, node.enter) + service_length(&problem.targets[target]);
        stops.push(Stop {
            target,
            arrive: seconds_of(arrive),
            start: seconds_of(start),
            leave: seconds_of(i64::from(node.depart)),
            reversed: node.enter != day.instance.clients[at].enter,
        });
        free = Some(i64::from(node.depart));
        here = node.leave;
        at = node.next as usize;
    }
    let left = i64::from(stops.last()?.leave.get());
    let home = leg(here, kind.end);
    let back = home_at(left, home, pauses.iter().filter(|(_, it)| it.after == stops.len()));
    length += metres(here, kind.end);
    pauses.sort_unstable_by_key(|(number, _)| *number);
    let pauses = pauses.into_iter().map(|(_, pause)| pause).collect();
    let (depart, back) = (seconds_of(depart), seconds_of(back));
    Some(Route { crew, depart, stops, pauses, back, length })
}

/// When a crew is at its base that leaves its last stop at `left` and has these breaks behind it: it
/// goes home as soon as it can be there before the next begins.
fn home_at<'p>(left: i64, home: i64, pauses: impl Iterator<Item = &'p (usize, Pause)>) -> i64 {
    let mut free = left;
    for (_, pause) in pauses {
        if free + home <= i64::from(pause.start.get()) {
            break;
        }
        free = i64::from(pause.end.get());
    }
    free + home
}

fn seconds_of(count: i64) -> Seconds {
    Seconds::new(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}
