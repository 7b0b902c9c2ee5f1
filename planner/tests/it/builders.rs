//! Short ways to write a problem down.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use jiff::civil::date;
use model::patrol::{Crew, Mode, Problem, Target, TargetShape, Window};
use model::{Pace, Position, Seconds};

/// A position so many metres east and north (about) of a corner of the invented town.
pub(crate) fn at(east: i32, north: i32) -> Position {
    Position::from_e7(1_037_000_000 + east * 111, 360_500_000 + north * 90).unwrap()
}

pub(crate) fn pace(kmh: u32) -> Pace {
    Pace::from_metres_per_hour(kmh * 1_000).unwrap()
}

pub(crate) fn window(start: u32, end: u32) -> Window {
    Window::new(Seconds::new(start), Seconds::new(end)).unwrap()
}

pub(crate) fn crew(id: &str, base: Position, shift: Window, mode: Mode) -> Crew {
    let kmh = match mode {
        Mode::Foot => 5,
        Mode::Bike => 15,
        Mode::Car | Mode::Boat => 30,
    };
    let paces = (pace(kmh), pace(4));
    Crew { name: format!("crew {id}"), ..Crew::new(id, base, shift, mode, paces) }
}

pub(crate) fn target(id: &str, shape: TargetShape, dwell: u32, windows: Vec<Window>) -> Target {
    Target {
        name: format!("target {id}"),
        dwell: Seconds::new(dwell),
        ..Target::new(id, shape, windows)
    }
}

pub(crate) fn problem(crews: Vec<Crew>, targets: Vec<Target>) -> Problem {
    Problem::new(date(2026, 5, 1), crews, targets)
}
