//! From the literature's form of a problem to the kernel's.

use super::instance::{Client, Instance, Kind, NONE, index};
use super::table::{MATRIX_MAX, Table};
use model::routing::{Distances, Objective, Problem};

/// The most that any length, time or load may be, so that sums of a few stay within an `i32`.
pub const AMOUNT_MAX: i32 = 400_000_000;
/// The most clients and the most vehicles.
pub const CLIENTS_MAX: usize = 100_000;

/// Why a routing problem cannot be solved: it is not what its types promise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoutingError {
    /// No vehicle at all.
    #[error("the problem has no vehicle")]
    NoVehicle,
    /// More than the kernel numbers.
    #[error("{0} clients are too many; at most {CLIENTS_MAX} can be routed")]
    TooManyClients(usize),
    /// A client that may begin at no time, or whose windows are out of order.
    #[error("the time windows of client {0} are missing or out of order")]
    Windows(u32),
    /// A place that the distances do not know.
    #[error("place {0} is not among the places of the problem")]
    UnknownPlace(usize),
    /// A number beyond what can be added up.
    #[error("{0} is beyond what can be reckoned with: 0 to {AMOUNT_MAX}")]
    TooLarge(i64),
    /// A pattern of more than one period, or of none.
    #[error("client {0} is to be visited in several periods, which this solver does not plan")]
    Patterns(u32),
}

/// Checks what the kernel leans on.
pub(crate) fn sound(problem: &Problem) -> Result<(), RoutingError> {
    if problem.vehicles.iter().all(|kind| kind.count == 0) {
        return Err(RoutingError::NoVehicle);
    }
    if problem.clients.len() > CLIENTS_MAX {
        return Err(RoutingError::TooManyClients(problem.clients.len()));
    }
    let places = problem.distances.places();
    let known = |place: usize| {
        if place < places { Ok(()) } else { Err(RoutingError::UnknownPlace(place)) }
    };
    let fair = |amount: i32| {
        let sound = (0..=AMOUNT_MAX).contains(&amount);
        if sound { Ok(()) } else { Err(RoutingError::TooLarge(i64::from(amount))) }
    };
    for kind in &problem.vehicles {
        known(kind.start)?;
        known(kind.end)?;
        fair(kind.shift.0)?;
        fair(kind.shift.1)?;
        kind.capacity.iter().try_for_each(|amount| fair(*amount))?;
    }
    for client in &problem.clients {
        known(client.place)?;
        fair(client.service)?;
        client.demand.iter().try_for_each(|amount| fair(*amount))?;
        let ordered = client.windows.iter().all(|window| window.0 <= window.1);
        let apart = client.windows.windows(2).all(|pair| pair[0].1 < pair[1].0);
        if client.windows.is_empty() || !ordered || !apart {
            return Err(RoutingError::Windows(client.number));
        }
        client.windows.iter().try_for_each(|window| fair(window.0).and(fair(window.1)))?;
        if client.patterns.iter().any(|pattern| pattern.count_ones() != 1) {
            return Err(RoutingError::Patterns(client.number));
        }
    }
    match &problem.distances {
        Distances::Matrix(values) => values.iter().try_for_each(|value| fair(*value)),
        Distances::Plane { points, scale, .. } => {
            let extent = points.iter().flatten().fold(0.0_f64, |most, axis| most.max(axis.abs()));
            let sound = extent * scale * 4.0 < f64::from(AMOUNT_MAX);
            if sound { Ok(()) } else { Err(RoutingError::TooLarge(i64::MAX)) }
        }
    }
}

/// The most clients that are put into a nearest-neighbour order.
const WALK_MAX: usize = 6_000;

/// What a prize counts where only prizes count, so that distance decides among equals.
const PRIZE_WEIGHT: i64 = 1 << 24;

impl Instance {
    /// The flat form of a problem that [`sound`] found sound.
    pub(crate) fn of(problem: &Problem) -> Self {
        let dimensions = problem.clients.iter().map(|client| client.demand.len()).max();
        let dimensions = dimensions.unwrap_or_default();
        let numbers = walk(problem);
        let places = Places::of(problem, &numbers);
        let kind = |kind: &model::routing::VehicleType| Kind {
            start: places.at(kind.start),
            end: places.at(kind.end),
            from: kind.shift.0,
            until: kind.shift.1,
            capacity: (0..dimensions)
                .map(|d| kind.capacity.get(d).copied().unwrap_or(i32::MAX))
                .collect(),
            duration_max: kind.duration_max.unwrap_or(i32::MAX),
            fixed: kind.fixed_cost,
            cost: 0,
            time: 0,
            class: 0,
            closed: false,
        };
        let mut instance = Self {
            tables: vec![places.table(&problem.distances)],
            kinds: problem.vehicles.iter().map(kind).collect(),
            dimensions,
            ..Self::default()
        };
        let weight = match problem.objective {
            Objective::Cost => 1,
            Objective::Prizes => PRIZE_WEIGHT,
        };
        for client in numbers.iter().filter_map(|&number| problem.clients.get(number as usize)) {
            let flat = instance.client(client, places.at(client.place), weight);
            instance.clients.push(flat);
            instance.services.push(client.service);
            let loads = (0..dimensions).map(|d| client.demand.get(d).copied().unwrap_or(0));
            instance.demands.extend(loads);
        }
        instance.numbers = numbers;
        instance.allow_periods(problem);
        for (kind, number) in problem.vehicles.iter().zip(0_u32..) {
            let count = (kind.count as usize).min(problem.clients.len());
            instance.vehicles.resize(instance.vehicles.len() + count, number);
        }
        instance.lasting = instance.kinds.iter().any(|kind| kind.duration_max < i32::MAX);
        let tight = |client: &Client| {
            let day = |kind: &Kind| kind.from < client.open || client.close < kind.until;
            instance.kinds.iter().any(day)
        };
        instance.timed = instance.lasting
            || instance.clients.iter().any(tight)
            || instance.kinds.iter().any(|kind| kind.until < AMOUNT_MAX);
        instance
    }

    /// Lets only vehicles of the periods that its patterns name serve a client.
    fn allow_periods(&mut self, problem: &Problem) {
        if problem.clients.iter().all(|client| client.patterns.is_empty()) {
            return;
        }
        let mut masks: Vec<u32> = Vec::new();
        for (client, &number) in self.clients.iter_mut().zip(&self.numbers) {
            let patterns = &problem.clients[number as usize].patterns;
            let any = if patterns.is_empty() { u32::MAX } else { 0 };
            let mask = patterns.iter().fold(any, |mask, pattern| mask | pattern);
            let known = masks.iter().position(|known| *known == mask);
            client.group = index(known.unwrap_or_else(|| {
                masks.push(mask);
                masks.len() - 1
            }));
        }
        for mask in masks {
            let drives = |kind: &model::routing::VehicleType| mask & 1 << (kind.period % 32) != 0;
            self.serves.extend(problem.vehicles.iter().map(drives));
        }
    }

    fn client(&mut self, client: &model::routing::Client, place: u32, weight: i64) -> Client {
        let first = index(self.windows.len());
        if client.windows.len() > 1 {
            self.windows.extend(client.windows.iter().copied());
        }
        Client {
            enter: place,
            leave: place,
            open: client.windows.first().map_or(0, |window| window.0),
            close: client.windows.last().map_or(0, |window| window.1),
            windows: (first, index(self.windows.len())),
            prize: client.prize.unwrap_or_default().saturating_mul(weight),
            required: client.prize.is_none(),
            group: 0,
            least: client.service,
            family: NONE,
            rests: NONE,
            leader: NONE,
            mates: (0, 0),
            pinned: false,
        }
    }
}

/// The clients in the order of a walk that always goes to the nearest one not yet visited, so that
/// those near one another stand near one another in memory. Large problems stay as they are.
fn walk(problem: &Problem) -> Vec<u32> {
    let mut left: Vec<u32> = (0..index(problem.clients.len())).collect();
    if left.len() > WALK_MAX {
        return left;
    }
    let place = |client: u32| problem.clients[client as usize].place;
    let mut here = problem.vehicles.first().map_or(0, |kind| kind.start);
    for done in 0..left.len() {
        let apart = |k: &usize| (problem.distances.between(here, place(left[*k])), left[*k]);
        let nearest = (done..left.len()).min_by_key(apart).unwrap_or(done);
        left.swap(done, nearest);
        here = place(left[done]);
    }
    left
}

/// The places that are used, numbered in the order in which they are.
struct Places {
    /// The place in the problem of each.
    used: Vec<usize>,
    /// The number of each place of the problem; [`NONE`] for one that is not used.
    numbers: Vec<u32>,
}

impl Places {
    fn of(problem: &Problem, order: &[u32]) -> Self {
        let mut places = Self { used: Vec::new(), numbers: vec![NONE; problem.distances.places()] };
        let ends = problem.vehicles.iter().flat_map(|kind| [kind.start, kind.end]);
        let clients = order.iter().map(|&client| problem.clients[client as usize].place);
        for place in ends.chain(clients) {
            if places.numbers[place] == NONE {
                places.numbers[place] = index(places.used.len());
                places.used.push(place);
            }
        }
        places
    }

    fn at(&self, place: usize) -> u32 {
        self.numbers[place]
    }

    fn table(&self, distances: &Distances) -> Table {
        let count = self.used.len();
        if let Distances::Plane { points, scale, rounding } = distances
            && count * count > MATRIX_MAX
        {
            let points = self.used.iter().map(|&place| points[place]).collect();
            return Table::Plane { points, scale: *scale, rounding: *rounding };
        }
        let row = |&from: &usize| self.used.iter().map(move |&to| distances.between(from, to));
        Table::full(count, self.used.iter().flat_map(row).collect())
    }
}
