//! Visits that several vehicles make together, beginning at the same moment.
//!
//! Each vehicle has a client of its own for its share of the visit; the first leads the others. All of
//! them are in tours or none is, and their slots are a single moment, so that tours are timed alone.

use super::instance::index;
use super::recreate::work_of;
use super::spot::{Blink, Finder, Spot};
use super::state::State;
use crate::random::Random;

/// The most moments that are weighed for one visit.
const MOMENTS_MAX: usize = 64;

/// A spot for a share of a visit, with the latest beginning there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) vehicle: u32,
    pub(crate) spot: Spot,
    pub(crate) latest: i64,
}

impl State<'_> {
    /// Adds all that are visited together with any of `clients` from the place `first` on, and drops
    /// those that are in no tour or listed before.
    pub(crate) fn complete_teams(&self, clients: &mut Vec<u32>, first: usize) {
        if self.instance.teams == 0 {
            return;
        }
        for at in first..clients.len() {
            let client = clients[at];
            if self.instance.in_team(client) {
                clients.extend(self.instance.team(client));
            }
        }
        let mut at = first;
        while at < clients.len() {
            let client = clients[at];
            if self.is_visited(client) && !clients[..at].contains(&client) {
                at += 1;
            } else {
                clients.swap_remove(at);
            }
        }
    }

    /// Puts a visit into as many tours as must make it together, at the moment that adds least, unless
    /// that is `limit` or more.
    pub(crate) fn insert_team(
        &mut self,
        leader: u32,
        limit: i64,
        (blink, random): (&mut Blink, &mut Random),
        work: &mut u64,
    ) {
        let candidates = {
            let mut finder = Finder::new(self, leader, i64::MAX);
            finder.gather = Some(Vec::new());
            for vehicle in 0..index(self.instance.vehicles.len()) {
                finder.look_along(vehicle, blink, random);
            }
            *work += work_of(&finder);
            finder.gather.take().unwrap_or_default()
        };
        let team: Vec<u32> = self.instance.team(leader).collect();
        let Some((moment, chosen)) = self.best_moment(leader, team.len(), limit, &candidates)
        else {
            return;
        };
        for (&client, candidate) in team.iter().zip(&chosen) {
            let spot = Spot { start: moment, ..candidate.spot };
            self.insert(client, &spot);
        }
    }

    /// The moment at which so many vehicles can begin that adds least, and their spots.
    fn best_moment(
        &self,
        leader: u32,
        count: usize,
        limit: i64,
        candidates: &[Candidate],
    ) -> Option<(i32, Vec<Candidate>)> {
        let mut moments: Vec<i32> = candidates.iter().map(|it| it.spot.start).collect();
        moments.sort_unstable();
        moments.dedup();
        let step = moments.len().div_ceil(MOMENTS_MAX).max(1);
        let data = &self.instance.clients[leader as usize];
        let (mut best, mut least) = (None, limit);
        for &moment in moments.iter().step_by(step) {
            if self.instance.next_start(data, moment) != moment {
                continue;
            }
            // The cheapest spot of each vehicle; candidates stand vehicle by vehicle.
            let mut able: Vec<Candidate> = Vec::new();
            for candidate in candidates {
                if candidate.spot.start > moment || candidate.latest < i64::from(moment) {
                    continue;
                }
                match able.last_mut() {
                    Some(known) if known.vehicle == candidate.vehicle => {
                        if candidate.spot.added < known.spot.added {
                            *known = *candidate;
                        }
                    }
                    _ => able.push(*candidate),
                }
            }
            if able.len() < count {
                continue;
            }
            able.sort_by_key(|candidate| candidate.spot.added);
            able.truncate(count);
            let added: i64 = able.iter().map(|candidate| candidate.spot.added).sum();
            if added < least {
                (best, least) = (Some((moment, able)), added);
            }
        }
        best
    }
}
