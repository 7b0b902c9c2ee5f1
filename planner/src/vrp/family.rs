//! Visits of one target that are kept apart in time, whichever vehicles make them.
//!
//! Every visit of a family has a slot `[not before, not after]`, and the slots of one family are at
//! least its gap apart. What happens in one tour can so never break the spacing of another, and
//! tours are timed alone. A slot opens when its visit began when it was put in; when a visit is put
//! before another one, that one is pushed back within what its own tour allows.

use super::instance::{Family, NONE};
use super::spot::Spot;
use super::state::State;

impl State<'_> {
    /// The visits of `family` that are made.
    pub(crate) fn made(&self, family: Family) -> impl Iterator<Item = u32> + '_ {
        let visits = family.first..family.first + family.visits;
        visits.filter(|&visit| self.is_visited(visit))
    }

    /// Puts `client` where `spot` says, with all times.
    pub(crate) fn insert(&mut self, client: u32, spot: &Spot) {
        self.link(client, spot.before, spot.reversed);
        let family = self.instance.clients[client as usize].family;
        let team = self.instance.in_team(client);
        if family != NONE || team {
            self.nodes[client as usize].not_before = spot.start;
        }
        if team {
            self.nodes[client as usize].not_after = spot.start;
        }
        let next = self.nodes[client as usize].next;
        // The way on from rests behind the client is another one too.
        let changed = self.behind_rests(next);
        self.broken |= !self.retime_between(spot.before, changed);
        if !self.instance.families.is_empty() {
            self.renumber(self.nodes[client as usize].vehicle);
        }
        if family != NONE {
            self.push_next(client, spot.start);
            self.relink(family);
        }
    }

    /// Takes clients out, with all times; they end up among those left out.
    ///
    /// Where a way between two stops takes longer than the way over those taken out, a tour may be too
    /// late without them: the rest of it comes out too, and into `clients`.
    pub(crate) fn remove(&mut self, clients: &mut Vec<u32>) {
        let mut changed = std::mem::take(&mut self.scratch);
        changed.clear();
        let (mut done, mut timed) = (0, 0);
        let movable = |client: &u32| !self.instance.clients[*client as usize].pinned;
        clients.retain(movable);
        while done < clients.len() {
            self.complete_teams(clients, done);
            for &client in &clients[done..] {
                let vehicle = self.nodes[client as usize].vehicle;
                if !changed[timed..].contains(&vehicle) {
                    changed.push(vehicle);
                }
                self.unlink(client);
            }
            done = clients.len();
            for &vehicle in &changed[timed..] {
                if !self.retime(vehicle) {
                    let left = clients.len();
                    clients.extend(self.stops(vehicle).filter(movable));
                    self.broken |= clients.len() == left;
                }
            }
            timed = changed.len();
        }
        if !self.instance.families.is_empty() {
            for &vehicle in &changed {
                self.renumber(vehicle);
            }
        }
        self.scratch = changed;
        for &client in clients.iter() {
            let family = self.instance.clients[client as usize].family;
            if family != NONE {
                self.relink(family);
            }
        }
    }

    /// Numbers the stops of a tour.
    pub(crate) fn renumber(&mut self, vehicle: u32) {
        let mut at = self.nodes[self.head(vehicle) as usize].next;
        let mut rank = 0;
        while !self.is_end(at) {
            self.nodes[at as usize].rank = rank;
            rank += 1;
            at = self.nodes[at as usize].next;
        }
    }

    /// Reckons anew how much time beyond the most there is between the slots of a family. Visits begin
    /// no later in their slots than counts here, so a plan is never worse than its cost.
    fn count_overdue(&mut self, number: u32, slots: &[(i32, u32)]) {
        let family = self.instance.families[number as usize];
        if family.most == i32::MAX {
            return;
        }
        let ends = slots.iter().map(|slot| slot.0).chain([family.span.1]);
        let mut before = family.span.0;
        let mut overdue = 0;
        for end in ends {
            overdue += family.beyond(before, end);
            before = end;
        }
        let old = std::mem::replace(&mut self.overdue[number as usize], overdue);
        if old != overdue {
            self.cost += (overdue - old) * family.price;
            self.undo.note_overdue(number, old);
        }
    }

    /// What the time beyond the most costs.
    pub(crate) fn overdue_cost(&self) -> i64 {
        let families = self.instance.families.iter().zip(&self.overdue);
        families.map(|(family, overdue)| family.price * overdue).sum()
    }

    /// Reckons the time beyond the most anew for all families, whatever the cost has of it.
    pub(crate) fn count_all_overdue(&mut self) {
        if !self.instance.pressing {
            return;
        }
        for number in 0..super::instance::index(self.instance.families.len()) {
            let family = self.instance.families[number as usize];
            let opens = |visit: u32| (self.nodes[visit as usize].not_before, visit);
            let mut slots: Vec<(i32, u32)> = self.made(family).map(opens).collect();
            slots.sort_unstable();
            self.overdue[number as usize] = 0;
            self.count_overdue(number, &slots);
        }
    }

    /// Pushes the visit that follows `client` in its family a gap behind its start.
    fn push_next(&mut self, client: u32, start: i32) {
        let family = self.instance.families[self.instance.clients[client as usize].family as usize];
        let new = self.nodes[client as usize];
        let follows = |visit: u32| {
            let node = &self.nodes[visit as usize];
            if node.vehicle == new.vehicle {
                node.rank > new.rank
            } else {
                node.start > start.saturating_sub(family.gap)
            }
        };
        let next = self
            .made(family)
            .filter(|&visit| visit != client && follows(visit))
            .min_by_key(|&visit| self.nodes[visit as usize].start);
        if let Some(visit) = next {
            let opens = self.nodes[visit as usize].start.max(start.saturating_add(family.gap));
            let vehicle = self.nodes[visit as usize].vehicle;
            self.save(vehicle);
            self.nodes[visit as usize].not_before = opens;
            self.broken |= !self.retime(vehicle);
        }
    }

    /// Ends every slot of a family a gap before the next opens, and no later than the most after the
    /// one before opened. A visit that begins later than that opens its slot where it is.
    fn relink(&mut self, number: u32) {
        let family = self.instance.families[number as usize];
        let mut slots: Vec<(i32, u32)> =
            self.made(family).map(|visit| (self.nodes[visit as usize].not_before, visit)).collect();
        slots.sort_unstable();
        let mut before = family.span.0;
        for (opens, visit) in &mut slots {
            let node = self.nodes[*visit as usize];
            if node.start > before.saturating_add(family.most).max(*opens) {
                *opens = node.start;
                self.save(node.vehicle);
                self.nodes[*visit as usize].not_before = node.start;
            }
            before = *opens;
        }
        self.count_overdue(number, &slots);
        let mut before = family.span.0;
        for k in 0..slots.len() {
            let (opens, visit) = slots[k];
            let closes = slots.get(k + 1).map_or(i32::MAX, |next| next.0 - family.gap);
            let closes = closes.min(before.saturating_add(family.most).max(opens));
            let closes = if self.instance.in_team(visit) { opens } else { closes };
            before = opens;
            if self.nodes[visit as usize].not_after != closes {
                let vehicle = self.nodes[visit as usize].vehicle;
                self.save(vehicle);
                self.nodes[visit as usize].not_after = closes;
                self.broken |= !self.retime(vehicle);
            }
        }
    }
}
