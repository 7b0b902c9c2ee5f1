//! The problem as flat tables of small numbers, which is what the search reads.

use crate::vrp::ground::{Point, clock, line_metres, time};
use model::patrol::{Crew, Mode, Problem, Target, TargetShape};
use model::{Metres, Pace, Position};
use std::collections::BTreeMap;

/// The most entries that the travel matrices hold together (64 MB); larger problems measure anew.
const MATRIX_MAX: usize = 16_000_000;

/// A crew, flat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Roster {
    /// The place it starts and ends at.
    pub(super) base: u32,
    /// It leaves no earlier.
    pub(super) from: i32,
    /// It is back no later.
    pub(super) until: i32,
    /// Which pace it travels at.
    pub(super) pace: u32,
    /// Which row of service times is its own.
    service: u32,
    /// Its mode, as one bit.
    mode: u8,
}

/// A target, flat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    /// The place a visit begins at.
    pub(super) enter: u32,
    /// The place a visit ends at.
    pub(super) leave: u32,
    /// The least time between the starts of two visits.
    pub(super) gap: i32,
    /// What one visit is worth, when it is not required.
    pub(super) reward: i64,
    /// Whether every visit must be made.
    pub(super) required: bool,
    /// The earliest start in any window.
    pub(super) opens: i32,
    /// The latest start in any window.
    pub(super) closes: i32,
    /// The first of its visits.
    pub(super) first_visit: u32,
    /// How many visits it has.
    pub(super) visits: u32,
    windows: (u32, u32),
    modes: u8,
}

/// The problem, flat: crews, tasks, places, and every travel and service time.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) crews: Vec<Roster>,
    pub(super) tasks: Vec<Task>,
    /// The task of each visit.
    pub(super) task_of: Vec<u32>,
    windows: Vec<(i32, i32)>,
    points: Vec<Point>,
    paces: Vec<Pace>,
    travel: Vec<i32>,
    service: Vec<i32>,
}

impl Instance {
    /// The flat form of a problem that [`super::problem_error::sound`] found sound.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut places = Places::default();
        let mut speeds = Vec::new();
        let mut patrol_paces = Vec::new();
        let crews = problem.crews.iter().map(|crew| Roster {
            base: places.of(crew.base),
            from: clock(crew.shift.start().get()),
            until: clock(crew.shift.end().get()),
            pace: place_in(&mut speeds, crew.pace),
            service: place_in(&mut patrol_paces, crew.patrol_pace),
            mode: bit(crew.mode),
        });
        let crews = crews.collect();
        let mut windows = Vec::new();
        let mut task_of = Vec::new();
        let mut tasks: Vec<Task> = Vec::with_capacity(problem.targets.len());
        for (target, number) in problem.targets.iter().zip(0_u32..) {
            let task = flat(target, &mut places, &mut windows, index(task_of.len()));
            task_of.resize(task_of.len() + usize::from(target.visits), number);
            tasks.push(task);
        }
        Self {
            crews,
            service: service_times(problem, &patrol_paces),
            tasks,
            task_of,
            windows,
            points: places.points,
            paces: speeds,
            travel: Vec::new(),
        }
    }

    /// Fills the travel matrices, where they fit; until then every travel time is worked out anew.
    /// `pause` is told of the work done and says whether to stop, which this then says too.
    pub(super) fn measure(&mut self, pause: &mut dyn FnMut(usize) -> bool) -> bool {
        let count = self.points.len();
        if count * count * self.paces.len() > MATRIX_MAX {
            return false;
        }
        let mut travel = Vec::with_capacity(count * count * self.paces.len());
        for &pace in &self.paces {
            for from in &self.points {
                travel.extend(self.points.iter().map(|to| time(from.metres(*to), pace)));
                if pause(count) {
                    return true;
                }
            }
        }
        self.travel = travel;
        false
    }

    /// The time from one place to another at a pace.
    pub(super) fn travel(&self, pace: u32, from: u32, to: u32) -> i32 {
        let (from, to, count) = (from as usize, to as usize, self.points.len());
        if self.travel.is_empty() {
            return time(self.points[from].metres(self.points[to]), self.paces[pace as usize]);
        }
        self.travel[(pace as usize * count + from) * count + to]
    }

    /// The times from one place to all others at a pace, which are also the times from them to it,
    /// since straight lines are as long back as forth.
    pub(super) fn ways(&self, pace: u32, from: u32) -> Ways<'_> {
        let count = self.points.len();
        let row = pace as usize * count + from as usize;
        Ways { instance: self, pace, from, row: self.travel.get(row * count..(row + 1) * count) }
    }

    /// The distance from one place to another.
    pub(super) fn metres(&self, from: u32, to: u32) -> Metres {
        self.points[from as usize].metres(self.points[to as usize])
    }

    /// The square of the chord between two places, in square metres.
    pub(super) fn chord_2(&self, from: u32, to: u32) -> f64 {
        self.points[from as usize].chord_2(self.points[to as usize])
    }

    /// How long a visit to `task` takes `crew`.
    pub(super) fn service(&self, crew: usize, task: u32) -> i32 {
        self.service[self.crews[crew].service as usize * self.tasks.len() + task as usize]
    }

    /// Whether `crew` moves in a way that can serve `task`.
    pub(super) fn can_serve(&self, crew: usize, task: u32) -> bool {
        let modes = self.tasks[task as usize].modes;
        modes == 0 || modes & self.crews[crew].mode != 0
    }

    /// The windows of `task`, each with its first and last second.
    pub(super) fn windows(&self, task: u32) -> &[(i32, i32)] {
        let (from, to) = self.tasks[task as usize].windows;
        &self.windows[from as usize..to as usize]
    }

    /// The first time not before `from` at which a visit to `task` may begin.
    pub(super) fn next_start(&self, task: u32, from: i32) -> Option<i32> {
        let window = self.windows(task).iter().find(|window| window.1 >= from)?;
        Some(from.max(window.0))
    }

    /// The last time not after `until` at which a visit to `task` may begin.
    pub(super) fn last_start(&self, task: u32, until: i32) -> Option<i32> {
        let window = self.windows(task).iter().rev().find(|window| window.0 <= until)?;
        Some(until.min(window.1))
    }

    /// Where a visit begins and ends.
    pub(super) fn ends(&self, task: u32, reversed: bool) -> (u32, u32) {
        let task = &self.tasks[task as usize];
        if reversed { (task.leave, task.enter) } else { (task.enter, task.leave) }
    }

    /// The visits of `task`.
    pub(super) fn visits(&self, task: u32) -> std::ops::Range<usize> {
        let task = &self.tasks[task as usize];
        task.first_visit as usize..(task.first_visit + task.visits) as usize
    }
}

/// The times from one place to all others, see [`Instance::ways`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways<'a> {
    instance: &'a Instance,
    pace: u32,
    from: u32,
    /// The row of the matrix, where there is one.
    row: Option<&'a [i32]>,
}

impl Ways<'_> {
    /// The time between the place and another.
    #[inline]
    pub(super) fn to(&self, other: u32) -> i32 {
        self.row.map_or_else(
            || self.instance.travel(self.pace, self.from, other),
            |row| row[other as usize],
        )
    }
}

/// Places by number; targets at one spot share a place and so a row of the matrix.
#[derive(Default)]
struct Places {
    points: Vec<Point>,
    number: BTreeMap<Position, u32>,
}

impl Places {
    fn of(&mut self, at: Position) -> u32 {
        let points = &mut self.points;
        *self.number.entry(at).or_insert_with(|| {
            points.push(Point::of(at));
            index(points.len() - 1)
        })
    }
}

fn flat(
    target: &Target,
    places: &mut Places,
    windows: &mut Vec<(i32, i32)>,
    first_visit: u32,
) -> Task {
    let [enter, leave] = ends_of(target).map(|at| at.map_or(0, |at| places.of(at)));
    let from = index(windows.len());
    let clocks = target.windows.iter().map(|window| (window.start().get(), window.end().get()));
    windows.extend(clocks.map(|(start, end)| (clock(start), clock(end))));
    Task {
        enter,
        leave,
        gap: clock(target.gap.get()),
        reward: i64::from(target.reward),
        required: target.required,
        opens: windows[from as usize..].first().map_or(0, |window| window.0),
        closes: windows[from as usize..].last().map_or(0, |window| window.1),
        first_visit,
        visits: u32::from(target.visits),
        windows: (from, index(windows.len())),
        modes: target.modes.iter().fold(0, |modes, &mode| modes | bit(mode)),
    }
}

/// The service time of every target at every patrol pace, pace by pace.
fn service_times(problem: &Problem, patrol_paces: &[Pace]) -> Vec<i32> {
    let lengths: Vec<Metres> = problem.targets.iter().map(service_length).collect();
    let row = |&pace: &Pace| {
        let targets = problem.targets.iter().zip(&lengths);
        targets
            .map(move |(target, length)| {
                (clock(target.dwell.get()) + time(*length, pace)).min(crate::vrp::ground::NEVER)
            })
            .collect::<Vec<_>>()
    };
    patrol_paces.iter().flat_map(row).collect()
}

/// Where a visit begins and ends, when it is not reversed; nowhere for a line without a point.
pub(super) fn ends_of(target: &Target) -> [Option<Position>; 2] {
    match &target.shape {
        TargetShape::Point(at) | TargetShape::Area { gate: at, .. } => [Some(*at); 2],
        TargetShape::Line(line) => [line.first().copied(), line.last().copied()],
    }
}

/// How far a crew moves during a visit: along the line, or not at all.
pub(super) fn service_length(target: &Target) -> Metres {
    match &target.shape {
        TargetShape::Line(line) => line_metres(line),
        TargetShape::Point(_) | TargetShape::Area { .. } => Metres::new(0),
    }
}

/// Whether a target's mode list lets `crew` serve it.
pub(super) fn fits_mode(crew: &Crew, target: &Target) -> bool {
    target.modes.is_empty() || target.modes.contains(&crew.mode)
}

const fn bit(mode: Mode) -> u8 {
    match mode {
        Mode::Foot => 1,
        Mode::Bike => 2,
        Mode::Car => 4,
        Mode::Boat => 8,
    }
}

fn place_in(paces: &mut Vec<Pace>, pace: Pace) -> u32 {
    let known = paces.iter().position(|known| *known == pace);
    index(known.unwrap_or_else(|| {
        paces.push(pace);
        paces.len() - 1
    }))
}

/// A table's index as the flat tables keep it; the limits on a problem keep it far below 2³².
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
