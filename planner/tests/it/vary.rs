//! Days that nobody can guess: mixtures of near-optimal plans.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::district::day;
use model::Seconds;
use model::patrol::{Plan, Problem};
use planner::{Mixture, Settings, Variety, check, solve, vary};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

const SPAN: u32 = 1_800;

fn mixed(problem: &Problem, plans: usize, dearer: u32, seed: u64) -> Mixture {
    let variety = Variety { plans, dearer, span: Seconds::new(SPAN) };
    let settings = Settings { iterations: 1_500, seed };
    let first = solve(problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    vary(problem, &first, variety, &settings, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// The plain twin: the chance that some visit to a target begins in a span.
fn chance(mixture: &Mixture, target: usize, from: u32) -> f64 {
    let begins = |plan: &Plan| {
        plan.routes
            .iter()
            .flat_map(|route| &route.stops)
            .any(|stop| stop.target == target && (from..from + SPAN).contains(&stop.start.get()))
    };
    mixture.choices.iter().filter(|it| begins(&it.plan)).map(|it| it.chance).sum()
}

#[test]
fn every_plan_of_a_mixture_is_sound_affordable_and_likely() {
    let problem = day(6, 40, 5);
    let mixture = mixed(&problem, 10, 10, 1);
    assert!(mixture.choices.len() > 4, "{} plans", mixture.choices.len());
    let best = &mixture.choices[0];
    let count = f64::from(u32::try_from(mixture.choices.len()).unwrap());
    for choice in &mixture.choices {
        assert_eq!(check(&problem, &choice.plan), vec![]);
        assert_eq!(planner::cost(&problem, &choice.plan), choice.cost);
        assert!(choice.cost >= best.cost);
        assert_eq!(choice.cost.unserved_required, best.cost.unserved_required);
        assert!(choice.cost.seconds() * 100 <= best.cost.seconds() * 110);
        assert!(choice.chance >= 0.5 / count);
    }
    let all: f64 = mixture.choices.iter().map(|choice| choice.chance).sum();
    assert!((all - 1.0).abs() < 1e-9, "{all}");
    assert_eq!(mixture, mixed(&problem, 10, 10, 1));
}

#[test]
fn guesses_are_those_of_the_plain_twin_and_harder_than_of_one_plan() {
    let problem = day(6, 40, 5);
    let mixture = mixed(&problem, 10, 10, 1);
    let spans = 48 * 3_600 / SPAN;
    for guess in &mixture.guesses {
        let most = (0..spans).map(|span| chance(&mixture, guess.target, span * SPAN));
        let most = most.fold(0.0, f64::max);
        assert!((guess.chance - most.min(1.0)).abs() < 1e-9, "{guess:?}, {most}");
        assert!((chance(&mixture, guess.target, guess.from.get()) - most).abs() < 1e-9);
        // No more spans than visits that could stand in them.
        assert!(guess.entropy >= 0.0 && guess.entropy <= f64::from(spans).log2());
    }
    let mean = |mixture: &Mixture| {
        let free: Vec<f64> =
            mixture.guesses.iter().filter(|it| it.free).map(|it| it.chance).collect();
        free.iter().sum::<f64>() / f64::from(u32::try_from(free.len()).unwrap())
    };
    let single = mixed(&problem, 1, 10, 1);
    assert_eq!(single.choices.len(), 1);
    assert!((mean(&single) - 1.0).abs() < 1e-9 && single.worst() == Some(1.0));
    let entropy: f64 = mixture.guesses.iter().map(|guess| guess.entropy).sum();
    let alone: f64 = single.guesses.iter().map(|guess| guess.entropy).sum();
    assert!(mean(&mixture) < 0.6, "guessed on {} of days", mean(&mixture));
    assert!(entropy > alone);
}

#[test]
fn plans_are_drawn_as_often_as_they_are_likely() {
    let mixture = mixed(&day(4, 20, 2), 6, 15, 3);
    let mut drawn: BTreeMap<u64, u32> = BTreeMap::new();
    let key = |chance: f64| chance.to_bits();
    for seed in 0..4_000 {
        *drawn.entry(key(mixture.draw(seed).unwrap().chance)).or_default() += 1;
    }
    for (bits, count) in drawn {
        let chance = f64::from_bits(bits);
        // Plans of the same chance are counted together.
        let same = mixture.choices.iter().filter(|it| key(it.chance) == bits).count();
        let expected = chance * f64::from(u32::try_from(same).unwrap());
        assert!((f64::from(count) / 4_000.0 - expected).abs() < 0.04, "{count} for {expected}");
    }
}

#[test]
fn who_stops_the_search_gets_what_stands() {
    let problem = day(6, 40, 5);
    let variety = Variety { plans: 20, dearer: 10, span: Seconds::new(SPAN) };
    let settings = Settings { iterations: 1_500, seed: 1 };
    let first = solve(&problem, &settings, &mut |_| ControlFlow::Continue(())).unwrap();
    let mixture = vary(&problem, &first, variety, &settings, &mut |stand| {
        if stand < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let mixture = mixture.unwrap();
    assert!((1..=4).contains(&mixture.choices.len()), "{}", mixture.choices.len());
    assert!(mixture.choices.iter().all(|it| check(&problem, &it.plan).is_empty()));
    let stop = &mut |_| ControlFlow::Break(());
    let nothing = vary(&problem, &first, variety, &settings, stop).unwrap();
    assert_eq!((nothing.choices.len(), &nothing.choices[0].plan), (1, &first));
}
