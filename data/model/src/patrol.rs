//! Patrol problems and plans: crews, targets, routes.
//!
//! Times are [`Seconds`] from midnight at the start of the plan's day; a shift that runs past
//! midnight goes on past 24:00. In the literature's terms a [`Problem`] is a multi-depot team
//! orienteering problem with time windows and repeated visits on nodes and lines.

mod lock;
mod travel;

pub use lock::{Lock, LockedStop};
pub use travel::{Travel, TravelError};

use crate::{Area, Metres, Pace, Position, Seconds};
use jiff::civil::Date;
use std::sync::Arc;

/// A span of time within the plan's horizon; `start` is not after `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    start: Seconds,
    end: Seconds,
}

impl Window {
    /// From `start` to `end`, or `None` when they are the wrong way round or past 48 hours.
    pub const fn new(start: Seconds, end: Seconds) -> Option<Self> {
        if start.get() > end.get() || end.get() > 48 * 3_600 {
            return None;
        }
        Some(Self { start, end })
    }

    /// Its first second.
    pub const fn start(self) -> Seconds {
        self.start
    }

    /// Its last second.
    pub const fn end(self) -> Seconds {
        self.end
    }
}

/// How a crew moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// On foot.
    Foot,
    /// By electric bicycle or bicycle.
    Bike,
    /// By car.
    Car,
    /// By boat.
    Boat,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Foot, Self::Bike, Self::Car, Self::Boat];

    /// The name used in files and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Foot => "foot",
            Self::Bike => "bike",
            Self::Car => "car",
            Self::Boat => "boat",
        }
    }

    /// The mode of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }
}

/// Who patrols: a unit of people, not a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crew {
    /// Unique within the problem.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Where it starts and ends.
    pub base: Position,
    /// When it is on duty; it leaves the base and is back within this span.
    pub shift: Window,
    /// How it moves.
    pub mode: Mode,
    /// How fast it moves between stops, in a straight line, where no times are given for its mode.
    pub pace: Pace,
    /// How fast it moves along a line it patrols.
    pub patrol_pace: Pace,
    /// What it can do, as labels.
    pub skills: Vec<String>,
    /// What it can carry, by dimension (places in a car, kilograms); a dimension beyond the list is
    /// without limit.
    pub capacity: Vec<u32>,
    /// The breaks it takes on a day on which it leaves its base.
    pub breaks: Vec<Break>,
}

/// Time in which a crew does nothing: at its base, or where the visit before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// When it may begin.
    pub window: Window,
    /// How long it lasts.
    pub length: Seconds,
}

impl Crew {
    /// A crew of this id and name that can do what its mode lets it.
    pub fn new(
        id: impl Into<String>,
        base: Position,
        shift: Window,
        mode: Mode,
        (pace, patrol_pace): (Pace, Pace),
    ) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            base,
            shift,
            mode,
            pace,
            patrol_pace,
            skills: Vec::new(),
            capacity: Vec::new(),
            breaks: Vec::new(),
        }
    }
}

/// The geometry of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetShape {
    /// Stay at a point for the dwell.
    Point(Position),
    /// Travel the line from one end to the other, either way, at the patrol pace.
    Line(Vec<Position>),
    /// Enter at the gate, stay in the area for the dwell, leave at the gate.
    Area {
        /// Where a crew enters and leaves.
        gate: Position,
        /// The area itself.
        area: Area,
    },
}

/// What a patrol must or may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Unique within the problem.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Where it is.
    pub shape: TargetShape,
    /// How long a visit lasts; added to the travel along a line.
    pub dwell: Seconds,
    /// When a visit may begin; at least one, in order, apart from one another.
    pub windows: Vec<Window>,
    /// How many visits are wanted, at least 1.
    pub visits: u16,
    /// How many different crews make a visit together, beginning at the same moment; at least 1.
    pub crews: u16,
    /// The least time from the start of one visit to the start of the next.
    pub gap: Seconds,
    /// The most time that should pass without a visit beginning: from the beginning of the first window
    /// to the first visit, from one to the next, and from the last to the end of the last window.
    /// More is overdue, which a plan avoids but may be; `None` sets no limit.
    pub gap_max: Option<Seconds>,
    /// Whether every visit must be made; otherwise each made visit earns the reward.
    pub required: bool,
    /// What one visit to an optional target is worth, in seconds of travel.
    pub reward: u32,
    /// The modes that can serve it; empty means any.
    pub modes: Vec<Mode>,
    /// The skills that a crew needs, all of them.
    pub needs: Vec<String>,
    /// What one visit takes up of what a crew can carry, by dimension, for the whole of its route:
    /// all is picked up on the way, or all is delivered.
    pub load: Vec<u32>,
}

impl Target {
    /// One required visit without a dwell, which any crew can make in one of `windows`.
    pub fn new(id: impl Into<String>, shape: TargetShape, windows: Vec<Window>) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            shape,
            dwell: Seconds::new(0),
            windows,
            visits: 1,
            crews: 1,
            gap: Seconds::new(0),
            gap_max: None,
            required: true,
            reward: 0,
            modes: Vec::new(),
            needs: Vec::new(),
            load: Vec::new(),
        }
    }

    /// Where a visit begins and where it ends; `None` for a line without a point.
    pub fn ends(&self, reversed: bool) -> Option<(Position, Position)> {
        let (first, last) = match &self.shape {
            TargetShape::Point(at) | TargetShape::Area { gate: at, .. } => (*at, *at),
            TargetShape::Line(line) => (*line.first()?, *line.last()?),
        };
        Some(if reversed { (last, first) } else { (first, last) })
    }
}

/// One day's work to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The day that the times count from.
    pub day: Date,
    /// Who patrols.
    pub crews: Vec<Crew>,
    /// What is to be done.
    pub targets: Vec<Target>,
    /// Travel times given from outside, at most one table for each mode; crews of other modes
    /// travel in straight lines at their pace.
    pub travel: Vec<Arc<Travel>>,
    /// What was fixed by hand.
    pub locks: Vec<Lock>,
}

impl Problem {
    /// A day of straight lines.
    pub const fn new(day: Date, crews: Vec<Crew>, targets: Vec<Target>) -> Self {
        Self { day, crews, targets, travel: Vec::new(), locks: Vec::new() }
    }

    /// The table of travel times for a mode, when one is given.
    pub fn travel_of(&self, mode: Mode) -> Option<&Travel> {
        self.travel.iter().find(|table| table.mode() == mode).map(|table| &**table)
    }
}

/// One visit in a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The target's place in the problem.
    pub target: usize,
    /// The crew gets there.
    pub arrive: Seconds,
    /// The visit begins, inside a window.
    pub start: Seconds,
    /// The visit ends and the crew moves on.
    pub leave: Seconds,
    /// A line is travelled from its last point to its first.
    pub reversed: bool,
}

/// A break as it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// How many stops come before it: it is taken where the last of them ends, at the base when there
    /// is none; behind the last stop it is taken there, or at the base once the crew is back.
    pub after: usize,
    /// It begins.
    pub start: Seconds,
    /// It ends.
    pub end: Seconds,
}

/// What one crew does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The crew's place in the problem.
    pub crew: usize,
    /// The crew leaves its base.
    pub depart: Seconds,
    /// What it does, in order.
    pub stops: Vec<Stop>,
    /// The crew's breaks, in the order in which the crew lists them.
    pub pauses: Vec<Pause>,
    /// The crew is back at its base.
    pub back: Seconds,
    /// How far it travels, lines included.
    pub length: Metres,
}

/// A visit that the plan leaves out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unserved {
    /// The target's place in the problem.
    pub target: usize,
    /// How many of its visits are left out.
    pub visits: u16,
    /// Why, for a person to read.
    pub reason: UnservedReason,
}

/// Why a visit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnservedReason {
    /// No crew has a mode that can serve it.
    NoMode,
    /// No crew with a fitting mode has the skills it needs.
    NoSkill,
    /// What was fixed by hand leaves no crew that could serve it.
    Locked,
    /// No crew that could serve it can carry its load.
    NoRoom,
    /// Fewer crews could serve it than must come together.
    NoTeam,
    /// No crew can get there, stay and be back within its shift and the windows.
    NotReachable,
    /// Crews could, but their time goes to other targets.
    NoTime,
}

impl UnservedReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::NoMode,
        Self::NoSkill,
        Self::Locked,
        Self::NoRoom,
        Self::NoTeam,
        Self::NotReachable,
        Self::NoTime,
    ];

    /// The name used in files and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoMode => "no-mode",
            Self::NoSkill => "no-skill",
            Self::Locked => "locked",
            Self::NoRoom => "no-room",
            Self::NoTeam => "no-team",
            Self::NotReachable => "not-reachable",
            Self::NoTime => "no-time",
        }
    }
}

/// A span without a visit that is longer than the target should wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overdue {
    /// The target's place in the problem.
    pub target: usize,
    /// A visit begins, or the target's first window does.
    pub from: Seconds,
    /// The next visit begins, or the target's last window ends.
    pub until: Seconds,
}

/// The answer of the planner: one route for each crew that leaves its base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The routes, by crew.
    pub routes: Vec<Route>,
    /// What could not be done.
    pub unserved: Vec<Unserved>,
    /// Where targets wait longer than they should, by target and time.
    pub overdue: Vec<Overdue>,
}
