//! What keeps a problem from being planned at all.

use super::flat::ends_of;
use model::patrol::{Lock, Problem, Target, TargetShape};

/// The most visits that one problem may ask for, over all its targets.
pub const VISITS_MAX: usize = 100_000;

/// The most that one visit may load, in each dimension.
pub const LOAD_MAX: u32 = 20_000;

/// Why a problem cannot be planned: it is not what its types promise, or too large.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemError {
    /// A target that may begin at no time.
    #[error("target {0} has no time window")]
    NoWindow(String),
    /// Windows that overlap, touch or stand in the wrong order.
    #[error("the time windows of target {0} are not in order and apart from one another")]
    WindowsOutOfOrder(String),
    /// A target that wants no visit, or visits by no crew.
    #[error("target {0} wants no visit; it must want at least 1 by at least 1 crew")]
    NoVisit(String),
    /// A most time between visits that is shorter than the least.
    #[error("visits to target {0} cannot be so near and so far apart at once")]
    GapsCross(String),
    /// A line without two points.
    #[error("the line of target {0} has fewer than 2 points")]
    NoLine(String),
    /// More visits than a plan may have.
    #[error("{0} visits are wanted; at most {VISITS_MAX} can be planned")]
    TooManyVisits(usize),
    /// Breaks that do not fit into the shift of their crew, or not one after another.
    #[error("the breaks of crew {0} cannot be taken within its shift")]
    Breaks(String),
    /// Stops of a crew whose order is fixed, and its breaks, do not fit into its shift and their windows.
    #[error("what is fixed for crew {0} cannot be kept: its stops in this order, with its breaks")]
    Locks(String),
    /// A lock on a crew or target that the problem does not have.
    #[error("a lock names a crew or target that the problem does not have")]
    UnknownLocked,
    /// A crew whose order is fixed twice.
    #[error("the order of crew {0} is fixed twice")]
    SecondOrder(String),
    /// A target that stands in fixed orders more often than it is to be visited, or that several crews
    /// visit together.
    #[error("target {0} cannot stand in a fixed order so often, or at all")]
    LockedTarget(String),
    /// A load beyond what can be added up.
    #[error("target {0} loads more than {LOAD_MAX}")]
    TooMuchLoad(String),
    /// Two tables of travel times for one mode.
    #[error("there are two tables of travel times for {0}")]
    SecondTravel(&'static str),
    /// A place that the travel times of a mode do not know, by the id of its crew or target.
    #[error("the travel times for {mode} do not know a place of {id}")]
    NoTravel {
        /// The mode.
        mode: &'static str,
        /// The crew or target.
        id: String,
    },
    /// More crews than can be told apart.
    #[error("{0} crews are too many")]
    TooManyCrews(usize),
}

/// Checks what the solver leans on and the types of [`Problem`] do not hold by themselves.
pub(super) fn sound(problem: &Problem) -> Result<(), ProblemError> {
    if problem.crews.len() > usize::from(u16::MAX) {
        return Err(ProblemError::TooManyCrews(problem.crews.len()));
    }
    let shares = |target: &Target| usize::from(target.visits) * usize::from(target.crews.max(1));
    let visits: usize = problem.targets.iter().map(shares).sum();
    if visits > VISITS_MAX {
        return Err(ProblemError::TooManyVisits(visits));
    }
    problem.targets.iter().try_for_each(sound_target)?;
    sound_locks(problem)?;
    sound_travel(problem)
}

/// Checks that locks name what there is, and no more visits than there are.
fn sound_locks(problem: &Problem) -> Result<(), ProblemError> {
    let mut ordered = vec![false; problem.crews.len()];
    let mut visits: Vec<usize> =
        problem.targets.iter().map(|target| usize::from(target.visits)).collect();
    for lock in &problem.locks {
        if let Lock::Assigned { crew, target } | Lock::Forbidden { crew, target } = lock
            && (*crew >= problem.crews.len() || *target >= problem.targets.len())
        {
            return Err(ProblemError::UnknownLocked);
        }
        let Some((crew, stops, _)) = lock.order() else { continue };
        let twice = ordered.get_mut(crew).ok_or(ProblemError::UnknownLocked)?;
        if std::mem::replace(twice, true) {
            return Err(ProblemError::SecondOrder(problem.crews[crew].id.clone()));
        }
        for stop in stops {
            let target = problem.targets.get(stop.target).ok_or(ProblemError::UnknownLocked)?;
            let left = visits[stop.target].checked_sub(1).filter(|_| target.crews == 1);
            visits[stop.target] =
                left.ok_or_else(|| ProblemError::LockedTarget(target.id.clone()))?;
        }
    }
    Ok(())
}

/// Checks that every table of travel times knows all places that crews of its mode may go to.
fn sound_travel(problem: &Problem) -> Result<(), ProblemError> {
    for (number, table) in problem.travel.iter().enumerate() {
        let mode = table.mode();
        if problem.travel.iter().take(number).any(|other| other.mode() == mode) {
            return Err(ProblemError::SecondTravel(mode.as_str()));
        }
        let mut crews = problem.crews.iter().filter(|crew| crew.mode == mode).peekable();
        if crews.peek().is_none() {
            continue;
        }
        let stray = |id: &String| ProblemError::NoTravel { mode: mode.as_str(), id: id.clone() };
        if let Some(crew) = crews.find(|crew| table.number(crew.base).is_none()) {
            return Err(stray(&crew.id));
        }
        let visited = |target: &&Target| target.modes.is_empty() || target.modes.contains(&mode);
        let unknown = |target: &&Target| {
            ends_of(target).into_iter().flatten().any(|end| table.number(end).is_none())
        };
        if let Some(target) = problem.targets.iter().filter(visited).find(unknown) {
            return Err(stray(&target.id));
        }
    }
    Ok(())
}

fn sound_target(target: &Target) -> Result<(), ProblemError> {
    let id = || target.id.clone();
    if target.windows.is_empty() {
        return Err(ProblemError::NoWindow(id()));
    }
    if target.windows.windows(2).any(|pair| pair[0].end() >= pair[1].start()) {
        return Err(ProblemError::WindowsOutOfOrder(id()));
    }
    if target.visits == 0 || target.crews == 0 {
        return Err(ProblemError::NoVisit(id()));
    }
    if target.gap_max.is_some_and(|most| most < target.gap || most.get() == 0) {
        return Err(ProblemError::GapsCross(id()));
    }
    if target.load.iter().any(|load| *load > LOAD_MAX) {
        return Err(ProblemError::TooMuchLoad(id()));
    }
    match &target.shape {
        TargetShape::Line(line) if line.len() < 2 => Err(ProblemError::NoLine(id())),
        TargetShape::Line(_) | TargetShape::Point(_) | TargetShape::Area { .. } => Ok(()),
    }
}
