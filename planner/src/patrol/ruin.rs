//! Takes some visits out, so that they can be put back better.
//!
//! Adjacent string removal, with and without a preserved middle: Christiaens and Vanden Berghe
//! 2020 (see `recreate`), sections 5.1 and 5.2. Two further ruins serve what they did not have: all
//! visits of some near tasks at once, since visits of one task hold each other in their slots, and
//! a whole round.

use super::near::Near;
use super::state::{NOBODY, State};
use crate::random::Random;

/// Visits taken out in a step, on average.
const REMOVED_MEAN: f64 = 10.0;
/// The longest string taken out of one round.
const STRING_MAX: f64 = 10.0;
/// Visits taken out at most when whole tasks or rounds go.
const WHOLE_MAX: usize = 60;

/// Takes out visits around a random task, which it returns with the tasks of the visits, one for
/// each visit, in `removed`.
pub(super) fn ruin(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    removed: &mut Vec<u32>,
) -> u32 {
    let visit = random.below(state.instance.task_of.len());
    let seed = state.instance.task_of[visit];
    match random.below(20) {
        0 => whole_round(state, near, random, seed, removed),
        1 | 2 => whole_tasks(state, near, random, seed, removed),
        _ => strings(state, near, random, seed, removed),
    }
    seed
}

/// Strings of stops from several rounds near `seed`.
fn strings(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    seed: u32,
    removed: &mut Vec<u32>,
) {
    let instance = state.instance;
    let rounds = state.rounds.iter().filter(|round| !round.stops.is_empty()).count().max(1);
    let mean = count(state.served()) / count(rounds);
    let longest = STRING_MAX.min(mean).max(1.0);
    let most = (4.0 * REMOVED_MEAN / (1.0 + longest) - 1.0).max(1.0);
    let strings = floor(random.share() * most + 1.0);
    let mut ruined: Vec<u32> = Vec::with_capacity(strings);
    for &task in near.of(instance, seed) {
        for visit in instance.visits(task) {
            let crew = state.crew_of[visit];
            if ruined.len() >= strings {
                return;
            }
            if crew == NOBODY || ruined.contains(&crew) {
                continue;
            }
            ruined.push(crew);
            let stops = state.rounds[crew as usize].stops.len();
            let length = floor(random.share() * longest.min(count(stops)) + 1.0).min(stops);
            let marks = string(random, stops, state.place_of[visit] as usize, length);
            state.remove(crew as usize, &marks, removed);
        }
    }
}

/// Marks a string of `length` stops of `stops` around `place`, sometimes with a middle left in.
fn string(random: &mut Random, stops: usize, place: usize, length: usize) -> Vec<bool> {
    let mut kept = 0;
    if length > 1 && length < stops && random.once_in(2) {
        kept = 1;
        while length + kept < stops && !random.once_in(2) {
            kept += 1;
        }
    }
    let span = length + kept;
    let lowest = (place + 1).saturating_sub(span);
    let highest = place.min(stops - span);
    let from = lowest + random.below(highest + 1 - lowest);
    let middle = from + 1 + random.below(length.saturating_sub(1).max(1));
    let marks = 0..stops;
    marks
        .map(|k| {
            let in_span = (from..from + span).contains(&k);
            in_span && !(kept > 0 && (middle..middle + kept).contains(&k))
        })
        .collect()
}

/// Every visit of a few tasks near `seed`.
fn whole_tasks(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    seed: u32,
    removed: &mut Vec<u32>,
) {
    let instance = state.instance;
    let tasks = 1 + random.below(6);
    for &task in near.of(instance, seed).iter().take(tasks) {
        for visit in instance.visits(task) {
            let crew = state.crew_of[visit];
            if crew == NOBODY || removed.len() >= WHOLE_MAX {
                continue;
            }
            let crew = crew as usize;
            let mut marks = vec![false; state.rounds[crew].stops.len()];
            marks[state.place_of[visit] as usize] = true;
            state.remove(crew, &marks, removed);
        }
    }
}

/// The whole round of a crew that serves a task near `seed`, or a long piece of it.
fn whole_round(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    seed: u32,
    removed: &mut Vec<u32>,
) {
    let instance = state.instance;
    let served = near.of(instance, seed).iter().flat_map(|&task| instance.visits(task));
    let Some(visit) = served.into_iter().find(|&visit| state.crew_of[visit] != NOBODY) else {
        return;
    };
    let (crew, place) = (state.crew_of[visit] as usize, state.place_of[visit] as usize);
    let stops = state.rounds[crew].stops.len();
    let marks = if stops <= WHOLE_MAX {
        vec![true; stops]
    } else {
        string(random, stops, place, WHOLE_MAX)
    };
    state.remove(crew, &marks, removed);
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2⁵³")]
const fn count(items: usize) -> f64 {
    items as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small and positive by its callers"
)]
const fn floor(number: f64) -> usize {
    number as usize
}
