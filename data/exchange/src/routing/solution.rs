//! `.sol` files: `Route #1: 4 7 2`, one line a route, then `Cost 784`.
//!
//! Where there are several vehicle types the routes stand in the order of all vehicles, idle ones
//! with an empty line, so that the number of a route tells its vehicle.

use super::error::RoutingFileError;
use super::lines::Lines;
use model::routing::{Problem, Route, Solution};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes `solution`, with its `cost` in units of the problem.
pub fn write_solution(solution: &Solution, problem: &Problem, cost: i64) -> String {
    let mut text = String::new();
    let clients = |route: &Route| {
        let numbers = route.clients.iter().filter_map(|&client| problem.clients.get(client));
        numbers.fold(String::new(), |line, client| format!("{line} {}", client.number))
    };
    let mut number = 0_u64;
    let several = problem.vehicles.len() > 1;
    for (kind, vehicle) in problem.vehicles.iter().enumerate() {
        let mut idle = if several { vehicle.count } else { 0 };
        for route in solution.routes.iter().filter(|route| route.vehicle == kind) {
            number += 1;
            idle = idle.saturating_sub(1);
            // Writing into a string does not fail.
            let _ = writeln!(text, "Route #{number}:{}", clients(route));
        }
        for _ in 0..idle {
            number += 1;
            let _ = writeln!(text, "Route #{number}:");
        }
    }
    let _ = writeln!(text, "Cost {cost}");
    text
}

/// Reads a solution of `problem`, and the cost that it claims.
///
/// # Errors
///
/// [`RoutingFileError`] for routes that are not of this problem.
pub fn read_solution(
    bytes: &[u8],
    problem: &Problem,
) -> Result<(Solution, Option<f64>), RoutingFileError> {
    let text = std::str::from_utf8(bytes).map_err(|_utf8| RoutingFileError::NotText)?;
    let places: BTreeMap<u64, usize> = problem
        .clients
        .iter()
        .enumerate()
        .map(|(place, client)| (u64::from(client.number), place))
        .collect();
    let fleet: Vec<usize> = problem
        .vehicles
        .iter()
        .enumerate()
        .flat_map(|(kind, vehicle)| std::iter::repeat_n(kind, vehicle.count.min(200_000) as usize))
        .collect();
    let (mut solution, mut cost, mut number) = (Solution::default(), None, 0_usize);
    let mut lines = Lines::of(text);
    while let Some((line, text)) = lines.next() {
        let lower = text.to_ascii_lowercase();
        if let Some(rest) = lower.strip_prefix("cost") {
            cost = rest.trim_start_matches([':', ' ', '\t']).trim().parse().ok();
        } else if lower.starts_with("route")
            && let Some((_, listed)) = text.split_once(':')
        {
            let vehicle = fleet.get(number).copied().unwrap_or(usize::MAX);
            number += 1;
            let mut clients = Vec::new();
            for word in listed.split_whitespace() {
                let expected = RoutingFileError::Expected { line, expected: "a client" };
                let client: u64 = word.parse().map_err(|_number| expected)?;
                let place = places.get(&client).copied();
                clients.push(place.ok_or(RoutingFileError::UnknownClient { line, client })?);
            }
            if !clients.is_empty() {
                solution.routes.push(Route { vehicle, clients });
            }
        }
    }
    Ok((solution, cost))
}
