//! All tours as linked lists, with what the search needs to know at every stop.
//!
//! A node is a client, or the start or the end of a vehicle's tour. Client *c* is node *c*; vehicle
//! *v* starts at node *n + 2v* and ends at node *n + 2v + 1*.

use super::instance::{Instance, Kind, NONE, index};
use super::times::Span;
use super::undo::Undo;

/// A stop of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// The stop after it.
    pub(crate) next: u32,
    /// The stop before it.
    pub(crate) prev: u32,
    /// Whose tour; [`NONE`] for a client that nobody visits.
    pub(crate) vehicle: u32,
    /// The place it begins at.
    pub(crate) enter: u32,
    /// The place it ends at.
    pub(crate) leave: u32,
    /// What the way from the stop before costs; 0 for the end of a tour without stops.
    pub(crate) leg: i32,
    /// What the way to the stop behind costs.
    pub(crate) out: i32,
    /// The earliest start that the stops before allow.
    pub(crate) start: i32,
    /// The end of a visit that begins then.
    pub(crate) depart: i32,
    /// The latest start that the stops after allow.
    pub(crate) latest: i32,
    /// The slot that keeps the visits of a family apart: no earlier …
    pub(crate) not_before: i32,
    /// … and no later.
    pub(crate) not_after: i32,
    /// Its place in the tour, kept only where families need it.
    pub(crate) rank: u32,
}

/// One vehicle's tour as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tour {
    /// How many stops.
    pub(crate) stops: u32,
    /// What more it can load, in the first dimension.
    pub(crate) room: i32,
}

/// All tours, and who is left out.
#[derive(Debug)]
pub(crate) struct State<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) nodes: Vec<Node>,
    pub(crate) tours: Vec<Tour>,
    /// Loads by vehicle and dimension, where there are several dimensions.
    pub(crate) loads: Vec<i32>,
    /// From the start of the tour to each node, where durations matter.
    pub(crate) before: Vec<Span>,
    /// From each node to the end of the tour, where durations matter.
    pub(crate) after: Vec<Span>,
    /// The clients that nobody visits.
    pub(crate) left_out: Vec<u32>,
    rank: Vec<u32>,
    /// Idle vehicles by kind, among others that were idle once.
    idle: Vec<Vec<u32>>,
    listed: Vec<bool>,
    /// Required clients that nobody visits.
    pub(crate) required: i64,
    /// Travel, fixed costs, and the prizes of optional clients that nobody visits.
    pub(crate) cost: i64,
    /// The time beyond the most between the starts of each family.
    pub(crate) overdue: Vec<i64>,
    /// Whether slots were moved so that a tour cannot be in time; such a state must be taken back.
    pub(crate) broken: bool,
    /// Rests that nobody takes; such a state must be taken back too.
    pub(crate) owed: u32,
    /// How many clients are visited, those that others lead and rests apart.
    made: u32,
    /// A vehicle in whose tour not everything fits that must be there from the first.
    pub(super) unsettled: Option<u32>,
    pub(crate) undo: Undo,
    pub(crate) scratch: Vec<u32>,
}

impl<'a> State<'a> {
    /// Nobody goes anywhere; who must rest does so at home.
    pub(crate) fn new(instance: &'a Instance) -> Self {
        let mut state = Self::bare(instance);
        state.count_all_overdue();
        let pins = state.settle_pins();
        state.unsettled = pins.or(state.settle_rests());
        state.keep();
        state
    }

    /// Tours without any stop or rest.
    pub(super) fn bare(instance: &'a Instance) -> Self {
        let count = instance.clients.len();
        let clients = instance.clients.iter().map(|client| Node {
            enter: client.enter,
            leave: client.leave,
            ..Node::nowhere()
        });
        let mut nodes: Vec<Node> = clients.collect();
        for (&kind, vehicle) in instance.vehicles.iter().zip(0_u32..) {
            let kind = &instance.kinds[kind as usize];
            let (first, last) = (index(nodes.len()), index(nodes.len()) + 1);
            let at = |place, start, latest| Node {
                vehicle,
                enter: place,
                leave: place,
                start,
                depart: start,
                latest,
                ..Node::nowhere()
            };
            nodes.push(Node { next: last, ..at(kind.start, kind.from, kind.until) });
            nodes.push(Node { prev: first, ..at(kind.end, kind.from, kind.until) });
        }
        let tour = |&kind: &u32| {
            let capacity = instance.kinds[kind as usize].capacity.first();
            Tour { stops: 0, room: capacity.copied().unwrap_or(i32::MAX) }
        };
        let vehicles = instance.vehicles.len();
        let spans = if instance.lasting { nodes.len() } else { 0 };
        let several = if instance.dimensions > 1 { vehicles * instance.dimensions } else { 0 };
        let mut idle = vec![Vec::new(); instance.kinds.len()];
        for (&kind, vehicle) in instance.vehicles.iter().zip(0..index(vehicles)).rev() {
            idle[kind as usize].push(vehicle);
        }
        let optional = instance.clients.iter().filter(|client| !client.required);
        let mut state = Self {
            instance,
            tours: instance.vehicles.iter().map(tour).collect(),
            loads: vec![0; several],
            before: vec![Span::default(); spans],
            after: vec![Span::default(); spans],
            left_out: (0..index(count)).collect(),
            rank: (0..index(count)).collect(),
            idle,
            listed: vec![true; vehicles],
            required: instance.clients.iter().map(|client| i64::from(client.required)).sum(),
            cost: optional.map(|client| client.prize).sum(),
            broken: false,
            overdue: vec![0; instance.families.len()],
            owed: index(instance.rests.len()),
            made: 0,
            unsettled: None,
            undo: Undo::new(vehicles),
            scratch: Vec::new(),
            nodes,
        };
        for vehicle in 0..index(vehicles) {
            state.retime(vehicle);
        }
        state.undo.mark(state.required, state.cost);
        state
    }

    /// The node at which the tour of `vehicle` starts.
    #[inline]
    pub(crate) fn head(&self, vehicle: u32) -> u32 {
        index(self.instance.clients.len()) + 2 * vehicle
    }

    /// The node at which the tour of `vehicle` ends.
    #[inline]
    pub(crate) fn tail(&self, vehicle: u32) -> u32 {
        self.head(vehicle) + 1
    }

    /// Whether `node` is the start or the end of a tour.
    #[inline]
    pub(crate) fn is_end(&self, node: u32) -> bool {
        node as usize >= self.instance.clients.len()
    }

    /// Whether somebody visits `client`.
    #[inline]
    pub(crate) fn is_visited(&self, client: u32) -> bool {
        self.nodes[client as usize].vehicle != NONE
    }

    /// The type of the vehicle whose tour `node` is in.
    #[inline]
    pub(crate) fn kind_of(&self, vehicle: u32) -> &'a Kind {
        self.instance.kind(vehicle)
    }

    /// What the way between two nodes costs a vehicle.
    #[inline]
    pub(crate) fn way(&self, vehicle: u32, from: u32, to: u32) -> i32 {
        let table = &self.instance.tables[self.kind_of(vehicle).cost as usize];
        table.between(self.nodes[from as usize].leave, self.nodes[to as usize].enter)
    }

    /// An idle vehicle of `kind`.
    pub(crate) fn idle(&mut self, kind: u32) -> Option<u32> {
        let idle = &mut self.idle[kind as usize];
        while let Some(&vehicle) = idle.last() {
            if self.tours[vehicle as usize].stops == 0 {
                return Some(vehicle);
            }
            idle.pop();
            self.listed[vehicle as usize] = false;
        }
        None
    }

    /// Notes that `vehicle` may be idle.
    pub(crate) fn list_idle(&mut self, vehicle: u32) {
        let empty = self.tours[vehicle as usize].stops == 0;
        if empty && !std::mem::replace(&mut self.listed[vehicle as usize], true) {
            self.idle[self.instance.vehicles[vehicle as usize] as usize].push(vehicle);
        }
    }

    /// Puts `client` right after the node `before`, which is in a tour, and counts it as visited.
    /// Times are the caller's to work out.
    pub(crate) fn link(&mut self, client: u32, before: u32, reversed: bool) {
        let vehicle = self.nodes[before as usize].vehicle;
        self.save(vehicle);
        let after = self.nodes[before as usize].next;
        let data = &self.instance.clients[client as usize];
        let rest = data.rests != NONE;
        let (enter, leave) = match (rest, reversed) {
            (true, _) => [self.nodes[before as usize].leave; 2].into(),
            (false, true) => (data.leave, data.enter),
            (false, false) => (data.enter, data.leave),
        };
        let old = i64::from(self.nodes[after as usize].leg);
        let node = &mut self.nodes[client as usize];
        *node = Node { vehicle, enter, leave, prev: before, next: after, ..Node::nowhere() };
        self.nodes[before as usize].next = client;
        self.nodes[after as usize].prev = client;
        self.place_rests(client);
        let (there, on) = (self.way(vehicle, before, client), self.way(vehicle, client, after));
        self.nodes[client as usize].leg = there;
        self.nodes[client as usize].out = on;
        self.nodes[before as usize].out = there;
        self.nodes[after as usize].leg = on;
        self.cost += i64::from(there) + i64::from(on) - old;
        self.measure_rests(after);
        let tour = &mut self.tours[vehicle as usize];
        if !rest && tour.stops == 0 {
            self.cost += self.instance.kind(vehicle).fixed;
        }
        tour.stops += u32::from(!rest);
        self.load(vehicle, client, 1);
        self.take_in(client);
        self.undo.note(client, true);
    }

    /// Takes `client` out of its tour and counts it as left out. Times are the caller's to work out.
    pub(crate) fn unlink(&mut self, client: u32) {
        let Node { vehicle, prev, next, leg, .. } = self.nodes[client as usize];
        self.save(vehicle);
        self.nodes[prev as usize].next = next;
        self.nodes[next as usize].prev = prev;
        self.place_rests(prev);
        let rest = self.instance.is_rest(client);
        let tour = &mut self.tours[vehicle as usize];
        tour.stops -= u32::from(!rest);
        let empty = !rest && tour.stops == 0;
        let bare = self.is_end(prev) && self.is_end(next);
        let direct = if bare { 0 } else { self.way(vehicle, prev, next) };
        self.cost += i64::from(direct) - i64::from(leg) - i64::from(self.nodes[next as usize].leg);
        self.nodes[next as usize].leg = direct;
        self.nodes[prev as usize].out = direct;
        self.measure_rests(next);
        if empty {
            self.cost -= self.instance.kind(vehicle).fixed;
            self.list_idle(vehicle);
        }
        self.load(vehicle, client, -1);
        self.nodes[client as usize].vehicle = NONE;
        self.leave_out(client);
        self.undo.note(client, false);
    }

    fn load(&mut self, vehicle: u32, client: u32, sign: i32) {
        let demand = self.instance.demand(client);
        if let Some(first) = demand.first() {
            self.tours[vehicle as usize].room -= sign * first;
        }
        if demand.len() > 1 {
            let loads = &mut self.loads[vehicle as usize * demand.len()..];
            for (load, demand) in loads.iter_mut().zip(demand) {
                *load += sign * demand;
            }
        }
    }

    /// Counts `client` as visited.
    pub(crate) fn take_in(&mut self, client: u32) {
        let rank = self.rank[client as usize] as usize;
        self.left_out.swap_remove(rank);
        if let Some(&moved) = self.left_out.get(rank) {
            self.rank[moved as usize] = index(rank);
        }
        self.rank[client as usize] = NONE;
        let data = &self.instance.clients[client as usize];
        self.made += u32::from(data.rests == NONE && data.leader == NONE);
        if data.rests != NONE {
            self.owed -= 1;
        } else if data.required {
            self.required -= 1;
        } else {
            self.cost -= data.prize;
        }
    }

    /// Counts `client` as left out.
    pub(crate) fn leave_out(&mut self, client: u32) {
        self.rank[client as usize] = index(self.left_out.len());
        self.left_out.push(client);
        let data = &self.instance.clients[client as usize];
        self.made -= u32::from(data.rests == NONE && data.leader == NONE);
        if data.rests != NONE {
            self.owed += 1;
        } else if data.required {
            self.required += 1;
        } else {
            self.cost += data.prize;
        }
    }

    /// The prizes of optional clients that nobody visits.
    pub(crate) fn missed(&self) -> i64 {
        let prize = |&client: &u32| {
            let data = &self.instance.clients[client as usize];
            if data.required { 0 } else { data.prize }
        };
        self.left_out.iter().map(prize).sum()
    }

    /// Takes on other tours as they are.
    pub(crate) fn become_like(&mut self, nodes: &[Node]) {
        *self = Self::bare(self.instance);
        self.nodes.copy_from_slice(nodes);
        for vehicle in 0..index(self.tours.len()) {
            let mut at = self.nodes[self.head(vehicle) as usize].next;
            let mut stops = 0;
            while !self.is_end(at) {
                self.take_in(at);
                self.load(vehicle, at, 1);
                stops += u32::from(!self.instance.is_rest(at));
                self.cost += i64::from(self.nodes[at as usize].leg);
                at = self.nodes[at as usize].next;
            }
            self.tours[vehicle as usize].stops = stops;
            self.cost += i64::from(self.nodes[at as usize].leg);
            if stops > 0 {
                self.cost += self.instance.kind(vehicle).fixed;
            }
            self.retime(vehicle);
        }
        self.count_all_overdue();
        self.keep();
    }

    /// The clients of the tour of `vehicle`, in order.
    pub(crate) fn stops(&self, vehicle: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.nodes[self.head(vehicle) as usize].next;
        std::iter::from_fn(move || {
            let node = at;
            at = self.nodes[node as usize].next;
            (!self.is_end(node)).then_some(node)
        })
    }

    /// How many clients are visited.
    pub(crate) fn visited(&self) -> usize {
        self.made as usize
    }
}

impl Node {
    /// A stop that is in no tour.
    pub(crate) const fn nowhere() -> Self {
        Self {
            next: NONE,
            prev: NONE,
            vehicle: NONE,
            enter: 0,
            leave: 0,
            leg: 0,
            out: 0,
            start: 0,
            depart: 0,
            latest: i32::MAX,
            not_before: i32::MIN,
            not_after: i32::MAX,
            rank: 0,
        }
    }
}
