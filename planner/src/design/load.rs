//! What lies in the land: households and incidents, as points that find their grid.

use model::{Bounds, GridId, Position};
use spatial::GridMap;

/// The most points that stand for the households of one grid.
const SAMPLES_MAX: u32 = 64;
/// How many places are tried for each of them.
const TRIES: u32 = 32;

/// Households and incidents at points, in the order of their longitude.
///
/// Where each household lives is not known: those of a grid are spread evenly over its land, at up to
/// 64 places (the R2 sequence: Roberts, "The unreasonable effectiveness of quasirandom sequences",
/// 2018). Incidents are where they happened. So what a grid has after an edit is counted, and the sum
/// over all grids stays what it was.
#[derive(Clone, Debug, Default)]
pub struct Load {
    pub(super) points: Vec<LoadPoint>,
}

/// Some households or incidents at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LoadPoint {
    pub(super) at: Position,
    pub(super) households: u32,
    pub(super) incidents: u32,
    /// The grid it lay in before any edit.
    pub(super) base: Option<GridId>,
}

impl Load {
    /// The load of a drawing: its households, as far as they are known, and these incidents. O(n log
    /// n) in points, of which there are up to 64 a grid and one an incident.
    pub fn new(map: &GridMap, incidents: &[Position]) -> Self {
        let mut points = Vec::new();
        for number in 0..map.tree().grid_count() {
            let Ok(number) = u32::try_from(number) else { break };
            spread(map, GridId(number), &mut points);
        }
        let mut grids = Vec::new();
        map.points().assign_all(incidents, &mut grids);
        points.extend(incidents.iter().zip(grids).map(|(&at, base)| LoadPoint {
            at,
            households: 0,
            incidents: 1,
            base,
        }));
        points.sort_by_key(|point| (point.at.lon_e7(), point.at.lat_e7()));
        Self { points }
    }

    /// The points in a box, by their places in the list. O(log n) and those between its meridians.
    pub(super) fn within(&self, bounds: Bounds) -> impl Iterator<Item = usize> {
        let from = self.points.partition_point(|it| it.at.lon_e7() < bounds.min.lon_e7());
        let to = self.points.partition_point(|it| it.at.lon_e7() <= bounds.max.lon_e7());
        let [low, high] = [bounds.min.lat_e7(), bounds.max.lat_e7()];
        (from..to).filter(move |&k| (low..=high).contains(&self.points[k].at.lat_e7()))
    }
}

/// Spreads the households of a grid over its land.
fn spread(map: &GridMap, grid: GridId, points: &mut Vec<LoadPoint>) {
    let unit = map.tree().unit_of_grid(grid);
    let households = map.tree().unit(unit).households.unwrap_or(0);
    let (Some(bounds), true) = (map.bounds_of(unit), households > 0) else { return };
    let wanted = households.min(SAMPLES_MAX);
    let tried: Vec<Position> = (0..wanted * TRIES).filter_map(|step| r2(bounds, step)).collect();
    let mut grids = Vec::new();
    map.points().assign_all(&tried, &mut grids);
    let inside = tried.iter().zip(grids).filter(|(_, found)| *found == Some(grid));
    let mut places: Vec<Position> = inside.map(|(&at, _)| at).take(wanted as usize).collect();
    if places.is_empty() {
        // A sliver that every try missed.
        places.extend(map.label_point(unit));
    }
    let count = u32::try_from(places.len()).unwrap_or(1).max(1);
    points.extend(places.into_iter().zip(0..).map(|(at, place)| LoadPoint {
        at,
        // The first ones carry what is left over.
        households: households / count + u32::from(place < households % count),
        incidents: 0,
        base: Some(grid),
    }));
}

/// The step of the R2 sequence in a box.
fn r2(bounds: Bounds, step: u32) -> Option<Position> {
    // 2^32 divided by the plastic number and by its square, so that no rounding differs by machine.
    let part = |by: u32| u64::from(step.wrapping_add(1).wrapping_mul(by));
    let along = |low: i32, high: i32, part: u64| {
        let span = u64::from(high.abs_diff(low));
        i32::try_from(i64::from(low) + ((span * part) >> 32).cast_signed()).ok()
    };
    let lon = along(bounds.min.lon_e7(), bounds.max.lon_e7(), part(3_242_174_889))?;
    let lat = along(bounds.min.lat_e7(), bounds.max.lat_e7(), part(2_447_445_414))?;
    Position::from_e7(lon, lat)
}
