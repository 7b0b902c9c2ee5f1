//! What is told of designs.

use crate::work::clock;
use crate::work::designs::{Deeds, Desk};
use model::{Area, GridId, Position, Unit};
use planner::design::{Became, Change, Design, Target};
use serde::Serialize;
use serde_json::{Value, json};
use spatial::{GridMap, Warning};
use store::DesignSummary;
use utoipa::ToSchema;

/// The answer of `GET /api/v1/designs`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Designs {
    pub(super) designs: Vec<DesignInfo>,
}

/// One design.
#[derive(Serialize, ToSchema)]
pub(crate) struct DesignInfo {
    id: u64,
    name: String,
    /// The drawing that it began with.
    base: u64,
    created: String,
    /// `open`, `submitted`, `published` or `dropped`.
    state: &'static str,
    steps: u64,
    /// The account that made the last step.
    last_who: Option<String>,
    last_at: Option<String>,
    /// The account that submitted it.
    submitted_by: Option<String>,
    /// From when on it is to be in force.
    valid_from: Option<String>,
    /// What a second person approves.
    hash: Option<String>,
    /// The drawing that came out of it.
    drawing: Option<u64>,
}

pub(super) fn summary(design: DesignSummary) -> DesignInfo {
    let (last_who, last_at) = design.last.unzip();
    let submission = design.submission;
    DesignInfo {
        id: design.id.0,
        name: design.name,
        base: design.base.0,
        created: clock::rfc3339(design.created),
        state: design.state.as_str(),
        steps: design.steps,
        last_who,
        last_at: last_at.map(clock::rfc3339),
        submitted_by: submission.as_ref().map(|it| it.by.clone()),
        valid_from: submission.as_ref().map(|it| clock::rfc3339(it.valid_from)),
        hash: submission.map(|it| it.hash),
        drawing: design.drawing.map(|drawing| drawing.0),
    }
}

/// A design with all of its grids.
#[derive(Serialize, ToSchema)]
pub(crate) struct Whole {
    design: DesignInfo,
    /// The number of the last step.
    seq: u64,
    /// How many steps can be taken back.
    undo: usize,
    /// How many can be made again.
    redo: usize,
    /// The units above the grids, level by level; none with `since`, as they stay.
    units: Vec<Above>,
    /// Every grid; with `since` those that changed after that step.
    grids: Vec<GridInfo>,
    /// With `since`: the numbers of grids that changed and have no land any more.
    gone: Vec<u32>,
}

/// A unit above the grids.
#[derive(Serialize, ToSchema)]
pub(crate) struct Above {
    unit: u32,
    /// 1 is the coarsest.
    level: u8,
    /// The unit above it.
    parent: Option<u32>,
    code: String,
    name: String,
}

/// A grid of a design.
#[derive(Serialize, ToSchema)]
pub(crate) struct GridInfo {
    /// Its number in this design.
    grid: u32,
    code: String,
    name: String,
    /// The unit above it.
    unit: Option<u32>,
    locked: bool,
    households: u64,
    /// Incidents of the year before the design was begun.
    incidents: u64,
    area_m2: f64,
    perimeter_m: f64,
    /// 1 for a circle, less for longer borders.
    compactness: f64,
    parts: usize,
    neighbours: Vec<u32>,
    label: Option<[f64; 2]>,
    /// Polygons of rings, as in GeoJSON.
    coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

/// The whole, or what changed after the step `since`.
pub(super) fn whole(design: DesignSummary, desk: &Desk, since: Option<u64>) -> Whole {
    let changed: Option<Vec<GridId>> =
        since.map(|seq| desk.changed_since(seq).into_iter().collect());
    let all = || desk.design.grids().map(|(grid, _)| grid).collect();
    let gone = changed.iter().flatten().filter(|grid| desk.design.grid(**grid).is_none());
    let gone = gone.map(|grid| grid.0).collect();
    let [undo, redo] = desk.design.depth();
    let tree = desk.design.tree();
    let upper = tree.units().iter().zip(0..).filter(|(it, _)| it.level < tree.finest());
    let above = |(it, unit): (&Unit, u32)| Above {
        unit,
        level: it.level.get(),
        parent: it.parent.map(|parent| parent.0),
        code: it.code.to_string(),
        name: it.name.clone(),
    };
    Whole {
        design: summary(design),
        seq: desk.seq,
        undo,
        redo,
        units: upper.filter(|_| since.is_none()).map(above).collect(),
        gone,
        grids: changed
            .unwrap_or_else(all)
            .into_iter()
            .filter_map(|grid| tell(&desk.design, grid))
            .collect(),
    }
}

fn tell(design: &Design, id: GridId) -> Option<GridInfo> {
    let (grid, figures) = (design.grid(id)?, design.figures(id)?);
    Some(GridInfo {
        grid: id.0,
        code: grid.named.code.to_string(),
        name: grid.named.name.clone(),
        unit: grid.parent.map(|unit| unit.0),
        locked: grid.locked,
        households: figures.households,
        incidents: figures.incidents,
        area_m2: figures.area.get().round(),
        perimeter_m: figures.perimeter_m.round(),
        compactness: (figures.compactness * 1e3).round() / 1e3,
        parts: figures.parts,
        neighbours: figures.neighbours.iter().map(|grid| grid.0).collect(),
        label: figures.label.map(degrees),
        coordinates: coordinates(&design.draft().area(id)),
    })
}

fn degrees(at: Position) -> [f64; 2] {
    [at.lon(), at.lat()]
}

/// Rings as GeoJSON has them: the first point once more at the end.
fn coordinates(area: &Area) -> Vec<Vec<Vec<[f64; 2]>>> {
    let ring =
        |ring: &Vec<Position>| ring.iter().chain(ring.first()).map(|at| degrees(*at)).collect();
    area.polygons.iter().map(|polygon| polygon.rings().map(ring).collect()).collect()
}

/// What a step changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stepped {
    /// Its number.
    seq: u64,
    undo: usize,
    redo: usize,
    /// The grids that changed, as they are now.
    grids: Vec<GridInfo>,
    /// Those that have no land any more.
    gone: Vec<u32>,
    /// Those that are new.
    made: Vec<u32>,
    /// Grids that fell into more parts.
    torn: Vec<u32>,
}

/// What a step changed in a design that has it; `seq` is the number of the last one that is kept.
pub(super) fn stepped(seq: u64, design: &Design, change: &Change) -> Stepped {
    let [undo, redo] = design.depth();
    let gone = change.grids.iter().filter(|grid| design.grid(**grid).is_none());
    Stepped {
        seq,
        undo,
        redo,
        grids: change.grids.iter().filter_map(|grid| tell(design, *grid)).collect(),
        gone: gone.map(|grid| grid.0).collect(),
        made: change.made.iter().map(|grid| grid.0).collect(),
        torn: change.warnings.iter().map(|Warning::Torn { grid, .. }| grid.0).collect(),
    }
}

/// The last steps of a design, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Steps {
    pub(super) steps: Vec<StepInfo>,
}

/// One step, as it was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepInfo {
    seq: u64,
    /// The account that made it.
    who: String,
    at: String,
    /// The grids that it changed.
    grids: Vec<u32>,
    /// What it did.
    #[schema(value_type = Object)]
    made: Value,
}

pub(super) fn deeds(deeds: &Deeds) -> StepInfo {
    StepInfo {
        seq: deeds.seq,
        who: deeds.who.clone(),
        at: clock::rfc3339(deeds.at),
        grids: deeds.grids.iter().map(|grid| grid.0).collect(),
        made: serde_json::to_value(&deeds.record).unwrap_or_default(),
    }
}

/// What is wrong with a design, the worst first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Findings {
    /// Households that each grid is to have.
    wanted: f64,
    tolerance: f64,
    /// The worst first.
    found: Vec<FindingInfo>,
}

/// One thing that is wrong.
#[derive(Serialize, ToSchema)]
pub(crate) struct FindingInfo {
    kind: &'static str,
    grids: Vec<u32>,
    at: Option<[f64; 2]>,
    /// The figure that is wrong: households, parts, holes, compactness.
    value: f64,
}

pub(super) fn findings(desk: &Desk, target: Target) -> Findings {
    let found = desk.design.findings(target);
    Findings {
        wanted: desk.design.wanted(target),
        tolerance: target.tolerance,
        found: found
            .into_iter()
            .map(|it| FindingInfo {
                kind: it.kind.as_str(),
                grids: it.grids.iter().map(|grid| grid.0).collect(),
                at: it.at.map(degrees),
                value: (it.value * 1e3).round() / 1e3,
            })
            .collect(),
    }
}

/// Every grid before and after.
#[derive(Serialize, ToSchema)]
pub(crate) struct Differences {
    /// Grids before and now.
    count: [usize; 2],
    /// Households that are in another grid now.
    households_moved: u64,
    /// All households.
    households: u64,
    grids: Vec<DifferenceInfo>,
}

/// One grid before and after; those that are as they were are left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct DifferenceInfo {
    grid: u32,
    code: Option<String>,
    name: Option<String>,
    /// `changed`, `new` or `gone`.
    became: &'static str,
    households: [u64; 2],
    incidents: [u64; 2],
    /// Households that went to other grids.
    left: u64,
    /// Households that came from other grids.
    came: u64,
}

pub(super) fn differences(desk: &Desk) -> Differences {
    let design = &desk.design;
    let all = design.differences();
    let households = all.iter().map(|row| row.households[1]).sum();
    let changed = all.into_iter().filter_map(|row| {
        let became = match row.became {
            Became::Same => return None,
            Became::Changed => "changed",
            Became::New => "new",
            Became::Gone => "gone",
        };
        let (code, name) = called(design, row.grid).unzip();
        Some(DifferenceInfo {
            grid: row.grid.0,
            code,
            name,
            became,
            households: row.households,
            incidents: row.incidents,
            left: row.left,
            came: row.came,
        })
    });
    Differences {
        grids: changed.collect(),
        count: [design.tree().grid_count(), design.grids().count()],
        households_moved: design.households_moved(),
        households,
    }
}

/// What a grid is called, or was before it lost its land.
fn called(design: &Design, grid: GridId) -> Option<(String, String)> {
    if let Some(now) = design.grid(grid) {
        return Some((now.named.code.to_string(), now.named.name.clone()));
    }
    let tree = design.tree();
    let begun = (grid.0 as usize) < tree.grid_count();
    let unit = begun.then(|| tree.unit(tree.unit_of_grid(grid)))?;
    Some((unit.code.to_string(), unit.name.clone()))
}

/// The grids as GeoJSON, each with its code, name and figures.
pub(super) fn geojson(desk: &Desk) -> Value {
    let grids = desk.design.grids().filter_map(|(grid, _)| tell(&desk.design, grid));
    collection(grids.map(|grid| {
        json!({
            "type": "Feature",
            "id": grid.grid,
            "properties": {
                "code": grid.code, "name": grid.name, "households": grid.households,
                "incidents": grid.incidents, "area_m2": grid.area_m2,
            },
            "geometry": { "type": "MultiPolygon", "coordinates": grid.coordinates },
        })
    }))
}

/// The grids of the drawing that a design began with, numbered as in the design.
pub(super) fn before(map: &GridMap) -> Value {
    let tree = map.tree();
    collection((0..tree.grid_count()).filter_map(|number| {
        let grid = GridId(u32::try_from(number).ok()?);
        let unit = tree.unit(tree.unit_of_grid(grid));
        Some(json!({
            "type": "Feature",
            "id": grid.0,
            "properties": { "code": unit.code.as_str(), "name": unit.name },
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": coordinates(&map.partition().area(grid)),
            },
        }))
    }))
}

fn collection(features: impl Iterator<Item = Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}
