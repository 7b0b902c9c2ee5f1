//! Walks one route with its crew and notes what cannot be.

use super::breach::{Breach, Part, Violation};
use super::geodesic::distance;
use super::pauses;
use super::way::{Way, Ways, seconds, too_short, whole};
use model::patrol::{Crew, Problem, Route, Stop, Target, TargetShape};
use model::{Metres, Position, Seconds};

/// Notes what is wrong with route `number`; `routed` tells which crews had one before.
pub(super) fn route(
    (problem, ways): (&Problem, &Ways<'_>),
    number: usize,
    route: &Route,
    routed: &mut [bool],
    found: &mut Vec<Violation>,
) {
    let (Some(crew), Some(before)) = (problem.crews.get(route.crew), routed.get_mut(route.crew))
    else {
        let part = Part::Route { crew: format!("#{} (route {})", route.crew, number + 1) };
        found.push(Violation { part, breach: Breach::UnknownCrew });
        return;
    };
    let (at, free) = (crew.base, route.depart);
    let mut walk = Walk { crew, ways, at, free, length: 0.0, legs: 1.0, loaded: Vec::new(), found };
    if std::mem::replace(before, true) {
        walk.note_route(Breach::SecondRoute);
    }
    if route.stops.is_empty() {
        walk.note_route(Breach::NoStops);
    }
    if route.depart < crew.shift.start() {
        let shift = crew.shift.start();
        walk.note_route(Breach::LeavesBeforeShift { depart: route.depart, shift });
    }
    walk.note_all(pauses::breaches(crew, route));
    // Before it leaves, the crew is free from the beginning of its shift.
    let (ready, found) = pauses::taken(route, 0, crew.shift.start(), None);
    walk.note_all(found);
    if let Some(pause) = route.pauses.iter().find(|it| it.after == 0 && it.end > route.depart) {
        walk.note_route(Breach::BreakNotFree { start: pause.start, end: pause.end });
    }
    walk.free = walk.free.max(ready);
    for (place, stop) in route.stops.iter().enumerate() {
        walk.visit(problem, place, stop);
        let home = (place + 1 == route.stops.len()).then_some(route.back);
        let (free, found) = pauses::taken(route, place + 1, walk.free, home);
        walk.free = free;
        walk.note_all(found);
    }
    walk.home(route);
    walk.weigh();
}

struct Walk<'a> {
    crew: &'a Crew,
    ways: &'a Ways<'a>,
    at: Position,
    free: Seconds,
    length: f64,
    legs: f64,
    loaded: Vec<u64>,
    found: &'a mut Vec<Violation>,
}

impl Walk<'_> {
    fn note_route(&mut self, breach: Breach) {
        self.found.push(Violation { part: Part::Route { crew: self.crew.id.clone() }, breach });
    }

    fn note_all(&mut self, breaches: Vec<Breach>) {
        for breach in breaches {
            self.note_route(breach);
        }
    }

    fn visit(&mut self, problem: &Problem, place: usize, stop: &Stop) {
        let known = problem.targets.get(stop.target);
        let target = known.map_or_else(|| format!("#{}", stop.target), |target| target.id.clone());
        let part = Part::Stop { crew: self.crew.id.clone(), stop: place, target };
        let breaches = match known {
            Some(target) => self.breaches(target, stop),
            None => vec![Breach::UnknownTarget],
        };
        let violations =
            breaches.into_iter().map(|breach| Violation { part: part.clone(), breach });
        self.found.extend(violations);
        self.free = stop.leave;
    }

    fn breaches(&mut self, target: &Target, stop: &Stop) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let Some((enter, leave, along)) = course(target, stop.reversed) else {
            return vec![Breach::UnknownTarget];
        };
        let way = self.ways.between(self.crew, self.at, enter);
        match hurried(&way, self.free, stop.arrive) {
            Hurried::No => (),
            Hurried::Yes { given, needed } => breaches.push(Breach::TooFast { given, needed }),
            Hurried::NoWay => breaches.push(Breach::NoWay { mode: self.crew.mode.as_str() }),
        }
        if stop.start < stop.arrive {
            let (arrive, start) = (stop.arrive, stop.start);
            breaches.push(Breach::BeginsBeforeArrival { arrive, start });
        }
        let open = |window: &model::patrol::Window| {
            window.start() <= stop.start && stop.start <= window.end()
        };
        if !target.windows.iter().any(open) {
            breaches.push(Breach::OutsideWindows { start: stop.start });
        }
        let given = between(stop.start, stop.leave);
        let pace = self.crew.patrol_pace.metres_per_hour();
        if let Some(needed) = too_short(given, target.dwell, along, pace) {
            breaches.push(Breach::TooShort { given, needed });
        }
        if !target.modes.is_empty() && !target.modes.contains(&self.crew.mode) {
            breaches.push(Breach::WrongMode { mode: self.crew.mode.as_str() });
        }
        for skill in target.needs.iter().filter(|need| !self.crew.skills.contains(need)) {
            breaches.push(Breach::LacksSkill { skill: skill.clone() });
        }
        for (place, load) in target.load.iter().enumerate() {
            if self.loaded.len() <= place {
                self.loaded.push(0);
            }
            self.loaded[place] += u64::from(*load);
        }
        if stop.reversed && !matches!(target.shape, TargetShape::Line(_)) {
            breaches.push(Breach::NotALine);
        }
        self.at = leave;
        self.length += way.length + along;
        self.legs += 2.0;
        breaches
    }

    fn weigh(&mut self) {
        let loaded = std::mem::take(&mut self.loaded);
        for (dimension, (loaded, capacity)) in loaded.iter().zip(&self.crew.capacity).enumerate() {
            let (loaded, capacity) = (*loaded, *capacity);
            if loaded > u64::from(capacity) {
                self.note_route(Breach::Overloaded { dimension, loaded, capacity });
            }
        }
    }

    fn home(&mut self, route: &Route) {
        let way = self.ways.between(self.crew, self.at, self.crew.base);
        match hurried(&way, self.free, route.back) {
            Hurried::No => (),
            Hurried::Yes { given, needed } => {
                self.note_route(Breach::BackTooFast { given, needed });
            }
            Hurried::NoWay => self.note_route(Breach::NoWay { mode: self.crew.mode.as_str() }),
        }
        let shift = self.crew.shift.end();
        if route.back > shift {
            self.note_route(Breach::BackAfterShift { back: route.back, shift });
        }
        self.length += way.length;
        let off = (f64::from(route.length.get()) - self.length).abs();
        // Whole metres a leg, and the small excess of a planner that never measures too short.
        if off > self.legs + self.length * 0.007 {
            let (given, measured) = (route.length, metres(self.length));
            self.note_route(Breach::WrongLength { given, measured });
        }
    }
}

/// Where a visit begins and ends, and how far it goes between; `None` for a line without a point.
fn course(target: &Target, reversed: bool) -> Option<(Position, Position, f64)> {
    match &target.shape {
        TargetShape::Point(at) | TargetShape::Area { gate: at, .. } => Some((*at, *at, 0.0)),
        TargetShape::Line(line) => {
            let along = line.windows(2).map(|leg| distance(leg[0], leg[1])).sum();
            let (first, last) = (*line.first()?, *line.last()?);
            Some(if reversed { (last, first, along) } else { (first, last, along) })
        }
    }
}

/// Whether a way is gone faster than it can be.
enum Hurried {
    No,
    Yes { given: i64, needed: Seconds },
    NoWay,
}

fn hurried(way: &Way, from: Seconds, to: Seconds) -> Hurried {
    let given = between(from, to);
    match way.time {
        None => Hurried::NoWay,
        Some((least, time)) if given < least => Hurried::Yes { given, needed: seconds(time) },
        Some(_) => Hurried::No,
    }
}

fn between(from: Seconds, to: Seconds) -> i64 {
    i64::from(to.get()) - i64::from(from.get())
}

fn metres(length: f64) -> Metres {
    Metres::new(u32::try_from(whole(length.round())).unwrap_or(u32::MAX))
}
