//! Streets along the borders of the grids of towns, as in a real city.

use super::weave::{Weave, count};
use crate::ground_plan::GroundPlan;
use crate::places::short;
use crate::point::Pt;
use crate::streets::chains;
use model::RoadClass;
use std::collections::BTreeMap;

/// How near a road a border counts as the road itself, in metres.
const SAME_M: f64 = 0.6;

/// A border between two grids: the communities on its sides, and its edges.
type Border = ([usize; 2], Vec<(Pt, Pt)>);

/// Lays a street along every border that has a town on a side and no road yet. Inside `on_foot`, a
/// community by its place among the blocks, they are for walking.
pub(super) fn along_borders(plan: &GroundPlan<'_>, on_foot: Option<usize>, weave: &mut Weave) {
    let blocks = plan.blocks(1);
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for ([one, other], edges) in borders(plan) {
        let mut free = Vec::new();
        for (a, b) in edges {
            let [from, to] = [a, b].map(|end| meet(weave, end));
            if from.is_none() || to.is_none() {
                free.push((a, b));
            }
        }
        let number = numbers.entry(one).or_default();
        *number += usize::from(!free.is_empty());
        let walking = on_foot == Some(one) && one == other;
        let class = match () {
            () if walking => RoadClass::Pedestrian,
            () if one == other => RoadClass::Residential,
            () => RoadClass::Tertiary,
        };
        let name = format!("{}{}街", short(&blocks[one].unit.name), numeral(*number));
        for chain in chains(&free) {
            let nodes: Vec<u32> = chain.into_iter().map(|at| weave.node(at)).collect();
            weave.lay(&name, class, false, &nodes);
        }
    }
}

/// The node of a point that lies on a street, if it does; the street gets it.
fn meet(weave: &mut Weave, at: Pt) -> Option<u32> {
    let (piece, _) = weave.nearest(weave.ground.xy(at), SAME_M)?;
    let node = weave.node(at);
    weave.put_into(piece, node);
    Some(node)
}

/// The borders between grids of which at least one is in a town.
fn borders(plan: &GroundPlan<'_>) -> Vec<Border> {
    let mut sides: BTreeMap<(Pt, Pt), (usize, usize)> = BTreeMap::new();
    let mut pairs: BTreeMap<(u32, u32), Border> = BTreeMap::new();
    for (place, block) in plan.blocks(1).iter().enumerate() {
        let urban = is_urban(block.unit.kind.as_deref());
        for grid in block.grids.clone() {
            let ring = &plan.rings[grid];
            for (i, &a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                let Some((other, community)) = sides.remove(&(a.min(b), a.max(b))) else {
                    sides.insert((a.min(b), a.max(b)), (grid, place));
                    continue;
                };
                // Blocks come in order, towns' communities before villages in each.
                if urban || is_urban(plan.kind_of(other)) {
                    let key = (count(other), count(grid));
                    let both = [community, place];
                    pairs.entry(key).or_insert_with(|| (both, Vec::new())).1.push((a, b));
                }
            }
        }
    }
    pairs.into_values().collect()
}

/// Whether a community of this kind is one of a town.
pub(super) fn is_urban(kind: Option<&str>) -> bool {
    kind == Some("社区")
}

/// A number below a hundred as it stands on signs; nothing for 0.
pub(super) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    let ten = if tens > 0 { "十" } else { "" };
    let lead = if tens > 1 { DIGITS[tens] } else { "" };
    format!("{lead}{ten}{}", DIGITS[ones])
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_are_written_as_on_signs() {
        assert_eq!([0, 1, 10, 11, 20, 42].map(numeral), ["", "一", "十", "十一", "二十", "四十二"]);
    }
}
