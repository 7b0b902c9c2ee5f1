//! A plan as the routing kernel's tours.

use super::flat::Day;
use crate::vrp::ground::clock;
use crate::vrp::{Given, Node, index, nodes_of};
use model::Seconds;
use model::patrol::{Plan, Problem, Route};
use std::collections::BTreeMap;

/// The tours of a plan for `problem`, or for one that asked for more; `None` when they cannot be.
pub(super) fn from_plan(problem: &Problem, day: &Day, plan: &Plan) -> Option<Vec<Node>> {
    let mut numbers =
        Numbers { day, used: vec![false; day.instance.clients.len()], teams: BTreeMap::new() };
    let mut all: Vec<(Seconds, Given)> = Vec::new();
    let mut rests = day.instance.rests.start;
    let firsts: Vec<u32> = problem
        .crews
        .iter()
        .map(|crew| {
            let first = rests;
            rests += index(crew.breaks.len());
            first
        })
        .collect();
    for route in &plan.routes {
        let vehicle = index(route.crew);
        let first = *firsts.get(route.crew)?;
        for after in 0..=route.stops.len() {
            for (number, start) in pauses(route, after) {
                let client = first + index(number);
                let reversed = false;
                all.push((start, Given { vehicle, client, reversed, start: clock(start.get()) }));
            }
            let Some(stop) = route.stops.get(after) else { break };
            let client = numbers.of(vehicle, stop.target, stop.start)?;
            let (reversed, start) = (stop.reversed, clock(stop.start.get()));
            all.push((stop.start, Given { vehicle, client, reversed, start }));
        }
    }
    // Stable: what begins at one moment in one route stays in its order.
    all.sort_by_key(|(start, _)| *start);
    let stops: Vec<Given> = all.into_iter().map(|(_, given)| given).collect();
    nodes_of(&day.instance, &stops)
}

/// The breaks after so many stops, in the order in which they are taken.
fn pauses(route: &Route, after: usize) -> Vec<(usize, Seconds)> {
    let pauses = route.pauses.iter().enumerate().filter(|(_, pause)| pause.after == after);
    let mut pauses: Vec<_> = pauses.map(|(number, pause)| (number, pause.start)).collect();
    pauses.sort_by_key(|(_, start)| *start);
    pauses
}

/// Which client stands for which visit.
struct Numbers<'d> {
    day: &'d Day,
    used: Vec<bool>,
    /// The leader of the visit that several crews begin at a moment.
    teams: BTreeMap<(usize, Seconds), u32>,
}

impl Numbers<'_> {
    /// A client that is free for a visit of `target` by `vehicle`: one that is pinned there, if any.
    fn of(&mut self, vehicle: u32, target: usize, start: Seconds) -> Option<u32> {
        let instance = &self.day.instance;
        let is_free = |client: u32| !self.used[client as usize];
        let of_target = |client: u32| self.day.target_of.get(client as usize) == Some(&target);
        let leads = self.teams.get(&(target, start)).copied();
        let mate = leads.and_then(|leader| {
            let (first, end) = instance.clients[leader as usize].mates;
            (first..end).find(|client| is_free(*client))
        });
        let pinned = || {
            let pins = instance.pins.iter().filter(|pin| pin.0 == vehicle);
            pins.map(|pin| pin.1).find(|client| of_target(*client) && is_free(*client))
        };
        let other = || {
            let first = index(self.day.target_of.partition_point(|of| *of < target));
            (first..index(self.day.target_of.len())).take_while(|it| of_target(*it)).find(|it| {
                let data = &instance.clients[*it as usize];
                is_free(*it) && !data.pinned && data.leader == crate::vrp::NONE
            })
        };
        let client = mate.or_else(pinned).or_else(other)?;
        self.used[client as usize] = true;
        if mate.is_none() {
            self.teams.insert((target, start), client);
        }
        Some(client)
    }
}
