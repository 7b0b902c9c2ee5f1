//! Hotspots of the incidents kept: where, when, and whether they held.

use crate::work::atlas::Ground;
use crate::work::clock;
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Area, GridId, Position};
use planner::hotspots::{Held, HotspotError, Score, WeekPattern, densest, find, held};
use spatial::{Cell, CellCover, CellResolution, CoverError, GridMap};
use std::collections::HashMap;
use store::{IncidentQuery, Store, StoreError};

/// Incidents read at a time.
const PAGE: u32 = 500;
/// The expected share of false hotspots among those told.
pub(crate) const LEVEL: f64 = 0.01;
/// The resolution of cells when none is asked for: 0.1 km² each.
pub(crate) const RESOLUTION: u8 = 9;

/// What incidents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// Cells of H3 of a resolution, by their land.
    Cells(CellResolution),
    /// Grids, by their land.
    Grids,
    /// Grids, by their households.
    Households,
}

/// A period, and a later one to judge by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Period {
    /// From this instant on …
    pub from: Timestamp,
    /// … and before this one.
    pub to: Timestamp,
    /// What is found is judged by what came then, before this instant.
    pub then: Option<Timestamp>,
}

/// One hotspot.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The cells or the codes of the grids, in order.
    pub areas: Vec<String>,
    /// The middle of the surest of them.
    pub at: Option<Position>,
    /// Their outlines.
    pub shape: Area,
    pub incidents: u64,
    /// The score of the surest.
    pub score: Score,
    /// How many times as many incidents as everywhere, for the same land or households.
    pub times_the_mean: f64,
    /// When.
    pub week: WeekPattern,
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub areas: usize,
    pub incidents: u64,
    /// Those that lie in no area.
    pub outside: u64,
    pub spots: Vec<Spot>,
    pub week: WeekPattern,
    /// How the hotspots did later, and how as much ground with the highest counts did.
    pub held: Option<(Held, Held)>,
}

/// Why nothing was found out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Cover(#[from] CoverError),
    #[error(transparent)]
    Hotspots(#[from] HotspotError),
}

/// The areas asked for, and which of them a point lies in.
struct Areas<'m> {
    map: &'m GridMap,
    ground: planner::hotspots::Ground,
    cells: Vec<Cell>,
    place_of: HashMap<Cell, usize>,
    by: By,
}

impl<'m> Areas<'m> {
    fn new(map: &'m GridMap, by: By) -> Result<Self, CoverError> {
        let mut ground = planner::hotspots::Ground::default();
        let (mut cells, mut place_of) = (Vec::new(), HashMap::new());
        if let By::Cells(resolution) = by {
            let cover = CellCover::new(map, resolution)?;
            cells.extend(cover.cells().iter().map(|it| it.0));
            place_of.extend(cells.iter().enumerate().map(|(place, cell)| (*cell, place)));
            ground.exposure = cover.cells().iter().map(|it| (1.0 - it.1).max(0.0)).collect();
            let place = |cell: &Cell| place_of.get(cell).and_then(|it| u32::try_from(*it).ok());
            let near = |cell: &Cell| cell.neighbours().iter().filter_map(place).collect();
            ground.neighbours = cells.iter().map(near).collect();
        } else {
            let tree = map.tree();
            for grid in (0..).map(GridId).take(tree.grid_count()) {
                let unit = tree.unit_of_grid(grid);
                ground.exposure.push(match by {
                    By::Households => f64::from(tree.unit(unit).households.unwrap_or(0)),
                    By::Grids | By::Cells(_) => map.ground_area(unit).get(),
                });
                let near = map.partition().neighbours(grid).into_iter();
                ground.neighbours.push(near.map(|(GridId(other), _)| other).collect());
            }
        }
        Ok(Self { map, ground, cells, place_of, by })
    }

    fn place(&self, at: Position) -> Option<usize> {
        match self.by {
            By::Cells(resolution) => self.place_of.get(&Cell::of(at, resolution)).copied(),
            By::Grids | By::Households => self.map.assign(at).map(|it| it.grid.0 as usize),
        }
    }

    fn name(&self, place: usize) -> String {
        match self.cells.get(place) {
            Some(cell) => cell.to_string(),
            None => self.unit(place).code.to_string(),
        }
    }

    fn unit(&self, place: usize) -> &model::Unit {
        let tree = self.map.tree();
        tree.unit(tree.unit_of_grid(grid(place)))
    }

    fn shape(&self, place: usize) -> Area {
        match self.cells.get(place) {
            Some(cell) => {
                let polygon = model::Polygon { outer: cell.boundary(), holes: Vec::new() };
                Area { polygons: vec![polygon] }
            }
            None => self.map.partition().area(grid(place)),
        }
    }

    fn middle(&self, place: usize) -> Option<Position> {
        match self.cells.get(place) {
            Some(cell) => Some(cell.centre()),
            None => self.map.label_point(self.map.tree().unit_of_grid(grid(place))),
        }
    }
}

fn grid(place: usize) -> GridId {
    GridId(u32::try_from(place).unwrap_or(u32::MAX))
}

/// The area and the hour of the week of each incident of a period.
async fn incidents(
    store: &Store,
    areas: &Areas<'_>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(Option<usize>, usize)>, StoreError> {
    let mut found = Vec::new();
    let mut query =
        IncidentQuery { from: Some(from), to: Some(to), limit: PAGE, ..IncidentQuery::default() };
    loop {
        let page = store.incidents(&query).await?;
        for stored in &page {
            let hour = hour_of_week(stored.incident.occurred);
            found.push((areas.place(stored.incident.at), hour));
        }
        match page.last() {
            Some(last) if page.len() == PAGE as usize => query.after = Some(last.id),
            _ => return Ok(found),
        }
    }
}

/// The hour of the week in the offices' time, Monday 0:00 to 1:00 first.
fn hour_of_week(at: Timestamp) -> usize {
    let local = clock::local(at);
    let date: Date = local.date();
    let day = date.weekday().to_monday_zero_offset();
    let hours = i32::from(day) * 24 + i32::from(local.hour());
    usize::try_from(hours).unwrap_or(0)
}

/// Finds the hotspots of a period.
///
/// # Errors
///
/// [`Error`]: the store's, or a resolution too fine for the territory.
pub(crate) async fn report(
    store: &Store,
    ground: &Ground,
    by: By,
    period: Period,
) -> Result<Report, Error> {
    let areas = Areas::new(&ground.map, by)?;
    let given = incidents(store, &areas, period.from, period.to).await?;
    let later = match period.then {
        Some(then) => Some(incidents(store, &areas, period.to, then).await?),
        None => None,
    };
    let counts = count(&areas, &given);
    let found = find(&areas.ground, &counts, LEVEL)?;
    let all: u64 = counts.iter().sum();
    let whole: f64 = areas.ground.exposure.iter().sum();
    let mut spots = Vec::with_capacity(found.spots.len());
    for spot in &found.spots {
        let mut places: Vec<usize> = spot.iter().map(|&it| it as usize).collect();
        let week =
            given.iter().filter(|it| it.0.is_some_and(|it| places.binary_search(&it).is_ok()));
        let week = WeekPattern::of(week.map(|it| it.1));
        let incidents: u64 = places.iter().map(|&it| counts[it]).sum();
        let part: f64 = places.iter().map(|&it| areas.ground.exposure[it]).sum();
        let shape = places.iter().flat_map(|&it| areas.shape(it).polygons).collect();
        let names = places.iter().map(|&it| areas.name(it)).collect();
        places.sort_by(|&a, &b| found.scores[b].gi.total_cmp(&found.scores[a].gi));
        let Some(&surest) = places.first() else { continue };
        #[expect(clippy::cast_precision_loss, reason = "counts of incidents")]
        let times_the_mean = (incidents as f64 / all as f64) / (part / whole);
        spots.push(Spot {
            areas: names,
            at: areas.middle(surest),
            shape: Area { polygons: shape },
            incidents,
            score: found.scores[surest],
            times_the_mean,
            week,
        });
    }
    let judged = later.map(|later| {
        let later = count(&areas, &later);
        let told = held(&areas.ground, |it| found.scores[it].hot, &later);
        let baseline = densest(&areas.ground, &counts, told.share);
        (told, held(&areas.ground, |it| baseline[it], &later))
    });
    Ok(Report {
        areas: counts.len(),
        incidents: all,
        outside: given.iter().filter(|it| it.0.is_none()).count() as u64,
        spots,
        week: WeekPattern::of(given.iter().map(|it| it.1)),
        held: judged,
    })
}

fn count(areas: &Areas<'_>, given: &[(Option<usize>, usize)]) -> Vec<u64> {
    let mut counts = vec![0; areas.ground.exposure.len()];
    for place in given.iter().filter_map(|it| it.0) {
        counts[place] += 1;
    }
    counts
}
