//! Which clients go well next to one another.
//!
//! The measure is that of Vidal, Crainic, Gendreau and Prins 2013 ("A hybrid genetic algorithm
//! with adaptive diversity management for a large class of vehicle routing problems with
//! time-windows"), section 4.4: the way, a share of the wait it brings, and the lateness it is sure
//! to bring, in the better of the two orders.

use super::instance::{Client, Instance, index};

/// How much a unit of sure waiting and of sure lateness weighs against a unit of travel.
const WAIT_WEIGHT: f64 = 0.2;
const LATE_WEIGHT: f64 = 1.0;

/// For every client, others in the order of how well they go with it; worked out when first asked
/// for, so that a large problem need not wait for all pairs.
#[derive(Debug)]
pub(crate) struct Near {
    width: usize,
    with_times: bool,
    lists: Vec<Beside>,
    known: Vec<bool>,
    scratch: Vec<(f32, u32)>,
}

/// A client near another one, with what the way between them costs vehicles of the first kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside {
    /// Which client.
    pub(crate) other: u32,
    /// From it.
    pub(crate) come: i32,
    /// To it.
    pub(crate) go: i32,
}

impl Near {
    /// No list yet, each to be `width` long.
    pub(crate) fn new(instance: &Instance, width: usize, with_times: bool) -> Self {
        let count = instance.clients.len();
        let width = width.min(count.saturating_sub(1));
        Self {
            width,
            with_times,
            lists: vec![Beside::default(); count * width],
            known: vec![false; count],
            scratch: Vec::new(),
        }
    }

    /// The others near `client`, nearest first, without itself; the first call for a client costs
    /// a pass over all others.
    #[inline]
    pub(crate) fn of(&mut self, instance: &Instance, client: u32) -> &[Beside] {
        if !self.known[client as usize] {
            self.fill(instance, client);
        }
        let first = client as usize * self.width;
        &self.lists[first..first + self.width]
    }

    #[cold]
    fn fill(&mut self, instance: &Instance, client: u32) {
        self.known[client as usize] = true;
        let others = &mut self.scratch;
        others.clear();
        let all = 0..index(instance.clients.len());
        others.extend(all.filter(|&other| other != client).map(|other| {
            let there = toll(instance, client, other, self.with_times);
            let back = toll(instance, other, client, self.with_times);
            (there.min(back), other)
        }));
        let order = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if others.len() > self.width {
            others.select_nth_unstable_by(self.width, order);
            others.truncate(self.width);
        }
        others.sort_unstable_by(order);
        let first = client as usize * self.width;
        let Some(kind) = instance.kinds.first() else { return };
        let table = &instance.tables[kind.cost as usize];
        let here = &instance.clients[client as usize];
        for (slot, (_, other)) in self.lists[first..].iter_mut().zip(others.iter()) {
            let there = &instance.clients[*other as usize];
            let come = table.between(there.leave, here.enter);
            let go = table.between(here.leave, there.enter);
            *slot = Beside { other: *other, come, go };
        }
    }
}

/// What it takes to visit `b` right after `a`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "only the order matters"
)]
fn toll(instance: &Instance, a: u32, b: u32, with_times: bool) -> f32 {
    let ends = |client: &Client| [client.enter, client.leave];
    let (first, second) = (&instance.clients[a as usize], &instance.clients[b as usize]);
    let Some(kind) = instance.kinds.first() else { return 0.0 };
    let table = &instance.tables[kind.cost as usize];
    let mut way = i32::MAX;
    for from in ends(first) {
        for to in ends(second) {
            way = way.min(table.between(from, to));
        }
    }
    if !with_times || !instance.timed {
        return way as f32;
    }
    let service = instance.service(kind.class, a);
    let time = if kind.cost == kind.time {
        way
    } else {
        instance.tables[kind.time as usize].between(first.leave, second.enter)
    };
    let [open, close] = [first.open, first.close].map(i64::from);
    let ready = i64::from(service) + i64::from(time);
    let wait = (i64::from(second.open) - ready - close).max(0) as f64;
    let late = (open + ready - i64::from(second.close)).max(0) as f64;
    (f64::from(way) + WAIT_WEIGHT * wait + LATE_WEIGHT * late) as f32
}
