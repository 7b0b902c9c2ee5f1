//! What the ways between stops take: by the times given for a mode, or as geodesics.

use super::geodesic::distance;
use model::patrol::{Crew, Mode, Problem, Travel};
use model::{Metres, Position, Seconds};
use std::collections::BTreeMap;

/// How much shorter than measured a leg may be taken to be, in metres: the rounding of a plan.
const FORGIVEN: f64 = 0.5;

/// All tables of a problem, with the places of each.
pub(super) struct Ways<'p> {
    tables: Vec<(&'p Travel, BTreeMap<Position, usize>)>,
}

/// One way.
pub(super) struct Way {
    /// Its length in metres.
    pub(super) length: f64,
    /// The least time that a plan may give it, and the time that it takes; `None` where the times
    /// given for the mode know no way.
    pub(super) time: Option<(i64, i64)>,
}

impl<'p> Ways<'p> {
    pub(super) fn of(problem: &'p Problem) -> Self {
        let numbered = |table: &'p Travel| {
            let places = table.places().iter().enumerate();
            (table, places.map(|(number, at)| (*at, number)).collect())
        };
        Self { tables: problem.travel.iter().map(|table| numbered(table)).collect() }
    }

    /// The way of `crew` from one place to another.
    pub(super) fn between(&self, crew: &Crew, from: Position, to: Position) -> Way {
        let straight = distance(from, to);
        let Some((table, numbers)) = self.table(crew.mode) else {
            let least = travel(straight - FORGIVEN, crew.pace.metres_per_hour());
            let time = travel(straight, crew.pace.metres_per_hour());
            return Way { length: straight, time: Some((least, time)) };
        };
        let ends = numbers.get(&from).zip(numbers.get(&to));
        let given = ends.and_then(|(from, to)| {
            let time = i64::from(table.time(*from, *to)?.get());
            Some((time, table.length(*from, *to)))
        });
        let length = given.and_then(|(_, length)| length).map(Metres::get).map(f64::from);
        Way { length: length.unwrap_or(straight), time: given.map(|(time, _)| (time, time)) }
    }

    fn table(&self, mode: Mode) -> Option<&(&'p Travel, BTreeMap<Position, usize>)> {
        self.tables.iter().find(|(table, _)| table.mode() == mode)
    }
}

/// The time along `length` metres at so many metres an hour, in whole seconds, rounded up.
pub(super) fn travel(length: f64, metres_per_hour: u32) -> i64 {
    whole((length.max(0.0) * 3_600.0 / f64::from(metres_per_hour)).ceil())
}

/// The time that is needed for a line of `length` metres and a dwell, when `given` is less.
pub(super) fn too_short(
    given: i64,
    dwell: Seconds,
    length: f64,
    metres_per_hour: u32,
) -> Option<Seconds> {
    let dwell = i64::from(dwell.get());
    let least = dwell + travel(length - FORGIVEN, metres_per_hour);
    (given < least).then(|| seconds(dwell + travel(length, metres_per_hour)))
}

pub(super) fn seconds(count: i64) -> Seconds {
    Seconds::new(u32::try_from(count).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_possible_truncation, reason = "a float cast holds at the largest number")]
pub(super) const fn whole(number: f64) -> i64 {
    number.min(1e15) as i64
}
