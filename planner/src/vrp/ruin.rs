//! Takes some clients out, so that they can be put back better.
//!
//! Adjacent string removal, with and without a preserved middle: J. Christiaens, G. Vanden Berghe,
//! "Slack induction by string removals for vehicle routing problems", Transportation Science 54(2),
//! 2020, sections 5.1 and 5.2.

use super::instance::{NONE, index};
use super::near::Near;
use super::state::State;
use crate::random::Random;

/// The middle that is left in a string grows by one more stop once in so many times.
const KEPT_MORE: usize = 100;

/// How much is taken out at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruin {
    /// Clients taken out in a step, on average.
    pub(crate) mean: f64,
    /// The longest string taken out of one tour.
    pub(crate) longest: f64,
}

/// Takes out strings around `seed`; the clients go into `removed`.
pub(crate) fn strings(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    how: Ruin,
    (seed, tours): (u32, usize),
    removed: &mut Vec<u32>,
) {
    let mean = count(state.visited()) / count(tours.max(1));
    let longest = how.longest.min(mean).max(1.0);
    let most = (4.0 * how.mean / (1.0 + longest) - 1.0).max(1.0);
    let strings = floor(random.share() * most + 1.0);
    let mut ruined = [NONE; 64];
    let mut done = 0;
    let instance = state.instance;
    let around = near.of(instance, seed);
    for k in 0..=around.len() {
        let client = if k == 0 { seed } else { around[k - 1].other };
        let vehicle = state.nodes[client as usize].vehicle;
        if vehicle == NONE || ruined[..done].contains(&vehicle) {
            continue;
        }
        let stops = state.tours[vehicle as usize].stops as usize;
        if stops == 0 {
            continue;
        }
        let length = floor(random.share() * longest.min(count(stops)) + 1.0).min(stops);
        string(state, random, client, length, stops, removed);
        ruined[done] = vehicle;
        done += 1;
        if done >= strings.min(ruined.len()) {
            break;
        }
    }
    state.remove(removed);
}

/// Marks a string of `length` of the `stops` of a tour around `client`, at times with a middle left.
fn string(
    state: &State<'_>,
    random: &mut Random,
    client: u32,
    length: usize,
    stops: usize,
    removed: &mut Vec<u32>,
) {
    let mut kept = 0;
    if length > 1 && length < stops && random.once_in(2) {
        kept = 1;
        while length + kept < stops && random.once_in(KEPT_MORE) {
            kept += 1;
        }
    }
    let span = length + kept;
    // How far the string may reach back so that it holds the client and ends inside the tour.
    let (mut back, mut ahead) = (0, 0);
    let mut at = client;
    while back + 1 < span && !state.is_end(state.nodes[at as usize].prev) {
        at = state.nodes[at as usize].prev;
        back += 1;
    }
    let mut end = client;
    while ahead + 1 < span && !state.is_end(state.nodes[end as usize].next) {
        end = state.nodes[end as usize].next;
        ahead += 1;
    }
    let least = (span - 1).saturating_sub(ahead);
    let reach = least + random.below(back + 1 - least.min(back));
    let mut at = client;
    for _ in 0..reach.min(back) {
        at = state.nodes[at as usize].prev;
    }
    let first = 1 + random.below(length.saturating_sub(1).max(1));
    for k in 0..span {
        let in_middle = kept > 0 && (first..first + kept).contains(&k);
        if !in_middle {
            removed.push(at);
        }
        at = state.nodes[at as usize].next;
        if state.is_end(at) {
            break;
        }
    }
}

/// The whole tour that `client` is in, or that a client near it is in.
pub(crate) fn tour(
    state: &mut State<'_>,
    near: &mut Near,
    seed: u32,
    most: usize,
    removed: &mut Vec<u32>,
) {
    let instance = state.instance;
    let around = std::iter::once(seed).chain(near.of(instance, seed).iter().map(|near| near.other));
    let mut around = around;
    let served = around.find(|&client| state.is_visited(client));
    let Some(client) = served else { return };
    removed.extend(state.stops(state.nodes[client as usize].vehicle).take(most));
    state.remove(removed);
}

/// Clients near `seed`, one by one.
pub(crate) fn around(
    state: &mut State<'_>,
    near: &mut Near,
    seed: u32,
    most: usize,
    removed: &mut Vec<u32>,
) {
    let instance = state.instance;
    let all = std::iter::once(seed).chain(near.of(instance, seed).iter().map(|near| near.other));
    removed.extend(all.filter(|&client| state.is_visited(client)).take(most));
    state.remove(removed);
}

/// A random client.
pub(crate) fn any(state: &State<'_>, random: &mut Random) -> u32 {
    index(random.below(state.instance.clients.len()))
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2⁵³")]
pub(crate) const fn count(items: usize) -> f64 {
    items as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small and positive by its callers"
)]
pub(crate) const fn floor(number: f64) -> usize {
    number as usize
}
