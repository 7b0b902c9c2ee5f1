//! Which crews can serve which targets, time apart.

use crate::vrp::index;
use model::patrol::{Crew, Lock, Mode, Problem, Target};
use std::collections::BTreeMap;

/// Whether a target's mode list lets `crew` serve it.
pub(super) fn fits_mode(crew: &Crew, target: &Target) -> bool {
    target.modes.is_empty() || target.modes.contains(&crew.mode)
}

/// Whether `crew` can do what the target needs.
pub(super) fn fits_skill(crew: &Crew, target: &Target) -> bool {
    target.needs.iter().all(|need| crew.skills.contains(need))
}

/// Whether `crew` can carry the load of one visit.
pub(super) fn fits_load(crew: &Crew, target: &Target) -> bool {
    target.load.iter().zip(&crew.capacity).all(|(load, most)| load <= most)
}

/// Whether `crew` can make a visit, if it has the time and room.
pub(super) fn fits(crew: &Crew, target: &Target) -> bool {
    fits_mode(crew, target) && fits_skill(crew, target)
}

/// Whether what was fixed by hand lets the crew make visits to the target, both by their places.
pub(super) fn allowed(problem: &Problem, crew: usize, target: usize) -> bool {
    let (mut assigned, mut chosen) = (false, false);
    for lock in &problem.locks {
        match *lock {
            Lock::Assigned { crew: to, target: of } if of == target => {
                assigned = true;
                chosen |= to == crew;
            }
            Lock::Forbidden { crew: to, target: of } if of == target && to == crew => return false,
            _ => (),
        }
    }
    chosen || !assigned
}

/// What tells groups apart: modes, needs, and the target itself where something was fixed about it.
type Asked<'p> = (&'p [Mode], &'p [String], Option<usize>);

/// Targets that the same crews can serve: a row of crews for each group.
#[derive(Debug, Default)]
pub(super) struct Groups<'p> {
    numbers: BTreeMap<Asked<'p>, u32>,
    /// Whether a group's targets can be served by a crew: by group, then by crew.
    pub(super) serves: Vec<bool>,
}

impl<'p> Groups<'p> {
    /// The group of a target.
    pub(super) fn of(&mut self, problem: &'p Problem, number: usize, target: &'p Target) -> u32 {
        let Self { numbers, serves } = self;
        let next = index(numbers.len());
        let about = |lock: &Lock| match lock {
            Lock::Assigned { target, .. } | Lock::Forbidden { target, .. } => *target == number,
            Lock::Begins { .. } | Lock::Whole { .. } => false,
        };
        let alone = problem.locks.iter().any(about).then_some(number);
        *numbers.entry((&target.modes, &target.needs, alone)).or_insert_with(|| {
            let crews = problem.crews.iter().enumerate();
            serves.extend(crews.map(|(place, crew)| {
                fits(crew, target) && alone.is_none_or(|target| allowed(problem, place, target))
            }));
            next
        })
    }
}
