//! Plans by road: the times between all places of a problem, and the ways as they are drawn.

use crate::work::roads::{NoRoadThere, RoadBook, Unusual};
use exchange::patrol::{Way, course_by};
use model::patrol::{Crew, Mode, Plan, Problem};
use model::{Metres, Position, Seconds};
use planner::roads::{Roads, RoadsError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most places of a problem that a table of times is made for: it grows with their square, here to
/// 144 MB.
const PLACES_MAX: usize = 6_000;

/// What is not as usual on the roads, as it is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unusually {
    /// Roads that are closed, as [`Unusual::read`] takes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// Roads that are slower than usual, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow: Option<String>,
    /// The modes that are slower; all when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_modes: Option<Vec<String>>,
}

/// What a plan says of the roads that it goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByRoad {
    /// The modes whose crews go by road; others go in straight lines.
    pub modes: Vec<String>,
    /// What was not as usual.
    #[serde(flatten)]
    pub unusually: Unusually,
}

/// The roads of the modes that a problem's crews have.
#[derive(Debug)]
pub(crate) struct RoadWays {
    roads: Vec<Arc<Roads>>,
    unusually: Unusually,
}

impl RoadWays {
    /// The roads, closed and slow as said, for every mode of the problem's crews that has no times of its
    /// own and that some road is open to. A closed place need have a road of one of these modes only.
    ///
    /// # Errors
    ///
    /// Why there are none, for a person to read.
    pub(crate) fn of(
        book: &RoadBook,
        unusually: Unusually,
        problem: &Problem,
    ) -> Result<Self, String> {
        let unusual = Unusual::read(unusually.closed.as_deref(), unusually.slow.as_deref())?;
        let mut all = Vec::new();
        let mut roadless = unusual.closed.clone();
        for mode in Mode::ALL {
            let travels = problem.crews.iter().any(|crew| crew.mode == mode);
            if !travels || problem.travel_of(mode).is_some() {
                continue;
            }
            let roads = match book.of(mode) {
                Ok(roads) => roads,
                Err(RoadsError::NoRoads(_)) => continue,
                Err(error) => return Err(error.to_string()),
            };
            let slower = unusually.slow_modes.as_ref();
            let slower = slower.is_none_or(|modes| modes.iter().any(|it| it == mode.as_str()));
            let here = Unusual {
                closed: unusual.closed_on(&roads),
                slow: if slower { unusual.slow.clone() } else { Vec::new() },
            };
            roadless.retain(|at| !here.closed.contains(at));
            all.push(if here == Unusual::default() {
                roads
            } else {
                let conditions = here.on(&roads).map_err(|error| error.to_string())?;
                book.under(&roads, conditions)
            });
        }
        match roadless.first() {
            Some(at) => Err(NoRoadThere(*at).to_string()),
            None => Ok(Self { roads: all, unusually }),
        }
    }

    /// What a plan says of them.
    pub(crate) fn said(&self) -> ByRoad {
        let modes = self.roads.iter().map(|roads| roads.mode().as_str().to_owned()).collect();
        ByRoad { modes, unusually: self.unusually.clone() }
    }

    /// Puts the times between all places of a problem, and `more`, into it.
    ///
    /// # Errors
    ///
    /// When there are too many of them.
    pub(crate) fn tell_times(
        &self,
        problem: &mut Problem,
        more: &[Position],
    ) -> Result<(), String> {
        for roads in &self.roads {
            let mut places = planner::places(problem, roads.mode());
            places.extend(more);
            let count = places.len();
            if count > PLACES_MAX {
                let most = format!("the {PLACES_MAX} that times by road are made for");
                return Err(format!("{count} places are more than {most}"));
            }
            problem.travel.push(Arc::new(roads.travel(&places)));
        }
        Ok(())
    }

    /// Takes the times out of a problem that these roads gave it.
    pub(crate) fn forget_times(&self, problem: &mut Problem) {
        problem.travel.retain(|table| self.of_mode(table.mode()).is_none());
    }

    fn of_mode(&self, mode: Mode) -> Option<&Roads> {
        self.roads.iter().find(|roads| roads.mode() == mode).map(|roads| &**roads)
    }

    /// The ways of a plan, measured.
    pub(crate) fn draw(&self, problem: &Problem, plan: &Plan) -> Vec<Way> {
        let leg = |crew: &Crew, from: Position, to: Position| {
            Some(self.of_mode(crew.mode)?.route(from, to)?.line)
        };
        let way = |route| {
            let line = course_by(problem, route, &leg);
            Way { length: Some(metres(lengths(&line).iter().sum())), line }
        };
        plan.routes.iter().map(way).collect()
    }

    /// Where a crew is at `now` that left `from` to be at `to`, each with its time: as much of the way is
    /// behind it as of the time. `None` when its mode does not go by road.
    pub(crate) fn on_the_way(
        &self,
        mode: Mode,
        (from, left): (Position, Seconds),
        (to, there): (Position, Seconds),
        now: Seconds,
    ) -> Option<Position> {
        let way = self.of_mode(mode)?.route(from, to)?.line;
        let line: Vec<Position> = [from].into_iter().chain(way).chain([to]).collect();
        let lengths = lengths(&line);
        let whole = there.get().saturating_sub(left.get()).max(1);
        let part = f64::from(now.get().saturating_sub(left.get())) / f64::from(whole);
        let mut ahead = lengths.iter().sum::<f64>() * part.min(1.0);
        for (ends, length) in line.windows(2).zip(lengths) {
            if ahead < length {
                return Some(between(ends[0], ends[1], ahead / length));
            }
            ahead -= length;
        }
        Some(to)
    }
}

/// The lengths of the pieces of a line.
fn lengths(line: &[Position]) -> Vec<f64> {
    line.windows(2).map(|ends| spatial::distance(ends[0], ends[1])).collect()
}

/// The point so far from `from` to `to`, 0 to 1, in straight degrees.
fn between(from: Position, to: Position, part: f64) -> Position {
    let mix = |a: f64, b: f64| a + (b - a) * part;
    let at = Position::from_degrees(mix(from.lon(), to.lon()), mix(from.lat(), to.lat()));
    at.unwrap_or(from)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn metres(length: f64) -> Metres {
    Metres::new(length.round() as u32)
}
