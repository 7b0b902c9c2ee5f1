//! The road network of a town: its roads, streets along the borders of its grids, lanes through
//! them, and tracks in the country, over shared nodes.
//!
//! | file | holds |
//! |---|---|
//! | `weave` | streets over shared nodes, divided where others meet them |
//! | `borders` | streets along borders |
//! | `lanes` | lanes through communities of towns and in villages |
//! | `country` | roads to villages, tracks to the grids around them |
//! | `finish` | who may pass, bridges, signals; what does not hang together is left out |

mod borders;
mod country;
mod finish;
mod lanes;
mod weave;

use crate::ground_plan::GroundPlan;
use crate::point::Pt;
use crate::rng::pair_noise;
use crate::town::Road;
use borders::is_urban;
use model::{Position, RoadClass, RoadNetwork};
use weave::Weave;

/// Towns with more grids than this have main roads only.
const GRIDS_MAX: usize = 2_500;
/// The share of pieces of main roads that are raised where they can be, and how long those are.
const RAISED: f64 = 0.14;
const RAISED_M: std::ops::Range<f64> = 30.0..140.0;

/// The network of a town. The community around `market` is for walking.
pub(crate) fn network(
    plan: &GroundPlan<'_>,
    (roads, river): (&[Road], &[Position]),
    market: Pt,
    seed: u64,
) -> RoadNetwork {
    // Cells of about the size of what is looked for in them: a block of houses, or a county's.
    let side = plan.ground.area(plan.outer).abs().sqrt();
    let mut weave = Weave::new(plan.ground, (side / 120.0).clamp(150.0, 1_500.0));
    let mut ranked: Vec<(RoadClass, &Road)> = roads
        .iter()
        .map(|road| (RoadClass::from_name(&road.class).unwrap_or(RoadClass::Tertiary), road))
        .collect();
    // Where two run together, the ground is the greater one's.
    ranked.sort_by_key(|(class, _)| *class);
    for (class, road) in ranked {
        // A street between communities carries more than those inside them.
        let class = if class == RoadClass::Residential { RoadClass::Tertiary } else { class };
        let nodes: Vec<u32> = road.line.iter().map(|&at| weave.node(at.into())).collect();
        weave.lay(&road.name, class, false, &nodes);
    }
    if plan.rings.len() <= GRIDS_MAX {
        let on_foot = walking_quarter(plan, market);
        borders::along_borders(plan, on_foot, &mut weave);
        raise(&mut weave, seed);
        lanes::lanes(plan, on_foot, seed, &mut weave);
        country::country(plan, seed, &mut weave);
    }
    finish::finish(&weave, river)
}

/// The community around a place, by its place among the blocks, when it is one of a town.
fn walking_quarter(plan: &GroundPlan<'_>, at: Pt) -> Option<usize> {
    let grid = plan.grid_at(at)?;
    let blocks = plan.blocks(1);
    let place = blocks.iter().position(|block| block.grids.contains(&grid))?;
    is_urban(blocks[place].unit.kind.as_deref()).then_some(place)
}

/// Raises some pieces of main roads.
fn raise(weave: &mut Weave, seed: u64) {
    for place in 0..weave.pieces.len() {
        let piece = &weave.pieces[place];
        let main = weave.strands[piece.strand as usize].class <= RoadClass::Secondary;
        let noise = pair_noise(piece.ends[0], piece.ends[1], seed ^ 0xb1d6e);
        let raised = main && noise < RAISED && RAISED_M.contains(&weave.length(piece));
        weave.pieces[place].raised = raised;
    }
}
