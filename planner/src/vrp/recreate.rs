//! Puts clients back, one after another, each where it adds the least cost.
//!
//! Greedy insertion with blinks in a random kind of order: Christiaens and Vanden Berghe 2020,
//! section 5.3; the orders by time window are theirs for the problem with time windows. Only spots
//! beside near clients and in idle vehicles are looked at, unless none of these will do.

use super::instance::{Instance, NONE};
use super::near::Near;
use super::spot::{Blink, Finder, Spot};
use super::state::State;
use crate::random::Random;

/// What a step of recreation may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recreate {
    /// How many near clients' spots are looked at.
    pub(crate) beside: usize,
    /// One spot in so many is overlooked.
    pub(crate) blink: u32,
    /// How many clients that were left out before are tried again.
    pub(crate) retried: usize,
}

/// Tries to visit `clients`, unless that is sure to cost more than `most`. Adds its work to `work`.
pub(crate) fn recreate(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    how: Recreate,
    (clients, most): (&mut [u32], i64),
    work: &mut u64,
) {
    let instance = state.instance;
    order(instance, random, clients);
    if !instance.rests.is_empty() {
        // What must be in a tour goes in while there is room.
        clients.sort_by_key(|client| !instance.is_rest(*client));
    }
    let mut blink = Blink::new(random, how.blink);
    // A prize counts for more now and then, so that a detour can open that only several prizes
    // together pay for; most of all the way to a part of the city where no vehicle goes yet.
    let generous = if random.once_in(4) { 1.0 / random.share() } else { 1.0 };
    let opening = if random.once_in(2) { 1.0 / random.share() } else { generous };
    let prize = |client: &u32| {
        let data = &instance.clients[*client as usize];
        if data.required { 0 } else { data.prize }
    };
    // What a visit in good time is worth is not promised beforehand.
    let most = if instance.pressing { i64::MAX } else { most };
    let mut promised: i64 = clients.iter().map(prize).sum();
    for &client in clients.iter() {
        // Every further client costs something: what is beyond the limit stays beyond it.
        if state.cost - promised > most {
            return;
        }
        promised -= prize(&client);
        if instance.is_rest(client) {
            if let Some(spot) = state.rest_spot(client, Some(random)) {
                state.insert(client, &spot);
            }
            continue;
        }
        let data = &instance.clients[client as usize];
        if data.leader != NONE {
            continue;
        }
        let limit = |factor| if data.required { i64::MAX } else { worth(data.prize, factor) };
        let limits = (limit(generous), limit(opening.max(generous)));
        if instance.in_team(client) {
            state.insert_team(client, limits.0, (&mut blink, random), work);
            continue;
        }
        let spot = best_spot(state, near, random, &mut blink, (client, limits, how.beside), work);
        if let Some(spot) = spot {
            state.insert(client, &spot);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a float cast holds at the ends"
)]
fn worth(prize: i64, generous: f64) -> i64 {
    (prize as f64 * generous) as i64
}

/// The best spot for `client` that adds less than the first limit, or an idle vehicle where it adds
/// less than the second.
fn best_spot(
    state: &mut State<'_>,
    near: &mut Near,
    random: &mut Random,
    blink: &mut Blink,
    (client, (limit, opening), beside): (u32, (i64, i64), usize),
    work: &mut u64,
) -> Option<Spot> {
    let instance = state.instance;
    if beside >= instance.clients.len() {
        return best_of_all(state, random, blink, (client, limit), work);
    }
    let mut idle = std::mem::take(&mut state.scratch);
    idle.clear();
    for kind in 0..super::instance::index(instance.kinds.len()) {
        if instance.serves.is_empty() || instance.can_serve(kind, client) {
            idle.extend(state.idle(kind));
        }
    }
    let mut finder = Finder::new(state, client, limit);
    for &other in near.of(instance, client).iter().take(beside) {
        finder.look_beside(other, blink, random);
    }
    if finder.best.is_none() {
        finder.limit = opening;
    }
    for &vehicle in &idle {
        finder.look(finder.head(vehicle));
    }
    if finder.best.is_none() && instance.clients[client as usize].required && random.once_in(4) {
        for vehicle in 0..super::instance::index(instance.vehicles.len()) {
            if finder.is_used(vehicle) {
                finder.look_along(vehicle, blink, random);
            }
        }
    }
    *work += u64::from(finder.work);
    let best = finder.best;
    state.scratch = idle;
    best
}

/// What a finder has done.
pub(crate) fn work_of(finder: &Finder<'_, '_>) -> u64 {
    u64::from(finder.work)
}

/// The best spot over all tours. Of vehicles that do equally well a different one comes first each
/// time.
fn best_of_all(
    state: &State<'_>,
    random: &mut Random,
    blink: &mut Blink,
    (client, limit): (u32, i64),
    work: &mut u64,
) -> Option<Spot> {
    let vehicles = state.instance.vehicles.len();
    let first = random.below(vehicles);
    let mut finder = Finder::new(state, client, limit);
    for vehicle in (first..vehicles).chain(0..first) {
        finder.look_along(super::instance::index(vehicle), blink, random);
    }
    *work += u64::from(finder.work);
    finder.best
}

/// Sorts `clients` by a rule that chance picks.
fn order(instance: &Instance, random: &mut Random, clients: &mut [u32]) {
    random.shuffle(clients);
    let data = |client: &u32| &instance.clients[*client as usize];
    let demand = |client: &u32| instance.demand(*client).first().copied().unwrap_or_default();
    let rules = if instance.timed { 16 } else { 11 };
    let far = |client: &u32| {
        let kind = &instance.kinds[0];
        let table = &instance.tables[kind.cost as usize];
        table.between(kind.start, data(client).enter)
    };
    match random.below(rules) {
        0..4 => {}
        4..8 => clients.sort_by_key(|client| -demand(client)),
        8 | 9 => clients.sort_by_key(|client| -far(client)),
        10 => clients.sort_by_key(far),
        11 | 12 => clients.sort_by_key(|client| data(client).close - data(client).open),
        13 | 14 => clients.sort_by_key(|client| data(client).open),
        _ => clients.sort_by_key(|client| -data(client).close),
    }
}
