//! Tiny problems: the solver finds what trying everything finds.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::builders::{crew, problem, target, window};
use crate::towns::{any_problem, without_short_cuts};
use model::patrol::{Crew, Mode, Plan, Problem, Route, Stop, Target, TargetShape, Travel};
use model::{Metres, Position, Seconds};
use planner::{Cost, Settings, check, cost, solve};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Tries every way to append a visit to a crew's route, as early as it can begin there. Visits of
/// one target are appended in the order they begin, and nothing in the cost depends on when things
/// happen, so this meets an optimum.
struct Everything<'a> {
    problem: &'a Problem,
    /// By crew: where it is, when it is free, the travel so far.
    crews: Vec<(Position, u32, u32)>,
    loaded: Vec<[u32; 2]>,
    rested: Vec<bool>,
    stops: Vec<u32>,
    made: Vec<(u16, u32)>,
    best: Cost,
    tried: u64,
    ways: HashMap<(usize, Position, Position), u32>,
    lengths: Vec<u32>,
}

/// The planner's travel time, asked through its cost of a plan with a single stop there and back.
fn travel_time(traveller: &Crew, from: Position, to: Position) -> u32 {
    let crew = Crew { base: from, ..traveller.clone() };
    let day = window(0, 0);
    let one = problem(vec![crew], vec![target("t", TargetShape::Point(to), 0, vec![day])]);
    let time = Seconds::new(0);
    let stops = vec![Stop { target: 0, arrive: time, start: time, leave: time, reversed: false }];
    let route =
        Route { crew: 0, depart: time, stops, pauses: vec![], back: time, length: Metres::new(0) };
    cost(&one, &Plan { routes: vec![route], ..Plan::default() }).travel.get() / 2
}

impl Everything<'_> {
    fn optimum(problem: &Problem) -> Option<Cost> {
        let crews = problem.crews.iter().map(|crew| (crew.base, crew.shift.start().get(), 0));
        let mut all = Everything {
            problem,
            crews: crews.collect(),
            loaded: vec![[0; 2]; problem.crews.len()],
            rested: vec![false; problem.crews.len()],
            stops: vec![0; problem.crews.len()],
            made: vec![(0, 0); problem.targets.len()],
            best: Cost { unserved_required: u32::MAX, ..Cost::default() },
            tried: 0,
            ways: HashMap::new(),
            lengths: problem.targets.iter().map(length).collect(),
        };
        all.extend();
        (all.tried < 200_000).then_some(all.best)
    }

    fn travel(&mut self, crew: usize, from: Position, to: Position) -> u32 {
        let traveller = &self.problem.crews[crew];
        let known = |table: &&Travel| table.mode() == traveller.mode;
        if let Some(table) = self.problem.travel.iter().map(|table| &**table).find(known) {
            let place = |at| table.places().iter().position(|place| *place == at).unwrap();
            return table.time(place(from), place(to)).map_or(10_000_000, Seconds::get);
        }
        *self.ways.entry((crew, from, to)).or_insert_with(|| travel_time(traveller, from, to))
    }

    fn extend(&mut self) {
        self.tried += 1;
        if self.tried > 200_000 {
            return;
        }
        self.note();
        for crew in 0..self.crews.len() {
            self.rest(crew);
            for target in 0..self.made.len() {
                for reversed in [false, true] {
                    self.append(crew, target, reversed);
                }
            }
        }
    }

    /// Takes the crew's break, if it has one ahead of it: at its base or where it is.
    fn rest(&mut self, crew: usize) {
        let Some(rest) = self.problem.crews[crew].breaks.first() else { return };
        let (here, free, travelled) = self.crews[crew];
        let start = free.max(rest.window.start().get());
        let end = start + rest.length.get();
        if self.rested[crew] || start > rest.window.end().get() {
            return;
        }
        self.crews[crew].1 = end;
        self.rested[crew] = true;
        self.extend();
        self.rested[crew] = false;
        self.crews[crew] = (here, free, travelled);
    }

    fn append(&mut self, crew: usize, target: usize, reversed: bool) {
        let (data, wanted) = (&self.problem.crews[crew], &self.problem.targets[target]);
        let (made, last) = self.made[target];
        if made == wanted.visits || !(wanted.modes.is_empty() || wanted.modes.contains(&data.mode))
        {
            return;
        }
        let able = wanted.needs.iter().all(|need| data.skills.contains(need));
        let full = |(d, load): (usize, &u32)| {
            data.capacity.get(d).is_some_and(|most| self.loaded[crew][d] + load > *most)
        };
        if !able || wanted.load.iter().enumerate().any(full) {
            return;
        }
        let (enter, leave, along) = match &wanted.shape {
            TargetShape::Line(line) => {
                let along = self.lengths[target];
                let ends = (line[0], line[line.len() - 1]);
                if reversed { (ends.1, ends.0, along) } else { (ends.0, ends.1, along) }
            }
            TargetShape::Point(at) | TargetShape::Area { gate: at, .. } if !reversed => {
                (*at, *at, 0)
            }
            TargetShape::Point(_) | TargetShape::Area { .. } => return,
        };
        let (here, free, travelled) = self.crews[crew];
        let way = self.travel(crew, here, enter);
        let apart = if made > 0 { last + wanted.gap.get() } else { 0 };
        let earliest = (free + way).max(apart);
        let Some(open) = wanted.windows.iter().find(|open| open.end().get() >= earliest) else {
            return;
        };
        let start = earliest.max(open.start().get());
        let end = start + wanted.dwell.get() + Metres::new(along).at(data.patrol_pace).get();
        if end + self.travel(crew, leave, data.base) > data.shift.end().get() {
            return;
        }
        self.crews[crew] = (leave, end, travelled + way);
        self.made[target] = (made + 1, start);
        self.stops[crew] += 1;
        let loaded = self.loaded[crew];
        for (d, load) in wanted.load.iter().enumerate() {
            self.loaded[crew][d] += load;
        }
        self.extend();
        self.loaded[crew] = loaded;
        self.stops[crew] -= 1;
        self.made[target] = (made, last);
        self.crews[crew] = (here, free, travelled);
    }

    fn note(&mut self) {
        for crew in 0..self.crews.len() {
            let data = &self.problem.crews[crew];
            let (here, free, _) = self.crews[crew];
            let owes = !self.rested[crew] && !data.breaks.is_empty();
            let late = free + self.travel(crew, here, data.base) > data.shift.end().get();
            if self.stops[crew] > 0 && (owes || late) {
                return;
            }
        }
        let mut now = Cost::default();
        for (target, (made, _)) in self.problem.targets.iter().zip(&self.made) {
            let missing = u32::from(target.visits - made);
            if target.required {
                now.unserved_required += missing;
            } else {
                now.missed_reward += u64::from(missing * target.reward);
            }
        }
        for crew in 0..self.crews.len() {
            let (here, _, travelled) = self.crews[crew];
            let base = self.problem.crews[crew].base;
            now.travel += Seconds::new(travelled + self.travel(crew, here, base));
        }
        self.best = self.best.min(now);
    }
}

/// The length of a line as the planner rounds it: read off the plan for it alone.
fn length(target: &Target) -> u32 {
    let TargetShape::Line(line) = &target.shape else { return 0 };
    let whole = window(0, 172_800);
    let one = crate::builders::target("t", target.shape.clone(), 0, vec![whole]);
    let mut alone = problem(vec![crew("c", line[0], whole, Mode::Car)], vec![one]);
    alone.crews[0].patrol_pace = crate::builders::pace(1);
    let settings = Settings { iterations: 1, seed: 1 };
    let plan = solve(&alone, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    let stop = plan.routes[0].stops[0];
    // At 1 km an hour a metre takes 3.6 s, so the time tells the metres.
    (stop.leave.get() - stop.start.get()) * 10 / 36
}

proptest! {
    // A heuristic promises no optimum (though 8 000 of these were all found, at so few steps):
    // the cases are the same each time, so that the test is.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]
    #[test]
    fn the_optimum_of_tiny_problems_is_found(problem in any_problem(2, 3), seed in 0..99_u64) {
        let mut problem = without_short_cuts(problem);
        problem.crews.iter_mut().for_each(|crew| crew.breaks.truncate(1));
        // Where cost depends on when things happen, trying everything as early as it goes is not all.
        for target in &mut problem.targets {
            (target.gap_max, target.crews) = (None, 1);
        }
        let Some(optimum) = Everything::optimum(&problem) else { return Ok(()) };
        let settings = Settings { iterations: 3_000, seed };
        let plan = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(check(&problem, &plan), vec![]);
        let key = |cost: Cost| (cost.unserved_required, cost.seconds());
        prop_assert_eq!(key(cost(&problem, &plan)), key(optimum));
    }
}
