//! What is shown on the map beside the drawing, for those who work with it: places, incidents, how
//! many there are where, hotspots, the ways of a plan. Roads are in [`crate::work::roads`].

use crate::work::atlas::Ground;
use crate::work::hotspots::{self, By, Period, RESOLUTION};
use crate::work::plans::{Broken, KeptPlan};
use exchange::patrol::course;
use jiff::Timestamp;
use model::{Place, Position, Shape};
use spatial::{Cell, CellResolution};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use store::{IncidentQuery, PlanId, Store, StoreError};
use tiles::{Feature, FieldValue, MAX_ZOOM, Mark};

/// A layer that shows each incident shows no more of them.
const INCIDENTS_MAX: usize = 100_000;
/// Incidents read at a time.
const PAGE: u32 = 5_000;
/// The resolution of the cells of `density` at each zoom: some 10 to 20 pixels a side where a tile is
/// 512 pixels and the place as far north as Lanzhou.
const DENSITY: [(RangeInclusive<u8>, u8); 7] = [
    (0..=4, 4),
    (5..=6, 5),
    (7..=8, 6),
    (9..=9, 7),
    (10..=11, 8),
    (12..=13, 9),
    (14..=MAX_ZOOM, 10),
];

/// What is drawn at each range of zooms, as [`tiles::FeatureSet`] takes it.
pub(crate) type Sheets = Vec<(RangeInclusive<u8>, Vec<Feature>)>;

/// The layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Layer {
    Places,
    Incidents,
    Density,
    Hotspots,
    Patrols,
    Roads,
}

/// Why a layer cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LayerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much for a map to show one by one.
    #[error(
        "the period has more than {INCIDENTS_MAX} incidents; ask for fewer days, or for density"
    )]
    TooMany,
    #[error(transparent)]
    Hotspots(#[from] hotspots::Error),
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Layer {
    /// Every layer.
    pub(crate) const ALL: [Self; 6] =
        [Self::Places, Self::Incidents, Self::Density, Self::Hotspots, Self::Patrols, Self::Roads];

    /// Its name in tiles and addresses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Incidents => "incidents",
            Self::Density => "density",
            Self::Hotspots => "hotspots",
            Self::Patrols => "patrols",
            Self::Roads => "roads",
        }
    }

    /// The layer of a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// Every place: points as points, lines and the outlines of areas as lines.
pub(crate) fn places(places: &[Place]) -> Sheets {
    let drawn = (1..).zip(places).map(|(id, place)| {
        let mark = match &place.shape {
            Shape::Point(at) => Mark::Point(*at),
            Shape::Line(line) => Mark::Lines(vec![line.clone()]),
            Shape::Area(area) => {
                let rings =
                    area.polygons.iter().flat_map(|it| std::iter::once(&it.outer).chain(&it.holes));
                Mark::Lines(rings.map(|ring| closed(ring)).collect())
            }
        };
        let mut fields = vec![
            ("code", text(place.code.as_str())),
            ("name", text(&place.name)),
            ("kind", text(place.kind.as_str())),
        ];
        fields.extend(place.category.as_deref().map(|category| ("category", text(category))));
        Feature { id, mark, fields }
    });
    vec![(0..=MAX_ZOOM, drawn.collect())]
}

/// Each incident of [`from`, `to`): where, of what kind, how grave, in which state and since when.
/// Never what was said of it.
///
/// # Errors
///
/// [`LayerError::TooMany`], or the store's.
pub(crate) async fn incidents(
    store: &Store,
    from: Timestamp,
    to: Timestamp,
) -> Result<Sheets, LayerError> {
    let mut drawn = Vec::new();
    let mut query =
        IncidentQuery { from: Some(from), to: Some(to), limit: PAGE, ..IncidentQuery::default() };
    loop {
        let page = store.incidents(&query).await?;
        if drawn.len() + page.len() > INCIDENTS_MAX {
            return Err(LayerError::TooMany);
        }
        for stored in &page {
            let incident = &stored.incident;
            let fields = vec![
                ("kind", text(incident.kind.as_str())),
                ("class", text(incident.class.as_str())),
                ("state", text(incident.state.as_str())),
                ("occurred", FieldValue::Int(incident.occurred.as_second())),
            ];
            drawn.push(Feature { id: stored.id.0, mark: Mark::Point(incident.at), fields });
        }
        match page.last() {
            Some(last) if page.len() == PAGE as usize => query.after = Some(last.id),
            _ => break,
        }
    }
    Ok(vec![(0..=MAX_ZOOM, drawn)])
}

/// How many incidents of [`from`, `to`) each cell of H3 has, by cells that fit the zoom.
///
/// # Errors
///
/// The store's.
pub(crate) async fn density(
    store: &Store,
    from: Timestamp,
    to: Timestamp,
) -> Result<Sheets, LayerError> {
    let finest = DENSITY[DENSITY.len() - 1].1;
    let mut counts: BTreeMap<u64, (Cell, u64)> = BTreeMap::new();
    if let Ok(resolution) = CellResolution::try_from(finest) {
        let mut count = |positions: &[Position]| {
            for &at in positions {
                let cell = Cell::of(at, resolution);
                counts.entry(cell.id()).or_insert((cell, 0)).1 += 1;
            }
        };
        store.incident_positions(Some(from), Some(to), &mut count).await?;
    }
    let sheet = |(zooms, resolution): &(RangeInclusive<u8>, u8)| {
        let mut coarser: BTreeMap<u64, (Cell, u64)> = BTreeMap::new();
        if let Ok(resolution) = CellResolution::try_from(*resolution) {
            for (cell, count) in counts.values() {
                if let Some(parent) = cell.parent(resolution) {
                    coarser.entry(parent.id()).or_insert((parent, 0)).1 += count;
                }
            }
        }
        let drawn = coarser.into_values().map(|(cell, count)| Feature {
            id: short(cell),
            mark: Mark::Cell(cell.boundary()),
            fields: vec![
                ("cell", text(&cell.to_string())),
                ("incidents", FieldValue::Int(i64::try_from(count).unwrap_or(i64::MAX))),
            ],
        });
        (zooms.clone(), drawn.collect())
    };
    Ok(DENSITY.iter().map(sheet).collect())
}

/// The cells of the hotspots of [`from`, `to`), those of one hotspot with its number.
///
/// # Errors
///
/// The store's, or a territory with too many cells.
pub(crate) async fn hotspots(
    store: &Store,
    ground: &Ground,
    from: Timestamp,
    to: Timestamp,
) -> Result<Sheets, LayerError> {
    let Ok(resolution) = CellResolution::try_from(RESOLUTION) else {
        return Ok(Vec::new());
    };
    let period = Period { from, to, then: None };
    let report = hotspots::report(store, ground, By::Cells(resolution), period).await?;
    let mut drawn = Vec::new();
    for (number, spot) in (1..).zip(&report.spots) {
        for polygon in &spot.shape.polygons {
            let id = drawn.len() as u64 + 1;
            let fields = vec![
                ("hotspot", FieldValue::Int(number)),
                ("incidents", FieldValue::Int(i64::try_from(spot.incidents).unwrap_or(i64::MAX))),
                ("gi", FieldValue::Float(spot.score.gi)),
                ("p", FieldValue::Float(spot.score.p)),
                ("times_the_mean", FieldValue::Float(spot.times_the_mean)),
            ];
            drawn.push(Feature { id, mark: Mark::Cell(polygon.outer.clone()), fields });
        }
    }
    Ok(vec![(0..=MAX_ZOOM, drawn)])
}

/// The ways of a plan, one feature a crew; `None` when there is no such plan.
///
/// # Errors
///
/// The store's, or a plan that cannot be read.
pub(crate) async fn patrols(store: &Store, plan: PlanId) -> Result<Option<Sheets>, LayerError> {
    let Some(kept) = store.plan(plan).await? else { return Ok(None) };
    let kept = KeptPlan::read(&kept.body)?;
    let ((problem, plan), ways) = (kept.parts()?, kept.ways()?);
    let drawn = plan.routes.iter().enumerate().filter_map(|(place, route)| {
        let crew = problem.crews.get(route.crew)?;
        let fields = vec![
            ("crew", text(&crew.id)),
            ("name", text(&crew.name)),
            ("mode", text(crew.mode.as_str())),
            ("stops", FieldValue::Int(i64::try_from(route.stops.len()).unwrap_or(i64::MAX))),
            ("depart", text(&route.depart.to_string())),
            ("back", text(&route.back.to_string())),
        ];
        let way = ways.get(place).map(|way| way.line.clone()).filter(|line| line.len() > 1);
        let mark = Mark::Lines(vec![way.unwrap_or_else(|| course(&problem, route))]);
        Some(Feature { id: route.crew as u64 + 1, mark, fields })
    });
    Ok(Some(vec![(0..=MAX_ZOOM, drawn.collect())]))
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

/// A ring as a line that comes back to where it began.
fn closed(ring: &[Position]) -> Vec<Position> {
    ring.iter().chain(ring.first()).copied().collect()
}

/// The index of a cell without what all cells of its resolution have in common: below 2^53, as ids
/// must be. The digits of resolutions finer than 10 are all sevens here.
fn short(cell: Cell) -> u64 {
    cell.id() >> 15 & ((1 << 41) - 1)
}
