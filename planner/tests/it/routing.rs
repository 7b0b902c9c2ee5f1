//! The literature's problems: every solution passes the judge, tiny ones are optimal.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use model::routing::{
    Client, Distances, Objective, Problem, Rounding, Route, Solution, VehicleType,
};
use planner::{RoutingFault, Tuning, check_routing, solve_routing};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn solved(problem: &Problem, seed: u64, steps: u64) -> Solution {
    solve_routing(problem, seed, Tuning::default(), &mut |at| {
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        (at.iteration < steps).then(|| at.iteration as f64 / steps as f64)
    })
    .unwrap()
}

fn client(number: u32) -> impl Strategy<Value = Client> {
    let window = (0..300_i32, 10..400_i32).prop_map(|(open, long)| (open, open + long));
    let second = prop::option::of((10..100_i32, 10..200_i32));
    let prize = prop::option::of(0..120_i64);
    (window, second, 0..20_i32, 1..8_i32, prize).prop_map(
        move |(window, second, service, demand, prize)| {
            let mut windows = vec![window];
            windows.extend(second.map(|(gap, long)| {
                let open = window.1 + gap;
                (open, open + long)
            }));
            Client {
                number,
                place: number as usize + 1,
                service,
                windows,
                demand: vec![demand, 1],
                prize,
                patterns: Vec::new(),
            }
        },
    )
}

/// A problem of so many clients at most, with windows, two loads, prizes and perhaps durations.
fn any_problem(most: u32) -> impl Strategy<Value = Problem> {
    let count = 1..=most;
    count
        .prop_flat_map(|count| {
            let clients = (1..=count).map(client).collect::<Vec<_>>();
            let points = prop::collection::vec((0..100_i32, 0..100_i32), count as usize + 2);
            let fleet = (1..4_u32, 1..3_u32, 6..30_i32, 2..6_i32, 0..60_i64);
            let limit = prop::option::of(100..400_i32);
            (clients, points, fleet, limit, any::<bool>())
        })
        .prop_map(|(mut clients, points, (here, there, weight, pieces, fixed), limit, plain)| {
            let points = points.iter().map(|at| [f64::from(at.0), f64::from(at.1)]).collect();
            let mut limit = limit;
            for client in &mut clients {
                if plain || limit.is_some() {
                    // A least duration is worked out for one window only.
                    client.windows.truncate(1);
                }
            }
            if plain {
                limit = None;
            }
            let vehicle = |start: usize, count| VehicleType {
                count,
                start,
                end: start,
                shift: (0, 900),
                capacity: vec![weight, pieces],
                duration_max: limit,
                fixed_cost: fixed,
                period: 0,
            };
            Problem {
                name: String::new(),
                distances: Distances::Plane { points, scale: 1.0, rounding: Rounding::Nearest },
                vehicles: vec![vehicle(0, here), vehicle(1, there)],
                clients,
                scale: 1.0,
                objective: Objective::Cost,
            }
        })
}

/// The least number of clients that must be visited and are not, and the least cost with it, over
/// all ways to append clients to routes.
struct Everything<'a> {
    problem: &'a Problem,
    routes: Vec<Route>,
    left: Vec<usize>,
    best: (usize, i64),
    tried: u64,
}

impl Everything<'_> {
    fn note(&mut self) {
        self.tried += 1;
        let routes = self.routes.iter().filter(|route| !route.clients.is_empty()).cloned();
        let solution = Solution { routes: routes.collect() };
        let verdict = check_routing(self.problem, &solution);
        let missing = |fault: &&RoutingFault| matches!(fault, RoutingFault::Missing(_));
        let missed = verdict.faults.iter().filter(missing).count();
        if missed == verdict.faults.len() {
            self.best = self.best.min((missed, verdict.cost));
        }
    }

    fn extend(&mut self, first: usize) {
        self.note();
        // Routes are filled one after another.
        for route in first..self.routes.len() {
            for k in 0..self.left.len() {
                let client = self.left.remove(k);
                self.routes[route].clients.push(client);
                self.extend(route);
                self.routes[route].clients.pop();
                self.left.insert(k, client);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn every_solution_passes_the_judge(problem in any_problem(40), seed in 0..99_u64) {
        let solution = solved(&problem, seed, 512);
        let verdict = check_routing(&problem, &solution);
        let broken = verdict.faults.iter().filter(|fault| !matches!(fault, RoutingFault::Missing(_)));
        prop_assert_eq!(broken.count(), 0, "{:?}", verdict.faults);
        prop_assert_eq!(&solution, &solved(&problem, seed, 512));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(5), cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn tiny_problems_are_solved_to_the_optimum(problem in any_problem(5), seed in 0..99_u64) {
        let fleet = problem.vehicles.iter().enumerate();
        let routes = fleet.flat_map(|(kind, vehicle)| {
            std::iter::repeat_n(Route { vehicle: kind, clients: Vec::new() }, vehicle.count as usize)
        });
        let mut all = Everything {
            problem: &problem,
            routes: routes.collect(),
            left: (0..problem.clients.len()).collect(),
            best: (usize::MAX, i64::MAX),
            tried: 0,
        };
        all.extend(0);
        let verdict = check_routing(&problem, &solved(&problem, seed, 4_096));
        prop_assert_eq!((verdict.faults.len(), verdict.cost), all.best);
    }
}
