//! Checkpoints, bases, standing targets and key places.

use crate::ground_plan::{Block, GroundPlan};
use crate::landmarks::Landmarks;
use crate::point::{Pt, squared};
use crate::rng::Dice;
use crate::town::{MakeError, Road};
use model::{Area, Code, Place, PlaceKind, Shape};

/// How many checkpoints stand in the ring.
const RING: usize = 13;
/// How many police stations there are; the two squads come on top.
const STATIONS: usize = 17;
const KEY_PLACES: usize = 67;

/// Everything but the service points, not public.
pub(crate) fn places(
    plan: &GroundPlan<'_>,
    marks: &Landmarks,
    roads: &[Road],
    dice: &mut Dice,
) -> Result<Vec<Place>, MakeError> {
    let mut places = Vec::new();
    checkpoints(plan, marks, roads, &mut places)?;
    standing(plan, marks, &mut places)?;
    bases(plan, &mut places, dice)?;
    key_places(plan, &mut places, dice)?;
    Ok(places)
}

/// A place that only those on duty see.
fn guarded(
    code: &str,
    name: &str,
    kind: PlaceKind,
    category: &str,
    shape: Shape,
) -> Result<Place, MakeError> {
    Ok(Place {
        code: Code::try_from(code)?,
        name: name.to_owned(),
        kind,
        shape,
        public: false,
        hours: None,
        phone: None,
        address: None,
        serves: None,
        category: Some(category.to_owned()),
    })
}

fn point(at: Pt) -> Result<Shape, MakeError> {
    at.position().map(Shape::Point).ok_or(MakeError::OffTheEarth)
}

fn checkpoints(
    plan: &GroundPlan<'_>,
    marks: &Landmarks,
    roads: &[Road],
    places: &mut Vec<Place>,
) -> Result<(), MakeError> {
    let mut add = |number: usize, name: &str, category: &str, at: Pt| {
        let code = format!("JC{number:02}");
        places.push(guarded(&code, name, PlaceKind::Checkpoint, category, point(at)?)?);
        Ok::<(), MakeError>(())
    };
    add(1, &marks.outpost.0, "站", marks.outpost.1)?;
    add(2, &marks.entry.0, "岗", marks.entry.1)?;
    for (i, at) in ring(plan, marks, roads).into_iter().enumerate() {
        add(i + 3, &format!("圈层检查点{}号", i + 1), "点", at)?;
    }
    Ok(())
}

/// Points on roads around the busy middle of the town, far from one another.
fn ring(plan: &GroundPlan<'_>, marks: &Landmarks, roads: &[Road]) -> Vec<Pt> {
    let busy = [marks.shops[0].1, marks.shops[1].1, marks.stations[0].1];
    let far = |p: Pt, from: &[Pt]| {
        let at = plan.ground.xy(p);
        from.iter().map(|&f| squared(plan.ground.xy(f), at)).fold(f64::MAX, f64::min)
    };
    let mut all: Vec<(f64, Pt)> = roads
        .iter()
        .filter(|road| road.class != "residential")
        .flat_map(|road| &road.line)
        .map(|&at| (far(at.into(), &busy), Pt::from(at)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.dedup_by_key(|entry| entry.1);
    // The middle of the distances is the ring.
    let ring = all.get(all.len() * 45 / 100..all.len() * 85 / 100).unwrap_or(&[]);
    let mut chosen: Vec<Pt> = Vec::new();
    while chosen.len() < RING {
        let apart = |p: Pt| if chosen.is_empty() { 1.0 } else { far(p, &chosen) };
        let next = ring
            .iter()
            .map(|&(_, p)| p)
            .max_by(|&a, &b| apart(a).total_cmp(&apart(b)).then(b.cmp(&a)));
        chosen.push(next.unwrap_or(marks.entry.1));
    }
    chosen
}

fn standing(
    plan: &GroundPlan<'_>,
    marks: &Landmarks,
    places: &mut Vec<Place>,
) -> Result<(), MakeError> {
    for (number, (name, at)) in (1..).zip(&marks.stations) {
        let code = format!("ZC{number:02}");
        places.push(guarded(&code, name, PlaceKind::Station, "车站", point(*at)?)?);
    }
    for (number, (name, at)) in (1..).zip(&marks.shops) {
        let shape = plan.grid_at(*at).map_or(Area::default(), |grid| plan.area(grid));
        let code = format!("SQ{number:02}");
        let kind = PlaceKind::ShoppingDistrict;
        places.push(guarded(&code, name, kind, "商圈", Shape::Area(shape))?);
    }
    for (number, (name, line)) in (1..).zip(&marks.lines) {
        let code = format!("XL{number:02}");
        let shape = Shape::Line(line.clone());
        places.push(guarded(&code, name, PlaceKind::PatrolLine, "巡逻线", shape)?);
    }
    Ok(())
}

/// A name without the word for what it is.
pub(crate) fn short(name: &str) -> &str {
    ["街道", "社区", "镇", "乡", "村"]
        .into_iter()
        .find_map(|suffix| name.strip_suffix(suffix).filter(|short| !short.is_empty()))
        .unwrap_or(name)
}

/// A place in the middle of a block.
pub(crate) fn heart(plan: &GroundPlan<'_>, block: &Block<'_>, dice: &mut Dice) -> Pt {
    // The grid with the most households per side is where people are.
    let ground = |grid: usize| plan.ground.area(&plan.rings[grid]).max(1.0);
    let dense = block.grids.clone().max_by(|&a, &b| {
        let (a, b) =
            (f64::from(plan.households(a)) / ground(a), f64::from(plan.households(b)) / ground(b));
        a.total_cmp(&b)
    });
    plan.middle_of(dense.unwrap_or(block.grids.start), dice)
}

fn bases(plan: &GroundPlan<'_>, places: &mut Vec<Place>, dice: &mut Dice) -> Result<(), MakeError> {
    let towns = plan.blocks(2);
    let communities = plan.blocks(1);
    let spare = communities.iter().filter(|c| c.unit.kind.as_deref() == Some("社区"));
    let step = (communities.len() / 23).max(1);
    let homes = towns.iter().chain(spare.step_by(step)).take(STATIONS);
    let mut number = 0;
    for block in homes {
        number += 1;
        let name = format!("{}派出所", short(&block.unit.name));
        let shape = point(heart(plan, block, dice))?;
        let mut base = guarded(&format!("JD{number:02}"), &name, PlaceKind::Base, "派出所", shape)?;
        base.serves = Some(block.unit.code.clone());
        places.push(base);
    }
    let squads = ["反恐特警大队", "巡逻防控大队"];
    for (name, block) in squads.into_iter().zip(towns.iter().cycle().skip(4)) {
        number += 1;
        let shape = point(heart(plan, block, dice))?;
        places.push(guarded(&format!("JD{number:02}"), name, PlaceKind::Base, "大队", shape)?);
    }
    Ok(())
}

fn key_places(
    plan: &GroundPlan<'_>,
    places: &mut Vec<Place>,
    dice: &mut Dice,
) -> Result<(), MakeError> {
    let kinds = ["农贸市场", "文化广场", "学校周边", "医院周边", "公交枢纽", "体育公园"];
    let communities = plan.blocks(1);
    let urban: Vec<&Block<'_>> =
        communities.iter().filter(|c| c.unit.kind.as_deref() == Some("社区")).collect();
    for number in 0..KEY_PLACES {
        let Some(block) = urban.get(number * urban.len() / KEY_PLACES) else { break };
        let kind = kinds[number % kinds.len()];
        let name = format!("{}{kind}", short(&block.unit.name));
        let grid = block.grids.start + dice.below(block.grids.len());
        let shape = point(plan.middle_of(grid, dice))?;
        let code = format!("ZD{:02}", number + 1);
        places.push(guarded(&code, &name, PlaceKind::KeyPlace, kind, shape)?);
    }
    Ok(())
}
