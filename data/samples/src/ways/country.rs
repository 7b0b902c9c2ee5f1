//! Roads and tracks outside towns: to every village, and to every grid around it.

use super::borders::is_urban;
use super::lanes::village;
use super::weave::Weave;
use crate::ground_plan::GroundPlan;
use crate::places::{heart, short};
use crate::point::{Pt, Xy, distance};
use crate::rng::Dice;
use model::RoadClass;

/// Nearer to a street than this nobody needs a road to it, in metres.
const NEAR_M: f64 = 120.0;
/// No road is longer than this, in metres.
const FAR_M: f64 = 40_000.0;
/// How far apart the bends of a road are, in metres.
const BEND_M: f64 = 160.0;

/// Lays roads to villages, lanes in them, and tracks to what lies around.
pub(super) fn country(plan: &GroundPlan<'_>, seed: u64, weave: &mut Weave) {
    let blocks = plan.blocks(1);
    let villages = || blocks.iter().filter(|block| !is_urban(block.unit.kind.as_deref()));
    for block in villages() {
        let mut dice = Dice::new(seed, &format!("village {}", block.unit.code.as_str()));
        let middle = heart(plan, block, &mut dice);
        let name = short(&block.unit.name);
        link(weave, middle, (&format!("{name}路"), RoadClass::Unclassified), &mut dice);
        village(middle, name, weave, &mut dice);
    }
    for block in villages() {
        let mut dice = Dice::new(seed, &format!("tracks {}", block.unit.code.as_str()));
        for grid in block.grids.clone() {
            let middle = plan.middle_of(grid, &mut dice);
            link(weave, middle, ("", RoadClass::Track), &mut dice);
        }
    }
}

/// Lays a road from a place to the nearest street.
fn link(weave: &mut Weave, from: Pt, (name, class): (&str, RoadClass), dice: &mut Dice) {
    let start = weave.ground.xy(from);
    let Some((piece, foot)) = weave.nearest(start, FAR_M) else { return };
    let far = distance(start, foot);
    if far < NEAR_M {
        return;
    }
    let end = weave.divide(piece, foot);
    let foot = weave.xy(end);
    // The way to the nearest street crosses none, so where bends would, it is straight.
    let bent = bends(start, foot, dice);
    let crossed = bent.windows(2).any(|pair| {
        let met = weave.meetings(pair[0], pair[1]);
        met.iter().any(|it| distance(it.at, foot) > 1.0)
    });
    let line = if crossed { vec![start, foot] } else { bent };
    let mut nodes: Vec<u32> =
        line[..line.len() - 1].iter().map(|&at| weave.node(weave.ground.pt(at))).collect();
    nodes.push(end);
    weave.lay(name, class, false, &nodes);
}

/// A line with bends to both sides by turns, more in the middle.
fn bends(from: Xy, to: Xy, dice: &mut Dice) -> Vec<Xy> {
    let length = distance(from, to);
    let mut line = vec![from];
    let mut at = BEND_M * dice.between(0.6, 1.0);
    let mut side = if dice.chance(0.5) { 1.0 } else { -1.0 };
    while at < length - BEND_M * 0.5 {
        let share = at / length;
        let out = side * dice.between(0.1, 0.45) * BEND_M * (share * (1.0 - share) * 4.0);
        let (dx, dy) = ((to[0] - from[0]) / length, (to[1] - from[1]) / length);
        line.push([from[0] + dx * at - dy * out, from[1] + dy * at + dx * out]);
        at += BEND_M * dice.between(0.7, 1.3);
        side = if dice.chance(0.7) { -side } else { side };
    }
    line.push(to);
    line
}
