//! What can be wrong with a plan, and where.

use model::{Metres, Seconds};
use std::fmt;

/// One thing that is wrong with a plan: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The part of the plan.
    pub part: Part,
    /// What is wrong with it.
    pub breach: Breach,
}

/// A part of a plan, with the ids of its crew and target as the problem has them; a crew or target
/// that the problem does not have is `#` and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A whole route.
    Route {
        /// The crew's id.
        crew: String,
    },
    /// One stop of a route.
    Stop {
        /// The crew's id.
        crew: String,
        /// The stop's place in the route, from 0.
        stop: usize,
        /// The target's id.
        target: String,
    },
    /// A target, over all routes.
    Target {
        /// The target's id.
        target: String,
    },
}

/// What a part of a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breach {
    /// The problem has no such crew.
    UnknownCrew,
    /// The problem has no such target.
    UnknownTarget,
    /// An earlier route is for the same crew.
    SecondRoute,
    /// The route has no stop.
    NoStops,
    /// The crew leaves its base before its shift.
    LeavesBeforeShift {
        /// It leaves.
        depart: Seconds,
        /// The shift begins.
        shift: Seconds,
    },
    /// The crew is back after its shift.
    BackAfterShift {
        /// It is back.
        back: Seconds,
        /// The shift ends.
        shift: Seconds,
    },
    /// The crew gets to the stop sooner than it can travel there.
    TooFast {
        /// The time the plan leaves for it.
        given: i64,
        /// The time it takes.
        needed: Seconds,
    },
    /// The crew is back at its base sooner than it can travel there.
    BackTooFast {
        /// The time the plan leaves for it.
        given: i64,
        /// The time it takes.
        needed: Seconds,
    },
    /// The travel times given for the crew's mode know no way there.
    NoWay {
        /// The mode.
        mode: &'static str,
    },
    /// The visit begins before the crew is there.
    BeginsBeforeArrival {
        /// The crew gets there.
        arrive: Seconds,
        /// The visit begins.
        start: Seconds,
    },
    /// The visit begins in none of the target's windows.
    OutsideWindows {
        /// The visit begins.
        start: Seconds,
    },
    /// The visit is shorter than the dwell and the travel along the line.
    TooShort {
        /// The time the plan gives it.
        given: i64,
        /// The time it takes.
        needed: Seconds,
    },
    /// The crew's mode cannot serve the target.
    WrongMode {
        /// The crew's mode.
        mode: &'static str,
    },
    /// The crew lacks a skill that the target needs.
    LacksSkill {
        /// The skill.
        skill: String,
    },
    /// The visits of a route load more than its crew can carry.
    Overloaded {
        /// The dimension, from 0.
        dimension: usize,
        /// What the visits load.
        loaded: u64,
        /// What the crew can carry.
        capacity: u32,
    },
    /// The route has not as many breaks as its crew.
    BreaksMiscounted {
        /// In the route.
        given: usize,
        /// What the crew is to have.
        wanted: usize,
    },
    /// A break does not begin in its window.
    BreakOutsideWindow {
        /// It begins.
        start: Seconds,
    },
    /// A break is shorter than it must be.
    BreakTooShort {
        /// It begins.
        start: Seconds,
        /// It ends.
        end: Seconds,
        /// How long it must be.
        needed: Seconds,
    },
    /// A break begins while the crew is busy or off duty, or ends when it is under way or off duty.
    BreakNotFree {
        /// It begins.
        start: Seconds,
        /// It ends.
        end: Seconds,
    },
    /// The target waits longer than it should, and the plan does not say so.
    TooLong {
        /// From this visit, or the beginning of its first window.
        from: Seconds,
        /// Until this visit, or the end of its last window.
        until: Seconds,
        /// As long as it should wait at most.
        most: Seconds,
    },
    /// The plan says that a target waits too long, when it does not.
    NotOverdue {
        /// From when.
        from: Seconds,
        /// Until when.
        until: Seconds,
    },
    /// A visit that several crews must make together is begun by others than it should be.
    NotTogether {
        /// It begins.
        start: Seconds,
        /// The different crews that begin then.
        crews: usize,
        /// As many must begin together.
        wanted: u16,
    },
    /// The crew was forbidden to visit the target.
    Forbidden,
    /// The target was assigned to another crew.
    NotAssigned,
    /// The order that was fixed for the route is not kept.
    OrderBroken {
        /// The first stop that differs, from 0.
        stop: usize,
    },
    /// Only lines can be travelled backwards.
    NotALine,
    /// The visit begins too soon after another of the same target.
    TooSoon {
        /// The visit before begins.
        before: Seconds,
        /// This one begins.
        start: Seconds,
        /// The least time from one to the other.
        gap: Seconds,
    },
    /// Visits made and visits left out are not the visits wanted.
    Miscounted {
        /// Visits in the routes.
        made: u64,
        /// Visits listed as left out.
        left_out: u64,
        /// Visits wanted.
        wanted: u16,
    },
    /// The length of the route is not that of its legs and lines.
    WrongLength {
        /// As the plan has it.
        given: Metres,
        /// As it is.
        measured: Metres,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part, self.breach)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Route { crew } => write!(f, "crew {crew}"),
            Self::Stop { crew, stop, target } => {
                write!(f, "crew {crew}, stop {}, target {target}", stop + 1)
            }
            Self::Target { target } => write!(f, "target {target}"),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCrew => write!(f, "the problem has no such crew"),
            Self::UnknownTarget => write!(f, "the problem has no such target"),
            Self::SecondRoute => write!(f, "the crew has a route already"),
            Self::NoStops => write!(f, "the route has no stop"),
            Self::LeavesBeforeShift { depart, shift } => {
                write!(f, "leaves the base at {depart}, before its shift begins at {shift}")
            }
            Self::BackAfterShift { back, shift } => {
                write!(f, "is back at {back}, after its shift ends at {shift}")
            }
            Self::TooFast { given, needed } => {
                write!(f, "gets there in {given} s, but the way takes {} s", needed.get())
            }
            Self::BackTooFast { given, needed } => {
                write!(f, "is back in {given} s, but the way takes {} s", needed.get())
            }
            Self::NoWay { mode } => {
                write!(f, "is reached by no way that the travel times for {mode} know")
            }
            Self::BeginsBeforeArrival { arrive, start } => {
                write!(f, "begins at {start}, before the crew arrives at {arrive}")
            }
            Self::OutsideWindows { start } => {
                write!(f, "begins at {start}, outside every window of the target")
            }
            Self::TooShort { given, needed } => {
                write!(f, "lasts {given} s, but a visit takes {} s", needed.get())
            }
            Self::WrongMode { mode } => write!(f, "cannot be served by {mode}"),
            Self::LacksSkill { skill } => write!(f, "needs {skill:?}, which the crew cannot do"),
            Self::Overloaded { dimension, loaded, capacity } => write!(
                f,
                "loads {loaded} in dimension {}, but the crew can carry {capacity}",
                dimension + 1
            ),
            Self::BreaksMiscounted { .. }
            | Self::BreakOutsideWindow { .. }
            | Self::BreakTooShort { .. }
            | Self::BreakNotFree { .. } => self.fmt_break(f),
            Self::TooLong { from, until, most } => write!(
                f,
                "is not visited from {from} to {until}, more than {} s, which the plan does not say",
                most.get()
            ),
            Self::NotOverdue { from, until } => {
                write!(f, "does not wait too long from {from} to {until}, as the plan says")
            }
            Self::NotTogether { start, crews, wanted } => write!(
                f,
                "is begun by {crews} crews at {start}, but {wanted} must begin each visit together"
            ),
            Self::Forbidden | Self::NotAssigned | Self::OrderBroken { .. } => self.fmt_lock(f),
            Self::NotALine => write!(f, "is travelled backwards, but is not a line"),
            Self::TooSoon { before, start, gap } => write!(
                f,
                "begins at {start}, less than {} s after the visit at {before}",
                gap.get()
            ),
            Self::Miscounted { made, left_out, wanted } => {
                write!(f, "{made} visits made and {left_out} left out are not the {wanted} wanted")
            }
            Self::WrongLength { given, measured } => {
                write!(f, "is {} m long, but measures {} m", given.get(), measured.get())
            }
        }
    }
}

impl Breach {
    /// What is wrong with a break, in words.
    fn fmt_break(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BreaksMiscounted { given, wanted } => {
                write!(f, "has {given} breaks, but the crew is to have {wanted}")
            }
            Self::BreakOutsideWindow { start } => {
                write!(f, "takes a break at {start}, outside the time when it may begin")
            }
            Self::BreakTooShort { start, end, needed } => write!(
                f,
                "takes a break from {start} to {end}, but it must last {} s",
                needed.get()
            ),
            Self::BreakNotFree { start, end } => write!(
                f,
                "takes a break from {start} to {end}, when the crew is busy, under way or off duty"
            ),
            _ => Ok(()),
        }
    }

    /// How a lock is not kept, in words.
    fn fmt_lock(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden => write!(f, "is made by a crew that is forbidden to"),
            Self::NotAssigned => {
                write!(f, "is made by another crew than the target is assigned to")
            }
            Self::OrderBroken { stop } => {
                write!(f, "is not in the order that was fixed, from stop {} on", stop + 1)
            }
            _ => Ok(()),
        }
    }
}
