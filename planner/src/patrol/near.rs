//! Which tasks lie near which, worked out when first asked for.

use super::instance::{Instance, index};

/// How many neighbours a task has at most.
const NEIGHBOURS: usize = 120;

/// The nearest tasks of each task, nearest first, itself at the head.
#[derive(Debug)]
pub(super) struct Near {
    lists: Vec<Vec<u32>>,
}

impl Near {
    /// No list yet, for so many tasks.
    pub(super) fn new(tasks: usize) -> Self {
        Self { lists: vec![Vec::new(); tasks] }
    }

    /// The list of `task`; the first call costs a pass over all tasks.
    pub(super) fn of(&mut self, instance: &Instance, task: u32) -> &[u32] {
        let list = &mut self.lists[task as usize];
        if list.is_empty() {
            *list = nearest(instance, task);
        }
        list
    }
}

fn nearest(instance: &Instance, task: u32) -> Vec<u32> {
    let mut others: Vec<(f64, u32)> = (0..index(instance.tasks.len()))
        .map(|other| (apart(instance, task, other), other))
        .collect();
    let by_distance = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if others.len() > NEIGHBOURS {
        others.select_nth_unstable_by(NEIGHBOURS, by_distance);
        others.truncate(NEIGHBOURS);
    }
    others.sort_unstable_by(by_distance);
    others.into_iter().map(|(_, other)| other).collect()
}

/// The least square of a chord between an end of one and an end of the other; the task itself
/// comes before everything at the same spot.
fn apart(instance: &Instance, task: u32, other: u32) -> f64 {
    if task == other {
        return -1.0;
    }
    let (a, b) = (&instance.tasks[task as usize], &instance.tasks[other as usize]);
    let mut least = instance.chord_2(a.enter, b.enter);
    for (from, to) in [(a.enter, b.leave), (a.leave, b.enter), (a.leave, b.leave)] {
        if a.enter != a.leave || b.enter != b.leave {
            least = least.min(instance.chord_2(from, to));
        }
    }
    least
}
