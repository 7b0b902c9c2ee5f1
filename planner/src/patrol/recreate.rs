//! Puts missing visits back, one after another, each where it adds the least travel.
//!
//! Greedy insertion with blinks in a random kind of order: Christiaens and Vanden Berghe 2020,
//! "Slack induction by string removals for vehicle routing problems", Transportation Science
//! 54(2), section 5.3; the orders by time window are theirs for the problem with time windows.

use super::near::Near;
use super::spot::{Finder, Spot};
use super::state::{NOBODY, State};
use crate::random::Random;

/// Rounds of up to so many stops in all are looked through from end to end; larger plans only
/// beside the stops of near tasks.
const LOOK_THROUGH_MAX: usize = 600;

/// How many visits that were left out before are tried again at a time.
const RETRIED_MAX: usize = 24;

/// How many near tasks' stops are looked beside in a large plan.
const BESIDE: usize = 40;

/// Tries to make the visits of `tasks` (a task once for each visit), and some of those that were
/// left out near `seed`. Adds its work to `work`.
pub(super) fn recreate(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    tasks: &mut Vec<u32>,
    seed: Option<u32>,
    work: &mut usize,
) {
    if let Some(seed) = seed {
        retry(state, near, random, tasks, seed);
    }
    order(state, random, tasks);
    // A reward counts for more now and then, so that a detour can open which only several rewards
    // together pay for.
    let generosity = match random.below(24) {
        0 => 1_000,
        1..4 => 3,
        _ => 1,
    };
    let blink = if random.once_in(16) { 4 } else { 128 };
    let thorough = seed.is_none() || random.once_in(8);
    let mut failed: Vec<u32> = Vec::new();
    for &task in tasks.iter() {
        let data = &state.instance.tasks[task as usize];
        if state.missing[task as usize] == 0 || failed.contains(&task) {
            continue;
        }
        let limit = if data.required { i64::MAX } else { data.reward * generosity };
        let (spot, looked) = best_spot(state, near, task, limit, thorough, (random, blink));
        *work += looked + 8;
        if let Some(spot) = spot {
            state.insert(task, &spot);
        } else {
            failed.push(task);
        }
    }
}

/// Takes optional visits out of the changed rounds that cost more travel than they earn.
pub(super) fn prune(state: &mut State<'_>) {
    let mut removed = Vec::new();
    for crew in state.touched() {
        while let Some(place) = worst(state, crew) {
            let mut marks = vec![false; state.rounds[crew].stops.len()];
            marks[place] = true;
            state.remove(crew, &marks, &mut removed);
            if state.broken {
                return;
            }
        }
    }
}

/// The optional stop of `crew` that loses most, if any loses.
fn worst(state: &State<'_>, crew: usize) -> Option<usize> {
    let instance = state.instance;
    let (stops, roster) = (&state.rounds[crew].stops, &instance.crews[crew]);
    let loss = |place: usize| {
        let stop = &stops[place];
        let task = &instance.tasks[stop.task as usize];
        let from = place.checked_sub(1).map_or(roster.base, |before| stops[before].leave);
        let to = stops.get(place + 1).map_or(roster.base, |after| after.enter);
        let travel = |a, b| i64::from(instance.travel(roster.pace, a, b));
        let direct = if stops.len() == 1 { 0 } else { travel(from, to) };
        let saved = travel(from, stop.enter) + travel(stop.leave, to) - direct;
        (!task.required && saved > task.reward).then_some((saved - task.reward, place))
    };
    (0..stops.len()).filter_map(loss).max().map(|(_, place)| place)
}

/// Adds tasks that were left out before: the nearest to `seed`, and required ones wherever.
fn retry(state: &State<'_>, near: &mut Near, random: &mut Random, tasks: &mut Vec<u32>, seed: u32) {
    let removed = tasks.len();
    if state.left_out.len() <= RETRIED_MAX + removed {
        let fresh = state.left_out.iter().filter(|task| !tasks.contains(task));
        let fresh: Vec<u32> = fresh.copied().collect();
        tasks.extend(fresh);
    } else {
        let nearby = near.of(state.instance, seed).iter();
        let nearby = nearby.filter(|&&task| state.missing[task as usize] > 0);
        let fresh = nearby.filter(|task| !tasks[..removed].contains(task)).take(RETRIED_MAX);
        let fresh: Vec<u32> = fresh.copied().collect();
        tasks.extend(fresh);
        for _ in 0..RETRIED_MAX / 4 {
            let any = state.left_out[random.below(state.left_out.len())];
            if state.instance.tasks[any as usize].required && !tasks.contains(&any) {
                tasks.push(any);
            }
        }
    }
    // A task that misses several visits is tried as often.
    tasks.sort_unstable();
    for k in 0..tasks.len() {
        let task = tasks[k];
        if k == 0 || tasks[k - 1] != task {
            let listed = tasks[k..].iter().take_while(|&&other| other == task).count();
            let more = (state.missing[task as usize] as usize).saturating_sub(listed).min(8);
            tasks.extend(std::iter::repeat_n(task, more));
        }
    }
}

/// Sorts `tasks` by a rule that chance picks; required ones stay ahead most of the time.
fn order(state: &State<'_>, random: &mut Random, tasks: &mut [u32]) {
    let data = |task: &u32| &state.instance.tasks[*task as usize];
    random.shuffle(tasks);
    match random.below(12) {
        0..4 => {}
        4..6 => tasks.sort_by_key(|task| -data(task).reward),
        6..8 => tasks.sort_by_key(|task| data(task).closes - data(task).opens),
        8 => tasks.sort_by_key(|task| data(task).opens),
        9 => tasks.sort_by_key(|task| -data(task).closes),
        _ => tasks.sort_by_key(|task| {
            let visits = i32::try_from(data(task).visits).unwrap_or(i32::MAX);
            -data(task).gap.saturating_mul(visits)
        }),
    }
    if !random.once_in(16) {
        tasks.sort_by_key(|task| !data(task).required);
    }
}

/// The best spot for one visit of `task`, and how many were looked at. Without `thorough`, a large
/// plan is looked at beside near stops only.
fn best_spot(
    state: &State<'_>,
    near: &mut Near,
    task: u32,
    limit: i64,
    thorough: bool,
    (random, blink): (&mut Random, usize),
) -> (Option<Spot>, usize) {
    let mut finder = Finder::new(state, task, limit, random.once_in(2));
    if state.served() > LOOK_THROUGH_MAX {
        look_beside(&mut finder, state, near, task);
        if finder.best().is_some() || !thorough {
            return (finder.best(), finder.work);
        }
    }
    // Of crews that do equally well, a different one comes first each time.
    let crews = state.rounds.len();
    let first = random.below(crews);
    for crew in (first..crews).chain(0..first) {
        finder.look_along(crew, Some((random, blink)));
    }
    (finder.best(), finder.work)
}

/// Looks beside the stops of near tasks, and at rounds that are still empty.
fn look_beside(finder: &mut Finder<'_, '_>, state: &State<'_>, near: &mut Near, task: u32) {
    let instance = state.instance;
    for &other in near.of(instance, task).iter().take(BESIDE) {
        for visit in instance.visits(other).filter(|&visit| state.crew_of[visit] != NOBODY) {
            let (crew, place) = (state.crew_of[visit] as usize, state.place_of[visit] as usize);
            if instance.can_serve(crew, task) {
                finder.look_at(crew, place);
                finder.look_at(crew, place + 1);
            }
        }
    }
    for (crew, round) in state.rounds.iter().enumerate() {
        if round.stops.is_empty() && instance.can_serve(crew, task) {
            finder.look_at(crew, 0);
        }
    }
}
