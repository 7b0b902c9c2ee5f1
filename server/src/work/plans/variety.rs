//! A plan that is one of many: drawn by chance among near-optimal ones, and how well it can be guessed.

use super::Progress;
use model::Seconds;
use model::patrol::{Plan, Problem};
use planner::{Guess, Settings, Variety};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How exactly somebody may guess.
const SPAN: Seconds = Seconds::new(1_800);
/// Steps of search for each plan, at the least.
const ITERATIONS_MIN: u64 = 500;
/// The most guesses that are told.
const GUESSES_MAX: usize = 10;

/// How much days are to vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vary {
    /// How many plans are mixed.
    pub plans: usize,
    /// By how many percent one may cost more than the best.
    pub dearer_percent: u32,
}

/// Draws a plan among `first` and others that are made in the time there is, each with its share of the
/// `done` steps that the first took; with what is said of it.
///
/// # Errors
///
/// Why there is none, for a person to read.
#[expect(clippy::cast_precision_loss, reason = "for a person to read")]
pub(super) fn drawn(
    (problem, first): (&Problem, &Plan),
    vary: Vary,
    (limit, done, seed): (Duration, u64, u64),
    told: &mut dyn FnMut(Progress) -> bool,
) -> Result<(Plan, Value), String> {
    let started = Instant::now();
    let iterations = (done / vary.plans.max(1) as u64).max(ITERATIONS_MIN);
    let cost = planner::cost(problem, first);
    let served = first.routes.iter().map(|route| route.stops.len()).sum();
    let wanted = problem.targets.iter().map(|target| usize::from(target.visits)).sum();
    let mut last = None::<Instant>;
    let mut watch = |_stand: usize| {
        let gone = started.elapsed();
        let due = last.is_none_or(|last| last.elapsed() >= super::TOLD_EVERY);
        if due {
            last = Some(Instant::now());
            let fraction = 0.5 + 0.5 * gone.as_secs_f64() / limit.as_secs_f64().max(1e-3);
            let fraction = fraction.min(1.0);
            if !told(Progress { fraction, cost: cost.seconds(), served, wanted }) {
                return ControlFlow::Break(());
            }
        }
        if gone >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let variety = Variety { plans: vary.plans, dearer: vary.dearer_percent, span: SPAN };
    let settings = Settings { iterations, seed };
    let mixture = planner::vary(problem, first, variety, &settings, &mut watch);
    let mixture = mixture.map_err(|error| error.to_string())?;
    // Another stream of chance than that of the search.
    let choice = mixture.draw(!seed).ok_or("there is no plan to draw")?;
    let best = mixture.choices.first().map_or(0, |best| best.cost.seconds()).max(1);
    let dearer = 100.0 * (choice.cost.seconds() as f64 / best as f64 - 1.0);
    let mut free: Vec<&Guess> = mixture.guesses.iter().filter(|guess| guess.free).collect();
    free.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.target.cmp(&b.target)));
    let mean = |of: &dyn Fn(&Guess) -> f64| {
        free.iter().map(|guess| of(guess)).sum::<f64>() / free.len().max(1) as f64
    };
    let guess = |guess: &&Guess| {
        let target = problem.targets.get(guess.target).map(|target| &target.id);
        json!({
            "target": target,
            "from": guess.from.to_string(),
            "chance": guess.chance,
            "entropy_bits": guess.entropy,
        })
    };
    let said = json!({
        "plans": mixture.choices.len(),
        "dearer_percent": dearer,
        "span_min": SPAN.get() / 60,
        "mean_chance": mean(&|guess| guess.chance),
        "worst_chance": mixture.worst(),
        "mean_entropy_bits": mean(&|guess| guess.entropy),
        "guesses": free.iter().take(GUESSES_MAX).map(guess).collect::<Vec<_>>(),
    });
    Ok((choice.plan.clone(), said))
}
