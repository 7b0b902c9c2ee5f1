//! What would have to give way so that a required visit can be made.
//!
//! Every answer has been tried: the changed day is planned from the given plan on, and the plan with
//! more required visits in it is handed over.

use super::cost::cost;
use super::flat::Day;
use super::problem_error::sound;
use super::solve::written;
use super::warm::from_plan;
use crate::vrp::{Tuning, search_from};
use model::Seconds;
use model::patrol::{Crew, Lock, Mode, Plan, Problem, Target, Unserved, UnservedReason, Window};
use std::ops::ControlFlow;

/// How much shifts and windows may give way, in minutes.
const STEPS: [u32; 4] = [15, 30, 60, 120];
/// The most answers for one target.
pub const ANSWERS_MAX: usize = 3;

/// One thing that gives way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relief {
    /// A crew's shift ends later.
    ShiftEnds {
        /// The crew's place in the problem.
        crew: usize,
        /// By how much.
        by: Seconds,
    },
    /// A crew's shift begins earlier.
    ShiftBegins {
        /// The crew's place in the problem.
        crew: usize,
        /// By how much.
        by: Seconds,
    },
    /// The target's last window ends later.
    WindowEnds {
        /// The target's place in the problem.
        target: usize,
        /// By how much.
        by: Seconds,
    },
    /// The target's first window begins earlier.
    WindowBegins {
        /// The target's place in the problem.
        target: usize,
        /// By how much.
        by: Seconds,
    },
    /// One more mode can serve the target.
    Mode {
        /// The target's place in the problem.
        target: usize,
        /// The mode.
        mode: Mode,
    },
    /// A crew has all the skills that the target needs.
    Skills {
        /// The crew's place in the problem.
        crew: usize,
        /// The target's place in the problem.
        target: usize,
    },
    /// A crew can carry whatever there is.
    Capacity {
        /// The crew's place in the problem.
        crew: usize,
    },
    /// What was fixed by hand about who visits the target is lifted.
    Locks {
        /// The target's place in the problem.
        target: usize,
    },
    /// There is one more crew like this one.
    Crew {
        /// The crew's place in the problem.
        like: usize,
    },
}

/// What lets a required visit in, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// The target's place in the problem.
    pub target: usize,
    /// What gives way.
    pub relief: Relief,
    /// Required visits that are still left out.
    pub unserved_required: u32,
    /// The plan for [`Relief::applied`], which passes [`crate::check`].
    pub plan: Plan,
}

impl Relief {
    /// The problem in which this gives way; `None` when it cannot, as a shift before midnight.
    pub fn applied(&self, problem: &Problem) -> Option<Problem> {
        let mut changed = problem.clone();
        match *self {
            Self::ShiftEnds { crew, by } => {
                let crew = changed.crews.get_mut(crew)?;
                crew.shift = Window::new(crew.shift.start(), crew.shift.end() + by)?;
            }
            Self::ShiftBegins { crew, by } => {
                let crew = changed.crews.get_mut(crew)?;
                crew.shift = Window::new(earlier(crew.shift.start(), by)?, crew.shift.end())?;
            }
            Self::WindowEnds { target, by } => {
                let window = changed.targets.get_mut(target)?.windows.last_mut()?;
                *window = Window::new(window.start(), window.end() + by)?;
            }
            Self::WindowBegins { target, by } => {
                let window = changed.targets.get_mut(target)?.windows.first_mut()?;
                *window = Window::new(earlier(window.start(), by)?, window.end())?;
            }
            Self::Mode { target, mode } => changed.targets.get_mut(target)?.modes.push(mode),
            Self::Skills { crew, target } => {
                let needs = changed.targets.get(target)?.needs.clone();
                changed.crews.get_mut(crew)?.skills.extend(needs);
            }
            Self::Capacity { crew } => changed.crews.get_mut(crew)?.capacity.clear(),
            Self::Locks { target: of } => changed.locks.retain(|lock| match lock {
                Lock::Assigned { target, .. } | Lock::Forbidden { target, .. } => *target != of,
                Lock::Begins { .. } | Lock::Whole { .. } => true,
            }),
            Self::Crew { like } => {
                let crew = changed.crews.get(like)?.clone();
                let id = format!("{}+", crew.id);
                changed.crews.push(Crew { id, ..crew });
            }
        }
        Some(changed)
    }

    /// What this does, in words, with the ids of `problem`.
    pub fn words(&self, problem: &Problem) -> String {
        let crew = |place: &usize| {
            problem.crews.get(*place).map_or_else(|| format!("#{place}"), |crew| crew.id.clone())
        };
        let target = |place: &usize| {
            let found = problem.targets.get(*place);
            found.map_or_else(|| format!("#{place}"), |target| target.id.clone())
        };
        let minutes = |by: &Seconds| by.get() / 60;
        match self {
            Self::ShiftEnds { crew: k, by } => {
                format!("the shift of crew {} ends {} min later", crew(k), minutes(by))
            }
            Self::ShiftBegins { crew: k, by } => {
                format!("the shift of crew {} begins {} min earlier", crew(k), minutes(by))
            }
            Self::WindowEnds { target: i, by } => {
                format!("target {} may begin up to {} min later", target(i), minutes(by))
            }
            Self::WindowBegins { target: i, by } => {
                format!("target {} may begin up to {} min earlier", target(i), minutes(by))
            }
            Self::Mode { target: i, mode } => {
                format!("target {} can be served by {} too", target(i), mode.as_str())
            }
            Self::Skills { crew: k, target: i } => {
                format!("crew {} can do what target {} needs", crew(k), target(i))
            }
            Self::Capacity { crew: k } => format!("crew {} has room for more", crew(k)),
            Self::Locks { target: i } => format!("who visits target {} is not fixed", target(i)),
            Self::Crew { like } => format!("there is one more crew like {}", crew(like)),
        }
    }
}

fn earlier(time: Seconds, by: Seconds) -> Option<Seconds> {
    time.get().checked_sub(by.get()).map(Seconds::new)
}

/// For each target of `plan` with a required visit left out, at most [`ANSWERS_MAX`] single changes
/// that let more required visits in, the least of each kind, small ones first.
///
/// `plan` must pass [`crate::check`]. Every change is tried by `iterations` steps of search from the
/// plan on; that none is found does not prove that there is none. `watch` is asked before each try and
/// may stop: what was found until then is returned. Costs a search for each try, some hundred for a
/// target of a day with a dozen crews.
pub fn relax(
    problem: &Problem,
    plan: &Plan,
    iterations: u64,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Vec<Relaxation> {
    // What more search alone lets in is owed to no change.
    let Some(same) = searched(problem, plan, iterations) else { return Vec::new() };
    let before = cost(problem, &same).unserved_required.min(cost(problem, plan).unserved_required);
    let mut found = Vec::new();
    let required =
        |left: &&Unserved| problem.targets.get(left.target).is_some_and(|target| target.required);
    for left in plan.unserved.iter().filter(required) {
        let mut answers: Vec<Relaxation> = Vec::new();
        for ladder in ladders(problem, left) {
            // The greatest first: where that does not help, less will not.
            let mut helps = None;
            for relief in ladder.into_iter().rev() {
                if watch().is_break() {
                    found.extend(answers);
                    return found;
                }
                match tried(problem, plan, (left.target, relief), (before, iterations)) {
                    Some(answer) => helps = Some(answer),
                    None => break,
                }
            }
            answers.extend(helps);
        }
        answers.sort_by_key(|answer| (size(&answer.relief), answer.unserved_required));
        answers.truncate(ANSWERS_MAX);
        found.extend(answers);
    }
    found
}

/// How much a change asks for: minutes of somebody's day, or more than all of these.
fn size(relief: &Relief) -> u32 {
    match relief {
        Relief::ShiftEnds { by, .. }
        | Relief::ShiftBegins { by, .. }
        | Relief::WindowEnds { by, .. }
        | Relief::WindowBegins { by, .. } => by.get(),
        Relief::Mode { .. } | Relief::Locks { .. } => 100_000,
        Relief::Skills { .. } | Relief::Capacity { .. } => 200_000,
        Relief::Crew { .. } => 300_000,
    }
}

/// The changes that may help against the reason, each kind from little to much.
fn ladders(problem: &Problem, left: &Unserved) -> Vec<Vec<Relief>> {
    let target = left.target;
    let Some(data) = problem.targets.get(target) else { return Vec::new() };
    let crews = || 0..problem.crews.len();
    let steps = |relief: &dyn Fn(Seconds) -> Relief| {
        STEPS.iter().map(|minutes| relief(Seconds::new(minutes * 60))).collect::<Vec<_>>()
    };
    match left.reason {
        UnservedReason::NoMode => {
            let others = Mode::ALL.into_iter().filter(|mode| !data.modes.contains(mode));
            let others = others.filter(|mode| problem.crews.iter().any(|it| it.mode == *mode));
            others.map(|mode| vec![Relief::Mode { target, mode }]).collect()
        }
        UnservedReason::NoSkill => {
            let able = crews().filter(|&crew| serves(&problem.crews[crew], data));
            able.map(|crew| vec![Relief::Skills { crew, target }]).collect()
        }
        UnservedReason::NoRoom => crews().map(|crew| vec![Relief::Capacity { crew }]).collect(),
        UnservedReason::Locked => vec![vec![Relief::Locks { target }]],
        UnservedReason::NoTeam => crews().map(|like| vec![Relief::Crew { like }]).collect(),
        UnservedReason::NotReachable | UnservedReason::NoTime => {
            let mut all = vec![
                steps(&|by| Relief::WindowEnds { target, by }),
                steps(&|by| Relief::WindowBegins { target, by }),
            ];
            let able: Vec<usize> =
                crews().filter(|&crew| serves(&problem.crews[crew], data)).collect();
            for &crew in &able {
                all.push(steps(&|by| Relief::ShiftEnds { crew, by }));
                all.push(steps(&|by| Relief::ShiftBegins { crew, by }));
            }
            all.extend(able.into_iter().map(|like| vec![Relief::Crew { like }]));
            all
        }
    }
}

fn serves(crew: &Crew, target: &Target) -> bool {
    super::fits::fits_mode(crew, target)
}

/// The changed day, planned from `plan` on, if that makes more required visits, one of them to the
/// target.
fn tried(
    problem: &Problem,
    plan: &Plan,
    (target, relief): (usize, Relief),
    (before, iterations): (u32, u64),
) -> Option<Relaxation> {
    let changed = relief.applied(problem)?;
    let plan_now = searched(&changed, plan, iterations)?;
    let unserved_required = cost(&changed, &plan_now).unserved_required;
    let missing = |plan: &Plan| {
        let left = plan.unserved.iter().filter(|left| left.target == target);
        left.map(|left| u32::from(left.visits)).sum::<u32>()
    };
    let helps = unserved_required < before && missing(&plan_now) < missing(plan);
    helps.then_some(Relaxation { target, relief, unserved_required, plan: plan_now })
}

/// The best plan that so many steps of search find for `problem` from `plan` on.
fn searched(problem: &Problem, plan: &Plan, iterations: u64) -> Option<Plan> {
    sound(problem).ok()?;
    let mut day = Day::new(problem);
    day.measure(&mut |_| false);
    let nodes = from_plan(problem, &day, plan)?;
    let tuning = Tuning::for_days(day.instance.clients.len());
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let best = search_from(&day.instance, &nodes, 1, tuning, &mut |iteration, _, _| {
        (iteration < iterations).then(|| iteration as f64 / iterations as f64)
    });
    Some(written(problem, &day, &best))
}
