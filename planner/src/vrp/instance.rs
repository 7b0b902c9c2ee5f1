//! The problem as the kernel reads it: flat tables of small numbers.

use super::table::Table;

/// No vehicle, no node.
pub(crate) const NONE: u32 = u32::MAX;

/// Vehicles that are alike.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// The place they start at.
    pub(crate) start: u32,
    /// The place they end at.
    pub(crate) end: u32,
    /// They leave no earlier.
    pub(crate) from: i32,
    /// They are back no later.
    pub(crate) until: i32,
    /// What they carry, by dimension.
    pub(crate) capacity: Vec<i32>,
    /// The longest a route may take; `i32::MAX` is no limit.
    pub(crate) duration_max: i32,
    /// What using one costs.
    pub(crate) fixed: i64,
    /// Which table tells what travel costs.
    pub(crate) cost: u32,
    /// Which table tells how long travel takes.
    pub(crate) time: u32,
    /// Which row of service times is theirs.
    pub(crate) class: u32,
    /// Whether nothing may be put into their tours beside what is pinned there.
    pub(crate) closed: bool,
}

/// A client, or one visit to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client {
    /// The place a visit begins at, when it is not reversed.
    pub(crate) enter: u32,
    /// The place a visit ends at, when it is not reversed.
    pub(crate) leave: u32,
    /// The earliest start in any window.
    pub(crate) open: i32,
    /// The latest start in any window.
    pub(crate) close: i32,
    /// The windows, as a range of [`Instance::windows`]; empty when there is only one.
    pub(crate) windows: (u32, u32),
    /// What leaving it out costs.
    pub(crate) prize: i64,
    /// Whether it must be visited, whatever the prize.
    pub(crate) required: bool,
    /// Which vehicles can serve it: a row of [`Instance::serves`].
    pub(crate) group: u32,
    /// The least service that any vehicle needs.
    pub(crate) least: i32,
    /// The family of visits to one target that are kept apart in time; [`NONE`] for a loner.
    pub(crate) family: u32,
    /// The vehicle whose driver rests, when this is no client but a rest; [`NONE`] otherwise. A rest
    /// is taken where the stop before it ends, and must be taken.
    pub(crate) rests: u32,
    /// The client that leads this one: both are one visit, which several vehicles make together, each
    /// its own client. [`NONE`] for one that leads or is alone.
    pub(crate) leader: u32,
    /// The clients that this one leads, one after another.
    pub(crate) mates: (u32, u32),
    /// Whether its place in a tour is fixed.
    pub(crate) pinned: bool,
}

/// Visits of one target, alike, that begin at least a gap apart whichever vehicles make them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    /// The first of its visits; they stand one after another among the clients.
    pub(crate) first: u32,
    /// How many there are.
    pub(crate) visits: u32,
    /// The least time from one start to the next.
    pub(crate) gap: i32,
    /// The most time that should pass without a start; `i32::MAX` is no limit.
    pub(crate) most: i32,
    /// From when and until when that counts.
    pub(crate) span: (i32, i32),
    /// What a unit of time beyond it costs.
    pub(crate) price: i64,
}

impl Family {
    /// How much of the time from one start to the next is too much.
    #[inline]
    pub(crate) fn beyond(&self, from: i32, until: i32) -> i64 {
        (i64::from(until) - i64::from(from) - i64::from(self.most)).max(0)
    }
}

/// A routing problem, flat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Instance {
    /// Travel, by number.
    pub(crate) tables: Vec<Table>,
    /// Vehicle types.
    pub(crate) kinds: Vec<Kind>,
    /// The type of each vehicle.
    pub(crate) vehicles: Vec<u32>,
    /// The clients.
    pub(crate) clients: Vec<Client>,
    /// The number that each client has where the problem came from.
    pub(crate) numbers: Vec<u32>,
    /// The windows of the clients that have several.
    pub(crate) windows: Vec<(i32, i32)>,
    /// How long a visit takes: by class, then by client.
    pub(crate) services: Vec<i32>,
    /// Whether a group's clients can be served by a type: by group, then by type.
    pub(crate) serves: Vec<bool>,
    /// How many dimensions a load has.
    pub(crate) dimensions: usize,
    /// What a visit loads: by client, then by dimension.
    pub(crate) demands: Vec<i32>,
    /// Targets with several visits that are kept apart.
    pub(crate) families: Vec<Family>,
    /// The rests of all vehicles, which stand one after another among the clients.
    pub(crate) rests: std::ops::Range<u32>,
    /// Whether any family has a most time between its starts.
    pub(crate) pressing: bool,
    /// The clients whose places are fixed: vehicle by vehicle, in the order of the tour, and whether
    /// each is travelled backwards.
    pub(crate) pins: Vec<(u32, u32, bool)>,
    /// How many visits several vehicles make together.
    pub(crate) teams: u32,
    /// Whether any time matters.
    pub(crate) timed: bool,
    /// Whether any route has a greatest duration.
    pub(crate) lasting: bool,
}

impl Instance {
    /// Whether `client` is visited together with others.
    #[inline]
    pub(crate) fn in_team(&self, client: u32) -> bool {
        let data = &self.clients[client as usize];
        data.leader != NONE || data.mates.0 < data.mates.1
    }

    /// All that are visited together with `client`, itself among them, the leader first.
    pub(crate) fn team(&self, client: u32) -> impl Iterator<Item = u32> + use<> {
        let data = &self.clients[client as usize];
        let leader = if data.leader == NONE { client } else { data.leader };
        let (first, end) = self.clients[leader as usize].mates;
        std::iter::once(leader).chain(first..end)
    }

    /// Whether `node` is a rest.
    #[inline]
    pub(crate) fn is_rest(&self, node: u32) -> bool {
        self.rests.contains(&node)
    }

    /// How long a visit to `client` takes vehicles of `class`.
    #[inline]
    pub(crate) fn service(&self, class: u32, client: u32) -> i32 {
        self.services[class as usize * self.clients.len() + client as usize]
    }

    /// Whether vehicles of `kind` can serve `client`.
    #[inline]
    pub(crate) fn can_serve(&self, kind: u32, client: u32) -> bool {
        let group = self.clients[client as usize].group as usize;
        self.serves[group * self.kinds.len() + kind as usize]
    }

    /// The first time not before `from` at which a visit may begin; `i32::MAX` when there is none.
    #[inline]
    pub(crate) fn next_start(&self, client: &Client, from: i32) -> i32 {
        let (first, end) = client.windows;
        if first == end {
            let start = from.max(client.open);
            return if start <= client.close { start } else { i32::MAX };
        }
        let mut windows = self.windows[first as usize..end as usize].iter();
        windows.find(|window| window.1 >= from).map_or(i32::MAX, |window| from.max(window.0))
    }

    /// The last time not after `until` at which a visit may begin; `i32::MIN` when there is none.
    #[inline]
    pub(crate) fn last_start(&self, client: &Client, until: i32) -> i32 {
        let (first, end) = client.windows;
        if first == end {
            let start = until.min(client.close);
            return if start >= client.open { start } else { i32::MIN };
        }
        let mut windows = self.windows[first as usize..end as usize].iter().rev();
        windows.find(|window| window.0 <= until).map_or(i32::MIN, |window| until.min(window.1))
    }

    /// The type of a vehicle.
    #[inline]
    pub(crate) fn kind(&self, vehicle: u32) -> &Kind {
        &self.kinds[self.vehicles[vehicle as usize] as usize]
    }

    /// The loads of `client`.
    #[inline]
    pub(crate) fn demand(&self, client: u32) -> &[i32] {
        let first = client as usize * self.dimensions;
        &self.demands[first..first + self.dimensions]
    }
}

/// An index as the flat tables keep it; the limits on a problem keep it far below 2³².
pub(crate) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}
