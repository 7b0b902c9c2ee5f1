//! What is reached of a drawing: square kilometres, grids and households, and where one more base
//! would help most.

use crate::work::atlas::Ground;
use model::{Area, GridId, Position, Seconds};
use planner::roads::{Demand, Reach, Roads};

/// Metres between the samples that areas are counted by.
const STEP_M: f64 = 100.0;
/// Candidates weighed for one more base; of more grids a part is taken, evenly.
const CANDIDATES_MAX: usize = 1_000;
/// How many places for one more base are told.
const SITES: usize = 3;

/// How much of one grid is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Covered {
    pub grid: GridId,
    /// The share of its area, 0 to 1.
    pub share: f64,
    /// The time to its middle; `None` where no way leads.
    pub time: Option<Seconds>,
}

/// What is reached, in figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ReachFigures {
    /// What is reached.
    pub area: Area,
    pub area_m2: f64,
    pub reached_m2: f64,
    pub households: u64,
    /// Those of the reached share of each grid.
    pub reached_households: u64,
    /// Every grid, in order.
    pub grids: Vec<Covered>,
    /// Places for one more base: where, and the households it would reach in addition.
    pub sites: Vec<(Position, u64)>,
}

/// The figures of a reach over a drawing; areas hold land outside it, too. A second or so for a city: not for the threads that answer
/// requests.
pub(crate) fn figures(
    roads: &Roads,
    reach: &Reach<'_>,
    ground: &Ground,
    limit: Seconds,
) -> ReachFigures {
    let tree = ground.map.tree();
    let grids = tree.grid_count();
    let mut told = ReachFigures::default();
    let mut seen = vec![(0_u64, 0_u64); grids];
    let bounds = tree.of_level(tree.finest()).filter_map(|(id, _)| ground.map.bounds_of(id));
    if let Some(bounds) = bounds.reduce(model::Bounds::union) {
        let field = reach.field(bounds, STEP_M);
        told.area = field.area();
        let (places, reached): (Vec<Position>, Vec<bool>) = field.samples().unzip();
        let mut inside = Vec::new();
        ground.map.points().assign_all(&places, &mut inside);
        for (grid, reached) in inside.into_iter().zip(reached) {
            if let Some(GridId(grid)) = grid
                && let Some(counts) = seen.get_mut(grid as usize)
            {
                counts.0 += 1;
                counts.1 += u64::from(reached);
            }
        }
    }
    let mut demands = Vec::with_capacity(grids);
    for (id, unit) in tree.of_level(tree.finest()) {
        let Some(grid) = tree.grid_of_unit(id) else { continue };
        let figures = ground.figures(id);
        let time = figures.label.and_then(|at| reach.time_to(at));
        let (samples, hits) = seen[grid.0 as usize];
        // A grid between the samples is taken whole, by its middle.
        let middle = f64::from(u8::from(time.is_some_and(|time| time <= limit)));
        #[expect(clippy::cast_precision_loss, reason = "counts of samples, at most a million")]
        let share = if samples == 0 { middle } else { hits as f64 / samples as f64 };
        let households = unit.households.unwrap_or(0);
        let area_m2 = figures.area_m2.get();
        told.area_m2 += area_m2;
        told.reached_m2 += area_m2 * share;
        told.households += u64::from(households);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
        let reached = (f64::from(households) * share).round() as u64;
        told.reached_households += reached;
        told.grids.push(Covered { grid, share, time });
        demands.extend(figures.label.map(|at| Demand { at, weight: u64::from(households.max(1)) }));
    }
    let every = demands.len().div_ceil(CANDIDATES_MAX).max(1);
    let candidates: Vec<Position> = demands.iter().step_by(every).map(|it| it.at).collect();
    let sites = roads.best_sites(reach, &demands, &candidates, (limit, SITES));
    told.sites = sites.iter().map(|site| (candidates[site.candidate], site.gain)).collect();
    told
}

/// The coordinates of a GeoJSON `MultiPolygon`.
pub(crate) fn coordinates(area: &Area) -> Vec<Vec<Vec<[f64; 2]>>> {
    let ring = |ring: &model::Ring| -> Vec<[f64; 2]> {
        ring.iter().chain(ring.first()).map(|at| [at.lon(), at.lat()]).collect()
    };
    area.polygons.iter().map(|polygon| polygon.rings().map(ring).collect()).collect()
}
