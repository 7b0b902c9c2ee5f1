//! The judge of the literature's solutions, which shares nothing with the search: it walks every
//! route with the model's own distances.

use model::routing::{Objective, Problem, Route, Solution};
use std::fmt;

/// What a solution costs, and whatever is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingVerdict {
    /// In units of the problem: what its objective asks to make small.
    pub cost: i64,
    /// The length of all legs.
    pub distance: i64,
    /// The prizes earned.
    pub earned: i64,
    /// The clients visited.
    pub visited: usize,
    /// The vehicles used.
    pub vehicles: usize,
    /// Everything that the problem forbids.
    pub faults: Vec<RoutingFault>,
}

/// One thing that is wrong with a solution. Routes count from 1, clients by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoutingFault {
    /// A route of a vehicle or a visit to a client that the problem does not have.
    Unknown(usize),
    /// More routes than there are vehicles of that type.
    Fleet(usize),
    /// A load beyond the capacity, in some dimension.
    Load(usize),
    /// A visit that cannot begin in any window: the route and the client.
    Late(usize, u32),
    /// A route that cannot be back in its shift.
    Back(usize),
    /// A route that takes longer than it may.
    Duration(usize),
    /// A client visited more often than wanted, or in the wrong periods.
    Visits(u32),
    /// A client that must be visited and is not.
    Missing(u32),
}

impl fmt::Display for RoutingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(route) => write!(f, "route {route} is of no known vehicle or client"),
            Self::Fleet(kind) => write!(f, "more routes than vehicles of type {kind}"),
            Self::Load(route) => write!(f, "route {route} loads more than its vehicle carries"),
            Self::Late(route, client) => {
                write!(f, "route {route} comes to client {client} after its last window")
            }
            Self::Back(route) => write!(f, "route {route} is back after its shift"),
            Self::Duration(route) => write!(f, "route {route} takes longer than it may"),
            Self::Visits(client) => write!(f, "client {client} is not visited as it should be"),
            Self::Missing(client) => write!(f, "client {client} is not visited"),
        }
    }
}

/// Judges `solution`. Takes time linear in its length, and quadratic in a route's length where
/// durations are limited.
pub fn check_routing(problem: &Problem, solution: &Solution) -> RoutingVerdict {
    let mut verdict = RoutingVerdict::default();
    let mut periods = vec![Vec::new(); problem.clients.len()];
    let mut used = vec![0_u32; problem.vehicles.len()];
    for (number, route) in solution.routes.iter().enumerate() {
        let known = route.clients.iter().all(|&client| client < problem.clients.len());
        let Some(kind) = problem.vehicles.get(route.vehicle).filter(|_| known) else {
            verdict.faults.push(RoutingFault::Unknown(number + 1));
            continue;
        };
        if route.clients.is_empty() {
            continue;
        }
        used[route.vehicle] += 1;
        verdict.cost += kind.fixed_cost;
        for &client in &route.clients {
            periods[client].push(kind.period);
        }
        walk(problem, route, number + 1, &mut verdict);
    }
    for (kind, vehicle) in problem.vehicles.iter().enumerate() {
        if used[kind] > vehicle.count {
            verdict.faults.push(RoutingFault::Fleet(kind + 1));
        }
    }
    verdict.vehicles = used.iter().map(|count| *count as usize).sum();
    let mut missed = 0;
    for (client, periods) in problem.clients.iter().zip(periods) {
        verdict.visited += usize::from(!periods.is_empty());
        let mask = periods.iter().fold(0_u32, |mask, period| mask | 1 << (period % 32));
        let wanted = if client.patterns.is_empty() {
            periods.len() <= 1
        } else {
            periods.is_empty()
                || mask.count_ones() as usize == periods.len() && client.patterns.contains(&mask)
        };
        if !wanted {
            verdict.faults.push(RoutingFault::Visits(client.number));
        }
        match (client.prize, periods.is_empty()) {
            (None, true) => verdict.faults.push(RoutingFault::Missing(client.number)),
            (Some(prize), true) => missed += prize,
            (Some(prize), false) => verdict.earned += prize,
            (None, false) => {}
        }
    }
    verdict.cost = match problem.objective {
        Objective::Cost => verdict.cost + verdict.distance + missed,
        Objective::Prizes => missed,
    };
    verdict
}

fn walk(problem: &Problem, route: &Route, number: usize, verdict: &mut RoutingVerdict) {
    let vehicle = &problem.vehicles[route.vehicle];
    for (dimension, capacity) in vehicle.capacity.iter().enumerate() {
        let demand = |client: &usize| problem.clients[*client].demand.get(dimension);
        let load: i64 = route.clients.iter().filter_map(demand).map(|load| i64::from(*load)).sum();
        if load > i64::from(*capacity) {
            verdict.faults.push(RoutingFault::Load(number));
        }
    }
    let mut place = vehicle.start;
    for &client in &route.clients {
        let to = problem.clients[client].place;
        verdict.distance += i64::from(problem.distances.between(place, to));
        place = to;
    }
    verdict.distance += i64::from(problem.distances.between(place, vehicle.end));
    let Some(first) = run(problem, route, i64::from(vehicle.shift.0))
        .map_err(|client| {
            verdict.faults.push(client.map_or(RoutingFault::Back(number), |client| {
                RoutingFault::Late(number, problem.clients[client].number)
            }));
        })
        .ok()
    else {
        return;
    };
    let Some(limit) = vehicle.duration_max else { return };
    // Leaving later shortens the route until some visit would begin too late: by halving.
    let (mut early, mut late) = (i64::from(vehicle.shift.0), i64::from(vehicle.shift.1));
    let mut shortest = first - early;
    while early < late {
        let middle = (early + late + 1) / 2;
        match run(problem, route, middle) {
            // Later by as much as it is back later: no shorter from here on.
            Ok(back) if back == first => early = middle,
            _ => late = middle - 1,
        }
    }
    shortest = shortest.min(first - early);
    if shortest > i64::from(limit) {
        verdict.faults.push(RoutingFault::Duration(number));
    }
}

/// When a route that leaves at `depart` is back, or where it is too late: a client, or its end.
fn run(problem: &Problem, route: &Route, depart: i64) -> Result<i64, Option<usize>> {
    let vehicle = &problem.vehicles[route.vehicle];
    let (mut now, mut place) = (depart, vehicle.start);
    for &client in &route.clients {
        let data = &problem.clients[client];
        now += i64::from(problem.distances.between(place, data.place));
        let window = data.windows.iter().find(|window| i64::from(window.1) >= now);
        let Some(window) = window else { return Err(Some(client)) };
        now = now.max(i64::from(window.0)) + i64::from(data.service);
        place = data.place;
    }
    now += i64::from(problem.distances.between(place, vehicle.end));
    if now > i64::from(vehicle.shift.1) { Err(None) } else { Ok(now) }
}
