//! Which crews can serve which targets, time apart.

use crate::vrp::index;
use model::patrol::{Crew, Mode, Problem, Target};
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

/// Targets that the same crews can serve: a row of crews for each group.
#[derive(Debug, Default)]
pub(super) struct Groups<'p> {
    numbers: BTreeMap<(&'p [Mode], &'p [String]), u32>,
    /// Whether a group's targets can be served by a crew: by group, then by crew.
    pub(super) serves: Vec<bool>,
}

impl<'p> Groups<'p> {
    /// The group of a target.
    pub(super) fn of(&mut self, problem: &'p Problem, target: &'p Target) -> u32 {
        let Self { numbers, serves } = self;
        let next = index(numbers.len());
        *numbers.entry((&target.modes, &target.needs)).or_insert_with(|| {
            serves.extend(problem.crews.iter().map(|crew| fits(crew, target)));
            next
        })
    }
}
