//! What is not as usual on the roads: closed where somebody says so, slower by class.

use model::{Position, RoadClass};
use planner::roads::{Conditions, Roads};

/// How near a road must be to the place at which it is closed, in metres.
const CLOSED_WITHIN_M: f64 = 25.0;

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
pub(crate) struct NoRoadThere(Position);

impl Unusual {
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
