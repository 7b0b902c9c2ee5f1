//! Lanes through the communities of towns: two families of parallel lines, cut where the community
//! ends, meeting every street that they cross.

use super::borders::{is_urban, numeral};
use super::weave::{Weave, count};
use crate::ground_plan::{Block, GroundPlan};
use crate::places::short;
use crate::point::{Pt, Xy, distance};
use crate::rng::Dice;
use model::RoadClass;
use std::ops::Range;

/// Shorter stretches of a line are left out, in metres.
const SHORTEST_M: f64 = 55.0;
/// A lane nearer to another street than this along its length is left out, in metres.
const BESIDE_M: f64 = 24.0;
/// How far before the edge of the town a lane ends that meets nothing there, in metres.
const SHORT_OF_M: f64 = 14.0;
/// Two lanes do not end on the two sides of a border nearer than this; also what rounding may move.
const SLACK_M: f64 = 1.5;

/// The side of a usual grid, in metres.
const USUAL_M: f64 = 380.0;

/// What the lanes of one community are like.
struct Manner {
    /// The direction of the first family; the second runs across.
    along: Xy,
    spacing_m: [f64; 2],
    one_way: bool,
    /// How much of the second family is stairs.
    stairs: f64,
    walking: bool,
}

/// Lays the lanes of every community of a town; those of `on_foot` are for walking.
pub(super) fn lanes(plan: &GroundPlan<'_>, on_foot: Option<usize>, seed: u64, weave: &mut Weave) {
    for (place, block) in plan.blocks(1).iter().enumerate() {
        if !is_urban(block.unit.kind.as_deref()) {
            continue;
        }
        let mut dice = Dice::new(seed, &format!("lanes {}", block.unit.code.as_str()));
        let town = Dice::new(seed, &format!("lanes {}", block.town.code.as_str())).swing();
        let ground: f64 =
            plan.rings[block.grids.clone()].iter().map(|ring| plan.ground.area(ring)).sum();
        // Where grids are wide, few live, and lanes are far apart.
        let each = ground / f64::from(count(block.grids.len().max(1)));
        let sparse = (each.sqrt() / USUAL_M).clamp(1.0, 4.0);
        let manner = manner(town, sparse, on_foot == Some(place), &mut dice);
        let rings: Vec<Vec<Xy>> = plan.rings[block.grids.clone()]
            .iter()
            .map(|ring| ring.iter().map(|&p| plan.ground.xy(p)).collect())
            .collect();
        for family in [0, 1] {
            lay_family(block, &rings, &manner, family, weave, &mut dice);
        }
    }
}

/// Lanes around the middle of a village.
pub(super) fn village(middle: Pt, name: &str, weave: &mut Weave, dice: &mut Dice) {
    let at = weave.ground.xy(middle);
    let along = turned([1.0, 0.0], dice.swing() * 0.7);
    let across = [-along[1], along[0]];
    let reach = dice.between(110.0, 190.0);
    let spot = |u: f64, v: f64| {
        [at[0] + along[0] * u + across[0] * v, at[1] + along[1] * u + across[1] * v]
    };
    let main = format!("{name}村道");
    let mut lay = |name: &str, ends: [Xy; 2]| {
        lay_line(weave, (name, RoadClass::Residential, false), ends, &mut |_| None);
    };
    lay(&main, [spot(-reach, 0.0), spot(reach, 0.0)]);
    for side in [-0.5 * reach, 0.5 * reach] {
        lay("", [spot(-0.6 * reach, side), spot(0.6 * reach, side)]);
    }
    for side in [-0.5 * reach, 0.0, 0.5 * reach] {
        lay("", [spot(side, -0.55 * reach), spot(side, 0.55 * reach)]);
    }
}

fn manner(town: f64, sparse: f64, walking: bool, dice: &mut Dice) -> Manner {
    let along = turned([1.0, 0.0], town * 0.3 + dice.swing() * 0.05);
    let spacing_m = [(120.0, 165.0), (95.0, 140.0)].map(|(a, b)| dice.between(a, b) * sparse);
    let (one_way, steep) = (dice.chance(0.45), dice.chance(0.25));
    let stairs = if steep { 0.4 } else { 0.02 };
    Manner { along, spacing_m, one_way: one_way && !walking, stairs, walking }
}

/// A direction turned by about so many radians: by the tangent of the half angle, which needs no
/// library of functions.
fn turned(along: Xy, angle: f64) -> Xy {
    let half = angle / 2.0;
    let whole = 1.0 + half * half;
    let (cos, sin) = ((1.0 - half * half) / whole, 2.0 * half / whole);
    [along[0] * cos - along[1] * sin, along[0] * sin + along[1] * cos]
}

fn lay_family(
    block: &Block<'_>,
    rings: &[Vec<Xy>],
    manner: &Manner,
    family: usize,
    weave: &mut Weave,
    dice: &mut Dice,
) {
    let [x, y] = manner.along;
    let along = if family == 0 { [x, y] } else { [-y, x] };
    let across = [-along[1], along[0]];
    let dot = |a: Xy, b: Xy| a[0] * b[0] + a[1] * b[1];
    let offsets = rings.iter().flatten().map(|&p| dot(p, across));
    let (low, high) = offsets.fold((f64::MAX, f64::MIN), |(l, h), q| (l.min(q), h.max(q)));
    let spacing = manner.spacing_m[family];
    let mut offset = low + spacing * dice.between(0.4, 0.8);
    let mut number = 0;
    while offset < high - 0.3 * spacing {
        number += 1;
        let kind = if family == 0 { "路" } else { "巷" };
        let name = format!("{}{}{kind}", short(&block.unit.name), numeral(number));
        let (name, class) = match (manner.walking, family) {
            (true, 0) => (name.replace('路', "步行街"), RoadClass::Pedestrian),
            (true, _) => (String::new(), RoadClass::Footway),
            (false, 0) => (name, RoadClass::Residential),
            (false, _) => (name, RoadClass::LivingStreet),
        };
        let forward = number % 2 == 1;
        for span in spans(rings, along, across, offset) {
            let spot =
                |u: f64| [along[0] * u + across[0] * offset, along[1] * u + across[1] * offset];
            let mut ends = [spot(span.start), spot(span.end)];
            if !forward {
                ends.reverse();
            }
            let one_way = manner.one_way && family == 0;
            let stairs = if family == 1 && !manner.walking { manner.stairs } else { 0.0 };
            lay_line(weave, (&name, class, one_way), ends, &mut |length| {
                (length < 180.0 && dice.chance(stairs)).then_some(RoadClass::Steps)
            });
        }
        offset += spacing * dice.between(0.85, 1.2);
    }
}

/// The stretches of a line inside some rings, which may lie side by side.
fn spans(rings: &[Vec<Xy>], along: Xy, across: Xy, offset: f64) -> Vec<Range<f64>> {
    let mut inside: Vec<Range<f64>> = Vec::new();
    for ring in rings {
        let mut cuts: Vec<f64> = Vec::new();
        for (i, a) in ring.iter().enumerate() {
            let b = &ring[(i + 1) % ring.len()];
            let [pa, pb] = [a, b].map(|p| p[0] * along[0] + p[1] * along[1]);
            let [qa, qb] = [a, b].map(|p| p[0] * across[0] + p[1] * across[1]);
            if (qa > offset) != (qb > offset) {
                cuts.push(pa + (pb - pa) * (offset - qa) / (qb - qa));
            }
        }
        cuts.sort_by(f64::total_cmp);
        inside.extend(cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]));
    }
    inside.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut joined: Vec<Range<f64>> = Vec::new();
    for span in inside {
        match joined.last_mut() {
            Some(last) if span.start < last.end + SLACK_M => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined.retain(|span| span.end - span.start > SHORTEST_M);
    joined
}

/// Lays one line: it meets what it crosses, passes below what is raised, ends short of what is not a
/// street, and leaves out what would run beside another street. `other` names the class of a
/// stretch of this length that is of another.
fn lay_line(
    weave: &mut Weave,
    (name, class, one_way): (&str, RoadClass, bool),
    [from, to]: [Xy; 2],
    other: &mut dyn FnMut(f64) -> Option<RoadClass>,
) {
    let length = distance(from, to);
    let spot = |u: f64| {
        let share = u / length;
        [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
    };
    let mut stops: Vec<(f64, u32)> = Vec::new();
    for meeting in weave.meetings(spot(-SLACK_M), spot(length + SLACK_M)) {
        let along = meeting.along - SLACK_M;
        let raised = weave.pieces[meeting.piece as usize].raised;
        if raised && (BESIDE_M..length - BESIDE_M).contains(&along) {
            weave.pieces[meeting.piece as usize].crossed = true;
        }
        if !raised {
            let node = weave.divide(meeting.piece, meeting.at);
            if stops.last().is_none_or(|last| last.1 != node) {
                stops.push((along, node));
            }
        }
    }
    let first = stops.first().map_or(length, |stop| stop.0);
    let last = stops.last().map_or(0.0, |stop| stop.0);
    let mut open = [false; 2];
    if first > SHORTEST_M {
        let node = weave.node(weave.ground.pt(spot(SHORT_OF_M)));
        stops.insert(0, (SHORT_OF_M, node));
        open[0] = true;
    }
    if length - last > SHORTEST_M {
        let node = weave.node(weave.ground.pt(spot(length - SHORT_OF_M)));
        stops.push((length - SHORT_OF_M, node));
        open[1] = true;
    }
    // Nobody goes down a one-way street that ends.
    let one_way = one_way && !open[0] && !open[1];
    let mut runs: Vec<(RoadClass, Vec<u32>)> = Vec::new();
    for pair in stops.windows(2) {
        let middle = spot(f64::midpoint(pair[0].0, pair[1].0));
        let long = pair[1].0 - pair[0].0;
        if long > 2.0 * BESIDE_M && weave.nearest(middle, BESIDE_M).is_some() {
            continue;
        }
        let class = other(long).unwrap_or(class);
        match runs.last_mut() {
            Some((last, run)) if *last == class && run.last() == Some(&pair[0].1) => {
                run.push(pair[1].1);
            }
            _ => runs.push((class, vec![pair[0].1, pair[1].1])),
        }
    }
    for (class, run) in runs {
        let stairs = class == RoadClass::Steps;
        weave.lay(if stairs { "" } else { name }, class, one_way && !stairs, &run);
    }
}
