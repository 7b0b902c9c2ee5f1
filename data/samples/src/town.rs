//! A made town, and making it.

use crate::draw::{Drawn, Pen, Region};
use crate::ground_plan::{GroundPlan, area};
use crate::incidents::incidents;
use crate::landmarks::landmarks;
use crate::like::Like;
use crate::outline::roughen;
use crate::patrol::problem;
use crate::places::places;
use crate::plan::{Draft, spread};
use crate::point::{Pt, squared};
use crate::rng::Dice;
use crate::services::services;
use crate::streets::streets;
use crate::towns::{Spec, spec};
use crate::ways;
use jiff::civil::Date;
use model::patrol::Problem;
use model::{
    Area, Code, CodeError, Incident, IncidentError, Level, Place, Position, RoadNetwork, Unit,
    UnitId, UnitTree, UnitTreeError,
};

/// A road, schematic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Road {
    /// The name shown.
    pub name: String,
    /// How much of a road it is, in the words of OpenStreetMap's `highway`: `primary`,
    /// `secondary`, `tertiary`, `residential`.
    pub class: String,
    /// Where it runs; at least two points.
    pub line: Vec<Position>,
}

/// An invented town.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Its units.
    pub tree: UnitTree,
    /// The area of grid `k`, one counter-clockwise ring without holes.
    pub areas: Vec<Area>,
    /// What stands in it: checkpoints, bases, service points …
    pub places: Vec<Place>,
    /// Its roads.
    pub roads: Vec<Road>,
    /// The same with every street, lane and track, over shared nodes.
    pub network: RoadNetwork,
    /// Its river.
    pub river: Vec<Position>,
    /// What happened in the twelve months that end with the day asked for, oldest first.
    pub incidents: Vec<Incident>,
    /// The patrol of that day.
    pub problem: Problem,
}

/// Why no town was made. None of these happens with the plans in this crate; they are here so that
/// a mistake in a plan is said and not a panic.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A region could not be divided.
    #[error("the region of {code} could not be divided")]
    Drawing {
        /// The code of its unit.
        code: String,
    },
    /// A planned code is none.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A planned kind is none.
    #[error(transparent)]
    Kind(#[from] IncidentError),
    /// A place was planned off the Earth.
    #[error("a place is off the Earth")]
    OffTheEarth,
    /// The day asked for is so early or late that its year does not fit a calendar.
    #[error("the year before that day is not in the calendar: {0}")]
    Day(#[from] jiff::Error),
    /// The planned units are no tree.
    #[error(transparent)]
    Tree(#[from] UnitTreeError),
}

/// Makes a town like `like`, with the twelve months of incidents that end with the day `until` and
/// the patrol of that day. The same arguments give the same town.
///
/// # Errors
///
/// [`MakeError`] when the plan of the town is at odds with itself.
pub fn make(like: Like, seed: u64, until: Date) -> Result<Town, MakeError> {
    let spec = spec(like, seed);
    let mut dice = Dice::new(seed, "outline");
    let ring = outline(&spec, &mut dice);
    let river = bank(&spec, &ring);
    let pen = Pen { ground: spec.ground, seed };
    let mut drawn = Drawn::default();
    let region = Region { ring: ring.clone(), ..Region::default() };
    pen.draw(&spec.root, &region, &mut drawn)?;
    let Drawn { grids, mut roads } = drawn;
    let tree = tree(&spec.root, seed)?;
    let plan = GroundPlan { ground: spec.ground, outer: &ring, rings: &grids, tree: &tree };
    streets(&plan, &mut roads);
    let marks = landmarks(like, &plan, &roads, &river, &mut Dice::new(seed, "landmarks"));
    let mut places = places(&plan, &marks, &roads, &mut Dice::new(seed, "places"))?;
    places.extend(services(&plan, &mut Dice::new(seed, "services"))?);
    let households: u64 = (0..grids.len()).map(|grid| u64::from(plan.households(grid))).sum();
    let count = usize::try_from(households / 10).unwrap_or(usize::MAX).clamp(600, 60_000);
    let mut dice = Dice::new(seed, "incidents");
    let incidents = incidents(&plan, &marks.hotspots, count, until, &mut dice)?;
    let mut dice = Dice::new(seed, "patrol");
    let problem = problem(&plan, &places, &marks.hotspots, &incidents, until, &mut dice);
    let market = marks.shops[0].1;
    let network = ways::network(&plan, (&roads, &river), market, seed);
    let areas = grids.iter().map(|ring| area(ring)).collect();
    let (name, name_en) = (spec.name, spec.name_en);
    Ok(Town { name, name_en, tree, areas, places, roads, network, river, incidents, problem })
}

/// The fine outline: as fine at each place as the grids there want it.
fn outline(spec: &Spec, dice: &mut Dice) -> Vec<Pt> {
    let ground = &spec.ground;
    let area = ground.area(&spec.outline);
    let each = (area / f64::from(spec.root.grids.max(1))).sqrt();
    let all: f64 = spec.root.children.iter().map(|child| child.area).sum();
    let sides: Vec<_> = spec
        .root
        .children
        .iter()
        .filter_map(|child| {
            let own = child.area / all * area;
            Some((child.site?, own, (own / f64::from(child.grids.max(1))).sqrt()))
        })
        .collect();
    let fine = |at: [f64; 2]| {
        let near = sides
            .iter()
            .min_by(|a, b| (squared(a.0, at) / a.1).total_cmp(&(squared(b.0, at) / b.1)));
        near.map_or(each, |(_, _, side)| *side) * 0.11
    };
    let calm = |i: usize| spec.bank.is_some_and(|(first, last)| (first..last).contains(&i));
    roughen(ground, &spec.outline, &calm, &fine, dice)
}

/// The stretch of the outline that is river bank, west to east.
fn bank(spec: &Spec, ring: &[Pt]) -> Vec<Position> {
    let Some((first, last)) = spec.bank else { return Vec::new() };
    let place = |at: usize| ring.iter().position(|&p| p == spec.outline[at]);
    let (Some(first), Some(last)) = (place(first), place(last)) else { return Vec::new() };
    ring[first..=last].iter().rev().filter_map(|p| p.position()).collect()
}

/// The units of a plan, level by level.
fn tree(root: &Draft, seed: u64) -> Result<UnitTree, MakeError> {
    let mut units: Vec<Unit> = Vec::new();
    let mut row: Vec<(&Draft, Option<UnitId>)> =
        root.children.iter().flat_map(shown).map(|draft| (draft, None)).collect();
    let mut level = 1;
    loop {
        let mut next = Vec::new();
        let mut grids = Vec::new();
        for (draft, parent) in row {
            let own = UnitId(u32::try_from(units.len()).unwrap_or(u32::MAX));
            units.push(unit(draft, level, parent)?);
            next.extend(draft.children.iter().flat_map(shown).map(|child| (child, Some(own))));
            if draft.children.is_empty() {
                grids.push((draft, own));
            }
        }
        if next.is_empty() {
            for (community, parent) in grids {
                let mut dice = Dice::new(seed ^ 0x5eed, &community.code);
                let households = spread(community.households, community.grids, &mut dice);
                for (number, households) in (1..).zip(households) {
                    units.push(grid(community, level + 1, parent, number, households)?);
                }
            }
            return Ok(UnitTree::new(units)?);
        }
        row = next;
        level += 1;
    }
}

/// The draft itself, or what a hidden one groups.
fn shown(draft: &Draft) -> Vec<&Draft> {
    if draft.hidden { draft.children.iter().flat_map(shown).collect() } else { vec![draft] }
}

fn unit(draft: &Draft, level: u8, parent: Option<UnitId>) -> Result<Unit, MakeError> {
    let lowest = draft.children.is_empty() && !draft.name.ends_with(draft.kind.as_str());
    let suffix = if lowest { draft.kind.as_str() } else { "" };
    Ok(Unit {
        code: Code::try_from(draft.code.as_str())?,
        name: format!("{}{suffix}", draft.name),
        level: Level::new(level).unwrap_or(Level::MAX),
        parent,
        households: Some(draft.households),
        kind: Some(draft.kind.clone()),
    })
}

fn grid(
    community: &Draft,
    level: u8,
    parent: UnitId,
    number: u32,
    households: u32,
) -> Result<Unit, MakeError> {
    Ok(Unit {
        code: Code::try_from(format!("{}{number:03}", community.code).as_str())?,
        name: format!("{}第{number}网格", community.name),
        level: Level::new(level).unwrap_or(Level::MAX),
        parent: Some(parent),
        households: Some(households),
        kind: Some("网格".to_owned()),
    })
}
