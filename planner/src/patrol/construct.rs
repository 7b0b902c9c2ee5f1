//! The first plan: visits go in one by one, the one that would regret waiting most first.
//!
//! Regret-2 insertion (Potvin and Rousseau 1993, "A parallel route building algorithm for the
//! vehicle routing and scheduling problem with time windows"): the regret of a task is what its
//! second-best crew would add over its best. Required tasks come before optional ones.

use super::near::Near;
use super::recreate::recreate;
use super::spot::{Finder, Spot};
use super::state::State;
use crate::random::Random;

/// Larger plans than this many looked-at spots are made greedily, without regret.
const WORK_MAX: usize = 20_000_000;

/// Fills an empty plan. `pause` is told of the work done and says whether to stop.
pub(super) fn construct(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    pause: &mut dyn FnMut(&State<'_>, usize) -> bool,
) {
    let visits = state.instance.task_of.len();
    let tasks = state.instance.tasks.len();
    let crews = state.rounds.len().max(1);
    if visits.saturating_mul(tasks).saturating_mul(visits / crews + 1) > WORK_MAX {
        return greedily(state, near, random, pause);
    }
    for required in [true, false] {
        let fits = |task: &u32| state.instance.tasks[*task as usize].required == required;
        let mut tasks: Vec<u32> = state.left_out.iter().copied().filter(fits).collect();
        tasks.sort_unstable();
        if with_regret(state, tasks, pause) {
            return;
        }
    }
}

/// One task after another, in the order of chance that `recreate` takes, a few at a time.
fn greedily(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    pause: &mut dyn FnMut(&State<'_>, usize) -> bool,
) {
    let mut visits = state.instance.task_of.clone();
    visits.sort_by_key(|&task| !state.instance.tasks[task as usize].required);
    for some in visits.chunks(16) {
        let mut work = 0;
        recreate(state, near, random, &mut some.to_vec(), None, &mut work);
        if pause(state, work) {
            return;
        }
    }
}

/// Says whether it was stopped.
fn with_regret(
    state: &mut State<'_>,
    mut tasks: Vec<u32>,
    pause: &mut dyn FnMut(&State<'_>, usize) -> bool,
) -> bool {
    let crews = state.rounds.len();
    let mut changed = vec![true; crews];
    let mut spots: Vec<Option<Spot>> = vec![None; tasks.len() * crews];
    loop {
        for (row, &task) in tasks.iter().enumerate() {
            let mut work = 0;
            // Where a visit fits also depends on when other crews make the others of its task.
            let data = &state.instance.tasks[task as usize];
            let linked = data.gap > 0 && data.visits > 1;
            for crew in (0..crews).filter(|&crew| changed[crew] || linked) {
                let (spot, looked) = best_of(state, task, crew);
                spots[row * crews + crew] = spot;
                work += looked + 1;
            }
            if pause(state, work) {
                return true;
            }
        }
        changed.fill(false);
        let urge = |row: usize| urgency(state, tasks[row], &spots[row * crews..(row + 1) * crews]);
        let next = (0..tasks.len()).filter_map(|row| Some((urge(row)?, row)));
        let next = next.max_by(|a, b| a.0.0.cmp(&b.0.0).then(b.1.cmp(&a.1)));
        let Some(((_, spot), row)) = next else { return false };
        let task = tasks[row];
        state.insert(task, &spot);
        state.keep(&mut changed);
        if state.missing[task as usize] == 0 {
            let end = tasks.len() - 1;
            tasks.swap_remove(row);
            for crew in 0..crews {
                spots[row * crews + crew] = spots[end * crews + crew];
            }
        }
    }
}

fn best_of(state: &State<'_>, task: u32, crew: usize) -> (Option<Spot>, usize) {
    let data = &state.instance.tasks[task as usize];
    let limit = if data.required { i64::MAX } else { data.reward };
    let mut finder = Finder::new(state, task, limit, false);
    finder.look_along(crew, None);
    (finder.best(), finder.work)
}

/// How much a task would regret waiting, and its best spot.
fn urgency(state: &State<'_>, task: u32, spots: &[Option<Spot>]) -> Option<(i64, Spot)> {
    let data = &state.instance.tasks[task as usize];
    let mut best: Option<Spot> = None;
    let mut second: Option<Spot> = None;
    for spot in spots.iter().flatten() {
        if best.is_none_or(|best| spot.added < best.added) {
            second = best.replace(*spot);
        } else if second.is_none_or(|second| spot.added < second.added) {
            second = Some(*spot);
        }
    }
    let best = best?;
    let alone = if data.required { i64::from(i32::MAX) } else { data.reward };
    let regret = second.map_or(alone, |second| i64::from(second.added)) - i64::from(best.added);
    let gain =
        if data.required { -i64::from(best.added) } else { data.reward - i64::from(best.added) };
    Some((regret + gain, best))
}
