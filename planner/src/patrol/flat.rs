//! From a day of patrols to the routing kernel: every visit is a client, every crew a vehicle.

use super::cost::OVERDUE_PRICE;
use super::fits::Groups;
use crate::vrp::ground::{NEVER, Point, clock, line_metres, time};
use crate::vrp::{Client, Family, Instance, Kind, MATRIX_MAX, NONE, Table, index};
use model::patrol::{Lock, Mode, Problem, Target, TargetShape};
use model::{Metres, Pace, Position, Seconds};
use std::collections::BTreeMap;

/// A day, flat, with the way back to its crews and targets.
#[derive(Debug)]
pub(super) struct Day {
    /// What the kernel reads.
    pub(super) instance: Instance,
    /// The target of each client.
    pub(super) target_of: Vec<usize>,
    /// Where each place is.
    places: Places,
    profiles: Vec<Profile>,
}

/// How a crew travels.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Profile {
    /// In straight lines.
    Straight(Pace),
    /// As the table for its mode says.
    Given(Mode),
}

impl Day {
    /// The flat form of a problem that [`super::problem_error::sound`] found sound; travel is not
    /// measured yet.
    pub(super) fn new(problem: &Problem) -> Self {
        let starts = problem.crews.iter().map(|crew| (crew.base, crew.shift.start()));
        Self::starting(problem, &starts.collect::<Vec<_>>())
    }

    /// The same with crews that start anywhere at any time: where and when, by crew.
    pub(super) fn starting(problem: &Problem, starts: &[(Position, Seconds)]) -> Self {
        let mut places = Places::default();
        let (mut profiles, mut on_patrol) = (Vec::new(), Vec::new());
        let mut instance = Instance::default();
        for (crew, (here, free)) in problem.crews.iter().zip(starts) {
            let profile = match problem.travel_of(crew.mode) {
                Some(_) => Profile::Given(crew.mode),
                None => Profile::Straight(crew.pace),
            };
            let profile = place_in(&mut profiles, profile);
            let kind = Kind {
                start: places.of(*here),
                end: places.of(crew.base),
                from: clock(free.get()),
                until: clock(crew.shift.end().get()),
                capacity: Vec::new(),
                duration_max: i32::MAX,
                fixed: 0,
                cost: profile,
                time: profile,
                class: place_in(&mut on_patrol, crew.patrol_pace),
                closed: false,
            };
            // Crews are told apart by their modes too, which say whom they can serve.
            instance.vehicles.push(index(instance.kinds.len()));
            instance.kinds.push(kind);
        }
        let mut groups = Groups::default();
        let mut target_of = Vec::new();
        for (number, target) in problem.targets.iter().enumerate() {
            let group = groups.of(problem, number, target);
            visits(target, group, &mut places, &mut instance);
            target_of.resize(instance.clients.len(), number);
        }
        instance.serves = groups.serves;
        pins(problem, &target_of, &mut instance);
        loads(problem, &target_of, &mut instance);
        rests(problem, &mut instance);
        instance.services = service_times(problem, &on_patrol, &target_of);
        let classes = on_patrol.len().max(1);
        let count = instance.clients.len();
        for (number, client) in instance.clients.iter_mut().enumerate() {
            let services =
                (0..classes).filter_map(|class| instance.services.get(class * count + number));
            client.least = services.copied().min().unwrap_or_default();
        }
        instance.timed = true;
        instance.numbers = (0..index(count)).collect();
        for &profile in &profiles {
            instance.tables.push(match profile {
                Profile::Straight(pace) => Table::Ground { points: places.points.clone(), pace },
                Profile::Given(mode) => places.given(problem, mode),
            });
        }
        Self { instance, target_of, places, profiles }
    }

    /// Fills the travel matrices, where they fit; until then every travel time is worked out anew.
    /// `pause` is told of the work done and says whether to stop, which this then says too.
    pub(super) fn measure(&mut self, pause: &mut dyn FnMut(u64) -> bool) -> bool {
        let points = &self.places.points;
        let count = points.len();
        if count * count * self.profiles.len() > MATRIX_MAX {
            return false;
        }
        for (number, &profile) in self.profiles.iter().enumerate() {
            let Profile::Straight(pace) = profile else { continue };
            let mut travel = Vec::with_capacity(count * count);
            for from in points {
                travel.extend(points.iter().map(|to| time(from.metres(*to), pace)));
                if pause(count as u64) {
                    return true;
                }
            }
            self.instance.tables[number] = Table::full(count, travel);
        }
        false
    }

    /// Leaves the visits of `target` to `crew` alone.
    pub(super) fn reserve(&mut self, target: usize, crew: usize) {
        let kinds = self.instance.kinds.len().max(1);
        let group = index(self.instance.serves.len() / kinds);
        self.instance.serves.extend((0..kinds).map(|kind| kind == crew));
        for (client, number) in self.instance.clients.iter_mut().zip(&self.target_of) {
            if *number == target {
                client.group = group;
            }
        }
    }

    /// Where a place is.
    pub(super) fn position(&self, place: u32) -> Position {
        self.places.positions[place as usize]
    }
}

/// Places by number; targets at one spot share a place and so a row of the matrix.
#[derive(Debug, Default)]
struct Places {
    positions: Vec<Position>,
    points: Vec<Point>,
    number: BTreeMap<Position, u32>,
}

impl Places {
    fn of(&mut self, at: Position) -> u32 {
        let (positions, points) = (&mut self.positions, &mut self.points);
        *self.number.entry(at).or_insert_with(|| {
            positions.push(at);
            points.push(Point::of(at));
            index(points.len() - 1)
        })
    }

    /// The part of a table of given times that these places need.
    fn given(&self, problem: &Problem, mode: Mode) -> Table {
        let count = self.positions.len();
        let Some(table) = problem.travel_of(mode) else { return Table::full(0, Vec::new()) };
        let numbers: Vec<_> = self.positions.iter().map(|at| table.number(*at)).collect();
        let mut travel = Vec::with_capacity(count * count);
        for (row, from) in numbers.iter().enumerate() {
            travel.extend(numbers.iter().enumerate().map(|(column, to)| {
                let given = from.zip(*to).and_then(|(from, to)| table.time(from, to));
                let nowhere = if row == column { 0 } else { NEVER };
                given.map_or(nowhere, |given| clock(given.get()))
            }));
        }
        Table::full(count, travel)
    }
}

/// Adds a client for each visit of a target.
fn visits(target: &Target, group: u32, places: &mut Places, instance: &mut Instance) {
    let [enter, leave] = ends_of(target).map(|at| at.map_or(0, |at| places.of(at)));
    let clocks = target.windows.iter().map(|window| (window.start().get(), window.end().get()));
    let clocks: Vec<(i32, i32)> = clocks.map(|(start, end)| (clock(start), clock(end))).collect();
    let first_window = index(instance.windows.len());
    if clocks.len() > 1 {
        instance.windows.extend(&clocks);
    }
    let mut family = NONE;
    if target.gap.get() > 0 && target.visits > 1 || target.gap_max.is_some() {
        let first = clocks.first().map_or(0, |window| window.0);
        let last = clocks.last().map_or(0, |window| window.1);
        instance.pressing |= target.gap_max.is_some();
        family = index(instance.families.len());
        instance.families.push(Family {
            first: index(instance.clients.len()),
            visits: u32::from(target.visits),
            gap: clock(target.gap.get()),
            most: target.gap_max.map_or(i32::MAX, |most| clock(most.get())),
            span: (first, last),
            price: OVERDUE_PRICE,
        });
    }
    let client = Client {
        enter,
        leave,
        open: clocks.first().map_or(0, |window| window.0),
        close: clocks.last().map_or(0, |window| window.1),
        windows: (first_window, index(instance.windows.len())),
        prize: i64::from(target.reward),
        required: target.required,
        group,
        family,
        least: 0,
        rests: NONE,
        leader: NONE,
        mates: (0, 0),
        pinned: false,
    };
    let first = index(instance.clients.len());
    let visits = usize::from(target.visits);
    instance.clients.resize(instance.clients.len() + visits, client);
    // The others' shares of visits that several crews make together.
    let others = u32::from(target.crews.max(1)) - 1;
    for visit in first..first + u32::from(target.visits) * others.min(1) {
        let shares = index(instance.clients.len());
        instance.clients[visit as usize].mates = (shares, shares + others);
        let share = Client { leader: visit, family: NONE, prize: 0, required: false, ..client };
        instance.clients.resize(instance.clients.len() + others as usize, share);
        instance.teams += 1;
    }
}

/// Fixes the places of the stops whose order is fixed.
fn pins(problem: &Problem, target_of: &[usize], instance: &mut Instance) {
    for (crew, stops, all) in problem.locks.iter().filter_map(Lock::order) {
        instance.kinds[crew].closed |= all;
        for stop in stops {
            let first = target_of.partition_point(|target| *target < stop.target);
            let mut visits = first..target_of.len();
            let free = visits.find(|visit| !instance.clients[*visit].pinned);
            if let Some(visit) = free.filter(|visit| target_of[*visit] == stop.target) {
                instance.clients[visit].pinned = true;
                instance.pins.push((index(crew), index(visit), stop.reversed));
            }
        }
    }
}

/// Adds a client for each break of a crew.
fn rests(problem: &Problem, instance: &mut Instance) {
    let first = index(instance.clients.len());
    for (crew, vehicle) in problem.crews.iter().zip(0_u32..) {
        let place = instance.kinds[vehicle as usize].start;
        instance.clients.extend(crew.breaks.iter().map(|rest| Client {
            enter: place,
            leave: place,
            open: clock(rest.window.start().get()),
            close: clock(rest.window.end().get()),
            windows: (0, 0),
            prize: 0,
            required: false,
            group: 0,
            least: clock(rest.length.get()),
            family: NONE,
            rests: vehicle,
            leader: NONE,
            mates: (0, 0),
            pinned: false,
        }));
    }
    instance.rests = first..index(instance.clients.len());
}

/// What every visit loads and every crew can carry.
fn loads(problem: &Problem, target_of: &[usize], instance: &mut Instance) {
    let loads = |number: &usize| &problem.targets[*number].load;
    let dimensions = problem.targets.iter().map(|target| target.load.len()).max().unwrap_or(0);
    let whole = |amount: Option<&u32>| amount.map(|amount| i32::try_from(*amount));
    for (kind, crew) in instance.kinds.iter_mut().zip(&problem.crews) {
        let most = |d| whole(crew.capacity.get(d)).and_then(Result::ok).unwrap_or(i32::MAX);
        kind.capacity = (0..dimensions).map(most).collect();
    }
    instance.dimensions = dimensions;
    let demand = |load: &Vec<u32>, d| whole(load.get(d)).map_or(0, |it| it.unwrap_or(i32::MAX));
    let rows = target_of.iter().map(loads);
    let rows = rows.flat_map(|load| (0..dimensions).map(move |d| demand(load, d)));
    instance.demands = rows.collect();
    let rests = problem.crews.iter().map(|crew| crew.breaks.len()).sum::<usize>();
    instance.demands.resize(instance.demands.len() + rests * dimensions, 0);
}

/// The service time of every visit at every patrol pace, pace by pace.
fn service_times(problem: &Problem, patrol_paces: &[Pace], target_of: &[usize]) -> Vec<i32> {
    let lengths: Vec<Metres> = problem.targets.iter().map(service_length).collect();
    let row = |&pace: &Pace| {
        let time = |number: &usize| {
            let dwell = clock(problem.targets[*number].dwell.get());
            (dwell + time(lengths[*number], pace)).min(NEVER)
        };
        let breaks = problem.crews.iter().flat_map(|crew| &crew.breaks);
        let rests = breaks.map(|rest| clock(rest.length.get()));
        target_of.iter().map(time).chain(rests).collect::<Vec<_>>()
    };
    let known: Vec<i32> = patrol_paces.iter().flat_map(row).collect();
    if known.is_empty() { vec![0; target_of.len()] } else { known }
}

/// Where a visit begins and ends, when it is not reversed; nowhere for a line without a point.
pub(super) fn ends_of(target: &Target) -> [Option<Position>; 2] {
    let ends = target.ends(false);
    [ends.map(|(first, _)| first), ends.map(|(_, last)| last)]
}

/// How far a crew moves during a visit: along the line, or not at all.
pub(super) fn service_length(target: &Target) -> Metres {
    match &target.shape {
        TargetShape::Line(line) => line_metres(line),
        TargetShape::Point(_) | TargetShape::Area { .. } => Metres::new(0),
    }
}

fn place_in<T: PartialEq>(all: &mut Vec<T>, one: T) -> u32 {
    let known = all.iter().position(|known| *known == one);
    index(known.unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    }))
}
