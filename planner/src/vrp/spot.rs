//! Where a client fits best: after which stop, which way round, and when.

use super::instance::{Client, Family, Instance, NONE};
use super::near::Beside;
use super::state::State;
use super::table::Row;
use super::team::Candidate;
use super::times::Span;
use crate::random::Random;

/// A place for a client that was found to be feasible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// What it adds to the cost, prizes apart.
    pub(crate) added: i64,
    /// Right after which node.
    pub(crate) before: u32,
    /// Whether it is travelled backwards.
    pub(crate) reversed: bool,
    /// When the visit begins.
    pub(crate) start: i32,
}

/// Overlooks a spot now and then: Christiaens and Vanden Berghe 2020, section 5.3. The number of
/// spots to the next one overlooked is drawn, so that most cost no draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blink {
    left: u32,
    mean: u32,
}

impl Blink {
    /// One in `mean` is overlooked.
    pub(crate) fn new(random: &mut Random, mean: u32) -> Self {
        let mut blink = Self { left: 0, mean };
        blink.draw(random);
        blink
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, positive")]
    fn draw(&mut self, random: &mut Random) {
        // A geometric distribution would do as well; an even one needs no logarithm.
        self.left = (random.share() * 2.0 * f64::from(self.mean)) as u32;
    }

    #[inline]
    fn now(&mut self, random: &mut Random) -> bool {
        if self.left > 0 {
            self.left -= 1;
            return false;
        }
        self.draw(random);
        true
    }
}

/// Another visit of the same family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other {
    pub(super) start: i32,
    pub(super) latest: i32,
    /// When its slot opens.
    pub(super) opens: i32,
    pub(super) vehicle: u32,
    pub(super) rank: u32,
}

/// Looks for the best spot for one client.
#[derive(Debug)]
pub(crate) struct Finder<'s, 'a> {
    pub(super) state: &'s State<'a>,
    pub(super) instance: &'a Instance,
    client: u32,
    pub(super) data: Client,
    demand: &'a [i32],
    two_ways: bool,
    /// The client's row and column, where they hold for every vehicle, costs and times alike.
    plain: Option<(&'a [i32], &'a [i32])>,
    /// Whether time matters.
    in_time: bool,
    /// The least service.
    least: i32,
    /// The rows of the cost and time tables for the kind of vehicle last looked at.
    ways: Ways<'a>,
    /// The same for the other way round.
    back: Ways<'a>,
    pub(super) gap: i32,
    /// The client's family, when its starts should not be too far apart.
    pressing: Option<Family>,
    /// The most that bringing them nearer to one another can be worth.
    gain: i64,
    pub(super) others: Vec<Other>,
    /// Only spots that add less are of interest.
    pub(crate) limit: i64,
    /// The best spot so far.
    pub(crate) best: Option<Spot>,
    /// Whether what is pinned does not hold yet.
    pub(crate) settling: bool,
    /// Where all spots are gathered, instead of the best alone.
    pub(crate) gather: Option<Vec<Candidate>>,
    /// How many spots were looked at.
    pub(crate) work: u32,
}

/// Ways to and from a client for vehicles of one profile.
#[derive(Clone, Copy, Debug)]
struct Ways<'a> {
    cost: u32,
    time: u32,
    cost_in: Row<'a>,
    cost_out: Row<'a>,
    time_in: Row<'a>,
    time_out: Row<'a>,
}

impl<'a> Ways<'a> {
    fn of(instance: &'a Instance, cost: u32, time: u32, enter: u32, leave: u32) -> Self {
        let (costs, times) = (&instance.tables[cost as usize], &instance.tables[time as usize]);
        Self {
            cost,
            time,
            cost_in: costs.to(enter),
            cost_out: costs.from(leave),
            time_in: times.to(enter),
            time_out: times.from(leave),
        }
    }
}

impl<'s, 'a> Finder<'s, 'a> {
    /// A search for spots of `client` that add less than `limit`.
    pub(crate) fn new(state: &'s State<'a>, client: u32, limit: i64) -> Self {
        let instance = state.instance;
        let data = instance.clients[client as usize];
        let (cost, time) = instance.kinds.first().map_or((0, 0), |kind| (kind.cost, kind.time));
        let mut others = Vec::new();
        let (mut gap, mut pressing, mut gain) = (0, None, 0);
        if data.family != NONE {
            let family = instance.families[data.family as usize];
            gap = family.gap;
            if family.most < i32::MAX {
                pressing = Some(family);
                gain = state.overdue[data.family as usize] * family.price;
            }
            others.extend(state.made(family).map(|visit| {
                let node = &state.nodes[visit as usize];
                let (start, latest, opens) = (node.start, node.latest, node.not_before);
                Other { start, latest, opens, vehicle: node.vehicle, rank: node.rank }
            }));
            others.sort_unstable_by_key(|other| other.start);
        }
        Self {
            state,
            instance,
            client,
            data,
            demand: instance.demand(client),
            two_ways: data.enter != data.leave,
            plain: match (instance.tables.as_slice(), data.enter == data.leave) {
                ([table], true)
                    if instance.rests.is_empty()
                        && instance.pins.is_empty()
                        && pressing.is_none() =>
                {
                    table.rows(data.enter)
                }
                _ => None,
            },
            in_time: instance.timed,
            least: data.least,
            ways: Ways::of(instance, cost, time, data.enter, data.leave),
            back: Ways::of(instance, cost, time, data.leave, data.enter),
            gap,
            pressing,
            gain,
            others,
            limit,
            best: None,
            settling: false,
            gather: None,
            work: 0,
        }
    }

    /// The node at which the tour of `vehicle` starts.
    pub(crate) fn head(&self, vehicle: u32) -> u32 {
        self.state.head(vehicle)
    }

    /// Whether `vehicle` goes anywhere.
    pub(crate) fn is_used(&self, vehicle: u32) -> bool {
        self.state.tours[vehicle as usize].stops > 0
    }

    /// Looks at every spot of the tour of `vehicle` that time does not rule out.
    ///
    /// Starts grow along a tour: the spots where the visit would have to end before its first
    /// window, or would begin after its last, are a prefix and a suffix.
    pub(crate) fn look_along(&mut self, vehicle: u32, blink: &mut Blink, random: &mut Random) {
        let kind = self.instance.vehicles[vehicle as usize];
        if !self.instance.serves.is_empty() && !self.instance.can_serve(kind, self.client) {
            return;
        }
        let tail = self.state.tail(vehicle);
        let soonest = self.data.open.saturating_add(self.data.least);
        let mut at = self.state.head(vehicle);
        while at != tail {
            let node = &self.state.nodes[at as usize];
            if self.instance.timed && node.depart > self.data.close {
                break;
            }
            let early =
                self.instance.timed && self.state.nodes[node.next as usize].latest < soonest;
            if !early && !blink.now(random) {
                self.look(at);
            }
            at = node.next;
        }
    }

    /// Looks at the spots on both sides of a near client, if it is in a tour.
    ///
    /// A spot between two clients is looked at from the nearer one, so the way to the other is
    /// taken to be no shorter; where that already costs too much, or time is short whatever the
    /// way, the matrix is not read: reading it is most of the work.
    #[inline]
    pub(crate) fn look_beside(&mut self, beside: Beside, blink: &mut Blink, random: &mut Random) {
        let Beside { other, come, go } = beside;
        let node = &self.state.nodes[other as usize];
        let (vehicle, prev, next) = (node.vehicle, node.prev, node.next);
        if vehicle == NONE {
            return;
        }
        if let Some(first) = self.demand.first()
            && *first > self.state.tours[vehicle as usize].room
        {
            return;
        }
        // The list has ways to a line as it is drawn, which here may be travelled backwards.
        let Some((row_in, row_out)) = self.plain.filter(|_| node.enter == node.leave) else {
            if !blink.now(random) {
                self.look(other);
            }
            if !blink.now(random) {
                self.look(prev);
            }
            return;
        };
        let (leg, out, depart, latest) = (node.leg, node.out, node.depart, node.latest);
        if 2 * i64::from(come) - i64::from(out) < self.limit && !blink.now(random) {
            let after = &self.state.nodes[next as usize];
            let start = depart.saturating_add(come).max(self.data.open);
            let late = start > self.data.close || start.saturating_add(self.least) > after.latest;
            if !(self.in_time && late) {
                let on = row_out[after.enter as usize];
                let added = i64::from(come) + i64::from(on) - i64::from(out);
                if added < self.limit {
                    let kind = self.instance.vehicles[vehicle as usize];
                    self.weigh(other, kind, added, (come, on), false);
                }
            }
        }
        if 2 * i64::from(go) - i64::from(leg) < self.limit && !blink.now(random) {
            let before = &self.state.nodes[prev as usize];
            let due = i64::from(latest) - i64::from(go) - i64::from(self.least);
            let late = due < i64::from(before.depart.max(self.data.open));
            if !(self.in_time && late) {
                let there = row_in[before.leave as usize];
                let added = i64::from(there) + i64::from(go) - i64::from(leg);
                if added < self.limit {
                    let kind = self.instance.vehicles[vehicle as usize];
                    self.weigh(prev, kind, added, (there, go), false);
                }
            }
        }
    }

    /// Looks at the spot right after the node `before`.
    #[inline]
    pub(crate) fn look(&mut self, before: u32) {
        self.work += 1;
        let state = self.state;
        let from = &state.nodes[before as usize];
        let vehicle = from.vehicle;
        let tour = &state.tours[vehicle as usize];
        if self.demand.first().is_some_and(|demand| *demand > tour.room) {
            return;
        }
        if !self.settling && state.is_fixed_after(before) {
            return;
        }
        let number = self.instance.vehicles[vehicle as usize];
        let kind = &self.instance.kinds[number as usize];
        if kind.cost != self.ways.cost || kind.time != self.ways.time {
            let (enter, leave) = (self.data.enter, self.data.leave);
            self.ways = Ways::of(self.instance, kind.cost, kind.time, enter, leave);
            self.back = Ways::of(self.instance, kind.cost, kind.time, leave, enter);
        }
        let ways = self.ways;
        let to = &state.nodes[state.behind_rests(from.next) as usize];
        let (start, end) = (from.leave, to.enter);
        let mut direct = i64::from(to.leg);
        if tour.stops == 0 {
            direct -= kind.fixed;
        }
        let added = i64::from(ways.cost_in.at(start)) + i64::from(ways.cost_out.at(end)) - direct;
        if added - self.gain < self.limit {
            let times = (ways.time_in.at(start), ways.time_out.at(end));
            self.weigh(before, number, added, times, false);
        }
        if self.two_ways {
            // Along a line the other way: what led to its beginning leads away from it.
            let ways = self.back;
            let added =
                i64::from(ways.cost_in.at(start)) + i64::from(ways.cost_out.at(end)) - direct;
            if added - self.gain < self.limit {
                let times = (ways.time_in.at(start), ways.time_out.at(end));
                self.weigh(before, number, added, times, true);
            }
        }
    }

    /// Takes the spot if nothing forbids it.
    #[inline]
    fn weigh(&mut self, before: u32, kind: u32, added: i64, times: (i32, i32), reversed: bool) {
        let mut added = added;
        let (state, instance) = (self.state, self.instance);
        let (mut start, mut latest) = (0, i64::MAX);
        if !instance.serves.is_empty() && !instance.can_serve(kind, self.client) {
            return;
        }
        let from = &state.nodes[before as usize];
        if instance.timed {
            let to = &state.nodes[from.next as usize];
            let kind = &instance.kinds[kind as usize];
            let service = instance.service(kind.class, self.client);
            start = instance.next_start(&self.data, from.depart.saturating_add(times.0));
            let due = if instance.is_rest(from.next) {
                state.due_before_rests(from.next, times.1) - i64::from(service)
            } else {
                i64::from(to.latest) - i64::from(times.1) - i64::from(service)
            };
            if i64::from(start) > due {
                return;
            }
            latest = due;
            let mut next = 0;
            if !self.others.is_empty() {
                let Some(apart) = self.apart(before, start, due) else { return };
                (start, next) = apart;
                if let Some(other) = self.others.get(next) {
                    latest = latest.min(i64::from(other.latest) - i64::from(self.gap));
                }
            }
            if let Some(family) = self.pressing.filter(|_| self.gather.is_none()) {
                let (timely, worth) = self.timely(&family, start, due, next);
                (start, added) = (timely, added - worth);
                if added >= self.limit {
                    return;
                }
            }
            if instance.lasting && kind.duration_max < i32::MAX {
                let visit = Span::visit(service, self.data.open, self.data.close);
                let ahead = state.before[before as usize].then(times.0, visit);
                let whole = ahead.then(times.1, state.after[from.next as usize]);
                if whole.lasts > kind.duration_max {
                    return;
                }
            }
        }
        if self.demand.len() > 1 && !self.has_room(from.vehicle, kind) {
            return;
        }
        let spot = Spot { added, before, reversed, start };
        if let Some(all) = &mut self.gather {
            all.push(Candidate { vehicle: from.vehicle, spot, latest });
            return;
        }
        self.limit = added;
        self.best = Some(spot);
    }

    fn has_room(&self, vehicle: u32, kind: u32) -> bool {
        let loads = &self.state.loads[vehicle as usize * self.demand.len()..];
        let capacity = &self.instance.kinds[kind as usize].capacity;
        let after = loads.iter().zip(self.demand).map(|(load, demand)| load + demand);
        after.zip(capacity).all(|(load, capacity)| load <= *capacity)
    }
}
