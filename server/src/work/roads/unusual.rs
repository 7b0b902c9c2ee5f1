//! What is not as usual on the roads: closed where somebody says so, slower by class.

use model::{Position, RoadClass};
use planner::roads::{Conditions, Roads};

/// How near a road must be to the place at which it is closed, in metres.
const CLOSED_WITHIN_M: f64 = 25.0;

/// The most closed places of one question.
const CLOSED_MAX: usize = 200;

/// What somebody says of the roads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unusual {
    /// Places at which roads are closed.
    pub closed: Vec<Position>,
    /// Percent of the usual time on roads of a class; of two for one class the later counts.
    pub slow: Vec<(RoadClass, u16)>,
}

/// There is nothing to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{},{}: no road within {CLOSED_WITHIN_M} m", self.0.lon(), self.0.lat())]
pub(crate) struct NoRoadThere(pub Position);

impl Unusual {
    /// From `lon,lat;lon,lat` in degrees, and `150` or `primary:180,secondary:150` in percent of the usual
    /// time, as questions have them.
    ///
    /// # Errors
    ///
    /// What is wrong, for a person to read.
    pub(crate) fn read(closed: Option<&str>, slow: Option<&str>) -> Result<Self, String> {
        let mut unusual = Self::default();
        if let Some(closed) = closed {
            let places = closed.split(';').map(place);
            unusual.closed = places.collect::<Result<_, _>>()?;
            if unusual.closed.len() > CLOSED_MAX {
                return Err(format!("at most {CLOSED_MAX} closed places"));
            }
        }
        for part in slow.into_iter().flat_map(|slow| slow.split(',')) {
            let (class, percent) =
                part.split_once(':').map_or((None, part), |it| (Some(it.0), it.1));
            let percent = percent.parse().ok().filter(|percent| (1..=10_000).contains(percent));
            let percent = percent.ok_or("slow is a percentage of the usual time, 1 to 10000")?;
            match class {
                None => unusual.slow.extend(RoadClass::ALL.map(|class| (class, percent))),
                Some(name) => {
                    let class = RoadClass::from_name(name);
                    let class =
                        class.ok_or_else(|| format!("slow: {name} is no class of roads"))?;
                    unusual.slow.push((class, percent));
                }
            }
        }
        Ok(unusual)
    }

    /// The closed places that are on one of these roads.
    pub(crate) fn closed_on(&self, roads: &Roads) -> Vec<Position> {
        let near = |at: &&Position| !roads.edges_near(**at, CLOSED_WITHIN_M).is_empty();
        self.closed.iter().filter(near).copied().collect()
    }

    /// On which roads that closes what.
    ///
    /// # Errors
    ///
    /// [`NoRoadThere`] when a closed place is not on one.
    pub(crate) fn on(&self, roads: &Roads) -> Result<Conditions, NoRoadThere> {
        let mut conditions = Conditions::default();
        for (class, percent) in &self.slow {
            conditions = conditions.with_class(*class, *percent);
        }
        for at in &self.closed {
            let near = roads.edges_near(*at, CLOSED_WITHIN_M);
            if near.is_empty() {
                return Err(NoRoadThere(*at));
            }
            conditions.closed.extend(near);
        }
        conditions.closed.sort_unstable();
        conditions.closed.dedup();
        Ok(conditions)
    }
}

/// A closed place: lon,lat in degrees.
fn place(text: &str) -> Result<Position, String> {
    let read = text
        .split_once(',')
        .and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)));
    let (lon, lat) = read.ok_or("closed takes 2 numbers with commas")?;
    Position::from_degrees(lon, lat).map_err(|error| format!("closed: {error}"))
}
