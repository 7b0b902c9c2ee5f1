//! Days that nobody can guess: near-optimal plans and how often each is gone by.
//!
//! A plan that is best every day is at the same place at the same time every day. Here many plans are
//! made, each with other parts of the targets' windows taken away, so that visits move over the day;
//! those that cost little more than the best form a pool. Which is gone by is drawn anew each day, with
//! chances that make the moment easiest to guess as hard to guess as the pool lets it: a matrix game
//! between who draws and who guesses, solved by multiplicative weights (Y. Freund and R. E. Schapire,
//! "Adaptive game playing using multiplicative weights", Games and Economic Behavior 29, 1999, section 3).

use super::cost::{Cost, cost};
use super::problem_error::{ProblemError, sound};
use super::solve::{Settings, plan_of, solve};
use crate::random::Random;
use model::Seconds;
use model::patrol::{Lock, Plan, Problem, Target, Window};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The most plans of a mixture.
pub const PLANS_MAX: usize = 64;
/// How much of the windows is taken away at first, and how much less in each further try; in the last
/// nothing is.
const TAKEN: f64 = 0.7;
const LESS: f64 = 0.5;
/// Rounds of the game.
const ROUNDS: u32 = 1_000;

/// How much days are to vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variety {
    /// How many plans to mix, 1 to [`PLANS_MAX`].
    pub plans: usize,
    /// By how many percent a plan may cost more than the best.
    pub dearer: u32,
    /// How exactly somebody may guess: spans of this length, counted from midnight.
    pub span: Seconds,
}

/// One plan of a mixture.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The plan, which passes [`crate::check`].
    pub plan: Plan,
    /// What it costs.
    pub cost: Cost,
    /// How likely it is to be gone by.
    pub chance: f64,
}

/// How well visits to a target can be guessed by somebody who knows the whole mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The target's place in the problem.
    pub target: usize,
    /// The beginning of the span in which a visit is most likely to begin.
    pub from: Seconds,
    /// How likely that is; 1 where it is certain.
    pub chance: f64,
    /// The entropy of the span in which a visit begins, in bits: 0 where it is always the same.
    pub entropy: f64,
    /// Whether its windows leave a choice of spans at all.
    pub free: bool,
}

/// Near-optimal plans with the chance of each; the first is the best that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixture {
    /// The plans.
    pub choices: Vec<Choice>,
    /// One guess for each target that is visited at all, by target.
    pub guesses: Vec<Guess>,
}

impl Mixture {
    /// The plan of a day: one is drawn by its chance.
    pub fn draw(&self, seed: u64) -> Option<&Choice> {
        let mut left = Random::new(seed).share();
        let chosen = self.choices.iter().find(|choice| {
            left -= choice.chance;
            left <= 0.0
        });
        chosen.or_else(|| self.choices.last())
    }

    /// How likely the best guess about any target that leaves a choice comes true; `None` without one.
    pub fn worst(&self) -> Option<f64> {
        let free = self.guesses.iter().filter(|guess| guess.free);
        free.map(|guess| guess.chance).reduce(f64::max)
    }
}

/// Mixes `first`, a plan for `problem` that passes [`crate::check`], with others, each searched for with
/// `settings` and a seed of its own.
///
/// `watch` is asked about every millisecond of work, with the number of plans that stand, and may stop the
/// search: those that stand are mixed. Costs a search for each plan, and up to two more for those that come
/// out too dear.
///
/// # Errors
///
/// As [`solve`].
pub fn vary(
    problem: &Problem,
    first: &Plan,
    variety: Variety,
    settings: &Settings,
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Mixture, ProblemError> {
    sound(problem)?;
    let mut random = Random::new(settings.seed);
    let mut over = watch(1).is_break();
    let mut pool = vec![(cost(problem, first), first.clone())];
    for _ in 1..variety.plans.min(PLANS_MAX) {
        let shares = [TAKEN, TAKEN * LESS, TAKEN * LESS * LESS, 0.0];
        for share in shares {
            if over {
                break;
            }
            let thinner = thinned(problem, share, variety.span, &mut random);
            let settings = Settings { seed: random.bits(), ..*settings };
            let found = solve(&thinner, &settings, &mut |_| {
                let told = watch(pool.len());
                over |= told.is_break();
                told
            });
            // What is fixed by hand may not fit into what is left of the windows.
            let Ok(found) = found else { continue };
            let plan = plan_of(problem, found.routes);
            let cost = cost(problem, &plan);
            if affordable(&cost, &pool[0].0, variety.dearer) {
                pool.push((cost, plan));
                break;
            }
        }
    }
    pool.sort_by_key(|(cost, _)| *cost);
    let best = pool[0].0;
    pool.retain(|(cost, _)| affordable(cost, &best, variety.dearer));
    let visits: Vec<Visits> = pool.iter().map(|(_, plan)| visits(plan, variety.span)).collect();
    let is_free = |target: usize| {
        problem.targets.get(target).is_some_and(|target| leaves_choice(target, variety.span))
    };
    let chances = chances(&visits, &is_free);
    let guesses = guesses(&visits, &chances, variety.span, &is_free);
    let choice = |((cost, plan), chance)| Choice { plan, cost, chance };
    Ok(Mixture { choices: pool.into_iter().zip(chances).map(choice).collect(), guesses })
}

/// Whether a plan leaves out no more required visits than the best and costs little more.
fn affordable(cost: &Cost, best: &Cost, dearer: u32) -> bool {
    let most = u128::from(best.seconds()) * u128::from(100 + dearer) / 100;
    cost.unserved_required <= best.unserved_required && u128::from(cost.seconds()) <= most
}

/// How long the windows of a target are together.
fn length(target: &Target) -> u32 {
    let long = |window: &Window| window.end().get() - window.start().get();
    target.windows.iter().map(long).sum()
}

/// Whether a visit can begin in more than one span.
fn leaves_choice(target: &Target, span: Seconds) -> bool {
    length(target) >= 2 * span.get().max(1)
}

/// The problem with a random part of the windows of each target left, from one moment on: visits that must
/// be apart have room in it. Targets whose order is fixed and those that should not wait long keep theirs.
fn thinned(problem: &Problem, share: f64, span: Seconds, random: &mut Random) -> Problem {
    let mut thinner = problem.clone();
    let ordered = |number: usize| {
        let mut orders = problem.locks.iter().filter_map(Lock::order);
        orders.any(|(_, stops, _)| stops.iter().any(|stop| stop.target == number))
    };
    for (number, target) in thinner.targets.iter_mut().enumerate() {
        if target.gap_max.is_some() || ordered(number) || !leaves_choice(target, span) {
            continue;
        }
        let whole = length(target);
        let apart = u32::from(target.visits - 1).saturating_mul(target.gap.get().max(span.get()));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 48 hours"
        )]
        let left = (f64::from(whole) * (1.0 - share)) as u32;
        let left = left.max(apart.saturating_add(span.get())).min(whole);
        let skip = u32::try_from(random.below((whole - left) as usize + 1)).unwrap_or(0);
        target.windows = part(&target.windows, skip, left);
    }
    thinner
}

/// What is left of windows from `skip` on for `left`, both along the windows alone.
fn part(windows: &[Window], skip: u32, left: u32) -> Vec<Window> {
    let (mut gone, mut kept) = (0, Vec::new());
    for window in windows {
        let long = window.end().get() - window.start().get();
        let (from, until) = (skip.max(gone) - gone, (skip + left).min(gone + long));
        if from <= long && until >= gone + from {
            let start = window.start() + Seconds::new(from);
            kept.extend(Window::new(start, window.start() + Seconds::new(until - gone)));
        }
        gone += long;
    }
    if kept.is_empty() { windows.to_vec() } else { kept }
}

/// How often visits begin in a span: by target and number of the span.
type Visits = BTreeMap<(usize, u32), u32>;

fn visits(plan: &Plan, span: Seconds) -> Visits {
    let mut visits = Visits::new();
    for stop in plan.routes.iter().flat_map(|route| &route.stops) {
        *visits.entry((stop.target, stop.start.get() / span.get().max(1))).or_default() += 1;
    }
    visits
}

/// The chance of each plan: half by the game against the best guess, half the same for all.
fn chances(pool: &[Visits], is_free: &dyn Fn(usize) -> bool) -> Vec<f64> {
    let count = f64::from(u32::try_from(pool.len()).unwrap_or(u32::MAX));
    let rows: Vec<Vec<(usize, u32)>> = pool
        .iter()
        .map(|visits| visits.keys().filter(|(target, _)| is_free(*target)).copied().collect())
        .collect();
    // What all plans have in common can be guessed whatever is drawn.
    let mut common: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    for key in rows.iter().flatten() {
        *common.entry(*key).or_default() += 1;
    }
    let open = |key: &&(usize, u32)| common.get(*key).is_some_and(|plans| *plans < pool.len());
    let rate = libm::sqrt(8.0 * libm::log(count.max(2.0)) / f64::from(ROUNDS));
    let mut losses = vec![0.0_f64; pool.len()];
    let mut sums = vec![0.0_f64; pool.len()];
    for _ in 0..ROUNDS {
        let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> =
            losses.iter().map(|loss| libm::exp(-rate * (loss - least))).collect();
        let all: f64 = weights.iter().sum();
        let mut spans: BTreeMap<(usize, u32), f64> = BTreeMap::new();
        for (row, weight) in rows.iter().zip(&weights) {
            for key in row.iter().filter(open) {
                *spans.entry(*key).or_default() += weight / all;
            }
        }
        for (sum, weight) in sums.iter_mut().zip(&weights) {
            *sum += weight / all;
        }
        // The first of equals, in the order of targets: the same on every machine.
        let worst =
            spans.iter().fold(None, |worst: Option<(&(usize, u32), f64)>, (key, chance)| {
                if worst.is_some_and(|(_, most)| most >= *chance) {
                    worst
                } else {
                    Some((key, *chance))
                }
            });
        let Some((worst, _)) = worst else { break };
        for (loss, visits) in losses.iter_mut().zip(pool) {
            *loss += f64::from(u8::from(visits.contains_key(worst)));
        }
    }
    let all: f64 = sums.iter().sum();
    sums.iter().map(|sum| 0.5 * sum / all + 0.5 / count).collect()
}

/// A target and the number of a span; the chance that any visit begins there, and how many do on average.
type Begun = ((usize, u32), (f64, f64));

/// The best guess about each target that is visited.
fn guesses(
    pool: &[Visits],
    chances: &[f64],
    span: Seconds,
    is_free: &dyn Fn(usize) -> bool,
) -> Vec<Guess> {
    let mut spans: BTreeMap<(usize, u32), (f64, f64)> = BTreeMap::new();
    for (visits, chance) in pool.iter().zip(chances) {
        for (key, count) in visits {
            let entry = spans.entry(*key).or_default();
            entry.0 += chance;
            entry.1 += chance * f64::from(*count);
        }
    }
    let all: Vec<Begun> = spans.into_iter().collect();
    let by_target = all.chunk_by(|a, b| a.0.0 == b.0.0);
    let guess = |spans: &[Begun]| {
        let target = spans.first()?.0.0;
        let total: f64 = spans.iter().map(|(_, (_, mean))| mean).sum();
        let bits =
            |mean: f64| if mean > 0.0 { -mean / total * libm::log2(mean / total) } else { 0.0 };
        let likeliest =
            spans.iter().fold(spans.first()?, |most, it| if it.1.0 > most.1.0 { it } else { most });
        Some(Guess {
            target,
            from: Seconds::new(likeliest.0.1 * span.get().max(1)),
            chance: likeliest.1.0.min(1.0),
            entropy: spans.iter().map(|(_, (_, mean))| bits(*mean)).sum(),
            free: is_free(target),
        })
    };
    by_target.filter_map(guess).collect()
}
